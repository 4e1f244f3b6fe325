#include "publish/json_figure.h"

static const char *const marks[] = {
    [FIGURE_PLAIN] = "",          [FIGURE_HERE] = "here",
    [FIGURE_CHANGED] = "changed", [FIGURE_ASKED] = "asked",
    [FIGURE_DIM] = "dim",
};

static void put_mark(struct json *w, enum figure_mark mark)
{
    if (mark != FIGURE_PLAIN)
        json_put_text(w, "mark", slice_from(marks[mark]));
}

static void put_hex(struct json *w, const char *key, uint64_t n)
{
    struct str text = STR_EMPTY;

    str_printf(&text, "0x%llx", (unsigned long long)n);
    json_put_text(w, key, str_slice(&text));
    str_release(&text);
}

/* What is asked for is not told. */
static struct slice shown(struct slice text, enum figure_mark mark)
{
    return mark == FIGURE_ASKED ? SLICE("?") : text;
}

static void put_cell(struct json *w, const struct figure_cell *cell)
{
    json_open_object(w, NULL);
    json_put_text(w, "text", shown(cell->text, cell->mark));
    put_mark(w, cell->mark);
    json_close(w);
}

static void put_row(struct json *w, const struct figure_grid *g,
                    const struct figure_row *row)
{
    json_open_object(w, NULL);
    put_mark(w, row->mark);
    if (row->cell == NULL) {
        put_hex(w, "left_out", row->elided);
        json_put_text(w, "why", slice_from(row->why));
    } else {
        json_open_array(w, "cells");
        for (size_t i = 0; i < g->columns; i++)
            put_cell(w, &row->cell[i]);
        json_close(w);
    }
    json_close(w);
}

static void put_grid(struct json *w, const struct figure_grid *g)
{
    json_open_array(w, "head");
    for (size_t i = 0; i < g->columns; i++)
        put_cell(w, &g->head[i]);
    json_close(w);
    json_open_array(w, "rows");
    for (size_t i = 0; i < g->rows; i++)
        put_row(w, g, &g->row[i]);
    json_close(w);
}

static void put_bits(struct json *w, const struct figure_bits *b)
{
    json_put_int(w, "width", b->width);
    if (b->shown)
        put_hex(w, "number", b->number);
    json_open_array(w, "fields");
    for (size_t i = 0; i < b->n; i++) {
        const struct figure_field *f = &b->field[i];
        json_open_object(w, NULL);
        json_put_text(w, "name", f->name);
        if (f->value.len > 0)
            json_put_text(w, "value", shown(f->value, f->mark));
        json_put_int(w, "from", f->lo);
        json_put_int(w, "to", f->hi);
        put_mark(w, f->mark);
        json_close(w);
    }
    json_close(w);
}

static void put_bytes(struct json *w, const struct figure_bytes *b)
{
    put_hex(w, "base", b->base);
    json_open_array(w, "bytes");
    for (size_t i = 0; i < b->n; i++) {
        enum figure_mark mark = figure_byte_mark(b, i);
        json_open_object(w, NULL);
        if (mark == FIGURE_ASKED)
            json_put_text(w, "value", SLICE("?"));
        else
            put_hex(w, "value", b->at[i]);
        put_mark(w, mark);
        json_close(w);
    }
    json_close(w);
}

void json_put_figure(struct json *w, const char *key,
                     const struct figure *figure)
{
    static const char *const shapes[] = {[FIGURE_GRID] = "grid",
                                         [FIGURE_BITS] = "bits",
                                         [FIGURE_BYTES] = "bytes"};
    struct str words = STR_EMPTY;

    figure_words(&words, figure);
    json_open_object(w, key);
    json_put_text(w, "title", figure->title);
    json_put_text(w, "words", str_slice(&words));
    json_put_text(w, "shape", slice_from(shapes[figure->shape]));
    if (figure->shape == FIGURE_GRID)
        put_grid(w, &figure->grid);
    else if (figure->shape == FIGURE_BITS)
        put_bits(w, &figure->bits);
    else
        put_bytes(w, &figure->bytes);
    json_close(w);
    str_release(&words);
}
