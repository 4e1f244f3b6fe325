"""Is a deck as it must be? Each function returns None, or what is wrong."""

import contextlib
import hashlib
import os
import sqlite3

import session
import world


@contextlib.contextmanager
def opened(path):
    """The deck as SQLite alone sees it, without a change to the file."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA query_only = ON")
        yield db
    finally:
        db.close()


def verified(program, home):
    """Opens the deck by the program itself, which compares all it holds with
    its history."""
    ran = world.run(home, [program, "deck", "verify", "--deck", "fault"])
    if ran.returncode == 0:
        return None
    return (f"deck verify ends with {ran.returncode}: "
            f"{last_line(ran.stdout + ran.stderr)}")


def last_line(data):
    lines = data.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else "(nothing is said)"


def answers(path):
    """[(kind, grade, text of the card's note)] of what a person did."""
    with opened(path) as db:
        return db.execute(
            "SELECT kind, grade, coalesce(text, '') FROM event"
            " LEFT JOIN card ON card.uid = subject"
            " LEFT JOIN note ON note.id = card.note"
            " WHERE kind NOT IN ('import', 'config')"
            " ORDER BY event.id").fetchall()


def same_history(found, acts, marks, promised):
    """`found` must be what was done, each act on the card that was shown,
    from the first one to the last promised, and at most one more."""
    if len(found) < promised:
        return f"LOST {promised - len(found)} of {promised} answers"
    if len(found) > promised + 1:
        return f"{len(found)} answers where {promised} were promised"
    for i, (kind, grade, text) in enumerate(found):
        act = acts[i]
        if kind not in act.kinds or grade != act.grade:
            return f"event {i + 1} is {kind} {grade}, not {act}"
        if act is not session.UNDO and marks[i] not in text:
            return f"event {i + 1} is on the card {text!r}, not {marks[i]}"
    return None


def dump(path):
    """One word for all that the deck holds; None when there is none."""
    if not os.path.exists(path):
        return None
    with opened(path) as db:
        return hashlib.sha256("\n".join(db.iterdump()).encode()).hexdigest()


def outline(path):
    """All that the deck holds but for what is random or depends on the
    clock: equal for two runs of the same import. None when there is none."""
    if not os.path.exists(path):
        return None
    queries = ("SELECT path, taken, notes, cards FROM file",
               "SELECT file, line, place, gone, text, page FROM note",
               "SELECT note, ord, place, gone, n, ease, interval, due, last,"
               " reps FROM card",
               "SELECT kind, grade, name FROM event WHERE undone = 0",
               "SELECT hash FROM media", "SELECT name, card FROM tag")
    with opened(path) as db:
        return repr([sorted(map(repr, db.execute(q))) for q in queries])


def held(path, summary):
    """The summary (dump or outline) of a file; what no one could open has
    one as well."""
    if os.path.exists(path):
        with open(path, "rb") as f:
            data = f.read()
        if not data.startswith(b"SQLite format 3\0"):
            return f"no deck, but {hashlib.sha256(data).hexdigest()}"
    try:
        return summary(path)
    except sqlite3.DatabaseError as e:
        return f"no deck: {e}"


def is_empty(path):
    """A deck that was made and never imported into."""
    with opened(path) as db:
        return db.execute("SELECT (SELECT count(*) FROM event) +"
                          " (SELECT count(*) FROM note)").fetchone()[0] == 0
