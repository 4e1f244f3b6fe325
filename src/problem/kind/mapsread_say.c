/* The worked way of MAPSREAD. */
#include "problem/kind/mapsread.h"
#include "vm/format.h"
#include "vm/grid.h"

static const char *hex(uint64_t value, struct arena *a)
{
    return arena_printf(a, "0x%llx", (unsigned long long)value);
}

static const char *number(uint64_t value, struct arena *a)
{
    return arena_printf(a, "%llu", (unsigned long long)value);
}

static const char *perms(const struct maps_line *l, struct arena *a)
{
    return arena_printf(a, "%c%c%c%c", l->perms & PERM_R ? 'r' : '-',
                        l->perms & PERM_W ? 'w' : '-',
                        l->perms & PERM_X ? 'x' : '-', l->shared ? 's' : 'p');
}

static const char *range(const struct maps_line *l, struct arena *a)
{
    return arena_printf(a, "%s-%s", maps_address(maps_start(l), a),
                        maps_address(maps_end(l), a));
}

/* --- level 1 ------------------------------------------------------------ */

/* Where an address is that no line holds. */
static const char *gap(const struct mapsread *m, uint64_t va, struct arena *a)
{
    unsigned i = 0;

    while (i + 1u < m->nlines && maps_end(&m->line[i + 1]) <= va)
        i++;
    return arena_printf(a, "line %u ends at %s", i + 1,
                        maps_address(maps_end(&m->line[i]), a));
}

static const struct figure *places(const struct mapsread *m, struct arena *a)
{
    static const char *const heads[] = {"address", "line", "from, to"};
    struct figure *f = figure_grid_new(a, "The addresses", heads, 3);

    for (unsigned i = 0; i < MAPS_PLACES; i++) {
        int line = maps_line_of(m, m->at[i]);
        figure_grid_row(
            a, f,
            (const char *const[]){
                hex(m->at[i], a),
                line < 0 ? "none" : number((uint64_t)line + 1, a),
                line < 0 ? gap(m, m->at[i], a) : range(&m->line[line], a)});
    }
    return f;
}

static const struct figure *stores(const struct mapsread *m, struct arena *a)
{
    static const char *const heads[] = {"store to", "perms", "result"};
    struct figure *f = figure_grid_new(a, "The stores", heads, 3);

    for (unsigned i = 0; i < MAPS_PLACES; i++) {
        int line = maps_line_of(m, m->at[i]);
        const struct maps_line *l = &m->line[line < 0 ? 0 : line];
        figure_grid_row(a, f,
                        (const char *const[]){
                            hex(m->at[i], a), line < 0 ? "-" : perms(l, a),
                            line < 0 || !(l->perms & PERM_W) ? "SIGSEGV"
                            : l->shared                      ? "shared"
                                                             : "private"});
    }
    return f;
}

static void explain_places(const struct mapsread *m, struct solution *out)
{
    solution_step(out, "A line begins with the addresses from which and up "
                       "to which it goes, in hex. The second is the first "
                       "address behind the area, so it is in the next line "
                       "if that begins there, and else in none.");
    solution_show(out, places(m, out->arena));
    solution_step(out,
                  "Of the four letters the first three say whether the area "
                  "may be read, written and executed. A store needs `w`; "
                  "without it, or without a line, it is SIGSEGV. The last "
                  "letter says where a store goes: with `s` to the page that "
                  "all share, with `p` to this process' own copy.");
    solution_show(out, stores(m, out->arena));
}

/* --- level 2 ------------------------------------------------------------ */

static const struct figure *sizes(const struct mapsread *m, struct arena *a)
{
    static const char *const heads[] = {"line", "end - start", "pages", "w",
                                        "file"};
    struct figure *f = figure_grid_new(a, "The lines", heads, 5);

    for (unsigned i = 0; i < m->nlines; i++) {
        const struct maps_line *l = &m->line[i];
        figure_grid_row(a, f,
                        (const char *const[]){
                            number(i + 1, a),
                            hex((uint64_t)l->pages * MAPS_PAGE, a),
                            arena_printf(a, "0x%x = %u", l->pages, l->pages),
                            l->perms & PERM_W ? "yes" : "no",
                            l->name < MAPS_FILES ? "yes" : "no"});
    }
    return f;
}

