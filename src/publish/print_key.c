/* The key of a question on paper: its answers, the worked way, what every
 * known mistake comes to. */
#include <stdio.h>

#include "exam/document.h"
#include "publish/asking.h"
#include "publish/print_inside.h"

/* The letters of what is right in front: "(b) 0x0a4". */
static void put_right(struct ink *ink, const struct question_part *p)
{
    struct options o = part_options(p);
    bool by_letter = p->reader != NULL && p->reader->noptions > 0;
    char letter[] = "(a) ";

    for (unsigned k = 0; k < o.n; k++) {
        if ((o.right >> k & 1) == 0)
            continue;
        letter[1] = (char)('a' + k);
        ink_puts(ink, PRESS_STRONG, letter);
        if (by_letter) {
            ink_said(ink, PRESS_STRONG, o.at[k]);
            ink_puts(ink, 0, "  ");
        }
    }
    if (!by_letter || o.right == 0)
        ink_said(ink, PRESS_STRONG, p->key);
}

static void put_answers(struct flow *f, const struct question *q)
{
    for (unsigned i = 0; i < q->nparts; i++) {
        const struct question_part *p = &q->parts[i];
        struct ink ink = {.text = STR_EMPTY};
        struct press_text text;
        char number[16] = "";

        if (q->nparts > 1)
            snprintf(number, sizeof number, "%u. ", i + 1);
        ink_puts(&ink, 0, number);
        ink_said(&ink, 0, p->ask[0] != '\0' ? p->ask : "Answer");
        ink_puts(&ink, 0, ": ");
        put_right(&ink, p);
        if (part_is_open(p))
            ink_puts(&ink, 0, ", among others");
        text = ink_text(&ink, f);
        flow_text(f, i == 0 ? f->size / 2 : f->size / 6, &text);
        ink_release(&ink);
    }
}

static void put_title(struct flow *f, const char *title)
{
    flow_say(f, f->size * 7 / 10, PRESS_STRONG, title);
    f->slab[f->n - 1].keep = true;
}

static void put_steps(struct flow *f, const struct question *q)
{
    int indent = 2 * f->size;

    if (q->nsteps > 0)
        put_title(f, "The worked way");
    for (size_t i = 0; i < q->nsteps; i++) {
        struct press_text number = {.size = f->size};
        size_t slab = f->n;
        char text[24];

        f->left += indent;
        flow_doc(f, f->size * 3 / 10, q->steps[i].text);
        if (q->steps[i].figure != NULL)
            flow_figure(f, f->size * 4 / 10, q->steps[i].figure);
        f->left -= indent;
        if (f->n == slab)
            continue;
        snprintf(text, sizeof text, "%zu.", i + 1);
        number.text = slice_from(text);
        slab_text(f, &f->slab[slab], f->left, 0, &number);
    }
}

/* --- mistakes ----------------------------------------------------------- */

static int put_cell(struct flow *f, struct slab *slab, int x, int width,
                    enum draw_anchor anchor, const struct ink *ink)
{
    struct press_text text = ink_text(ink, f);

    text.size = f->size * 9 / 10;
    text.width = width;
    text.anchor = anchor;
    return slab_text(f, slab, x, f->size * 3 / 10, &text);
}

/* A sentence of Markdown, or several. */
static void say(struct ink *ink, const char *markdown, struct arena *arena)
{
    const struct block *root = document_read(slice_from(markdown), arena);

    for (const struct block *b = root->first; b != NULL; b = b->next)
        if (block_is_leaf(b))
            ink_leaf(ink, b);
}

static void say_why(struct ink *ink, const struct question_wrong *w,
                    struct arena *arena)
{
    char step[32];

    if (w->mistake != MISTAKE_NONE) {
        ink_puts(ink, PRESS_MONO, mistake_rows[w->mistake].code);
        ink_puts(ink, 0, "  ");
    }
    say(ink, w->why, arena);
    if (w->step > 0) {
        snprintf(step, sizeof step, " Step %u.", w->step);
        ink_puts(ink, PRESS_DIM, step);
    }
}

static void put_wrong(struct flow *f, const struct question *q,
                      const struct question_wrong *w, bool first)
{
    struct slab *slab = flow_slab(f, first ? f->size * 3 / 10 : 0);
    struct ink answer = {.text = STR_EMPTY}, why = {.text = STR_EMPTY},
               credit = {.text = STR_EMPTY};
    int left = f->width * 26 / 100, right = f->width * 8 / 100;
    char percent[16];

    for (unsigned k = 0; k < q->nparts; k++) {
        ink_puts(&answer, 0, k > 0 ? "; " : "");
        ink_puts(&answer, 0, w->answer[k]);
    }
    say_why(&why, w, f->arena);
    snprintf(percent, sizeof percent, "%u %%", w->credit);
    ink_puts(&credit, w->credit > 0 ? PRESS_STRONG : PRESS_DIM, percent);
    draw_line(slab_lines(f, slab), 0, 0, f->width, 0);
    put_cell(f, slab, 0, left - f->size, DRAW_START, &answer);
    put_cell(f, slab, left, f->width - left - right, DRAW_START, &why);
    put_cell(f, slab, f->width - right, right, DRAW_END, &credit);
    slab->height += f->size * 3 / 10;
    ink_release(&answer);
    ink_release(&why);
    ink_release(&credit);
}

void print_key(struct flow *f, const struct question *q)
{
    print_heading(f, q);
    put_answers(f, q);
    if (q->proof != NULL) /* who else has found it */
        flow_say(f, f->size / 4, PRESS_DIM, q->proof);
    put_steps(f, q);
    if (q->nwrongs > 0)
        put_title(f, "Known mistakes, and what they are worth");
    for (size_t i = 0; i < q->nwrongs; i++)
        put_wrong(f, q, &q->wrongs[i], i == 0);
}
