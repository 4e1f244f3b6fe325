#!/usr/bin/env python3
"""The pages in build/papers as poppler and qpdf read them: sound files, fonts
inside, item k at the same place in every form, nothing split, the same bytes
in every time zone and locale."""

import glob
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "fault")]

from tap import Tap  # noqa: E402

B = os.environ.get("B", "build")
HEADING = re.compile(r"\d+\. .* [0-9A-Z]{4}(-[0-9A-Z]{4}){2}$")
PAPERS = os.path.join(B, "papers")


def run(*argv, **more):
    return subprocess.run(argv, capture_output=True, text=True, check=False,
                          **more)


def pages(path):
    """The text of each page, laid out."""
    return run("pdftotext", "-layout", path, "-").stdout.split("\f")[:-1]


def words(path):
    """(page, y, word) of every word."""
    page, found = 0, []
    for line in run("pdftotext", "-bbox", path, "-").stdout.split("\n"):
        page += "<page " in line
        m = re.search(r'yMin="([\d.]+)".*>(.*)</word>', line)
        if m:
            found.append((page, float(m[1]), m[2]))
    return found


def codes():
    """The codes of each form, item by item."""
    forms = {}
    with open(os.path.join(PAPERS, "codes.tsv"), encoding="utf-8") as f:
        for line in f:
            form, _, code = line.rstrip("\n").split("\t")
            forms.setdefault(form, []).append(code)
    return forms


def sound(path):
    q = run("qpdf", "--check", path)
    bad = [] if q.returncode == 0 else (q.stdout + q.stderr).split("\n")
    fonts = run("pdffonts", path).stdout.split("\n")[2:]
    for font in filter(None, fonts):
        embedded, subset, unicode = font.split()[-5:-2]
        if (embedded, subset, unicode) != ("yes", "yes", "yes"):
            bad.append("not embedded, or no text in it: " + font)
        if "DejaVu" not in font:
            bad.append("another font: " + font)
    return bad, f"{len(pages(path))} pages, {len(fonts) - 1} fonts"


def same_place():
    bad, places = [], {}
    for form, wanted in codes().items():
        found = {w: (page, y) for page, y, w in
                 words(os.path.join(PAPERS, f"form-{form}.pdf"))}
        for item, code in enumerate(wanted, 1):
            place = found.get(code)
            if place is None:
                bad.append(f"form {form} lacks item {item}, {code}")
            elif places.setdefault(item, place) != place:
                bad.append(f"item {item} of form {form} is at {place}, "
                           f"of the first at {places[item]}")
    return bad, f"{len(places)} items"


def edges(path, form):
    """Each page says whose it is, and which of how many; it begins with a
    question, since none is taller than a page."""
    bad, text = [], pages(path)
    for n, page in enumerate(text, 1):
        lines = [line.strip() for line in page.split("\n") if line.strip()]
        if not lines[0].endswith(f"Form {form}"):
            bad.append(f"page {n} is nobody's: {lines[0]}")
        if lines[-1] != f"Page {n} of {len(text)}":
            bad.append(f"page {n} ends with: {lines[-1]}")
        if n > 1 and not HEADING.match(lines[1]):
            bad.append(f"page {n} begins amid a question: {lines[1]}")
    return bad


def form_edges():
    bad = []
    for form in codes():
        bad += edges(os.path.join(PAPERS, f"form-{form}.pdf"), form)
    return bad, ""


def merged():
    """The forms one behind the other, each on sheets of its own."""
    bad, text, at = [], pages(os.path.join(PAPERS, "merged.pdf")), 0
    for form in codes():
        alone = pages(os.path.join(PAPERS, f"form-{form}.pdf"))
        if text[at:at + len(alone)] != alone:
            bad.append(f"form {form} reads differently from page {at + 1} on")
        at += len(alone)
        if at % 2:
            if text[at].strip() != "This page is empty.":
                bad.append(f"page {at + 1} should be empty")
            at += 1
    if at != len(text):
        bad.append(f"{len(text)} pages instead of {at}")
    return bad, f"{at} pages"


def whole_key():
    text = "\n".join(pages(os.path.join(PAPERS, "plain-key.pdf")))
    first = next(iter(codes().values()))
    bad = [f"{c} is missing" for c in first if c not in text]
    for title in ("The worked way", "Known mistakes"):
        if text.count(title) != len(first):
            bad.append(f"{title}: {text.count(title)} times")
    mistakes = len(re.findall(r"\d ?%$", text, re.M))
    if mistakes < 3 * len(first):
        bad.append(f"{mistakes} mistakes are too few")
    return bad, f"{mistakes} mistakes"


def elsewhere():
    """Written once more, in another place on earth."""
    bad = []
    env = dict(os.environ, TZ="Asia/Tokyo", LC_ALL="tr_TR.UTF-8",
               LANG="de_DE.UTF-8", SOURCE_DATE_EPOCH="1", COLUMNS="40")
    with tempfile.TemporaryDirectory(dir=B) as folder:
        subprocess.run([os.path.join(B, "tests/publish/papers"), folder],
                       env=env, check=True)
        names = sorted(os.listdir(folder))
        for name in names:
            with open(os.path.join(folder, name), "rb") as a, \
                 open(os.path.join(PAPERS, name), "rb") as b:
                if a.read() != b.read():
                    bad.append(f"{name} differs")
    return bad, f"{len(names)} files"


def main():
    tap = Tap()
    paths = sorted(p for p in glob.glob(os.path.join(PAPERS, "*.pdf"))
                   if not p.endswith(".printed.pdf"))
    for path in paths:
        tap.run(os.path.basename(path) + " is sound", lambda: sound(path))
    tap.run("item k is at the same place in every form", same_place)
    tap.run("every page says whose it is, and splits nothing", form_edges)
    tap.run("all forms in one file, for both sides of the paper", merged)
    tap.run("the key is whole", whole_key)
    tap.run("the same bytes in every time zone and locale", elsewhere)
    sys.exit(tap.bad > 0 or not paths)


main()
