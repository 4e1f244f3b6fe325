/* MAPSREAD from the text: lines are written as the kernel does, and read
 * again by somebody who may believe this or that. */
#include <string.h>

#include "problem/bits.h"
#include "problem/kind/mapsread.h"
#include "vm/format.h"

/* --- writing ------------------------------------------------------------ */

const char *maps_name(const struct mapsread *m, unsigned name)
{
    static const char *const progs[] = {"/usr/bin/sort", "/usr/bin/less",
                                        "/usr/bin/wc", "/usr/bin/vi"};
    static const char *const notes[] = {"/home/ann/notes", "/home/bob/map",
                                        "/var/log/events", "/tmp/table"};

    switch (name) {
    case MAPS_PROG:
        return progs[m->bank];
    case MAPS_LIBC:
        return "/lib/libc.so";
    case MAPS_NOTES:
        return notes[m->bank];
    case MAPS_HEAP:
        return "[heap]";
    case MAPS_STACK:
        return "[stack]";
    case MAPS_VDSO:
        return "[vdso]";
    default:
        return "";
    }
}

/* A number with at least so many digits; what is behind it. Lines are read
 * so often that printf would take most of the time. */
static char *put(char *to, uint64_t value, unsigned base, unsigned digits)
{
    char text[20];
    unsigned n = 0;

    for (; value > 0 || n < digits; value /= base)
        text[n++] = "0123456789abcdef"[value % base];
    while (n > 0)
        *to++ = text[--n];
    return to;
}

static char *put_perms(char *to, const struct maps_line *l)
{
    *to++ = l->perms & PERM_R ? 'r' : '-';
    *to++ = l->perms & PERM_W ? 'w' : '-';
    *to++ = l->perms & PERM_X ? 'x' : '-';
    *to++ = l->shared ? 's' : 'p';
    return to;
}

const char *maps_address(uint64_t va, struct arena *a)
{
    char *text = arena_new(a, 20);

    *put(text, va, 16, 8) = '\0';
    return text;
}

const char *maps_text(const struct mapsread *m, unsigned line,
                      struct arena *a)
{
    const struct maps_line *l = &m->line[line];
    bool file = l->name < MAPS_FILES;
    const char *name = maps_name(m, l->name);
    char *text = arena_new(a, 80), *to = text;

    to = put(to, maps_start(l), 16, 8);
    *to++ = '-';
    to = put(to, maps_end(l), 16, 8);
    *to++ = ' ';
    to = put_perms(to, l);
    *to++ = ' ';
    to = put(to, (uint64_t)l->file_page << MAPS_PAGE_BITS, 16, 8);
    *to++ = ' ';
    to = put(to, file ? 8 : 0, 16, 2);
    *to++ = ':';
    to = put(to, file ? m->device : 0, 16, 2);
    *to++ = ' ';
    to = put(to, file ? m->inode[l->name] : 0, 10, 1);
    while (*name != '\0' && to < text + (m->wide ? 53 : 45))
        *to++ = ' ';
    memcpy(to, name, strlen(name) + 1);
    return text;
}

/* --- reading ------------------------------------------------------------ */

struct read_line {
    uint64_t start, end, offset;
    bool writable, shared, file;
    const char *name;
};

struct read_maps {
    unsigned n;
    struct read_line line[MAPS_LINES];
};

/* The hex number at *at, which is moved behind it and one sign more. */
static uint64_t hex(const char **at)
{
    uint64_t value = 0;

    for (; **at != ' ' && **at != '-'; ++*at)
        value = value * 16 +
                (unsigned)(**at <= '9' ? **at - '0' : **at - 'a' + 10);
    ++*at;
    return value;
}

static struct read_line read_line(const char *at)
{
    struct read_line l;

    l.start = hex(&at);
    l.end = hex(&at);
    l.writable = at[1] == 'w';
    l.shared = at[3] == 's';
    at += 5;
    l.offset = hex(&at);
    at = strchr(at, ' ') + 1; /* the device */
    l.file = *at != '0';      /* the inode */
    at += strcspn(at, " ");
    l.name = at + strspn(at, " ");
    return l;
}

static void read_all(const struct mapsread *m, struct read_maps *maps,
                     struct arena *a)
{
    maps->n = m->nlines;
    for (unsigned i = 0; i < maps->n; i++)
        maps->line[i] = read_line(maps_text(m, i, a));
}

/* --- beliefs ------------------------------------------------------------ */

/* A number of pages, as somebody gets it from hex digits: 0x12 as 12, if it
 * can be read so. */
static uint64_t read_count(uint64_t n, unsigned beliefs)
{
    uint64_t decimal = 0, weight = 1;

    if (!(beliefs & MAPS_HEX_DECIMAL))
        return n;
    for (uint64_t rest = n; rest > 0; rest /= 16, weight *= 10) {
        if (rest % 16 > 9)
            return n;
        decimal += rest % 16 * weight;
    }
    return decimal;
}

static uint64_t pages_between(uint64_t start, uint64_t end, unsigned beliefs)
{
    return read_count((end - start) / MAPS_PAGE, beliefs) +
           ((beliefs & MAPS_END_IN) != 0);
}

static uint64_t pages_of(const struct read_line *l, unsigned beliefs)
{
    return pages_between(l->start, l->end, beliefs);
}

