"""Scenarios with more than one deck in them: a backup, a restore, a merge."""

import contextlib
import glob
import os
import shutil
import sqlite3

import scenarios
import world
from scenarios import at, must, notes, review


class Backup(scenarios.Command):
    """The deck stays; its copy is there and whole, or not there."""

    name = "backup"
    says = b"The backup is"
    backs_up = True

    def make(self, program, home):
        scenarios.deck_of_notes(program, home, 40)
        review(program, home, 12)

    def argv(self, program):
        return [program, "deck", "backup", "--deck", "fault"]


class Restore(scenarios.Command):
    """A deck that went on after it was backed up goes back."""

    name = "restore"
    says = b"is again as in"
    backs_up = True
    keeps = ("then.sqlite",)

    def make(self, program, home):
        scenarios.deck_of_notes(program, home, 40, at("06:00"))
        review(program, home, 8, at("06:10"))
        must(world.run(home, [program, "deck", "backup", "--deck", "fault",
                              "then.sqlite"], env=at("07:00")))
        scenarios.Import().edit(home)
        must(world.run(home, [program, "import", "--force", "fault.yaml"],
                       env=at("08:00")))
        review(program, home, 12, at("08:10"))

    def argv(self, program):
        return [program, "deck", "restore", "--deck", "fault", "then.sqlite"]

    def copies(self, home):
        """A deck that can't be read is moved aside instead."""
        return super().copies(home) + [
            os.path.relpath(path, home) for path in aside(home, "")]


def aside(home, end):
    """Decks that were moved aside, or their logs."""
    return sorted(p for p in glob.glob(scenarios.deck(home) + ".broken-*")
                  if p.rpartition("-")[2].isdigit() == (end == ""))


class RestoreLost(Restore):
    """The deck itself is gone."""

    name = "restore of a deck that is gone"
    backs_up = False

    def make(self, program, home):
        super().make(program, home)
        os.unlink(scenarios.deck(home))


class RestoreBroken(Restore):
    """The deck can't be opened any more: it is moved aside, and no byte of
    it or of its log is lost."""

    name = "restore of a broken deck"
    backs_up = False

    def make(self, program, home):
        super().make(program, home)
        self.pieces = {}
        for end in "", "-wal":
            self.pieces[end] = b"broken" * 1000 + end.encode()
            world.write(home, scenarios.deck(home) + end, self.pieces[end])

    def can_open(self, home):
        return super().can_open(home) and not self.whole(home, "")

    def whole(self, home, end):
        return scenarios.content(home, scenarios.deck(home) + end) == \
            self.pieces[end]

    def at_rest(self, home):
        return not os.path.exists(scenarios.deck(home))

    def judge_kept(self, home):
        for end, data in self.pieces.items():
            if not self.whole(home, end) and not any(
                    scenarios.content(home, path) == data
                    for path in aside(home, end)):
                return f"LOST the broken deck{end}"
        return super().judge_kept(home)

    def copies(self, home):
        return []


class Merge(scenarios.Command):
    """Two machines began with one deck. Both took in other notes and other
    answers; now the deck of one, which was still in use when it was copied,
    is merged into that of the other."""

    name = "merge"
    says = b"Took over"
    backs_up = True
    keeps = ("usb/other.sqlite", "usb/other.sqlite-wal")
    count = 40

    def make(self, program, home):
        scenarios.deck_of_notes(program, home, self.count, at("06:00"))
        review(program, home, self.count // 4, at("06:10"))
        laptop = home + "/laptop.sqlite"
        must(world.run(home, [program, "deck", "backup", "--deck", "fault",
                              laptop], env=at("06:20")))
        scenarios.Import(self.count).edit(home)
        self.go_on_with(program, home, laptop, "07")
        self.edit_otherwise(home)
        self.go_on_with(program, home, "fault", "08")
        os.mkdir(home + "/usb")
        copy_in_use(program, home, laptop, home + "/usb/other.sqlite")
        os.unlink(laptop)

    def go_on_with(self, program, home, name, hour):
        must(world.run(home, [program, "import", "--force", "--deck", name,
                              "notes"], env=at(hour + ":00")))
        review(program, home, self.count // 2, at(hour + ":10"), name,
               int(hour))

    def edit_otherwise(self, home):
        """Some of what the laptop reworded too, and some of its new notes in
        words of one's own."""
        part = self.count // 4
        world.write(home, "notes/all.md", "# Cards\n\n" +
                    notes(0, part // 2, "here the answer is {{%d}}, again") +
                    notes(part // 2, 3 * part))
        world.write(home, "notes/moved.md", "# Moved\n\n" +
                    notes(1000, part, "the answer is {{%d}} and that is all,"
                                      " or nearly") + notes(2000, part))
        os.unlink(home + "/notes/picture.md")

    def argv(self, program):
        return [program, "deck", "merge", "--deck", "fault",
                "usb/other.sqlite"]


def copy_in_use(program, home, path, to):
    """Copies a deck whose log has not moved into it yet."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("SELECT count(*) FROM event").fetchone()
        must(world.run(home, [program, "mark", "--deck", path, "all.md:5"],
                       env=at("07:30")))
        for end in "", "-wal":
            shutil.copy(path + end, to + end)
