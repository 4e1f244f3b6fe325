#include "publish/graded.h"

#include <string.h>

#include "publish/asking.h"
#include "publish/spell.h"

enum { GRADED_MAX = SPELL_OPEN + WRONGS_MAX * SPELL_WRONG };

/* The known mistake that is worth most among those with this answer. */
static const struct question_wrong *best(const struct question *q,
                                         unsigned part, size_t from)
{
    const struct question_part *p = &q->parts[part];
    const struct question_wrong *found = &q->wrongs[from];

    for (size_t i = 0; i < q->nwrongs; i++) {
        const struct question_wrong *w = &q->wrongs[i];
        if (!spell_same(p, w->answer[part], found->answer[part]))
            continue;
        if (i < from)
            return NULL; /* it was told then */
        if (w->credit > found->credit)
            found = w;
    }
    return found;
}

static bool has(const struct graded_list *list, const char *text)
{
    for (unsigned i = 0; i < list->n; i++)
        if (strcasecmp(list->at[i].text, text) == 0)
            return true;
    return false;
}

static void add(struct graded_list *list, const struct spellings *texts,
                unsigned credit, const char *why)
{
    for (unsigned i = 0; i < texts->n; i++)
        if (list->n < GRADED_MAX && !has(list, texts->at[i]))
            list->at[list->n++] = (struct graded){texts->at[i], credit, why};
}

struct graded_list graded_texts(const struct question *q, unsigned part,
                                struct arena *arena)
{
    const struct question_part *p = &q->parts[part];
    struct graded_list list = {
        .at = arena_new_array(arena, GRADED_MAX, sizeof *list.at)};
    struct spellings texts = spell_key(q, part, arena, &list.whole);

    add(&list, &texts, FULL_CREDIT, "");
    for (size_t i = 0; i < q->nwrongs; i++) {
        const char *answer = q->wrongs[i].answer[part];
        const struct question_wrong *w = best(q, part, i);

        if (w == NULL || spell_is_right(q, part, answer))
            continue;
        texts = spell(p, answer, SPELL_WRONG, arena);
        add(&list, &texts, w->credit, w->why);
    }
    return list;
}

struct graded_list graded_options(const struct question *q, unsigned part,
                                  struct arena *arena)
{
    const struct question_part *p = &q->parts[part];
    struct graded_list list = {
        arena_new_array(arena, p->noptions, sizeof *list.at), p->noptions,
        true};

    for (unsigned i = 0; i < p->noptions; i++) {
        struct graded *g = &list.at[i];

        *g = (struct graded){p->options[i], 0, ""};
        if (p->right >> i & 1)
            g->credit = FULL_CREDIT;
        for (size_t k = 0; k < q->nwrongs && g->credit == 0; k++) {
            const struct question_wrong *w = &q->wrongs[k];
            if (question_chosen(p, w->answer[part]) != 1u << i)
                continue;
            g->credit = w->credit;
            g->why = w->why;
            break;
        }
    }
    return list;
}
