#include "note/leaf.h"

#include <stdlib.h>

#include "base/mem.h"
#include "note/image.h"

void leaf_init(struct leaf *l, struct source *source, const struct tags *tags,
               const struct math *math, struct arena *arena)
{
    *l = (struct leaf){.source = source,
                       .tags = tags,
                       .math = math,
                       .arena = arena,
                       .text = STR_EMPTY};
}

void leaf_release(struct leaf *l)
{
    str_release(&l->text);
    free(l->runs);
    free(l->marks);
}

void leaf_begin(struct leaf *l, struct block *block)
{
    l->block = block;
    str_clear(&l->text);
    l->nruns = l->nmarks = 0;
    memset(l->depth, 0, sizeof l->depth);
    l->style = 0;
    l->target = (struct slice){0};
    l->images = 0;
    l->in_math = false;
}

void leaf_end(struct leaf *l)
{
    struct raw_leaf raw = {
        .text = str_slice(&l->text),
        .runs = l->runs,
        .nruns = (uint32_t)l->nruns,
        .marks = l->marks,
        .nmarks = (uint32_t)l->nmarks,
    };

    cloze_find(l->block, &raw, l->tags, l->source, l->arena);
}

/* --- text with a look --------------------------------------------------- */

static void add_run(struct leaf *l, struct run run)
{
    l->runs = mem_grow(l->runs, l->nruns, &l->runs_cap, sizeof *l->runs);
    l->runs[l->nruns++] = run;
}

/* What was appended since `from` looks like `style` and the open styles. An
 * image's inside is plain until the image itself is added. */
static void styled(struct leaf *l, size_t from, uint32_t style)
{
    struct run *last = l->nruns > 0 ? &l->runs[l->nruns - 1] : NULL;
    struct run run = {.at = (uint32_t)from,
                      .len = (uint32_t)(l->text.len - from),
                      .style = style | l->style,
                      .target = l->target};

    if (run.style == 0 || run.len == 0 || l->images > 0)
        return;
    if (last != NULL && last->at + last->len == run.at &&
        last->style == run.style && last->target.at == run.target.at &&
        !(style & (RUN_MATH | RUN_BREAK)))
        last->len += run.len;
    else
        add_run(l, run);
}

/* --- tags --------------------------------------------------------------- */

/* A tag may have a doubled character behind it that is not the source's. */
static bool is_doubled(enum tag_kind kind)
{
    return kind == TAG_IMAGE || kind == TAG_DOLLAR || kind == TAG_MATH ||
           kind == TAG_MATH_END;
}

/* Appends a literal without its tags: in code, HTML and addresses they mean
 * nothing. */
static void put_stripped(struct leaf *l, struct str *out,
                         struct slice literal, enum lint_where where)
{
    size_t at = 0, next, index, len, before = SIZE_MAX;

    while ((next = tag_next(literal, at, &index, &len)) < literal.len) {
        str_put(out, slice_sub(literal, at, next - at));
        at = next + len;
        if (index >= l->tags->n)
            continue;
        if (is_doubled(l->tags->at[index].kind))
            at++;
        if (l->source->lint)
            lint_lost_cloze(l->source, l->tags, before, index, where);
        before = index;
    }
    if (at < literal.len)
        str_put(out, slice_skip(literal, at));
}

/* Takes the last character, `c`, off the text again. */
static bool take_back(struct leaf *l, char c)
{
    struct run *last = l->nruns > 0 ? &l->runs[l->nruns - 1] : NULL;

    if (l->text.len == 0 || l->text.at[l->text.len - 1] != c)
        return false;
    if (last != NULL && last->len > 0 &&
        last->at + last->len == l->text.len && --last->len == 0)
        l->nruns--;
    str_truncate(&l->text, l->text.len - 1);
    return true;
}

/* The span of math whose first dollar stands at `at`, or NULL. */
static const struct span *span_at(struct leaf *l, uint32_t at)
{
    const struct math *m = l->math;

    while (l->next_span < m->nspans && m->spans[l->next_span].at < at)
        l->next_span++;
    return l->next_span < m->nspans && m->spans[l->next_span].at == at
               ? &m->spans[l->next_span]
               : NULL;
}

static unsigned count_quotes(const struct block *b)
{
    unsigned n = 0;

    for (; b != NULL; b = b->parent)
        n += b->kind == BLOCK_QUOTE;
    return n;
}

/* Math takes the place of its first dollar. */
static void put_math(struct leaf *l, uint32_t at)
{
    const struct span *span = span_at(l, at);
    size_t from;

    if (span == NULL || !take_back(l, '$'))
        return;
    from = l->text.len;
    math_text(&l->text, l->source->text, *span, count_quotes(l->block),
              l->block->kind == BLOCK_CELL);
    styled(l, from, RUN_MATH | (span->display ? RUN_DISPLAY : 0u));
    l->in_math = true;
    if (l->source->lint)
        lint_math(l->source, *span);
}

/* `![[x.png]]` or `![[x.png|alt]]` at the start of the rest of a literal is
 * an image when its name says so. Returns its length, or 0. */
