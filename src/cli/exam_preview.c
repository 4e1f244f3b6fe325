/* The first form of an exam, in the terminal. */
#include "cli/exam.h"
#include "publish/asking.h"
#include "view/block.h"
#include "view/problem.h"
#include "view/text.h"

enum { COLUMNS = 80 };

static void put_head(struct lines *lines, const struct exam *exam)
{
    struct str points = STR_EMPTY;

    points_say(&points, exam->points);
    lines_text(lines, style_marked(ROLE_TITLE, MARK_STRONG),
               slice_from(exam->title));
    lines_printf(lines, style_of(ROLE_DIM), " · %s", points.at);
    if (exam->minutes > 0)
        lines_printf(lines, style_of(ROLE_DIM), " · %u minutes",
                     exam->minutes);
    lines_end(lines);
    str_release(&points);
}

static void put_blocks(struct lines *lines, const struct block *root)
{
    struct brush brush = {.role = ROLE_PLAIN};

    for (const struct block *b = root->first; b != NULL; b = b->next) {
        lines_blank(lines);
        brush_block(lines, &brush, b);
    }
}

static void put_title(struct lines *lines, const struct question *q)
{
    struct str points = STR_EMPTY;

    points_say(&points, q->points);
    lines_blank(lines);
    lines_printf(lines, style_marked(ROLE_TITLE, MARK_STRONG), "%u. ",
                 q->number);
    lines_text(lines, style_marked(ROLE_TITLE, MARK_STRONG),
               slice_from(q->title));
    lines_printf(lines, style_of(ROLE_DIM), " · %s", q->id);
    if (q->level > 0)
        lines_printf(lines, style_of(ROLE_DIM), " · level %d", q->level);
    lines_printf(lines, style_of(ROLE_DIM), " · %s · %s", points.at, q->code);
    lines_end(lines);
    str_release(&points);
}

static void put_assumptions(struct lines *lines, const struct question *q)
{
    if (q->nassumptions == 0)
        return;
    lines_blank(lines);
    lines_puts(lines, style_of(ROLE_DIM), "It holds that:");
    lines_end(lines);
    for (size_t i = 0; i < q->nassumptions; i++) {
        lines_indent(lines, span_of(ROLE_DIM, "  • "),
                     span_of(ROLE_DIM, "    "));
        text_draw(lines, slice_from(q->assumptions[i]));
        lines_outdent(lines);
    }
}

static void put_part(struct lines *lines, const struct question *q,
                     unsigned i)
{
    const struct question_part *part = &q->parts[i];
    struct options options = part_options(part);
    struct str form = STR_EMPTY;

    part_form(&form, part, false);
    if (q->nparts > 1)
        lines_printf(lines, style_of(ROLE_DIM), "%u. ", i + 1);
    lines_text(lines, style_of(ROLE_PLAIN), slice_from(part->ask));
    if (form.len > 0 && options.n == 0)
        lines_printf(lines, style_of(ROLE_DIM), " (%s)", form.at);
    lines_end(lines);
    for (unsigned k = 0; k < options.n; k++) {
        lines_printf(lines, style_of(ROLE_DIM), "   (%c) ", 'a' + k);
        lines_text(lines, style_of(ROLE_PLAIN), slice_from(options.at[k]));
        lines_end(lines);
    }
    str_release(&form);
}

static void put_question(struct lines *lines, const struct question *q,
                         enum face face)
{
    put_title(lines, q);
    put_blocks(lines, q->body);
    for (size_t i = 0; i < q->nfigures; i++)
        problem_figure(lines, q->figures[i], face);
    put_assumptions(lines, q);
    lines_blank(lines);
    for (unsigned i = 0; i < q->nparts; i++)
        if (q->parts[i].ask[0] != '\0' || q->parts[i].noptions > 0)
            put_part(lines, q, i);
}

static void draw(struct cli *cli, const struct exam *exam,
                 const struct form *form, struct arena *arena)
{
    int columns = cli->out->columns;
    struct lines lines = lines_new(
        arena, columns > 0 && columns < COLUMNS ? columns : COLUMNS);

    put_head(&lines, exam);
    put_blocks(&lines, exam->instructions);
    for (size_t i = 0; i < exam->nitems; i++)
        put_question(&lines, form->questions[i],
                     cli->out->moves ? FACE_DRAWN : FACE_WORDS);
    out_drawing(cli->out, &lines);
    lines_release(&lines);
}

static int put_json(struct cli *cli, const struct exam *exam,
                    const struct form *form, struct err *err)
{
    struct str text = STR_EMPTY;
    int rc = file_format_find(SLICE("json"))
                 ->form(&text, exam, form, SHEET_QUESTIONS, err);

    if (rc == 0)
        out_json(cli->out, &text);
    str_release(&text);
    return rc;
}

int exam_preview(struct exam_order *o, struct err *err)
{
    const struct exam *exam = maker_exam(o->maker);
    struct arena arena = {0};
    struct form form;
    int rc = exam_order_form(o, 0, &arena, &form, err);

    if (rc == 0 && o->cli->args->json)
        rc = put_json(o->cli, exam, &form, err);
    else if (rc == 0)
        draw(o->cli, exam, &form, &arena);
    arena_release(&arena);
    return rc < 0 ? -1 : STATUS_DONE;
}
