#include "problem/choice.h"

#include <string.h>

#include "problem/read.h"

/* All answers as one line: "0x12; 0x345". */
static const char *line(const struct prompt *prompt, const struct answers *a,
                        struct arena *arena)
{
    struct str text = STR_EMPTY;
    const char *copy;

    for (unsigned i = 0; i < a->n; i++) {
        str_puts(&text, i > 0 ? "; " : "");
        answer_put(&text, &prompt->parts[i], &a->at[i]);
    }
    copy = arena_copy(arena, str_slice(&text)).at;
    str_release(&text);
    return copy;
}

static void add(struct choice *c, const char *text, const struct wrong *wrong)
{
    for (unsigned i = 0; i < c->n; i++)
        if (strcmp(c->option[i], text) == 0)
            return;
    c->option[c->n] = text;
    c->wrong[c->n++] = wrong;
}

static void swap(struct choice *c, unsigned a, unsigned b)
{
    const char *option = c->option[a];
    const struct wrong *wrong = c->wrong[a];

    c->option[a] = c->option[b];
    c->wrong[a] = c->wrong[b];
    c->option[b] = option;
    c->wrong[b] = wrong;
}

bool choice_make(const struct problem *p, const struct prompt *prompt,
                 struct arena *arena, struct choice *out)
{
    struct rng rng = rng_new(p->seed ^ UINT64_C(0x63686f696365));

    *out = (struct choice){
        .part = {.ask = "which is right", .kind = ASK_CHOICE, .base = 10}};
    add(out, line(prompt, &p->key, arena), NULL);
    for (size_t i = 0; i < p->nwrongs && out->n < OPTIONS_MAX; i++)
        add(out, line(prompt, &p->wrongs[i].answers, arena), &p->wrongs[i]);
    for (unsigned i = out->n; i > 1; i--)
        swap(out, i - 1, (unsigned)rng_below(&rng, i));
    out->part.options = out->option;
    out->part.noptions = (uint8_t)out->n;
    return out->n > 2;
}
