"""Packages that mean no good, each with what has to become of it: "refuse"
with a sentence, or "either"; in no case more than it says here."""

import io
import json
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile
import warnings
import zipfile
import zlib

PNG = b"\x89PNG\r\n\x1a\n"
MUCH = 400_000_000
LATEST = [("meta", b"\x08\x03")]

SCHEMA = """
create table col (id integer primary key, crt, mod, scm, ver, dty, usn, ls,
                  conf, models, decks, dconf, tags);
create table notes (id integer primary key, guid, mid, mod, usn, tags, flds,
                    sfld, csum, flags, data);
create table cards (id integer primary key, nid, did, ord, mod, usn, type,
                    queue, due, ivl, factor, reps, lapses, left, odue, odid,
                    flags, data);
create table revlog (id integer primary key, cid, usn, ease, ivl, lastIvl,
                     factor, time, type);
"""
MODEL = {"1": {"id": 1, "name": "Cloze", "type": 1,
               "flds": [{"name": "Text"}, {"name": "Extra"}],
               "tmpls": [{"name": "c", "qfmt": "{{cloze:Text}}",
                          "afmt": "{{cloze:Text}} {{Extra}}"}]}}
DECKS = {"1": {"id": 1, "name": "Default"}}

# Names of media, and whether they are to be refused.
NAMES = [
    ("../../../../tmp/pwned", "refuse"), ("/tmp/pwned", "refuse"),
    ("..\\..\\pwned", "refuse"), ("a/../../../tmp/pwned", "refuse"),
    ("sub/dir/a.png", "either"), (".", "refuse"), ("..", "refuse"),
    ("", "refuse"), ("a\0.png", "refuse"), ("a\x1b[2J.png", "either"),
    ("\u202egnp.a", "either"), ("CON", "either"),
    ("a" * 5000 + ".png", "refuse"), (".ssh/authorized_keys", "refuse"),
    ("-rf", "either"), ("a.png\n", "either"), ("collection.anki2", "either"),
    ("../collection.media-evil/x", "refuse"),
]


