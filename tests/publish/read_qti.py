"""Packages of QTI 1.2 and 2.1: unzip and xmllint for what they are, and how
Canvas and QTI's own rules read the answers."""
import os
import re
import shutil
import xml.etree.ElementTree as xml

from checking import BUILD, Checks, EXAMS, HERE, bank, files, run

NAMESPACE = re.compile(r"\{[^}]*\}")
CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
BAD = {"script", "iframe", "object", "embed", "link", "style", "form", "input",
       "a", "svg"}


def bare(tree):
    """The same without namespaces, of which each file has but one."""
    for node in tree.iter():
        node.tag = NAMESPACE.sub("", node.tag)
    return tree


def open_package(c, path):
    """The folder with what is in it."""
    done = run(["unzip", "-tqq", path])
    c.that(done.returncode == 0, path, done.stdout, done.stderr)
    folder = os.path.join(BUILD, "publish", "open")
    shutil.rmtree(folder, ignore_errors=True)
    run(["unzip", "-qo", path, "-d", folder])
    return folder


def valid(c, path, schema, names, given=None):
    done = run(["xmllint", "--noout", "--nonet", "--relaxng",
                "%s/%s" % (HERE, schema)] + names, given)
    said = [l for l in done.stderr.decode().splitlines() if "validates" not in l]
    c.that(done.returncode == 0, path, *said[:3])


def manifest(c, path, folder):
    """Every file is in the manifest once, and is there."""
    with open(folder + "/imsmanifest.xml", encoding="utf-8") as f:
        source = f.read().replace("http://www.imsglobal.org/xsd/imsccv1p1/"
                                  "imscp_v1p1", CP)
    valid(c, path, "manifest.rng", ["-"], source.encode())
    tree = bare(xml.fromstring(source.encode()))
    told = [f.get("href") for f in tree.iter("file")]
    there = [os.path.relpath(os.path.join(at, name), folder)
             for at, _, names in os.walk(folder) for name in names]
    c.that(sorted(told) == sorted(n for n in there if n != "imsmanifest.xml"),
           path, "the manifest is not what is there")
    names = {r.get("identifier") for r in tree.iter("resource")}
    for d in tree.iter("dependency"):
        c.that(d.get("identifierref") in names, path, "depends on nothing")
    for name in there:
        c.that(re.fullmatch(r"[A-Za-z0-9_./]+", name) and ".." not in name,
               path, name)
        if name.endswith(".svg"):
            svg = xml.parse(os.path.join(folder, name)).getroot()
            c.that(svg.tag.endswith("}svg"), path, name)
    return tree, set(there)


def inert(c, where, html, there, prefix):
    try:
        tree = xml.fromstring("<div>%s</div>" % html)
    except xml.ParseError as e:
        c.that(False, where, "not well-formed:", e)
        return
    for node in tree.iter():
        c.that(node.tag not in BAD, where, "<%s>" % node.tag)
        for name, value in node.attrib.items():
            c.that(not name.startswith("on"), where, name)
            if name == "src":
                c.that(value.startswith(prefix) and
                       value[len(prefix):] in there, where, value)


# --- 1.2, as Canvas reads it ------------------------------------------------

def processing(item):
    """What gets points: (names that must be chosen, points)."""
    for cond in item.iter("respcondition"):
        if cond.find("setvar") is not None:
            wrong = {v for n in cond.iter("not") for v in n.iter("varequal")}
            yield ([v for v in cond.iter("varequal") if v not in wrong],
                   float(cond.findtext("setvar")))


def read_blanks(c, answers, exam, form, item, known, where):
    right = {v.text for chosen, _ in processing(item) for v in chosen}
    blanks = list(item.iter("response_lid"))
    c.that(len(blanks) == len(known["parts"]), *where, len(blanks))
    text = item.find("presentation/material/mattext").text
    for n, (blank, part) in enumerate(zip(blanks, known["parts"]), 1):
        c.that(text.count("[%s]" % blank.get("ident")[len("response_"):]) == 1,
               *where, "a blank is not in the text once")
        for label in blank.iter("response_label"):
            said = label.find("material/mattext").text
            letter = re.fullmatch(r"\(?([a-h])\)?", said)
            at = ord(letter.group(1)) - 97 if letter else 99
            if at < len(part.get("options", [])) and \
                    part["answer"] not in ("choice", "choices"):
                c.that(part["options"][at]["right"], *where, said)
                continue
            chosen = label.get("ident") in right
            if part["answer"] in ("choice", "choices") and \
                    said in [o["text"] for o in part["options"]]:
                c.that(chosen == dict((o["text"], o["right"]) for o in
                                      part["options"])[said], *where, said)
                continue
            answers.add(exam, form, known["number"], n, chosen, said)


