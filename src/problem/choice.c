#include "problem/choice.h"

#include <string.h>

#include "problem/judge.h"
#include "problem/read.h"

/* The answers to these parts as one line: "0x12; 0x345". */
struct span {
    unsigned from, to;
};

static const char *line(const struct prompt *prompt, const struct answers *a,
                        struct span parts, struct arena *arena)
{
    struct str text = STR_EMPTY;
    const char *copy;

    for (unsigned i = parts.from; i < parts.to; i++) {
        str_puts(&text, i > parts.from ? "; " : "");
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

static void shuffle(struct choice *c, uint64_t seed)
{
    struct rng rng = rng_new(seed ^ UINT64_C(0x63686f696365));

    for (unsigned i = c->n; i > 1; i--)
        swap(c, i - 1, (unsigned)rng_below(&rng, i));
}

/* Where any value that works is right, a mistake may come upon one. */
static bool is_right(const struct problem *p, const struct answers *a,
                     struct span parts)
{
    for (unsigned i = parts.from; i < parts.to; i++)
        if (!judge_part(p, i, &a->at[i]))
            return false;
    return true;
}

static void make(const struct problem *p, const struct prompt *prompt,
                 struct span parts, struct arena *arena, struct choice *out)
{
    *out = (struct choice){
        .part = {.ask = "which is right", .kind = ASK_CHOICE, .base = 10}};
    add(out, line(prompt, &p->key, parts, arena), NULL);
    for (size_t i = 0; i < p->nwrongs && out->n < OPTIONS_USUAL; i++)
        if (!is_right(p, &p->wrongs[i].answers, parts))
            add(out, line(prompt, &p->wrongs[i].answers, parts, arena),
                &p->wrongs[i]);
    shuffle(out, p->seed + parts.from);
    out->part.options = out->option;
    out->part.noptions = (uint8_t)out->n;
}

bool choice_make(const struct problem *p, const struct prompt *prompt,
                 struct arena *arena, struct choice *out)
{
    make(p, prompt, (struct span){0, p->key.n}, arena, out);
    return out->n > 2;
}

/* The first mistake that answers that word. */
static const struct wrong *who_says(const struct problem *p, unsigned part,
                                    enum word word)
{
    for (size_t i = 0; i < p->nwrongs; i++)
        if (p->wrongs[i].answers.at[part].kind == VALUE_WORD &&
            p->wrongs[i].answers.at[part].word == word)
            return &p->wrongs[i];
    return NULL;
}

static void make_words(const struct problem *p, const struct part *asked,
                       unsigned part, struct choice *out)
{
    *out = (struct choice){.n = asked->nwords, .part = *asked};
    for (unsigned i = 0; i < asked->nwords; i++) {
        enum word word = asked->words[i];
        out->option[i] = word_rows[word].says;
        if (word != p->key.at[part].word)
            out->wrong[i] = who_says(p, part, word);
    }
    out->part.kind = ASK_CHOICE;
    out->part.options = out->option;
    out->part.noptions = (uint8_t)out->n;
}

bool choice_make_part(const struct problem *p, const struct prompt *prompt,
                      unsigned part, struct arena *arena, struct choice *out)
{
    const struct part *asked = &prompt->parts[part];

    if (asked->kind == ASK_CLASS && asked->nwords <= OPTIONS_MAX) {
        make_words(p, asked, part, out);
        return out->n > 1;
    }
    make(p, prompt, (struct span){part, part + 1}, arena, out);
    out->part.ask = asked->ask;
    return out->n > 2;
}
