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
    go_on(program, home, ends)
                             the next run a person would try, which must work
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


def at(clock):
    """The environment in which it is that time of the day."""
    return {"PAGEIN_NOW": world.NOW.replace("09:00:00", clock + ":00")}


def deck_of_notes(program, home, count, env=None):
    """A deck with `count` cards, all of which a day may show."""
    world.write(home, "notes/all.md", "# Cards\n\n" + notes(0, count))
    world.write(home, "fault.yaml",
                "notes: notes\nnew: 9999\nreviews: 99999\n")
    must(world.run(home, [program, "import", "fault.yaml"], env=env))


def review(program, home, count, env=None, name="fault", seed=1):
    """Some of its cards are answered."""
    outcome = session.play(
        home, [program, "review", "--deck", name, "--plain"],
        session.script(count, seed), False, env)
    if outcome.status != 0 or outcome.promised != count:
        raise RuntimeError("review: " + judge.last_line(outcome.err))


@dataclasses.dataclass(frozen=True)
class Ends:
    """The deck before and after a run without a fault, as `summary` of
    judge.py (dump or outline) has it, and the outline to `aim` at."""

    summary: object
    before: str | None
    after: str | None
    aim: str | None


class Review:
    """A sitting: answers, now and then a flag or an undo, then q."""

    shows_cards = True

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

    def go_on(self, program, home, ends):
        return goes_on(Review(1, full=False), program, home)


class WatchCards(session.Turns):
    def see(self, event):
        if isinstance(event, strace_log.Shown):
            super().see(event.data)


class Command:
    """A command that does all that it is asked for or nothing. `promised` is
    1 from the moment at which it says that it is done."""

    full = False      # it needs no terminal
    shows_cards = False
    says = b""        # how it says that it is done
    backs_up = False  # before it changes the deck it makes a copy of it
    keeps = ()        # files that are nothing of its business

    def prepare(self, program, home):
        self.make(program, home)
        self.kept = {name: content(home, name) for name in self.keeps}
        self.old_copies = set(self.copies(home))

    def play(self, argv, home, env=None, kill_after=None):
        try:
            ran = world.run(home, argv, env=env,
                            seconds=kill_after or session.SILENT_S)
        except subprocess.TimeoutExpired as e:
            return session.Outcome(-signal.SIGKILL, e.stdout or b"",
                                   e.stderr or b"", [], kill_after is None)
        return session.Outcome(ran.returncode, ran.stdout, ran.stderr, [])

    def watch(self):
        return WatchEnd(self.says)

    def promised(self, outcome):
        return int(outcome.status == 0)

    def complete(self, outcome):
        return outcome.status == 0

    def judge(self, program, home, marks, promised, ends):
        wrong = (self.judge_kept(home) or
                 self.can_open(home) and judge.verified(program, home))
        if wrong:
            return wrong
        found = judge.held(deck(home), ends.summary)
        if found not in (ends.before, ends.after) and \
                not self.at_rest(home):
            return "a third outcome: neither as before nor all done"
        if found != ends.after and promised:
            return f"LOST the {self.name}"
        done = found == ends.after and (promised or found != ends.before)
        return self.judge_copies(home, done, ends)

    def can_open(self, home):
        return os.path.exists(deck(home))

    def judge_kept(self, home):
        for name, data in self.kept.items():
            if content(home, name) != data:
                return f"{name} has changed"
        return None

    def judge_copies(self, home, done, ends):
        """Each copy that was made is whole, and made it was."""
        made = [path for path in self.copies(home)
                if path not in self.old_copies]
        for path in made:
            if judge.held(os.path.join(home, path),
                          ends.summary) != ends.before:
                return f"the copy {path} is not the deck as it was"
        if done and self.backs_up and not made:
            return "LOST the copy of the deck as it was"
        return None

    def copies(self, home):
        """The backups of the deck, paths below the home."""
        folder = "data/pagein/backups/fault"
        there = os.path.join(home, folder)
        names = os.listdir(there) if os.path.isdir(there) else []
        return [f"{folder}/{name}" for name in sorted(names)
                if name.endswith(".sqlite")]

    def at_rest(self, home):
        """Another state that is as good as the one before."""
        return False

    def go_on(self, program, home, ends):
        """The same again leads to where it should have led."""
        trouble = goes_on(self, program, home)
        if trouble is None and judge.held(deck(home),
                                          judge.outline) != ends.aim:
            trouble = f"{self.name} afterwards ends elsewhere"
        return trouble


def content(home, name):
    """Bytes of a file, None when there is none."""
    try:
        with open(os.path.join(home, name), "rb") as f:
            return f.read()
    except FileNotFoundError:
        return None


class Import(Command):
    """Notes that the deck knows in an older form, and new ones."""

    name = "import"
    says = b" notes with "
    backs_up = True

    def __init__(self, count=40):
        self.count = count

    def make(self, program, home):
        deck_of_notes(program, home, self.count)
        review(program, home, self.count // 4)
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


class FirstImport(Import):
    """The same where there is no deck yet; an empty one is nothing lost."""

    name = "first import"
    backs_up = False

    def make(self, program, home):
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

    def __init__(self, says):
        self.says, self.promised = says, 0

    def see(self, event):
        if isinstance(event, strace_log.Shown):
            self.promised |= self.says in event.data
        if isinstance(event, strace_log.Ended):
            self.promised |= event.status == 0
