/* Running text, cut into pieces at control characters: 1 begins or ends code,
 * 2 bold, 3 a link, 4 an image, 5 is a line end. Whatever the delimiters in
 * it do, the leaf is whole, and clozes are dropped only with an error. */
#include <assert.h>
#include <stdint.h>

#include "note/leaf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is open: a toggle for each control character. */
struct toggles {
    bool code, bold, link, image;
};

static void turn(struct leaf *l, struct toggles *t, char c)
{
    if (c == 1)
        t->code = !t->code;
    if (c == 2)
        leaf_style(l, RUN_STRONG, t->bold = !t->bold);
    if (c == 3)
        leaf_link(l, SLICE("u{{v}}"), t->link = !t->link);
    if (c == 4)
        leaf_image(l, SLICE("w%20{.png"), t->image = !t->image);
    if (c == 5)
        leaf_hard_break(l);
}

static void put_all(struct leaf *l, struct slice text)
{
    struct toggles t = {0};

    while (text.len > 0) {
        size_t n = 0;

        while (n < text.len && (text.at[n] < 1 || text.at[n] > 5))
            n++;
        if (t.code)
            leaf_code(l, slice_sub(text, 0, n));
        else
            leaf_text(l, slice_sub(text, 0, n));
        if (n < text.len)
            turn(l, &t, text.at[n++]);
        text = slice_skip(text, n);
    }
    if (t.image)
        turn(l, &t, 4);
}

static void find_spans(struct math *math, struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\\')
            i++;
        else if (text.at[i] == '$')
            math_dollar(math, (uint32_t)i);
    math_pair(math, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = {(const char *)data, size};
    struct diags diags = {0};
    struct source source;
    struct arena arena = {0};
    struct tags tags = {.text = STR_EMPTY};
    struct math math = {0};
    struct leaf leaf;
    struct block *list = doc_add(&arena, NULL, BLOCK_LIST);
    struct block *item = doc_add(&arena, list, BLOCK_ITEM);
    struct block *b = doc_add(&arena, item, BLOCK_PARAGRAPH);

    if (source_open(&source, bytes, SLICE("x"), &diags) == 0) {
        source.lint = true;
        find_spans(&math, source.text);
        tag_source(&tags, source.text, 0, math.spans, math.nspans);
        leaf_init(&leaf, &source, &tags, &math, &arena);
        leaf_begin(&leaf, b);
        put_all(&leaf, str_slice(&tags.text));
        leaf_end(&leaf);
        leaf_release(&leaf);
        assert(source.failed || doc_ok(list));
        assert(source.failed == (diags.errors > 0));
    }
    math_release(&math);
    tags_release(&tags);
    arena_release(&arena);
    source_release(&source);
    diags_release(&diags);
    return 0;
}
