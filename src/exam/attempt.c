#include "exam/attempt_inside.h"

#include <stdlib.h>

#include "base/mem.h"

/* --- where an answer stands --------------------------------------------- */

static size_t index_of(const struct form *form, size_t item, unsigned part)
{
    size_t at = 0;

    for (size_t i = 0; i < item; i++)
        at += form->questions[i]->nparts;
    return at + part;
}

struct slice attempt_answer(const struct attempt *s, size_t item,
                            unsigned part)
{
    return s->answer[index_of(s->form, item, part)];
}

/* Puts an answer in its place; complains when there is none or it is taken.
 */
static void put_answer(struct reading *r, struct attempt *s,
                       const struct csv_cell *cell, unsigned item, int part)
{
    struct slice *at;
    const struct question *q;

    if (item >= r->exam->nitems) {
        csv_complain(r->table, cell, DIAG_ERROR, r->found,
                     "there is no item %u; the exam has %zu", item + 1,
                     r->exam->nitems);
        return;
    }
    /* Forms may ask for more or fewer blanks under one number: a column that
     * this form has no use for is left empty. */
    if (slice_trim(cell->text).len == 0)
        return;
    q = s->form->questions[item];
    if (part < 0 && q->nparts > 1) {
        csv_complain(r->table, cell, DIAG_ERROR, r->found,
                     "item %u has %u parts; say which one, as %u.1", item + 1,
                     q->nparts, item + 1);
        return;
    }
    part = part < 0 ? 0 : part;
    if ((unsigned)part >= q->nparts) {
        csv_complain(r->table, cell, DIAG_ERROR, r->found,
                     "item %u of form %s has no part %d", item + 1,
                     s->form->name, part + 1);
        return;
    }
    at = &s->answer[index_of(s->form, item, (unsigned)part)];
    if (at->len > 0) {
        csv_complain(r->table, cell, DIAG_ERROR, r->found,
                     "%.*s has answered %u.%d already", SLICE_FMT(s->student),
                     item + 1, part + 1);
        return;
    }
    *at = arena_copy(&r->attempts.arena, cell->text);
    s->nanswers++;
}

/* --- rows --------------------------------------------------------------- */

static const struct csv_cell *cell_of(const struct csv_row *row, int column)
{
    return column != NOT_THERE && (size_t)column < row->n ? &row->cell[column]
                                                          : NULL;
}

static const struct form *form_named(const struct reading *r,
                                     struct slice name)
{
    char letter = name.len == 1 ? (char)(name.at[0] & ~0x20) : ' ';
    size_t i;

    if (roll_find(&r->forms, name, &i) ||
        roll_find(&r->forms, (struct slice){&letter, 1}, &i))
        return &r->exam->forms[i];
    return NULL;
}

/* The form that a row is about; NULL after a complaint. */
static const struct form *form_of(struct reading *r,
                                  const struct csv_row *row)
{
    const struct csv_cell *form = cell_of(row, r->form);
    const struct csv_cell *student = &row->cell[r->student];
    const struct form *got;

    if (form != NULL && slice_trim(form->text).len > 0) {
        got = form_named(r, slice_trim(form->text));
        if (got == NULL)
            csv_complain(r->table, form, DIAG_ERROR, r->found,
                         "there is no form %.*s", SLICE_FMT(form->text));
        return got;
    }
    if (r->exam->nforms == 1)
        return &r->exam->forms[0];
    got = form_named(r, slice_trim(student->text));
    if (got == NULL)
        csv_complain(r->table, student, DIAG_ERROR, r->found,
                     "no form is said for %.*s, and none is called so; add a "
                     "column form",
                     SLICE_FMT(student->text));
    return got;
}

static struct attempt *attempt_find(struct reading *r, struct slice student)
{
    size_t i;

    return roll_find(&r->students, student, &i) ? &r->attempts.at[i] : NULL;
}

static struct attempt *attempt_add(struct reading *r, struct slice student,
                                   const struct form *form, size_t line)
{
    struct attempt *s;
    size_t parts = index_of(form, r->exam->nitems, 0);

    r->attempts.at = mem_grow(r->attempts.at, r->attempts.n, &r->cap,
                              sizeof *r->attempts.at);
    s = &r->attempts.at[r->attempts.n++];
    *s = (struct attempt){
        .student = arena_copy(&r->attempts.arena, student),
        .form = form,
        .answer =
            arena_new_array(&r->attempts.arena, parts, sizeof *s->answer),
        .line = line,
    };
    roll_put(&r->students, s->student, r->attempts.n - 1);
    return s;
}

/* --- pools --------------------------------------------------------------- */

static bool has_answered(const struct attempt *s, size_t item)
{
    for (unsigned part = 0; part < s->form->questions[item]->nparts; part++)
        if (attempt_answer(s, item, part).len > 0)
            return true;
    return false;
}

/* A platform draws each item of a bank alone: what it drew becomes part of a
 * form that is this student's. False when another one is answered already. */
static bool draw(struct reading *r, struct attempt *s, const struct form *from,
                 size_t item)
{
    struct arena *arena = &r->attempts.arena;
    size_t n = r->exam->nitems;
    const struct question **questions;
    struct attempt before = *s;
    struct form *own;

    if (s->form->questions[item] == from->questions[item])
        return true;
    if (has_answered(s, item))
        return false;
    questions = arena_new_array(arena, n, sizeof *questions);
    memcpy(questions, s->form->questions, n * sizeof *questions);
    questions[item] = from->questions[item];
    own = arena_new_array(arena, 1, sizeof *own);
    *own = (struct form){.name = "drawn", .room = "", .questions = questions};
    s->form = own;
    s->answer =
        arena_new_array(arena, index_of(own, n, 0), sizeof *s->answer);
    for (size_t i = 0; i < n; i++)
        for (unsigned k = 0; i != item && k < questions[i]->nparts; k++)
            s->answer[index_of(own, i, k)] = attempt_answer(&before, i, k);
    return true;
}