static const struct read_line *find(const struct read_maps *maps, uint64_t va,
                                    unsigned beliefs)
{
    const struct read_line *below = NULL;

    for (unsigned i = 0; i < maps->n; i++) {
        const struct read_line *l = &maps->line[i];
        if (va < l->start)
            break;
        if (va < l->end || (va == l->end && (beliefs & MAPS_END_IN)))
            return l;
        below = l;
    }
    return beliefs & MAPS_NO_GAPS ? below : NULL;
}

static void put_line(const struct read_maps *maps, const struct read_line *l,
                     struct answers *out)
{
    if (l == NULL)
        answer_word(out, WORD_NONE);
    else
        answer_number(out, (uint64_t)(l - maps->line) + 1);
}

static enum word sharing(const struct read_line *l, unsigned beliefs)
{
    if (l->shared)
        return beliefs & MAPS_S_COPIES ? WORD_PRIVATE : WORD_SHARED;
    return (beliefs & MAPS_P_PRESENT) && l->file ? WORD_SHARED : WORD_PRIVATE;
}

static void place(const struct read_maps *maps, uint64_t va, unsigned beliefs,
                  struct answers *out)
{
    const struct read_line *l = find(maps, va, beliefs);

    put_line(maps, l, out);
    if (l == NULL || (!l->writable && !(beliefs & MAPS_ANY_ACCESS)))
        answer_word(out, WORD_SIGSEGV);
    else
        answer_word(out, sharing(l, beliefs));
}

/* Whether the line is about that file; there is always one that is. */
static bool is_about(const struct read_line *l, const struct mapsread *m,
                     unsigned file)
{
    return l->name != NULL && strcmp(l->name, maps_name(m, file)) == 0;
}

static void sizes(const struct mapsread *m, const struct read_maps *maps,
                  unsigned beliefs, struct answers *out)
{
    uint64_t writable = 0, zeros = 0;

    for (unsigned i = 0; i < maps->n; i++) {
        const struct read_line *l = &maps->line[i];
        if (l->writable || (beliefs & MAPS_ANY_ACCESS))
            writable += pages_of(l, beliefs);
        if (!l->file)
            zeros += pages_of(l, beliefs);
    }
    answer_number(out, pages_of(&maps->line[m->pick[0]], beliefs));
    answer_number(out, pages_of(&maps->line[m->pick[1]], beliefs) *
                           (beliefs & MAPS_KB_1000 ? 4000 : MAPS_PAGE));
    answer_number(out, writable);
    answer_number(out, zeros);
}

static uint64_t offset_of(const struct read_line *l, unsigned beliefs)
{
    if (beliefs & MAPS_NO_OFFSET)
        return 0;
    return beliefs & MAPS_OFF_PAGES ? l->offset / MAPS_PAGE : l->offset;
}

/* False when no line holds the first address. */
static bool bytes(const struct mapsread *m, const struct read_maps *maps,
                  unsigned beliefs, struct answers *out)
{
    const struct read_line *at = find(maps, m->at[0], beliefs);
    const struct read_line *of = maps->line;

    if (at == NULL)
        return false;
    put_line(maps, at, out);
    answer_number(out, m->at[0] - (beliefs & MAPS_ADDS ? 0 : at->start) +
                           offset_of(at, beliefs));
    put_line(maps, find(maps, m->at[1], beliefs), out);
    while (!is_about(of, m, m->file) || m->byte < of->offset ||
           m->byte - of->offset >= of->end - of->start)
        of++;
    answer_number(out, m->byte - offset_of(of, beliefs) +
                           (beliefs & MAPS_ADDS ? 0 : of->start));
    return true;
}

/* Where the range begins, in pages behind p, and how long it is. */
static void range(uint64_t p, uint64_t start, uint64_t end, unsigned beliefs,
                  struct answers *out)
{
    answer_number(out, read_count((start - p) / MAPS_PAGE, beliefs) +
                           ((beliefs & MAPS_FROM_ONE) != 0));
    answer_number(out, pages_between(start, end, beliefs));
}

static void calls(const struct mapsread *m, const struct read_maps *maps,
                  unsigned beliefs, struct answers *out)
{
    const struct read_line *first = maps->line, *last, *l;
    uint64_t left = 0, pages;

    while (!is_about(first, m, MAPS_NOTES))
        first++;
    for (last = first; is_about(last, m, MAPS_NOTES); last++)
        left += pages_of(last, beliefs);
    last--;
    pages = beliefs & MAPS_EACH_CALL ? pages_of(first, beliefs)
            : beliefs & MAPS_NO_HOLE
                ? left
                : pages_between(first->start, last->end, beliefs);
    answer_number(out, pages);
    answer_word(out, sharing(first, beliefs));
    answer_number(out, beliefs & MAPS_OFF_PAGES
                           ? first->offset
                           : read_count(first->offset / MAPS_PAGE, beliefs));
    for (l = first; l->writable; l++)
        continue;
    range(first->start, l->start, l->end, beliefs, out);
    for (l = first; l->end == l[1].start; l++)
        continue;
    range(first->start, l->end, l[1].start, beliefs, out);
}

bool maps_believe(const void *params, unsigned beliefs, struct answers *out)
{
    const struct mapsread *m = params;
    struct read_maps maps = {.n = 0};

    read_all(m, &maps, out->arena);
    if (m->level == 1)
        for (unsigned i = 0; i < MAPS_PLACES; i++)
            place(&maps, m->at[i], beliefs, out);
    else if (m->level == 2)
        sizes(m, &maps, beliefs, out);
    else if (m->level == 3)
        return bytes(m, &maps, beliefs, out);
    else
        calls(m, &maps, beliefs, out);
    return true;
}
