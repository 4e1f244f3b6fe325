#include "review/asked.h"

void asked_release(struct asked *a)
{
    if (a->problem != NULL)
        prompt_release(&a->prompt);
    str_release(&a->typed);
    str_release(&a->first_typed);
    arena_release(&a->arena);
    *a = (struct asked){.typed = STR_EMPTY, .first_typed = STR_EMPTY};
}

/* The arena, in which the problem was made, is taken over. */
static void show(struct asked *a, const struct problem *p,
                 struct arena *arena)
{
    if (a->problem != NULL)
        prompt_release(&a->prompt);
    arena_release(&a->arena);
    a->arena = *arena;
    *arena = (struct arena){0};
    a->problem = p;
    a->given = (struct answers){.arena = &a->arena};
    a->judged = false;
    a->judgement = (struct judgement){0};
    str_clear(&a->typed);
    problem_ask(p, &a->arena, &a->prompt);
}

void asked_begin(struct asked *a, int64_t skill, const struct problem *p,
                 struct arena *arena)
{
    asked_release(a);
    a->skill = skill;
    a->attempt = 1;
    a->level = p->level;
    a->version = p->kind->version;
    a->seed = p->seed;
    show(a, p, arena);
}

void asked_again(struct asked *a, const struct problem *p,
                 struct arena *arena)
{
    show(a, p, arena);
    a->attempt = 2;
    a->hints = 0;
}

const struct part *asked_part(const struct asked *a)
{
    return &a->prompt.parts[a->given.n];
}

static void judge_all(struct asked *a)
{
    a->judgement = judge(a->problem, &a->given);
    a->judged = true;
    for (unsigned i = 0; i < a->given.n; i++)
        a->attempts.answered |= a->given.at[i].kind != VALUE_NONE;
    if (a->attempt == 2) {
        a->attempts.second_right = a->judgement.all_right;
        return;
    }
    a->attempts.first_right = a->judgement.all_right;
    a->attempts.hinted = a->hints > 0;
    a->first_mistake = a->judgement.wrong != NULL
                           ? a->judgement.wrong->mistake
                           : MISTAKE_NONE;
    str_put(&a->first_typed, str_slice(&a->typed));
}

enum read_result asked_answer(struct asked *a, struct slice text,
                              struct str *note)
{
    struct value value = {.kind = VALUE_NONE};
    const struct part *part = asked_part(a);
    enum read_result result =
        answer_read(text, part, 0, &a->arena, &value, note);

    if (result == READ_UNREADABLE)
        return result;
    if (result == READ_OK) {
        str_clear(note);
        str_puts(note, "I read ");
        answer_put(note, part, &value);
        str_puts(note, ".");
    }
    str_puts(&a->typed, a->given.n > 0 ? "; " : "");
    str_put(&a->typed, slice_trim(text));
    answer_value(&a->given, value);
    if (a->given.n == a->prompt.nparts)
        judge_all(a);
    return result;
}

const char *asked_hint(struct asked *a)
{
    unsigned at = a->hints < 2 ? a->hints : 1;

    a->hints = at + 1;
    return a->problem->kind->hints[at];
}

bool asked_goes_on(const struct asked *a)
{
    return a->judged && a->attempt == 1 && !a->judgement.all_right;
}

int asked_grade(const struct asked *a)
{
    return skill_grade(a->attempts);
}
