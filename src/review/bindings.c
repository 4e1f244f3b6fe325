#include <string.h>

#include "review/state.h"
#include "text/unicode.h"

enum {
    ASKING = 1 << SESSION_QUESTION,
    ANSWERED = 1 << SESSION_ANSWER,
    TYPING = 1 << SESSION_TYPING,
    HELP = 1 << SESSION_HELP,
    INFO = 1 << SESSION_INFO,
    SUMMARY = 1 << SESSION_SUMMARY,
    PROBLEM = 1 << SESSION_PROBLEM,
    HELD = 1 << SESSION_HELD,
    SOLVED = 1 << SESSION_SOLVED,
    CARD = ASKING | ANSWERED,
    THING = CARD | HELD | SOLVED, /* a card or a problem is at hand */
    PAGE = HELP | INFO,
    ALL = THING | TYPING | PROBLEM | PAGE | SUMMARY,
};

/* The first row that fits counts. Ctrl-A, Ctrl-B and Ctrl-S stay free: they
 * belong to terminal multiplexers and flow control. */
static const struct binding common[] = {
    {"<Space><Enter>", ASKING, act_show, 0, "show", "Space, Enter",
     "show the answer; behind it: Good"},
    {"<Space><Enter>", ANSWERED, act_default, 0, "show", NULL, NULL},
    {"t", ASKING, act_type, 0, "type", "t",
     "type the answer; Tab gives a letter, Esc leaves"},
    {"u", THING | SUMMARY, act_undo, 0, "undo", "u",
     "take the last step back"},
    {"e", CARD, act_edit, 0, "edit", "e",
     "edit the note where the card stands"},
    {"m*", THING, act_mark, 0, "mark", "m, *", "mark the card, or unmark it"},
    {"-b", THING, act_bury, 0, "bury", "b, -", "bury: not before tomorrow"},
    {"@s", THING, act_suspend, 0, "suspend", "s, @",
     "suspend: not until you want it"},
    {"i", THING, act_info, 0, "info", "i", "the card's whole history"},
    {"j<Down>", THING | PAGE | SUMMARY, act_scroll, 1, "down", "j, k, arrows",
     "scroll; page keys too"},
    {"k<Up>", THING | PAGE | SUMMARY, act_scroll, -1, "up", NULL, NULL},
    {"<PgDn>", THING | PAGE | SUMMARY, act_scroll, 10, NULL, NULL, NULL},
    {"<PgUp>", THING | PAGE | SUMMARY, act_scroll, -10, NULL, NULL, NULL},
    {"<Home>", THING | PAGE | SUMMARY, act_scroll, -100000, NULL, NULL, NULL},
    {"<End>", THING | PAGE | SUMMARY, act_scroll, 100000, NULL, NULL, NULL},
    {"?", THING | SUMMARY, act_help, 0, "help", NULL, NULL},
    {"<Space><Enter><Esc>q?i", PAGE, act_back, 0, NULL, NULL, NULL},
    {"<Esc>", TYPING, act_back, 0, NULL, NULL, NULL},
    {"<Enter>", PROBLEM, act_submit, 0, NULL, NULL, NULL},
    {"<Tab>", PROBLEM, act_hint, 0, NULL, NULL, NULL},
    {"<Esc>", PROBLEM, act_hold, 0, NULL, NULL, NULL},
    {"<Down>", PROBLEM, act_scroll, 1, NULL, NULL, NULL},
    {"<Up>", PROBLEM, act_scroll, -1, NULL, NULL, NULL},
    {"<PgDn>", PROBLEM, act_scroll, 10, NULL, NULL, NULL},
    {"<PgUp>", PROBLEM, act_scroll, -10, NULL, NULL, NULL},
    {"t<Space><Enter><Esc>", HELD, act_resume, 0, NULL, NULL, NULL},
    {"<Space><Enter>", SOLVED, act_onward, 0, NULL, NULL, NULL},
    {"<Space><Enter><Esc>", SUMMARY, act_quit, 0, NULL, NULL, NULL},
    {":", THING | SUMMARY, act_colon, 0, NULL, NULL, NULL},
    {"q", THING | SUMMARY, act_quit, 0, "quit", "q, :q, Ctrl-C",
     "leave; everything is saved already"},
    {"<C-c>", ALL, act_quit, 0, NULL, NULL, NULL},
    {"<C-z>", ALL, act_stop, 0, NULL, "Ctrl-Z",
     "stop for now; fg comes back"},
};
enum { NCOMMON = sizeof common / sizeof *common };

/* Digits mean nothing before the answer is shown. */
static const struct binding four[] = {
    {"1", ANSWERED, act_grade, 2, "again", "1", "Again: not known"},
    {"2", ANSWERED, act_grade, 3, "hard", "2",
     "Hard: known with trouble; comes again today"},
    {"3", ANSWERED, act_grade, 4, "good", "3", "Good: known"},
    {"4", ANSWERED, act_grade, 5, "easy", "4", "Easy: known at once"},
    {"2", SOLVED, act_grade_problem, 3, "hard", NULL, NULL},
    {"3", SOLVED, act_grade_problem, 4, "good", NULL, NULL},
    {"4", SOLVED, act_grade_problem, 5, "easy", NULL, NULL},
};