def collection(change=""):
    """A good database of one cloze note, with statements on top."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "c")
        db = sqlite3.connect(path)
        db.executescript(SCHEMA)
        db.execute("insert into col values (1,1,1,1,11,0,0,0,'{}',?,?,'{}',"
                   "'{}')", (json.dumps(MODEL), json.dumps(DECKS)))
        db.execute("insert into notes values (1,'g',1,1,-1,'',?,'a',1,0,'')",
                   ("a {{c1::b}} <img src=a.png>\x1fx",))
        db.execute("insert into cards values (1,1,1,0,1,-1,0,0,1,0,0,0,0,0,0,"
                   "0,0,'')")
        db.executescript(change)
        db.commit()
        db.close()
        with open(path, "rb") as f:
            return f.read()


def archive(media='{"0": "a.png"}', files=(("0", PNG),),
            name="collection.anki2", body=None, more=(),
            method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        if body is not False:
            z.writestr(name, collection() if body is None else body)
        if media is not None:
            z.writestr("media", media)
        for entry, data in (*files, *more):
            z.writestr(entry, data)
    return bytearray(out.getvalue())


def zstd(data):
    return subprocess.run(["zstd", "-q", "-19", "-c"], input=data,
                          capture_output=True, check=True).stdout


def latest(body, **more):
    return archive(name="collection.anki21b", body=body, more=LATEST,
                   method=zipfile.ZIP_STORED, **more)


def link():
    entry = zipfile.ZipInfo("0")
    entry.external_attr = 0o120777 << 16
    return archive(files=(), more=[(entry, b"/etc/passwd")])


def patched(where, at, data):
    """A good archive with other bytes behind its first `where`."""
    b = archive()
    i = b.find(where) + at
    b[i:i + len(data)] = data
    return b


def both(local, central, data):
    b = patched(b"PK\1\2", central, data)
    b[local:local + len(data)] = data
    return b


def bad_sum():
    b = archive(method=zipfile.ZIP_STORED)
    b[b.find(b"SQLite format") + 200] ^= 1
    return b


def twice():
    out = io.BytesIO(bytes(archive()))
    warnings.simplefilter("ignore")  # of the name that is there already
    with zipfile.ZipFile(out, "a") as z:
        z.writestr("collection.anki2", b"other")
    return out.getvalue()


def overlap():
    """500 entries that are one: 10 GB out of 45 KB."""
    size = 20_000_000
    pack = zlib.compressobj(9, 8, -15)
    kernel = pack.compress(b"\0" * size) + pack.flush()
    crc = zlib.crc32(b"\0" * size)
    out = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, crc,
                      len(kernel), size, 1, 0) + b"0" + kernel
    at = len(out)
    for i in range(500):
        name = str(i).encode()
        out += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0,
                           0, crc, len(kernel), size, len(name), 0, 0, 0, 0,
                           0, 0) + name
    return out + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 500, 500,
                             len(out) - at, at, 0)


def packages():
    """Rows of (name, what has to become of it, a function to its bytes)."""
    rows = [(f"media called {json.dumps(name)[:40]}", expect,
             lambda name=name: archive(json.dumps({"0": name})))
            for name, expect in NAMES]
    return rows + [
        ("an entry that leads out", "either", lambda: archive(
            more=[("../../../../tmp/pwned", b"x")])),
        ("media that is a link", "either", link),
        ("two numbers, one name", "either", lambda: archive(
            '{"0": "a.png", "1": "a.png"}',
            (("0", PNG), ("1", PNG + b"x")))),
        ("names that differ by case", "either", lambda: archive(
            '{"0": "a.png", "1": "A.png"}',
            (("0", PNG), ("1", PNG + b"x")))),
        ("a file that is not there", "either", lambda: archive(files=())),
        ("no list of media", "either", lambda: archive(None, ())),
        ("no collection", "refuse", lambda: archive(body=False)),
        ("a list of media cut off", "refuse", lambda: archive('{"0":')),
        ("a list that is an array", "refuse", lambda: archive("[1, 2]")),
        ("a list nested 200,000 deep", "refuse", lambda: archive(
            "[" * 200000 + "]" * 200000)),
        ("300,000 names, no files", "refuse", lambda: archive(
            json.dumps({str(i): f"f{i}" for i in range(300000)}), ())),
        ("a number of 23 digits", "refuse", lambda: archive(
            '{"99999999999999999999999": "a.png"}')),
        ("a number below 0", "refuse", lambda: archive('{"-1": "a.png"}')),
        ("a collection that is none", "refuse", lambda: archive(
            body=b"not a database" * 100)),
        ("half a collection", "refuse", lambda: archive(
            body=collection()[:len(collection()) // 2])),
        ("a collection of a blank", "refuse", lambda: archive(body=b" ")),
        ("400 MB of zeros", "refuse", lambda: archive(
            body=b"SQLite format 3\0" + bytes(MUCH))),
        ("a picture of 400 MB", "refuse", lambda: archive(
            files=(("0", bytes(MUCH)),))),
        ("400 MB in a small frame", "refuse", lambda: latest(
            zstd(b"SQLite format 3\0" + bytes(MUCH)))),
        ("a frame with a window of 2 GB", "refuse", lambda: latest(
            b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x01\0\0")),
        ("a frame cut off", "refuse", lambda: latest(zstd(collection())[:-9])),
        ("a version of later", "refuse", lambda: archive(
            more=[("meta", b"\x08\x63")])),
        ("a wrong checksum", "refuse", bad_sum),
        ("an archive cut off", "refuse", lambda: archive()[:-30]),
        ("junk in front", "either", lambda: b"#!/bin/sh\n" * 100 + archive()),
        ("sizes that lie", "refuse", lambda: patched(
            b"PK\1\2", 24, struct.pack("<I", 10))),
        ("encrypted", "refuse", lambda: both(6, 8, b"\1")),
        ("a method that is none", "refuse", lambda: both(8, 10, b"\x63")),
        ("two collections", "either", twice),
        ("no archive", "refuse", lambda: b"hello"),
        ("nothing", "refuse", lambda: b""),
        ("entries that are one", "refuse", overlap),
        # what the database itself can be
        ("notes that are a view", "refuse", lambda: archive(body=collection(
            "drop table notes; create view notes as select 1 as id,"
            " 'g' as guid, 1 as mid, '' as tags, 'a' as flds"))),
        ("a schema of later", "refuse", lambda: archive(body=collection(
            "update col set ver = 99"))),
        ("numbers that are texts", "either", lambda: archive(body=collection(
            "update cards set ord = 'x', due = 'y', ivl = -1, type = 'z'"))),
        ("numbers beyond all bounds", "either", lambda: archive(
            body=collection("update cards set type = 2,"
                            " ivl = 9223372036854775807,"
                            " due = -9223372036854775808, factor = -5,"
                            " mod = 9223372036854775807;"
                            "insert into revlog values"
                            " (9223372036854775807, 1, 0, 3, 0, 0, 0, -1, 0),"
                            " (-1, 1, 0, 99, 0, 0, 0, 0, 77)"))),
        ("a field of a megabyte of tags", "either", lambda: archive(
            body=collection("update notes set flds = (with recursive n(i, t)"
                            " as (select 1, '<b>' union all select i + 1,"
                            " t || t from n where i < 19) select t from n"
                            " order by i desc limit 1) || '{{c1::x}}'"
                            " || char(31)"))),
        ("text that is no text", "either", lambda: archive(body=collection(
            "update notes set flds = cast(x'7b7b63313a3aff00fe7d7d1fff' as"
            " text), guid = cast(x'ff00' as text), tags = cast(x'c0af' as"
            " text)"))),
        ("note types that are no JSON", "refuse", lambda: archive(
            body=collection("update col set models = '{'"))),
        ("a trigger and an index of strangers", "either", lambda: archive(
            body=collection("create trigger t after update on notes begin"
                            " delete from cards; end;"
                            "create index i on notes (abs(mid))"))),
    ]


def main():
    """make.py FOLDER: writes them all; a line each of name, what has to become
    of it, path."""
    for i, (name, expect, make) in enumerate(packages()):
        path = os.path.join(sys.argv[1], f"{i:02}.apkg")
        with open(path, "wb") as f:
            f.write(make())
        print(name, expect, path, sep="\t")


if __name__ == "__main__":
    main()
