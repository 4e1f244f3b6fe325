/* LAYOUT, levels 2 and 3: in which region is it stored, and what does its
 * page allow?
 *
 * Every row's address, and the ranges, are from one process on Linux on
 * x86-64 that printed them, with addresses that are not randomised: the
 * second way looks the address up there. */
#include <string.h>

#include "problem/kind/layout.h"
#include "problem/say.h"

#define R PERM_R
#define W PERM_W
#define X PERM_X

const struct layout_range layout_ranges[] = {
    {0x555555554000, 0x555555555000, CODE, R},
    {0x555555555000, 0x555555556000, CODE, R | X},
    {0x555555556000, 0x555555558000, CODE, R},
    {0x555555558000, 0x555555558060, DATA, R | W},
    {0x555555558060, 0x55555555a000, BSS, R | W},
    {0x55555555a000, 0x55555557b000, HEAP, R | W},
    {0x7ffff7dcf000, 0x7ffff7dd2000, MAPPINGS, R | W},
    {0x7ffff7dd2000, 0x7ffff7df8000, MAPPINGS, R},
    {0x7ffff7df8000, 0x7ffff7f4e000, MAPPINGS, R | X},
    {0x7ffff7f4e000, 0x7ffff7fa5000, MAPPINGS, R},
    {0x7ffff7fa5000, 0x7ffff7fb4000, MAPPINGS, R | W},
    {0x7ffff7fbe000, 0x7ffff7fbf000, MAPPINGS, R | W},
    {0x7ffff7fbf000, 0x7ffff7fc0000, MAPPINGS, R},
    {0x7ffff7fc0000, 0x7ffff7fff000, MAPPINGS, R},
    {0x7ffffffde000, 0x7ffffffff000, STACK, R | W},
    {0xffff800000000000, 0xfffffffffffff000, KERNEL, 0},
};
const unsigned layout_nranges = sizeof layout_ranges / sizeof *layout_ranges;

const struct layout_row layout_bank[] = {
    {"static int $ = 3;", NULL, "`$`",
     "a variable outside of functions that begins with a value other than 0 "
     "comes from the program file and may be written",
     DATA, R | W, R | W, M_BSSDATA, BSS, 0x555555558048},
    {"int $[1000];", NULL, "`$[0]`",
     "a variable outside of functions that begins as zero takes no room in "
     "the program file, only in memory",
     BSS, R | W, R | W | X, M_BSSDATA, DATA, 0x555555558080},
    {"const int $ = 7;", NULL, "`$`",
     "a constant is kept beside the code, where nothing may be written", CODE,
     R, R | W, M_CONSTDATA, DATA, 0x555555556004},
    {"char *$ = \"hi\";", NULL, "`*$`",
     "the letters of a string literal are constants, beside the code", CODE,
     R, R | W, M_LITERAL, DATA, 0x555555556008},
    {"char *$ = \"hi\";", NULL, "`$`",
     "the pointer is a variable outside of functions with a value other than "
     "0; the letters that it points to are elsewhere",
     DATA, R | W, R | W, M_POINTEE, CODE, 0x555555558058},
    {NULL, "static int $;", "`$`",
     "`static` gives it a place for the whole run, and it begins as zero",
     BSS, R | W, R | W, M_STATICLOC, STACK, 0x555555559020},
    {NULL, "static double $ = 0.5;", "`$`",
     "`static` gives it a place for the whole run, and it begins with a "
     "value other than 0",
     DATA, R | W, R | W, M_STATICLOC, STACK, 0x555555558050},
    {NULL, "int $ = 5;", "`$`", "a local variable lives in its call's frame",
     STACK, R | W, R | W, 0, 0, 0x7fffffffe6d4},
    {NULL, "char $[64];", "`$[0]`",
     "a local array is in its call's frame, all of it", STACK, R | W,
     R | W | X, M_POINTEE, HEAP, 0x7fffffffe680},
    {NULL, "char $[] = \"word\";", "`$[0]`",
     "a local array is in its call's frame; the literal's letters are copied "
     "into it",
     STACK, R | W, R | W, M_LITERAL, CODE, 0x7fffffffe67b},
    {NULL, "char *$ = malloc(100);", "`*$`",
     "malloc gives memory of the heap", HEAP, R | W, R | W | X, M_POINTEE,
     STACK, 0x55555555a2a0},
    {NULL, "char *$ = malloc(100);", "`$`",
     "the pointer itself is a local variable; what it points to is elsewhere",
     STACK, R | W, R | W, M_POINTEE, HEAP, 0x7fffffffe6c8},
    {NULL, "char *$ = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);",
     "`*$`",
     "a mapped file lies among the mappings, and this one was asked for to "
     "be read only",
     MAPPINGS, R, R | W, M_MMAPHEAP, HEAP, 0x7ffff7fbf000},
    {NULL, NULL, "the code of `main`", "functions of the program are code",
     CODE, R | X, R | W | X, 0, 0, 0x555555555199},
    {NULL, NULL, "the code of `printf`",
     "the C library is a file of its own, mapped into the process", MAPPINGS,
     R | X, R | W | X, M_LIBCODE, CODE, 0x7ffff7e245b0},
    {NULL, NULL, "`argv[0][0]`",
     "the system puts the arguments' letters at the top of the stack before "
     "the program begins",
     STACK, R | W, R | W, M_ARGVDATA, DATA, 0x7fffffffeaca},
    {NULL, NULL, "the byte at `0xffffffff81000000`",
     "the upper half of the addresses is the kernel's, and user code may not "
     "touch it",
     KERNEL, 0, R | W, M_USERIGN, KERNEL, 0xffffffff81000000},
};
const unsigned layout_nbank = sizeof layout_bank / sizeof *layout_bank;

