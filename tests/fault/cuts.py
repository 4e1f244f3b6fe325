"""Power cuts, tried out: one recorded run of a scenario, many states of the
disk, each of which must be a deck that has lost nothing that was promised."""

import hashlib
import os
import random

import judge
import power
import scenarios
import strace_log
import tap
import world

GO_ON_EVERY = 40  # states after which the next run is tried as well


class Recording:
    """A run of a scenario under strace, and what was before and after."""

    def __init__(self, scenario, program, summary, env=None):
        self.scenario, self.program = scenario, program
        self.home = world.new_folder()
        scenario.prepare(program, self.home)
        self.names = strace_log.snapshot(self.home)
        before = judge.held(world.deck_path(self.home), summary)
        log = world.new_folder() + "/strace"
        self.outcome = scenario.play(
            strace_log.command(log, scenario.argv(program)), self.home, env)
        self.events = strace_log.read(log, self.home, self.names)
        os.unlink(log)
        self.ends = scenarios.Ends(
            summary, before,
            *(judge.held(world.deck_path(self.home), kind)
              for kind in (summary, judge.outline)))
        if self.outcome.status != 0 or not scenario.complete(self.outcome):
            raise RuntimeError(
                f"{scenario.name} without a fault ends with "
                f"{self.outcome.status}, {self.outcome.promised} answers in: "
                f"{self.outcome.err.decode()}")
        watch = scenario.watch()
        for event in self.events:
            watch.see(event)
        if watch.promised != scenario.promised(self.outcome):
            raise RuntimeError(
                f"{scenario.name}: the log shows {watch.promised} promises, "
                f"the run showed {scenario.promised(self.outcome)}")

    def syncs(self):
        return sum(isinstance(e, (strace_log.Sync, strace_log.SyncFolder))
                   for e in self.events)

    def checkpoints(self):
        """How often the log was moved into the deck that was there."""
        file = self.names.get(world.deck_path(self.home))
        return sum(isinstance(e, strace_log.Sync) and e.file is file
                   for e in self.events)


def digest(image, promised):
    """One word for a state and what was promised before it."""
    found = hashlib.blake2b(str(promised).encode())
    for path in sorted(image):
        data = image[path]
        found.update(f"{path} {data and len(data)} ".encode())
        found.update(data or b"")
    return found.digest()


def try_cuts(recording, kind, states, seed, share, shares):
    """Judges every `shares`-th of the planned cuts, each state once -> (what
    is wrong, how many states there were)."""
    rng = random.Random(seed)
    cuts = power.plan(len(recording.events), states, rng)
    disk = power.Disk(recording.names, kind)
    watch = recording.scenario.watch()
    wrong, at, seen = [], 0, set()
    with world.scratch() as home:
        for number, (k, policy) in enumerate(cuts):
            while at < k:
                disk.step(recording.events[at])
                watch.see(recording.events[at])
                at += 1
            if number % shares != share:
                continue
            image = disk.cut(policy, random.Random(f"{seed} {number}"))
            state = digest(image, watch.promised)
            go_on = number % GO_ON_EVERY == 0
            if state in seen and not go_on:
                continue
            seen.add(state)
            power.restore(image, recording.home, home)
            world.move_in(home, recording.home)
            trouble = judge_cut(recording, home, watch.promised, go_on)
            if trouble:
                wrong.append(f"{trouble} (cut {number}, after event {k} of "
                             f"{len(recording.events)}, {policy})")
    return wrong, len(seen)


def judge_cut(recording, home, promised, go_on):
    scenario, program = recording.scenario, recording.program
    trouble = scenario.judge(program, home, recording.outcome.marks, promised,
                             recording.ends)
    if trouble is None and go_on:
        trouble = scenario.go_on(program, home, recording.ends)
    return trouble


def run(recording, kind, states, seed=7):
    """-> (what is wrong, figures)."""
    watch = tap.Watch()
    halves = tap.two(lambda share: try_cuts(recording, kind, states, seed,
                                            share, 2))
    wrong = halves[0][0] + halves[1][0]
    lost = sum(w.startswith("LOST") for w in wrong)
    figures = (f"{states} states ({halves[0][1] + halves[1][1]} differ) of "
               f"{len(recording.events)} events and "
               f"{recording.syncs()} syncs, {recording.checkpoints()} "
               f"checkpoints, {lost} lost, "
               f"{len(wrong) - lost} otherwise wrong, {watch}")
    return wrong, figures
