#include "publish/papers.h"

#include <assert.h>

#include "exam/document.h"
#include "problem/problem.h"

/* What is asked, in the order of the paper. */
static const struct {
    const char *kind;
    int level;
    bool choice;
    unsigned lines;
    bool page_break;
} rows[PAPER_ITEMS] = {
    {"SPLIT", 2, false, 0, false},   {"PTSIZE", 2, false, 3, false},
    {"LOOKUP", 2, false, 4, false},  {"LOOKUP", 3, false, 0, false},
    {"PTEBITS", 2, false, 0, false}, {"LOADBYTE", 2, false, 0, false},
    {"REVERSE", 2, false, 0, false}, {"PERM", 2, true, 0, false},
    {"DEMAND", 2, false, 0, false},  {"FAULTREG", 2, false, 0, false},
    {"COWVIEW", 2, false, 5, true},  {"COWFRAME", 2, false, 0, false},
    {"COWBITS", 2, false, 0, false}, {"MMAPVIEW", 2, false, 0, false},
    {"MAPSREAD", 3, false, 0, false}, {"MPROTECT", 2, false, 0, false},
    {"LAYOUT", 2, true, 0, false},   {"SHFRAMES", 2, false, 0, false},
    {"SWAPIO", 2, false, 0, false},  {"WATCH", 2, true, 0, false},
};

static int level_of(const struct kind *k, int level)
{
    for (int n = level; n >= 1; n--)
        if (kind_has_level(k, n))
            return n;
    return kind_has_level(k, level + 1) ? level + 1 : level + 2;
}

static const struct question *question(struct arena *arena, size_t item,
                                       size_t form)
{
    const struct kind *k = kind_find(slice_from(rows[item].kind));
    const struct problem *p;
    struct question *q;

    assert(k != NULL);
    p = problem_make(arena, k, level_of(k, rows[item].level),
                     form * 1000 + item);
    assert(p != NULL);
    q = arena_new(arena, sizeof *q);
    *q = *question_of_problem(p, rows[item].choice, 500, arena);
    q->number = (unsigned)item + 1;
    return q;
}

static struct form form_of(struct arena *arena, size_t form)
{
    const struct question **list =
        arena_new_array(arena, PAPER_ITEMS, sizeof *list);

    for (size_t i = 0; i < PAPER_ITEMS; i++)
        list[i] = question(arena, i, form);
    return (struct form){
        .name = form < 26 ? arena_printf(arena, "%c", 'A' + (int)form)
                          : arena_printf(arena, "s%07zu", form),
        .room = "",
        .questions = list,
    };
}

struct exam paper_make(struct arena *arena, size_t nforms)
{
    struct item *items = arena_new_array(arena, PAPER_ITEMS, sizeof *items);
    struct form *forms = arena_new_array(arena, nforms, sizeof *forms);
    static const char said[] =
        "No notes, no calculator. An address is **hexadecimal** unless it "
        "says otherwise; write `0x` in front of it or leave it away.\n\n"
        "- Show your work where there is room for it.\n"
        "- `2^20` is as good as 1048576.\n";

    for (size_t i = 0; i < PAPER_ITEMS; i++)
        items[i] = (struct item){
            .number = (unsigned)i + 1,
            .title = kind_find(slice_from(rows[i].kind))->title,
            .points = 500,
            .lines = rows[i].lines,
            .page_break = rows[i].page_break,
            .choice = rows[i].choice,
        };
    for (size_t f = 0; f < nforms; f++)
        forms[f] = form_of(arena, f);
    return (struct exam){
        .title = "Midterm 2: virtual memory",
        .instructions = document_read(slice_from(said), arena),
        .minutes = 75,
        .page = "letter",
        .items = items,
        .nitems = PAPER_ITEMS,
        .points = 500 * PAPER_ITEMS,
        .forms = forms,
        .nforms = nforms,
    };
}

/* --- a stranger's text -------------------------------------------------- */

static struct question_part *parts_of(struct arena *arena, const char *text)
{
    struct question_part *parts = arena_new_array(arena, 2, sizeof *parts);
    const char **options = arena_new_array(arena, 2, sizeof *options);

    options[0] = text;
    options[1] = "other";
    parts[0] = (struct question_part){.ask = text, .key = text, .points = 50};
    parts[1] = (struct question_part){.ask = text,
                                      .key = text,
                                      .options = options,
                                      .noptions = 2,
                                      .right = 1,
                                      .points = 50};
    return parts;
}

static struct question_wrong *wrong_of(struct arena *arena, const char *text)
{
    struct question_wrong *wrong = arena_new(arena, sizeof *wrong);
    const char **answer = arena_new_array(arena, 2, sizeof *answer);

    answer[0] = answer[1] = text;
    *wrong = (struct question_wrong){.why = text, .answer = answer};
    return wrong;
}

struct exam paper_of_text(struct arena *arena, const char *text)
{
    struct question *q = arena_new(arena, sizeof *q);
    const struct question **list = arena_new(arena, sizeof *list);
    struct form *form = arena_new(arena, sizeof *form);
    struct item *item = arena_new(arena, sizeof *item);
    struct question_step *step = arena_new(arena, sizeof *step);
    const char **assumption = arena_new(arena, sizeof *assumption);

    *assumption = text;
    step->text = document_read(slice_from(text), arena);
    *q = (struct question){
        .number = 1,
        .code = text,
        .id = "CLOZE",
        .title = text,
        .topic = text,
        .points = 100,
        .body = step->text,
        .assumptions = assumption,
        .nassumptions = 1,
        .parts = parts_of(arena, text),
        .nparts = 2,
        .wrongs = wrong_of(arena, text),
        .nwrongs = 1,
        .steps = step,
        .nsteps = 1,
        .outcome = text,
    };
    *list = q;
    *form = (struct form){.name = text, .room = text, .questions = list};
    *item = (struct item){.number = 1, .title = text, .points = 100};
    return (struct exam){.title = text,
                         .instructions = step->text,
                         .page = "a4",
                         .items = item,
                         .nitems = 1,
                         .points = 100,
                         .forms = form,
                         .nforms = 1};
}
