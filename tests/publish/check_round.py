#!/usr/bin/env python3
"""Once around: `pagein exam` writes an exam in every format, what each file
takes as the answers is put into a table, and `pagein grade` gives all points
for it."""
import csv
import json
import os
import shutil
import sys
import xml.etree.ElementTree as xml

import read_gift
import read_moodle
import read_plain
import read_qti
import read_tex
from checking import Answers, BUILD, Checks, TAP, run
from npm import package

HOME = os.path.abspath(os.path.join(BUILD, "tmp", "round"))
EXAM = os.path.join(HOME, "midterm")
FORMATS = "md,tex,moodle,qti,qti21,gift,json,csv"


def pagein(*args):
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME",
                 "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = HOME
    return run([os.path.join(BUILD, "pagein")] + list(args))


def where(folder, suffix):
    return os.path.join(EXAM, folder, "A" + suffix)


# Each reads one file and adds what it takes.

def of_markdown(c, answers, known):
    done = run(["cmark", "--to", "xml", where("keys", ".md")])
    for item, blocks in enumerate(
            read_plain.questions(xml.fromstring(done.stdout)), 1):
        for part, key in enumerate(read_plain.keys(blocks), 1):
            answers.add("", 0, item, part, True, key or "")


def of_tex(c, answers, known):
    with open(where("keys", ".tex"), encoding="utf-8") as f:
        pieces = f.read().split("\\pagein{")[1:]
    for q, piece in zip(known, pieces):
        for n, key in enumerate(list(read_tex.keys(piece))[-len(q["parts"]):],
                                1):
            answers.add("", 0, q["number"], n, True, key)


def of_csv(c, answers, known):
    with open(where("platforms", ".csv"), encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            answers.add("", 0, int(row["item"]), int(row["part"]), True,
                        row["key"])


def of_json(c, answers, known):
    for q in known:
        for n, p in enumerate(q["parts"], 1):
            read_plain.check_part(c, answers, "", 0, q, n, p)


def of_moodle(c, answers, known):
    quiz = xml.parse(where("platforms", ".moodle.xml")).getroot()
    for q, k in zip([q for q in quiz if q.get("type") != "category"], known):
        read_moodle.read_question(c, answers, "", 0, q, k)


def of_gift(c, answers, known):
    folder = package(*read_gift.PARSER)
    if folder is None:
        return False
    doc = read_gift.parse(os.path.abspath(folder),
                          [where("platforms", ".gift")])[0]
    parts = [(q["number"], n, p) for q in known
             for n, p in enumerate(q["parts"], 1)]
    for q, (item, n, k) in zip([q for q in doc if q["type"] != "Category"],
                               parts):
        read_gift.read_part(c, answers, "", 0, q, item, n, k)
    return True


def of_qti(c, answers, known):
    folder = read_qti.open_package(c, where("platforms", ".qti.zip"))
    tree, there = read_qti.manifest(c, "qti", folder)
    name = tree.find("resources/resource/file").get("href")
    doc = read_qti.bare(xml.parse(folder + "/" + name).getroot())
    for item, k in zip(doc.iter("item"), known):
        read_qti.read_item(c, answers, "", 0, item, k, there)


def of_qti21(c, answers, known):
    folder = read_qti.open_package(c, where("platforms", ".qti21.zip"))
    _, there = read_qti.manifest(c, "qti21", folder)
    test = read_qti.bare(xml.parse(folder + "/assessment.xml").getroot())
    for ref, k in zip(test.iter("assessmentItemRef"), known):
        tree = read_qti.bare(xml.parse(folder + "/" + ref.get("href"))
                             .getroot())
        read_qti.read_item21(c, answers, "", 0, tree, k, there)


READERS = {"md": of_markdown, "tex": of_tex, "csv": of_csv, "json": of_json,
           "moodle": of_moodle, "gift": of_gift, "qti": of_qti,
           "qti21": of_qti21}


def table(found, last):
    """The answers as rows: of all that a file takes for a part the first, or
    with `last` the last."""
    rows = {}
    for name, answers in found.items():
        for line in answers.lines:
            _, _, item, part, right, text = line.split("\t", 5)
            if right == "1" and (last or (name, item, part) not in rows):
                rows[name, item, part] = [name, "A", item, part, text]
    path = os.path.join(HOME, "answers.csv")
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(["id", "form", "item", "part", "answer"])
        writer.writerows(rows.values())
    return path


def main():
    shutil.rmtree(HOME, ignore_errors=True)
    os.makedirs(HOME)
    c = Checks("an exam in every format, graded: all points for what each "
               "file takes")
    made = pagein("exam", "content/exams/midterm.yaml", "--forms", "2",
                  "--seed", "2027", "--format", FORMATS, "-o", EXAM)
    if not c.that(made.returncode == 0, made.stderr.decode()):
        c.end()
        return 1
    with open(where("platforms", ".json"), encoding="ascii") as f:
        known = json.load(f)["questions"]
    found = {}
    for name, read in READERS.items():
        found[name] = Answers()
        if read(c, found[name], known) is False:
            del found[name]
    for last in (False, True):
        graded = pagein("grade", table(found, last), "--exam", EXAM, "--json")
        if not c.that(graded.returncode == 0, graded.stderr.decode()):
            continue
        students = json.loads(graded.stdout)["students"]
        c.that({s["id"] for s in students} == set(found), students)
        for s in students:
            c.that(s["hundredths"] == s["of_hundredths"] > 0, s["id"],
                   s["hundredths"], "of", s["of_hundredths"])
    c.end()
    return TAP.bad > 0


sys.exit(main())
