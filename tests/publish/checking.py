"""What the checks of formats share."""
import glob
import html
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "..", "fault"))

from tap import Tap  # noqa: E402

BUILD = os.environ.get("B", "build")
TOOL = os.path.join(BUILD, "tests/publish/tool/files")
EXAMS = ("free", "choice", "hostile")
TAP = Tap()


class Checks:
    """One line of TAP: what it looked at, and what was wrong."""

    def __init__(self, name):
        self.name, self.faults, self.seen = name, [], 0

    def that(self, condition, *said):
        self.seen += 1
        if not condition:
            self.faults.append(" ".join(str(s) for s in said)[:300])
        return bool(condition)

    def end(self):
        # A check that looked at nothing has found nothing out.
        if not self.seen:
            self.faults.append("there was nothing to look at")
        TAP.judge(self.name, self.faults, "%d looks" % self.seen)


def files(exam, form, suffix, kind="[0-9]*"):
    """(path, number of the form) of what the tool wrote."""
    found = glob.glob("%s/publish/%s/%s/%s%s" % (BUILD, exam, form, kind, suffix))
    for path in sorted(found):
        name = os.path.basename(path)[: -len(suffix)]
        if name.isdigit():
            yield path, int(name)


def bank(exam, form, suffix):
    return "%s/publish/%s/%s/bank%s" % (BUILD, exam, form, suffix)


def run(args, given=None):
    return subprocess.run(args, input=given, capture_output=True)


def text_of(fragment):
    """The text of a piece of HTML, blanks made one."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", fragment)).split())


class Answers:
    """What a file takes as an answer, and whether for all points. All are
    read again and marked by the program in the end."""

    def __init__(self):
        self.lines = []

    def add(self, exam, form, item, part, right, text):
        self.lines.append("%s\t%d\t%d\t%d\t%d\t%s" %
                          (exam, form, item, part, right,
                           text.replace("\t", " ").replace("\n", " ")))

    def options(self, exam, form, item, part, kind, options, chosen):
        """Options as texts, and which of them the file says are right."""
        if kind in ("choice", "choices"):
            letters = ", ".join(chr(97 + i) for i, c in enumerate(chosen) if c)
            self.add(exam, form, item, part, True, letters or "none")
            return
        for text, right in zip(options, chosen):
            self.add(exam, form, item, part, right, text)

    def mark(self, name, seeds):
        c = Checks(name)
        done = run([TOOL, "mark", str(seeds)],
                   ("\n".join(self.lines) + "\n").encode())
        said = done.stdout.decode(errors="replace").splitlines()
        c.that(len(self.lines) > 0, "no answer was found")
        c.that(done.returncode == 0, *said[-1:])
        for line in said[:-1]:
            c.that(False, line)
        c.end()
