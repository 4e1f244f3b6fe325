/* The operands of each statement. */
#include "base/str.h"
#include "vm/script_inside.h"

/* A count behind its word: "frames 64". */
static bool count(struct parser *p, const char *what, uint64_t lo,
                  uint64_t hi, uint32_t *out)
{
    uint64_t n;

    if (!words_number(p, what, lo, hi, &n))
        return false;
    *out = (uint32_t)n;
    return true;
}

static bool find_format(struct parser *p, const struct format **out)
{
    const struct format *own = p->script->format;
    size_t at = p->now.at;
    struct slice name;

    if (!words_bare(p, "the name of a format", &name))
        return false;
    *out = slice_is(name, own->name) ? own : format_find(name);
    return *out != NULL ||
           words_fail(p, at, "format",
                      "there is no format \"%.*s\"; pagein vm formats lists "
                      "them",
                      SLICE_FMT(name));
}

/* A machine's pages and tables must have a size that can be worked with. */
static bool fits_limits(struct parser *p, const struct format *f, size_t at)
{
    if (f->page_bits > SCRIPT_PAGE_BITS)
        return words_fail(p, at, "limit",
                          "pages of a machine can have 2^%d bytes at most",
                          SCRIPT_PAGE_BITS);
    for (unsigned l = 0; l < f->levels; l++)
        if (f->index_bits[l] > 30 ||
            format_table_bytes(f, l) >> f->page_bits > SCRIPT_TABLE_FRAMES)
            return words_fail(p, at, "limit",
                              "a page table of a machine can fill %d frames "
                              "at most",
                              SCRIPT_TABLE_FRAMES);
    return true;
}

static bool parse_machine(struct parser *p)
{
    struct script *s = p->script;
    size_t at = p->now.at;
    int row;

    if (!find_format(p, &s->format) || !fits_limits(p, s->format, at))
        return false;
    p->page_bytes = format_page_bytes(s->format);
    while (!words_are_over(p)) {
        bool good = true;
        if ((row = words_row(p, profiles, nprofiles, sizeof *profiles)) >= 0)
            s->profile = &profiles[row];
        else if (words_take(p, "frames"))
            good = count(p, "the number of frames", 2, SCRIPT_FRAMES,
                         &s->config.frames);
        else if (words_take(p, "swap"))
            good = count(p, "the number of swap pages", 0, SCRIPT_FRAMES,
                         &s->config.swap_pages);
        else if (words_take(p, "kernel"))
            good = count(p, "the number of kernel pages", 0, 64,
                         &s->config.kernel_pages);
        else
            good = words_expected(p, "textbook, linux, frames, swap or "
                                     "kernel");
        if (!good)
            return false;
    }
    return true;
}

/* --- files and programs --------------------------------------------------
 */

static bool push_text(struct parser *p, size_t room)
{
    struct statement *st = &p->st;

    if (st->data == NULL)
        st->data = arena_new_array(&p->script->arena, room, sizeof *st->data);
    if (st->ndata == room)
        return words_fail(p, p->now.at, "more",
                          "there are more texts than pages");
    st->data[st->ndata++] = p->now.text;
    words_next(p);
    return true;
}

static bool parse_file(struct parser *p)
{
    struct statement *st = &p->st;

    if (!names_make(p, NAME_FILE, &st->file) ||
        !words_number(p, "the number of pages", 1, SCRIPT_FILE_PAGES,
                      &st->bytes))
        return false;
    if (!words_take(p, "page") && !words_take(p, "pages"))
        return words_expected(p, "\"pages\"");
    while (!words_are_over(p)) {
        if (p->now.kind == TOKEN_TEXT) {
            if (!push_text(p, (size_t)st->bytes))
                return false;
        } else if (words_take(p, "cached")) {
            st->cached = true;
        } else if (words_take(p, "ext4")) {
            st->notify = true;
        } else if (!words_take(p, "tmpfs")) {
            return words_expected(p, "cached, ext4, tmpfs or a \"text\"");
        }
    }
    p->script->name[st->file].file = p->script->n;
    return true;
}

static bool parse_program(struct parser *p)
{
    static const char *const parts[] = {"text", "rodata", "data", "bss",
                                        "stack"};
    struct statement *st = &p->st;

    st->pages[0] = 1;
    st->pages[4] = 1;
    st->value = p->page_bytes;
    if (!names_make(p, NAME_PROGRAM, &st->file))
        return false;
    while (!words_are_over(p)) {
        int part;
        if (words_take(p, "at")) {
            if (!words_number(p, "an address", 0, UINT64_MAX, &st->value))
                return false;
        } else if (words_take(p, "cached")) {
            st->cached = true;
        } else if ((part = words_row(p, parts, 5, sizeof *parts)) >= 0) {
            if (!count(p, "the number of pages", 0, SCRIPT_FILE_PAGES / 4,
                       &st->pages[part]))
                return false;
        } else {
            return words_expected(p, "at, text, rodata, data, bss, stack or "
                                     "cached");
        }
    }
    p->script->name[st->file].file = p->script->n;
    return true;
}

