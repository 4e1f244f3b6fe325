#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"

void diags_release(struct diags *d)
{
    free(d->at);
    arena_release(&d->arena);
    *d = (struct diags){0};
}

void diags_add(struct diags *d, enum diag_level level, const char *rule,
               struct slice file, size_t line, size_t col,
               struct slice source, const char *fmt, ...)
{
    struct str text = STR_EMPTY;
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(&text, fmt, ap);
    va_end(ap);
    d->at = mem_grow(d->at, d->n, &d->cap, sizeof *d->at);
    d->at[d->n++] = (struct diag){
        .level = level,
        .rule = rule,
        .file = arena_copy(&d->arena, file),
        .line = line,
        .col = col,
        .text = arena_copy(&d->arena, str_slice(&text)),
        .source = arena_copy(&d->arena, source),
    };
    *(level == DIAG_ERROR ? &d->errors : &d->warnings) += 1;
    str_release(&text);
}

static int by_place(const struct diag *a, const struct diag *b)
{
    int order = slice_compare(a->file, b->file);

    if (order != 0)
        return order;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->col > b->col) - (a->col < b->col);
}

/* Merge sort, since qsort may swap findings at one place. */
static void sort(struct diag *at, size_t n, struct diag *spare)
{
    size_t half = n / 2, i = 0, j = half, k = 0;

    if (n < 2)
        return;
    sort(at, half, spare);
    sort(at + half, n - half, spare);
    while (i < half && j < n)
        spare[k++] = by_place(&at[i], &at[j]) <= 0 ? at[i++] : at[j++];
    while (i < half)
        spare[k++] = at[i++];
    memcpy(at, spare, k * sizeof *at);
}

void diags_sort(struct diags *d)
{
    struct diag *spare = mem_new_array(d->n, sizeof *spare);

    sort(d->at, d->n, spare);
    free(spare);
}
