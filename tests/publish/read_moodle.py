"""Moodle XML, read by the rules that Moodle reads it by: xmllint for what a
schema can say, the rest below."""
import base64
import html
import re
import xml.etree.ElementTree as xml

from checking import Checks, EXAMS, HERE, bank, files, run, text_of

FRACTIONS = {"100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50",
             "40", "33.33333", "30", "25", "20", "16.66667", "14.28571",
             "12.5", "11.11111", "10", "5", "0"}
KIND = "SHORTANSWER|MULTICHOICE_V|MULTIRESPONSE|NUMERICAL|NM|SA|MW|MC|MR"
# An answer ends at ~, # or } without \ or & before; feedback at ~ or }.
ANSWER = r"(?:^|~)(?:=|%(-?[0-9.]+)%)?((?:.)+?(?<!\\|&)(?=[~#}]))(?:#(.*?(?<!\\)(?=[~}])))?"
CLOZE = re.compile(r"\{([0-9]*):(%s):(.*?(?<!\\))\}" % KIND, re.S)
NUMERIC_HEX = re.compile(r"NUMERICAL|type=\"numerical\"")


def star(text, c, where):
    """Without its wildcard, which there must not be."""
    c.that(not re.search(r"(?<!\\)\*", text), where, "a wildcard:", text)
    return text.replace("\\*", "*")


def check_html(c, where, element):
    """A field of HTML: well-formed, inert, its pictures inside."""
    text = element.findtext("text")
    try:
        tree = xml.fromstring("<div>%s</div>" % CLOZE.sub("", text))
    except xml.ParseError as e:
        c.that(False, where, "not well-formed:", e)
        return ""
    names = {f.get("name") for f in element.findall("file")}
    for f in element.findall("file"):
        svg = xml.fromstring(base64.b64decode(f.text, validate=True))
        c.that(svg.tag.endswith("}svg"), where, f.get("name"))
    for node in tree.iter():
        c.that(node.tag not in ("script", "iframe", "object", "embed", "link",
                                "style", "form", "input", "a", "svg"),
               where, "<%s>" % node.tag)
        for name, value in node.attrib.items():
            c.that(not name.startswith("on"), where, name)
            if name == "src":
                c.that(value.startswith("@@PLUGINFILE@@/") and
                       value[15:] in names, where, value)
                names.discard(value[15:])
    c.that(not names, where, "pictures that are not shown:", names)
    bare = CLOZE.sub("", text)
    c.that(not re.search(r"[{}$\\\[\]]", bare.replace("@@PLUGINFILE@@", "")),
           where, "something a filter could read:", bare[:80])
    return " ".join("".join(tree.itertext()).split())


def squeezed(text):
    """Without blanks, and the marks that make code of text."""
    return re.sub(r"[\s`]+", "", text)


def check_shown(c, where, text):
    """What Moodle shows as HTML: the text of it, which must be all."""
    try:
        tree = xml.fromstring("<div>%s</div>" % text)
    except xml.ParseError as e:
        c.that(False, *where, "not well-formed:", e, text[:60])
        return ""
    c.that({n.tag for n in tree.iter()} <= {"div", "code"}, *where, text[:60])
    c.that(not re.search(r"[{}$\\\[\]]", text), *where, "obeyed:", text[:60])
    return "".join(tree.itertext())


def read_cloze(c, answers, exam, form, item, text, parts):
    found = CLOZE.findall(text)
    c.that(len(found) == len(parts), exam, form, item, len(found), "of",
           len(parts), "parts")
    for n, ((weight, kind, inside), part) in enumerate(zip(found, parts), 1):
        where = (exam, form, item, n)
        c.that(kind in ("SHORTANSWER", "MULTICHOICE_V", "MULTIRESPONSE"),
               *where, kind)
        c.that(int(weight) > 0, *where, "weight", weight)
        options = []
        for fraction, said, why in re.findall(ANSWER, inside + "}"):
            c.that(fraction.lstrip("-") in FRACTIONS, *where, fraction)
            said = html.unescape(said)
            check_shown(c, where, html.unescape(why))
            if kind == "SHORTANSWER":
                answers.add(exam, form, item, n, fraction == "100",
                            star(said, c, where))
            else:
                said = check_shown(c, where, said)
                options.append((said, float(fraction) > 0
                                if kind == "MULTIRESPONSE"
                                else fraction == "100"))
        if options:
            answers.options(exam, form, item, n, part["answer"],
                            [o["text"] for o in part["options"]],
                            [o[1] for o in options])
            c.that([squeezed(o[0]) for o in options] ==
                   [squeezed(o["text"]) for o in part["options"]],
                   *where, "other options", options)
    weights = [int(w) for w, _, _ in found]
    points = [p["hundredths"] for p in parts]
    for w, p in zip(weights, points):
        c.that(abs(w * sum(points) / sum(weights) - p) <= 1.5, exam, form,
               item, "weights", weights, "for", points)


def read_question(c, answers, exam, form, q, known):
    item = known["number"]
    where = "%s %d %d" % (exam, form, item)
    text = q.find("questiontext").findtext("text")
    check_html(c, where, q.find("questiontext"))
    check_html(c, where, q.find("generalfeedback"))
    c.that(q.findtext("idnumber") == known["code"], where, "code")
    if q.get("type") == "cloze":
        read_cloze(c, answers, exam, form, item, text, known["parts"])
        return
    right, part = [], known["parts"][0]
    for a in q.findall("answer"):
        fraction, said = a.get("fraction"), a.findtext("text")
        c.that(fraction.lstrip("-") in FRACTIONS, where, fraction)
        if q.get("type") == "shortanswer":
            answers.add(exam, form, item, 1, fraction == "100",
                        star(said, c, where))
        else:
            right.append(float(fraction) > 0 if q.findtext("single") == "false"
                         else fraction == "100")
    if right:
        answers.options(exam, form, item, 1, part["answer"],
                        [o["text"] for o in part["options"]], right)


def check_moodle(answers, documents):
    c = Checks("Moodle: xmllint and a RELAX NG of what is written")
    names = [p for e in EXAMS for p, _ in files(e, "moodle", ".moodle.xml")]
    names += [bank(e, "moodle", ".moodle.xml") for e in EXAMS]
    for name in names:
        done = run(["xmllint", "--noout", "--nonet", "--relaxng",
                    HERE + "/moodle.rng", name])
        c.that(done.returncode == 0, name, done.stderr.decode()[:200])
    c.end()

    c = Checks("Moodle: fractions of its list, no wildcard, no number as hex, "
               "HTML that is inert")
    for exam in EXAMS:
        for path, form in files(exam, "moodle", ".moodle.xml"):
            with open(path, encoding="utf-8") as f:
                source = f.read()
            c.that(not NUMERIC_HEX.search(source), path, "is numerical")
            quiz = [q for q in xml.fromstring(source)
                    if q.get("type") != "category"]
            doc = documents[exam, form]["questions"]
            c.that(len(quiz) == len(doc), path, len(quiz), len(doc))
            for q, known in zip(quiz, doc):
                read_question(c, answers, exam, form, q, known)
        kinds = [q.get("type") for q in xml.parse(
            bank(exam, "moodle", ".moodle.xml")).getroot()]
        c.that(kinds.count("category") == len(doc), exam, "pools",
               kinds.count("category"))
    c.end()


def statement(path):
    """The text of every question, for comparing it."""
    for q in xml.parse(path).getroot():
        if q.get("type") != "category":
            yield text_of(CLOZE.sub("", q.find("questiontext").findtext("text")))
