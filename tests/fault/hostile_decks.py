"""Decks that a stranger, or a failing disk, made of a good one.

They are made from a deck that the program itself wrote, by bytes and by SQL,
knowing no more of its tables than the tables say. Each expects something:

    refuse  every command ends with an error and a sentence, and neither the
            deck nor anything beside it has changed
    ok      every command works
    either  one or the other; what matters is that nothing goes wrong
"""

import contextlib
import dataclasses
import os
import random
import sqlite3
import struct

import scenarios
import session
import world

PAGE = 4096
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
TARGET = "must-survive.txt"  # in the home: what the crafted journal names


@dataclasses.dataclass
class Deck:
    name: str
    expect: str
    data: bytes
    beside: dict = dataclasses.field(default_factory=dict)  # "-wal": bytes


def good_deck(program, home):
    """A deck with all that a deck can hold, its log moved into the file."""
    scenarios.deck_of_notes(program, home, 30)
    scenarios.Import(30).edit(home)
    session.play(home, [program, "review", "--deck", "fault", "--plain"],
                 session.script(12), full=False)
    for words in (["import", "--force", "fault.yaml"],
                  ["tag", "--deck", "fault", "hard", "all.md:3"],
                  ["mark", "--deck", "fault", "all.md:4"],
                  ["deck", "verify", "--deck", "fault"]):
        scenarios.must(world.run(home, [program, *words]))
    path = world.deck_path(home)
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(path, "rb") as f:
        return f.read()


class Maker:
    """Makes decks of the bytes of a good one, in a folder of its own."""

    def __init__(self, good, folder):
        self.good, self.path = good, folder + "/deck.sqlite"
        self.write(good)
        with contextlib.closing(sqlite3.connect(self.path)) as db:
            self.tables = [row[0] for row in db.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite_%'")]
            self.columns = [(t, row[1], row[2]) for t in self.tables
                            for row in db.execute(
                                f"PRAGMA table_info({t})") if row[1] != "id"]
            self.without_rowid = [row[0] for row in db.execute(
                "SELECT name FROM sqlite_schema"
                " WHERE sql LIKE '%WITHOUT ROWID'")]
            self.version = db.execute("PRAGMA user_version").fetchone()[0]
            self.parents = {t: [row[2] for row in db.execute(
                f"PRAGMA foreign_key_list({t})")] for t in self.tables}

        self.untouched = self.sql("", "ok").data

    def write(self, data):
        for end in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.path + end)
        with open(self.path, "wb") as f:
            f.write(data)

    def read(self, end=""):
        with open(self.path + end, "rb") as f:
            return f.read()

    def edit(self, statements, journal="DELETE"):
        """The connection that carried them out on a fresh copy."""
        self.write(self.good)
        db = sqlite3.connect(self.path, isolation_level=None)
        for sql in (f"PRAGMA journal_mode = {journal}",
                    "PRAGMA foreign_keys = OFF",
                    "PRAGMA writable_schema = ON",
                    "PRAGMA ignore_check_constraints = ON", *statements):
            db.execute(sql)
        return db

    def sql(self, name, expect, *statements):
        try:
            self.edit(statements).close()
        except sqlite3.Error as e:
            raise RuntimeError(f"{name}: {e}") from e
        return Deck(name, expect, self.read())

    def in_log(self, name, expect, *statements):
        """The change stands only in the log beside the file."""
        with contextlib.closing(self.edit(statements, "WAL")):
            return Deck(name, expect, self.read(), {"-wal": self.read("-wal")})


