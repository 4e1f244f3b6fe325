#include "publish/draft.h"

#include <stdlib.h>

#include "base/mem.h"

struct draft draft_new(struct arena *arena, struct left_list *left)
{
    return (struct draft){
        .arena = arena,
        .left = left,
        .text = STR_EMPTY,
        .margin = STR_EMPTY,
    };
}

static void forget_open(struct draft *f)
{
    while (f->nopen > 0)
        str_release(&f->open[--f->nopen].hint);
    f->over = 0;
}

void draft_release(struct draft *f)
{
    forget_open(f);
    str_release(&f->text);
    str_release(&f->margin);
    free(f->runs);
    free(f->clozes);
}

bool draft_empty(const struct draft *f)
{
    return f->text.len == 0;
}

/* --- clozes ------------------------------------------------------------- */

static struct draft_open *innermost(struct draft *f)
{
    return f->nopen > 0 && f->over == 0 ? &f->open[f->nopen - 1] : NULL;
}

static void add_cloze(struct draft *f, uint32_t number)
{
    f->clozes =
        mem_grow(f->clozes, f->nclozes, &f->clozes_cap, sizeof *f->clozes);
    f->clozes[f->nclozes++] = (struct cloze){
        .at = (uint32_t)f->text.len,
        .number = number,
    };
}

/* What is open begins here, the outer ones first. */
static void begin_open(struct draft *f)
{
    for (size_t i = 0; i < f->nopen; i++) {
        struct draft_open *o = &f->open[i];

        if (o->begun)
            continue;
        o->begun = true;
        o->cloze = f->nclozes;
        for (uint32_t k = 0; k < o->n; k++)
            add_cloze(f, o->numbers[k]);
    }
}

void draft_open(struct draft *f, const uint32_t *numbers, size_t n)
{
    struct draft_open *o = &f->open[f->nopen];

    if (f->nopen == DRAFT_OPEN_MAX || f->over > 0) {
        f->over++;
        return;
    }
    *o = (struct draft_open){.hint = STR_EMPTY};
    for (size_t i = 0; i < n; i++)
        if (numbers[i] >= 1 && numbers[i] <= CLOZE_NUMBER_MAX && o->n < 8)
            o->numbers[o->n++] = numbers[i];
        else
            left_add(f->left, LEFT_NEST);
    f->nopen++;
}

void draft_hint(struct draft *f)
{
    struct draft_open *o = innermost(f);

    if (o != NULL)
        o->hinting = true;
}

void draft_close(struct draft *f)
{
    struct draft_open *o = innermost(f);

    if (o == NULL) {
        f->over -= f->over > 0;
        return;
    }
    if (!o->begun && o->n > 0 && !f->quiet)
        left_add(f->left, LEFT_BLANK);
    for (uint32_t k = 0; o->begun && k < o->n; k++) {
        struct cloze *c = &f->clozes[o->cloze + k];

        c->len = (uint32_t)f->text.len - c->at;
        c->hint = arena_copy(f->arena, slice_trim(str_slice(&o->hint)));
    }
    str_release(&o->hint);
    f->nopen--;
}

/* The hint of the innermost cloze takes the text, if it is at its hint. */
static bool hint_takes(struct draft *f, struct slice text)
{
    for (size_t i = f->nopen; i > 0; i--)
        if (f->open[i - 1].hinting) {
            for (size_t k = 0; k < text.len; k++)
                str_putc(&f->open[i - 1].hint,
                         text.at[k] == '\n' ? ' ' : text.at[k]);
            return true;
        }
    return false;
}

/* --- text --------------------------------------------------------------- */

static bool same_style(const struct draft *f, const struct run *r)
{
    return r->style == f->style && r->at + r->len == f->text.len &&
           slice_eq(r->target, f->target);
}

static void add_run(struct draft *f, size_t len, uint32_t style,
                    struct slice target)
{
    f->runs = mem_grow(f->runs, f->nruns, &f->runs_cap, sizeof *f->runs);
    f->runs[f->nruns++] = (struct run){
        .at = (uint32_t)f->text.len,
        .len = (uint32_t)len,
        .style = style,
        .target = target,
    };
}

