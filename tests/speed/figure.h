/* figure.h - what was measured, one line a figure, and how it did.
 *
 *     import of 100 files       1.88 s    1.41 x the floor    bar 1.50   ok
 *
 * A bar is a promise, not a test: machines are noisy, so one that is missed
 * is said, here and at the end, and nothing else. */
#ifndef TESTS_SPEED_FIGURE_H
#define TESTS_SPEED_FIGURE_H

struct measured {
    const char *name;
    double value;
    const char *unit; /* behind the value: "ms" */
    double ratio;     /* to what `of` names; unused without that */
    const char *of;   /* "the floor"; NULL when the value stands alone */
    double bar; /* most that the ratio, or a lone value, may be; 0: any */
};

/* A heading above some figures. */
void figure_part(const char *title);

void figure_print(struct measured f);

/* Says why something could not be measured here. */
void figure_skip(const char *name, const char *why);

/* How many bars were held, and which were not. */
void figure_sum(void);

#endif