static size_t put_embed(struct leaf *l, struct slice rest)
{
    size_t end = slice_find(rest, 0, SLICE("]]")), bar;
    struct slice name, alt;

    if (l->images > 0 || !slice_has_prefix(rest, SLICE("![[")) ||
        end == rest.len)
        return 0;
    name = slice_sub(rest, 3, end - 3);
    bar = slice_find(name, 0, SLICE("|"));
    alt = slice_trim(slice_skip(name, bar < name.len ? bar + 1 : bar));
    name = slice_trim(slice_sub(name, 0, bar));
    if (!image_is_name(name))
        return 0;
    leaf_image(l, name, true);
    if (!image_is_size(alt))
        put_stripped(l, &l->text, alt, LINT_IMAGE);
    leaf_image(l, name, false);
    return end + 2;
}

static void put_mark(struct leaf *l, size_t index)
{
    if (l->text.len == 0 || l->images > 0)
        return;
    l->marks = mem_grow(l->marks, l->nmarks, &l->marks_cap, sizeof *l->marks);
    l->marks[l->nmarks++] =
        (struct mark){(uint32_t)l->text.len - 1, (uint32_t)index};
}

/* Does what a tag behind the text asks for. Returns how much of what follows
 * it in the literal has been dealt with. */
static size_t obey(struct leaf *l, size_t index, struct slice rest)
{
    const struct tag *tag = &l->tags->at[index];

    if (l->in_math && tag->kind != TAG_MATH_END)
        return 0;
    switch (tag->kind) {
    case TAG_MATH:
        put_math(l, tag->at);
        return 1;
    case TAG_IMAGE:
        if (!take_back(l, '!') || l->images > 0)
            return 0;
        l->bang = source_place(l->source, tag->at);
        return put_embed(l, rest);
    case TAG_MATH_END:
        l->in_math = false;
        return 1;
    case TAG_DOLLAR:
        return 1;
    default:
        put_mark(l, index);
        return 0;
    }
}

/* --- pieces ------------------------------------------------------------- */

void leaf_text(struct leaf *l, struct slice literal)
{
    size_t at = 0, next, index, len, from;

    /* The parser keeps the indent of a lazy line behind a hard break. */
    if (l->text.len > 0 && l->text.at[l->text.len - 1] == '\n')
        while (at < literal.len && literal.at[at] == ' ')
            at++;
    while (at < literal.len) {
        next = tag_next(literal, at, &index, &len);
        from = l->text.len;
        if (!l->in_math)
            str_put(&l->text, slice_sub(literal, at, next - at));
        styled(l, from, 0);
        if (next == literal.len)
            return;
        at = next + len;
        if (index < l->tags->n)
            at += obey(l, index, slice_skip(literal, at));
    }
}

static void put_styled(struct leaf *l, struct slice literal, uint32_t style,
                       enum lint_where where)
{
    size_t from = l->text.len;

    if (l->in_math)
        return;
    put_stripped(l, &l->text, literal, where);
    styled(l, from, style);
}

void leaf_code(struct leaf *l, struct slice literal)
{
    put_styled(l, literal, RUN_CODE, LINT_CODE);
}

static bool is_br(struct slice tag)
{
    return slice_is(tag, "<br>") || slice_is(tag, "<br/>") ||
           slice_is(tag, "<br />");
}

void leaf_html(struct leaf *l, struct slice literal)
{
    if (is_br(literal))
        leaf_hard_break(l);
    else
        put_styled(l, literal, RUN_HTML, LINT_HTML);
}

void leaf_soft_break(struct leaf *l)
{
    put_styled(l, SLICE(" "), 0, LINT_CODE);
}

void leaf_hard_break(struct leaf *l)
{
    put_styled(l, SLICE("\n"), RUN_BREAK, LINT_CODE);
}

void leaf_style(struct leaf *l, uint32_t style, bool on)
{
    unsigned *depth = &l->depth[__builtin_ctz(style)];

    *depth = on ? *depth + 1 : *depth - 1;
    if (*depth > 0)
        l->style |= style;
    else
        l->style &= ~style;
}

/* The address of a link or image as a run keeps it. */
static struct slice target(struct leaf *l, struct slice written,
                           enum lint_where where)
{
    struct str plain = STR_EMPTY, decoded = STR_EMPTY;
    struct slice out;

    put_stripped(l, &plain, written, where);
    if (where == LINT_IMAGE)
        image_target(&decoded, str_slice(&plain));
    else
        str_swap(&plain, &decoded);
    out = arena_copy(l->arena, str_slice(&decoded));
    str_release(&plain);
    str_release(&decoded);
    return out;
}

void leaf_link(struct leaf *l, struct slice address, bool on)
{
    l->target = on ? target(l, address, LINT_LINK) : (struct slice){0};
    l->style = on ? l->style | RUN_LINK : l->style & ~(uint32_t)RUN_LINK;
}

void leaf_image(struct leaf *l, struct slice address, bool on)
{
    if (on && l->images++ == 0) {
        l->image = (struct run){.at = (uint32_t)l->text.len,
                                .style = RUN_IMAGE | l->style,
                                .target = target(l, address, LINT_IMAGE),
                                .line = l->bang.line,
                                .col = l->bang.col};
    } else if (!on && --l->images == 0) {
        struct slice alt = slice_skip(str_slice(&l->text), l->image.at);

        if (slice_trim(alt).len == 0)
            str_put(&l->text, image_name(l->image.target));
        l->image.len = (uint32_t)l->text.len - l->image.at;
        add_run(l, l->image);
    }
}

struct slice leaf_stripped(struct leaf *l, struct slice literal,
                           enum lint_where where)
{
    str_clear(&l->text);
    put_stripped(l, &l->text, literal, where);
    return arena_copy(l->arena, str_slice(&l->text));
}
