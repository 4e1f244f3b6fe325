/* The worked way of VMADECIDE. */
#include "problem/kind/vmadecide.h"
#include "vm/grid.h"

/* "0x18000 rw-p": where the address's area begins, and what it allows. */
static const char *area_text(const struct decide_mind *mind,
                             const struct decide_fault *f, struct arena *a)
{
    const struct decide_area *at = decide_find(mind, f);

    if (at == NULL)
        return "none";
    return arena_printf(
        a, "%s %s",
        decide_address(
            at == &mind->d->area[STACK] ? mind->stack[f->who] : at->first, a),
        decide_perms(at, a));
}

static const char *why_copy(const struct decide_mind *mind,
                            const struct decide_fault *f, struct arena *a)
{
    switch (mind->has[f->who][decide_page_of(f)]) {
    case HAS_NOTHING:
        return arena_printf(a, "private, first touched by a write: %s",
                            decide_file_text(mind->d, decide_page_of(f), a));
    case HAS_COMMON:
        return arena_printf(a, "read-only, %s has the page too",
                            f->who == A ? "B" : "A");
    case HAS_ZERO:
        return "read-only, the page of zeros is there for all";
    default:
        return "private, and the entry names the file's page";
    }
}

/* What leads to that action; `mind` as it was before. */
static const char *why(const struct decide_mind *mind,
                       const struct decide_fault *f, enum word word,
                       struct arena *a)
{
    const struct decide_area *at = decide_find(mind, f);

    switch (word) {
    case WORD_NO_AREA:
        return "no area, and not below a stack";
    case WORD_GROW:
        return "below the stack, nothing is between";
    case WORD_FORBIDDEN:
        return f->access == ACCESS_LOAD    ? "a load needs r"
               : f->access == ACCESS_STORE ? "a store needs w"
                                           : "a fetch needs x";
    case WORD_SIGBUS:
        return arena_printf(a, "%s, which has only %u",
                            decide_file_text(mind->d, decide_page_of(f), a),
                            mind->d->file_pages[at->file]);
    case WORD_ZEROS:
        return "allowed; no entry yet, no file";
    case WORD_MAP:
        return arena_printf(a, "allowed; no entry yet, %s",
                            decide_file_text(mind->d, decide_page_of(f), a));
    case WORD_SWAP_IN:
        return "allowed; the entry names a slot";
    case WORD_REUSE:
        return "read-only, but nobody else has the page";
    case WORD_COPY:
        return why_copy(mind, f, a);
    default:
        return "the entry is valid and allows it";
    }
}

static const struct figure *story(const struct decide *d, struct arena *a)
{
    static const char *const heads[] = {"access", "area from", "why",
                                        "action"};
    struct figure *grid = figure_grid_new(a, "Access by access", heads, 4);
    struct decide_mind mind;

    decide_begin(&mind, d, 0);
    for (unsigned i = 0; i < d->nfaults; i++) {
        const struct decide_fault *f = &d->fault[i];
        struct decide_mind before = mind;
        enum word word = decide_act(&mind, f);
        figure_grid_row(
            a, grid,
            (const char *const[]){
                arena_printf(a, "%u. %s", i + 1, decide_access_text(d, f, a)),
                area_text(&before, f, a), why(&before, f, word, a),
                word_rows[word].says});
    }
    return grid;
}

static const char *frame_text(const struct decide_mind *mind, unsigned who,
                              unsigned vpn, struct arena *a)
{
    return decide_is_valid(mind, who, vpn)
               ? arena_printf(a, "0x%02x", mind->frame[who][vpn])
               : "none";
}

static const struct figure *outcome(const struct decide *d, struct arena *a)
{
    static const char *const heads[] = {"access", "action", "before", "after",
                                        "writes"};
    struct figure *grid =
        figure_grid_new(a, "The entries: their frames", heads, 5);
    struct decide_mind mind;

    decide_begin(&mind, d, 0);
    for (unsigned i = 0; i < d->nfaults; i++) {
        const struct decide_fault *f = &d->fault[i];
        unsigned vpn = decide_page_of(f);
        const char *before = frame_text(&mind, f->who, vpn, a);
        enum word word = decide_act(&mind, f);
        figure_grid_row(
            a, grid,
            (const char *const[]){
                arena_printf(a, "%u. %s", i + 1, decide_access_text(d, f, a)),
                word_rows[word].says, before,
                frame_text(&mind, f->who, vpn, a),
                decide_is_writable(&mind, f->who, vpn) ? "yes" : "no"});
    }
    return grid;
}

void decide_explain(const void *params, struct solution *out)
{
    const struct decide *d = params;

    solution_step(out,
                  "The list of areas comes first: an area holds the "
                  "addresses from its start up to its end, which is not "
                  "one of them. In none: SIGSEGV%s.",
                  d->level > 1 ? ", but for addresses below the stack" : "");
    solution_step(out,
                  "The area says what is allowed: `r` a load, `w` a "
                  "store, `x` a fetch. What it does not allow is "
                  "SIGSEGV%s.",
                  d->level > 1 ? ", and a page behind the last page of the "
                                 "file SIGBUS"
                               : "");
    if (d->level == 1)
        solution_step(out, "All that is left is in order. Nothing has been "
                           "touched, so the area also says what is to be "
                           "there: its file's page, or zeros.");
    else
        solution_step(out,
                      "All that is left is in order, and the page's entry "
                      "says what is missing. Nothing there yet: the file's "
                      "page or zeros. A slot: the page is on disk. Read-only "
                      "where the area allows writes: a copy%s.",
                      d->level > 2 ? ", but a private page that nobody else "
                                     "has is only made writable"
                                   : "");
    solution_show(out, story(d, out->arena));
    if (!decide_asks_frames(d))
        return;
    solution_step(
        out, "Only what was allowed changes an entry. A new private page "
             "takes the next free frame and may be written; a page of a "
             "file is where the file has it, the page of zeros is frame "
             "0x00, and both are read-only in a private area.");
    solution_show(out, outcome(d, out->arena));
}
