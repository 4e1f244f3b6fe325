#include "vm/reference.h"

#include <stdio.h>

#include "check.h"

struct string string_read(const char *text)
{
    struct string s = {0};
    unsigned page;
    int length;

    for (; sscanf(text, "%u%n", &page, &length) == 1; s.n++) {
        assert_true(s.n < REFS_MAX);
        s.at[s.n].page = page;
        text += length;
        s.at[s.n].write = *text == 'w';
        text += *text == 'w';
    }
    return s;
}

struct string string_random(struct rng *rng, size_t most, uint64_t pages)
{
    struct string s = {.n = rng_below(rng, most + 1)};

    for (size_t i = 0; i < s.n; i++) {
        bool again = i > 0 && rng_below(rng, 4) == 0;

        s.at[i].page =
            again ? s.at[rng_below(rng, i)].page : rng_below(rng, pages);
        s.at[i].write = rng_below(rng, 3) == 0;
    }
    return s;
}

const struct replace_policy *policy_of(const char *name)
{
    const struct replace_policy *p = replace_find(slice_from(name));

    if (p == NULL)
        fail_msg("no policy %s", name);
    return p;
}

size_t faults_of(const char *policy, size_t frames, const struct string *s)
{
    return replace_faults(policy_of(policy), frames, s->at, s->n);
}
