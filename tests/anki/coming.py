"""What comes in from Anki: its own exports of every kind, and a week of study
on a deck that went out from here."""

import json
import os
import sqlite3

from anki.collection import ExportAnkiPackageOptions

from collection import Anki
from home import Home

DAY_MS = 86400000
EPOCH_DAY = 86400
ROLLOVER = 4 * 3600
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000"
    "000049454e44ae426082")

# Note type, fields, tags, and the cards that are to come of it by their ord:
# the line with its blank, and the answer.
NOTES = [
    ("Basic", ["What is <b>2+2</b>?", "4<br>four"], ["math", "easy::sums"],
     {0: ("What is 2+2? [...]", "4 four")}),
    ("Basic", ["<ul><li>a</li><li>b</li></ul>", "letters"], [],
     {0: ("[...]", "letters")}),
    ("Basic (and reversed card)", ["Hund", "dog"], ["marked"],
     {0: ("Hund [...]", "dog"), 1: ("[...] dog", "Hund")}),
    ("Basic (optional reversed card)", ["one", "two", ""], [],
     {0: ("one [...]", "two")}),
    ("Basic (optional reversed card)", ["three", "four", "y"], [],
     {0: ("three [...]", "four"), 1: ("[...] four", "three")}),
    ("Basic (type in the answer)", ["capital of France", "Paris"], [],
     {0: ("capital of France [...]", "Paris")}),
    ("Cloze", ["The {{c1::heap}} grows {{c3::up::direction}}.", "more of it"],
     ["memory"],
     {0: ("The [...] grows up.", "heap"),
      2: ("The heap grows [...].", "up")}),
    ("Cloze", ["{{c1::a {{c2::b}}}} &lt;tag&gt; std::x", ""], [],
     {0: ("[...] <tag> std::x", "a b"), 1: ("a [...] <tag> std::x", "b")}),
    ("Cloze", ['<img src="p.png"> is {{c1::a picture}}', ""], [],
     {0: ("p.png is [...]", "a picture")}),
]


def fill(anki):
    """The notes above in a deck of decks, with a picture."""
    col = anki.col
    path = os.path.join(anki.folder, "p.png")
    with open(path, "wb") as f:
        f.write(PICTURE)
    assert col.media.add_file(path) == "p.png"
    deck = col.decks.id("Lang::Words/and more")
    for kind, fields, tags, _ in NOTES:
        note = col.new_note(col.models.by_name(kind))
        note.fields[:] = fields
        note.tags = tags
        col.add_note(note, deck)
    col.decks.select(deck)


def idle(col):
    """A note whose card has no answer: it can't be brought along."""
    note = col.new_note(col.models.by_name("Basic"))
    note.fields[:] = ["a question alone", ""]
    col.add_note(note, col.decks.id("Lang::Words/and more"))


def study(col, most):
    """Answers what the scheduler asks; how many answers these were."""
    given = 0
    while given < most and (card := col.sched.getCard()):
        col.sched.answerCard(card, (3, 1, 4, 2, 3)[given % 5])
        given += 1
    return given


def spread(col, days, there=()):
    """Puts the answers of today on days before, some a day; but those that
    were there already."""
    rows = [row for row in col.db.list("select id from revlog order by id")
            if row not in there]
    for i, row in enumerate(rows):
        back = days - i * days // len(rows)
        col.db.execute("update revlog set id = ? where id = ?",
                       row - back * DAY_MS, row)
    return len(rows)


def export(anki, kind):
    path = os.path.join(anki.folder, f"out.{kind}")
    if kind == "colpkg":
        anki.col.export_collection_package(path, True, False)
        anki.col.reopen()
    else:
        anki.col.export_anki_package(
            out_path=path, limit=None,
            options=ExportAnkiPackageOptions(
                with_scheduling=True, with_deck_configs=True, with_media=True,
                legacy=kind == "legacy.apkg"))
    return path


def report(home, path):
    return json.loads(home.pagein("import", "--json", path))


def listed(home):
    return [c for c in json.loads(home.pagein("list", "--json"))
            if "gone" not in c["flags"]]


def answers(home):
    """Those of other devices' answers that count."""
    db = sqlite3.connect(home.deck())
    n = db.execute("select count(*) from event where undone = 0 and kind in"
                   " ('review', 'drill')").fetchone()[0]
    db.close()
    return n


def expected():
    return sorted(card for *_, cards in NOTES for card in cards.values())


def same_due(col, home):
    """The days on which cards are due, there and here."""
    base = col.db.scalar("select crt from col") // EPOCH_DAY
    # one that is being learnt is due at a moment, in seconds
    theirs = sorted(due + base if due < 1000000 else
                    (due - ROLLOVER) // EPOCH_DAY for due in col.db.list(
                        "select due from cards where type > 0"
                        " and queue >= 0"))
    db = sqlite3.connect(home.deck())
    ours = sorted(d for d, in db.execute(
        "select due from card where interval > 0 and suspended = 0"))
    db.close()
    return [] if theirs == ours else [f"due on {ours}, there on {theirs}"]