static const char *const names[] = {
    "hits",  "total", "limit", "word",  "table", "queue", "count",
    "items", "state", "score", "cache", "marks", "width", "depth",
    "value", "notes", "rates", "lines", "steps"};

enum { NAMES = sizeof names / sizeof *names };

static const struct layout_row *row_of(const struct layout *l, unsigned i)
{
    return &layout_bank[l->item[i]];
}

/* The permissions of a region as most of it has them. */
static unsigned usual(unsigned region)
{
    return region == KERNEL                       ? 0
           : region == CODE || region == MAPPINGS ? R | X
                                                  : R | W;
}

/* --- drawing ------------------------------------------------------------ */

static bool is_taken(const struct layout *l, unsigned n, uint8_t item)
{
    return memchr(l->item, item, n) != NULL;
}

static uint8_t draw_access(struct rng *rng, unsigned may)
{
    uint8_t access;

    do
        access = (uint8_t)(1u << rng_below(rng, 3));
    while (!(access & may));
    return access;
}

bool layout_bank_sample(struct rng *rng, struct layout *l)
{
    unsigned name = (unsigned)rng_below(rng, NAMES), fatal = 0;
    unsigned stride = (unsigned)rng_between(rng, 1, NAMES - 1);

    l->n = l->level == 2 ? 5 : 4;
    for (unsigned i = 0; i < l->n; i++) {
        unsigned rows = l->level == 2 ? layout_nbank - 1 : layout_nbank;
        do
            l->item[i] = (uint8_t)rng_below(rng, rows);
        while (is_taken(l, i, l->item[i]));
        l->name[i] = (uint8_t)((name + i * stride) % NAMES);
        if (l->level == 3) {
            l->access[i] = draw_access(rng, row_of(l, i)->may);
            fatal += !(row_of(l, i)->perms & l->access[i]);
        }
    }
    return l->level == 2 || (fatal > 0 && fatal < l->n);
}

/* --- the answer --------------------------------------------------------- */

