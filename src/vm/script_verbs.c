/* All there is to say in a scenario, in the order in which people read about
 * it. */
#include "vm/script.h"

const char *const script_shows[SHOWS] = {
    [SHOW_MAPS] = "maps",
    [SHOW_TABLE] = "table",
    [SHOW_FRAMES] = "frames",
};

const struct script_verb script_verbs[VERBS] = {
    [VERB_MACHINE] =
        {"machine", FORM_PLAIN,
         "machine FORMAT [textbook|linux] [frames N] [swap N] "
         "[kernel N]",
         "the computer, first of all: how it writes page tables, "
         "which habits its system has, how many page frames, "
         "swap pages and kernel pages there are"},
    [VERB_FILE] = {"file", FORM_PLAIN,
                   "file NAME N pages [cached] [ext4|tmpfs] [\"text\"]...",
                   "a file on disk, or in memory already; one text a page; "
                   "ext4 wants to hear of the first write to a clean page"},
    [VERB_PROGRAM] = {"program", FORM_PLAIN,
                      "program NAME [at ADDRESS] [PART N]... [cached]",
                      "a program to exec; the pages of its parts text, "
                      "rodata, data, bss and stack"},
    [VERB_PROCESS] = {"process", FORM_PLAIN, "process A [on machine N]",
                      "a new process with an empty address space; machines "
                      "are all alike, and numbered from 0"},
    [VERB_FORK] = {"fork", FORM_MAKES, "B = fork A", "B is a copy of A"},
    [VERB_EXEC] = {"exec", FORM_PROCESS, "A: exec PROGRAM",
                   "A runs a program: its regions are text, rodata, data, "
                   "bss, heap and stack"},
    [VERB_EXIT] = {"exit", FORM_PROCESS, "A: exit",
                   "A ends and gives its memory back"},
    [VERB_SWITCH] = {"switch", FORM_PLAIN, "switch A",
                     "a context switch: A's page table is the one in use"},
    [VERB_MAP] = {"map", FORM_PROCESS,
                  "A: map REGION [at ADDRESS] SIZE PERMS [shared] [of FILE] "
                  "[grows down]",
                  "mmap: zeros or a view of a file (of notes from page 2), "
                  "private unless shared; what grows down is a stack"},
    [VERB_UNMAP] = {"unmap", FORM_PROCESS, "A: unmap RANGE", "munmap"},
    [VERB_PROTECT] = {"protect", FORM_PROCESS, "A: protect RANGE PERMS",
                      "mprotect: rw, r, rx or none"},
    [VERB_DISCARD] = {"discard", FORM_PROCESS, "A: discard RANGE",
                      "madvise(MADV_DONTNEED): the next touch starts anew"},
    [VERB_PAGEOUT] = {"pageout", FORM_PROCESS, "A: pageout RANGE",
                      "madvise(MADV_PAGEOUT): out to the swap disk"},
    [VERB_SYNC] = {"sync", FORM_PROCESS, "A: sync RANGE",
                   "msync: dirty pages of shared files go to disk"},
    [VERB_GROW] = {"grow", FORM_PROCESS, "A: grow heap SIZE",
                   "brk: the heap of a program that was exec'd gets larger"},
    [VERB_SHRINK] = {"shrink", FORM_PROCESS, "A: shrink heap SIZE",
                     "brk: smaller"},
    [VERB_READ] = {"read", FORM_PROCESS,
                   "A: read PLACE [N bytes] [as kernel]",
                   "a load; of heap[0..3], one of each page"},
    [VERB_WRITE] = {"write", FORM_PROCESS,
                    "A: write PLACE VALUE [N bytes] [as kernel]",
                    "a store of a number, or of a \"text\" of up to 8 bytes"},
    [VERB_FETCH] = {"fetch", FORM_PROCESS, "A: fetch PLACE",
                    "an instruction is fetched from there"},
    [VERB_WATCH] = {"watch", FORM_PROCESS, "A: watch PLACE [N bytes]",
                    "a debugger's watchpoint, by way of the write bit"},
    [VERB_UNWATCH] = {"unwatch", FORM_PROCESS, "A: unwatch PLACE",
                      "takes it away"},
    [VERB_SAMPLE] = {"sample", FORM_PROCESS, "A: sample RANGE",
                     "counts the pages whose accessed bit is set and clears "
                     "the bits"},
    [VERB_SHARE] = {"share", FORM_PLAIN,
                    "share REGION at ADDRESS N pages among A B...",
                    "memory that processes on different machines share by "
                    "way of page faults and messages"},
    [VERB_TRANSLATE] =
        {"translate", FORM_EITHER,
         "[A:] translate PLACE [read|write|fetch] [user|kernel]",
         "what the hardware makes of an address; nothing is "
         "mended"},
    [VERB_EXPECT] = {"expect", FORM_PLAIN, "expect CHECK",
                     "a check; the exit status is 1 when one does not hold"},
    [VERB_SHOW] = {"show", FORM_PLAIN, "show maps A | table A | frames",
                   "draws it here"},
    [VERB_SAY] = {"say", FORM_PLAIN, "say \"text\"", "a heading"},
    [VERB_FORMAT] = {"format", FORM_PLAIN, "format NAME | [NAME] PART...",
                     "how page tables are written, of a raw machine or of "
                     "machine NAME. Parts: linear, or levels 9 9 (the bits "
                     "of each index, the root's first); va 32, pa 30, page "
                     "4K, entry 4 (bytes), ppn 29..12, valid 0 and other "
                     "flags by their bits: read, write, exec, nx, user, "
                     "accessed, dirty, global, large 7 on 1 (the levels that "
                     "may); rules x86 or riscv; canonical"},
    [VERB_CPU] = {"cpu", FORM_PLAIN, "cpu wp|nx|sum|mxr|pse on|off",
                  "a switch of a raw machine's processor"},
    [VERB_RAM] = {"ram", FORM_PLAIN, "ram SIZE",
                  "how much memory a raw machine has; all that it can "
                  "address, if not said"},
    [VERB_PTBR] = {"ptbr", FORM_PLAIN, "ptbr ADDRESS",
                   "the page table base register: where the root is"},
    [VERB_MEMORY] = {"memory", FORM_PLAIN, "memory ADDRESS: 82 8a 00 ...",
                     "bytes from there on, in hexadecimal"},
    [VERB_ENTRIES] = {"entries", FORM_PLAIN, "entries ADDRESS: 2007 3007 ...",
                      "the same by whole entries, each a number in "
                      "hexadecimal"},
};
