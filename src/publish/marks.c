#include "publish/marks.h"

#include <stdlib.h>

#include "base/mem.h"

/* A mark is one character of the 15th plane, for private use: U+F5A00 and its
 * kind, four bytes of UTF-8. Behind MARK_OPEN stand the numbers with commas
 * between, up to MARK_OPEN again. */
#define MARK_HEAD "\xf3\xb5\xa8"
enum { MARK_LEN = 4, MARK_FIRST = 0x80, MARK_KINDS = MARK_MATH_END + 1 };

static void put_mark(struct str *out, enum mark_kind kind)
{
    str_puts(out, MARK_HEAD);
    str_putc(out, (char)(MARK_FIRST + kind));
}

/* --- finding them ------------------------------------------------------- */

static bool mark_at(struct slice text, size_t at, enum mark_kind *kind)
{
    unsigned last;

    if (!slice_has_prefix(slice_skip(text, at), SLICE(MARK_HEAD)) ||
        text.len - at < MARK_LEN)
        return false;
    last = (unsigned char)text.at[at + 3] - (unsigned)MARK_FIRST;
    if (last >= MARK_KINDS)
        return false;
    *kind = (enum mark_kind)last;
    return true;
}

static size_t find(struct slice text, enum mark_kind *kind)
{
    size_t at = 0;

    while ((at = slice_find(text, at, SLICE(MARK_HEAD))) < text.len &&
           !mark_at(text, at, kind))
        at++;
    return at;
}

static void read_numbers(struct slice *rest, struct mark *mark)
{
    enum mark_kind kind = MARK_CLOSE;
    size_t end = find(*rest, &kind);
    struct slice list = slice_sub(*rest, 0, end);
    uint32_t n = 0;

    for (size_t i = 0; i <= list.len; i++)
        if (i < list.len && list.at[i] >= '0' && list.at[i] <= '9') {
            n = n * 10 + (uint32_t)(list.at[i] - '0');
            n = n > 501 ? 501 : n;
        } else {
            if (mark->n < 8)
                mark->numbers[mark->n++] = n;
            n = 0;
        }
    *rest = slice_skip(*rest, end < rest->len ? end + MARK_LEN : end);
}

bool marks_next(struct slice *rest, struct slice *plain, struct mark *mark)
{
    enum mark_kind kind = MARK_CLOSE;
    size_t at = find(*rest, &kind);

    *plain = slice_sub(*rest, 0, at);
    if (at >= rest->len) {
        *rest = slice_skip(*rest, rest->len);
        return false;
    }
    *rest = slice_skip(*rest, at + MARK_LEN);
    *mark = (struct mark){.kind = kind};
    if (kind == MARK_OPEN)
        read_numbers(rest, mark);
    return true;
}

bool marks_open(struct slice text)
{
    struct slice plain;
    struct mark mark;

    while (text.len > 0)
        if (marks_next(&text, &plain, &mark) && mark.kind == MARK_OPEN)
            return true;
    return false;
}

void marks_strip(struct str *out, struct slice text)
{
    struct slice plain;
    struct mark mark;

    while (text.len > 0) {
        marks_next(&text, &plain, &mark);
        str_put(out, plain);
    }
}

/* --- making them -------------------------------------------------------- */

/* A place of the field where something else is to stand. */
struct place {
    size_t at, len;
    enum mark_kind kind;
    struct slice numbers; /* of MARK_OPEN */
    bool dropped;
};

struct places {
    struct place *at;
    size_t n, cap;
};

static struct place *add(struct places *p, size_t at, size_t len,
                         enum mark_kind kind)
{
    p->at = mem_grow(p->at, p->n, &p->cap, sizeof *p->at);
    p->at[p->n] = (struct place){at, len, kind, SLICE(""), false};
    return &p->at[p->n++];
}

/* Bytes of "{{c1,2::" at the start of the text, or 0. */
static size_t opener(struct slice text, struct slice *numbers)
{
    size_t i = 3;

    if (!slice_has_prefix(text, SLICE("{{c")))
        return 0;
    while (i < text.len && ((text.at[i] >= '0' && text.at[i] <= '9') ||
                            (text.at[i] == ',' && i > 3)))
        i++;
    *numbers = slice_sub(text, 3, i - 3);
    if (i == 3 || !slice_has_prefix(slice_skip(text, i), SLICE("::")))
        return 0;
    return i + 2;
}

/* Indexes of an opener and of its hint, which is the opener's while there is
 * none. */
struct open_cloze {
    size_t place, hint;
};

struct open_clozes {
    struct open_cloze *at;
    size_t n, cap;
};

