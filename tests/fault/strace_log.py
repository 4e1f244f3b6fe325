"""What a program did to its files, read from a log of strace.

`record` runs a command under strace, `read` turns the log into events. Files
below one folder, the root, are modelled; whatever is written to anything else
(a terminal, a pipe) is an event `Shown`. A call that changes a modelled file
in a way that is not modelled here is an error, never a silent gap.

Shared memory files (-shm) are left out: SQLite makes them anew.
"""

import dataclasses
import os
import re
import subprocess

CALLS = """open openat openat2 creat close read write pwrite64 writev pwritev
lseek ftruncate truncate fsync fdatasync syncfs sync sync_file_range unlink
unlinkat rmdir rename renameat renameat2 link linkat symlink symlinkat dup
dup2 dup3 fcntl fallocate copy_file_range sendfile mkdir mkdirat mmap
chdir fchdir""".split()


class NotModelled(Exception):
    pass


class File:
    """One file, whatever its names; `start` is what it held at first."""

    def __init__(self, start=b""):
        self.start = start


@dataclasses.dataclass(frozen=True)
class Write:
    file: File
    offset: int
    data: bytes


@dataclasses.dataclass(frozen=True)
class Truncate:
    file: File
    size: int


@dataclasses.dataclass(frozen=True)
class Sync:
    file: File


@dataclasses.dataclass(frozen=True)
class SyncFolder:
    path: str


@dataclasses.dataclass(frozen=True)
class SyncAll:
    pass


@dataclasses.dataclass(frozen=True)
class Enter:
    """A name begins to stand for a file, or (None) for a new folder."""

    path: str
    file: File | None


@dataclasses.dataclass(frozen=True)
class Remove:
    path: str


@dataclasses.dataclass(frozen=True)
class Rename:
    old: str
    new: str


@dataclasses.dataclass(frozen=True)
class Shown:
    data: bytes


@dataclasses.dataclass(frozen=True)
class Ended:
    status: int


def command(log, argv):
    """The words that run argv with its calls written to `log`."""
    return ["strace", "-f", "-xx", "-s", "100000000", "-e", "signal=none",
            "-e", "trace=" + ",".join("?" + c for c in CALLS),
            "-o", log, *argv]


