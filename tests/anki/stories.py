"""What must hold, a function each; it gives (what is wrong, figures)."""

import html
import json
import os
import re
import subprocess
import sys

import coming
import phone
import progress
import randomnotes

from collection import Anki
from home import ROOT, Home
from npm import package
from reading import plain, same

SHARED = os.path.join(os.path.dirname(ROOT), "shared")


def stories():
    return [
        ("the deck of content/", lambda: deck_of("content")),
        ("the same in the newer layout",
         lambda: deck_of("content", "--anki-latest")),
        ("the notes of a lecture", lecture),
        ("random notes", lambda: random_notes(7)),
        ("another reader lists decks, cards and pictures", another_reader),
        ("a checker of packages has nothing to say", checker),
        ("cards fit a telephone and can be read, day and night", on_a_phone),
        ("what is exported twice is one", exported_twice),
        ("an edit is of one note", edited),
        ("clozes come and go, the others keep their history", clozes),
        ("names of decks and tags", names),
        ("problems stand still", problems),
        ("a deck asks for some kinds", some_kinds),
    ] + [(f"progress, card by card, in {zone}",
          lambda zone=zone: in_zone(zone)) for zone in progress.ZONES] + coming.stories()


def in_zone(zone):
    """In a process of its own: a zone is a process's."""
    run = subprocess.run(
        [sys.executable, os.path.join(os.path.dirname(__file__),
                                      "progress.py"), zone],
        env=dict(os.environ, TZ=zone), capture_output=True, text=True,
        timeout=300, check=False)
    if run.returncode != 0:
        return [run.stderr], ""
    told = json.loads(run.stdout)
    return told["bad"], told["figures"]


# --- one deck ---------------------------------------------------------------

def compare(home, anki):
    """Every card, both sides."""
    bad = []
    ours, theirs = home.cards(), anki.cards()
    if ours.keys() != theirs.keys():
        bad.append(f"{len(ours)} cards here, {len(theirs)} there")
    for key in ours.keys() & theirs.keys():
        card = anki.card(theirs[key])
        for side, side_html in (("question", card.question()),
                           ("answer", card.answer())):
            path, words = plain(side_html)
            if not ours[key]["path"].replace("\n", "").startswith(
                    path.replace(" › ", ", ")):
                bad.append(f"path: {ours[key]['path']!r} is not {path!r}")
            if not same(ours[key][side], words):
                bad.append(f"{side}: {ours[key][side]!r} is not {words!r}")
    return bad, len(ours)


def fresh(home, anki, *options):
    """Imports a first time and looks at everything."""
    bad = []
    new, updated, duplicate, other = anki.take(home.export(*options))
    if (updated, duplicate, other) != (0, 0, 0):
        bad.append(f"{new} new, {updated} updated, {duplicate} duplicate, "
                   f"{other} not taken")
    bad += anki.trouble()
    wrong, cards = compare(home, anki)
    return bad + wrong, f"{new} notes, {cards} cards"


def deck_of(path, *options):
    with Home() as home, Anki() as anki:
        home.copy(os.path.join(ROOT, path), "notes")
        home.pagein("import", "notes", "--keep-going")
        bad, figures = fresh(home, anki, *options)
        took = anki.take(home.export(*options))
        if took[:2] != (0, 0) or took[3] != 0:
            bad.append(f"again: new, updated, duplicate, other {took}")
        media = os.listdir(anki.col.media.dir())
        if not media:
            bad.append("no picture came along")
        return bad, f"{figures}, {len(media)} pictures"


def lecture():
    notes = os.path.join(SHARED, "notes")
    if not os.path.isdir(notes):
        return [], "there are none here"
    with Home() as home, Anki() as anki:
        home.copy(notes, "notes")
        home.pagein("import", "notes")
        return fresh(home, anki)


