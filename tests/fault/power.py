"""Power cuts: what a disk may hold after one, at any point of a recorded run.

Writes are pending on their file until it is synced. A power cut may keep,
lose or tear (on sectors of 512 bytes) each pending write by itself, so that
a later one can survive an earlier one. New names, removals and renames are
pending on their folder, and a cut keeps some first part of them.

What makes names last is the only difference between the two kinds of disk:

    ext4    syncing any file or folder makes all that was done to names last
    strict  nothing but syncing that very folder does, as POSIX has it
"""

import os
import shutil

from strace_log import (Ended, Enter, Remove, Rename, Shown, Sync, SyncAll,
                        SyncFolder, Truncate, Write)

SECTOR = 512
KINDS = ("ext4", "strict")


def folder_of(op):
    return os.path.dirname(op.new if isinstance(op, Rename) else op.path)


def rename_in(names, op):
    """Carries out Enter, Remove or Rename on {path: File or None}."""
    if isinstance(op, Enter):
        names[op.path] = op.file
    elif isinstance(op, Remove):
        names.pop(op.path, None)
    elif op.old in names:
        names[op.new] = names.pop(op.old)


def write_in(data, op):
    """Carries out Write or Truncate on a bytearray."""
    end = op.size if isinstance(op, Truncate) else op.offset + len(op.data)
    if len(data) < end:
        data.extend(bytes(end - len(data)))
    if isinstance(op, Truncate):
        del data[end:]
    else:
        data[op.offset:end] = op.data


def sectors(op):
    for at in range(0, len(op.data), SECTOR):
        yield Write(op.file, op.offset + at, op.data[at:at + SECTOR])


def survivors(pending, policy, rng):
    """Which of a file's pending writes the cut leaves."""
    if policy == "keep":
        return pending
    if policy == "drop":
        return []
    if policy == "prefix":
        return pending[:rng.randint(0, len(pending))]
    kept = []
    for op in pending:
        fate = rng.random()
        if policy == "torn" and isinstance(op, Write) and fate < 0.4:
            kept += [s for s in sectors(op) if rng.random() < 0.5]
        elif fate < 0.7:
            kept.append(op)
    return kept


class Disk:
    """What is durable and what is pending, as the events go by."""

    def __init__(self, names, kind):
        self.kind = kind
        self.names = dict(names)  # the durable ones
        self.pending_names = []
        self.data = {f: bytearray(f.start) for f in names.values() if f}
        self.pending = {}         # of a file that has any

    def step(self, event):
        if isinstance(event, (Write, Truncate)):
            self.pending.setdefault(event.file, []).append(event)
        elif isinstance(event, (Enter, Remove, Rename)):
            self.pending_names.append(event)
        elif isinstance(event, Sync):
            self.settle(event.file)
            if self.kind == "ext4":
                self.settle_names(lambda op: True)
        elif isinstance(event, SyncFolder):
            self.settle_names(lambda op: self.kind == "ext4" or
                              folder_of(op) == event.path)
        elif isinstance(event, SyncAll):
            for file in list(self.pending):
                self.settle(file)
            self.settle_names(lambda op: True)
        else:
            assert isinstance(event, (Shown, Ended))

    def settle(self, file):
        data = self.data.setdefault(file, bytearray())
        for op in self.pending.pop(file, []):
            write_in(data, op)

    def settle_names(self, lasting):
        still = []
        for op in self.pending_names:
            if lasting(op):
                rename_in(self.names, op)
            else:
                still.append(op)
        self.pending_names = still

    def cut(self, policy, rng):
        """{path: bytes, or None for a folder} after a power cut now."""
        ops = self.pending_names
        count = {"keep": len(ops), "drop": 0}.get(policy)
        if count is None:
            count = rng.randint(0, len(ops))
        names = dict(self.names)
        for op in ops[:count]:
            rename_in(names, op)
        data = {}
        for file in {f for f in names.values() if f}:
            data[file] = self.data.get(file, bytearray())
            kept = survivors(self.pending.get(file, []), policy, rng)
            if kept:
                data[file] = bytearray(data[file])
            for op in kept:
                write_in(data[file], op)
        return {path: None if f is None else data[f]
                for path, f in names.items()}


def restore(image, root, to):
    """Writes an image of `root` as the folder `to`, which is emptied. A name
    in a folder that itself was lost is lost as well."""
    shutil.rmtree(to, ignore_errors=True)
    os.makedirs(to)
    for path in sorted(image):
        place = os.path.join(to, os.path.relpath(path, root))
        if not os.path.isdir(os.path.dirname(place)):
            continue
        if image[path] is None:
            os.mkdir(place)
        else:
            with open(place, "wb") as f:
                f.write(image[path])


def plan(nevents, states, rng):
    """Which cuts to try: [(after so many events, policy)], in order. Every
    point with all kept (as a kill would leave it) and all lost; the rest, or
    half if that is too many, at random."""
    cuts = [(k, p) for k in range(nevents + 1) for p in ("keep", "drop")]
    if len(cuts) > states // 2:
        cuts = rng.sample(cuts, states // 2) + cuts[-2:]
    while len(cuts) < states:
        cuts.append((rng.randrange(nevents + 1),
                     rng.choice(["mixed", "mixed", "torn", "prefix"])))
    return sorted(cuts)
