/* VMADECIDE - what the fault handler does.
 *
 *     an area with the address?  no ──▶ below the stack? ──▶ grow
 *       │ yes                                       no ──▶ no area
 *     does it allow the access?  no ──▶ forbidden
 *       │ yes
 *     inside of the file?        no ──▶ SIGBUS
 *       │ yes
 *     what does the entry hold?  nothing ──▶ zeros, map, copy
 *                                a slot ──▶ swap in
 *                                a read-only page ──▶ copy, reuse
 *                                all that it takes ──▶ retry
 *
 * Levels 1 and 2 ask what is done, level 3 for the entries as well; at level
 * 4 two processes fault one after the other. */
#include "problem/kind/vmadecide.h"

#include "problem/kind/kinds.h"

static void solve(const void *params, struct answers *out)
{
    decide_run(params, out);
}

/* --- mistakes ----------------------------------------------------------- */

/* A frame that was taken follows from how many were taken before. */
static bool follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    const struct decide *d = params;
    unsigned each = decide_parts(d);
    struct answers key = {.arena = out->arena};
    uint64_t right = 0, theirs = d->first_free, at;

    if (each < 2 || part % each != 1)
        return false;
    decide_believe(d, 0, &key);
    if (key.at[part].kind != VALUE_NUMBER ||
        !num_is_whole(key.at[part].number, &right) || right < d->first_free)
        return false;
    for (unsigned i = 1; i < part; i += each) {
        const struct value *v = &given->at[i];
        if (v->kind != VALUE_NUMBER || !num_is_whole(v->number, &at))
            continue;
        if (value_eq(&key.at[i], &key.at[part])) {
            answer_number(out, at);
            return true;
        }
        theirs = at >= theirs ? at + 1 : theirs;
    }
    answer_number(out, theirs);
    return true;
}

enum { BUT_1 = LEVEL(2) | LEVEL(3) | LEVEL(4) };

static const struct wrong_row wrongs[] = {
    {M_FATAL, 3, 0, .beliefs = DECIDE_FATAL},
    {M_TABLEONLY, 1, 0, .beliefs = DECIDE_BY_TABLE},
    {M_PERMIGN, 2, 0, .beliefs = DECIDE_ANY_ACCESS},
    {M_COLDREAD, 3, 0, .beliefs = DECIDE_FROM_DISK},
    {M_MAPEND, 1, 0, .beliefs = DECIDE_END_IN},
    {M_NOGROW, 1, BUT_1, .beliefs = DECIDE_NO_GROWTH},
    {M_ENTRYPERM, 3, BUT_1, .beliefs = DECIDE_BY_ENTRY},
    {M_PRIVLEAK, 3, BUT_1, .beliefs = DECIDE_LEAKS},
    {M_SHAREDCOPY, 3, 0, .beliefs = DECIDE_COPIES_ALL},
    {M_SWAPZERO, 3, BUT_1, .beliefs = DECIDE_SWAP_FRESH},
    {M_FAULTCOPY, 3, LEVEL(3) | LEVEL(4), .beliefs = DECIDE_LAST_COPIES},
    {M_EOFSEGV, 2, BUT_1, .beliefs = DECIDE_EOF_SEGV},
    {M_EOFSEGV, 2, BUT_1, .beliefs = DECIDE_EOF_ZERO},
};

const struct kind kind_vmadecide = {
    .id = "VMADECIDE",
    .number = 36,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Decide about a fault",
    .topic = "mmap",
    .blurb = "what the fault handler does, by the areas and the page table",
    .needs = {"MMAPOFF", "COWFRAME"},
    .hints = {"Ask the list of areas first, and the page table only after "
              "it.",
              "Is there an area with this address? Does it allow the access? "
              "What does the page's entry hold?"},
    .params_bytes = sizeof(struct decide),
    .wrongs_needed = 3,
    .sample = decide_sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = decide_believe,
    .ask = decide_ask,
    .explain = decide_explain,
    .follow = follow,
};
