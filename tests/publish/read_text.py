"""What notes say that mean harm comes out as the same text everywhere."""
import csv
import re
import subprocess
import xml.etree.ElementTree as xml

import read_moodle
import read_plain
import read_qti
import read_tex
from checking import Checks, files, text_of


def squeezed(text):
    return re.sub(r"\s+", "", text)


def said(path):
    """The text of each question, by its number, as CSV has it."""
    with open(path, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            text = row["question"]
            if re.match("'[-=+@]", text):
                text = text[1:]
            lines = [re.sub(r"^\s*(- |\d+\. )?", "", l)
                     for l in text.split("\n")]
            if "|" not in text or "cmd|" in text:  # rows of tables
                yield int(row["item"]), [squeezed(l) for l in lines if l]


def texts(form):
    """(format, texts of all questions) of a form."""
    base = next(p for p, f in files("hostile", "md", ".md") if f == form)
    tree = xml.fromstring(subprocess.run(["cmark", "--to", "xml", base],
                                         capture_output=True).stdout)
    yield "md", ["".join(read_plain.words(b) for b in blocks)
                 for blocks in read_plain.questions(tree)]
    base = base.replace("/md/", "/%s/")
    moodle = (base % "moodle")[:-3] + ".moodle.xml"
    yield "moodle", list(read_moodle.statement(moodle))
    with open((base % "tex")[:-3] + ".tex", encoding="utf-8") as f:
        yield "tex", [read_tex.plain(p)
                      for p in f.read().split("\\pagein{")[1:]]
    c = Checks("")
    folder = read_qti.open_package(c, (base % "qti")[:-3] + ".qti.zip")
    tree, _ = read_qti.manifest(c, "", folder)
    name = tree.find("resources/resource/file").get("href")
    doc = read_qti.bare(xml.parse(folder + "/" + name).getroot())
    yield "qti", [text_of(i.find("presentation/material/mattext").text)
                  for i in doc.iter("item")]


def check_text():
    c = Checks("what hostile notes say is the same text in every format")
    for path, form in files("hostile", "csv", ".csv"):
        known = dict(said(path))
        for name, found in texts(form):
            for item, lines in known.items():
                text = squeezed(found[item - 1])
                for line in lines:
                    c.that(line in text, name, form, item, line, "not in",
                           text)
    c.end()
