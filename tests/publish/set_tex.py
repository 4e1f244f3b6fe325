#!/usr/bin/env python3
"""Every LaTeX file of build/publish is set by pdflatex, which may run no
program, and what is set holds the answers. Part of make soak."""
import os
import re
import subprocess
import sys

import read_plain
from checking import BUILD, Checks, EXAMS, TAP, TOOL, files, run

SEEDS = os.environ.get("SEEDS", "3")
FOLDER = os.path.join(BUILD, "tex")


def squeezed(text):
    return re.sub(r"\s+", "", text)


def pages(c, path):
    """What is on the pages that pdflatex makes of it."""
    name = os.path.basename(path)[:-4]
    done = subprocess.run(
        ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode",
         "-halt-on-error", "-output-directory", FOLDER, path],
        capture_output=True, env=dict(os.environ, openout_any="p",
                                      openin_any="p"))
    said = [l for l in done.stdout.decode(errors="replace").splitlines()
            if l.startswith("!") or l.startswith("Overfull")]
    c.that(done.returncode == 0, path, *said[:2])
    c.that(not said, path, *said[:2])
    text = run(["pdftotext", "-layout", "%s/%s.pdf" % (FOLDER, name), "-"])
    return squeezed(text.stdout.decode(errors="replace"))


def main():
    os.makedirs(FOLDER, exist_ok=True)
    wrote = run([TOOL, "write", BUILD + "/publish", SEEDS])
    c = Checks("pdflatex sets every form and key, and the answers are in it")
    c.that(wrote.returncode == 0, wrote.stderr.decode()[:300])
    documents = {(e, f): d for e, f, d in read_plain.forms()}
    for exam in EXAMS:
        for path, form in files(exam, "tex", ".tex"):
            pages(c, path)
            text = pages(c, path[:-4] + "-key.tex")
            for q in documents[exam, form]["questions"]:
                c.that(squeezed(q["code"]) in text, path, q["code"])
                for p in q["parts"]:
                    if exam != "hostile":
                        c.that(squeezed(p["key"]) in text, path, p["key"])
    c.that(not os.path.exists("pwned"), "a note has made a file")
    c.end()
    return TAP.bad > 0


sys.exit(main())
