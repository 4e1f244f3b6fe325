#include "view/diff.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/escape.h"
#include "text/unicode.h"

/* Beyond so many pairs of letters the two texts are shown whole. */
enum { PAIRS_MAX = 4 << 20 };

/* Letters that two texts share by chance say nothing: below this part of the
 * longer one both are shown whole. */
enum { LIKE_PERCENT = 50 };

/* A grapheme with the form it is compared by. */
struct letter {
    struct slice bytes, folded;
};

struct letters {
    struct letter *at;
    size_t n;
};

static bool blank(struct slice grapheme)
{
    return slice_trim(grapheme).len == 0;
}

/* Runs of white space are one letter, a blank. */
static struct letters letters_of(struct slice text, struct arena *arena)
{
    struct letters l = {.at = arena_new_array(arena, text.len, sizeof *l.at)};
    struct str folded = STR_EMPTY;
    struct grapheme g;

    text = slice_trim(text);
    while (grapheme_next(&text, &g)) {
        struct letter *last = l.n > 0 ? &l.at[l.n - 1] : NULL;

        if (blank(g.bytes) && last != NULL && blank(last->bytes)) {
            last->bytes.len += g.bytes.len;
            continue;
        }
        str_clear(&folded);
        if (blank(g.bytes))
            str_putc(&folded, ' ');
        else
            text_nfc_fold(&folded, g.bytes);
        l.at[l.n++] =
            (struct letter){g.bytes, arena_copy(arena, str_slice(&folded))};
    }
    str_release(&folded);
    return l;
}

static bool equal(const struct letter *a, const struct letter *b)
{
    return slice_eq(a->folded, b->folded);
}

/* --- parts ------------------------------------------------------------- */

static void add(struct diff *d, enum diff_op op, struct slice text)
{
    struct diff_part *last = d->n > 0 ? &d->parts[d->n - 1] : NULL;

    if (last != NULL && last->op == op &&
        last->text.at + last->text.len == text.at) {
        last->text.len += text.len;
        return;
    }
    d->parts[d->n++] = (struct diff_part){op, text};
}

static void add_all(struct diff *d, enum diff_op op, const struct letter *at,
                    size_t n)
{
    for (size_t i = 0; i < n; i++)
        add(d, op, at[i].bytes);
}

/* Walks the table of longest common subsequences: length[i][j] is that of
 * a[i..] and b[j..]. What was typed in vain comes before what was missed. */
static void walk(struct diff *d, const uint16_t *length,
                 const struct letter *a, size_t n, const struct letter *b,
                 size_t m)
{
    size_t i = 0, j = 0, width = m + 1;

    while (i < n && j < m) {
        if (equal(&a[i], &b[j])) {
            add(d, DIFF_SAME, a[i++].bytes);
            j++;
        } else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) {
            add(d, DIFF_EXTRA, a[i++].bytes);
        } else {
            add(d, DIFF_MISSING, b[j++].bytes);
        }
    }
    add_all(d, DIFF_EXTRA, a + i, n - i);
    add_all(d, DIFF_MISSING, b + j, m - j);
}

static void middle(struct diff *d, const struct letter *a, size_t n,
                   const struct letter *b, size_t m)
{
    size_t width = m + 1;
    uint16_t *length;

    if (n == 0 || m == 0 || n > PAIRS_MAX / m || n > UINT16_MAX) {
        add_all(d, DIFF_EXTRA, a, n);
        add_all(d, DIFF_MISSING, b, m);
        return;
    }
    length = mem_new_array((n + 1) * width, sizeof *length);
    for (size_t i = n; i-- > 0;) {
        for (size_t j = m; j-- > 0;) {
            uint16_t down = length[(i + 1) * width + j];
            uint16_t right = length[i * width + j + 1];

            length[i * width + j] =
                equal(&a[i], &b[j])
                    ? (uint16_t)(length[(i + 1) * width + j + 1] + 1)
                : down > right ? down
                               : right;
        }
    }
    walk(d, length, a, n, b, m);
    free(length);
}

static bool alike(const struct diff *d, size_t letters)
{
    size_t same = 0;

    for (size_t i = 0; i < d->n; i++) {
        struct slice rest = d->parts[i].text;
        struct grapheme g;

        while (d->parts[i].op == DIFF_SAME && grapheme_next(&rest, &g))
            same++;
    }
    return same * 100 >= letters * LIKE_PERCENT;
}

struct diff diff_of(struct slice typed, struct slice answer,
                    struct arena *arena)
{
    struct letters a = letters_of(typed, arena);
    struct letters b = letters_of(answer, arena);
    struct diff d = {.parts =
                         arena_new_array(arena, a.n + b.n, sizeof *d.parts)};
    size_t front = 0, back = 0;

    while (front < a.n && front < b.n && equal(&a.at[front], &b.at[front]))
        front++;
    while (back < a.n - front && back < b.n - front &&
           equal(&a.at[a.n - 1 - back], &b.at[b.n - 1 - back]))
        back++;
    add_all(&d, DIFF_SAME, a.at, front);
    middle(&d, a.at + front, a.n - front - back, b.at + front,
           b.n - front - back);
    add_all(&d, DIFF_SAME, a.at + a.n - back, back);
    d.same = front == a.n && front == b.n;
    if (!alike(&d, a.n > b.n ? a.n : b.n)) {
        d.n = 0;
        add_all(&d, DIFF_EXTRA, a.at, a.n);
        add_all(&d, DIFF_MISSING, b.at, b.n);
    }
    return d;
}

/* --- drawing ----------------------------------------------------------- */

/* The parts but those of one op, those of `mark` in that style. */
static void put_parts(struct lines *out, const struct diff *d,
                      const char *label, enum diff_op without,
                      struct style style)
{
    lines_indent(out, span_of(ROLE_DIM, label),
                 span_of(ROLE_DIM, "        "));
    for (size_t i = 0; i < d->n; i++)
        if (d->parts[i].op != without)
            lines_text(out,
                       d->parts[i].op == DIFF_SAME ? style_of(ROLE_PLAIN)
                                                   : style,
                       d->parts[i].text);
    lines_end(out);
    lines_outdent(out);
}

void diff_draw(struct lines *out, struct slice typed, struct slice answer)
{
    struct diff d = diff_of(typed, answer, out->arena);

    if (d.same) {
        lines_puts(out, style_of(ROLE_DIM), "typed   ");
        lines_text(out, style_of(ROLE_PLAIN), slice_trim(typed));
        lines_puts(out, style_marked(ROLE_GOOD, 0), " ✓");
        lines_end(out);
        return;
    }
    put_parts(out, &d, "typed   ", DIFF_MISSING,
              style_marked(ROLE_ERROR, MARK_STRIKE));
    put_parts(out, &d, "answer  ", DIFF_EXTRA, style_of(ROLE_GOOD));
}

void diff_plain(struct str *out, struct slice typed, struct slice answer)
{
    static const struct {
        const char *open, *close;
    } marks[] = {{"", ""}, {"[-", "-]"}, {"{+", "+}"}};
    struct arena arena = {0};
    struct diff d = diff_of(typed, answer, &arena);

    str_puts(out, d.same ? "You typed the answer: " : "You typed: ");
    for (size_t i = 0; i < d.n; i++) {
        str_puts(out, marks[d.parts[i].op].open);
        escape_line(out, d.parts[i].text);
        str_puts(out, marks[d.parts[i].op].close);
    }
    arena_release(&arena);
}
