"""One fault a run: the n-th call of its kind fails, or kills the program.

A kind of fault is a row of a table. The points of a run are the calls that it
makes when nothing fails; each is a run of its own, on a copy of the same
home: once with that call alone failing and, but for a kill, once with all
from that call on. Whatever happens:

    nothing promised is lost, and the deck is in order
    the program ends by itself, never by a signal that was not sent
    it does not end with 0 when something was not done, and says why
    no card is shown behind a sync that failed
"""

import collections
import copy
import dataclasses
import functools
import os
import random
import re
import signal

import judge
import scenarios
import session
import strace_log
import tap
import world

CHANGING = """write pwrite64 ftruncate fsync fdatasync openat unlink rename
fallocate mkdir link fchmod""".split()
READING = "read pread64 newfstatat getdents64".split()
OTHER = "close munmap mmap lseek poll fcntl".split()


@dataclasses.dataclass(frozen=True)
class Kind:
    name: str
    what: str  # strace's words for what happens at the call
    calls: list
    ways: tuple = ("", "+")  # this call alone, all from this one on


KILL = Kind("kill", "signal=KILL", CHANGING + READING + OTHER, ("",))
FULL = Kind("disk full", "error=ENOSPC", CHANGING)
BROKEN = Kind("I/O error", "error=EIO", CHANGING + READING)
MEMORY = Kind("no memory", "", [])
KINDS = KILL, FULL, BROKEN, MEMORY


GO_ON_EVERY = 10  # points after which the next run is tried as well
HUNG_UP = 128 + signal.SIGHUP  # how a review ends whose terminal has gone


@dataclasses.dataclass(frozen=True)
class Point:
    call: str
    number: int
    way: str

    def __str__(self):
        return f"{self.call} {self.number}{self.way}"