/* --- processes -----------------------------------------------------------
 */

/* "process B on machine 1": machines are numbered from 0, all alike, and there
 * are as many as are named. */
static bool parse_process(struct parser *p)
{
    uint64_t machine = 0;

    if (!names_make(p, NAME_PROCESS, &p->st.name))
        return false;
    if (words_take(p, "on") && (!words_need(p, "machine") ||
                                !words_number(p, "a machine's number", 0,
                                              SHARE_MACHINES - 1, &machine)))
        return false;
    p->st.machine = (uint8_t)machine;
    if (machine >= p->script->machines)
        p->script->machines = (unsigned)machine + 1;
    return p->now.kind != TOKEN_BAD;
}

static bool parse_other(struct parser *p)
{
    return names_use(p, NAME_PROCESS, &p->st.process);
}

static bool parse_exec(struct parser *p)
{
    return names_use(p, NAME_PROGRAM, &p->st.file);
}

static bool parse_nothing(struct parser *p)
{
    return p->now.kind != TOKEN_BAD;
}

/* --- what is shown, and raw machines -------------------------------------
 */

static bool parse_show(struct parser *p)
{
    struct str all = STR_EMPTY;
    int row = words_row(p, script_shows, SHOWS, sizeof *script_shows);

    if (row < 0) {
        words_list(&all, script_shows, SHOWS, sizeof *script_shows);
        words_expected(p, all.at);
        str_release(&all);
        return false;
    }
    p->st.what = (uint8_t)row;
    if (row != SHOW_MAPS && row != SHOW_TABLE)
        return true;
    words_take(p, "of");
    return names_use(p, NAME_PROCESS, &p->st.process);
}

static bool parse_say(struct parser *p)
{
    if (p->now.kind != TOKEN_TEXT)
        return words_expected(p, "a \"text\"");
    return push_text(p, 1);
}

static bool parse_cpu(struct parser *p)
{
    static const char *const words[] = {"wp", "nx", "sum", "mxr", "pse"};
    int row = words_row(p, words, 5, sizeof *words);

    if (row < 0)
        return words_expected(p, "wp, nx, sum, mxr or pse");
    p->st.what = (uint8_t)row;
    p->st.value = words_take(p, "on");
    return p->st.value || words_need(p, "off");
}

static bool parse_ram(struct parser *p)
{
    return words_number(p, "the size of memory in bytes", 1,
                        UINT64_C(1) << 63, &p->st.value);
}

static bool parse_ptbr(struct parser *p)
{
    return words_number(p, "a physical address", 0, UINT64_MAX, &p->st.value);
}

static bool parse_memory(struct parser *p)
{
    return words_number(p, "a physical address", 0, UINT64_MAX,
                        &p->st.value) &&
           words_hexes(p, 1);
}

static bool parse_entries(struct parser *p)
{
    return words_number(p, "a physical address", 0, UINT64_MAX,
                        &p->st.value) &&
           words_hexes(p, p->script->format->entry_bytes);
}

bool (*const script_parsers[VERBS])(struct parser *) = {
    [VERB_MACHINE] = parse_machine, [VERB_FORMAT] = parse_format,
    [VERB_FILE] = parse_file,       [VERB_PROGRAM] = parse_program,
    [VERB_PROCESS] = parse_process, [VERB_FORK] = parse_other,
    [VERB_EXEC] = parse_exec,       [VERB_EXIT] = parse_nothing,
    [VERB_SWITCH] = parse_other,    [VERB_MAP] = parse_map,
    [VERB_UNMAP] = parse_range,     [VERB_PROTECT] = parse_protect,
    [VERB_DISCARD] = parse_range,   [VERB_PAGEOUT] = parse_range,
    [VERB_SYNC] = parse_range,      [VERB_GROW] = parse_heap,
    [VERB_SHRINK] = parse_heap,     [VERB_READ] = parse_read,
    [VERB_WRITE] = parse_write,     [VERB_FETCH] = parse_fetch,
    [VERB_WATCH] = parse_watch,     [VERB_UNWATCH] = parse_unwatch,
    [VERB_SAMPLE] = parse_range,    [VERB_TRANSLATE] = parse_translate,
    [VERB_EXPECT] = parse_expect,   [VERB_SHARE] = parse_share,
    [VERB_SHOW] = parse_show,       [VERB_SAY] = parse_say,
    [VERB_CPU] = parse_cpu,         [VERB_RAM] = parse_ram,
    [VERB_PTBR] = parse_ptbr,       [VERB_MEMORY] = parse_memory,
    [VERB_ENTRIES] = parse_entries,
};
