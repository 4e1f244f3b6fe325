/* moodle_cloze.h - what Moodle reads out of text: its wildcard, and the
 * braces of a cloze question. */
#ifndef PUBLISH_MOODLE_CLOZE_H
#define PUBLISH_MOODLE_CLOZE_H

#include "publish/asking.h"

/* An answer in which a star is a star, and no wildcard. */
void moodle_star(struct str *out, const char *answer);

/* A step of a category's path, in which a slash is no slash of the path. */
void moodle_step(struct str *out, const char *name);

/* The fraction of option `i`: of several right ones each is a share, and a
 * wrong one takes as much away. `credit` counts where one is right. */
void moodle_option(char fraction[24], struct options o, unsigned i,
                   unsigned credit);

/* Whole numbers in the proportions of the parts' points, which are the
 * points where these are whole. Room for PARTS_MAX. */
void moodle_weights(const struct question *q, unsigned *weights);

/* Part `i` between braces: "{2:SHORTANSWER:%100%0x0a4~%50%...#why}". All but
 * letters, digits and blanks is written as entities, so nothing ends what is
 * quoted. */
void moodle_cloze_put(struct str *out, const struct question *q, unsigned i,
                      unsigned weight);

#endif
