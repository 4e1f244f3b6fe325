"""What is put to the test: each scenario is one run of the program that
changes a deck, and the states in which a fault may leave that deck.

A scenario offers

    prepare(program, home)   makes a home in which it can be played
    argv(program)            the command
    play(argv, home, ...)    plays it -> session.Outcome; argv may have words
                             in front of the command that run it
    watch()                  an object whose see(event) follows a recorded run
                             and whose `promised` says how much was promised
    promised(outcome)        how much a run that was not recorded promised
    complete(outcome)        whether all was done that was asked for
    judge(program, home, marks, promised, ends)
                             None, or what is wrong with the deck there
    go_on(program, home)     the next run a person would try, which must work
"""

import base64
import dataclasses
import os
import signal
import subprocess

import judge
import session
import strace_log
import world


# one black dot
PICTURE = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNgAAAA"
           "AgABSK+kcQAAAABJRU5ErkJggg==")


def deck(home):
    return world.deck_path(home)


def must(ran):
    if ran.returncode != 0:
        raise RuntimeError(f"{' '.join(ran.args)} ends with {ran.returncode}:"
                           f" {judge.last_line(ran.stderr)}")
    return ran


def notes(first, count, words="the answer is {{%d}} and that is all"):
    return "".join(f"- {session.mark(i)} {words % i}\n"
                   for i in range(first, first + count))


def deck_of_notes(program, home, count):
    """A deck with `count` cards, all of which a day may show."""
    world.write(home, "notes/all.md", "# Cards\n\n" + notes(0, count))
    world.write(home, "fault.yaml",
                "notes: notes\nnew: 9999\nreviews: 99999\n")
    must(world.run(home, [program, "import", "fault.yaml"]))


@dataclasses.dataclass(frozen=True)
class Ends:
    """The deck before and after a run without a fault, as `summary` of
    judge.py (dump or outline) has it."""

    summary: object
    before: str | None
    after: str | None


class Review:
    """A sitting: answers, now and then a flag or an undo, then q."""

    def __init__(self, count, full=True, seed=1):
        self.name = "review" if full else "review --plain"
        self.acts = session.script(count, seed)
        self.full = full

    def prepare(self, program, home):
        deck_of_notes(program, home, len(self.acts) + 20)

    def argv(self, program):
        return [program, "review", "--deck", "fault",
                *([] if self.full else ["--plain"])]

    def play(self, argv, home, env=None, kill_after=None):
        return session.play(home, argv, self.acts, self.full, env,
                            kill_after)

    def watch(self):
        return WatchCards()

    def promised(self, outcome):
        return outcome.promised

    def complete(self, outcome):
        return outcome.promised == len(self.acts)

    def judge(self, program, home, marks, promised, ends):
        if not os.path.exists(deck(home)):
            return "LOST the whole deck"
        wrong = judge.verified(program, home)
        return wrong or judge.same_history(judge.answers(deck(home)),
                                           self.acts, marks, promised)

    def go_on(self, program, home):
        return goes_on(Review(1, full=False), program, home)


class WatchCards(session.Turns):
    def see(self, event):
        if isinstance(event, strace_log.Shown):
            super().see(event.data)


class Import:
    """Notes that the deck knows in an older form, and new ones: all comes in
    or nothing. `promised` is 1 from the moment at which it is said so."""

    name = "import"
    full = False  # it needs no terminal

    def __init__(self, count=40):
        self.count = count

    def prepare(self, program, home):
        deck_of_notes(program, home, self.count)
        review = session.play(
            home, [program, "review", "--deck", "fault", "--plain"],
            session.script(self.count // 4), full=False)
        if review.status != 0:
            raise RuntimeError("review: " + judge.last_line(review.err))
        self.edit(home)

    def edit(self, home):
        """A reworded part, a moved part, a new part, and some that go."""
        part = self.count // 4
        world.write(home, "notes/all.md", "# Cards\n\n" +
                    notes(0, part, "now the answer is {{%d}}, reworded") +
                    notes(part, part))
        world.write(home, "notes/moved.md", "# Moved\n\n" +
                    notes(2 * part, part) + notes(1000, part))
        world.write(home, "notes/dot.png", base64.b64decode(PICTURE))
        world.write(home, "notes/picture.md",
                    "- ![a picture](dot.png) of {{something}}\n")

    def argv(self, program):
        return [program, "import", "--force", "fault.yaml"]

    def play(self, argv, home, env=None, kill_after=None):
        try:
            ran = world.run(home, argv, env=env,
                            seconds=kill_after or session.SILENT_S)
        except subprocess.TimeoutExpired as e:
            return session.Outcome(-signal.SIGKILL, e.stdout or b"",
                                   e.stderr or b"", [], kill_after is None)
        return session.Outcome(ran.returncode, ran.stdout, ran.stderr, [])

    def watch(self):
        return WatchEnd()

    def promised(self, outcome):
        return int(outcome.status == 0)

    def complete(self, outcome):
        return outcome.status == 0

    def judge(self, program, home, marks, promised, ends):
        there = os.path.exists(deck(home))
        wrong = judge.verified(program, home) if there else None
        if wrong:
            return wrong
        found = ends.summary(deck(home))
        if found == ends.after:
            return None
        if found == ends.before or self.at_rest(home):
            return "LOST the import" if promised else None
        return "a third outcome: neither as before nor all imported"

    def at_rest(self, home):
        """Another state that is as good as the one before."""
        return False

    def go_on(self, program, home):
        return goes_on(self, program, home)


class FirstImport(Import):
    """The same where there is no deck yet; an empty one is nothing lost."""

    name = "first import"

    def prepare(self, program, home):
        world.write(home, "fault.yaml", "notes: notes\nnew: 9999\n")
        self.edit(home)

    def at_rest(self, home):
        return judge.is_empty(deck(home))


def goes_on(scenario, program, home):
    outcome = scenario.play(scenario.argv(program), home)
    if outcome.status != 0 or not scenario.complete(outcome):
        return (f"{scenario.name} afterwards ends with {outcome.status}: " +
                judge.last_line(outcome.err))
    return judge.verified(program, home)


class WatchEnd:
    """Done is done from the moment it is said, or else from the end on."""

    promised = 0

    def see(self, event):
        if isinstance(event, strace_log.Shown):
            self.promised |= b" notes with " in event.data
        if isinstance(event, strace_log.Ended):
            self.promised |= event.status == 0
