#!/usr/bin/env python3
"""run.py [--long] [--only PART] [--name REGEX] [--keep FILE]: bad days, made
to order, around the program in $B (default build), and the sanitized one in
build/san for what strangers may do. Prints a line for each promise, "ok" or
"not ok", with figures; --name picks lines. The parts:

    power cuts       thousands of states in which a disk may be left
    every call       of a run fails once, and from then on
    kills            at any moment
    together         eight people at one deck; syncs an answer
    hostile decks    made from a good one, and by changing bytes
    flipped decks    the same in one process, and many
    hostile names    of files and decks

What the tools are worth is shown on a small reviewer with planted faults, and
on the program itself with faults planted from outside. The short form takes
two minutes, --long two hours. With --keep what went well is noted in a FILE:
a run that was broken off goes on from there, until all went well.
"""

import argparse
import dataclasses
import functools
import os
import sys

sys.dont_write_bytecode = True

import copies  # noqa: E402
import cuts  # noqa: E402
import exports  # noqa: E402
import faults  # noqa: E402
import hostile  # noqa: E402
import hostile_flips  # noqa: E402
import hostile_names  # noqa: E402
import judge  # noqa: E402
import packages  # noqa: E402
import scenarios  # noqa: E402
import selftest  # noqa: E402
import shares  # noqa: E402
import strace_log  # noqa: E402
import tap  # noqa: E402
import together  # noqa: E402
import world  # noqa: E402


@dataclasses.dataclass
class Tools:
    """Absolute paths of what is run, and how much of it."""

    program: str
    sanitized: str
    replay: str  # replay-deck, sanitized
    victim: str
    memory: str  # oom.so
    io: str      # io.so
    plant: str   # plant.so
    long: bool

    def much(self, short, long):
        return long if self.long else short

    def recording(self, scenario):
        return functools.cache(
            lambda: cuts.Recording(scenario, self.program, judge.dump))

    def bench(self, scenario):
        return functools.cache(
            lambda: faults.Bench(scenario, self.program, self.memory))


def planted(t, tools):
    selftest.power_cuts(t, tools, tools.much(200, 10000))
    selftest.late_commit(t, tools)
    selftest.deaf(t, tools)
    selftest.planted(t, tools, tools.much(60, 1000))


def of_commands():
    return (scenarios.Import(), scenarios.FirstImport(),
            packages.Package(), copies.Merge(),
            copies.Backup(), copies.Restore(), copies.RestoreLost(),
            copies.RestoreBroken(), shares.Sync(), shares.FirstSync(),
            exports.Export(), exports.FirstExport())


def of_reviews(answers):
    return (scenarios.Review(answers),
            scenarios.Review(answers, full=False))


def power_cuts(t, tools):
    review = scenarios.Review(tools.much(30, 700))
    for scenario in (review, *of_commands()):
        states = (tools.much(200, 10000) if scenario is review else
                  tools.much(100, 2000))
        recording = tools.recording(scenario)
        for kind in cuts.power.KINDS:
            t.run(f"{scenario.name}, power cuts, {kind}",
                  lambda: cuts.run(recording(), kind, states))


def every_point(t, tools):
    for scenario in (*of_reviews(6), *of_commands()):
        bench = tools.bench(scenario)
        for kind in faults.KINDS:
            t.run(f"{scenario.name}, {kind.name}",
                  lambda: faults.run(bench(), kind, tools.much(20, None)))


def short_writes(t, tools):
    for scenario in (*of_reviews(tools.much(10, 100)), *of_commands()):
        bench = tools.bench(scenario)
        t.run(f"{scenario.name}, short writes",
              lambda: faults.short_writes(bench(), tools.io,
                                          tools.much(4, 40)))


def random_kills(t, tools):
    long = {"review": 5000, "review --plain": 5000}
    for scenario in (*of_reviews(20), *of_commands()):
        bench = tools.bench(scenario)
        t.run(f"{scenario.name}, killed at any moment",
              lambda: faults.kills(bench(), tools.much(
                  20, long.get(scenario.name, 1000))))


def at_once(t, tools):
    t.run("eight reviewers at one deck", lambda: together.reviewers(
        tools.program, 8, tools.much(25, 250)))


def syncs(t, tools):
    t.run("review, a sync an answer", lambda: together.syncs(tools.program))


def hostile_decks(t, tools):
    commands = list(hostile.COMMANDS)
    commands += hostile.MORE if tools.long else []
    t.run("hostile decks", lambda: hostile.try_decks(
        tools.program, tools.sanitized, tools.much(60, None),
        tools.much(20, 2000), commands))


def flipped_decks(t, tools):
    t.run("decks with flipped bits", lambda: hostile_flips.run(
        tools.replay, tools.much(300, 10000)))


def names(t, tools):
    t.run("hostile names", lambda: hostile_names.run(tools.sanitized))


# what is tried, and whether it watches the program by strace
PARTS = (("planted faults", planted, True), ("power cuts", power_cuts, True),
         ("every call", every_point, True),
         ("short writes", short_writes, True),
         ("kills", random_kills, True),
         ("together", at_once, False), ("syncs", syncs, True),
         ("hostile decks", hostile_decks, False),
         ("flipped decks", flipped_decks, False),
         ("hostile names", names, False))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--long", action="store_true")
    options.add_argument("--only", default="")
    options.add_argument("--name", default="")
    options.add_argument("--keep")
    given = options.parse_args()
    build = os.path.join(world.SOURCE, os.environ.get("B", "build"))
    sanitized = world.SOURCE + "/build/san"
    tools = Tools(build + "/pagein", sanitized + "/pagein",
                  sanitized + "/replay-deck",
                  *(build + "/tests/fault/" + name
                    for name in ("victim", "oom.so", "io.so", "plant.so")),
                  given.long)
    t = tap.Tap(given.name)
    if given.keep:
        t.keep(given.keep, world.hash_of(tools.program))
    can_watch = strace_log.works()
    for name, part, watches in PARTS:
        if given.only not in name:
            continue
        if watches and not can_watch:
            t.skip(name, "strace does not work here")
        else:
            part(t, tools)
    if given.keep and not (t.bad or given.only or given.name):
        os.unlink(given.keep)
    return 1 if t.bad else 0


if __name__ == "__main__":
    sys.exit(main())