/* "3 + 12 + 4 = **19**", of the lines that may be written, or show no file. */
static const char *sum(const struct mapsread *m, bool writable,
                       struct arena *a)
{
    const char *text = "";
    unsigned pages = 0;

    for (unsigned i = 0; i < m->nlines; i++) {
        const struct maps_line *l = &m->line[i];
        if (writable ? !(l->perms & PERM_W) : l->name < MAPS_FILES)
            continue;
        text = arena_printf(a, "%s%s%u", text, *text != '\0' ? " + " : "",
                            l->pages);
        pages += l->pages;
    }
    return arena_printf(a, "%s = **%u**", text, pages);
}

static void explain_sizes(const struct mapsread *m, struct solution *out)
{
    const struct maps_line *one = &m->line[m->pick[0]];
    const struct maps_line *other = &m->line[m->pick[1]];

    solution_step(out,
                  "A page is 0x1000 bytes: the difference of end and start "
                  "without its last three hex digits is the number of pages, "
                  "in hex. Line %u has 0x%x = **%u** pages. Line %u has 0x%x "
                  "= %u pages of 4096 bytes, **%u** bytes.",
                  m->pick[0] + 1u, one->pages, one->pages, m->pick[1] + 1u,
                  other->pages, other->pages, other->pages * MAPS_PAGE);
    solution_show(out, sizes(m, out->arena));
    solution_step(out,
                  "Lines with a `w` can be written to, private or "
                  "shared: %s.",
                  sum(m, true, out->arena));
    solution_step(out,
                  "A line that shows a file has the file's inode and its "
                  "name. Where the inode is 0 the pages begin as zeros; a "
                  "name in brackets only says what they are for: %s.",
                  sum(m, false, out->arena));
}

/* --- level 3 ------------------------------------------------------------ */

static uint64_t offset(const struct maps_line *l)
{
    return (uint64_t)l->file_page * MAPS_PAGE;
}

static void explain_end(const struct mapsread *m, uint64_t va,
                        struct solution *out)
{
    struct arena *a = out->arena;
    int line = maps_line_of(m, va);

    if (line < 0)
        solution_step(
            out,
            "%s, and an area does not hold its end address. The "
            "next line begins higher than %s, so it is in **none**.",
            arena_printf(a, "L%s", gap(m, va, a) + 1), hex(va, a));
    else if (maps_start(&m->line[line]) == va && line > 0 &&
             maps_end(&m->line[line - 1]) == va)
        solution_step(out,
                      "Line %d ends at %s, so it does not hold it; line %d "
                      "begins there: **%d**.",
                      line, hex(va, a), line + 1, line + 1);
    else
        solution_step(out, "%s is in %s: line **%d**.", hex(va, a),
                      range(&m->line[line], a), line + 1);
}

/* The lines of the file with the bytes that they show. */
static const struct figure *shown(const struct mapsread *m, struct arena *a)
{
    static const char *const heads[] = {"line", "start", "first byte",
                                        "last byte"};
    struct figure *f = figure_grid_new(
        a, arena_printf(a, "Lines of %s", maps_name(m, m->file)), heads, 4);

    for (unsigned i = 0; i < m->nlines; i++) {
        const struct maps_line *l = &m->line[i];
        if (l->name != m->file)
            continue;
        figure_grid_row(
            a, f,
            (const char *const[]){
                number(i + 1, a), hex(maps_start(l), a), hex(offset(l), a),
                hex(offset(l) + (uint64_t)l->pages * MAPS_PAGE - 1, a)});
    }
    return f;
}

