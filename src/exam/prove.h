/* prove.h - a problem's key against what this machine's kernel does.
 *
 *     problem ──▶ real processes do it ──▶ what is seen of them
 *        │                                        │ the same?
 *        └──▶ key ────────────────────────────────┘
 *
 * Some kinds are about what an operating system does. For each of those a
 * row here has real processes (kernel/live.h) go through the problem and
 * answers its questions from what they did: faults as getrusage counts them,
 * frames by their numbers in /proc/PID/pagemap, areas of /proc/PID/maps,
 * resident sizes of /proc/PID/smaps, signals with their addresses, bytes that
 * were loaded. Nothing of the kind's own reckoning goes into that.
 *
 * Toy pages are pages of 4 KiB there: byte b of page n is byte b of page n. */
#ifndef EXAM_PROVE_H
#define EXAM_PROVE_H

#include "problem/problem.h"

enum proof {
    PROOF_AGREES,  /* what was seen is as the key says */
    PROOF_DIFFERS, /* in some question it is not */
    PROOF_CANNOT,  /* no kernel can tell, or not this one, or not as this
                      user */
};

/* What a kernel had to say. */
struct testimony {
    struct answers seen; /* to the problem's questions, in the arena; those
                            that can't be seen are VALUE_NONE */
    const char *how;     /* where it was looked up, a sentence without a full
                            stop; NULL: nowhere */
};

/* Whether a kernel could tell, by the right user on the right machine. */
bool prove_knows(const struct kind *kind);

/* The proof; with PROOF_CANNOT the reason is in *err, and with PROOF_DIFFERS
 * what came instead of any answer (a signal that the problem knows nothing
 * of), else *err is ERR_NONE. Takes some milliseconds and up to a few dozen
 * processes, one after the other. */
enum proof prove_on_kernel(const struct problem *p, struct arena *arena,
                           struct testimony *out, struct err *err);

#endif