static void give(const struct layout *l, unsigned i, unsigned region,
                 unsigned perms, struct answers *out)
{
    answer_word(out, region_word(region));
    if (l->level == 3)
        answer_word(out, perms & l->access[i] ? WORD_OK : WORD_SIGSEGV);
}

void layout_bank_solve(const struct layout *l, struct answers *out)
{
    for (unsigned i = 0; i < l->n; i++)
        give(l, i, row_of(l, i)->region, row_of(l, i)->perms, out);
    out->steps = l->level == 2 ? 7 : 8;
}

void layout_bank_solve_again(const struct layout *l, struct answers *out)
{
    for (unsigned i = 0; i < l->n; i++)
        for (unsigned k = 0; k < layout_nranges; k++)
            if (row_of(l, i)->at >= layout_ranges[k].start &&
                row_of(l, i)->at < layout_ranges[k].end)
                give(l, i, layout_ranges[k].region, layout_ranges[k].perms,
                     out);
}

/* What the access does in the region that was answered. */
bool layout_bank_follow(const struct layout *l, unsigned part,
                        const struct answers *given, struct answers *out)
{
    const struct value *region;

    if (l->level != 3 || part % 2 == 0)
        return false;
    region = &given->at[part - 1];
    if (region->kind != VALUE_WORD || region->word < WORD_CODE ||
        region->word > WORD_KERNEL)
        return false;
    answer_word(out, usual((unsigned)region->word - WORD_CODE) &
                             l->access[part / 2]
                         ? WORD_OK
                         : WORD_SIGSEGV);
    return true;
}

/* --- mistakes ----------------------------------------------------------- */

/* Everything where it is but what that mistake puts elsewhere. */
static bool misplaced(const struct layout *l, enum mistake mistake,
                      struct answers *out)
{
    for (unsigned i = 0; i < l->n; i++) {
        const struct layout_row *row = row_of(l, i);
        if (row->mistake == mistake)
            give(l, i, row->instead, usual(row->instead), out);
        else
            give(l, i, row->region, row->perms, out);
    }
    return true;
}

bool layout_literal(const void *params, struct answers *out)
{
    return misplaced(params, M_LITERAL, out);
}

bool layout_pointee(const void *params, struct answers *out)
{
    return misplaced(params, M_POINTEE, out);
}

bool layout_static(const void *params, struct answers *out)
{
    return misplaced(params, M_STATICLOC, out);
}

bool layout_bss(const void *params, struct answers *out)
{
    return misplaced(params, M_BSSDATA, out);
}

bool layout_const(const void *params, struct answers *out)
{
    return misplaced(params, M_CONSTDATA, out);
}

bool layout_library(const void *params, struct answers *out)
{
    return misplaced(params, M_LIBCODE, out);
}

bool layout_mapped(const void *params, struct answers *out)
{
    return misplaced(params, M_MMAPHEAP, out);
}

bool layout_argv(const void *params, struct answers *out)
{
    return misplaced(params, M_ARGVDATA, out);
}

/* Pages allow more than they do. */
static bool with_more(const struct layout *l, unsigned more, bool kernel,
                      struct answers *out)
{
    for (unsigned i = 0; i < l->n; i++) {
        const struct layout_row *row = row_of(l, i);
        bool is_kernel = row->region == KERNEL;
        give(l, i, row->region,
             is_kernel == kernel ? row->perms | more : row->perms, out);
    }
    return true;
}

bool layout_executes(const void *params, struct answers *out)
{
    return with_more(params, X, false, out);
}

bool layout_writes(const void *params, struct answers *out)
{
    return with_more(params, W, false, out);
}

bool layout_kernel(const void *params, struct answers *out)
{
    return with_more(params, R | W, true, out);
}

/* --- statement ---------------------------------------------------------- */

