#include "exam/fairness.h"

#include <limits.h>

void fairness_begin(struct fairness *f, const struct exam *exam,
                    const struct row_plan *plans)
{
    *f = (struct fairness){.exam = exam, .plans = plans, .least = UINT_MAX};
    f->rows = arena_new_array(&f->arena, exam->nitems, sizeof *f->rows);
    for (size_t i = 0; i < exam->nitems; i++)
        f->rows[i] = (struct fairness_row){UINT_MAX, 0, true};
}

void fairness_release(struct fairness *f)
{
    arena_release(&f->arena);
    *f = (struct fairness){0};
}

static void widen(unsigned *least, unsigned *most, unsigned n)
{
    *least = n < *least ? n : *least;
    *most = n > *most ? n : *most;
}

void fairness_add(struct fairness *f, const struct form *form)
{
    unsigned steps = 0;

    for (size_t i = 0; i < f->exam->nitems; i++) {
        const struct question *q = form->questions[i];
        struct fairness_row *row = &f->rows[i];
        widen(&row->least, &row->most, q->effort);
        row->same_outcome = row->same_outcome &&
                            (q->problem == NULL ||
                             strcmp(q->outcome, f->plans[i].outcome) == 0);
        steps += q->effort;
    }
    widen(&f->least, &f->most, steps);
    if (f->nforms < FAIRNESS_FORMS) {
        f->names[f->nforms] =
            arena_copy(&f->arena, slice_from(form->name)).at;
        f->steps[f->nforms] = steps;
    }
    f->nforms++;
}

bool fairness_is_fair(const struct fairness *f)
{
    for (size_t i = 0; i < f->exam->nitems; i++)
        if (f->rows[i].most > f->rows[i].least + 1 ||
            !f->rows[i].same_outcome)
            return false;
    return true;
}

/* --- as text ------------------------------------------------------------ */

static void put_points(struct str *out, unsigned hundredths)
{
    num_put(out, num_ratio(hundredths, 100));
}

static const char *range(char *out, size_t size, unsigned least,
                         unsigned most)
{
    struct str text = STR_EMPTY;

    if (least == most)
        str_printf(&text, "%u", least);
    else
        str_printf(&text, "%u-%u", least, most);
    str_truncate(&text, text.len < size ? text.len : size - 1);
    memcpy(out, text.at, text.len + 1);
    str_release(&text);
    return out;
}

/* Columns that the outcomes take. */
static int widest(const struct fairness *f)
{
    size_t wide = sizeof "comes to" - 1;

    for (size_t i = 0; i < f->exam->nitems; i++) {
        size_t len = strlen(f->plans[i].outcome);
        wide = len > wide ? len : wide;
    }
    return (int)wide;
}

static void put_row(struct str *out, const struct fairness *f, size_t i,
                    int wide)
{
    const struct row_plan *plan = &f->plans[i];
    const struct fairness_row *row = &f->rows[i];
    char steps[24];

    if (plan->kind == NULL)
        str_printf(out, "%4zu  %-10s %5s  %-7s %-*s ", i + 1, "CLOZE", "-",
                   "-", wide, plan->outcome);
    else
        str_printf(out, "%4zu  %-10s %5d  %-7s %-*s ", i + 1, plan->kind->id,
                   plan->level,
                   range(steps, sizeof steps, row->least, row->most), wide,
                   row->same_outcome ? plan->outcome : "DIFFERS");
    put_points(out, f->exam->items[i].points);
    str_puts(out, plan->pinned ? "  pinned\n" : "\n");
}

void fairness_put(struct str *out, const struct fairness *f)
{
    char steps[24];
    int wide = widest(f);

    if (f->nforms == 0)
        return;
    str_printf(out, "%4s  %-10s %5s  %-7s %-*s %s\n", "item", "kind", "level",
               "steps", wide, "comes to", "points");
    for (size_t i = 0; i < f->exam->nitems; i++)
        put_row(out, f, i, wide);
    str_printf(out, "%4s  %-10s %5s  %-7s %-*s ", "all", "", "",
               range(steps, sizeof steps, f->least, f->most), wide, "");
    put_points(out, f->exam->points);
    str_puts(out, "\n");
    if (f->nforms > FAIRNESS_FORMS) {
        str_printf(out, "%zu forms of %s steps\n", f->nforms, steps);
        return;
    }
    for (size_t i = 0; i < f->nforms; i++) {
        str_printf(out, "form %s: %u steps, ", f->names[i], f->steps[i]);
        put_points(out, f->exam->points);
        str_puts(out, " points\n");
    }
}

/* --- as CSV ------------------------------------------------------------- */

static void put_number(struct str *out, unsigned n)
{
    struct str text = STR_EMPTY;

    str_printf(&text, "%u", n);
    csv_put(out, str_slice(&text));
    str_release(&text);
}

void fairness_csv_head(struct str *out)
{
    static const char *const names[] = {"form",   "item",  "kind",
                                        "level",  "steps", "comes to",
                                        "points", "code"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        csv_put(out, slice_from(names[i]));
    csv_end(out);
}

void fairness_csv(struct str *out, const struct form *form,
                  const struct exam *exam)
{
    struct str points = STR_EMPTY;

    for (size_t i = 0; i < exam->nitems; i++) {
        const struct question *q = form->questions[i];
        csv_put_safe(out, slice_from(form->name));
        put_number(out, q->number);
        csv_put(out, slice_from(q->id));
        put_number(out, (unsigned)q->level);
        put_number(out, q->effort);
        csv_put(out, slice_from(q->outcome));
        str_clear(&points);
        put_points(&points, q->points);
        csv_put(out, str_slice(&points));
        csv_put(out, slice_from(q->code));
        csv_end(out);
    }
    str_release(&points);
}
