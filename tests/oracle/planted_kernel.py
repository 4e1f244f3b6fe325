"""Faults planted in the engine's operations: do random scenarios on this
machine's kernel see them? See plant.py."""
import os
import subprocess
import sys

import plant

SWAP = {"SCENARIOS": "0", "SWAPS": "1000", "LEAST": "0"}

ROWS = [
    ("nothing is planted", "fault.c",
     '#include "vm/fault.h"', '#include "vm/fault.h"'),
    ("the last holder of a page copies it again", "fault.c",
     "of->kind == FRAME_ANON && f->m->profile->reuse_last &&", "false &&"),
    ("a read of untouched memory gets a page of its own", "fault.c",
     "if (!f->store && f->m->profile->zero_page)", "if (false)"),
    ("a private write to a file's page goes to the file", "fault.c",
     "return map_own(f, frame_copy(f->m, frame), RULE_COPY_IN);",
     "return map(f, frame, true, RULE_MAP);"),
    ("only the page itself is mapped, none around it", "fault.c",
     "    if (!f->store)\n        map_around(f);", ""),
    ("the window around a page is aligned at its end too", "fault.c",
     "least(from + window,", "least((f->va & ~(window - 1)) + window,"),
    ("behind the end of a file are zeros", "fault.c",
     "return fail(f, OUTCOME_BUS);",
     "return map(f, f->m->zero, false, RULE_ZERO_PAGE);"),
    ("a stack grows over its limit", "fault.c",
     "if (limit > 0 && a.end - page > limit)", "if (false)"),
    ("a stack grows up to what is below it", "fault.c",
     "a[-1].end + gap > machine_page(m, va)", "false"),
    ("a stack that grew has no private pages", "fault.c",
     "    area_own(m, p, start);\n", ""),
    ("execute permission is asked for before the page is there", "machine.c",
     ".late_exec = true,", ".late_exec = false,"),
    ("fork leaves the parent's pages writable", "process.c",
     "table_set(from, va, entry &= ~m->format->write);",
     "entry &= ~m->format->write;"),
    ("fork leaves pages exclusive", "process.c",
     "frame_set_exclusive(m, frame, false);", ";"),
    ("fork copies every entry", "process.c",
     "return m->profile->lazy_fork &&", "return false &&"),
    ("exit leaves its pages' references", "process.c",
     "            table_set(&c, va, 0);", "            va += m->page_bytes;"),
    ("madvise(MADV_DONTNEED) does nothing", "map.c",
     "end - va);\n        discard(m, p, va, end);", "end - va);"),
    ("munmap leaves its last page's entry", "map.c",
     "    discard(m, p, va, end);\n    while",
     "    discard(m, p, va, end - m->page_bytes);\n    while"),
    ("mprotect never makes a page writable again", "map.c",
     "(perms & PERM_W) && is_writable(m, a, entry)",
     "false && is_writable(m, a, entry)"),
    ("areas join whatever page of the file comes next", "area.c",
     "a->page_offset + pages(m, a) == b->page_offset", "true"),
    ("areas are never joined", "area.c",
     "if (b.start < from || b.start > to ||", "if (true ||"),
    ("an access over a page end faults at its first byte", "access.c",
     "r->fault_va = w->va;", "r->fault_va = q->va;"),
    ("a page comes back from swap as nobody else's", "fault.c",
     "own = f->m->swap.slot[slot].exclusive;", "own = true;", SWAP),
    ("fork leaves a page in swap exclusive", "swap.c",
     "    to.exclusive = false;\n", "", SWAP),
    ("a page that others have in swap is the last holder's", "fault.c",
     "(of->exclusive || (of->refs == 1 && of->page == 0))",
     "(of->exclusive || of->refs == 1)", SWAP),
]

def why_not(build):
    """What keeps the test from running here, or None."""
    settings = {**os.environ, "SCENARIOS": "1", "SWAPS": "0",
                "CMOCKA_MESSAGE_OUTPUT": "TAP"}
    said = subprocess.run([f"{build}/tests/oracle/kernel_test"], text=True,
                          capture_output=True, env=settings).stdout
    if "# SKIP" not in said:
        return None
    return next(line[2:] for line in said.splitlines()
                if line.startswith("# "))


if __name__ == "__main__":
    reason = why_not(sys.argv[1])
    if reason:
        print("1..1\nnot ok 1 # SKIP", reason)
    else:
        plant.main("kernel_test", ROWS,
                   settings={"SCENARIOS": "1000", "SWAPS": "0", "LEAST": "0"},
                   control={"SCENARIOS": "50"})