class Bench:
    """A scenario with its home, and what a run without a fault does. After
    each run the home is put back as it was; an outcome that was judged once
    need not be again."""

    def __init__(self, scenario, program, memory=None,
                 summary=judge.outline):
        self.scenario, self.program, self.memory = scenario, program, memory
        self.home = world.new_folder()
        scenario.prepare(program, self.home)
        self.summary, self.judged = summary, set()
        deck = world.deck_path(self.home)
        before = judge.held(deck, summary)
        self.snapshot = world.Snapshot(self.home)
        self.counts = self.count_calls()
        self.ends = scenarios.Ends(summary, before,
                                   judge.held(deck, summary),
                                   judge.held(deck, judge.outline))
        self.listing = listing(self.home)
        self.snapshot.put_back()

    @functools.cached_property
    def twin(self):
        """Another one, with a home of its own."""
        return Bench(copy.copy(self.scenario), self.program, self.memory,
                     self.summary)

    def play(self, argv=None, env=None, kill_after=None):
        return self.scenario.play(argv or self.scenario.argv(self.program),
                                  self.home, env, kill_after)

    def judge(self, outcome):
        promised = self.scenario.promised(outcome)
        state = self.snapshot.changes(), promised, tuple(outcome.marks)
        if state in self.judged:
            return None
        self.judged.add(state)
        return self.scenario.judge(self.program, self.home, outcome.marks,
                                   promised, self.ends)

    def count_calls(self):
        """{call: times} behind the first own act of the program, which is to
        look at /dev/null; what the loader does before it is not ours."""
        log = self.home + ".log"
        calls = sorted(set(CHANGING + READING + OTHER))
        outcome = self.play(
            ["strace", "-f", "-o", log, "-e", "signal=none", "-e",
             "trace=" + ",".join(calls), *self.scenario.argv(self.program)])
        if outcome.status != 0 or not self.scenario.complete(outcome):
            raise RuntimeError(
                f"{self.scenario.name} without a fault ends with "
                f"{outcome.status}: {outcome.err.decode()}")
        self.said = outcome.err
        all_calls = collections.Counter()
        first = {}
        with open(log, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                call = re.match(r"\d+ +(\w+)\(", line)
                if not call:
                    continue
                if '"/dev/null"' in line and not first:
                    first = dict(all_calls)
                all_calls[call[1]] += 1
        os.unlink(log)
        self.first = first
        return all_calls

    def count_memory(self):
        log = self.home + ".oom"
        self.play(env={"LD_PRELOAD": self.memory, "OOM_LOG": log})
        self.snapshot.put_back()
        with open(log, encoding="ascii") as f:
            count = int(f.read())
        os.unlink(log)
        return count

    def play_without_memory(self, point):
        log = self.home + ".oom"
        outcome = self.play(env={
            "LD_PRELOAD": self.memory, "OOM_LOG": log,
            "OOM_AT": str(point.number), "OOM_ON": "01"[point.way == "+"]})
        with open(log, encoding="utf-8") as f:
            text = f.read()
        os.unlink(log)
        return outcome, text

    def points(self, kind):
        counts, first = self.counts, self.first
        if kind is MEMORY:
            counts, first = {"request": self.count_memory()}, {}
        return [Point(call, number, way)
                for call in kind.calls or ["request"]
                for number in range(first.get(call, 0) + 1,
                                    counts.get(call, 0) + 1)
                for way in kind.ways]

    def play_fault(self, kind, point):
        """-> (outcome, the log of strace or of oom.so). What is written to
        the screen matters only where cards are shown."""
        if kind is MEMORY:
            return self.play_without_memory(point)
        argv = self.scenario.argv(self.program)
        log = self.home + ".log"
        bytes_told = "65536" if self.scenario.shows_cards else "0"
        fast = [] if kind is KILL else ["--seccomp-bpf"]  # sends no signal
        outcome = self.play(
            ["strace", "-f", *fast, "-xx", "-y", "-s", bytes_told, "-o", log,
             "-e", "signal=none", "-e", "trace=write," + point.call,
             "-e", f"inject={point.call}:{kind.what}:when="
             f"{point.number}{point.way}", *argv])
        with open(log, encoding="ascii", errors="replace") as f:
            text = f.read()
        os.unlink(log)
        return outcome, text

    def try_point(self, kind, point):
        outcome, log = self.play_fault(kind, point)
        trouble = self.manners(kind, outcome, log) or self.judge(outcome)
        if trouble is None and point.number % GO_ON_EVERY == 0:
            trouble = self.scenario.go_on(self.program, self.home, self.ends)
        self.snapshot.put_back()
        return trouble

    def manners(self, kind, outcome, log):
        """How the program behaved, the deck aside."""
        if outcome.hung:
            return "hangs"
        if kind is KILL:
            return None
        if outcome.status == HUNG_UP and self.scenario.full:
            return None
        if outcome.status < 0 or outcome.status >= 128:
            return f"ended by a signal ({outcome.status})"
        if outcome.status != 0 and not outcome.err.strip() and \
                not re.search(r"write\(2<.*INJECTED", log):
            return f"SILENT: ends with {outcome.status} and says nothing"
        if outcome.status == 0 and not self.scenario.complete(outcome):
            return "SILENT: ends with 0, and not all was done"
        if outcome.status == 0 and outcome.err == self.said and \
                listing(self.home) != self.listing:
            return ("SILENT: ends with 0 and other files: " +
                    str(sorted(listing(self.home) ^ self.listing))[:150])
        if shown_after_failed_sync(log):
            return "a card is shown behind a sync that failed"
        return None


def listing(home):
    """Names of the files that matter below a home; what could not be tidied
    away does not, nor does the second at which a backup was made."""
    return {os.path.relpath(os.path.join(folder, re.sub(
                r"-\d{6}-(\w+\.sqlite)$", r"-\1", name)), home)
            for folder, _, files in os.walk(home) for name in files
            if not re.search(r"-wal$|-shm$|\.new-", name)}


def shown_after_failed_sync(log):
    """Syncs of folders apart, whose failure SQLite does not tell."""
    turns, failed = session.Turns(), None
    for line in log.splitlines():
        sync = re.search(r"\bf(?:data)?sync\(\d+<(.*)>\) .*INJECTED", line)
        if sync and not os.path.isdir(strace_log.unquoted(sync[1])):
            failed = len(turns.marks)
        if " write(1<" in line:
            turns.see(b"".join(strace_log.strings(line)))
            if failed is not None and len(turns.marks) > failed > 0:
                return True
    return False


def summary(wrong, runs, points, watch):
    lost = sum("LOST" in w for w in wrong)
    silent = sum("SILENT" in w for w in wrong)
    signals = sum("signal" in w for w in wrong)
    return (f"{runs} of {points} points, {lost} lost, {silent} silent, "
            f"{signals} signals, {len(wrong) - lost - silent - signals} "
            f"otherwise wrong, {watch}")


def run(bench, kind, limit=None, seed=3):
    """-> (what is wrong, figures). At most `limit` points, at random."""
    watch = tap.Watch()
    points = bench.points(kind)
    chosen = points
    if limit is not None and limit < len(points):
        chosen = random.Random(seed).sample(points, limit)

    benches = bench, bench.twin

    def share(number):
        own, found = benches[number], []
        for point in chosen[number::2]:
            trouble = own.try_point(kind, point)
            if trouble:
                found.append(f"{point}: {trouble}")
        return found

    first, second = tap.two(share)
    return first + second, summary(first + second, len(chosen), len(points),
                                   watch)


def short_writes(bench, io, most):
    """Writes that do half of what they should are no failure: the rest must
    follow. Every second is cut, every third, up to `most`."""
    watch = tap.Watch()
    wrong = []
    for every in range(2, most + 1):
        outcome = bench.play(env={"LD_PRELOAD": io, "IO_SHORT": str(every)})
        trouble = bench.judge(outcome)
        bench.snapshot.put_back()
        if outcome.status != 0 or not bench.scenario.complete(outcome):
            trouble = (f"ends with {outcome.status}, "
                       f"{judge.last_line(outcome.err)}")
        if trouble:
            wrong.append(f"every {every}.: {trouble}")
    return wrong, f"{most - 1} ways to cut, {len(wrong)} wrong, {watch}"


def kills(bench, count, seed=5):
    """The program killed after a random time, again and again."""
    watch = tap.Watch()
    once = tap.Watch()
    bench.play()
    took = once.seconds()
    bench.snapshot.put_back()

    benches = bench, bench.twin

    def share(number):
        own, found = benches[number], []
        rng = random.Random(f"{seed} {number}")
        for _ in range(count // 2):
            after = rng.random() * took * 1.1
            outcome = own.play(kill_after=after)
            trouble = own.judge(outcome)
            own.snapshot.put_back()
            if trouble:
                found.append(f"killed after {after * 1000:.1f} ms: {trouble}")
        return found

    first, second = tap.two(share)
    wrong = first + second
    lost = sum("LOST" in w for w in wrong)
    return wrong, (f"{count // 2 * 2} kills, {lost} lost, "
                   f"{len(wrong) - lost} otherwise wrong, {watch}")