def by_bytes(m):
    good = m.good
    rng = random.Random(1)
    yield Deck("0 bytes", "refuse", b"")
    yield Deck("a Markdown file", "refuse", b"- a {{b}}\n" * 400)
    yield Deck("random bytes", "refuse", rng.randbytes(2 * PAGE))
    yield Deck("the first 16 bytes", "refuse", good[:16])
    yield Deck("the first 100 bytes", "refuse", good[:100])
    yield Deck("half of it", "refuse", good[:len(good) // 2 // PAGE * PAGE])
    yield Deck("cut inside a page", "refuse", good[:-777])
    yield Deck("another magic word", "refuse", b"s" + good[1:])
    yield Deck("a page of 3 bytes", "refuse", good[:16] + b"\0\3" + good[18:])
    yield Deck("a file format to come", "refuse",
               good[:18] + b"\x09\x09" + good[20:])
    yield Deck("zeros for the second page", "refuse",
               good[:PAGE] + bytes(PAGE) + good[2 * PAGE:])
    yield Deck("zeros for the last page", "either", good[:-PAGE] + bytes(PAGE))
    yield Deck("a long tail", "either", good + rng.randbytes(5 * PAGE))


def by_header(m):
    for name, pragma in (
            ("no application id", "application_id = 0"),
            ("another application's id", "application_id = 252006673"),
            ("the next version", f"user_version = {m.version + 1}"),
            ("the last version", "user_version = 2147483647"),
            ("version -1", "user_version = -1"),
            ("version 0", "user_version = 0")):
        yield m.sql(name, "refuse", "PRAGMA " + pragma)
    for size in 512, 65536:
        yield m.sql(f"pages of {size} bytes", "either",
                    f"PRAGMA page_size = {size}", "VACUUM")
    yield m.sql("UTF-16", "either", "PRAGMA encoding = 'UTF-16le'", "VACUUM")
    yield m.sql("auto_vacuum", "ok", "PRAGMA auto_vacuum = FULL", "VACUUM")
    yield m.sql("free pages", "ok", "CREATE TABLE zz (a)",
                "INSERT INTO zz VALUES (zeroblob(200000))", "DROP TABLE zz")
    yield m.sql("ANALYZE was run", "ok", "ANALYZE")
    yield m.sql("statistics that lie", "either", "ANALYZE",
                "UPDATE sqlite_stat1 SET stat = '99999999999999999999 x'")


ENDLESS = ("WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s)"
           " SELECT * FROM s")


def by_schema(m):
    for t in m.tables:
        yield m.sql(f"{t} is a view without end", "refuse",
                    f"ALTER TABLE {t} RENAME TO zz",
                    f"CREATE VIEW {t} AS {ENDLESS}")
        yield m.sql(f"a trigger on {t} wipes the events", "refuse",
                    f"CREATE TRIGGER x AFTER INSERT ON {t}"
                    " BEGIN DELETE FROM event; END",
                    f"CREATE TRIGGER y AFTER UPDATE ON {t}"
                    " BEGIN DELETE FROM event; END")
        yield m.sql(f"{t} is missing", "refuse", f"DROP TABLE {t}")
        yield m.sql(f"{t} has a column more", "refuse",
                    f"ALTER TABLE {t} ADD COLUMN zz INT DEFAULT 7")
        yield m.sql(f"{t} has a column that eats memory", "refuse",
                    f"ALTER TABLE {t} ADD COLUMN zz BLOB"
                    " AS (zeroblob(900000000))")
        yield m.sql(f"{t} has a CHECK that eats memory", "refuse",
                    "UPDATE sqlite_schema SET sql = replace(sql, '\n)',"
                    " ',\nCHECK (length(zeroblob(900000000)) > 0))')"
                    f" WHERE name = '{t}'")
        yield m.sql(f"{t} says more than it should", "refuse",
                    "UPDATE sqlite_schema SET sql = sql || ' '"
                    f" WHERE name = '{t}'")
    yield m.sql("an index on an expression", "refuse",
                "CREATE INDEX zz ON note (length(hex(text)))")
    yield m.sql("a trigger that feeds itself", "refuse",
                "CREATE TRIGGER x AFTER UPDATE ON card"
                " BEGIN UPDATE card SET id = id; END")
    yield m.sql("a trigger that loads code", "refuse",
                "CREATE TRIGGER x AFTER INSERT ON event"
                " BEGIN SELECT load_extension('/tmp/x.so'); END")
    yield m.sql("a search index of its own", "refuse",
                "CREATE VIRTUAL TABLE zz USING fts5 (a)")
    yield m.sql("a table more", "refuse", "CREATE TABLE zz (a)")
    yield m.sql("3000 tables more", "refuse", "BEGIN",
                *(f"CREATE TABLE z{i} (a)" for i in range(3000)), "COMMIT")
    yield m.sql("an index less", "refuse", "DROP INDEX card_due")
    yield m.sql("SQL that is none", "refuse", "INSERT INTO sqlite_schema"
                " VALUES ('table', 'q', 'q', 2, 'CREATE TABLE q (')")
    yield m.sql("a megabyte of SQL", "refuse",
                "INSERT INTO sqlite_schema VALUES ('view', 'q', 'q', 0,"
                " 'CREATE VIEW q AS SELECT ' || hex(zeroblob(500000)))")
    yield m.sql("two tables on one page", "refuse",
                "UPDATE sqlite_schema SET rootpage = (SELECT rootpage"
                " FROM sqlite_schema WHERE name = 'note')"
                " WHERE name = 'card'")


NUMBERS = {"the largest": 2**63 - 1, "the smallest": -2**63, "-1": -1,
           "2^31": 2**31, "2^32": 2**32}
TEXTS = {
    "NUL inside": "CAST(x'610062' AS TEXT)",
    "no UTF-8": "CAST(x'61ff80c0af' AS TEXT)",
    "escapes": "char(27) || ']52;c;eA==' || char(7) || char(155) || '2J'"
               " || char(0x202e)",
    "a path that climbs": "'../../../../etc/passwd'",
    "nothing": "''",
}
BLOBS = {"no bytes": "x''", "four bytes": "x'00ff0102'",
         "zeros": "zeroblob(64)", "ones": "x'" + "ff" * 64 + "'"}
VALUES = {"INTEGER": NUMBERS, "TEXT": TEXTS, "BLOB": BLOBS}


def by_value(m):
    """One value in the first row of a table, or in all where rows have no
    number; what the table's own rules refuse is left out."""
    for table, column, kind in m.columns:
        for name, value in VALUES[kind].items():
            sql = f"UPDATE OR IGNORE {table} SET {column} = {value}"
            if table not in m.without_rowid:
                sql += f" WHERE rowid = (SELECT min(rowid) FROM {table})"
            deck = m.sql(f"{table}.{column}: {name}", "either", sql)
            if deck.data != m.untouched:
                yield deck
    yield m.sql("a text of 20 MB", "either",
                "UPDATE note SET text = hex(zeroblob(10000000)) WHERE id = 1")
    for table in m.tables:
        for parent in sorted(set(m.parents[table])):
            yield m.sql(f"{table} has lost its {parent}", "either",
                        f"DELETE FROM {parent}")
    yield m.sql("every event twice", "either",
                "INSERT INTO event SELECT id + 1000000, device, seq, batch,"
                " ms, zone, day, kind, subject, grade, took_ms, name, value,"
                " fault, hash + 1, undone FROM event")


def beside(m):
    """Files beside a good deck."""
    good = m.good
    rng = random.Random(2)
    name = TARGET.encode()
    head = struct.pack(">IIIII", 0, 1, len(good) // PAGE, 512, PAGE)
    crafted = ((JOURNAL_MAGIC + head).ljust(512, b"\0") +
               struct.pack(">I", 1) + name +
               struct.pack(">II", len(name), sum(name)) + JOURNAL_MAGIC)
    yield Deck("a journal that names another file", "refuse", good,
               {"-journal": crafted})
    yield Deck("the same journal, cut", "either", good,
               {"-journal": crafted[:-1]})
    yield Deck("a journal of random bytes", "either", good,
               {"-journal": rng.randbytes(3000)})
    yield Deck("a log of random bytes", "ok", good,
               {"-wal": rng.randbytes(5000)})
    yield Deck("an index of the log that lies", "either", good,
               {"-wal": rng.randbytes(5000), "-shm": rng.randbytes(32768)})
    yield m.in_log("the log holds the next version", "refuse",
                   f"PRAGMA user_version = {m.version + 1}")
    yield m.in_log("the log holds another application's id", "refuse",
                   "PRAGMA application_id = 1")
    yield m.in_log("the log holds a trigger", "refuse",
                   "CREATE TRIGGER x AFTER INSERT ON event"
                   " BEGIN DELETE FROM event; END")


def targeted(m):
    for make in by_bytes, by_header, by_schema, by_value, beside:
        yield from make(m)


def flips(good, count, seed=5):
    """Some bytes changed, more often than not near the start of a page."""
    rng = random.Random(seed)
    for number in range(count):
        data = bytearray(good)
        for _ in range(rng.choice((1, 1, 4, 64))):
            at = rng.randrange(len(good) // PAGE) * PAGE + \
                rng.randrange(rng.choice((100, PAGE)))
            data[at] = rng.choice((0, 255, 0x80, rng.randrange(256),
                                   data[at] ^ 1 << rng.randrange(8)))
        yield Deck(f"flip {number}", "either", bytes(data))
