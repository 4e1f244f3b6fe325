#!/usr/bin/env python3
"""Exams of every kind of problem at every level, and of notes that mean harm,
in every format: each file is read by a program of others, or where there is
none by the rules of the platform it is for, and every answer that it would
take is marked by pagein. SEEDS=20 makes twenty forms instead of two; names
of formats as arguments are a choice of them."""
import os
import shutil
import sys

import read_gift
import read_moodle
import read_plain
import read_qti
import read_tex
import read_text
from checking import Answers, BUILD, Checks, TAP, TOOL, run

SEEDS = os.environ.get("SEEDS", "2")


def main():
    shutil.rmtree(BUILD + "/publish", ignore_errors=True)
    wrote = run([TOOL, "write", BUILD + "/publish", SEEDS])
    c = Checks("every kind at every level is written in every format")
    c.that(wrote.returncode == 0, wrote.stderr.decode()[:300])
    c.end()
    if wrote.returncode != 0:
        return 1
    documents = {(e, f): d for e, f, d in read_plain.forms()}
    for name, check in (
            ("JSON", read_plain.check_json),
            ("CSV", lambda a: read_plain.check_csv(a, documents)),
            ("Markdown", read_plain.check_markdown),
            ("LaTeX", lambda a: read_tex.check_tex(a, documents)),
            ("QTI 1.2", lambda a: read_qti.check_qti(a, documents)),
            ("QTI 2.1", lambda a: read_qti.check_qti21(a, documents)),
            ("GIFT", lambda a: read_gift.check_gift(a, documents)),
            ("Moodle", lambda a: read_moodle.check_moodle(a, documents)),
    ):
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        answers = Answers()
        if check(answers) is False:
            continue
        answers.mark("%s: its answers are read again and marked the same"
                     % name, SEEDS)
    read_text.check_text()
    return TAP.bad > 0


sys.exit(main())
