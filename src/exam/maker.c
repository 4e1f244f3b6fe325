#include "exam/maker.h"

#include <stdlib.h>

#include "base/mem.h"
#include "exam/document.h"
#include "exam/maker_inside.h"

uint64_t maker_seed(const struct maker *m, const char *what, const char *name,
                    uint64_t n)
{
    unsigned char numbers[16];
    struct slice parts[] = {SLICE("pagein exam"),
                            slice_from(what),
                            slice_from(name),
                            {(const char *)numbers, sizeof numbers}};
    struct hash h;

    for (int i = 0; i < 8; i++) {
        numbers[i] = (unsigned char)(m->options.seed >> 8 * i);
        numbers[8 + i] = (unsigned char)(n >> 8 * i);
    }
    h = m->options.secret != NULL
            ? hash_keyed(&m->options.secret->key, parts, 4)
            : hash_of_parts(parts, 4);
    return hash_u64(&h);
}

/* --- rows --------------------------------------------------------------- */

static bool of_topic(const struct kind *k, const char *topic)
{
    return strcmp(topic, "all") == 0 || strcmp(topic, k->topic) == 0;
}

static int lowest(const struct kind *k)
{
    int level = 1;

    while (!kind_has_level(k, level))
        level++;
    return level;
}

/* Kinds of the topic that no row so far has come first. */
static const struct kind *kind_for(struct maker *m, size_t row)
{
    const struct entry *e = m->rows[row].entry;
    struct rng rng = rng_new(maker_seed(m, "kind", "", row));
    const struct kind *best = NULL;
    size_t fewest = SIZE_MAX;
    uint64_t chance = 0;

    for (size_t i = 0; i < nkinds; i++) {
        uint64_t draw = rng_next(&rng);
        size_t used = 0;
        if (!of_topic(kinds[i], e->topic) ||
            (e->level > 0 && !kind_has_level(kinds[i], e->level)))
            continue;
        for (size_t k = 0; k < row; k++)
            used += m->rows[k].plan.kind == kinds[i];
        if (used < fewest || (used == fewest && draw > chance)) {
            best = kinds[i];
            fewest = used;
            chance = draw;
        }
    }
    return best;
}

static int plan_row(struct maker *m, size_t row, struct err *err)
{
    struct row *r = &m->rows[row];

    if (r->entry->what == ENTRY_CLOZE)
        return maker_plan_cloze(m, row, err);
    r->plan.kind =
        r->entry->what == ENTRY_TOPIC ? kind_for(m, row) : r->entry->kind;
    r->plan.level =
        r->entry->level > 0 ? r->entry->level : lowest(r->plan.kind);
    return maker_plan_problem(m, row, err);
}

static struct item item_of(const struct row *r, size_t row)
{
    return (struct item){
        .number = (unsigned)row + 1,
        .title =
            r->plan.kind != NULL ? r->plan.kind->title : "From the notes",
        .points = r->entry->points,
        .lines = r->entry->lines,
        .page_break = r->entry->page_break,
        .choice = r->entry->choice,
    };
}

static void ban(struct maker *m)
{
    const struct blueprint *b = m->blueprint;

    for (size_t i = 0; i < b->nbans; i++) {
        struct arena arena = {0};
        const struct problem *p =
            problem_make(&arena, kind_of_number(b->bans[i].kind),
                         b->bans[i].level, b->bans[i].seed);
        if (p != NULL)
            seen_add(&m->fixed, maker_instance(p));
        arena_release(&arena);
    }
}

static int plan_rows(struct maker *m, struct err *err)
{
    const struct blueprint *b = m->blueprint;
    struct item *items = arena_new_array(&m->arena, b->nitems, sizeof *items);
    size_t row = 0;

    m->rows = arena_new_array(&m->arena, b->nitems, sizeof *m->rows);
    m->plans = arena_new_array(&m->arena, b->nitems, sizeof *m->plans);
    for (size_t i = 0; i < b->nentries; i++)
        for (unsigned k = 0; k < b->entries[i].count; k++) {
            m->rows[row].entry = &b->entries[i];
            if (plan_row(m, row, err) < 0)
                return err_prefix(err, "%.*s:%zu:%zu: ", SLICE_FMT(b->file),
                                  b->entries[i].line, b->entries[i].col);
            m->plans[row] = m->rows[row].plan;
            items[row] = item_of(&m->rows[row], row);
            m->exam.points += items[row].points;
            row++;
        }
    m->exam.items = items;
    m->exam.nitems = row;
    return 0;
}

