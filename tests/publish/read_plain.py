"""Markdown by cmark, JSON and CSV by Python: what is in them, and that it is
nothing else."""
import csv
import json
import re
import xml.etree.ElementTree as xml

from checking import Answers, Checks, EXAMS, bank, files, run

# --- JSON -----------------------------------------------------------------

TEXT, WHOLE, YES = str, int, bool
OPTION = {"text": TEXT, "right": YES}
PART = {"ask": TEXT, "answer": TEXT, "written": TEXT, "base": WHOLE,
        "digits": WHOLE, "hundredths": WHOLE, "key": TEXT,
        "any_that_works": YES, "accept": [TEXT], "accept_is_all": YES,
        "pattern": TEXT, "options?": [OPTION]}
FIGURE = {"title": TEXT, "words": TEXT, "shape": TEXT,
          "head?": [{"text": TEXT, "mark?": TEXT}],
          "rows?": [{"mark?": TEXT, "left_out?": TEXT, "why?": TEXT,
                     "cells?": [{"text": TEXT, "mark?": TEXT}]}],
          "width?": WHOLE, "number?": TEXT,
          "fields?": [{"name": TEXT, "value?": TEXT, "from": WHOLE,
                       "to": WHOLE, "mark?": TEXT}],
          "base?": TEXT, "bytes?": [{"value": TEXT, "mark?": TEXT}]}
QUESTION = {"number": WHOLE, "code": TEXT, "kind": TEXT, "level": WHOLE,
            "topic": TEXT, "title": TEXT, "hundredths": WHOLE,
            "effort": WHOLE, "outcome": TEXT, "text": TEXT,
            "figures": [FIGURE], "assumptions": [TEXT], "parts": [PART],
            "mistakes": [{"code": TEXT, "why": TEXT, "step": WHOLE,
                          "credit": WHOLE, "answers": [TEXT]}],
            "steps": [{"text": TEXT, "figure?": FIGURE}]}
HEAD = {"version": WHOLE, "title": TEXT, "instructions": TEXT,
        "minutes": WHOLE, "hundredths": WHOLE, "graded": YES}
FORM = dict(HEAD, form=TEXT, room=TEXT, minutes_of_form=WHOLE,
            questions=[QUESTION])
BANK = dict(HEAD, pools=[{"number": WHOLE, "title": TEXT,
                          "hundredths": WHOLE, "questions": [QUESTION]}])


def fits(value, shape, at="$"):
    """Where the value is not of the shape, or None."""
    if isinstance(shape, list):
        if not isinstance(value, list):
            return at
        for i, one in enumerate(value):
            fault = fits(one, shape[0], "%s[%d]" % (at, i))
            if fault:
                return fault
        return None
    if not isinstance(shape, dict):
        return None if type(value) is shape else at
    if not isinstance(value, dict):
        return at
    for key in shape:
        name = key.rstrip("?")
        if name not in value:
            if not key.endswith("?"):
                return at + "." + name
            continue
        fault = fits(value[name], shape[key], at + "." + name)
        if fault:
            return fault
    extra = set(value) - {k.rstrip("?") for k in shape}
    return "%s has also %s" % (at, extra) if extra else None


def forms():
    """(exam, form, the document), as JSON has it."""
    for exam in EXAMS:
        for path, form in files(exam, "json", ".json"):
            with open(path, encoding="ascii") as f:
                yield exam, form, json.load(f)


def check_part(c, answers, exam, form, q, n, p):
    where = (exam, form, q["number"], q["kind"])
    c.that(p["pattern"].startswith("^") and p["pattern"].endswith("$"), *where,
           "a pattern is not anchored")
    pattern = re.compile(p["pattern"])
    for text in p["accept"]:
        answers.add(exam, form, q["number"], n, True, text)
    for text in p["accept"][:1 if p["any_that_works"] else None]:
        c.that(pattern.match(text), *where, "no match:", text, p["pattern"])
    for m in q["mistakes"]:
        wrong = m["answers"][n - 1]
        if wrong != p["key"]:
            c.that(not pattern.match(wrong), *where, "taken:", wrong)
    for before, behind in (("x", ""), ("", "x"), ("9", "g"), ("\n", "\ng")):
        c.that(not pattern.match(before + p["key"] + behind), *where,
               "taken with", before, behind)
    if "options" in p:
        answers.options(exam, form, q["number"], n, p["answer"],
                        [o["text"] for o in p["options"]],
                        [o["right"] for o in p["options"]])


