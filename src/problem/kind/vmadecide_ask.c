/* The statement of VMADECIDE and its figures. */
#include "problem/kind/vmadecide.h"
#include "problem/say.h"
#include "vm/grid.h"

enum { VA_BITS = DECIDE_PAGE_BITS + DECIDE_VPN_BITS };

static const char *const file_names[DECIDE_FILES] = {"", "prog", "notes"};

/* --- figures ------------------------------------------------------------ */

static const char *backing(const struct decide *d, unsigned area,
                           struct arena *a)
{
    const struct decide_area *at = &d->area[area];

    if (at->file != NO_FILE)
        return arena_printf(a, "%s from byte 0x%x", file_names[at->file],
                            (unsigned)at->file_page << DECIDE_PAGE_BITS);
    return area == HEAP    ? "zeros [heap]"
           : area == STACK ? "zeros [stack]"
                           : "zeros";
}

const char *decide_perms(const struct decide_area *at, struct arena *a)
{
    return arena_printf(a, "%c%c%c%c", at->perms & PERM_R ? 'r' : '-',
                        at->perms & PERM_W ? 'w' : '-',
                        at->perms & PERM_X ? 'x' : '-',
                        at->shared ? 's' : 'p');
}

const char *decide_address(unsigned vpn, struct arena *a)
{
    return say_hex(a, (uint64_t)vpn << DECIDE_PAGE_BITS, VA_BITS);
}

static const struct figure *areas(const struct decide *d, struct arena *a)
{
    static const char *const heads[] = {"start", "end", "perms", "backing"};
    struct figure *f = figure_grid_new(
        a, d->level < 4 ? "Areas of A" : "Areas of A, and of B", heads, 4);

    for (unsigned i = 0; i < DECIDE_AREAS; i++)
        figure_grid_row(a, f,
                        (const char *const[]){
                            decide_address(d->area[i].first, a),
                            decide_address(d->area[i].end, a),
                            decide_perms(&d->area[i], a), backing(d, i, a)});
    return f;
}

static const struct figure *files(const struct decide *d, struct arena *a)
{
    static const char *const heads[] = {"file", "pages", "in frames"};
    struct figure *f =
        figure_grid_new(a, "Files", heads, decide_asks_frames(d) ? 3 : 2);

    for (unsigned i = PROG; i <= NOTES; i++)
        figure_grid_row(
            a, f,
            (const char *const[]){
                file_names[i], say_number(a, d->file_pages[i]),
                arena_printf(a, "0x%02x to 0x%02x", d->file_frame[i],
                             d->file_frame[i] + d->file_pages[i] - 1u)});
    return f;
}

/* Which page of which file stands at the page. */
const char *decide_file_text(const struct decide *d, unsigned vpn,
                             struct arena *a)
{
    const struct decide_area *at = d->area;

    while (vpn >= at->end)
        at++;
    return arena_printf(a, "page %u of %s", decide_file_page(at, vpn),
                        file_names[at->file]);
}

static const char *holds(const struct decide *d,
                         const struct decide_page *page, struct arena *a)
{
    switch (page->has) {
    case HAS_COMMON:
        return "private, A and B have it";
    case HAS_ZERO:
        return "the page of zeros";
    case HAS_FILE:
        return decide_file_text(d, page->vpn, a);
    case HAS_SWAPPED:
        return arena_printf(a, "slot %u of the swap area", page->frame);
    default:
        return "private, only A has it";
    }
}

static const struct figure *entries(const struct decide *d, struct arena *a)
{
    static const char *const heads[] = {"page at", "valid", "W", "frame",
                                        "what it is"};
    struct decide_mind mind;
    struct figure *f = figure_grid_new(
        a,
        d->level < 4 ? "Page table of A; all other entries are 0"
                     : "Page table of A, and of B; all other entries are 0",
        heads, 5);

    decide_begin(&mind, d, 0);
    for (unsigned i = 0; i < d->npages; i++) {
        const struct decide_page *page = &d->page[i];
        bool valid = decide_is_valid(&mind, A, page->vpn);
        figure_grid_row(
            a, f,
            (const char *const[]){
                decide_address(page->vpn, a), valid ? "1" : "0",
                decide_is_writable(&mind, A, page->vpn) ? "1" : "0",
                valid ? arena_printf(a, "0x%02x", page->frame) : "-",
                holds(d, page, a)});
    }
    return f;
}

/* --- the question ------------------------------------------------------- */

static const struct meaning {
    enum word word;
    const char *means;
} meanings[] = {
    {WORD_NO_AREA, "SIGSEGV, because no area holds the address"},
    {WORD_FORBIDDEN, "SIGSEGV, because the area does not allow the access"},
    {WORD_ZEROS, "map zeros at a page that was never touched"},
    {WORD_MAP, "map the file's own page"},
    {WORD_SIGBUS, "the page is behind the end of the file"},
    {WORD_COPY, "map a new frame with a copy of a page"},
    {WORD_SWAP_IN, "read the page back from the swap area"},
    {WORD_GROW, "extend the stack down to the page, and map zeros"},
    {WORD_REUSE, "make the entry writable, and keep the frame"},
    {WORD_RETRY, "nothing: the entry allows the access already"},
    {WORD_NO_FAULT, "the access does not fault"},
};
enum { MEANINGS = sizeof meanings / sizeof *meanings };