def works():
    """Whether this machine lets one program watch another."""
    try:
        return subprocess.run(["strace", "-o", "/dev/null", "true"],
                              capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def snapshot(root):
    """{path: File, or None for a folder} of all there is below root."""
    names = {}
    for folder, folders, files in os.walk(root):
        names.update((os.path.join(folder, n), None) for n in folders)
        for name in files:
            path = os.path.join(folder, name)
            with open(path, "rb") as f:
                names[path] = File(f.read())
    return names


def read(log, root, names):
    """The events of a run that began with `names`, a snapshot, in `root`."""
    reader = Reader(root, names)
    with open(log, encoding="ascii") as lines:
        for name, args, result in whole_calls(lines):
            reader.call(name, args, result)
    return reader.events


def whole_calls(lines):
    """(call, arguments, result), the halves of a call joined."""
    halves = {}
    for line in lines:
        pid, rest = line.rstrip("\n").split(None, 1)
        if rest.endswith("<unfinished ...>"):
            halves[pid] = rest[:-len("<unfinished ...>")]
            continue
        resumed = re.match(r"<\.\.\. \w+ resumed>(.*)$", rest)
        if resumed:
            rest = halves.pop(pid, "") + resumed[1]
        call = re.match(r"(\w+)\((.*)\)\s+= (-?\d+|0x[0-9a-f]+)", rest)
        if call and not call[3].startswith("-"):
            yield call[1], call[2], int(call[3], 0)
        ended = re.match(r"\+\+\+ exited with (\d+)", rest)
        if ended:
            yield "exit", "", int(ended[1])


STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def unquoted(text):
    return bytes.fromhex(text.replace("\\x", ""))


def strings(args):
    return [unquoted(s) for s in STRING.findall(args)]


class Opened:
    """An open file description: what dup() shares. One that is neither a
    file nor a folder of ours is of no interest; the three standard files, and
    what else was there before the program, have none."""

    def __init__(self, file=None, folder=None, append=False):
        self.file, self.folder, self.append = file, folder, append
        self.offset = 0


class Reader:
    def __init__(self, root, names):
        self.root = self.cwd = root
        self.names = dict(names)
        self.size = {f: len(f.start) for f in names.values() if f}
        self.open, self.events = {}, []

    def call(self, name, args, result):
        handler = getattr(self, "on_" + name, None)
        if handler:
            handler(args.split(", "), args, result)

    # --- helpers

    def add(self, event):
        self.events.append(event)

    def resolve(self, at, name):
        """The absolute path of a name seen from folder `at`."""
        known = self.open.get(at)
        base = known.folder if known and known.folder else self.cwd
        return os.path.normpath(os.path.join(base, os.fsdecode(name)))

    def below(self, path):
        return path == self.root or path.startswith(self.root + "/")

    def opened(self, number):
        return self.open.get(number)

    def on_exit(self, a, args, result):
        self.add(Ended(result))

    # --- opening and closing

    def on_open(self, a, args, result):
        self.opens("AT_FDCWD", strings(args)[0], args, result)

    def on_openat(self, a, args, result):
        self.opens(a[0], strings(args)[0], args, result)

    on_openat2 = on_openat

    def on_creat(self, a, args, result):
        self.opens("AT_FDCWD", strings(args)[0], "O_CREAT|O_TRUNC", result)

    def opens(self, at, name, flags, result):
        path = self.resolve(at, name)
        number = str(result)
        self.open[number] = Opened()
        if os.path.isdir(path) or "O_DIRECTORY" in flags:
            self.open[number].folder = path
            return
        if not self.below(path) or path.endswith("-shm"):
            return
        if "O_TMPFILE" in flags:
            raise NotModelled("O_TMPFILE")
        if path not in self.names:
            if "O_CREAT" not in flags:
                return
            self.names[path] = File()
            self.add(Enter(path, self.names[path]))
        file = self.names[path]
        self.open[number] = Opened(file, append="O_APPEND" in flags)
        if "O_TRUNC" in flags and self.size.get(file, 0) > 0:
            self.truncates(file, 0)

    def on_close(self, a, args, result):
        self.open.pop(a[0], None)

    def on_dup(self, a, args, result):
        self.open[str(result)] = self.opened(a[0])

    on_dup2 = on_dup3 = on_dup

    def on_fcntl(self, a, args, result):
        if a[1].startswith("F_DUPFD"):
            self.on_dup(a, args, result)

    def on_chdir(self, a, args, result):
        self.cwd = self.resolve("AT_FDCWD", strings(args)[0])

    def on_fchdir(self, a, args, result):
        self.cwd = self.opened(a[0]).folder

    # --- bytes

    def writes(self, file, offset, data):
        self.add(Write(file, offset, data))
        self.size[file] = max(self.size.get(file, 0), offset + len(data))

    def truncates(self, file, size):
        self.add(Truncate(file, size))
        self.size[file] = size

    def on_read(self, a, args, result):
        if self.opened(a[0]):
            self.open[a[0]].offset += result

    def on_lseek(self, a, args, result):
        if self.opened(a[0]):
            self.open[a[0]].offset = result

    def on_write(self, a, args, result):
        data = b"".join(strings(args))[:result]
        to = self.opened(a[0])
        if to is None:
            self.add(Shown(data))
        elif to.file is not None:
            at = self.size.get(to.file, 0) if to.append else to.offset
            self.writes(to.file, at, data)
            to.offset = at + result

    on_writev = on_write

    def on_pwrite64(self, a, args, result):
        to = self.opened(a[0])
        if to and to.file:
            data = b"".join(strings(args))[:result]
            self.writes(to.file, int(a[-1]), data)

    on_pwritev = on_pwrite64

    def on_ftruncate(self, a, args, result):
        to = self.opened(a[0])
        if to and to.file:
            self.truncates(to.file, int(a[1]))

    def on_truncate(self, a, args, result):
        file = self.names.get(self.resolve("AT_FDCWD", strings(args)[0]))
        if file:
            self.truncates(file, int(a[-1]))

    def on_fallocate(self, a, args, result):
        to = self.opened(a[0])
        if not to or not to.file:
            return
        end = int(a[2]) + int(a[3])
        if a[1] != "0":
            raise NotModelled("fallocate " + a[1])
        if end > self.size.get(to.file, 0):
            self.truncates(to.file, end)

    def refuse(self, a, args, result):
        if any(self.opened(n) and self.open[n].file for n in a[:3]):
            raise NotModelled(args[:80])

    on_copy_file_range = on_sendfile = on_sync_file_range = refuse

    def on_mmap(self, a, args, result):
        if "PROT_WRITE" in a[2] and "MAP_SHARED" in a[3]:
            self.refuse(a[4:5], "mmap of a file for writing", result)

    # --- syncs

    def on_fsync(self, a, args, result):
        to = self.opened(a[0])
        if to and to.file:
            self.add(Sync(to.file))
        elif to and to.folder and self.below(to.folder):
            self.add(SyncFolder(to.folder))

    on_fdatasync = on_fsync

    def on_sync(self, a, args, result):
        self.add(SyncAll())

    on_syncfs = on_sync

    # --- names

    def removes(self, path):
        if path in self.names:
            del self.names[path]
            self.add(Remove(path))

    def on_unlink(self, a, args, result):
        self.removes(self.resolve("AT_FDCWD", strings(args)[0]))

    on_rmdir = on_unlink

    def on_unlinkat(self, a, args, result):
        self.removes(self.resolve(a[0], strings(args)[0]))

    def renames(self, old, new):
        if old in self.names:
            if self.names[old] is None:
                raise NotModelled("a folder is renamed")
            self.names[new] = self.names.pop(old)
            self.add(Rename(old, new))
        elif self.below(new):
            raise NotModelled("a file comes from outside: " + old)

    def on_rename(self, a, args, result):
        old, new = strings(args)
        self.renames(self.resolve("AT_FDCWD", old),
                     self.resolve("AT_FDCWD", new))

    def on_renameat(self, a, args, result):
        old, new = strings(args)
        self.renames(self.resolve(a[0], old), self.resolve(a[2], new))

    on_renameat2 = on_renameat

    def links(self, old, new):
        if old in self.names:
            self.names[new] = self.names[old]
            self.add(Enter(new, self.names[new]))

    def on_link(self, a, args, result):
        old, new = strings(args)
        self.links(self.resolve("AT_FDCWD", old),
                   self.resolve("AT_FDCWD", new))

    def on_linkat(self, a, args, result):
        old, new = strings(args)
        self.links(self.resolve(a[0], old), self.resolve(a[2], new))

    def makes_folder(self, path):
        if self.below(path):
            self.names[path] = None
            self.add(Enter(path, None))

    def on_mkdir(self, a, args, result):
        self.makes_folder(self.resolve("AT_FDCWD", strings(args)[0]))

    def on_mkdirat(self, a, args, result):
        self.makes_folder(self.resolve(a[0], strings(args)[0]))

    def on_symlink(self, a, args, result):
        if self.below(self.resolve("AT_FDCWD", strings(args)[1])):
            raise NotModelled("symlink")

    def on_symlinkat(self, a, args, result):
        if self.below(self.resolve(a[1], strings(args)[1])):
            raise NotModelled("symlinkat")
