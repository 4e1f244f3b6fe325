#include "exam/grade.h"

#include "problem/judge.h"
#include "problem/read.h"
#include "text/unicode.h"

const char *const mark_why_says[MARK_WHYS] = {
    [MARK_BLANK] = "no answer",
    [MARK_UNREADABLE] = "can't be read",
    [MARK_RIGHT] = "right",
    [MARK_FOLLOWS] = "follows from an earlier answer",
    [MARK_SOME] = "partly right",
    [MARK_MISTAKE] = "a known mistake",
    [MARK_WRONG] = "wrong",
    [MARK_ACCEPTED] = "accepted by a rule",
    [MARK_FULL] = "full marks by a rule",
    [MARK_DROPPED] = "dropped by a rule",
};

/* One question of one attempt. */
struct marking {
    const struct attempt *attempt;
    const struct question *q;
    struct part_mark *mark; /* one a part */
    struct answers given;   /* values; VALUE_NONE where nothing was read */
    const struct ruling *rulings;
    size_t nrulings;
    struct arena *arena;
};

/* --- reading ------------------------------------------------------------ */

/* The letter of an option, "b", "(b)" or "b.", as its index; or -1. */
static int option_letter(const struct question_part *part, struct slice text)
{
    char c;

    if (text.len > 1 && text.at[0] == '(')
        text = slice_skip(text, 1);
    if (text.len == 2 && strchr(").:", text.at[1]) != NULL)
        text.len--;
    if (text.len != 1)
        return -1;
    c = (char)(text.at[0] | 0x20);
    return c >= 'a' && c < 'a' + (int)part->noptions ? c - 'a' : -1;
}

/* What an answer says: the option's text where a letter was ticked. */
static struct slice meant(const struct question_part *part, struct slice text)
{
    bool own_options = part->reader != NULL && part->reader->noptions > 0;
    int letter;

    text = slice_trim(text);
    if (part->noptions == 0 || own_options)
        return text;
    letter = option_letter(part, text);
    return letter < 0 ? text : slice_from(part->options[letter]);
}

static bool same_words(struct slice a, struct slice b)
{
    struct str left = STR_EMPTY, right = STR_EMPTY;
    bool same;

    text_fold(&left, slice_trim(a));
    text_fold(&right, slice_trim(b));
    same = slice_eq(str_slice(&left), str_slice(&right));
    str_release(&left);
    str_release(&right);
    return same;
}

/* Reads the answer to a part that has a reader. */
static void read_value(struct marking *m, unsigned part)
{
    const struct question_part *p = &m->q->parts[part];
    struct part_mark *mark = &m->mark[part];
    struct value value = {.kind = VALUE_NONE};
    struct str note = STR_EMPTY;

    switch (answer_read(meant(p, mark->given), p->reader, 0, m->arena, &value,
                        &note)) {
    case READ_BLANK:
        mark->why = MARK_BLANK;
        break;
    case READ_UNREADABLE:
        mark->why = MARK_UNREADABLE;
        break;
    case READ_OK:
        mark->why = MARK_WRONG; /* until shown otherwise */
        break;
    }
    mark->note = arena_copy(m->arena, str_slice(&note)).at;
    answer_value(&m->given, value);
    str_release(&note);
}

static void read_part(struct marking *m, unsigned part)
{
    struct part_mark *mark = &m->mark[part];

    *mark = (struct part_mark){
        .given = attempt_answer(m->attempt, m->q->number - 1, part),
        .full = m->q->parts[part].points,
        .note = "",
    };
    if (m->q->parts[part].reader != NULL) {
        read_value(m, part);
        return;
    }
    answer_value(&m->given, (struct value){.kind = VALUE_NONE});
    mark->why = slice_trim(mark->given).len == 0 ? MARK_BLANK : MARK_WRONG;
}

/* --- judging ------------------------------------------------------------ */

static unsigned worth(unsigned points, unsigned percent)
{
    return (points * percent + FULL_CREDIT / 2) / FULL_CREDIT;
}

/* Gives the part that many percent, unless it has more. */
static void give(struct part_mark *mark, enum mark_why why, unsigned percent)
{
    unsigned points = worth(mark->full, percent);

    if (points < mark->points)
        return;
    mark->points = points;
    mark->why = why;
}

static bool holds(const struct value *list, uint64_t member)
{
    for (unsigned i = 0; i < list->n; i++)
        if (list->at[i] == member)
            return true;
    return false;
}

static bool is_set(const struct part *reader)
{
    return reader->kind == ASK_SET || reader->kind == ASK_WORDS ||
           reader->kind == ASK_CHOICES;
}

/* Percent for a set that is not the key: half for every member too many or
 * missing, if any is right. */
static unsigned set_credit(const struct value *key, const struct value *given)
{
    unsigned common = 0, off;

    if (key->kind != VALUE_LIST || given->kind != VALUE_LIST ||
        key->words != given->words)
        return 0;
    for (unsigned i = 0; i < given->n; i++)
        common += holds(key, given->at[i]);
    off = (unsigned)key->n + given->n - 2 * common;
    return common == 0 || off > 3 ? 0 : (unsigned)FULL_CREDIT >> off;
}

/* What a wrong value is worth as a known mistake: the one that explains most
 * of the question if it explains this, else the mildest that does. */
