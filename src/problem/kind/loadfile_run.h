/* loadfile_run.h - two processes with one program: what LOADFILE is about. */
#ifndef PROBLEM_KIND_LOADFILE_RUN_H
#define PROBLEM_KIND_LOADFILE_RUN_H

#include "problem/value.h"

enum { A, B, LOAD_PROCESSES };
enum { LOAD_PAGES = 16, LOAD_ACCESSES = 8 };

enum section { TEXT, DATA, BSS, SECTIONS };

enum touch { NEVER, READS, WRITES };

struct loadfile {
    uint8_t level;
    uint8_t pages[SECTIONS];
    uint8_t
        before[LOAD_PAGES]; /* enum touch, by A; what A used is in memory */
    uint8_t n;
    uint8_t who[LOAD_ACCESSES], page[LOAD_ACCESSES], write[LOAD_ACCESSES];
};

/* Pages of the file, which are first; of all sections. */
unsigned load_file_pages(const struct loadfile *l);
unsigned load_all_pages(const struct loadfile *l);
enum section load_section_of(const struct loadfile *l, unsigned page);

/* Whether shared frames are asked for as well. */
bool load_asks_more(const struct loadfile *l);

/* The answers, by the engine. */
void load_run(const struct loadfile *l, struct answers *out);

/* What somebody may believe; 0: how it is. */
enum load_belief {
    LOAD_OWN_DISK = 1, /* what another process has read must be read again */
    LOAD_BSS_DISK = 2, /* bss is in the file */
    LOAD_AT_EXEC = 4,  /* all is loaded when the program is started */
    LOAD_WRITE_FREE = 8, /* a page that was read is written without a fault */
    LOAD_SECTIONS_IN = 16, /* a fault brings in the whole section */
    LOAD_REFAULTS = 32,    /* every touch faults */
    LOAD_DATA_SHARED = 64, /* written data stays shared */
};

/* A page in a process: nothing, the file's (or the page of zeros), a copy of
 * its own. */
enum { NOTHING, COMMON, OWN };

struct load_hand {
    const struct loadfile *l;
    unsigned beliefs;
    uint8_t has[LOAD_PROCESSES][LOAD_PAGES];
    bool cached[LOAD_PROCESSES][LOAD_PAGES]; /* in memory, as each believes */
};

/* As it is when the accesses begin; one access, and what it is. */
struct load_hand load_start(const struct loadfile *l, unsigned beliefs);
enum word load_touch(struct load_hand *h, unsigned who, unsigned page,
                     bool write);

/* The answers by hand. */
bool load_believing(const void *params, unsigned beliefs,
                    struct answers *out);

#endif
