"""Scenarios of a folder by which several machines share a deck."""

import os
import shutil

import copies
import judge
import scenarios
import world
from scenarios import at, content, must, review


def sync(program, home, deck, folder, env=None):
    must(world.run(home, [program, "deck", "sync", "--deck", deck, folder],
                   env=env))


def files(home):
    """What is in the folder for the deck, paths below the home."""
    return [f"shared/fault/{name}"
            for name in sorted(os.listdir(home + "/shared/fault"))
            if name.endswith(".sqlite")]


class Sync(copies.Merge):
    """The folder holds the news of two machines, each merged by itself, and
    a file of our own that is old. That is the old one or the new one and
    whole in any case; those of the others stay as they are."""

    name = "sync"
    says = b"Wrote "

    def make(self, program, home):
        scenarios.deck_of_notes(program, home, self.count, at("06:00"))
        review(program, home, self.count // 4, at("06:10"))
        os.mkdir(home + "/shared")
        sync(program, home, "fault", "shared", at("06:20"))
        self.own = {name: content(home, name) for name in files(home)}
        for machine in "laptop", "phone":
            shutil.copytree(home + "/shared", f"{home}/{machine}/shared")
            self.sync_machine(program, home, machine, at("06:30"))
        scenarios.Import(self.count).edit(home)
        self.go_on_with(program, home, home + "/laptop/fault.sqlite", "07")
        review(program, home, self.count // 4, at("07:30"),
               home + "/phone/fault.sqlite", 30)
        self.edit_otherwise(home)
        self.go_on_with(program, home, "fault", "08")
        for machine in "laptop", "phone":
            self.carry(program, home, machine)
            shutil.rmtree(f"{home}/{machine}")
        self.keeps = [name for name in files(home) if name not in self.own]
        self.between = [self.without(program, home, name)
                        for name in self.keeps]

    def sync_machine(self, program, home, machine, env):
        sync(program, home, f"{home}/{machine}/fault.sqlite",
             f"{machine}/shared", env)

    def carry(self, program, home, machine):
        """The file that this machine wrote comes to ours."""
        there = f"{home}/{machine}/shared/fault"
        self.sync_machine(program, home, machine, at("08:30"))
        for name in os.listdir(there):
            if f"shared/fault/{name}" not in self.own:
                shutil.copy(f"{there}/{name}", home + "/shared/fault")

    def without(self, program, home, name):
        """The outline of a deck that has all but this file."""
        with world.scratch() as other:
            world.copy(home, other)
            os.unlink(os.path.join(other, name))
            sync(program, other, "fault", "shared")
            return judge.outline(scenarios.deck(other))

    def argv(self, program):
        return [program, "deck", "sync", "--deck", "fault", "shared"]

    def at_rest(self, home):
        return judge.held(scenarios.deck(home),
                          judge.outline) in self.between

    def judge(self, program, home, marks, promised, ends):
        return (super().judge(program, home, marks, promised, ends) or
                self.judge_own(home, promised, ends.summary))

    def judge_own(self, home, promised, summary):
        new = 0
        for name in set(files(home)) - set(self.keeps):
            if content(home, name) == self.own.get(name):
                continue
            new += 1
            if judge.held(os.path.join(home, name), summary) != \
                    judge.held(scenarios.deck(home), summary):
                return f"{name} is neither as it was nor as the deck"
        return "LOST our file in the folder" if promised and not new else None


class FirstSync(Sync):
    """A machine that has no deck yet gets it from the others."""

    name = "first sync"
    backs_up = False

    def make(self, program, home):
        super().make(program, home)
        os.unlink(scenarios.deck(home))
        for name in self.own:
            os.unlink(os.path.join(home, name))
        self.own = {}
        self.between = [self.without(program, home, name)
                        for name in self.keeps]

    def at_rest(self, home):
        return super().at_rest(home) or judge.is_empty(scenarios.deck(home))

    def copies(self, home):
        """One of the deck while it is still empty matters to no one."""
        return []