const char *decide_access_text(const struct decide *d,
                               const struct decide_fault *f, struct arena *a)
{
    static const char *const verbs[] = {[ACCESS_LOAD] = "load from",
                                        [ACCESS_STORE] = "store to",
                                        [ACCESS_FETCH] = "fetch from"};
    const char *who = d->level < 4 ? "" : f->who == A ? "A" : "B";

    return arena_printf(a, "%s%s%s %s", who, *who != '\0' ? ": " : "",
                        verbs[f->access], say_hex(a, f->va, VA_BITS));
}

static void assume(const struct decide *d, struct prompt *p)
{
    prompt_assume(p, "Each fault is about one page, and all pages of the "
                     "files are in memory");
    if (d->level == 1)
        return;
    prompt_assume(p, "The stack may grow down as far as the area below it");
    prompt_assume(p, "A read of untouched zeros maps the page of zeros, "
                     "read-only; a write copies it like any other page");
    if (d->level == 3)
        prompt_assume(p, "A `retry` comes when another thread of A has just "
                         "had the same fault mended");
    if (!decide_asks_frames(d))
        return;
    prompt_assume(p,
                  "The page of zeros is frame 0x00; frames for new pages "
                  "are taken in order, 0x%02x first",
                  d->first_free);
    prompt_assume(p,
                  "A page of a shared area that may be written is "
                  "writable as soon as it is mapped%s",
                  d->level == 3 ? "; so is one that comes back from the swap "
                                  "area, which only A has"
                                : "");
    prompt_assume(p, "A program that gets a signal catches it and goes on "
                     "without the access");
}

static void ask_story(const struct decide *d, struct prompt *p)
{
    prompt_say(p, "Pages are 4 KiB, addresses have 20 bits. ");
    if (d->level == 1)
        prompt_say(p, "Process A has these areas and has touched none of its "
                      "pages yet. ");
    else if (d->level == 4)
        prompt_say(p, "Process A has just forked B: both have these areas "
                      "and entries. ");
    else
        prompt_say(p, "Process A has these areas and this page table; B is "
                      "its child. ");
    prompt_say(p, "%s\n\n",
               d->level == 4   ? "Then this happens, in this order:"
               : d->level == 3 ? "These accesses of A fault, in this order:"
                               : "Each of these accesses of A, on its own, "
                                 "faults:");
}

/* Lists the answers that there are; the part's words. */
static unsigned say_meanings(const struct decide *d, struct prompt *p,
                             enum word *words)
{
    unsigned n = 0;

    for (unsigned i = 0; i < MEANINGS; i++) {
        if (!decide_offers(d, meanings[i].word))
            continue;
        words[n++] = meanings[i].word;
        prompt_say(p, "- `%s`: %s\n", word_rows[meanings[i].word].says,
                   meanings[i].means);
    }
    return n;
}

static void ask_fault(const struct decide *d, unsigned i,
                      const enum word *words, unsigned nwords,
                      struct prompt *p)
{
    static const enum word none[] = {WORD_NONE};
    static const enum word yes_no[] = {WORD_YES, WORD_NO};
    struct arena *a = p->arena;

    prompt_ask_word(p,
                    arena_printf(a, "(%u) %s", i + 1,
                                 decide_access_text(d, &d->fault[i], a)),
                    words, nwords);
    if (decide_asks_frames(d))
        prompt_ask(p,
                   (struct part){.ask = arena_printf(a, "(%u) frame", i + 1),
                                 .kind = ASK_ADDRESS,
                                 .base = 16,
                                 .digits = 2,
                                 .words = none,
                                 .nwords = 1});
    if (decide_parts(d) > 2)
        prompt_ask_word(p, arena_printf(a, "(%u) allows writes", i + 1),
                        yes_no, 2);
}

void decide_ask(const void *params, struct prompt *p)
{
    static const char *const questions[] = {
        "", "What does the fault handler do about each?",
        "What does the fault handler do about each?",
        "What does the fault handler do about each? Which frame does the "
        "page's entry name then (`none` if it is not valid), and does it "
        "allow writes?",
        "What does the fault handler do about each? And which frame does the "
        "page's entry name then, in the process that made the access "
        "(`none` if it is not valid)?"};
    const struct decide *d = params;
    enum word *words = arena_new_array(p->arena, MEANINGS, sizeof *words);
    unsigned n;

    assume(d, p);
    ask_story(d, p);
    for (unsigned i = 0; i < d->nfaults; i++)
        prompt_say(p, "%u. %s\n", i + 1,
                   decide_access_text(d, &d->fault[i], p->arena));
    prompt_say(p, "\n%s\n\n", questions[d->level]);
    n = say_meanings(d, p, words);
    prompt_show(p, areas(d, p->arena));
    prompt_show(p, files(d, p->arena));
    if (d->level > 1)
        prompt_show(p, entries(d, p->arena));
    for (unsigned i = 0; i < d->nfaults; i++)
        ask_fault(d, i, words, n, p);
}