def read_item(c, answers, exam, form, item, known, there):
    where = (exam, form, known["number"])
    sort = item.findtext("itemmetadata/qtimetadata/qtimetadatafield/fieldentry")
    for material in item.iter("mattext"):
        if material.get("texttype") == "text/html":
            inert(c, where, material.text or "", there,
                  "%24IMS-CC-FILEBASE%24/")
    idents = {n.get("ident") for n in item.iter("response_label")}
    for v in item.iter("varequal"):
        c.that(sort == "short_answer_question" or v.text in idents, *where,
               v.text)
    points = sum(p for _, p in processing(item))
    if sort == "short_answer_question":
        for chosen, _ in processing(item):
            for v in chosen:
                answers.add(exam, form, known["number"], 1, True, v.text)
    elif sort in ("multiple_choice_question", "multiple_answers_question"):
        right = {v.text for chosen, _ in processing(item) for v in chosen}
        part = known["parts"][0]
        answers.options(exam, form, known["number"], 1, part["answer"],
                        [o["text"] for o in part["options"]],
                        [n.get("ident") in right
                         for n in item.iter("response_label")])
    else:
        read_blanks(c, answers, exam, form, item, known, where)
        return
    c.that(points == 100, *where, points)


def check_qti(answers, documents):
    c = Checks("QTI 1.2: zip, manifest and a RELAX NG hold; groups pick one")
    for exam in EXAMS:
        found = list(files(exam, "qti", ".qti.zip"))
        for path, form in found + [(bank(exam, "qti", ".qti.zip"), None)]:
            folder = open_package(c, path)
            tree, there = manifest(c, path, folder)
            c.that(os.path.isdir(folder + "/non_cc_assessments"), path)
            name = tree.find("resources/resource/file").get("href")
            meta = os.path.dirname(name) + "/assessment_meta.xml"
            valid(c, path, "qti.rng", [folder + "/" + name,
                                       folder + "/" + meta])
            doc = bare(xml.parse(folder + "/" + name).getroot())
            items = list(doc.iter("item"))
            if form is None:
                groups = list(doc.iter("selection_number"))
                c.that(len(groups) * len(found) == len(items), path)
                continue
            known = documents[exam, form]["questions"]
            c.that(len(items) == len(known), path, len(items))
            for item, k in zip(items, known):
                read_item(c, answers, exam, form, item, k, there)
    c.end()


# --- 2.1 --------------------------------------------------------------------

def read_response(c, answers, exam, form, n, r, known, body, where):
    part = known["parts"][n - 1]
    full = part["hundredths"] / 100
    entries = [(e.get("mapKey"), float(e.get("mappedValue")))
               for e in r.iter("mapEntry")]
    c.that(float(r.find("mapping").get("upperBound")) == full, *where, full)
    right = [v.text for v in r.find("correctResponse")]
    if r.get("baseType") == "string":
        c.that(right[0] == entries[0][0] and entries[0][1] == full, *where)
        for text, value in entries:
            c.that(0 <= value <= full, *where, text, value)
            answers.add(exam, form, known["number"], n, value == full, text)
        return
    chosen = [text in right for text, _ in entries]
    answers.options(exam, form, known["number"], n, part["answer"],
                    [o["text"] for o in part["options"]], chosen)
    c.that(abs(sum(v for t, v in entries if t in right) - full) < 0.01,
           *where, "what is right is not worth all")
    choice = [i for i in body.iter("choiceInteraction")
              if i.get("responseIdentifier") == r.get("identifier")]
    c.that(len(choice) == 1 and
           [s.get("identifier") for s in choice[0].iter("simpleChoice")] ==
           [t for t, _ in entries], *where, "the choice is not the mapping")


def read_item21(c, answers, exam, form, tree, known, there):
    where = (exam, form, known["number"])
    body = tree.find("itemBody")
    asked = [i.get("responseIdentifier") for i in body.iter()
             if i.get("responseIdentifier")]
    told = [r.get("identifier") for r in tree.iter("responseDeclaration")]
    c.that(asked == told, *where, asked, told)
    summed = [m.get("identifier") for m in tree.iter("mapResponse")]
    c.that(summed == told, *where, "the score is of", summed)
    feedback = {f.get("identifier") for f in tree.iter("modalFeedback")}
    for b in tree.iter("setOutcomeValue"):
        for v in b.iter("baseValue"):
            c.that(v.text in feedback, *where, "no feedback", v.text)
    for node in tree.iter():
        c.that(node.tag not in BAD and
               not any(a.startswith("on") for a in node.attrib), *where,
               node.tag)
        if node.tag == "img":
            c.that(node.get("src") in there, *where, node.get("src"))
    for n, r in enumerate(tree.iter("responseDeclaration"), 1):
        read_response(c, answers, exam, form, n, r, known, body, where)


def check_qti21(answers, documents):
    c = Checks("QTI 2.1: zip, manifest and a RELAX NG hold; mappings are what "
               "the parts are worth")
    for exam in EXAMS:
        found = list(files(exam, "qti21", ".qti21.zip"))
        for path, form in found + [(bank(exam, "qti21", ".qti21.zip"), None)]:
            folder = open_package(c, path)
            _, there = manifest(c, path, folder)
            test = bare(xml.parse(folder + "/assessment.xml").getroot())
            names = [r.get("href") for r in test.iter("assessmentItemRef")]
            valid(c, path, "qti21.rng",
                  ["%s/%s" % (folder, n) for n in names + ["assessment.xml"]])
            if form is None:
                c.that(len(list(test.iter("selection"))) * len(found) ==
                       len(names), path)
                continue
            known = documents[exam, form]["questions"]
            c.that(len(names) == len(known), path, len(names))
            for name, k in zip(names, known):
                tree = bare(xml.parse(folder + "/" + name).getroot())
                read_item21(c, answers, exam, form, tree, k, there)
    c.end()
