#include "view/plain.h"

#include "text/escape.h"
#include "note/mask.h"

/* What a line of plain words is written with. */
struct speaker {
    struct str *out;
    const struct mask *mask;
    uint32_t blanks; /* of the card */
    int level;       /* of the outline, two blanks each */
};

/* --- a leaf in one line ------------------------------------------------ */

/* [...] and [hint]; with several blanks [1: ...] and [2: hint]. */
static void put_blank(struct speaker *s, const struct piece *piece)
{
    str_putc(s->out, '[');
    if (s->blanks > 1)
        str_printf(s->out, "%u: ", piece->blank + 1);
    if (piece->text.len > 0)
        escape_line(s->out, piece->text);
    else
        str_puts(s->out, "...");
    str_putc(s->out, ']');
}

static void put_image(struct speaker *s, struct slice alt)
{
    str_puts(s->out, alt.len > 0 ? "[image: " : "[image");
    escape_line(s->out, alt);
    str_putc(s->out, ']');
}

/* A forced line break is a blank, a formula stands between dollars. */
static void put_text(struct speaker *s, const struct piece *piece)
{
    unsigned kind = piece->run != NULL ? piece->run->style : 0;
    const char *dollars = (kind & RUN_DISPLAY) != 0 ? "$$"
                          : (kind & RUN_MATH) != 0  ? "$"
                                                    : "";

    if ((kind & RUN_IMAGE) != 0) {
        put_image(s, piece->text);
        return;
    }
    if ((kind & RUN_BREAK) != 0) {
        str_putc(s->out, ' ');
        return;
    }
    str_puts(s->out, dollars);
    escape_line(s->out, piece->text);
    str_puts(s->out, dollars);
}

static void put_leaf(struct speaker *s, const struct block *leaf)
{
    struct pieces walk = {.leaf = leaf, .mask = s->mask};
    struct piece piece;

    if (leaf->task != TASK_NONE)
        str_puts(s->out, leaf->task == TASK_DONE ? "Done: " : "To do: ");
    while (piece_next(&walk, &piece)) {
        if (piece.kind == PIECE_BLANK)
            put_blank(s, &piece);
        else if (piece.kind == PIECE_HIDDEN)
            str_puts(s->out, "[hidden]");
        else
            put_text(s, &piece);
    }
}

static void indent(struct speaker *s)
{
    str_fill(s->out, ' ', 2 * (size_t)s->level);
}

/* --- blocks ------------------------------------------------------------ */

static void say_block(struct speaker *s, const struct block *block);

static void say_line(struct speaker *s, const struct block *leaf)
{
    indent(s);
    put_leaf(s, leaf);
    str_putc(s->out, '\n');
}

static void say_code(struct speaker *s, const struct block *leaf)
{
    struct slice rest = leaf->text, line;

    while (slice_line(&rest, &line)) {
        struct str text = STR_EMPTY;

        escape_text(&text, line);
        indent(s);
        str_puts(s->out, "  ");
        str_put(s->out, str_slice(&text));
        str_putc(s->out, '\n');
        str_release(&text);
    }
}

static void say_children(struct speaker *s, const struct block *block)
{
    for (const struct block *b = block->first; b != NULL; b = b->next)
        say_block(s, b);
}

static void say_item(struct speaker *s, const struct block *block)
{
    bool below = block->parent != NULL && block->parent->parent != NULL &&
                 block->parent->parent->kind == BLOCK_ITEM;

    s->level += below;
    say_children(s, block);
    s->level -= below;
}

static void say_quote(struct speaker *s, const struct block *block)
{
    indent(s);
    str_puts(s->out, "Quote:\n");
    s->level++;
    say_children(s, block);
    s->level--;
}

