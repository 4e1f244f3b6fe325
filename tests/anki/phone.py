"""Cards as a telephone shows them: Chromium lays out the HTML that Anki's
library renders, and a script in the page looks at every word of it."""

import html
import json
import os
import re
import shutil
import subprocess

WIDTH = 390
LEAST_CONTRAST = 4.5  # of text to what is behind it, as WCAG AA has it

SCRIPT = """
function light(c) {
  const f = v => { v /= 255;
    return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]);
}
function colour(text) {
  const c = text.match(/[\\d.]+/g).map(Number);
  return c.length > 3 && c[3] === 0 ? null : c;
}
function behind(e) {
  for (; e; e = e.parentElement) {
    const c = colour(getComputedStyle(e).backgroundColor);
    if (c) return c;
  }
  return [255, 255, 255];
}
const bad = [];
let words = 0;
for (const card of document.querySelectorAll('.card')) {
  if (card.scrollWidth > card.clientWidth + 1)
    bad.push('wider than the screen: ' + card.textContent.slice(0, 120));
  for (const e of card.querySelectorAll('*')) {
    if (e.closest('svg') || ![...e.childNodes].some(
        n => n.nodeType === 3 && n.textContent.trim()))
      continue;
    if (e.getClientRects().length === 0) continue;
    words++;
    const style = getComputedStyle(e);
    const a = light(colour(style.color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < %f)
      bad.push('hard to read (' + ratio.toFixed(1) + '): ' + e.outerHTML.slice(0, 160));
    if (parseFloat(style.fontSize) < 12)
      bad.push('small: ' + e.outerHTML.slice(0, 160));
  }
}
document.title = JSON.stringify({bad: bad.slice(0, 20), words});
""" % LEAST_CONTRAST


def page(cards, night):
    """All cards, one below the other."""
    style = re.search(r"(?s)<style>(.*?)</style>", cards[0])[1]
    kinds = "card nightMode night_mode" if night else "card"
    bodies = "".join(
        f'<div class="{kinds}" style="width:{WIDTH - 40}px;padding:20px">' +
        re.sub(r"(?s)<style>.*?</style>", "", card) + "</div>"
        for card in cards)
    return (f"<!doctype html><meta charset=utf-8><style>body{{margin:0}}"
            f"{style}</style><body>{bodies}<script>{SCRIPT}</script>")


def look(cards, media, folder, night):
    """What is wrong, and how many pieces of text there are."""
    path = os.path.join(folder, "night.html" if night else "day.html")
    with open(path, "w", encoding="utf-8") as f:
        f.write(page(cards, night))
    for name in os.listdir(media):
        shutil.copy(os.path.join(media, name), folder)
    run = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu",
         f"--window-size={WIDTH},844", "--virtual-time-budget=5000",
         "--dump-dom", "file://" + path],
        capture_output=True, text=True, timeout=120, check=True)
    told = json.loads(html.unescape(
        re.search(r"(?s)<title>(.*?)</title>", run.stdout)[1]))
    return told["bad"], told["words"]
