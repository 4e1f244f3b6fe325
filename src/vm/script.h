/* script.h - a scenario: what a machine is and what happens on it, as text.
 *
 *     machine x86-64 linux frames 64
 *     process A
 *     A: map heap at 0x10000 8 pages rw
 *     A: write heap+0x10 42               # a comment
 *     B = fork A
 *     B: write heap+0x10 43
 *     expect frame A heap != frame B heap
 *
 * One statement a line. Or a raw machine, memory and page tables by their
 * bytes, which only translates:
 *
 *     format linear va 9 pa 10 page 64 entry 1 valid 7 ppn 3..0
 *     ptbr 0x100
 *     memory 0x100: 82 8a 00
 *     translate 0x024
 *     expect pa == 0x0a4
 *
 * The statements are the rows of script_verbs: help and manual print what is
 * there. A script is parsed as a whole (script_parse), every mistake in it is
 * told with its place, and only one without mistakes is run (script_run.h).
 *
 * Limits, checked before work is done, of a statement or of the next one. The
 * memory that a script takes follows from them: each access may take a page
 * of 4 KiB, and a swap disk as much as memory, so 300 MB at worst. */
#ifndef VM_SCRIPT_H
#define VM_SCRIPT_H

#include "base/arena.h"
#include "base/diag.h"
#include "vm/share.h"

enum {
    SCRIPT_BYTES = 256 << 10,
    SCRIPT_STATEMENTS = 4096,
    SCRIPT_NAMES = 256,         /* of everything together */
    SCRIPT_FRAMES = 1 << 14,    /* of a machine, and swap pages */
    SCRIPT_FILE_PAGES = 1024,   /* of a file or program */
    SCRIPT_SHARED_PAGES = 1024, /* of shared memory without a file */
    SCRIPT_PAGES = 4096,        /* read or written by one statement */
    SCRIPT_STEPS = 1 << 15,     /* accesses and translations of a script */
    SCRIPT_EVENTS = 1 << 22,    /* that they and all else bring about; a frame
                                   that is drawn counts for SCRIPT_DRAWN */
    SCRIPT_DRAWN = 16,
    SCRIPT_PAGE_BITS = 21,      /* of the pages of a machine */
    SCRIPT_TABLE_FRAMES = 1024, /* that one page table of a machine fills */
};

enum verb {
    VERB_MACHINE,
    VERB_FORMAT,
    VERB_FILE,
    VERB_PROGRAM,
    VERB_PROCESS,
    VERB_FORK,
    VERB_EXEC,
    VERB_EXIT,
    VERB_SWITCH,
    VERB_MAP,
    VERB_UNMAP,
    VERB_PROTECT,
    VERB_DISCARD,
    VERB_PAGEOUT,
    VERB_SYNC,
    VERB_GROW,
    VERB_SHRINK,
    VERB_READ,
    VERB_WRITE,
    VERB_FETCH,
    VERB_WATCH,
    VERB_UNWATCH,
    VERB_SAMPLE,
    VERB_SHARE,
    VERB_TRANSLATE,
    VERB_EXPECT,
    VERB_SHOW,
    VERB_SAY,
    VERB_CPU,
    VERB_RAM,
    VERB_PTBR,
    VERB_MEMORY,
    VERB_ENTRIES,
    VERBS
};

/* How a statement begins. */
enum script_form {
    FORM_PLAIN,   /* verb ... */
    FORM_PROCESS, /* A: verb ... */
    FORM_EITHER,
    FORM_MAKES, /* B = verb ... */
};

struct script_verb {
    const char *word;
    enum script_form form;
    const char *usage; /* "A: read PLACE [N bytes]" */
    const char *help;  /* one line, without a final full stop */
};

extern const struct script_verb script_verbs[VERBS];

/* Names that scripts give, and those that are always there: the parts of a
 * program, by the order of enum area_use, and the kernel's memory. */
enum name_kind { NAME_REGION, NAME_PROCESS, NAME_FILE, NAME_PROGRAM };

struct name {
    enum name_kind kind;
    struct slice text;
    bool mapped; /* a region: some `map` gives it */
    uint8_t use; /* enum area_use */
    size_t file; /* statement that made a file or program */
};

enum { NO_NAME = 0xffff, NAME_KERNEL = USE_STACK + 1, NAMES_OURS };

/* An address: a number, or a region and how far behind its start. */
struct place {
    uint16_t region; /* a name, or NO_NAME */
    bool whole;      /* the name alone was written: all of the region */
    uint64_t offset; /* bytes, modulo 2^64 */
    uint64_t bytes;  /* a page or several by heap[2..3]; 0: not said */
};