/* The pattern with the item's name for each $. */
static const char *with_name(const struct layout *l, struct arena *a,
                             unsigned i, const char *pattern)
{
    const char *name = names[l->name[i]];
    size_t len = 1, n = strlen(name);
    char *text, *to;

    for (const char *c = pattern; *c != '\0'; c++)
        len += *c == '$' ? n : 1;
    text = to = arena_new(a, len);
    for (const char *c = pattern; *c != '\0'; c++) {
        if (*c == '$') {
            memcpy(to, name, n);
            to += n;
        } else {
            *to++ = *c;
        }
    }
    return text;
}

static void say_program(const struct layout *l, struct prompt *p)
{
    prompt_say(p, "```c\n");
    for (unsigned i = 0; i < l->n; i++)
        if (row_of(l, i)->outside != NULL)
            prompt_say(p, "%s\n",
                       with_name(l, p->arena, i, row_of(l, i)->outside));
    prompt_say(p, "\nint main(int argc, char **argv)\n{\n");
    for (unsigned i = 0; i < l->n; i++)
        if (row_of(l, i)->inside != NULL)
            prompt_say(p, "    %s\n",
                       with_name(l, p->arena, i, row_of(l, i)->inside));
    prompt_say(p, "    /* ... */\n}\n```\n\n");
}

static const char *doing(unsigned access)
{
    return access == R   ? "a load from"
           : access == W ? "a store to"
                         : "a jump to";
}

static void ask_region(struct prompt *p, const char *ask)
{
    static const enum word words[] = {WORD_CODE,  WORD_DATA,     WORD_BSS,
                                      WORD_HEAP,  WORD_MAPPINGS, WORD_STACK,
                                      WORD_KERNEL};

    prompt_ask_word(p, ask, words, REGIONS);
}

void layout_bank_ask(const struct layout *l, struct prompt *p)
{
    static const enum word outcomes[] = {WORD_OK, WORD_SIGSEGV};

    prompt_assume(p, "Linux on x86-64, the C library linked dynamically, and "
                     "nothing optimised away");
    prompt_assume(p,
                  "Regions are `code` (with the constants), `data`, `bss`, "
                  "`heap`, `mappings` (with the shared libraries), `stack` "
                  "and `kernel`");
    say_program(l, p);
    if (l->level == 2) {
        prompt_say(p, "In which region is each of these stored?");
    } else {
        prompt_say(p, "The program tries these, each in a run of its own. In "
                      "which region is what it goes for, and is the access "
                      "`ok` or does it end in `SIGSEGV`?");
    }
    for (unsigned i = 0; i < l->n; i++) {
        const char *thing = with_name(l, p->arena, i, row_of(l, i)->thing);
        if (l->level == 3)
            thing =
                arena_printf(p->arena, "%s %s", doing(l->access[i]), thing);
        ask_region(p, thing);
        if (l->level == 3)
            prompt_ask_word(p, "how it ends", outcomes, 2);
    }
}

/* "The byte at ...": as a sentence begins. */
static const char *first(struct arena *a, const char *thing)
{
    bool letter = thing[0] >= 'a' && thing[0] <= 'z';

    return arena_printf(a, "%c%s", letter ? thing[0] - 'a' + 'A' : thing[0],
                        thing + 1);
}

/* A step for each part. */
void layout_bank_explain(const struct layout *l, struct solution *out)
{
    struct arena *a = out->arena;

    for (unsigned i = 0; i < l->n; i++) {
        const struct layout_row *row = row_of(l, i);
        unsigned perms = row->perms;
        solution_step(out, "%s is in the **%s**: %s.",
                      first(a, with_name(l, a, i, row->thing)),
                      word_rows[region_word(row->region)].says, row->why);
        if (l->level == 3)
            solution_step(out, "Its page has `%c%c%c`: %s %s **%s**.",
                          perms & R ? 'r' : '-', perms & W ? 'w' : '-',
                          perms & X ? 'x' : '-', doing(l->access[i]),
                          perms & l->access[i] ? "it is" : "it ends in",
                          perms & l->access[i] ? "ok" : "SIGSEGV");
    }
}
