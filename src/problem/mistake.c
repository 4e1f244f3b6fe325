#include "problem/mistake.h"

const struct mistake_row mistake_rows[MISTAKES] = {
    [MISTAKE_NONE] = {"", "", ""},
#define MISTAKE(code, does, rule) [M_##code] = {"M-" #code, does, rule},
#include "problem/mistakes.def"
#undef MISTAKE
};

enum mistake mistake_find(struct slice code)
{
    for (int i = 1; i < MISTAKES; i++)
        if (slice_is(code, mistake_rows[i].code))
            return (enum mistake)i;
    return MISTAKE_NONE;
}