int maker_new(struct maker **out, const struct blueprint *blueprint,
              const struct maker_options *options, struct err *err)
{
    struct maker *m = mem_new(sizeof *m);

    m->blueprint = blueprint;
    m->options = *options;
    m->exam = (struct exam){
        .title = blueprint->title,
        .instructions =
            document_read(slice_from(blueprint->instructions), &m->arena),
        .minutes = blueprint->minutes,
        .graded = options->secret != NULL,
        .large = options->large,
        .page = blueprint->page,
    };
    ban(m);
    if (plan_rows(m, err) < 0) {
        maker_free(m);
        return -1;
    }
    *out = m;
    return 0;
}

void maker_free(struct maker *m)
{
    if (m == NULL)
        return;
    seen_release(&m->fixed);
    seen_release(&m->taken);
    seen_release(&m->notes);
    arena_release(&m->arena);
    free(m);
}

const struct exam *maker_exam(const struct maker *m)
{
    return &m->exam;
}

const struct row_plan *maker_rows(const struct maker *m)
{
    return m->plans;
}

/* --- forms -------------------------------------------------------------- */

static const char *sealed_code(const struct maker *m,
                               const struct question *q, struct arena *arena)
{
    char *code = arena_new(arena, SEAL_BYTES);
    struct sealed s = {.what = SEALED_CLOZE};

    if (q->problem != NULL)
        s = (struct sealed){.code = {q->problem->kind->number,
                                     q->problem->kind->version,
                                     (uint8_t)q->level, q->problem->seed}};
    else
        memcpy(s.uid, q->cloze.at, sizeof s.uid - 1);
    seal_put(code, m->options.secret, &s);
    return code;
}

/* The question in its place: its number, its code sealed. */
static const struct question *in_place(const struct maker *m, size_t row,
                                       const struct question *made,
                                       struct arena *arena)
{
    struct question *q = arena_new(arena, sizeof *q);

    *q = *made;
    q->number = (unsigned)row + 1;
    if (m->options.secret != NULL)
        q->code = sealed_code(m, q, arena);
    return q;
}

int maker_form(struct maker *m, const char *name, struct arena *arena,
               struct form *out, struct err *err)
{
    const struct question **questions =
        arena_new_array(arena, m->exam.nitems, sizeof(const void *));
    const struct question *q;

    if (m->options.alone)
        seen_clear(&m->taken);
    seen_clear(&m->notes);
    for (size_t row = 0; row < m->exam.nitems; row++) {
        int rc = m->rows[row].plan.kind != NULL
                     ? maker_draw_problem(m, row, name, arena, &q, err)
                     : maker_draw_cloze(m, row, name, arena, &q, err);
        if (rc < 0)
            return -1;
        questions[row] = in_place(m, row, q, arena);
    }
    *out = (struct form){.name = arena_copy(arena, slice_from(name)).at,
                         .room = "",
                         .questions = questions};
    return 0;
}

uint64_t form_hash(const struct form *form, size_t nitems)
{
    uint64_t state = nitems;

    for (size_t i = 0; i < nitems; i++) {
        const struct question *q = form->questions[i];
        struct hash h;
        uint64_t one;
        if (q->problem != NULL) {
            one = maker_instance(q->problem);
        } else {
            h = hash_of(q->cloze);
            one = hash_u64(&h);
        }
        state = rng_mix(&state) ^ one;
    }
    return rng_mix(&state);
}

const char *form_letter(unsigned i, struct arena *arena)
{
    const char *name = "";

    for (i++; i > 0; i = (i - 1) / 26)
        name = arena_printf(arena, "%c%s", 'A' + (int)((i - 1) % 26), name);
    return name;
}
