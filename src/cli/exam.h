/* exam.h - one run of `pagein exam`: what was asked for, and the three ways
 * it ends: shown, written, or only told of. */
#ifndef CLI_EXAM_H
#define CLI_EXAM_H

#include "cli/command.h"
#include "exam/fairness.h"
#include "exam/maker.h"
#include "exam/roster.h"
#include "publish/file_format.h"

enum { EXAM_FORMATS = 16 };

/* Some of the formats. */
struct format_list {
    const struct file_format *at[EXAM_FORMATS];
    size_t n;
};

struct exam_order {
    struct cli *cli;
    struct blueprint blueprint;
    struct roster roster; /* of no rows when there is none */
    struct deck *deck;    /* or NULL */
    struct secret secret;
    struct maker *maker;
    struct format_list formats;
    uint64_t seed;
    unsigned shard, shards; /* 0: all forms */
    size_t nforms;          /* of the whole exam */
    bool bank, rostered;
};

/* Which formats a list such as "html,moodle" names. -1 with ERR_USAGE and
 * which there are. */
int exam_formats_read(struct format_list *out, struct slice text,
                      struct err *err);

/* A maker of this order's forms that has made none yet. */
int exam_order_maker(struct exam_order *o, struct maker **out,
                     struct err *err);

/* Form number i, from 0, with room and time. */
int exam_order_form(struct exam_order *o, size_t i, struct arena *arena,
                    struct form *out, struct err *err);

/* Whether it is one that this run writes. */
bool exam_order_has(const struct exam_order *o, size_t i);

/* Shows the first form; as JSON when that was asked for. */
int exam_preview(struct exam_order *o, struct err *err);

/* Makes all forms and writes everything into the folder; on --dry-run makes
 * them and writes nothing. Prints what came of it. */
int exam_make(struct exam_order *o, struct err *err);

#endif
