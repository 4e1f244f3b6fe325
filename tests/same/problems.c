/* problems.c - a line for each kind and level: the hash of twenty problems
 * with everything there is to read about them.
 *
 * `make same` builds it by several compilers, optimised and not, for 64 bits
 * and 32, and compares what it prints: a problem's code must stand for the
 * same problem wherever it is typed in. */
#include <stdio.h>

#include "../problem/show.h"

enum { SEEDS = 20 };

/* FNV-1a. */
static uint64_t hash(uint64_t h, struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        h = (h ^ (uint8_t)text.at[i]) * 0x100000001b3u;
    return h;
}

static void print(const struct kind *kind, int level)
{
    uint64_t h = 0xcbf29ce484222325u;
    struct str text = STR_EMPTY;
    struct arena arena = {0};

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        str_clear(&text);
        show_problem(&text,
                     problem_make(&arena, kind, level, seed * 0x12345678f));
        h = hash(h, str_slice(&text));
    }
    printf("%s %d %016llx\n", kind->id, level, (unsigned long long)h);
    str_release(&text);
    arena_release(&arena);
}

int main(void)
{
    for (size_t k = 0; k < nkinds; k++)
        for (int level = 1; level <= LEVELS; level++)
            if (kind_has_level(kinds[k], level))
                print(kinds[k], level);
    return 0;
}