def random_notes(seed):
    """So many as $ANKI_NOTES, of which nearly all must be notes indeed."""
    notes = int(os.environ.get("ANKI_NOTES", "600"))
    with Home() as home, Anki() as anki:
        for name, text in randomnotes.files(seed, notes):
            home.write(os.path.join("n", name), text)
        home.pagein("import", "n", "--keep-going", status=(0, 65))
        bad, figures = fresh(home, anki)
        taken = len(anki.all("select id from notes"))
        if taken < 0.8 * notes:
            bad.append(f"only {taken} of {notes} were notes")
        return bad, figures


# --- who shares no code with Anki -------------------------------------------

def another_reader():
    reader = package("anki-reader", "0.3.0")
    if reader is None:
        return [], "npm can't be reached"
    with Home() as home:
        home.copy(os.path.join(ROOT, "content"), "notes")
        home.pagein("import", "notes")
        path = home.export("--problems", "2")
        told = json.loads(home.pagein("export", "--dry-run", "--json",
                                      "--problems", "2", path))
        run = subprocess.run(
            ["node", os.path.join(os.path.dirname(__file__), "read.mjs"),
             os.path.abspath(os.path.join(reader, "lib/src/index.js")), path],
            capture_output=True, text=True, timeout=120, check=True)
        read = json.loads(run.stdout)
    want = {"Default": 0, "pagein": told["cards"] - told["problems"],
            "pagein::Problems": told["problems"]}
    bad = []
    if read["decks"] != want or len(read["media"]) != told["media"]:
        bad.append(f"{read} is not {want} and {told['media']} pictures")
    return bad, f"{told['cards']} cards"


def checker():
    tool = os.path.join(SHARED, "anki", "tools", "check_apkg.py")
    if not os.path.exists(tool):
        return [], "it is not here"
    bad = []
    with Home() as home:
        home.copy(os.path.join(ROOT, "content"), "notes")
        home.pagein("import", "notes")
        home.pagein("review", "--plain", "--only", "cards",
                    typed="\n3\n" * 12)
        for options in ([], ["--anki-latest"], ["--problems", "2"],
                        ["--with-progress"],
                        ["--with-progress", "--anki-latest"]):
            run = subprocess.run([sys.executable, tool, home.export(*options)],
                                 capture_output=True, text=True, check=False)
            if run.returncode != 0:
                bad.append(f"{options}: {run.stdout}")
    return bad, ""


# --- by eye -----------------------------------------------------------------

WIDE = """---
others: hide
---
# Wide things

| VPN | valid | PPN | a comment |
|--:|:-:|--:|---|
| 0x10 | 1 | {{0x09}} | `std::map` and a comment that goes on and on |

```c
char *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, -1, 0);
```

> Quoted: {{yes}} and {{no}}, `averyveryverylongnameofafunctioninthecode()`

- ![gone](gone.png) of {{something}}
"""


def on_a_phone():
    with Home() as home, Anki() as anki:
        home.copy(os.path.join(ROOT, "content"), "notes")
        home.write("notes/wide.md", WIDE)
        home.pagein("import", "notes")
        anki.take(home.export("--problems", "1"))
        cards = []
        for cid in anki.cards().values():
            card = anki.card(cid)
            cards += [card.question(), card.answer()]
        bad, words = [], 0
        for night in (False, True):
            wrong, seen = phone.look(cards, anki.col.media.dir(),
                                     home.folder, night)
            bad += [("night: " if night else "day: ") + w for w in wrong]
            words += seen
        if words < 1000:
            bad.append(f"only {words} pieces of text were seen")
        return bad, f"{len(cards)} sides, {words} pieces of text"


# --- updates ----------------------------------------------------------------

FIRST = """---
tags: [os]
---
# Pages

- A page is {{4096}} bytes, or {{2 MiB}} when it is huge.
- The {{index}} chooses, the {{offset}} adds.
- Swapping takes {{c1::long}}{({how long})}.
"""