/* Openers that were never closed are text, and so are their hints. */
static void drop_open(struct places *p, const struct open_clozes *open)
{
    for (size_t i = 0; i < open->n; i++) {
        p->at[open->at[i].place].dropped = true;
        p->at[open->at[i].hint].dropped = true;
    }
}

/* True for the first :: directly inside of a cloze. */
static bool is_hint(const struct open_clozes *open, struct slice rest)
{
    const struct open_cloze *last = &open->at[open->n - 1];

    return last->hint == last->place && slice_has_prefix(rest, SLICE("::"));
}

static void find_clozes(struct places *p, struct slice field)
{
    struct open_clozes open = {0};
    size_t i = 0;

    while (i + 1 < field.len) {
        struct slice rest = slice_skip(field, i), numbers;
        size_t len = opener(rest, &numbers);

        if (len > 0) {
            add(p, i, len, MARK_OPEN)->numbers = numbers;
            open.at = mem_grow(open.at, open.n, &open.cap, sizeof *open.at);
            open.at[open.n++] = (struct open_cloze){p->n - 1, p->n - 1};
            i += len;
        } else if (open.n > 0 && slice_has_prefix(rest, SLICE("}}"))) {
            add(p, i, 2, MARK_CLOSE);
            open.n--;
            i += 2;
        } else if (open.n > 0 && is_hint(&open, rest)) {
            open.at[open.n - 1].hint = p->n;
            add(p, i, 2, MARK_HINT);
            i += 2;
        } else {
            i++;
        }
    }
    drop_open(p, &open);
    free(open.at);
}

/* How math begins and ends; the same length both. */
static const struct fence {
    struct slice begin, end;
    enum mark_kind kind;
} fences[] = {
    {{"\\(", 2}, {"\\)", 2}, MARK_MATH},
    {{"\\[", 2}, {"\\]", 2}, MARK_DISPLAY},
    {{"[$]", 3}, {"[/$]", 4}, MARK_MATH},
    {{"[$$]", 4}, {"[/$$]", 5}, MARK_DISPLAY},
};

static void find_math(struct places *p, struct slice field)
{
    size_t i = 0;

    while (i < field.len) {
        size_t step = 1;

        for (size_t k = 0; k < sizeof fences / sizeof *fences; k++) {
            const struct fence *f = &fences[k];
            size_t end;

            if ((field.at[i] != '\\' && field.at[i] != '[') ||
                !slice_has_prefix(slice_skip(field, i), f->begin))
                continue;
            end = slice_find(field, i + f->begin.len, f->end);
            if (end == field.len)
                continue;
            add(p, i, f->begin.len, f->kind);
            add(p, end, f->end.len, MARK_MATH_END);
            step = end + f->end.len - i;
            break;
        }
        i += step;
    }
}

static void count(struct slice field, const char *begin, enum left what,
                  struct left_list *left)
{
    struct slice mark = slice_from(begin);
    size_t at = 0;

    while ((at = slice_find(field, at, mark)) < field.len) {
        left_add(left, what);
        at += mark.len;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    return x->at != y->at ? (x->at > y->at) - (x->at < y->at)
                          : (x->kind > y->kind) - (x->kind < y->kind);
}

/* Text that is not ours to mark: what looks like a mark becomes U+FFFD. */
static void put_plain(struct str *out, struct slice text)
{
    size_t at = 0;

    while (at < text.len) {
        size_t end = slice_find(text, at, SLICE(MARK_HEAD));

        str_put(out, slice_sub(text, at, end - at));
        if (end < text.len)
            str_puts(out, "\xef\xbf\xbd");
        at = end + MARK_LEN;
    }
}

void marks_put(struct str *out, struct slice field, bool clozes,
               struct left_list *left)
{
    struct places p = {0};
    size_t at = 0;

    if (clozes)
        find_clozes(&p, field);
    find_math(&p, field);
    if (p.n > 1)
        qsort(p.at, p.n, sizeof *p.at, by_place);
    for (size_t i = 0; i < p.n; i++) {
        if (p.at[i].dropped ||
            p.at[i].at < at) /* the ends of a \] and a }} in one place */
            continue;
        put_plain(out, slice_sub(field, at, p.at[i].at - at));
        put_mark(out, p.at[i].kind);
        if (p.at[i].kind == MARK_OPEN) {
            str_put(out, p.at[i].numbers);
            put_mark(out, MARK_OPEN);
        }
        at = p.at[i].at + p.at[i].len;
    }
    put_plain(out, slice_skip(field, at));
    count(field, "[sound:", LEFT_SOUND, left);
    count(field, "[latex]", LEFT_LATEX, left);
    free(p.at);
}
