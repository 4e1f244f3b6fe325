/* maker.h - forms of an exam out of a blueprint, one after the other.
 *
 *     blueprint, seed ──▶ rows: kind, level, how much work, how it ends
 *                           │
 *     form's name ──────────┴──▶ an instance a row, drawn until it fits
 *
 * Item k of every form has the same kind and level, takes the same number of
 * steps or one more, and ends the same way; but for what the blueprint pins,
 * no two forms ask the same. What comes out follows from the blueprint, the
 * seed (and the secret), the versions of the kinds, the deck's notes, and the
 * names of the forms so far; of forms that stand alone, from the own name.
 *
 * Forms live in the caller's arena; what is kept from one to the next are
 * eight bytes an item. */
#ifndef EXAM_MAKER_H
#define EXAM_MAKER_H

#include "deck/deck.h"
#include "exam/blueprint.h"
#include "exam/exam.h"
#include "exam/secret.h"

struct maker_options {
    uint64_t seed;
    const struct secret *secret; /* of a graded exam; else NULL */
    struct deck *deck;           /* for clozes; NULL: there is none */
    bool alone;                  /* a form must not depend on those before it,
                                    and may share a problem with them */
    bool large;                  /* large print */
};

/* What the items of a row have in common. */
struct row_plan {
    const struct kind *kind; /* NULL: a cloze */
    int level;
    unsigned effort; /* or one more; 0 for a cloze */
    const char *outcome;
    bool pinned; /* the same problem in every form */
};

struct maker;

/* -1 with a sentence when the blueprint asks for what can't be had: a deck
 * that is not there, a selection without cards. What the options point to
 * and the blueprint must live on. */
int maker_new(struct maker **out, const struct blueprint *blueprint,
              const struct maker_options *options, struct err *err);
void maker_free(struct maker *m);

/* The exam without its forms; a plan for each of its items. */
const struct exam *maker_exam(const struct maker *m);
const struct row_plan *maker_rows(const struct maker *m);

/* Makes the form of that name. -1 with ERR_NOTES and a sentence when there
 * are not enough different problems or cards. */
int maker_form(struct maker *m, const char *name, struct arena *arena,
               struct form *out, struct err *err);

/* A number that is the same for equal forms, and for no others. */
uint64_t form_hash(const struct form *form, size_t nitems);

/* "A" .. "Z", "AA" ..: the name of form number i, from 0. */
const char *form_letter(unsigned i, struct arena *arena);

#endif