static void explain_bytes(const struct mapsread *m, struct solution *out)
{
    struct arena *a = out->arena;
    const struct maps_line *l = &m->line[maps_line_of(m, m->at[0])];
    uint64_t behind = m->at[0] - maps_start(l);

    solution_step(out, "%s is in %s: line **%d**.", hex(m->at[0], a),
                  range(l, a), maps_line_of(m, m->at[0]) + 1);
    solution_step(out,
                  "It is %s - %s = %s bytes behind the start of the line. At "
                  "the start is byte %s of the file, as the offset says, so "
                  "here is byte %s + %s = **%s**.",
                  hex(m->at[0], a), hex(maps_start(l), a), hex(behind, a),
                  hex(offset(l), a), hex(offset(l), a), hex(behind, a),
                  hex(offset(l) + behind, a));
    explain_end(m, m->at[1], out);
    l = m->line;
    while (l->name != m->file || m->byte < offset(l) ||
           m->byte - offset(l) >= (uint64_t)l->pages * MAPS_PAGE)
        l++;
    behind = m->byte - offset(l);
    solution_step(out,
                  "Byte %s is in line %u, and %s - %s = %s bytes behind its "
                  "first: at %s + %s = **%s**.",
                  hex(m->byte, a), (unsigned)(l - m->line) + 1,
                  hex(m->byte, a), hex(offset(l), a), hex(behind, a),
                  hex(maps_start(l), a), hex(behind, a),
                  hex(maps_start(l) + behind, a));
    solution_show(out, shown(m, a));
}

/* --- level 4 ------------------------------------------------------------ */

static void piece(struct arena *a, struct figure *f, const char *line,
                  uint64_t from, uint64_t pages, const char *what)
{
    figure_grid_row(
        a, f,
        (const char *const[]){
            line,
            arena_printf(a, "%llu to %llu", (unsigned long long)from,
                         (unsigned long long)from + pages - 1),
            number(pages, a), what});
}

/* The lines of the notes and the hole among them, in pages behind p. */
static const struct figure *pieces(const struct mapsread *m, struct arena *a)
{
    static const char *const heads[] = {"line", "pages behind p", "number",
                                        "perms"};
    struct figure *f = figure_grid_new(
        a, arena_printf(a, "Pages of %s", maps_name(m, MAPS_NOTES)), heads,
        4);
    const struct maps_line *first = m->line;
    uint64_t next;

    while (first->name != MAPS_NOTES)
        first++;
    next = first->first;
    for (const struct maps_line *l = first; l->name == MAPS_NOTES; l++) {
        if (l->first > next)
            piece(a, f, "-", next - first->first, l->first - next,
                  "not mapped");
        piece(a, f, number((uint64_t)(l - m->line) + 1, a),
              l->first - first->first, l->pages, perms(l, a));
        next = l->first + l->pages;
    }
    return f;
}

static void explain_calls(const struct mapsread *m, struct solution *out)
{
    const struct maps_calls *c = &m->calls;

    solution_step(out, "`p` is the start of the first line of the file. An "
                       "address is (address - p) / 0x1000 pages behind it, "
                       "and that is hex: write it in decimal.");
    solution_show(out, pieces(m, out->arena));
    solution_step(out,
                  "One mmap made all that, up to the end of the last line: "
                  "A = **%u**. Its offset is that of the first line, 0x%x "
                  "bytes: B = **%u**. The fourth letter is %s.",
                  c->pages, c->file_page * MAPS_PAGE, c->file_page,
                  c->shared ? "`s`: **shared**" : "`p`: **private**");
    solution_step(out,
                  "All was `rw-` first. mprotect took the `w` from what has "
                  "none now, and cut the area there: C = **%u**, D = **%u**.",
                  c->guarded, c->guarded_pages);
    solution_step(out,
                  "munmap took what is missing between the lines: E = "
                  "**%u**, F = **%u**.",
                  c->cut, c->cut_pages);
}

void maps_explain(const void *params, struct solution *out)
{
    static void (*const ways[])(const struct mapsread *,
                                struct solution *) = {
        explain_places, explain_sizes, explain_bytes, explain_calls};
    const struct mapsread *m = params;

    ways[m->level - 1](m, out);
}