def from_anki(kind):
    bad = []
    with Anki() as anki, Home() as home:
        fill(anki)
        study(anki.col, 40)
        rows = spread(anki.col, 10)
        anki.col.sched.suspend_cards(anki.col.find_cards("Paris"))
        idle(anki.col)
        path = export(anki, kind)
        told = report(home, path)
        cards = listed(home)
        got = sorted((c["text"], c["answer"]) for c in cards)
        if got != expected():
            bad.append(f"cards {got}")
        if told["answers"] != rows:
            bad.append(f"{told['answers']} of {rows} answers came")
        if [c["answer"] for c in cards if "suspended" in c["flags"]] != [
                "Paris"]:
            bad.append("another card is suspended")
        if {c["answer"] for c in cards if "marked" in c["flags"]} != {
                "dog", "Hund"}:
            bad.append("other cards are marked")
        tagged = json.loads(home.pagein("list", "--json", "easy::sums"))
        if [c["answer"] for c in tagged] != ["4 four"]:
            bad.append(f"tagged {tagged}")
        if {c["path"] for c in cards} != {"Lang/Words-and more"}:
            bad.append(f"paths { {c['path'] for c in cards} }")
        bad += same_due(anki.col, home)
        if [n["what"] for n in told["left"]] != ["cards"]:
            bad.append(f"left: {told['left']}")
        bad += again(home, path, len(NOTES))
        bad += undone(home, path, len(cards), rows)
    return bad, f"{len(cards)} cards, {rows} answers"


def again(home, path, notes):
    """The same package once more changes nothing."""
    before = open(home.deck(), "rb").read()
    told = report(home, path)
    bad = []
    if told["kept"] != notes or told["answers"] != 0 or told["wrote"]:
        bad.append(f"again: {told}")
    if open(home.deck(), "rb").read() != before:
        bad.append("the deck changed when nothing had")
    home.pagein("deck", "verify")
    return bad


def undone(home, path, cards, rows):
    """What is taken back comes again with all its history."""
    bad = []
    home.pagein("undo")
    if listed(home) != [] or answers(home) != 0:
        bad.append(f"an undo leaves {len(listed(home))} cards and "
                   f"{answers(home)} answers")
    home.pagein("deck", "verify")
    told = report(home, path)
    if len(listed(home)) != cards or told["answers"] != rows:
        bad.append(f"after an undo come {told}")
    home.pagein("deck", "verify")
    return bad


def updated():
    """An edit there is an edit here, and the card keeps its past."""
    bad = []
    with Anki() as anki, Home() as home:
        col = anki.col
        fill(anki)
        study(col, 20)
        report(home, export(anki, "apkg"))
        before = {c["id"]: c for c in listed(home)}
        note = col.get_note(col.find_notes("Hund")[0])
        note.fields[1] = "the dog"
        note.tags = ["animals"]
        col.update_note(note)
        note = col.get_note(col.find_notes("heap")[0])
        note.fields[0] = "The {{c1::heap}} grows up, {{c2::not down}}."
        col.update_note(note)
        told = report(home, export(anki, "apkg"))
        if (told["edited"], told["new"]) != (2, 0):
            bad.append(f"{told}")
        after = {c["id"]: c for c in listed(home)}
        dog = [c for c in after.values() if c["answer"] == "the dog"]
        if len(dog) != 1 or dog[0]["reps"] != before[dog[0]["id"]]["reps"]:
            bad.append(f"the dog: {dog}")
        if len(after.keys() - before.keys()) != 1:
            bad.append(f"{len(after.keys() - before.keys())} new cards")
        tags = json.loads(home.pagein("list", "--json", "animals"))
        if len(tags) != 2:
            bad.append(f"{len(tags)} cards have the new tag")
        home.pagein("deck", "verify")
    return bad, "2 edits"


def week(kind):
    """Out, a week in Anki, home."""
    bad = []
    with Anki() as anki, Home() as home:
        home.write("notes/a.md", "# Things\n\n" + "".join(
            f"- thing {i} is {{{{number {i}}}}} of them\n"
            for i in range(20)))
        home.pagein("import", "notes")
        home.pagein("review", "--plain", "--limit", "5", typed="\n3\n" * 9)
        mine = answers(home)
        anki.take(home.export("--with-progress"), progress=True)
        gone_out = anki.col.db.list("select id from revlog")
        for deck in anki.col.decks.all_names_and_ids():
            anki.col.decks.select(deck.id)
            study(anki.col, 30)
        spread(anki.col, 7, gone_out)
        there = anki.col.db.scalar("select count(*) from revlog")
        texts = [(c["text"], c["line"]) for c in listed(home)]
        path = export(anki, kind)
        told = report(home, path)
        if told["home"] != 20 or told["notes"] != 0:
            bad.append(f"{told['home']} notes came home, {told['notes']} "
                       "as strangers")
        if told["answers"] != there - mine or there <= mine or mine == 0:
            bad.append(f"{told['answers']} answers came home of {there}, "
                       f"{mine} of them from here")
        if [(c["text"], c["line"]) for c in listed(home)] != texts:
            bad.append("texts changed")
        bad += again(home, path, 0)
    return bad, f"{there - mine} answers beside {mine} from here"


def round_trip():
    """From Anki, out again, and in: the notes are the same ones there."""
    bad = []
    with Anki() as anki, Home() as home:
        fill(anki)
        report(home, export(anki, "apkg"))
        with Anki() as other:
            package = home.export()
            new, *rest = other.take(package)
            guids = set(other.col.db.list("select guid from notes"))
            mine = set(anki.col.db.list("select guid from notes"))
            if new != len(NOTES) or rest != [0, 0, 0] or not guids <= mine:
                bad.append(f"{new} new, {rest}; {len(guids - mine)} strange")
            study(other.col, 10)
            path = export(other, "apkg")
            told = report(home, path)
            if told["home"] != new or told["new"] != 0:
                bad.append(f"{told['home']} of {new} came home")
        home.pagein("deck", "verify")
    return bad, f"{new} notes"


def stories():
    return [(f"Anki's own export comes in: {kind}",
             lambda kind=kind: from_anki(kind))
            for kind in ("legacy.apkg", "apkg", "colpkg")] + [
        (f"a week in Anki comes home, {kind}", lambda kind=kind: week(kind))
        for kind in ("legacy.apkg", "apkg")] + [
        ("an edit in Anki is an edit here", updated),
        ("what came from Anki is the same note there", round_trip),
    ]
