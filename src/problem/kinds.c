/* The kinds, topic by topic. A new one is a file in kind/, an extern here and
 * a row of the table. */
#include "problem/kind/kinds.h"
#include <string.h>

#include "problem/kind.h"

const struct kind *const kinds[] = {
    /* addresses */
    &kind_split,
    &kind_geom,
    &kind_ptsize,
    &kind_rangepg,
    &kind_layout,
    /* lookup */
    &kind_lookup,
    &kind_loadbyte,
    &kind_reverse,
    &kind_pteaddr,
    &kind_ptebits,
    &kind_perm,
    &kind_whichpte,
    /* demand */
    &kind_demand,
    &kind_stackgrow,
    &kind_rssvsz,
    &kind_zeropg,
    &kind_loadfile,
    /* cow */
    &kind_cowframe,
    &kind_cowfault,
    &kind_cowbits,
    &kind_cowview,
    /* mmap */
    &kind_mmapview,
    &kind_mmapoff,
    &kind_mapsread,
    &kind_mprotect,
    &kind_vmadecide,
    &kind_shframes,
    /* hardware */
    &kind_faultreg,
    &kind_restart,
    /* tricks */
    &kind_swapio,
    &kind_adbits,
    &kind_watch,
    &kind_dsm,
    &kind_tricks,
};
const size_t nkinds = sizeof kinds / sizeof *kinds;

static bool same_letters(struct slice a, const char *b)
{
    struct slice other = slice_from(b);

    if (a.len != other.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        char c = a.at[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (c != other.at[i])
            return false;
    }
    return true;
}

const struct kind *kind_find(struct slice id)
{
    for (size_t i = 0; i < nkinds; i++)
        if (same_letters(id, kinds[i]->id))
            return kinds[i];
    return NULL;
}

const struct kind *kind_of_number(unsigned number)
{
    for (size_t i = 0; i < nkinds; i++)
        if (kinds[i]->number == number)
            return kinds[i];
    return NULL;
}

bool kind_meant(const struct kind *k, struct slice word)
{
    return slice_is(word, "all") || slice_is(word, k->topic) ||
           same_letters(word, k->id);
}

/* Kinds of one topic are next to each other. */
const char *const *kind_words(struct arena *arena)
{
    const char **words =
        arena_new_array(arena, 2 * nkinds + 2, sizeof *words);
    size_t n = 0;

    words[n++] = "all";
    for (size_t i = 0; i < nkinds; i++) {
        if (i == 0 || strcmp(kinds[i]->topic, kinds[i - 1]->topic) != 0)
            words[n++] = kinds[i]->topic;
        words[n++] = kinds[i]->id;
    }
    words[n] = NULL;
    return words;
}
