#include "base/near.h"

enum { LONGEST = 32 };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;

    return least < c ? least : c;
}

/* Row by row; `two` is the row before the last, for swaps. */
size_t near_distance(struct slice a, struct slice b)
{
    size_t two[LONGEST + 1] = {0}, one[LONGEST + 1], row[LONGEST + 1];

    if (a.len > LONGEST || b.len > LONGEST)
        return a.len > b.len ? a.len : b.len;
    for (size_t j = 0; j <= b.len; j++)
        one[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = a.at[i - 1] == b.at[j - 1];
            row[j] = least(one[j] + 1, row[j - 1] + 1, one[j - 1] + !same);
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] &&
                a.at[i - 2] == b.at[j - 1] && two[j - 2] + 1 < row[j])
                row[j] = two[j - 2] + 1;
        }
        memcpy(two, one, sizeof two);
        memcpy(one, row, sizeof one);
    }
    return one[b.len];
}

void near_try(struct near *near, const char *known)
{
    struct slice word = slice_from(known);
    size_t distance = near_distance(near->word, word);
    size_t allowed = word.len < 6 ? 1 : word.len / 3;

    if (near->word.len >= 3 && slice_has_prefix(word, near->word))
        distance = 1;
    if (distance > allowed || word.len == 0)
        return;
    if (near->best == NULL || distance < near->distance) {
        near->best = known;
        near->distance = distance;
    }
}
