"""Results, a line each, as the other suites print them (TAP), and figures."""

import os
import re
import sys
import time


class Tap:
    """wanted: a regular expression, of the names that are run."""

    def __init__(self, wanted=""):
        self.bad, self.kept, self.done = 0, None, {}
        self.wanted = re.compile(wanted)

    def keep(self, path, key):
        """From now on notes down in a file what went well, and does not do
        again what stands there already; but a file under another key (that
        of another program) is begun anew."""
        self.kept = path
        lines = []
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                lines = f.read().splitlines()
        if not lines or lines[0] != key:
            lines = [key]
            with open(path, "w", encoding="utf-8") as f:
                f.write(key + "\n")
        self.done = dict(line.split(": ", 1) for line in lines[1:])

    def say(self, text):
        print(text, flush=True)

    def ok(self, name, figures=""):
        self.say(f"ok - {name}" + (f": {figures}" if figures else ""))

    def not_ok(self, name, reasons):
        """`reasons`: what is wrong, a line each."""
        self.bad += 1
        self.say(f"not ok - {name}")
        for reason in reasons[:10]:
            self.say(f"#   {reason}")
        if len(reasons) > 10:
            self.say(f"#   and {len(reasons) - 10} more")

    def run(self, name, job):
        """ok when job(), which gives (what is wrong, figures), finds
        nothing wrong."""
        if not self.wanted.search(name):
            return
        if name in self.done:
            self.ok(name, self.done[name])
            return
        bad, figures = job()
        self.judge(name, bad, figures)
        if self.kept and not bad:
            with open(self.kept, "a", encoding="utf-8") as f:
                f.write(f"{name}: {figures}\n")

    def skip(self, name, why):
        self.say(f"not ok - {name} # SKIP {why}")

    def judge(self, name, bad, figures):
        """ok when the list `bad` is empty."""
        if bad:
            self.not_ok(name, [figures, *bad])
        else:
            self.ok(name, figures)


def two(share):
    """Runs share(0) and share(1), each in a process of its own, and returns
    what they return. More at once would only wait for the disk."""
    import multiprocessing
    context = multiprocessing.get_context("fork")
    queue = context.Queue()

    def work(number):
        try:
            queue.put((number, share(number), None))
        except BaseException as e:  # told by the parent
            import traceback
            queue.put((number, None, traceback.format_exc()))
            raise SystemExit(1) from e

    workers = [context.Process(target=work, args=(n,)) for n in (0, 1)]
    for w in workers:
        w.start()
    results = [None, None]
    for _ in workers:
        number, results[number], trouble = queue.get()
        if trouble:
            sys.exit(trouble)
    for w in workers:
        w.join()
    return results


class Watch:
    """Seconds since it was made."""

    def __init__(self):
        self.began = time.monotonic()

    def seconds(self):
        return time.monotonic() - self.began

    def __str__(self):
        return f"{self.seconds():.1f} s"
