#include "note/note.h"

#include <assert.h>

/* Appends text as one line: line ends become blanks. */
static void put_line(struct str *out, struct slice text)
{
    size_t from = out->len;

    str_put(out, text);
    for (size_t i = from; i < out->len; i++)
        if (out->at[i] == '\n' || out->at[i] == '\r')
            out->at[i] = ' ';
}

void note_answer(struct str *out, const struct note *note, uint32_t card)
{
    const struct block *b = note->leaf;
    const char *join = "";
    uint32_t end = 0;

    assert(card < note->ncards);
    for (uint32_t i = 0; i < b->nclozes; i++) {
        const struct cloze *c = &b->clozes[i];

        if (c->card != card || c->at < end)
            continue; /* another card's, or within the one just put */
        str_puts(out, join);
        put_line(out, slice_sub(b->text, c->at, c->len));
        join = ", ";
        end = c->at + c->len;
    }
}

void note_masked(struct str *out, const struct note *note, uint32_t card)
{
    const struct block *b = note->leaf;
    uint32_t at = 0;

    assert(card < note->ncards);
    for (uint32_t i = 0; i < b->nclozes; i++) {
        const struct cloze *c = &b->clozes[i];

        if (c->card != card || c->at < at)
            continue; /* another card's, or within the one just masked */
        put_line(out, slice_sub(b->text, at, c->at - at));
        str_puts(out, "[...]");
        at = c->at + c->len;
    }
    put_line(out, slice_skip(b->text, at));
}
