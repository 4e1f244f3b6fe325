#!/usr/bin/env python3
"""run.py [--long] [--only WORD]: bad days, made to order, around the program
in $B (default build), and the sanitized one in build/san for what strangers
may do. Prints a line for each promise, "ok" or "not ok", with figures.

    power cuts       thousands of states in which a disk may be left
    faults           every call of a run fails once, and from then on
    kills            at any moment
    together         eight people at one deck; syncs an answer
    hostile decks    made from a good one, and by flipping bytes
    hostile names    of files and decks

What the tools are worth is shown on a small reviewer with planted faults.
The short form takes about a minute, --long some hours.
"""

import argparse
import dataclasses
import os
import sys

sys.dont_write_bytecode = True

import cuts  # noqa: E402
import faults  # noqa: E402
import hostile  # noqa: E402
import hostile_names  # noqa: E402
import judge  # noqa: E402
import scenarios  # noqa: E402
import selftest  # noqa: E402
import strace_log  # noqa: E402
import tap  # noqa: E402
import together  # noqa: E402
import world  # noqa: E402


@dataclasses.dataclass
class Tools:
    """Absolute paths of what is run, and how much of it."""

    program: str
    sanitized: str
    victim: str
    memory: str  # oom.so
    io: str      # io.so
    long: bool

    def much(self, short, long):
        return long if self.long else short


def planted(t, tools):
    selftest.power_cuts(t, tools, tools.much(200, 10000))
    selftest.late_commit(t, tools)
    selftest.no_syncs(t, tools, tools.much(80, 2000))


def power_cuts(t, tools):
    review = scenarios.Review(tools.much(30, 700))
    for scenario, long in ((review, 10000), (scenarios.Import(), 2000),
                           (scenarios.FirstImport(), 2000)):
        recording = cuts.Recording(scenario, tools.program, judge.dump)
        for kind in cuts.power.KINDS:
            t.judge(f"{scenario.name}, power cuts, {kind}",
                    *cuts.run(recording, kind, tools.much(200, long)))


def all_scenarios(answers):
    return (scenarios.Review(answers), scenarios.Review(answers, full=False),
            scenarios.Import(), scenarios.FirstImport())


def every_point(t, tools):
    for scenario in all_scenarios(tools.much(6, 20)):
        bench = faults.Bench(scenario, tools.program, tools.memory)
        for kind in faults.KINDS:
            t.judge(f"{scenario.name}, {kind.name}",
                    *faults.run(bench, kind, tools.much(40, None)))


def short_writes(t, tools):
    for scenario in all_scenarios(tools.much(10, 100)):
        bench = faults.Bench(scenario, tools.program)
        t.judge(f"{scenario.name}, short writes",
                *faults.short_writes(bench, tools.io, tools.much(4, 40)))


def random_kills(t, tools):
    for scenario, long in ((scenarios.Review(20), 5000),
                           (scenarios.Review(20, full=False), 5000),
                           (scenarios.Import(), 2000)):
        bench = faults.Bench(scenario, tools.program)
        t.judge(f"{scenario.name}, killed at any moment",
                *faults.kills(bench, tools.much(40, long)))


def at_once(t, tools):
    t.judge("eight reviewers at one deck",
            *together.reviewers(tools.program, 8, tools.much(25, 250)))


def syncs(t, tools):
    t.judge("review, a sync an answer", *together.syncs(tools.program))


def hostile_decks(t, tools):
    commands = list(hostile.COMMANDS)
    commands += hostile.MORE if tools.long else []
    t.judge("hostile decks", *hostile.try_decks(
        tools.program, tools.sanitized, tools.much(60, None),
        tools.much(20, 5000), commands))


def names(t, tools):
    t.judge("hostile names", *hostile_names.run(tools.sanitized))


# what is tried, and whether it watches the program by strace
PARTS = (("planted faults", planted, True), ("power cuts", power_cuts, True),
         ("faults", every_point, True), ("short writes", short_writes, True),
         ("kills", random_kills, True),
         ("together", at_once, False), ("syncs", syncs, True),
         ("hostile decks", hostile_decks, False),
         ("hostile names", names, False))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--long", action="store_true")
    options.add_argument("--only", default="")
    given = options.parse_args()
    build = os.path.join(world.SOURCE, os.environ.get("B", "build"))
    tools = Tools(build + "/pagein", world.SOURCE + "/build/san/pagein",
                  *(build + "/tests/fault/" + name
                    for name in ("victim", "oom.so", "io.so")), given.long)
    t = tap.Tap()
    can_watch = strace_log.works()
    for name, part, watches in PARTS:
        if given.only not in name:
            continue
        if watches and not can_watch:
            t.skip(name, "strace does not work here")
        else:
            part(t, tools)
    return 1 if t.bad else 0


if __name__ == "__main__":
    sys.exit(main())