def moments():
    """Times of one day, ten minutes apart."""
    for minute in range(0, 600, 10):
        yield f"2026-01-02T{8 + minute // 60:02}:{minute % 60:02}:00+00:00"


class Desk(Home):
    """Notes that are edited, each time later."""

    def __init__(self):
        self.moments = moments()
        super().__init__(next(self.moments))

    def edit(self, text):
        self.now = next(self.moments)
        self.write("notes.md", text)
        self.pagein("import", "notes.md")
        return self.export()


def exported_twice():
    bad = []
    with Desk() as desk, Anki() as anki:
        first = desk.edit(FIRST)
        anki.take(first)
        before = anki.content()
        desk.now = next(desk.moments)
        second = desk.export()
        with open(first, "rb") as a, open(second, "rb") as b:
            if a.read() != b.read():
                bad.append("the second package has other bytes")
        took = anki.take(second)
        if took != (0, 0, 3, 0):
            bad.append(f"new, updated, duplicate, other: {took}")
        if anki.content() != before:
            bad.append("the collection changed")
    return bad, ""


def guid_of(anki, text):
    return next(g for g, f in anki.all("select guid, flds from notes")
                if text in f)


def edited():
    bad = []
    with Desk() as desk, Anki() as anki:
        anki.take(desk.edit(FIRST))
        offset = guid_of(anki, "offset")
        changed = anki.updated(desk.edit("# New\n\nA line.\n\n" + FIRST.replace(
            "---\ntags: [os]\n---\n", "").replace("adds", "is added")))
        if offset not in changed:
            bad.append("the edited note is as it was")
        desk.now = next(desk.moments)
        changed = anki.updated(desk.edit(FIRST))
        changed = anki.updated(desk.edit(FIRST.replace("adds", "is added")))
        if changed != {offset}:
            bad.append(f"not one note changed but {len(changed)}")
        changed = anki.updated(desk.edit(FIRST.replace(
            "adds", "is added").replace("[os]", "[os, paging]")))
        if len(changed) != 3:
            bad.append(f"a tag of the file changed {len(changed)} notes")
        if not all("paging" in t for (t,) in anki.all("select tags from notes")):
            bad.append("the new tag is not on every note")
        bad += compare(desk, anki)[0] + anki.trouble()
    return bad, ""


def clozes():
    """Answers each card differently, then edits, and looks them up again."""
    bad = []
    with Desk() as desk, Anki() as anki:
        anki.take(desk.edit("- The {{index}} chooses, the {{offset}} adds.\n"))
        for (_, ord_), cid in anki.cards().items():
            anki.answer(cid, 3 if ord_ == 1 else 4)
        history = {key: anki.all(f"select ease, ivl from revlog where cid={cid}")
                   for key, cid in anki.cards().items()}
        for what, text, ords in (
                ("added in front",
                 "- A {{tag}} compares, the {{index}} chooses, "
                 "the {{offset}} adds.\n", {1, 2, 3}),
                ("swapped",
                 "- A {{tag}} compares, the {{offset}} adds, "
                 "the {{index}} chooses.\n", {1, 2, 3}),
                ("removed",
                 "- A {{tag}} compares, the {{offset}} adds, "
                 "the index chooses.\n", {2, 3})):
            took = anki.take(desk.edit(text))
            if took != (0, 1, 0, 0):
                bad.append(f"{what}: new, updated, duplicate, other {took}")
            there = anki.cards()
            if {o for _, o in desk.cards()} != ords:
                bad.append(f"{what}: cards {sorted(desk.cards())}")
            if not {o for _, o in there} >= ords:
                bad.append(f"{what}: cards there {sorted(there)}")
            for key, was in history.items():
                now = anki.all("select ease, ivl from revlog where "
                               f"cid={there[key]}")
                if now != was:
                    bad.append(f"{what}: card {key} was {was}, is {now}")
        empty = anki.col.get_empty_cards()
        gone = [cid for note in empty.notes for cid in note.card_ids]
        if gone != [anki.cards()[(guid_of(anki, "tag"), 1)]]:
            bad.append("Empty Cards finds another card than the removed one")
        anki.col.remove_cards_and_orphaned_notes(gone)
        bad += anki.trouble() + compare(desk, anki)[0]
    return bad, ""


