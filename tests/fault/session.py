"""A person at a review: reads the screen, presses keys, and remembers which
card was there when.

Every card of these tests shows a Chinese character of its own, its mark. A
mark is one character, so a screen that sends only what has changed sends it
whole. A turn begins when another mark appears than the one before: that is
the moment at which all answers of earlier turns are promised to be saved.
"""

import dataclasses
import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import subprocess
import termios
import time

import world

MARK_FIRST = 0x4e00
MARK = re.compile(rb"(?:\xe4[\xb8-\xbf]|[\xe5\xe6][\x80-\xbf])[\x80-\xbf]")
TROUBLE = re.compile(b"Not saved|can't be shown")  # makes a person leave
PATIENCE_S = 20  # so does a screen that shows nothing new for so long
SILENT_S = 40    # a program that then does not end hangs


def mark(number):
    return chr(MARK_FIRST + number)


class Turns:
    """Counts turns in what a program shows."""

    def __init__(self):
        self.marks, self.rest = [], b""

    def see(self, data):
        data = self.rest + data
        self.rest = data[-2:]
        for found in MARK.finditer(data):
            shown = found[0].decode()
            if not self.marks or self.marks[-1] != shown:
                self.marks.append(shown)

    @property
    def promised(self):
        """How many answers are promised: those of the turns that are over."""
        return max(0, len(self.marks) - 1)


@dataclasses.dataclass(frozen=True)
class Act:
    """What a person does with a card, and the event it must make."""

    full: bytes   # keys on a full screen
    plain: bytes  # lines in plain mode
    kinds: tuple  # of event, one of them
    grade: int | None


def answer(key, grade):
    return Act(b" %d" % key, b"\n%d\n" % key, ("review", "drill"), grade)


AGAIN, HARD, GOOD, EASY = (answer(k, k + 1) for k in (1, 2, 3, 4))
BURY = Act(b"-", b"-\n", ("bury",), None)
SUSPEND = Act(b"s", b"s\n", ("suspend",), None)
UNDO = Act(b"u", b"u\n", ("undo",), None)


def script(count, seed=1):
    """`count` acts as a student would mix them; an undo follows an answer."""
    rng = random.Random(seed)
    acts = []
    for i in range(count):
        act = rng.choices((GOOD, AGAIN, HARD, EASY, BURY, SUSPEND, UNDO),
                          (70, 10, 6, 8, 2, 1, 3))[0]
        if act is UNDO and (i == 0 or acts[-1].grade is None):
            act = GOOD
        acts.append(act)
    return acts


@dataclasses.dataclass
class Outcome:
    """How a run ended."""

    status: int  # exit status, negative: the signal
    out: bytes
    err: bytes
    marks: list  # of the cards in the order they were shown
    hung: bool = False

    @property
    def promised(self):
        return max(0, len(self.marks) - 1)


class Person:
    """Plays `acts` with a program that runs on a pipe or a terminal."""

    def __init__(self, acts, full):
        self.acts, self.full = acts, full
        self.turns, self.given, self.leaving = Turns(), 0, False
        self.out = bytearray()

    def see(self, data):
        """-> the keys to press now, or b''."""
        self.out += data
        self.turns.see(data)
        if self.leaving:
            return b""
        if TROUBLE.search(self.out):
            return self.leave()
        if len(self.turns.marks) <= self.given:
            return b""
        if self.given == len(self.acts):
            return self.leave()
        act = self.acts[self.given]
        self.given += 1
        return act.full if self.full else act.plain

    def leave(self):
        self.leaving = True
        return b"q" if self.full else b"q\n"


def play(home, argv, acts, full, env=None, kill_after=None,
         patience_s=PATIENCE_S):
    """A review by a person who does `acts` and then leaves. kill_after:
    seconds after which the program is killed."""
    person = Person(acts, full)
    if full:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 24, 80, 0, 0))
        ends = theirs, theirs
        reading = writing = ours
    else:
        reading, out = os.pipe()
        inp, writing = os.pipe()
        ends = inp, out
    process = subprocess.Popen(
        argv, stdin=ends[0], stdout=ends[1], stderr=subprocess.PIPE,
        cwd=home, env={**world.environment(home), **(env or {})},
        start_new_session=True,
        preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        if full else None)
    for fd in set(ends):
        os.close(fd)
    hung = converse(process, person, reading, writing, kill_after,
                    patience_s)
    for fd in {reading, writing}:
        os.close(fd)
    with process.stderr:
        err = process.stderr.read()
    status = process.wait()
    return Outcome(status, bytes(person.out), err, person.turns.marks, hung)


def converse(process, person, reading, writing, kill_after, patience_s):
    """Until the program closes its output; True when it had to be stopped
    because it neither showed anything nor ended."""
    began = time.monotonic()
    hung = False
    while True:
        wait = SILENT_S if person.leaving else patience_s
        if kill_after is not None:
            wait = max(0, began + kill_after - time.monotonic())
        if not select.select([reading], [], [], wait)[0]:
            if kill_after is None and not person.leaving:
                tell(writing, person.leave())
                continue
            hung = kill_after is None
            os.killpg(process.pid, signal.SIGKILL)
            kill_after = None
            continue
        try:
            data = os.read(reading, 65536)
        except OSError:  # a terminal whose other end is closed
            return hung
        if not data:
            return hung
        tell(writing, person.see(data))


def tell(writing, keys):
    try:
        os.write(writing, keys)
    except OSError:  # it ended before it could hear them
        pass
