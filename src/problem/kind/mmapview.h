/* mmapview.h - a file that processes have mapped, and what they do to it:
 * drawn by mmapview.c, solved by mmapview_run.c, told by mmapview_say.c. */
#ifndef PROBLEM_KIND_MMAPVIEW_H
#define PROBLEM_KIND_MMAPVIEW_H

#include "problem/kind/kinds.h"

enum { VIEW_MAPS = 3, VIEW_PLACES = 3, VIEW_STEPS = 9, VIEW_PAGE_BITS = 12 };

enum view_what { VIEW_LOAD, VIEW_STORE, VIEW_PREAD, VIEW_PWRITE };

struct view_step {
    uint8_t what;  /* enum view_what */
    uint8_t who;   /* process; its mapping */
    uint8_t place; /* which byte */
    uint8_t value; /* that is stored or written */
};

struct view {
    uint8_t level;
    uint8_t maps;    /* processes, each with one mapping of the whole file */
    uint8_t shared;  /* bit m: mapping m is MAP_SHARED */
    uint8_t pages;   /* of the file, of 4 KiB */
    uint8_t places;  /* bytes that are used */
    uint8_t initial; /* what all bytes of the file are */
    uint8_t vpn[VIEW_MAPS];   /* where each mapping begins */
    uint16_t at[VIEW_PLACES]; /* which byte of the file */
    uint8_t n;
    struct view_step step[VIEW_STEPS];
};

static inline bool view_is_shared(const struct view *v, unsigned map)
{
    return (v->shared >> map & 1) != 0;
}

static inline bool view_reads(const struct view_step *s)
{
    return s->what == VIEW_LOAD || s->what == VIEW_PREAD;
}

static inline unsigned view_page_of(const struct view *v, unsigned place)
{
    return v->at[place] >> VIEW_PAGE_BITS;
}

/* What a step did. */
struct view_effect {
    uint8_t value;    /* that was read, or stored */
    bool own, copied; /* it went to the process' own copy; made just now */
};

/* By the engine: all steps, with room for what each did; and the answers. */
void mmapview_run(const struct view *v, struct view_effect *effects);
void mmapview_solve(const void *params, struct answers *out);

/* What somebody may believe; 0: how it is. */
enum view_belief {
    VIEW_ALL_SHARED = 1, /* private stores reach the file */
    VIEW_SNAPSHOTS = 2,  /* a private mapping is a copy made at mmap */
    VIEW_APART = 4,      /* as different addresses: every mapping is a copy */
    VIEW_LATER = 8,      /* read() sees shared stores after msync only */
    VIEW_BYTES = 16,     /* a copy has the bytes stored, not the page */
};

bool mmapview_believe(const void *params, unsigned beliefs,
                      struct answers *out);

void mmapview_ask(const void *params, struct prompt *out);
void mmapview_explain(const void *params, struct solution *out);

#endif
