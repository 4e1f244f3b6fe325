/* SHFRAMES - how many frames it takes to run one program many times.
 *
 *     process 1   text ─┐  data ─┐ copies 1   heap 1   libc ─┐
 *     process 2   text ─┤  data ─┤ copies 2   heap 2   libc ─┤
 *                       ▼        ▼                           ▼
 *                      once     once                        once    */
#include "problem/kind/shframes.h"

static const struct shape {
    uint8_t least, most; /* processes of a program */
    uint8_t programs;
    bool libc, buffer;
} shapes[LEVELS + 1] = {
    {0},
    {2, 4, 1, false, false},
    {2, 6, 1, true, false},
    {3, 20, 1, true, true},
    {2, 5, 2, true, true},
};

static uint8_t some(struct rng *rng, int least, int most)
{
    return (uint8_t)rng_between(rng, least, most);
}

/* Pages of a part of so many processes: many have small ones, for sums that
 * can be done on paper. */
static uint8_t pages(struct rng *rng, unsigned processes, int least, int most)
{
    int share = processes <= 6    ? 1
                : processes <= 10 ? 2
                : processes <= 14 ? 4
                                  : 8;

    return some(rng, least, least + (most - least + share - 1) / share);
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct shframes *s = params;
    const struct shape *shape = &shapes[level];
    unsigned k = 0;

    s->level = (uint8_t)level;
    s->programs = shape->programs;
    for (unsigned i = 0; i < s->programs; i++) {
        struct share_program *p = &s->program[i];
        k = p->processes = some(rng, shape->least, shape->most);
        p->text = pages(rng, k, 2, 12);
        p->rodata = pages(rng, k, 1, 6);
        p->data = pages(rng, k, 2, 8);
        p->written = some(rng, 1, p->data - 1);
        p->heap = pages(rng, k, 1, 8);
    }
    s->libc = shape->libc ? pages(rng, k, 4, 14) : 0;
    s->buffer = shape->buffer ? pages(rng, k, 2, 7) : 0;
    return true;
}

#define WITH_LIBC (LEVEL(2) | LEVEL(3) | LEVEL(4))
#define WITH_BUFFER (LEVEL(3) | LEVEL(4))

static const struct wrong_row wrongs[] = {
    {M_NOSHARING, 1, 0, .beliefs = SHARE_NOTHING_SHARED},
    {M_SHAREDVAR, 2, 0, .beliefs = SHARE_DATA_SHARED},
    {M_WHOLECOPY, 2, 0, .beliefs = SHARE_DATA_APART},
    {M_FILEGONE, 2, 0, .beliefs = SHARE_FILE_GONE},
    {M_LIBEACH, 4, WITH_LIBC, .beliefs = SHARE_LIBC_EACH},
    {M_SHAREDEACH, 5, WITH_BUFFER, .beliefs = SHARE_BUFFER_EACH},
};

const struct kind kind_shframes = {
    .id = "SHFRAMES",
    .number = 39,
    .version = 2,
    .levels = ALL_LEVELS,
    .title = "Run a program many times",
    .topic = "mmap",
    .blurb = "frames that processes of the same program take together",
    .needs = {"LOOKUP"},
    .hints = {"Which pages are the same for everybody, and stay so?",
              "Count what is shared once, and what a process has written "
              "privately once for each process."},
    .on_kernel = true,
    .params_bytes = sizeof(struct shframes),
    .wrongs_needed = 3,
    .few = {40000, 500000, 10000000},
    .sample = sample,
    .solve = shframes_solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = shframes_believe,
    .ask = shframes_ask,
    .explain = shframes_explain,
    .follow = shframes_follow,
};
