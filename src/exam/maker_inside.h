/* maker_inside.h - what the sources of maker.h share. */
#ifndef EXAM_MAKER_INSIDE_H
#define EXAM_MAKER_INSIDE_H

#include "base/rng.h"
#include "exam/maker.h"
#include "exam/seen.h"

/* A card that could be asked. */
struct blank {
    int64_t card, note;
    struct slice uid, path;
    int line;
    struct slice answer, folded; /* as told; as compared */
    struct slice text;           /* the masked line, folded */
};

/* Those of a selection, in the order of their notes. */
struct pool_of_blanks {
    struct blank *at;
    size_t n;
    size_t *order; /* in which forms take them: indices */
};

/* One item a form. */
struct row {
    const struct entry *entry;
    struct row_plan plan;
    const struct pool_of_blanks *pool; /* of a cloze */
    const struct problem *pin;
};

struct maker {
    const struct blueprint *blueprint;
    struct maker_options options;
    struct exam exam;
    struct row *rows;
    struct row_plan *plans; /* the same as rows[].plan */
    struct seen fixed;      /* banned and pinned */
    struct seen taken;      /* by forms so far; of a form that stands alone,
                               by its own items */
    struct seen notes;      /* of clozes in the form at hand */
    struct arena arena;
};

/* 64 bits that follow from the seed (by the secret where there is one), a
 * word and a number. */
uint64_t maker_seed(const struct maker *m, const char *what, const char *name,
                    uint64_t n);

/* The same for equal problems and, but by a rare chance, for no others. */
uint64_t maker_instance(const struct problem *p);

/* maker_problem.c: plans a row of a kind; draws one for a form. */
int maker_plan_problem(struct maker *m, size_t row, struct err *err);
int maker_draw_problem(struct maker *m, size_t row, const char *name,
                       struct arena *arena, const struct question **out,
                       struct err *err);

/* maker_cloze.c: the same for clozes. */
int maker_plan_cloze(struct maker *m, size_t row, struct err *err);
int maker_draw_cloze(struct maker *m, size_t row, const char *name,
                     struct arena *arena, const struct question **out,
                     struct err *err);

#endif
