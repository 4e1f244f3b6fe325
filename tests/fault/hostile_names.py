"""Names of files and decks that a shell, a terminal, SQLite or a parser of
options might take for something else.

A name of notes must be imported, checked and edited like any other; a name of
a deck makes that deck, or an error with a sentence. No byte of a name reaches
the output raw, and nothing is made anywhere else.
"""

import os
import subprocess

import hostile
import tap
import world

NOTES = [os.fsencode(name) for name in (
    "-rf.md", "--help.md", "$(touch pwned1).md", "`touch pwned2`.md",
    ";touch pwned3;.md", "a'b.md", 'a"b.md', "a b.md", "nl\nx.md",
    "esc\x1b]0;x\x07.md", "c1\x9b2J.md", "rlo\u202edm.md",
    "|touch pwned4.md", ">pwned5.md", "*.md", "~root.md", "%n%s.md", "#x.md",
    "file:x.md", ":memory:", "x?mode=memory.md", "a&b.md", "tab\tx.md",
    "l" * 250 + ".md", "..hidden.md", ".md", "COM1.md", "\\.md", "x.yaml.md",
    "12:3.md", "{{x}}.md", "a\rb.md", "zero\u200bwidth.md", "@.md",
)] + [b"bad\xff.md"]

# a deck's name, and the statuses that an import into it may end with
DECKS = [(os.fsencode(name), statuses) for name, statuses in (
    (":memory:", (0,)),
    ("file:pwned6?mode=rwc", (0,)),
    ("file:pwned7.sqlite?mode=memory", (0, 64)),
    ("d\x1b[2J", (0, 64)),
    ("-d", (0, 64)),
    ("no/such/folder/d.sqlite", (0, 73)),
    ("./full", (74, 76)),
    ("./null", (74, 76)),
    ("./fifo", (74, 76)),
    ("./loop", (73, 74, 76)),
    (".", (64,)),
    ("..", (64,)),
    ("./", (64, 73, 76)),
    ("../up.sqlite", (0,)),
    ("/dev/null/x.sqlite", (73, 74)),
    ("n" * 300, (64, 73, 74)),
    ("a\nb", (64,)),
    ("rlo\u202e", (0, 64)),
)] + [(b"bad\xff", (0, 64))]


def call(program, home, words, env=None):
    """-> (exit status or None, what is wrong)."""
    try:
        ran = world.run(home, [program, *words], b"", env,
                        cwd=home + "/work", seconds=hostile.SECONDS)
    except subprocess.TimeoutExpired:
        return None, "hangs"
    return ran.returncode, hostile.misbehaves(ran)


def prepare(home):
    world.write(home, "work/ok.md", "- The {{page table}} maps.\n")
    os.mkfifo(home + "/work/fifo")
    os.symlink("loop", home + "/work/loop")
    for name in "full", "null":
        os.symlink("/dev/" + name, home + "/work/" + name)


def below(home):
    return {os.path.join(folder, name) for folder, _, names in os.walk(
        os.fsencode(home)) for name in names}


def strays(home, before, deck=b""):
    """What was made where neither decks nor settings belong, nor the deck
    that was named by a path."""
    home = os.fsencode(home)
    proper = tuple(home + b"/" + p for p in (b"data/", b"config/", b"cache/"))
    if b"/" in deck or deck.endswith(b".sqlite"):
        proper += (os.path.normpath(home + b"/work/" + deck),)
    return [f"made {os.path.relpath(path, home)!r}"
            for path in sorted(below(os.fsdecode(home)) - before)
            if not path.startswith(proper)]


def try_notes(program, name):
    """-> what is wrong with one name of a file of notes."""
    env = {"EDITOR": "true"}
    wrong = []
    with world.scratch() as home:
        prepare(home)
        path = os.path.join(os.fsencode(home), b"work", name)
        with open(path, "wb") as f:
            f.write(b"- The {{page table}} maps {{pages}}.\n")
        before = below(home)
        for words in ([b"check", b"--", name],
                      [b"import", b"--deck", b"d", b"--", name],
                      [b"list", b"--deck", b"d"],
                      [b"edit", b"--deck", b"d", b"--", name + b":1"],
                      [b"import", b"--deck", b"d", b"./" + name]):
            status, trouble = call(program, home, words, env)
            if trouble or status != 0:
                wrong.append(f"{name!r}: {words[0].decode()}: "
                             f"{trouble or f'ends with {status}'}")
        wrong += [f"{name!r}: {stray}" for stray in strays(home, before)]
    return wrong


def try_deck(program, name, statuses):
    """-> what is wrong with one name of a deck."""
    with world.scratch() as home:
        prepare(home)
        before = below(home)
        status, trouble = call(program, home,
                               [b"import", b"--deck", name, b"ok.md"])
        wrong = [trouble] if trouble else []
        if not trouble and status not in statuses:
            wrong.append(f"ends with {status}")
        wrong += strays(home, before, name)
    return [f"deck {name!r}: {w}" for w in wrong]


def run(program):
    """-> (what is wrong, figures)."""
    watch = tap.Watch()

    def share(number):
        return [line for name in NOTES[number::2]
                for line in try_notes(program, name)] + \
               [line for name, statuses in DECKS[number::2]
                for line in try_deck(program, name, statuses)]

    first, second = tap.two(share)
    return first + second, (f"{len(NOTES)} names of notes and {len(DECKS)} "
                            f"of decks, {watch}")
