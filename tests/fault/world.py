"""A home of its own for the program, and runs of it in there.

All homes are below one folder in memory, which is removed at the end.
"""

import atexit
import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile

NOW = "2026-11-22T09:00:00+00:00"
TOO_LONG_S = 60
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))

_top = tempfile.mkdtemp(prefix="pagein-fault-", dir=IN_MEMORY)
_owner = os.getpid()
_made = 0


@atexit.register
def _remove():
    if os.getpid() == _owner:
        shutil.rmtree(_top, ignore_errors=True)


def new_folder():
    """A new empty folder, of no other process either."""
    global _made
    _made += 1
    path = os.path.join(_top, f"{os.getpid()}-{_made}")
    os.mkdir(path)
    return path


@contextlib.contextmanager
def scratch():
    path = new_folder()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def environment(home):
    """What the program sees of the world: nothing of the tester's."""
    env = {name: os.environ[name]
           for name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")
           if name in os.environ}
    env.update(HOME=home, XDG_DATA_HOME=home + "/data",
               XDG_CONFIG_HOME=home + "/config",
               XDG_CACHE_HOME=home + "/cache",
               LANG="C.UTF-8", TZ="UTC", TERM="xterm-256color",
               PAGEIN_NOW=NOW)
    return env


def deck_path(home, name="fault"):
    return f"{home}/data/pagein/{name}.sqlite"


def run(home, argv, stdin=b"", env=None, cwd=None, seconds=TOO_LONG_S):
    """Runs to the end; raises subprocess.TimeoutExpired. The result's
    returncode is negative when a signal ended it."""
    return subprocess.run(argv, input=stdin, capture_output=True,
                          cwd=cwd or home, timeout=seconds,
                          env={**environment(home), **(env or {})})


def hash_of(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def write(home, name, data):
    """Writes text or bytes as a file below home."""
    path = os.path.join(home, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data.encode() if isinstance(data, str) else data)


def copy(home, to):
    """Makes `to`, which is empty, a copy of a home; returns it."""
    shutil.copytree(home, to, dirs_exist_ok=True, symlinks=True)
    move_in(to, home)
    return to


def move_in(home, was):
    """Tells the settings in a copy where its folders of notes lie now."""
    path = home + "/config/pagein/roots"
    if os.path.exists(path):
        with open(path, "r+b") as f:
            data = f.read().replace(was.encode(), home.encode())
            f.seek(0)
            f.truncate()
            f.write(data)


class Snapshot:
    """All files below a home, to put them back. A file that is still there
    stays the same file, so that no deck takes itself for a copy."""

    def __init__(self, home):
        self.home, self.folders, self.files = home, set(), {}
        for folder, _, names in os.walk(home):
            self.folders.add(folder)
            for path in (os.path.join(folder, name) for name in names):
                with open(path, "rb") as f:
                    self.files[path] = f.read(), os.stat(path)

    def changes(self):
        """One word for what differs below the home now; but SQLite makes
        -shm files as it likes."""
        found, there = hashlib.blake2b(), set()
        for folder, _, names in os.walk(self.home):
            for name in names:
                path = os.path.join(folder, name)
                there.add(path)
                with open(path, "rb") as f:
                    data = f.read()
                if path not in self.files or self.files[path][0] != data:
                    if not name.endswith("-shm"):
                        found.update(f"{path} {len(data)} ".encode() + data)
        found.update(repr(sorted(self.files.keys() - there)).encode())
        return found.digest()

    def put_back(self):
        for folder, _, names in os.walk(self.home, topdown=False):
            for path in (os.path.join(folder, name) for name in names):
                if path not in self.files:
                    os.unlink(path)
            if folder not in self.folders:
                os.rmdir(folder)
        for folder in sorted(self.folders):
            os.makedirs(folder, exist_ok=True)
        for path, (data, stat) in self.files.items():
            self.put_file(path, data, stat)

    def put_file(self, path, data, stat):
        there = os.path.exists(path)
        with open(path, "r+b" if there else "wb") as f:
            if there and f.read() == data:
                return
            f.seek(0)
            f.truncate()
            f.write(data)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
