"""What the program does with hostile decks, and with hostile names."""

import os
import random
import re
import shutil
import struct
import subprocess

import hostile_decks
import judge
import tap
import world

SECONDS = 20  # of the sanitized program; far beyond its own limits
REFUSALS = 65, 74, 76  # exit statuses that refuse a deck
UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e"
                     "\u2060-\u2069\ufeff\U000e0000-\U000e007f]")

COMMANDS = (["list"], ["show", "all.md:3"], ["search", "answer"],
            ["review", "--plain"], ["import", "--force", "notes/all.md"])
MORE = (["due"], ["stats"], ["decks"], ["undo"], ["deck", "verify"])
KEYS = b"\n3\n\n1\ni\nq\n"


def dirty(data):
    """What must not reach a pipe, or None."""
    try:
        found = UNCLEAN.search(data.decode())
    except UnicodeDecodeError:
        return "output that is not UTF-8"
    return found and f"a raw U+{ord(found[0]):04X} in the output"


def misbehaves(ran):
    """None, or what no run may do, whatever it is given."""
    if ran.returncode < 0 or ran.returncode >= 126:
        return f"ends with {ran.returncode}: {judge.last_line(ran.stderr)}"
    for sign in b"Sanitizer", b"runtime error":
        if sign in ran.stderr:
            at = ran.stderr.index(sign)
            return ran.stderr[at:at + 200].decode("utf-8", "replace")
    if ran.returncode != 0 and not ran.stderr.strip() + ran.stdout.strip():
        return f"ends with {ran.returncode} and says nothing"
    return dirty(ran.stdout) or dirty(ran.stderr)


def files_of(folder):
    """{name: bytes} of a deck and all beside it; but SQLite makes -shm files
    as it likes."""
    found = {}
    for name in os.listdir(folder):
        if name.endswith("-shm"):
            continue
        with open(os.path.join(folder, name), "rb") as f:
            found[name] = f.read()
    return found


class Place:
    """A home whose deck is replaced again and again. In place: written over
    the good deck, as a failing disk would; else it is a stranger's file."""

    def __init__(self, program, home, in_place):
        self.program, self.home, self.in_place = program, home, in_place
        self.path = world.deck_path(home)
        self.target = os.path.join(home, hostile_decks.TARGET)

    def put(self, deck):
        folder = os.path.dirname(self.path)
        for name in os.listdir(folder):
            there = os.path.join(folder, name)
            if os.path.isdir(there):
                shutil.rmtree(there)
            elif not self.in_place or name != os.path.basename(self.path):
                os.unlink(there)
        with open(self.path, "r+b" if self.in_place else "wb") as f:
            f.truncate(len(deck.data))
            f.write(deck.data)
        for end, data in deck.beside.items():
            with open(self.path + end, "wb") as f:
                f.write(self.aim(data))
        world.write(self.home, hostile_decks.TARGET, "stay\n")

    def aim(self, data):
        """The crafted journal must name the target by its whole path."""
        short, long = hostile_decks.TARGET.encode(), self.target.encode()
        if short not in data:
            return data
        start = data.index(short)
        return (data[:start] + long + struct.pack(
            ">II", len(long), sum(long)) + data[start + len(short) + 8:])

    def try_deck(self, deck, commands):
        """-> what is wrong, a line each."""
        self.put(deck)
        before = files_of(os.path.dirname(self.path))
        wrong = []
        for words in commands:
            trouble = self.try_command(deck, words, before)
            if trouble:
                wrong.append(f"{deck.name}: {words[0]}: {trouble}")
        if not os.path.exists(self.target):
            wrong.append(f"{deck.name}: A FILE WAS DELETED")
        return wrong

    def try_command(self, deck, words, before):
        command, *rest = words
        try:
            ran = world.run(
                self.home, [self.program, command, "--deck", "fault", *rest],
                KEYS, {"ASAN_OPTIONS": "exitcode=127"}, seconds=SECONDS)
        except subprocess.TimeoutExpired:
            return "hangs"
        trouble = misbehaves(ran)
        if trouble or deck.expect == "either":
            return trouble
        if deck.expect == "ok":
            return (None if ran.returncode == 0 else
                    f"ends with {ran.returncode}: "
                    f"{judge.last_line(ran.stderr)}")
        if ran.returncode not in REFUSALS:
            return f"is not refused, ends with {ran.returncode}"
        if files_of(os.path.dirname(self.path)) != before:
            return "is refused, but the files have changed"
        return None


def some(commands, number):
    """Three of them, others for each number."""
    return [commands[(number + i * len(commands) // 3) % len(commands)]
            for i in range(3)]


def strangers(sanitized, home, made, flipped, commands):
    with world.scratch() as copy:
        place = Place(sanitized, world.copy(home, copy), False)
        return [line for deck in made
                for line in place.try_deck(deck, commands)] + \
               [line for i, deck in enumerate(flipped)
                for line in place.try_deck(deck, some(commands, i))]


def damaged(program, sanitized, count, commands, seed):
    """Bytes that change under a deck which this machine knows as its own."""
    with world.scratch() as home:
        good = hostile_decks.good_deck(program, home)
        place = Place(sanitized, home, True)
        return [f"in place, {line}"
                for i, deck in enumerate(
                    hostile_decks.flips(good, count, seed))
                for line in place.try_deck(deck, some(commands, i))]


def try_decks(program, sanitized, made, flips, commands):
    """`made` decks at most (None: all), and `flips` of each kind. -> (what is
    wrong, figures)."""
    watch = tap.Watch()
    with world.scratch() as home, world.scratch() as workshop:
        good = hostile_decks.good_deck(program, home)
        maker = hostile_decks.Maker(good, workshop)
        decks = list(hostile_decks.targeted(maker))
        if made is not None and made < len(decks):
            decks = random.Random(1).sample(decks, made)
        made = len(decks)
        flipped = list(hostile_decks.flips(good, flips))

        def share(number):
            return (strangers(sanitized, home, decks[number::2],
                              flipped[number::2], commands) +
                    damaged(program, sanitized, flips // 2, commands, number))

        first, second = tap.two(share)
    wrong = first + second
    return wrong, (f"{made} made, {flips} and in place {flips // 2 * 2} with "
                   f"flipped bytes, {len(wrong)} wrong, {watch}")
