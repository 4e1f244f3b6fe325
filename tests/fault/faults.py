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
import dataclasses
import os
import random
import re
import shutil
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
    """A scenario with its home, and what a run without a fault does."""

    def __init__(self, scenario, program, memory=None,
                 summary=judge.outline):
        self.scenario, self.program, self.memory = scenario, program, memory
        self.home = world.new_folder()
        scenario.prepare(program, self.home)
        self.counts, self.listing = {}, None
        before = judge.held(world.deck_path(self.home), summary)
        with world.scratch() as home:
            world.copy(self.home, home)
            self.counts = self.count_calls(home)
            self.ends = scenarios.Ends(
                summary, before,
                *(judge.held(world.deck_path(home), kind)
                  for kind in (summary, judge.outline)))
            self.listing = listing(home)

    def count_calls(self, home):
        """{call: times} behind the first own act of the program, which is to
        look at /dev/null; what the loader does before it is not ours."""
        log = home + ".log"
        calls = sorted(set(CHANGING + READING + OTHER))
        outcome = self.scenario.play(
            ["strace", "-f", "-o", log, "-e", "signal=none", "-e",
             "trace=" + ",".join(calls), *self.scenario.argv(self.program)],
            home)
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
        with world.scratch() as home:
            world.copy(self.home, home)
            log = home + ".oom"
            self.scenario.play(self.scenario.argv(self.program), home,
                               {"LD_PRELOAD": self.memory, "OOM_LOG": log})
            with open(log, encoding="ascii") as f:
                return int(f.read())

    def play_without_memory(self, point, home):
        log = home + ".oom"
        env = {"LD_PRELOAD": self.memory, "OOM_LOG": log,
               "OOM_AT": str(point.number), "OOM_ON": "01"[point.way == "+"]}
        outcome = self.scenario.play(self.scenario.argv(self.program), home,
                                     env)
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

    def play(self, kind, point, home):
        """-> (outcome, the log of strace or of oom.so)."""
        if kind is MEMORY:
            return self.play_without_memory(point, home)
        argv = self.scenario.argv(self.program)
        log = home + ".log"
        outcome = self.scenario.play(
            ["strace", "-f", "-xx", "-y", "-s", "65536", "-o", log,
             "-e", "signal=none", "-e", "trace=write," + point.call,
             "-e", f"inject={point.call}:{kind.what}:when="
             f"{point.number}{point.way}", *argv], home)
        with open(log, encoding="ascii", errors="replace") as f:
            text = f.read()
        os.unlink(log)
        return outcome, text

    def try_point(self, kind, point, place):
        outcome, log = self.play(kind, point, place.home)
        promised = self.scenario.promised(outcome)
        trouble = self.manners(kind, outcome, log, place.home)
        if trouble is None and place.is_new(promised, outcome.marks):
            trouble = self.scenario.judge(self.program, place.home,
                                          outcome.marks, promised, self.ends)
        if trouble is None and point.number % GO_ON_EVERY == 0:
            trouble = self.scenario.go_on(self.program, place.home, self.ends)
        place.tidy()
        return trouble

    def manners(self, kind, outcome, log, home):
        """How the program behaved, the deck aside."""
        if outcome.hung:
            return "hangs"
        if kind is KILL:
            return None
        if outcome.status == HUNG_UP and self.scenario.full:
            return None
        if outcome.status == -signal.SIGSEGV and "/libtermkey" in log:
            return None  # it does not look whether it got what it asked for
        if outcome.status < 0 or outcome.status >= 128:
            return f"ended by a signal ({outcome.status})"
        if outcome.status != 0 and not outcome.err.strip() and \
                not re.search(r"write\(2<.*INJECTED", log):
            return f"SILENT: ends with {outcome.status} and says nothing"
        if outcome.status == 0 and not self.scenario.complete(outcome):
            return "SILENT: ends with 0, and not all was done"
        if outcome.status == 0 and outcome.err == self.said and \
                listing(home) != self.listing:
            return ("SILENT: ends with 0 and other files: " +
                    str(sorted(listing(home) ^ self.listing))[:150])
        if shown_after_failed_sync(log):
            return "a card is shown behind a sync that failed"
        return None


class Place:
    """A home like that of a bench, for one run after the other. What was
    judged once need not be again."""

    def __init__(self, bench):
        self.bench, self.home, self.judged = bench, world.new_folder(), set()
        world.copy(bench.home, self.home)
        self.untouched = world.digest(self.home)

    def is_new(self, promised, marks):
        state = world.digest(self.home), promised, tuple(marks)
        is_new = state not in self.judged
        self.judged.add(state)
        return is_new

    def tidy(self):
        if world.digest(self.home) != self.untouched:
            shutil.rmtree(self.home)
            os.mkdir(self.home)
            world.copy(self.bench.home, self.home)


def listing(home):
    """Names of the files that matter below a home; what could not be tidied
    away does not."""
    return {os.path.relpath(os.path.join(folder, name), home)
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

    def share(number):
        found, place = [], Place(bench)
        for point in chosen[number::2]:
            trouble = bench.try_point(kind, point, place)
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
        with world.scratch() as home:
            world.copy(bench.home, home)
            outcome = bench.scenario.play(
                bench.scenario.argv(bench.program), home,
                {"LD_PRELOAD": io, "IO_SHORT": str(every)})
            trouble = bench.scenario.judge(
                bench.program, home, outcome.marks,
                bench.scenario.promised(outcome), bench.ends)
        if outcome.status != 0 or not bench.scenario.complete(outcome):
            trouble = (f"ends with {outcome.status}, "
                       f"{judge.last_line(outcome.err)}")
        if trouble:
            wrong.append(f"every {every}.: {trouble}")
    return wrong, f"{most - 1} ways to cut, {len(wrong)} wrong, {watch}"


def kills(bench, count, seed=5):
    """The program killed after a random time, again and again."""
    watch = tap.Watch()
    with world.scratch() as home:
        world.copy(bench.home, home)
        once = tap.Watch()
        bench.scenario.play(bench.scenario.argv(bench.program), home)
        took = once.seconds()

    def share(number):
        rng = random.Random(f"{seed} {number}")
        found = []
        for _ in range(count // 2):
            after = rng.random() * took * 1.1
            with world.scratch() as home:
                world.copy(bench.home, home)
                outcome = bench.scenario.play(
                    bench.scenario.argv(bench.program), home,
                    kill_after=after)
                trouble = bench.scenario.judge(
                    bench.program, home, outcome.marks,
                    bench.scenario.promised(outcome), bench.ends)
            if trouble:
                found.append(f"killed after {after * 1000:.1f} ms: {trouble}")
        return found

    first, second = tap.two(share)
    wrong = first + second
    lost = sum("LOST" in w for w in wrong)
    return wrong, (f"{count // 2 * 2} kills, {lost} lost, "
                   f"{len(wrong) - lost} otherwise wrong, {watch}")
