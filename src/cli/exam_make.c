/* All forms of an exam, into a folder. */
#include "cli/exam_making.h"
#include "exam/proof.h"
#include "exam/prove.h"
#include "sys/file.h"

enum { FLUSH_BYTES = 1 << 20 };

static int is_wrong(const struct form *form, size_t item, const char *who,
                    struct err *err)
{
    return err_set(err, ERR_IO,
                   "Item %zu of form \"%.60s\": %s finds another answer than "
                   "the key, code %s. Nothing was written; please report it.",
                   item + 1, form->name, who, form->questions[item]->code);
}

/* --- the kernel --------------------------------------------------------- */

/* The question with the kernel's word, if it has one. */
static int prove(struct making *m, const struct form *form, size_t item,
                 const struct question **out, struct arena *arena,
                 struct err *err)
{
    const struct question *q = form->questions[item];
    struct testimony told;
    struct question *proved;
    struct err why;

    if (q->problem == NULL || !prove_knows(q->problem->kind))
        return 0;
    switch (prove_on_kernel(q->problem, arena, &told, &why)) {
    case PROOF_DIFFERS:
        return is_wrong(form, item, "the kernel of this machine", err);
    case PROOF_AGREES:
        proved = arena_new(arena, sizeof *proved);
        *proved = *q;
        proved->proof = arena_printf(
            arena, "A Linux kernel was asked and did the same: %s.",
            told.how);
        *out = proved;
        m->proved++;
        break;
    case PROOF_CANNOT:
        break;
    }
    return 0;
}

/* Each key once more, in the second way and, if that was asked for, by the
 * kernel. */
static int check_keys(struct making *m, struct form *form,
                      struct arena *arena, struct err *err)
{
    const struct exam *exam = maker_exam(m->order->maker);
    const struct question **questions =
        arena_new_array(arena, exam->nitems, sizeof *questions);

    for (size_t i = 0; i < exam->nitems; i++) {
        questions[i] = form->questions[i];
        m->keys += questions[i]->problem != NULL;
        if (!question_holds(questions[i], arena))
            return is_wrong(form, i, "the second way", err);
        if (m->order->cli->args->prove &&
            prove(m, form, i, &questions[i], arena, err) < 0)
            return -1;
    }
    form->questions = questions;
    return 0;
}

/* --- files -------------------------------------------------------------- */

static int put_file(struct making *m, const char *folder, const char *stem,
                    const char *suffix, bool secret, struct err *err)
{
    struct str name = STR_EMPTY;
    int rc;

    m->files++;
    if (m->output == NULL)
        return 0;
    str_printf(&name, "%s%s%s", folder, stem, suffix);
    rc = output_file(m->output, name.at, str_slice(&m->text), secret, err);
    str_release(&name);
    return rc;
}

static bool is_pdf(const struct file_format *format)
{
    return strcmp(format->name, "pdf") == 0;
}

static int put_sheet(struct making *m, const struct file_format *format,
                     const struct form *form, const char *stem,
                     enum sheet sheet, struct err *err)
{
    const char *folder = !format->has_key           ? "platforms/"
                         : sheet == SHEET_QUESTIONS ? "forms/"
                                                    : "keys/";
    bool merged = is_pdf(format) && m->order->cli->args->merge &&
                  sheet == SHEET_QUESTIONS;
    int rc;

    str_clear(&m->text);
    rc = is_pdf(format) ? exam_print_sheet(&m->printing, m->output, form,
                                           sheet, &m->text, err)
                        : format->form(&m->text, maker_exam(m->order->maker),
                                       form, sheet, err);
    if (rc < 0 || merged)
        return rc;
    /* A file for a platform holds the keys as well. */
    return put_file(m, folder, stem, format->suffix,
                    sheet == SHEET_KEY || !format->has_key, err);
}

static int put_sheets(struct making *m, const struct form *form, size_t i,
                      struct err *err)
{
    const struct exam_order *o = m->order;
    const char *stem = o->rostered ? o->roster.rows[i].file : form->name;
    struct format_list own, *list = &m->order->formats;

    if (o->rostered && o->roster.rows[i].format[0] != '\0') {
        if (exam_formats_read(&own, slice_from(o->roster.rows[i].format),
                              err) < 0)
            return -1;
        list = &own;
    }
    for (size_t k = 0; k < list->n; k++)
        if (put_sheet(m, list->at[k], form, stem, SHEET_QUESTIONS, err) < 0 ||
            (list->at[k]->has_key &&
             put_sheet(m, list->at[k], form, stem, SHEET_KEY, err) < 0))
            return -1;
    return 0;
}

static int put_pools(struct making *m, struct err *err)
{
    const struct exam *exam = maker_exam(m->order->maker);
    struct pool *pools =
        arena_new_array(&m->arena, exam->nitems, sizeof *pools);
    const struct format_list *list = &m->order->formats;

    for (size_t i = 0; i < exam->nitems; i++) {
        const struct question **all = arena_new_array(
            &m->arena, m->order->nforms, sizeof(const void *));
        for (size_t k = 0; k < m->order->nforms; k++)
            all[k] = m->forms[k].questions[i];
        pools[i] = (struct pool){&exam->items[i], all, m->order->nforms};
    }
    for (size_t k = 0; k < list->n; k++) {
        str_clear(&m->text);
        if (list->at[k]->bank(&m->text, exam, pools, exam->nitems, err) < 0 ||
            put_file(m, "platforms/", "bank", list->at[k]->suffix, true,
                     err) < 0)
            return -1;
    }
    return 0;
}

