#include "deck/student.h"

#include "check.h"
#include "deck/inside.h"

enum { FACTS = STUDENT_FACTS, EDITS = 3, STEPS = 12 };

static const char *const subjects[FACTS] = {
    "The page table of a process",
    "A translation buffer",
    "The heap",
    "Copy on write",
    "A page fault handler",
    "The kernel stack",
    "A memory mapping of a file",
    "The swap area",
};
static const char *const rests[FACTS] = {
    "maps every virtual page to {{a frame}} or to nothing at all.",
    "keeps the {{latest translations}} close to the processor.",
    "grows towards {{higher addresses}} when a program asks for more.",
    "lets parent and child {{share pages}} until one of them writes.",
    "decides whether an access {{was allowed}} and what to load.",
    "belongs to {{one thread}} and is never shared with another.",
    "brings its pages in {{on demand}} and not all at once.",
    "holds pages that {{were not used}} for a long while.",
};

static void put_notes(struct str *out, const struct facts *facts)
{
    static const char *const words[] = {"", "", " usually", " (on Linux)",
                                        " always"};

    for (int i = 0; i < FACTS; i++)
        if (facts->wording[i] > 0)
            str_printf(out, "- %s%s %s\n", subjects[i],
                       words[facts->wording[i]], rests[i]);
}

struct facts facts_all(void)
{
    struct facts facts;

    for (int i = 0; i < FACTS; i++)
        facts.wording[i] = 1;
    return facts;
}

void facts_edit(struct facts *facts, struct rng *rng)
{
    size_t fact = rng_below(rng, FACTS);

    facts->wording[fact] = (int)rng_below(rng, 4) + (rng_below(rng, 5) > 0);
}

void student_import(struct desk *d, const struct facts *facts)
{
    struct str text = STR_EMPTY;
    const struct import_options options = {.force = true};

    put_notes(&text, facts);
    desk_sit(d);
    desk_wait(d, 1000);
    desk_write(d, "notes.md", text.at);
    if (desk_import_with(d, "notes.md", &options) < 0)
        fail_msg("%s", d->err.text);
    str_release(&text);
}

static int64_t any_card(struct desk *d, struct rng *rng)
{
    struct stmt *q = db_query(d->deck->db, "SELECT id FROM card ORDER BY uid"
                                           " LIMIT 1 OFFSET ?1");
    int64_t card = 0;

    bind_int(q, 1, (int64_t)rng_below(rng, FACTS));
    if (stmt_next(q, &d->err) == 1)
        card = row_int(q, 0);
    stmt_end(q);
    return card;
}

/* One thing a student does at one of the machines. */
void student_step(struct desk *d, struct facts *facts, struct rng *rng)
{
    int64_t card = any_card(d, rng);

    desk_sit(d);
    desk_wait(d, rng_between(rng, 1000, 40000000));
    switch (rng_below(rng, 6)) {
    case 0:
        facts_edit(facts, rng);
        student_import(d, facts);
        break;
    case 1:
        if (card != 0)
            desk_flag(d, (enum deck_verb)rng_below(rng, VERB_RESET + 1),
                      card);
        break;
    case 2:
        if (rng_below(rng, 3) == 0)
            desk_undo(d);
        break;
    default:
        if (card != 0)
            desk_answer(d, card, (int)rng_below(rng, 6));
        break;
    }
}

void student_live(struct desk *d, struct facts facts, struct rng *rng)
{
    for (int i = 0; i < EDITS; i++)
        facts_edit(&facts, rng);
    student_import(d, &facts);
    for (int i = 0; i < STEPS; i++)
        student_step(d, &facts, rng);
}
