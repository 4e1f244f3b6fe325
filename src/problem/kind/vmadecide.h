/* vmadecide.h - faults in an address space: what VMADECIDE is about.
 *
 *     areas     prog r-x | prog r-- | prog rw- | heap | notes | zeros | stack
 *     entries   of the pages that A has touched; B is A's child
 *     frames    one of each page of the two files, private ones, free ones
 *
 * All pages of both files are in memory, at neighbouring frames. */
#ifndef PROBLEM_KIND_VMADECIDE_H
#define PROBLEM_KIND_VMADECIDE_H

#include "base/rng.h"
#include "problem/prompt.h"
#include "problem/solution.h"
#include "problem/value.h"
#include "vm/walk.h"

enum {
    DECIDE_AREAS = 7,
    DECIDE_PAGES = 6,
    DECIDE_FAULTS = 5,
    DECIDE_PAGE_BITS = 12,
    DECIDE_VPN_BITS = 8,
    DECIDE_SPACE = 1 << DECIDE_VPN_BITS, /* pages of an address space */
    DECIDE_SWAPPED = 0x78, /* frames from here on are not for problems */
};

enum { A, B, DECIDE_PROCESSES };

/* Which area is which, by address. */
enum { TEXT, CONSTANTS, DATA, HEAP, VIEW, ROOM, STACK };

enum { NO_FILE, PROG, NOTES, DECIDE_FILES };

struct decide_area {
    uint8_t first, end; /* pages [first, end) */
    uint8_t perms, shared;
    uint8_t file, file_page; /* at its start; NO_FILE: zeros */
};

/* What a page table has for a page. */
enum has {
    HAS_NOTHING,
    HAS_OWN,     /* a private page, writable */
    HAS_COMMON,  /* a private page of A and B, read-only */
    HAS_LAST,    /* the same after B has got its own copy */
    HAS_ZERO,    /* the page of zeros */
    HAS_FILE,    /* the file's own page */
    HAS_SWAPPED, /* a slot of the swap area */
};

struct decide_page {
    uint8_t vpn, has;
    uint8_t frame; /* of a private page; the slot of a swapped one */
};

struct decide_fault {
    uint8_t who, access; /* enum access */
    uint32_t va;
};

struct decide {
    uint8_t level;
    uint8_t file_pages[DECIDE_FILES], file_frame[DECIDE_FILES];
    uint8_t first_free; /* frames are taken in order from here */
    struct decide_area area[DECIDE_AREAS];
    uint8_t npages, nfaults;
    struct decide_page page[DECIDE_PAGES]; /* in order */
    struct decide_fault fault[DECIDE_FAULTS];
};

/* Parts that a fault is asked about: what is done; from level 3 on which
 * frame the page has then; at level 3 whether it may be written. */
unsigned decide_parts(const struct decide *d);

static inline bool decide_asks_frames(const struct decide *d)
{
    return decide_parts(d) > 1;
}

static inline unsigned decide_page_of(const struct decide_fault *f)
{
    return f->va >> DECIDE_PAGE_BITS;
}

bool decide_sample(struct rng *rng, int level, void *params);

/* --- by the engine ------------------------------------------------------ */

void decide_run(const struct decide *d, struct answers *out);

/* --- by a table --------------------------------------------------------- */

/* What somebody may believe; 0: how it is. */
enum decide_belief {
    DECIDE_FATAL = 1,          /* every fault is an error */
    DECIDE_BY_TABLE = 2,       /* areas do not matter */
    DECIDE_BY_ENTRY = 4,       /* a read-only entry forbids writes */
    DECIDE_ANY_ACCESS = 8,     /* an area allows everything */
    DECIDE_END_IN = 16,        /* an area's end address is inside of it */
    DECIDE_NO_GROWTH = 32,     /* below the stack is nothing */
    DECIDE_FROM_DISK = 64,     /* zeros come from a disk */
    DECIDE_SWAP_FRESH = 128,   /* what is swapped out was never there */
    DECIDE_LEAKS = 256,        /* private writes go to the file */
    DECIDE_COPIES_ALL = 512,   /* shared ones to a copy */
    DECIDE_LAST_COPIES = 1024, /* the last holder copies as well */
    DECIDE_EOF_SEGV = 2048, /* what is behind the end of a file is no area */
    DECIDE_EOF_ZERO = 4096, /* ... or zeros */
};

/* Both address spaces, as somebody sees them. */
struct decide_mind {
    const struct decide *d;
    unsigned beliefs;
    uint8_t stack[DECIDE_PROCESSES]; /* first page of it */
    uint8_t free;                    /* the frame that is taken next */
    uint8_t has[DECIDE_PROCESSES][DECIDE_SPACE];
    uint8_t frame[DECIDE_PROCESSES][DECIDE_SPACE];
};

/* As it is when the faults begin. What the handler does at one, after which
 * all is as it left it. */
void decide_begin(struct decide_mind *mind, const struct decide *d,
                  unsigned beliefs);
enum word decide_act(struct decide_mind *mind, const struct decide_fault *f);

/* The area that the address is in, or NULL: a stack where it begins now. */
const struct decide_area *decide_find(const struct decide_mind *mind,
                                      const struct decide_fault *f);

/* The page of its file that stands behind a page of the area. */
unsigned decide_file_page(const struct decide_area *a, unsigned vpn);

/* Whether a page's entry is valid; its frame then; whether it allows writes.
 */
bool decide_is_valid(const struct decide_mind *mind, unsigned who,
                     unsigned vpn);
bool decide_is_writable(const struct decide_mind *mind, unsigned who,
                        unsigned vpn);

/* Whether the level has the word among its answers. */
bool decide_offers(const struct decide *d, enum word word);

/* False when it comes to an answer that is not among the level's. */
bool decide_believe(const void *params, unsigned beliefs,
                    struct answers *out);

/* --- words -------------------------------------------------------------- */

/* "0x1c000"; "rw-p"; "page 3 of notes"; "A: store to 0x1c0a4". */
const char *decide_address(unsigned vpn, struct arena *a);
const char *decide_perms(const struct decide_area *at, struct arena *a);
const char *decide_file_text(const struct decide *d, unsigned vpn,
                             struct arena *a);
const char *decide_access_text(const struct decide *d,
                               const struct decide_fault *f, struct arena *a);

void decide_ask(const void *params, struct prompt *p);
void decide_explain(const void *params, struct solution *out);

#endif
