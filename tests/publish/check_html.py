#!/usr/bin/env python3
"""How a browser and axe-core take the pages in build/papers: nothing runs,
nothing is asked for, nothing is complained about, everybody can use them."""

import glob
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "fault")]

from browser import Browser  # noqa: E402
from npm import package      # noqa: E402
from tap import Tap          # noqa: E402

AXE = ("axe-core", "4.10.3")
PAPERS = os.path.join(os.environ.get("B", "build"), "papers")

# The least that must be true of any page.
SOUND = """(() => {
    const bad = [];
    if (!document.documentElement.lang) bad.push('no language');
    if (document.compatMode !== 'CSS1Compat') bad.push('quirks mode');
    if (!document.querySelector('h1')) bad.push('no heading');
    if (document.scripts.length) bad.push('a script');
    if (document.documentElement.scrollWidth > innerWidth)
        bad.push('wider than the window: '
                 + document.documentElement.scrollWidth);
    const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
    if (new Set(ids).size !== ids.length) bad.push('an id twice');
    const cut = [...document.querySelectorAll('svg text')].filter(t => {
        const a = t.getBBox(), v = t.ownerSVGElement.viewBox.baseVal;
        return a.x < v.x || a.x + a.width > v.x + v.width + 1
            || a.y + a.height > v.y + v.height + 1;
    });
    if (cut.length) bad.push('text cut off: ' + cut[0].textContent);
    return bad;
})()"""

AXE_RUN = """axe.run(document, {resultTypes: ['violations']}).then(r =>
    r.violations.map(v => v.id + ': ' + v.help + ': '
                          + v.nodes.map(n => n.html).slice(0, 2).join(' ')))"""


def write_notes():
    """The notes that come with pagein, and those of people who mean harm."""
    program = os.path.abspath(os.path.join(PAPERS, "..", "pagein"))
    root = os.path.abspath(os.path.join(HERE, "..", ".."))
    home = os.path.abspath(os.path.join(PAPERS, "home"))
    env = dict(os.environ, HOME=home, XDG_DATA_HOME=home,
               XDG_CONFIG_HOME=home, XDG_CACHE_HOME=home)
    notes = {
        "notes": [os.path.join(root, "content", "virtual-memory.md")],
        "hostile-notes": sorted(
            glob.glob(os.path.join(root, "tests", "hostile", "exp-*.md"))
            + glob.glob(os.path.join(root, "tests", "hostile", "img-*.md"))),
    }
    for deck, files in notes.items():
        subprocess.run([program, "import", "--deck", deck, "--keep-going",
                        *files], env=env, capture_output=True, check=False)
        for more in ([], ["--blanks"], ["--large"]):
            name = "-".join([deck] + [m[2:] for m in more]) + ".html"
            subprocess.run([program, "export", "--deck", deck, *more,
                            os.path.join(PAPERS, name)],
                           env=env, capture_output=True, check=True)


def main():
    write_notes()
    tap, browser = Tap(), Browser()
    folder = package(*AXE)
    axe = None
    if folder:
        with open(os.path.join(folder, "axe.min.js"), encoding="utf-8") as f:
            axe = f.read()
    pages = sorted(glob.glob(os.path.join(PAPERS, "*.html")))
    if not pages:
        tap.not_ok("pages", [f"there are none in {PAPERS}"])
    for path in pages:
        name = os.path.basename(path)
        bad = []
        for screen in ((1000, 1400), (400, 800)):
            bad += browser.open(path, screen)
            bad += browser.run(SOUND)
        tap.judge(f"{name} in Chromium", bad, "no request, no complaint")
        if axe:
            browser.open(path)
            browser.run(axe + ";1")
            tap.judge(f"{name} by axe-core", browser.run(AXE_RUN), "")
        else:
            tap.skip(f"{name} by axe-core", "npm can't be reached")
        if os.environ.get("LOOK"):
            browser.open(path)
            browser.picture(path.replace(".html", ".screen.png"))
            browser.pdf(path.replace(".html", ".printed.pdf"))
    browser.close()
    sys.exit(tap.bad > 0)


main()