static void judge_mistake(struct marking *m, unsigned part,
                          const struct wrong *likely)
{
    const struct problem *p = m->q->problem;
    struct part_mark *mark = &m->mark[part];
    size_t found = p->nwrongs;

    for (size_t i = 0; i < p->nwrongs; i++) {
        const struct answers *a = &p->wrongs[i].answers;

        if (part >= a->n || !value_eq(&a->at[part], &m->given.at[part]))
            continue;
        if (found == p->nwrongs || &p->wrongs[i] == likely ||
            (&p->wrongs[found] != likely &&
             m->q->wrongs[i].credit > m->q->wrongs[found].credit))
            found = i;
    }
    if (found == p->nwrongs)
        return;
    mark->mistake = p->wrongs[found].mistake;
    give(mark, MARK_MISTAKE, m->q->wrongs[found].credit);
}

static void judge_problem(struct marking *m)
{
    const struct problem *p = m->q->problem;
    struct judgement j = judge(p, &m->given);

    for (unsigned i = 0; i < m->q->nparts; i++) {
        if (j.part[i] == VERDICT_RIGHT) {
            give(&m->mark[i], MARK_RIGHT, FULL_CREDIT);
        } else if (j.part[i] == VERDICT_FOLLOWS) {
            give(&m->mark[i], MARK_FOLLOWS, FULL_CREDIT);
        } else if (j.part[i] == VERDICT_WRONG) {
            judge_mistake(m, i, j.wrong);
            if (is_set(m->q->parts[i].reader) &&
                set_credit(&p->key.at[i], &m->given.at[i]) > 0)
                give(&m->mark[i], MARK_SOME,
                     set_credit(&p->key.at[i], &m->given.at[i]));
        }
    }
}

static void judge_words(struct marking *m)
{
    for (unsigned i = 0; i < m->q->nparts; i++) {
        const struct question_part *part = &m->q->parts[i];

        if (m->mark[i].why != MARK_BLANK &&
            same_words(meant(part, m->mark[i].given), slice_from(part->key)))
            give(&m->mark[i], MARK_RIGHT, FULL_CREDIT);
    }
}

/* --- rules -------------------------------------------------------------- */

static bool is_answer(struct marking *m, unsigned part, struct slice answer)
{
    const struct question_part *p = &m->q->parts[part];
    struct value value;

    /* Who looks at what can't be read may accept it as it is written. */
    if (p->reader == NULL || m->mark[part].why == MARK_UNREADABLE)
        return same_words(meant(p, m->mark[part].given), meant(p, answer));
    return m->given.at[part].kind != VALUE_NONE &&
           answer_read(meant(p, answer), p->reader, 0, m->arena, &value,
                       NULL) == READ_OK &&
           value_eq(&value, &m->given.at[part]);
}

static void apply(struct marking *m, unsigned part,
                  const struct ruling *ruling)
{
    struct part_mark *mark = &m->mark[part];

    switch (ruling->verb) {
    case RULING_ACCEPT_ANSWER:
        if (mark->why != MARK_BLANK && is_answer(m, part, ruling->answer) &&
            worth(mark->full, ruling->percent) > mark->points)
            give(mark, MARK_ACCEPTED, ruling->percent);
        break;
    case RULING_ACCEPT_MISTAKE:
        if (mark->mistake == ruling->mistake &&
            worth(mark->full, ruling->percent) > mark->points)
            give(mark, MARK_ACCEPTED, ruling->percent);
        break;
    case RULING_FULL:
        if (mark->points < mark->full)
            give(mark, MARK_FULL, FULL_CREDIT);
        break;
    case RULING_DROP:
        mark->why = MARK_DROPPED;
        mark->points = mark->full = 0;
        break;
    }
}

/* In the order given; what is dropped stays so. */
static void apply_rulings(struct marking *m, unsigned part)
{
    for (size_t i = 0; i < m->nrulings; i++)
        if (m->mark[part].why != MARK_DROPPED &&
            ruling_fits(&m->rulings[i], m->q, part))
            apply(m, part, &m->rulings[i]);
}

/* --- all of it ---------------------------------------------------------- */

static struct item_mark grade_item(struct marking *m)
{
    struct item_mark item = {.question = m->q};

    m->mark = arena_new_array(m->arena, m->q->nparts, sizeof *m->mark);
    m->given = (struct answers){.arena = m->arena};
    for (unsigned i = 0; i < m->q->nparts; i++)
        read_part(m, i);
    if (m->q->problem != NULL)
        judge_problem(m);
    else
        judge_words(m);
    for (unsigned i = 0; i < m->q->nparts; i++) {
        apply_rulings(m, i);
        item.points += m->mark[i].points;
        item.full += m->mark[i].full;
    }
    item.part = m->mark;
    return item;
}

struct marks grade(const struct attempt *attempt, size_t nitems,
                   const struct ruling *rulings, size_t nrulings,
                   struct arena *arena)
{
    struct item_mark *item = arena_new_array(arena, nitems, sizeof *item);
    struct marks marks = {.attempt = attempt, .item = item};

    for (size_t i = 0; i < nitems; i++) {
        struct marking m = {.attempt = attempt,
                            .q = attempt->form->questions[i],
                            .rulings = rulings,
                            .nrulings = nrulings,
                            .arena = arena};

        item[i] = grade_item(&m);
        marks.points += item[i].points;
        marks.full += item[i].full;
        for (unsigned k = 0; k < m.q->nparts; k++)
            marks.unreadable += item[i].part[k].why == MARK_UNREADABLE;
    }
    return marks;
}
