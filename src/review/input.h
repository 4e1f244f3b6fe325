/* input.h - keys out of the bytes a terminal sends, by libtermkey. */
#ifndef REVIEW_INPUT_H
#define REVIEW_INPUT_H

#include "review/key.h"

struct input;

struct input *input_new(void);
void input_free(struct input *in);

/* Bytes that came from the terminal. */
void input_push(struct input *in, struct slice bytes);

/* The next whole key. False when there is none; *wait is then the time in
 * milliseconds after which a lone Escape counts as one (call with `late`),
 * or -1 when nothing is half read. */
bool input_next(struct input *in, struct key *out, bool late, int *wait);

#endif
