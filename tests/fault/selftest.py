"""Do these tools find what they are for? They are tried on victim.c, a small
reviewer with faults to choose from."""

import os

import copies
import cuts
import faults
import judge
import packages
import scenarios
import session
import shares
import world


class Victim(scenarios.Review):
    """COUNT answers with SQLite's settings `journal` and `sync`."""

    def __init__(self, count, journal, sync, batch=1):
        super().__init__(0, full=False)
        self.name = f"{journal} {sync}"
        self.acts = [session.Act(b"", b"\n", (), None)] * count
        self.words = [str(count), journal, sync, str(batch)]

    def prepare(self, program, home):
        os.makedirs(os.path.dirname(world.deck_path(home)))

    def argv(self, program):
        return [program, "data/pagein/fault.sqlite", *self.words]

    def judge(self, program, home, marks, promised, ends):
        found = 0
        if os.path.exists(world.deck_path(home)):
            with judge.opened(world.deck_path(home)) as db:
                found = count_answers(db)
        if found < 0:
            return "not intact"
        if found < promised:
            return f"LOST {promised - found} of {promised} answers"
        if found > promised + 1:
            return f"{found} answers where {promised} were promised"
        return None

    def go_on(self, program, home, ends):
        return None


def count_answers(db):
    """-1: the deck is damaged."""
    try:
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            return -1
        if not db.execute("SELECT 1 FROM sqlite_schema"
                          " WHERE name = 'event'").fetchone():
            return 0
        events, reps = db.execute(
            "SELECT (SELECT count(*) FROM event),"
            " (SELECT coalesce(sum(reps), 0) FROM card)").fetchone()
        return events if events == reps else -1
    except judge.sqlite3.Error:
        return -1


GOOD = ("WAL", "FULL"), ("TRUNCATE", "FULL"), ("DELETE", "EXTRA")
BAD = ("WAL", "NORMAL"), ("DELETE", "FULL"), ("DELETE", "OFF")


def power_cuts(t, tools, states):
    for journal, sync in GOOD + BAD:
        recording = cuts.Recording(Victim(40, journal, sync), tools.victim,
                                   lambda path: None)
        wrong, figures = cuts.run(recording, "strict", states)
        name = f"a planted {journal} with synchronous={sync}"
        if (journal, sync) in GOOD:
            t.judge(name + " loses nothing", wrong, figures)
        else:
            t.judge(name + " is found out",
                    [] if wrong else ["nothing was found"], figures)


def late_commit(t, tools):
    scenario = Victim(40, "WAL", "FULL", batch=10)
    bench = faults.Bench(scenario, tools.victim, summary=lambda path: None)
    wrong, figures = faults.run(bench, faults.KILL, 60)
    t.judge("a planted prompt before the commit is found out",
            [] if any("LOST" in w for w in wrong) else ["nothing was found"],
            figures)


class DeafReview(scenarios.Review):
    """Hears of no sync that fails."""

    def __init__(self, plant):
        super().__init__(6)
        self.name = "a deaf review"
        self.env = [f"LD_PRELOAD={plant}", "PLANT=deaf"]

    def argv(self, program):
        return ["env", *self.env, *super().argv(program)]


def deaf(t, tools):
    bench = faults.Bench(DeafReview(tools.plant), tools.program)
    kind = faults.Kind("I/O error", "error=EIO", ["fdatasync"])
    wrong, figures = faults.run(bench, kind)
    t.judge("a card behind a sync that failed is found out",
            [] if any("behind a sync" in w for w in wrong) else
            ["nothing was found", *wrong], figures)


# what is planted into the program (plant.c), how it then works, and whether
# what must be found has these words
PLANTS = (
    ("no-sync", "without its syncs", "", (
        scenarios.Review(20), scenarios.Import(), copies.Backup(),
        copies.Restore(), copies.RestoreLost(), copies.Merge())),
    ("no-fsync", "that does not sync new files", "", (
        copies.Backup(), copies.RestoreLost(), copies.Merge(),
        shares.Sync())),
    ("in-place", "that writes over the old file", "neither as it was", (
        shares.Sync(),)),
    ("split", "in two transactions", "", (
        scenarios.Import(), packages.Package(), copies.Merge(),
        shares.Sync())),
    ("checkpoint", "that tidies up what it reads", "other.sqlite has changed",
     (copies.Merge(),)),
    ("no-link", "without a copy beforehand", "LOST the copy", (
        scenarios.Import(), copies.Restore(), copies.Merge(),
        shares.Sync())),
)


def planted(t, tools, states):
    """Defects in the program itself."""
    for plant, how, words, commands in PLANTS:
        env = {"LD_PRELOAD": tools.plant, "PLANT": plant}
        for scenario in commands:
            recording = cuts.Recording(scenario, tools.program, judge.dump,
                                       env)
            wrong, figures = cuts.run(recording, "ext4", states)
            t.judge(f"{scenario.name} {how} is found out",
                    [] if any(words in w for w in wrong) else
                    ["it was not found", *wrong], figures)
