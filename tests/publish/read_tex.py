"""LaTeX, read as TeX reads it: which commands there are, that braces and
environments close, and which answers are in bold."""
import re

from checking import Checks, EXAMS, files

# All that a form may say; nothing here reads, writes or runs a thing.
COMMANDS = set("""begin end item textbf emph texttt ttfamily small scriptsize
Large par newline hfill hrulefill rule vspace baselineskip clearpage linewidth
hline multicolumn dots mbox markright answerline pagein textbackslash
textasciitilde textasciicircum textless textgreater textbar textquotedbl
textquotesingle textasciigrave textdegree textpm texttwosuperior textmu
textperiodcentered texttimes textdiv textendash textemdash textquoteleft
textquoteright textquotedblleft textquotedblright quotedblbase textbullet
textellipsis guilsinglright texteuro textleftarrow textrightarrow ensuremath
neq leq geq""".split())
CHARS = set(r"\ {}$&#%_,")
WORDS = {"textbackslash": "\\", "textasciitilde": "~",
         "textasciicircum": "^", "textless": "<", "textgreater": ">",
         "textbar": "|", "textquotedbl": '"', "textquotesingle": "'",
         "textasciigrave": "`", "textendash": "–", "textrightarrow": "→"}
TOKEN = re.compile(r"\\([A-Za-z]+)\s?|\\(.)|([{}])|([^\\{}]+)", re.S)


ENDS = re.compile("\nThe worked way:|\nKnown mistakes:|\nSolved in two ways")


def tokens(text):
    return [(m.group(1), m.group(2), m.group(3), m.group(4))
            for m in TOKEN.finditer(text)]


def plain(tex):
    """The text that a piece sets."""
    out = []
    for word, char, brace, text in tokens(tex):
        if word:
            out.append(WORDS.get(word, ""))
        elif char or text:
            out.append(char or text)
    return " ".join(re.sub(r"U\+([0-9A-F]{4,6})",
                           lambda m: chr(int(m.group(1), 16)),
                           "".join(out)).split())


def group(text, at):
    """The inside of the group that opens at `at`, and where it ends."""
    depth = 0
    for m in TOKEN.finditer(text, at):
        depth += {"{": 1, "}": -1}.get(m.group(3), 0)
        if depth == 0:
            return text[at + 1:m.start()], m.end()
    return None, len(text)


def check_body(c, path, body):
    depth, envs = 0, []
    for word, char, brace, text in tokens(body):
        if word:
            c.that(word in COMMANDS, path, "\\" + word)
        elif char:
            c.that(char in CHARS or char == "\\", path, "\\" + char)
        elif brace:
            depth += 1 if brace == "{" else -1
            c.that(depth >= 0, path, "a brace too many")
        else:
            c.that(not re.search(r"[$#%^_~]", text.replace("~", "")), path,
                   repr(text[:60]))
    c.that(depth == 0, path, "a brace is open")
    for m in re.finditer(r"\\(begin|end)\{([a-z]+)\}", body):
        if m.group(1) == "begin":
            envs.append(m.group(2))
        else:
            c.that(envs and envs.pop() == m.group(2), path, m.group(0))
    c.that(not envs, path, "never ends:", envs)


def keys(question):
    """What is in bold behind the parts, before the worked way."""
    end = ENDS.search(question)
    end = end.start() if end else len(question)
    lines = question[:end].split("\\par\n")
    for line in lines:
        if not re.search(r"(\} *|\}, among others)$", line):
            continue
        at = line.rfind(" \\textbf{")
        if at < 0:
            continue
        inside, stop = group(line, at + len(" \\textbf"))
        if inside is not None and line[stop:] in ("", ", among others"):
            yield plain(inside)


def check_tex(answers, documents):
    c = Checks("LaTeX: only commands that set text, braces and environments "
               "close")
    for exam in EXAMS:
        for path, form in files(exam, "tex", ".tex"):
            for name in (path, path[:-4] + "-key.tex"):
                with open(name, encoding="utf-8") as f:
                    source = f.read()
                body = source.split("\\begin{document}", 1)[1]
                body, rest = body.rsplit("\\end{document}", 1)
                c.that(rest == "\n", name, "something follows the end")
                check_body(c, name, body)
            pieces = body.split("\\pagein{")[1:]
            known = documents[exam, form]["questions"]
            c.that(len(pieces) == len(known), name, len(pieces))
            for q, piece in zip(known, pieces):
                found = list(keys(piece))[-len(q["parts"]):]
                c.that(len(found) == len(q["parts"]), exam, form, q["number"],
                       found)
                for n, key in enumerate(found, 1):
                    answers.add(exam, form, q["number"], n, True, key)
    c.end()