static const struct binding six[] = {
    {"0", ANSWERED, act_grade, 0, NULL, "0", "no idea"},
    {"1", ANSWERED, act_grade, 1, NULL, "1", "wrong; the answer rang a bell"},
    {"2", ANSWERED, act_grade, 2, "again", "2",
     "wrong; the answer seemed easy"},
    {"3", ANSWERED, act_grade, 3, "hard", "3",
     "right with trouble; comes again today"},
    {"4", ANSWERED, act_grade, 4, "good", "4", "right after a moment"},
    {"5", ANSWERED, act_grade, 5, "easy", "5", "right at once"},
    {"3", SOLVED, act_grade_problem, 3, "hard", NULL, NULL},
    {"4", SOLVED, act_grade_problem, 4, "good", NULL, NULL},
    {"5", SOLVED, act_grade_problem, 5, "easy", NULL, NULL},
};

struct bindings {
    const struct binding *at;
    size_t n;
};

#define ALL_OF(a)                    \
    (struct bindings)                \
    {                                \
        (a), sizeof(a) / sizeof *(a) \
    }

static struct bindings grades(const struct session *s)
{
    return s->settings.six_grades ? ALL_OF(six) : ALL_OF(four);
}

static bool same_key(struct key a, struct key b)
{
    return a.code == b.code && a.text == b.text;
}

static bool has_key(const struct binding *b, struct key key)
{
    struct slice spelling = slice_from(b->keys);
    struct key one;

    while (key_next(&spelling, &one))
        if (same_key(one, key))
            return true;
    return false;
}

static const struct binding *find(struct bindings in, unsigned mode,
                                  struct key key)
{
    for (size_t i = 0; i < in.n; i++)
        if ((in.at[i].modes & mode) != 0 && has_key(&in.at[i], key))
            return &in.at[i];
    return NULL;
}

static const struct binding *find_named(struct bindings in, unsigned mode,
                                        const char *name)
{
    for (size_t i = 0; i < in.n; i++)
        if ((in.at[i].modes & mode) != 0 && in.at[i].name != NULL &&
            strcmp(in.at[i].name, name) == 0)
            return &in.at[i];
    return NULL;
}

/* What a key of the person's own does here. */
static const struct binding *find_own(const struct session *s, unsigned mode,
                                      struct key key)
{
    const struct binding *b = NULL;

    for (size_t i = 0; i < s->options.nkeys && b == NULL; i++) {
        const struct own_key *own = &s->options.keys[i];

        if (!same_key(own->key, key))
            continue;
        b = find_named(ALL_OF(common), mode, own->action);
        if (b == NULL)
            b = find_named(grades(s), mode, own->action);
    }
    return b;
}

const struct binding *binding_find(const struct session *s, struct key key)
{
    unsigned mode = 1u << s->mode;
    const struct binding *b = find_own(s, mode, key);

    if (b == NULL)
        b = find(ALL_OF(common), mode, key);
    return b != NULL ? b : find(grades(s), mode, key);
}

void binding_put_key(struct str *out, const struct session *s,
                     const char *action, const char *usual)
{
    for (size_t i = 0; action != NULL && i < s->options.nkeys; i++)
        if (strcmp(s->options.keys[i].action, action) == 0) {
            str_puts(out, s->options.keys[i].spelling);
            return;
        }
    str_puts(out, usual);
}

/* The names of all rows, each once. */
const char *review_action(size_t at)
{
    const struct bindings tables[] = {ALL_OF(common), ALL_OF(four)};
    const char *last = "";

    for (size_t t = 0; t < 2; t++)
        for (size_t i = 0; i < tables[t].n; i++) {
            const char *name = tables[t].at[i].name;

            if (name == NULL || strcmp(name, last) == 0)
                continue;
            if (at-- == 0)
                return name;
            last = name;
        }
    return NULL;
}

/* --- the help page ----------------------------------------------------- */

enum { KEYS_COLUMNS = 15 };

static void explain(struct lines *out, const struct session *s,
                    const struct binding *b)
{
    struct span first = span_of(ROLE_KEY, b->shown);
    struct str label = STR_EMPTY;

    binding_put_key(&label, s, b->name, b->shown);
    str_fill(&label, ' ',
             (size_t)(KEYS_COLUMNS - text_width(str_slice(&label))));
    first.text = arena_copy(out->arena, str_slice(&label));
    lines_indent(out, first, span_of(ROLE_PLAIN, "               "));
    lines_puts(out, style_of(ROLE_PLAIN), b->help);
    lines_end(out);
    lines_outdent(out);
    str_release(&label);
}

static void explain_all(struct lines *out, const struct session *s,
                        struct bindings in)
{
    for (size_t i = 0; i < in.n; i++)
        if (in.at[i].shown != NULL)
            explain(out, s, &in.at[i]);
}

void bindings_page(struct lines *out, const struct session *s)
{
    lines_puts(out, style_of(ROLE_TITLE), "Keys");
    lines_end(out);
    lines_blank(out);
    explain_all(out, s, (struct bindings){common, 2});
    explain_all(out, s, grades(s));
    lines_blank(out);
    explain_all(out, s, (struct bindings){common + 2, NCOMMON - 2});
}
