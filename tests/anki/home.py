"""A person's home: pagein run in it, at a time of its own."""

import json
import os
import shutil
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("B", os.path.join(ROOT, "build")))
# Every answer is synced, which only costs time here.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Home:
    """A folder with notes and a deck `default`; a context, gone at its end."""

    def __init__(self, now=None):
        self.folder = tempfile.mkdtemp(prefix="pagein-anki-", dir=MEMORY)
        self.now = now  # RFC 3339, or None: what the clock says
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        mode = "wb" if isinstance(text, bytes) else "w"
        with open(self.path(name), mode) as f:
            f.write(text)

    def copy(self, source, name):
        target = self.path(name)
        if os.path.isdir(source):
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)

    def env(self, zone="UTC"):
        env = {
            "HOME": self.folder, "LANG": "C.UTF-8", "TERM": "dumb",
            "TZ": zone, "PATH": os.environ["PATH"],
            "XDG_DATA_HOME": self.path("data"),
            "XDG_CONFIG_HOME": self.path("config"),
            "XDG_CACHE_HOME": self.path("cache"),
        }
        if self.now:
            env["PAGEIN_NOW"] = self.now
        return env

    def pagein(self, *args, typed=None, zone="UTC", status=(0,)):
        """Runs pagein, which must end with such a status. What it printed."""
        run = subprocess.run([os.path.join(BUILD, "pagein"), *args],
                             cwd=self.folder, env=self.env(zone),
                             input=typed, capture_output=True, text=True,
                             timeout=300, check=False)
        if run.returncode not in status:
            raise AssertionError(f"pagein {' '.join(args)} ends with "
                                 f"{run.returncode}: {run.stderr}")
        return run.stdout

    def export(self, *args):
        """A package of the deck; its path."""
        self.count += 1
        path = self.path(f"deck-{self.count}.apkg")
        self.pagein("export", path, *args)
        return path

    def deck(self):
        return self.path("data", "pagein", "default.sqlite")

    def cards(self):
        """The cards as pagein shows them: (guid, ord) to both sides."""
        out = subprocess.run([os.path.join(BUILD, "tests/anki/plain"),
                              self.deck()], env=self.env(), check=True,
                             capture_output=True, text=True).stdout
        cards = [json.loads(line) for line in out.split("\n") if line]
        return {(c["guid"], c["ord"]): c for c in cards}