/* What has gathered of exam.json goes to the disk now and then. */
static int flush(struct making *m, size_t least, struct err *err)
{
    int rc = 0;

    if (m->paper.len < least)
        return 0;
    if (m->output != NULL)
        rc = output_more(m->output, str_slice(&m->paper), err);
    str_clear(&m->paper);
    return rc;
}

/* --- forms -------------------------------------------------------------- */

static int put_form(struct making *m, struct form *form, size_t i,
                    struct arena *arena, struct err *err)
{
    const struct exam *exam = maker_exam(m->order->maker);

    if (check_keys(m, form, arena, err) < 0)
        return -1;
    fairness_add(&m->fairness, form);
    fairness_csv(&m->table, form, exam);
    m->equal += !seen_add(&m->seen, form_hash(form, exam->nitems));
    paper_put(&m->writer, form);
    if (m->forms != NULL)
        m->forms[i] = *form;
    else if (put_sheets(m, form, i, err) < 0)
        return -1;
    return flush(m, FLUSH_BYTES, err);
}

static int put_forms(struct making *m, struct err *err)
{
    struct exam_order *o = m->order;
    int rc = 0;

    for (size_t i = 0; i < o->nforms && rc == 0; i++) {
        struct arena arena = {0};
        struct arena *in = m->forms != NULL ? &m->arena : &arena;
        struct form form;
        bool has = exam_order_has(o, i);
        out_progress(o->cli->say, "Making forms", i, o->nforms);
        if (has || !o->rostered) /* those of letters follow each other */
            rc = exam_order_form(o, i, in, &form, err);
        if (rc == 0 && has)
            rc = put_form(m, &form, i, in, err);
        arena_release(&arena);
    }
    out_progress(o->cli->say, "Making forms", o->nforms, o->nforms);
    return rc;
}

/* --- the whole ---------------------------------------------------------- */

/* "exam.json", "exam-2-of-8.json". */
static void shard_name(struct str *out, const struct exam_order *o,
                       const char *stem, const char *suffix)
{
    str_puts(out, stem);
    if (o->shards > 0)
        str_printf(out, "-%u-of-%u", o->shard, o->shards);
    str_puts(out, suffix);
}

static int begin(struct making *m, struct err *err)
{
    struct exam_order *o = m->order;
    const struct args *args = o->cli->args;
    struct str name = STR_EMPTY;
    struct paper_head head = {
        .exam = maker_exam(o->maker),
        .rows = maker_rows(o->maker),
        .seed = o->blueprint.graded ? NULL : &o->seed,
        .blueprint_name = path_name(slice_from(args->operands[0])),
        .blueprint = o->blueprint.source,
        .roster = o->roster.source,
        .roster_rows = o->roster.n,
        .shard = o->shard,
        .shards = o->shards,
        .bank = o->bank,
    };
    int rc = 0;

    if (!args->dry_run)
        rc = output_begin(&m->output, args->out, args->force || o->shards > 0,
                          err);
    shard_name(&name, o, "exam", ".json");
    if (rc == 0 && m->output != NULL)
        rc = output_open(m->output, name.at, true, err);
    str_release(&name);
    fairness_begin(&m->fairness, head.exam, head.rows);
    fairness_csv_head(&m->table);
    paper_begin(&m->writer, &m->paper, &head);
    if (o->bank)
        m->forms = arena_new_array(&m->arena, o->nforms, sizeof *m->forms);
    return rc;
}

static int finish(struct making *m, struct err *err)
{
    struct str name = STR_EMPTY;
    int rc = 0;

    paper_end(&m->writer);
    m->files += 1 + m->printing.files;
    if (exam_print_end(&m->printing, err) < 0 || flush(m, 0, err) < 0 ||
        (m->output != NULL && output_close(m->output, err) < 0) ||
        (m->forms != NULL && put_pools(m, err) < 0))
        rc = -1;
    shard_name(&name, m->order, "fairness", "");
    str_swap(&m->text, &m->table);
    if (rc == 0)
        rc = put_file(m, "", name.at, ".csv", true, err);
    str_release(&name);
    if (rc == 0 && m->output != NULL) {
        rc = output_end(m->output, err);
        m->output = NULL;
    }
    return rc;
}

int exam_make(struct exam_order *o, struct err *err)
{
    struct making m = {.order = o,
                       .paper = STR_EMPTY,
                       .table = STR_EMPTY,
                       .text = STR_EMPTY};
    int rc = begin(&m, err);

    exam_print_init(&m.printing, o);
    if (rc == 0)
        rc = put_forms(&m, err);
    if (rc == 0)
        rc = finish(&m, err);
    if (rc == 0)
        exam_tell(&m);
    exam_print_release(&m.printing);
    output_drop(m.output);
    fairness_release(&m.fairness);
    seen_release(&m.seen);
    str_release(&m.paper);
    str_release(&m.table);
    str_release(&m.text);
    arena_release(&m.arena);
    return rc;
}
