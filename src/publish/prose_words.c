#include "publish/prose.h"

#include <stdio.h>

#include "note/mask.h"
#include "text/escape.h"

static void put_leaf(struct str *out, const struct block *leaf)
{
    struct pieces walk = {.leaf = leaf};
    struct piece piece;

    while (piece_next(&walk, &piece)) {
        struct str text = STR_EMPTY;

        prose_piece(&text, &piece);
        escape_text(out, str_slice(&text));
        str_release(&text);
    }
}

static void put_row(struct str *out, const struct block *row)
{
    for (const struct block *c = row->first; c != NULL; c = c->next) {
        put_leaf(out, c);
        str_puts(out, c->next != NULL ? " | " : "\n");
    }
}

/* The leaf's lines; `depth` is that of the list it stands in. */
static void put_block(struct str *out, const struct block *b, size_t depth,
                      const char *bullet)
{
    uint32_t number = b->start;

    switch (b->kind) {
    case BLOCK_LIST:
        for (const struct block *i = b->first; i != NULL; i = i->next) {
            char text[16] = "- ";
            if (b->ordered)
                snprintf(text, sizeof text, "%u. ", number++ % 1000000000);
            put_block(out, i, depth + 1, text);
        }
        break;
    case BLOCK_ROW:
        put_row(out, b);
        break;
    case BLOCK_RULE:
        str_puts(out, "---\n");
        break;
    default:
        if (block_is_leaf(b)) {
            str_fill(out, ' ', depth > 1 ? 2 * (depth - 1) : 0);
            str_puts(out, bullet);
            put_leaf(out, b);
            if (out->len == 0 || out->at[out->len - 1] != '\n')
                str_putc(out, '\n');
            break;
        }
        for (const struct block *c = b->first; c != NULL; c = c->next) {
            put_block(out, c, depth, bullet);
            bullet = b->kind == BLOCK_ITEM ? "  " : bullet;
        }
        break;
    }
}

void words_doc(struct str *out, const struct block *root)
{
    if (root == NULL)
        return;
    for (const struct block *b = root->first; b != NULL; b = b->next) {
        put_block(out, b, 0, "");
        if (b->next != NULL)
            str_putc(out, '\n');
    }
}