static void put(struct draft *f, struct slice bytes)
{
    struct run *last = f->nruns > 0 ? &f->runs[f->nruns - 1] : NULL;

    if (bytes.len == 0)
        return;
    if (f->style != 0) {
        if (last != NULL && same_style(f, last))
            last->len += (uint32_t)bytes.len;
        else
            add_run(f, bytes.len, f->style, f->target);
    }
    str_put(&f->text, bytes);
}

static void put_break(struct draft *f)
{
    add_run(f, 1, RUN_BREAK, (struct slice){0});
    str_putc(&f->text, '\n');
}

/* What is due before a text. */
static void settle(struct draft *f)
{
    uint32_t style = f->style;

    if (f->lines > 0) {
        if (f->text.len > 0)
            put_break(f);
        f->style = 0;
        put(f, str_slice(&f->margin));
        f->style = style;
    } else if (f->blank && f->text.len > 0 &&
               f->text.at[f->text.len - 1] != ' ') {
        f->style = style & f->blank_style;
        put(f, SLICE(" "));
        f->style = style;
    }
    f->lines = 0;
    f->blank = false;
    begin_open(f);
}

static bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void draft_text(struct draft *f, struct slice text)
{
    size_t at = 0;

    if (hint_takes(f, text))
        return;
    while (at < text.len) {
        size_t end = at;

        while (end < text.len && !space(text.at[end]))
            end++;
        if (end > at) {
            settle(f);
            put(f, slice_sub(text, at, end - at));
        }
        if (end < text.len && !f->blank) {
            f->blank = true;
            f->blank_style = f->style;
        }
        at = end + 1;
    }
}

void draft_literal(struct draft *f, struct slice text)
{
    size_t at = 0;

    if (hint_takes(f, text))
        return;
    while (at < text.len) {
        size_t end = at;

        while (end < text.len && text.at[end] != '\n' &&
               text.at[end] != '\t' && text.at[end] != '\r')
            end++;
        if (end > at) {
            settle(f);
            put(f, slice_sub(text, at, end - at));
        }
        if (end < text.len && text.at[end] == '\n')
            draft_line(f);
        if (end < text.len && text.at[end] == '\t') {
            settle(f);
            put(f, SLICE("    "));
        }
        at = end + 1;
    }
}

void draft_image(struct draft *f, struct slice target, struct slice alt)
{
    if (hint_takes(f, alt))
        return;
    settle(f);
    add_run(f, alt.len, RUN_IMAGE, arena_copy(f->arena, target));
    str_put(&f->text, alt);
}

void draft_line(struct draft *f)
{
    if (f->text.len > 0)
        f->lines = 1;
    f->blank = false;
}

/* --- the leaf ----------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const struct cloze *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->len != y->len)
        return x->len > y->len ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Sorted; without those that are empty, in each other's way or too deep. */
static void keep_clozes(struct draft *f, struct block *leaf)
{
    uint32_t ends[CLOZE_DEPTH_MAX], depth = 0;

    if (f->nclozes > 1)
        qsort(f->clozes, f->nclozes, sizeof *f->clozes, by_place);
    leaf->clozes =
        arena_new_array(f->arena, f->nclozes, sizeof *leaf->clozes);
    for (size_t i = 0; i < f->nclozes; i++) {
        const struct cloze *c = &f->clozes[i];

        while (depth > 0 && ends[depth - 1] <= c->at)
            depth--;
        if (c->len == 0)
            continue;
        if (depth == CLOZE_DEPTH_MAX ||
            (depth > 0 && c->at + c->len > ends[depth - 1])) {
            left_add(f->left, LEFT_NEST);
            continue;
        }
        ends[depth++] = c->at + c->len;
        leaf->clozes[leaf->nclozes++] = *c;
    }
    block_deal_cards(leaf);
}

struct block *draft_end(struct draft *f, struct block *parent,
                        enum block_kind kind)
{
    struct block *leaf = doc_add(f->arena, parent, kind);

    while (f->nopen > 0 || f->over > 0)
        draft_close(f);
    leaf->text = arena_copy(f->arena, str_slice(&f->text));
    leaf->nruns = (uint32_t)f->nruns;
    leaf->runs = arena_new_array(f->arena, f->nruns, sizeof *leaf->runs);
    if (f->nruns > 0)
        memcpy(leaf->runs, f->runs, f->nruns * sizeof *leaf->runs);
    keep_clozes(f, leaf);
    str_clear(&f->text);
    f->nruns = f->nclozes = 0;
    f->lines = 0;
    f->blank = false;
    return leaf;
}