def names():
    bad = []
    with Desk() as desk, Anki() as anki:
        desk.write("n/a.md", "---\ndeck: OS::Memory\ntags: [a b, 'ü']\n---\n"
                             "- {{x}}\n")
        desk.write("n/b.md", "- {{y}}\n")
        desk.pagein("import", "n")
        anki.take(desk.export())
        decks = {d.name for d in anki.col.decks.all_names_and_ids()}
        if decks != {"Default", "pagein", "pagein::OS", "pagein::OS::Memory"}:
            bad.append(f"decks: {sorted(decks)}")
        tags = {t for (t,) in anki.all("select tags from notes")}
        if tags != {"", " a-b ü "}:
            bad.append(f"tags: {tags}")
        bad += anki.trouble()
    return bad, ""


# --- problems ---------------------------------------------------------------

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def problem_fields(anki):
    """guid to front, answer, solution."""
    return {g: f.split("\x1f") for g, f in anki.all(
        "select n.guid, n.flds from notes n join notetypes t on"
        " t.id = n.mid where t.name = 'pagein Problem'")}


def problems():
    bad = []
    with Desk() as desk, Anki() as anki:
        desk.edit("- {{x}}\n")
        anki.take(desk.export("--problems", "2"))
        few = problem_fields(anki)
        before = anki.content()
        took = anki.take(desk.export("--problems", "2"))
        if took[:2] != (0, 0) or anki.content() != before:
            bad.append("the same problems again changed the collection")
        took = anki.take(desk.export("--problems", "3"))
        if took[1] != 0 or took[2] != len(few) + 1:
            bad.append(f"one more of each: new, updated, duplicate {took}")
        fields = problem_fields(anki)
        if len({CODE.search(f[0])[0] for f in fields.values()}) != len(fields):
            bad.append("a code comes twice")
        for front, answer, solution in fields.values():
            code = CODE.search(front)[0]
            key = desk.pagein("key", code)
            for part in answer.split("; "):
                if html.unescape(part) not in key:
                    bad.append(f"{code}: {part!r} is not in {key!r}")
            if "<ol><li>" not in solution:
                bad.append(f"{code} has no worked way")
        for guid, cid in anki.cards().items():
            card = anki.card(cid)
            if guid[0] not in fields:
                continue
            if "[[type:Answer]]" not in card.question():
                bad.append("an answer can't be typed")
            expected = html.unescape(fields[guid[0]][1])
            told = anki.col.compare_answer(expected, expected)
            if "typeBad" in told or "typeMissed" in told:
                bad.append(f"the right answer is not right: {told}")
        bad += anki.trouble()
        return bad, f"{len(fields)} problems"


def some_kinds():
    bad = []
    with Desk() as desk, Anki() as anki:
        desk.edit("- {{x}}\n")
        desk.write("d.yaml", "notes: notes.md\nkinds: [cow, LOOKUP]\n")
        desk.pagein("import", "d.yaml", "--deck", "default")
        anki.take(desk.export("--problems", "1"))
        ids = {re.search(r"\"code\">(\w+)", f[0])[1]
               for f in problem_fields(anki).values()}
        if "LOOKUP" not in ids or len(ids) < 2 or len(ids) > 15:
            bad.append(f"the kinds are {sorted(ids)}")
        decks = {d.name for d in anki.col.decks.all_names_and_ids()}
        if decks != {"Default", "pagein", "pagein::Problems"}:
            bad.append(f"decks: {sorted(decks)}")
    return bad, ""