def check_json(answers):
    c = Checks("JSON: its own schema holds, patterns are anchored and take "
               "what they should")
    for exam, form, doc in forms():
        c.that(not fits(doc, FORM), exam, form, fits(doc, FORM))
        for q in doc["questions"]:
            c.that(sum(p["hundredths"] for p in q["parts"]) == q["hundredths"],
                   exam, form, q["number"], "parts do not make the points")
            for n, p in enumerate(q["parts"], 1):
                check_part(c, answers, exam, form, q, n, p)
    for exam in EXAMS:
        with open(bank(exam, "json", ".json"), encoding="ascii") as f:
            doc = json.load(f)
        c.that(not fits(doc, BANK), exam, "bank", fits(doc, BANK))
    c.end()


# --- CSV ------------------------------------------------------------------

def check_csv(answers, documents):
    c = Checks("CSV: a row a part, and no cell that is a formula")
    for exam in EXAMS:
        for path, form in files(exam, "csv", ".csv"):
            with open(path, encoding="utf-8", newline="") as f:
                rows = list(csv.DictReader(f, strict=True))
            c.that(len(rows) == sum(len(q["parts"]) for q in
                                    documents[exam, form]["questions"]),
                   path, len(rows))
            for row in rows:
                item, part = int(row["item"]), int(row["part"])
                for name, cell in row.items():
                    c.that(not re.match("[-=+@\t\r\n＝＋－＠−]", cell) or
                           re.fullmatch("[-+]?[0-9.]+", cell),
                           exam, form, item, name, repr(cell))
                bare = re.sub("^'(?=[-=+@＝＋－＠−])", "", row["key"])
                known = documents[exam, form]["questions"][item - 1]
                kind = known["parts"][part - 1]["answer"]
                if kind != "choices":
                    answers.add(exam, form, item, part, True, bare)
    c.end()


# --- Markdown -------------------------------------------------------------

NS = "{http://commonmark.org/xml/1.0}"
ENDS = re.compile("The worked way:|Known mistakes:|Solved in two ways")


def words(node):
    """All text below the node."""
    if node.tag in (NS + "text", NS + "code", NS + "code_block"):
        return node.text or ""
    if node.tag in (NS + "softbreak", NS + "linebreak"):
        return " "
    return "".join(words(n) for n in node)


def questions(root):
    """The blocks of each question."""
    found = []
    for node in root:
        if node.tag == NS + "heading" and node.get("level") == "2":
            found.append([])
        elif found:
            found[-1].append(node)
    return found


def keys(blocks):
    """The answers: in bold, in the last list or paragraph before the way."""
    at = len(blocks) - 1
    for i, node in enumerate(blocks):
        if node.tag == NS + "paragraph" and ENDS.match(words(node)):
            at = i
            break
    node = blocks[at - 1]
    if node.tag == NS + "list" and node.get("type") == "bullet":
        node = blocks[at - 2]
    items = node if node.tag == NS + "list" else [[node]]
    for item in items:
        bold = [n for n in item[0] if n.tag == NS + "strong"]
        yield words(bold[-1]) if bold else None


def check_markdown(answers):
    c = Checks("Markdown: cmark finds the keys, and no HTML, link or picture")
    for exam in EXAMS:
        for path, form in files(exam, "md", ".md"):
            for name in (path, path[:-3] + "-key.md"):
                done = run(["cmark", "--to", "xml", name])
                tree = xml.fromstring(done.stdout)
                tags = {n.tag[len(NS):] for n in tree.iter()}
                c.that(not tags & {"html_block", "html_inline", "link",
                                   "image"}, name, tags)
                if not name.endswith("-key.md"):
                    continue
                for item, blocks in enumerate(questions(tree), 1):
                    for part, key in enumerate(keys(blocks), 1):
                        c.that(key is not None, name, item, part, "no key")
                        answers.add(exam, form, item, part, True, key or "")
    c.end()
