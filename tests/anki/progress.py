"""A student of some weeks goes on in Anki: every card stands there as here.
Run as a program in the zone of $TZ, which it is told once more; prints what
is wrong and figures as JSON."""

import datetime
import json
import os
import random
import sqlite3
import sys
import zoneinfo

from collection import Anki
from home import ROOT, Home

ZONES = ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago",
         "America/St_Johns"]
NEWER = ZONES[1::2]  # those where the newer layout is taken
DAYS = 24
ROLLOVER = datetime.timedelta(hours=4)
EPOCH = datetime.date(1970, 1, 1)
ANSWERS = ("review", "drill", "cram")
BUTTONS = {0: 1, 1: 1, 2: 1, 3: 2, 4: 3, 5: 4}


def study(home, zone, today):
    """A review on most days, some cards forgotten, some suspended."""
    rng = random.Random(4)
    home.copy(os.path.join(ROOT, "content"), "notes")
    for day in range(DAYS, -1, -1):
        # some days end long after midnight
        hour = rng.choice(["09:00:00", "23:30:00", "03:30:00"])
        at = datetime.datetime.fromisoformat(f"{today}T{hour}").replace(
            tzinfo=zone) - datetime.timedelta(days=day)
        if hour == "03:30:00":
            at += datetime.timedelta(days=1)
        if at > datetime.datetime.now(zone):
            continue
        home.now = at.isoformat()
        if day == DAYS:
            home.pagein("import", "notes")
            home.pagein("config", "new", "15")
        if rng.random() < 0.2:
            continue
        grades = rng.choices("1234", [2, 1, 5, 2], k=200)
        home.pagein("review", "--plain", "--only", "cards", zone=zone.key,
                    typed="".join(f"\n{g}\n" for g in grades))
        if day % 7 == 3:
            home.pagein("review", "--plain", "--cram", "--limit", "5",
                        typed="\n3\n" * 5, zone=zone.key)
    uids = [c["uid"] for c in home.cards().values()]
    home.pagein("suspend", *uids[5:9])
    home.pagein("reset", *uids[0:2])
    home.now = None


def ours(home):
    """By guid and ord: the row of a card, and its answers."""
    db = sqlite3.connect(home.deck())
    db.row_factory = sqlite3.Row
    rows = {f"{r['uid'] % 2**64:016x}": r for r in
            db.execute("select * from card where note is not null")}
    logs = {}
    for r in db.execute("select * from event where subject is not null and"
                        " undone = 0 order by ms"):
        if r["kind"] in ANSWERS:
            logs.setdefault(f"{r['subject'] % 2**64:016x}", []).append(r)
    db.close()
    return {key: (rows[c["uid"]], logs.get(c["uid"], []))
            for key, c in home.cards().items()}


def compare(mine, anki, today):
    bad, seen, answers = [], 0, 0
    for key, cid in anki.cards().items():
        row, log = mine[key]
        card = anki.card(cid)
        entries = anki.all("select id, ease, time, type, ivl, factor from"
                           f" revlog where cid={cid} and type < 4 order by id")
        was = [(r["ms"], BUTTONS[r["grade"]], r["took_ms"]) for r in log]
        now = [(e[0], e[1], e[2]) for e in entries]
        if len(was) != len(now) or any(
                not (0 <= n[0] - w[0] < 1000 and n[1:] == w[1:])
                for w, n in zip(was, now)):
            bad.append(f"{key}: log {was} is {now}")
        answers += len(now)
        counted = [e for e in entries if e[3] != 3 or e[5] != 0]
        if counted and not anki.all(f"select 1 from revlog where cid={cid}"
                                    " and type >= 4") and counted[0][3] != 0:
            bad.append(f"{key}: the first answer is no learning")
        if row["suspended"] != (card.queue == -1):
            bad.append(f"{key}: suspended {row['suspended']}, {card.queue}")
        if row["interval"] == 0:
            if (card.type, card.ivl, card.reps) != (0, 0, 0):
                bad.append(f"{key}: was new, is {card.type}")
            continue
        seen += 1
        want = (2, row["due"] - today, row["interval"],
                max(10 * row["ease"], 1300), row["lapses"], len(log))
        have = (card.type, card.due - anki.col.sched.today, card.ivl,
                card.factor, card.lapses, card.reps)
        if want != have:
            bad.append(f"{key}: {want} is {have}")
        last = card.due - card.ivl - anki.col.sched.today
        if last != row["due"] - row["interval"] - today:
            bad.append(f"{key}: another day of its last review")
    return bad, seen, answers


def tell(zone):
    now = datetime.datetime.now(zone)
    day = (now - ROLLOVER).date()
    with Home() as home, Anki() as anki:
        study(home, zone, day)
        newer = ["--anki-latest"] if zone.key in NEWER else []
        anki.take(home.export("--with-progress", *newer), progress=True)
        mine = ours(home)
        if (datetime.datetime.now(zone) - ROLLOVER).date() != day:
            return [], "the day ended meanwhile"
        bad, seen, answers = compare(mine, anki, (day - EPOCH).days)
        if seen < 50 or answers < 200:
            bad.append(f"only {seen} cards and {answers} answers")
        bad += anki.trouble()
        again = compare(mine, anki, (day - EPOCH).days)[0]
        bad += [f"after Check Database: {line}" for line in again]
        # without ticking the box nothing of it is taken
        with Anki() as other:
            other.take(home.export("--with-progress"))
            if other.all("select 1 from cards where type <> 0 or queue <> 0"):
                bad.append("cards are not new though no progress was asked")
        return bad, f"{seen} cards seen, {answers} answers"


if __name__ == "__main__":
    wrong, counted = tell(zoneinfo.ZoneInfo(sys.argv[1]))
    print(json.dumps({"bad": wrong, "figures": counted}))
