/* prove_inside.h - the rows of prove.c: how each kind is done by real
 * processes.
 *
 * A witness plays the problem on the stage and answers its questions, part by
 * part as kind->solve does, from what it sees there. A part that can't be
 * seen gets answer_unseen. */
#ifndef EXAM_PROVE_INSIDE_H
#define EXAM_PROVE_INSIDE_H

#include "exam/prove_stage.h"

typedef void witness(struct stage *s, const void *params,
                     struct answers *out);

/* prove_demand.c, prove_anon.c, prove_cow.c, prove_bits.c, prove_view.c,
 * prove_file.c, prove_area.c, prove_layout.c, prove_maps.c, prove_share.c,
 * prove_watch.c */
witness witness_layout;
witness witness_demand, witness_stackgrow;
witness witness_rssvsz, witness_zeropg;
witness witness_cowframe, witness_cowfault;
witness witness_cowbits;
witness witness_cowview;
witness witness_mmapview, witness_mmapoff;
witness witness_mprotect;
witness witness_mapsread;
witness witness_shframes;
witness witness_watch;

static inline void answer_unseen(struct answers *out)
{
    answer_value(out, (struct value){.kind = VALUE_NONE});
}

#endif
