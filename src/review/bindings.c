#include "review/state.h"

enum {
    ASKING = 1 << SESSION_QUESTION,
    ANSWERED = 1 << SESSION_ANSWER,
    TYPING = 1 << SESSION_TYPING,
    HELP = 1 << SESSION_HELP,
    INFO = 1 << SESSION_INFO,
    SUMMARY = 1 << SESSION_SUMMARY,
    CARD = ASKING | ANSWERED,
    PAGE = HELP | INFO,
    ALL = CARD | TYPING | PAGE | SUMMARY,
};

/* The first row that fits counts. Ctrl-A, Ctrl-B and Ctrl-S stay free: they
 * belong to terminal multiplexers and flow control. */
static const struct binding common[] = {
    {"<Space><Enter>", ASKING, act_show, 0, "Space, Enter",
     "show the answer; behind it: Good"},
    {"<Space><Enter>", ANSWERED, act_default, 0, NULL, NULL},
    {"t", ASKING, act_type, 0, "t",
     "type the answer; Tab gives a letter, Esc leaves"},
    {"u", CARD | SUMMARY, act_undo, 0, "u", "take the last step back"},
    {"e", CARD, act_edit, 0, "e", "edit the note where the card stands"},
    {"m*", CARD, act_mark, 0, "m, *", "mark the card, or unmark it"},
    {"-b", CARD, act_bury, 0, "b, -", "bury: not before tomorrow"},
    {"@s", CARD, act_suspend, 0, "s, @", "suspend: not until you want it"},
    {"i", CARD, act_info, 0, "i", "the card's whole history"},
    {"j<Down>", CARD | PAGE | SUMMARY, act_scroll, 1, "j, k, arrows",
     "scroll; page keys too"},
    {"k<Up>", CARD | PAGE | SUMMARY, act_scroll, -1, NULL, NULL},
    {"<PgDn>", CARD | PAGE | SUMMARY, act_scroll, 10, NULL, NULL},
    {"<PgUp>", CARD | PAGE | SUMMARY, act_scroll, -10, NULL, NULL},
    {"<Home>", CARD | PAGE | SUMMARY, act_scroll, -100000, NULL, NULL},
    {"<End>", CARD | PAGE | SUMMARY, act_scroll, 100000, NULL, NULL},
    {"?", CARD | SUMMARY, act_help, 0, NULL, NULL},
    {"<Space><Enter><Esc>q?i", PAGE, act_back, 0, NULL, NULL},
    {"<Esc>", TYPING, act_back, 0, NULL, NULL},
    {"<Space><Enter><Esc>", SUMMARY, act_quit, 0, NULL, NULL},
    {":", CARD | SUMMARY, act_colon, 0, NULL, NULL},
    {"q", CARD | SUMMARY, act_quit, 0, "q, :q, Ctrl-C",
     "leave; everything is saved already"},
    {"<C-c>", ALL, act_quit, 0, NULL, NULL},
    {"<C-z>", ALL, act_stop, 0, "Ctrl-Z", "stop for now; fg comes back"},
};

/* Digits mean nothing before the answer is shown. */
static const struct binding four[] = {
    {"1", ANSWERED, act_grade, 2, "1", "Again: not known"},
    {"2", ANSWERED, act_grade, 3, "2",
     "Hard: known with trouble; comes again today"},
    {"3", ANSWERED, act_grade, 4, "3", "Good: known"},
    {"4", ANSWERED, act_grade, 5, "4", "Easy: known at once"},
};

static const struct binding six[] = {
    {"0", ANSWERED, act_grade, 0, "0", "no idea"},
    {"1", ANSWERED, act_grade, 1, "1", "wrong; the answer rang a bell"},
    {"2", ANSWERED, act_grade, 2, "2", "wrong; the answer seemed easy"},
    {"3", ANSWERED, act_grade, 3, "3",
     "right with trouble; comes again today"},
    {"4", ANSWERED, act_grade, 4, "4", "right after a moment"},
    {"5", ANSWERED, act_grade, 5, "5", "right at once"},
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

static bool has_key(const struct binding *b, struct key key)
{
    struct slice spelling = slice_from(b->keys);
    struct key one;

    while (key_next(&spelling, &one))
        if (one.code == key.code && one.text == key.text)
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

const struct binding *binding_find(const struct session *s, struct key key)
{
    unsigned mode = 1u << s->mode;
    const struct binding *b = find(ALL_OF(common), mode, key);

    return b != NULL ? b : find(grades(s), mode, key);
}

/* --- the help page ----------------------------------------------------- */

enum { KEYS_COLUMNS = 15 };

static void explain(struct lines *out, const struct binding *b)
{
    struct span first = span_of(ROLE_KEY, b->shown);
    struct str label = STR_EMPTY;

    str_puts(&label, b->shown);
    str_fill(&label, ' ', KEYS_COLUMNS - label.len);
    first.text = arena_copy(out->arena, str_slice(&label));
    lines_indent(out, first, span_of(ROLE_PLAIN, "               "));
    lines_puts(out, style_of(ROLE_PLAIN), b->help);
    lines_end(out);
    lines_outdent(out);
    str_release(&label);
}

static void explain_all(struct lines *out, struct bindings in)
{
    for (size_t i = 0; i < in.n; i++)
        if (in.at[i].shown != NULL)
            explain(out, &in.at[i]);
}

void bindings_page(struct lines *out, const struct session *s)
{
    lines_puts(out, style_of(ROLE_TITLE), "Keys");
    lines_end(out);
    lines_blank(out);
    explain_all(out, (struct bindings){common, 2});
    explain_all(out, grades(s));
    lines_blank(out);
    explain_all(out, (struct bindings){common + 2,
                                       sizeof common / sizeof *common - 2});
}