/* What the sides of an `expect` can be. */
enum term_kind {
    TERM_NUMBER,
    TERM_COUNT, /* of a counter, over the last statement */
    TERM_VALUE,
    TERM_PAGES,
    TERM_PA,
    TERM_FAULT_ADDRESS,
    TERM_ERROR_CODE,
    TERM_FREE,
    TERM_AREAS,
    TERM_FRAME,
    TERM_REFS,
    TERM_BYTE,
    TERM_START,
    TERM_SIZE,
    TERMS
};

struct term {
    uint8_t kind; /* enum term_kind */
    uint16_t process;
    struct place place;
    uint64_t number; /* or which counter */
    size_t col;
};

enum comparison { CMP_EQ, CMP_NE, CMP_LT, CMP_LE, CMP_GT, CMP_GE };

/* `expect` in one of four shapes. */
enum check_kind {
    CHECK_OUTCOME, /* expect [no] fault, done, SIGSEGV ... */
    CHECK_COUNT,   /* expect [no] copy, reuse ...: a counter is not 0 */
    CHECK_PAGE,    /* expect A heap[0] [not] present */
    CHECK_COMPARE, /* expect TERM == TERM */
};

struct check {
    enum check_kind kind;
    bool not ;
    uint8_t what; /* row of script_outcomes, a counter, row of script_pages */
    uint8_t comparison;
    struct term left, right;
};

/* One line. Which fields hold something follows from the verb. */
struct statement {
    enum verb verb;
    size_t line, col;
    struct slice text; /* the statement as written, without comment */
    uint16_t process;  /* who does it */
    uint16_t name;     /* that it makes or is about */
    uint16_t file;     /* a file's or program's, or NO_NAME */
    struct place place;
    uint64_t bytes, value;
    unsigned flags; /* PERM_... and AREA_... */
    enum access access;
    bool kernel;         /* the kernel's own access */
    bool cached, notify; /* of a file */
    uint32_t pages[5];   /* of a program: text, rodata, data, bss, stack */
    uint8_t machine;     /* of a new process */
    uint8_t what;        /* of show: enum show; of cpu: a row */
    struct slice *data;  /* texts of a file, bytes of memory, words of
                            say */
    size_t ndata;
    uint16_t *who; /* of share: the processes */
    size_t nwho;
    struct check check;
};

enum show { SHOW_MAPS, SHOW_TABLE, SHOW_FRAMES, SHOWS };

struct script {
    bool raw;                    /* a raw machine */
    unsigned machines;           /* otherwise: how many alike */
    const struct format *format; /* of the machine */
    const struct profile *profile;
    struct machine_config config;
    size_t machine_line; /* of the statement that says so; 0: none */
    struct statement *at;
    size_t n, cap;
    struct name name[SCRIPT_NAMES];
    size_t nnames;
    struct arena arena; /* owns texts and formats */
};

/* Reads a script; `file` is what findings call it. -1 when there was an
 * error, all of them are in *found then and *out holds nothing. */
int script_parse(struct script *out, struct slice text, struct slice file,
                 struct diags *found);
void script_release(struct script *s);

/* Words of the language that are values of tables. */
extern const char *const script_comparisons[]; /* "==" */
extern const char *const script_shows[SHOWS];

struct script_word {
    const char *word;
    const char *help; /* without a final full stop */
};

/* What the sides of a comparison can be; NULL for those without a word. */
extern const struct script_word script_terms[TERMS];

/* How an access ended; `fault`, `done`, `SIGSEGV` ... */
enum {
    OUTCOMES_FAULT, /* it faulted */
    OUTCOMES_DONE,  /* it succeeded in the end */
    OUTCOMES_SEGV,
    OUTCOMES_MAPERR,
    OUTCOMES_ACCERR,
    OUTCOMES_BUS,
    OUTCOMES_NO_MEMORY,
    OUTCOMES
};
extern const struct script_word script_outcomes[OUTCOMES];

/* What a page is; `present`, `writable` ... */
enum {
    PAGES_PRESENT,
    PAGES_ABSENT,
    PAGES_SWAPPED,
    PAGES_WRITABLE,
    PAGES_ACCESSED,
    PAGES_DIRTY,
    PAGES_SHARED,
    PAGES_ZERO,
    PAGES_MAPPED,
    PAGES_WHATS
};
extern const struct script_word script_pages[PAGES_WHATS];

#endif
