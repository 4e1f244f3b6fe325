"""GIFT, read by gift-pegjs, which is a parser of others."""
import json
import os
import re

from checking import Checks, EXAMS, TAP, bank, files, run
from npm import package
from read_moodle import FRACTIONS, star

PARSER = ("gift-pegjs", "1.0.2")
READ = """const gift = require(process.argv[1]), fs = require('fs');
process.stdout.write(JSON.stringify(process.argv.slice(2).map(name => {
    try { return gift.parse(fs.readFileSync(name, 'utf8')); }
    catch (e) { return {fault: e.message, at: e.location}; }
})));"""
WARN = re.compile(r"<(script|iframe|img|a|style|svg|object|form|input)\b")


def parse(folder, names):
    done = run(["node", "-e", READ, folder] + names)
    return json.loads(done.stdout) if done.returncode == 0 else None


def blocks(path):
    """The questions, between blank lines."""
    with open(path, encoding="utf-8") as f:
        return [b for b in f.read().split("\n\n")
                if b.strip() and not b.startswith("$CATEGORY")]


def read_part(c, answers, exam, form, q, item, part, known):
    where = (exam, form, item, part)
    c.that(not WARN.search(q["stem"]["text"]), *where, "not inert")
    if "->" in known["key"] or "&&0" in known["key"]:
        return  # which GIFT can't hold
    c.that(q["type"] in ("Short", "MC"), *where, q["type"])
    if "options" in known and any(o["right"] for o in known["options"]):
        several = known["answer"] == "choices"
        right = [a["isCorrect"] or (several and (a["weight"] or 0) > 0)
                 for a in q["choices"]]
        c.that(len(right) == len(known["options"]), *where, len(right))
        answers.options(exam, form, item, part, known["answer"],
                        [o["text"] for o in known["options"]], right)
        return
    for a in q.get("choices", []):
        c.that(("%.7g" % a["weight"]) in FRACTIONS, *where, a["weight"])
        answers.add(exam, form, item, part, a["weight"] == 100,
                    star(a["text"]["text"], c, where))


def check_gift(answers, documents):
    folder = package(*PARSER)
    name = "GIFT: gift-pegjs reads each file, weights are Moodle's, no number " \
           "is hex"
    if folder is None:
        TAP.skip(name, "npm can't be reached")
        return False
    c = Checks(name)
    found = [(e, p, f) for e in EXAMS for p, f in files(e, "gift", ".gift")]
    read = parse(os.path.abspath(folder),
                 [p for _, p, _ in found] +
                 [bank("hostile", "gift", ".gift")])
    if not c.that(read is not None, "the parser does not run"):
        c.end()
        return True
    for (exam, path, form), doc in zip(found, read):
        if not c.that(isinstance(doc, list), path, doc):
            continue
        questions = [q for q in doc if q["type"] != "Category"]
        parts = [(q["number"], n, p) for q in documents[exam, form]["questions"]
                 for n, p in enumerate(q["parts"], 1)]
        c.that(len(questions) == len(parts), path, len(questions), len(parts))
        for q, (item, n, known) in zip(questions, parts):
            read_part(c, answers, exam, form, q, item, n, known)
    c.that(isinstance(read[-1], list), "bank", read[-1])
    for exam in EXAMS:  # a bank has the same questions, in other categories
        asked = {b for e, p, _ in found if e == exam for b in blocks(p)}
        pooled = blocks(bank(exam, "gift", ".gift"))
        c.that(asked == set(pooled), exam, "bank", len(asked), len(pooled))
    c.end()
    return True
