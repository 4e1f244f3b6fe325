"""Every package of make.py through the whole program: refused or contained as
it says, in two seconds and 256 MB, with no file outside, and the deck as it
was or whole. With $B/san/pagein there it is asked too, without those bounds.
"""

import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(1, os.path.join(HERE, "..", "..", "fault"))

from tap import Tap  # noqa: E402

B = os.path.abspath(os.environ.get("B", "build"))
SECONDS = 2
KILOBYTES = 256 << 10


def files(folder):
    return {os.path.join(at, name) for at, _, names in os.walk(folder)
            for name in names}


def run(program, home, *args):
    """How it ended: (status, words, seconds of its own, kilobytes)."""
    env = {"HOME": home, "TMPDIR": os.path.join(home, "tmp"),
           "LANG": "C.UTF-8", "PATH": os.environ["PATH"],
           "XDG_DATA_HOME": os.path.join(home, "data"),
           "XDG_CONFIG_HOME": os.path.join(home, "config"),
           "XDG_CACHE_HOME": os.path.join(home, "cache")}
    child = subprocess.Popen([program, *args], env=env, cwd=home,
                             stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE)
    words = child.stderr.read().decode("utf-8", "replace")
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return (child.returncode, words, used.ru_utime + used.ru_stime,
            used.ru_maxrss)


def judge(program, expect, made, bounded):
    bad = []
    home = tempfile.mkdtemp(prefix="pagein-hostile-")
    outside = os.path.join(os.path.dirname(home), "pwned")
    os.mkdir(os.path.join(home, "tmp"))
    package = os.path.join(home, "x.apkg")
    shutil.copy(made, package)
    with open(os.path.join(home, "a.md"), "w") as f:
        f.write("a {{b}}\n")
    run(program, home, "import", "a.md")
    before = files(home)
    status, words, seconds, kilobytes = run(program, home, "import", package)
    if expect == "refuse" and status != 76:
        bad.append(f"status {status}: {words}")
    if status not in (0, 76):
        bad.append(f"status {status}: {words}")
    if status != 0 and not words.strip():
        bad.append("it says nothing")
    if "Sanitizer" in words or "runtime error" in words:
        bad.append(words)
    if any(ord(c) < 32 and c != "\n" or ord(c) == 127 for c in words):
        bad.append(f"it obeys the package: {words!r}")
    if bounded and seconds > SECONDS:
        bad.append(f"{seconds:.1f} s")
    if bounded and kilobytes > KILOBYTES:
        bad.append(f"{kilobytes} KB")
    if status != 0 and files(home) != before:
        bad.append(f"files {files(home) - before}")
    if os.path.exists(outside) or os.listdir(os.path.join(home, "tmp")):
        bad.append("a file is left behind")
    if run(program, home, "deck", "verify")[0] != 0:
        bad.append("the deck is not whole")
    shutil.rmtree(home)
    return bad, f"{seconds:.2f} s, {kilobytes >> 10} MB"


def make(folder):
    """All packages, written by a process of its own: what that needed would
    count as the first memory of all that this one starts."""
    listed = subprocess.run([sys.executable, os.path.join(HERE, "make.py"),
                             folder], check=True, capture_output=True,
                            text=True).stdout
    return [line.split("\t") for line in listed.splitlines()]


def main():
    tap = Tap(sys.argv[1] if len(sys.argv) > 1 else "")
    programs = [(os.path.join(B, "pagein"), True)]
    sanitized = os.path.join(B, "san", "pagein")
    if os.path.exists(sanitized):
        programs.append((sanitized, False))
    with tempfile.TemporaryDirectory(prefix="pagein-packages-") as folder:
        for name, expect, path in make(folder):
            def look(expect=expect, path=path):
                bad, figures = [], ""
                for program, bounded in programs:
                    wrong, told = judge(program, expect, path, bounded)
                    bad += wrong
                    figures = figures or told
                return bad, figures
            tap.run(f"{name}: {expect}", look)
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