static void read_student(struct reading *r, const struct csv_row *row,
                         struct slice student)
{
    const struct csv_cell *name = &row->cell[r->student];
    const struct attempt *before = attempt_find(r, student);
    const struct form *form;
    struct attempt *s;

    if (before != NULL) {
        csv_complain(r->table, name, DIAG_ERROR, r->found,
                     "%.*s is in line %zu already", SLICE_FMT(student),
                     before->line);
        return;
    }
    form = form_of(r, row);
    if (form == NULL)
        return;
    s = attempt_add(r, student, form, name->line);
    for (size_t i = 0; i < row->n && i < r->ncolumns; i++)
        if (r->column[i].kind == COLUMN_PLACE)
            put_answer(r, s, &row->cell[i], r->column[i].item,
                       r->column[i].part);
}

/* Where the code stands among the questions of all forms. */
static bool find_code(const struct reading *r, struct slice code,
                      const struct form **form, unsigned *item)
{
    size_t at;

    if (!roll_find(&r->codes, code, &at))
        return false;
    *form = &r->exam->forms[at / r->exam->nitems];
    *item = (unsigned)(at % r->exam->nitems);
    return true;
}

/* Which question a row an answer is about. */
static bool row_place(struct reading *r, const struct csv_row *row,
                      const struct form **form, unsigned *item, int *part)
{
    const struct csv_cell *code = cell_of(row, r->code);
    const struct csv_cell *place = cell_of(row, r->item);
    const struct csv_cell *name = cell_of(row, r->part);

    *part = -1;
    if (code != NULL && code->text.len > 0) {
        if (!find_code(r, slice_trim(code->text), form, item)) {
            csv_complain(r->table, code, DIAG_ERROR, r->found,
                         "no question of this exam has the code %.*s",
                         SLICE_FMT(code->text));
            return false;
        }
    } else if (place == NULL || !attempt_place(place->text, item, part)) {
        csv_complain(r->table, place != NULL ? place : &row->cell[0],
                     DIAG_ERROR, r->found,
                     "which item is answered? Write it as on paper: 2.2");
        return false;
    } else {
        *form = form_of(r, row);
    }
    if (name != NULL && slice_trim(name->text).len > 0 &&
        !attempt_part(name->text, part)) {
        csv_complain(r->table, name, DIAG_ERROR, r->found,
                     "a part is called 1, 2, 3 or a, b, c");
        return false;
    }
    return *form != NULL;
}

static void read_answer(struct reading *r, const struct csv_row *row,
                        struct slice student)
{
    const struct csv_cell *answer = cell_of(row, r->answer);
    struct attempt *s = attempt_find(r, student);
    const struct form *form = NULL;
    unsigned item;
    int part;

    if (!row_place(r, row, &form, &item, &part))
        return;
    if (s != NULL && r->exam->bank && item < r->exam->nitems) {
        if (!draw(r, s, form, item)) {
            csv_complain(r->table, &row->cell[r->student], DIAG_ERROR,
                         r->found, "%.*s has answered another item %u already",
                         SLICE_FMT(student), item + 1);
            return;
        }
    } else if (s != NULL && s->form != form) {
        csv_complain(r->table, &row->cell[r->student], DIAG_ERROR, r->found,
                     "%.*s has form %s in line %zu and form %s here",
                     SLICE_FMT(student), s->form->name, s->line, form->name);
        return;
    }
    if (s == NULL)
        s = attempt_add(r, student, form, row->cell[r->student].line);
    if (answer != NULL)
        put_answer(r, s, answer, item, part);
}

static void read_row(struct reading *r, const struct csv_row *row)
{
    struct slice student;

    if ((size_t)r->student >= row->n) {
        csv_complain(r->table, &row->cell[0], DIAG_ERROR, r->found,
                     "this row has no cell below id");
        return;
    }
    student = slice_trim(row->cell[r->student].text);
    if (student.len == 0)
        csv_complain(r->table, &row->cell[r->student], DIAG_ERROR, r->found,
                     "whose answers are these? The id is empty");
    else if (r->answer != NOT_THERE)
        read_answer(r, row, student);
    else
        read_student(r, row, student);
}

/* All names that rows may call. */
static void learn_names(struct reading *r)
{
    const struct exam *exam = r->exam;

    for (size_t f = 0; f < exam->nforms; f++) {
        roll_put(&r->forms, slice_from(exam->forms[f].name), f);
        for (size_t i = 0; r->code != NOT_THERE && i < exam->nitems; i++)
            roll_put(&r->codes, slice_from(exam->forms[f].questions[i]->code),
                     f * exam->nitems + i);
    }
}

int attempts_read(struct attempts *out, const struct csv *table,
                  const struct exam *exam, struct diags *found)
{
    struct reading r = {.table = table, .exam = exam, .found = found};
    size_t errors = found->errors;

    if (attempt_header(&r) == 0) {
        learn_names(&r);
        for (size_t i = 1; i < table->n; i++)
            read_row(&r, &table->row[i]);
    }
    free(r.column);
    roll_release(&r.students);
    roll_release(&r.forms);
    roll_release(&r.codes);
    *out = r.attempts;
    if (found->errors == errors)
        return 0;
    attempts_release(out);
    return -1;
}

void attempts_release(struct attempts *s)
{
    free(s->at);
    arena_release(&s->arena);
    *s = (struct attempts){0};
}
