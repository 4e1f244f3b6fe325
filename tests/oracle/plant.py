"""Faults planted in src/vm: does a test see them?

Each row of a table takes one file of src/vm and replaces one text by another.
A text that is not found exactly once is an error: the code has moved on, and
the row must too. The first row is a control that plants nothing.
"""
import os
import pathlib
import subprocess
import sys

SECONDS = 300  # a test that takes longer hangs, which is found as well


def planted(folder, file, old, new):
    """A copy of src/vm in `folder` with the fault in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in pathlib.Path("src/vm").glob("*.[ch]"):
        text = source.read_text()
        if source.name == file:
            if text.count(old) != 1:
                sys.exit(f"plant.py: {old!r} stands {text.count(old)} times "
                         f"in src/vm/{file}, not once")
            text = text.replace(old, new)
        (folder / source.name).write_text(text)


def build(where, top, compiler, test, sources):
    """The test, with these sources of src/vm from the copy."""
    objects = []
    for source in sources:
        objects.append(str(top / source.replace(".c", ".o")))
        subprocess.run([*compiler, f"-I{top}", "-Isrc", "-w", "-c", "-o",
                        objects[-1], str(top / "vm" / source)], check=True)
    program = str(top / "test")
    subprocess.run([*compiler, "-o", program, f"{where}/tests/oracle/{test}.o",
                    *objects, f"{where}/tests/shared.a",
                    f"{where}/libpagein.a", "-lcmocka", "-lvterm", "-lm"],
                   check=True)
    return program


def survives(program, settings):
    """Does the test still pass (None: it was skipped)? And what it says of how
    far it got."""
    try:
        done = subprocess.run([program], capture_output=True, text=True,
                              errors="replace", timeout=SECONDS,
                              env={**os.environ, **settings})
    except subprocess.TimeoutExpired:
        return False, ""
    told = [line[2:] for line in done.stdout.splitlines()
            if line.startswith("# ") and " scenarios," in line
            and not line.startswith("# 0 ")]
    passes = None if "SKIPPED" in done.stdout else done.returncode == 0
    return passes, f" ({told[-1].split(',')[0]})" if told else ""


def main(test, rows, sources=None, settings=None, control=None):
    """planted_....py BUILD CC...      what is left compiles.

    The test runs with these settings in its environment, or those that a row
    has of its own; without a fault with those of `control`."""
    where, *compiler = sys.argv[1:]
    print(f"1..{len(rows)}")
    for number, (name, file, old, new, *own) in enumerate(rows):
        top = pathlib.Path(where) / "planted" / f"{test}-{number}"
        planted(top / "vm", file, old, new)
        program = build(where, top, compiler, test, sources or [file])
        passes, told = survives(
            program, (own[0] if own else settings if number else control) or {})
        if passes is None:
            print(f"not ok {number + 1} # SKIP {name}", flush=True)
        elif number == 0:
            print(f"{'ok' if passes else 'not ok'} - passes: {name}{told}",
                  flush=True)
        else:
            print(f"{'not ok' if passes else 'ok'} - found: {name}{told}",
                  flush=True)