/* "VPN: 000; valid: 1": one line a row, headers from the first. */
static void say_row(struct speaker *s, const struct block *row,
                    const struct block *header)
{
    const struct block *head = header != NULL ? header->first : NULL;

    indent(s);
    for (const struct block *b = row->first; b != NULL; b = b->next) {
        if (head != NULL && head->text.len > 0) {
            put_leaf(s, head);
            str_puts(s->out, ": ");
        }
        put_leaf(s, b);
        if (b->next != NULL)
            str_puts(s->out, "; ");
        head = head != NULL ? head->next : NULL;
    }
    str_putc(s->out, '\n');
}

static void say_table(struct speaker *s, const struct block *table)
{
    const struct block *header =
        table->first != NULL && table->first->header ? table->first : NULL;

    for (const struct block *b = table->first; b != NULL; b = b->next)
        if (b != header || b->next == NULL)
            say_row(s, b, b != header ? header : NULL);
}

static void say_block(struct speaker *s, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_ROOT:
    case BLOCK_LIST:
        say_children(s, block);
        break;
    case BLOCK_ITEM:
        say_item(s, block);
        break;
    case BLOCK_QUOTE:
        say_quote(s, block);
        break;
    case BLOCK_TABLE:
        say_table(s, block);
        break;
    case BLOCK_ROW:
        say_row(s, block, NULL);
        break;
    case BLOCK_CODE:
    case BLOCK_HTML:
        say_code(s, block);
        break;
    case BLOCK_RULE:
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_HEADING:
    case BLOCK_CELL:
        say_line(s, block);
        break;
    }
}

/* --- the card ---------------------------------------------------------- */

void plain_path(struct str *out, const struct card_face *face)
{
    struct arena arena = {0};
    struct mask mask =
        mask_of(face->note, face->card, face->revealed, &arena);
    struct speaker s = {.out = out,
                        .mask = &mask,
                        .blanks = mask_blanks(face->note, face->card)};
    bool begun = face->file.len > 0;

    escape_line(out, face->file);
    for (size_t i = 0; i < face->note->npath; i++) {
        if (begun)
            str_puts(out, ", ");
        put_leaf(&s, face->note->path[i]);
        begun = true;
    }
    if (begun)
        str_putc(out, '\n');
    mask_release(&mask);
    arena_release(&arena);
}

static void say_extra(struct str *out, const struct note *note)
{
    struct speaker s = {.out = out};

    for (size_t i = 0; i < note->nextra; i++)
        say_block(&s, note->extra[i]);
}

void plain_card(struct str *out, const struct card_face *face)
{
    const struct note *note = face->note;
    struct arena arena = {0};
    struct mask mask = mask_of(note, face->card, face->revealed, &arena);
    struct speaker s = {
        .out = out, .mask = &mask, .blanks = mask_blanks(note, face->card)};

    for (size_t i = 0; i < note->nleadin; i++)
        say_block(&s, note->leadin[i]);
    for (size_t i = 0; i < note->nancestors; i++, s.level++)
        say_block(&s, note->ancestors[i]);
    if (note->row != NULL)
        say_row(&s, note->row,
                note->header != note->row ? note->header : NULL);
    else
        say_block(&s, note->leaf);
    mask_release(&mask);
    arena_release(&arena);
    if (face->revealed)
        say_extra(out, note);
}

/* An answer of several lines is told on one. */
static void put_answer(struct str *out, struct slice answer)
{
    size_t at = 0;

    while (at < answer.len) {
        size_t end = slice_find(answer, at, SLICE("\n"));

        escape_line(out, slice_sub(answer, at, end - at));
        if (end < answer.len)
            str_putc(out, ' ');
        at = end + 1;
    }
}

void plain_answer(struct str *out, const struct card_face *face)
{
    uint32_t blanks = mask_blanks(face->note, face->card);

    for (uint32_t i = 0; i < blanks; i++) {
        const struct cloze *cloze = mask_blank(face->note, face->card, i);

        if (blanks > 1)
            str_printf(out, "Blank %u of %u: ", i + 1, blanks);
        else
            str_puts(out, "Answer: ");
        put_answer(out,
                   slice_sub(face->note->leaf->text, cloze->at, cloze->len));
        str_putc(out, '\n');
    }
    say_extra(out, face->note);
}
