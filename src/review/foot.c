/* foot.c - the last rows of the screen. */
#include "review/frame.h"
#include "text/escape.h"
#include "text/unicode.h"

int frame_put(struct stage *f, int row, int column, enum role role,
              const char *text)
{
    return cells_put(f->out, row, column, f->left + f->width, style_of(role),
                     slice_from(text));
}

/* How much is said about the grades, from all to the bare keys. */
static const struct saying {
    const char *between;
    bool names, returns;
    enum return_length length;
} sayings[] = {
    {" · ", true, true, RETURN_FULL}, {"  ", true, true, RETURN_SHORT},
    {" ", true, true, RETURN_SHORT},  {"  ", true, true, RETURN_DAYS},
    {" ", true, true, RETURN_DAYS},   {" ", false, true, RETURN_SHORT},
    {" ", false, true, RETURN_DAYS},  {" ", false, false, RETURN_DAYS},
};

static void say_grade(struct lines *out, const struct session *s,
                      const struct grade_word *word,
                      const struct saying *saying)
{
    struct style key =
        style_of(word->grade == GRADE_DEFAULT ? ROLE_DEFAULT : ROLE_KEY);
    struct str back = STR_EMPTY;

    lines_printf(out, key, "%c", word->key);
    if (saying->names)
        lines_printf(out, style_of(ROLE_PLAIN), " %s", word->name);
    put_return(&back, s, word, saying->length);
    if (saying->returns)
        lines_printf(out, style_of(ROLE_DIM), " %s", back.at);
    str_release(&back);
}

static struct line grades_line(struct stage *f, const struct session *s,
                               const struct saying *saying)
{
    struct lines one = lines_new(f->arena, 1 << 16);
    size_t n;
    const struct grade_word *words = grade_words(s, &n);
    struct line line;

    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            lines_puts(&one, style_of(ROLE_DIM), saying->between);
        say_grade(&one, s, &words[i], saying);
    }
    lines_end_code(&one);
    line = one.at[0];
    lines_release(&one);
    return line;
}

static void put_grades(struct stage *f, const struct session *s)
{
    struct line line = {0};

    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++) {
        line = grades_line(f, s, &sayings[i]);
        if (line.width <= f->width)
            break;
    }
    cells_put_line(f->out, f->keys, f->left, f->left + f->width, &line);
}

struct hint {
    const char *key, *does;
    const char *action; /* that a person may have another key for, or NULL */
};

/* Keys worth knowing now; those that don't fit are left out. */
static void put_hints(struct stage *f, const struct session *s,
                      const struct hint *hints)
{
    int column = f->left, right = f->left + f->width;
    struct str key = STR_EMPTY;

    for (size_t i = 0; hints[i].key != NULL; i++) {
        int width;

        str_clear(&key);
        binding_put_key(&key, s, hints[i].action, hints[i].key);
        width = text_width(str_slice(&key)) + 1 +
                text_width(slice_from(hints[i].does));
        if (column + (i > 0 ? 3 : 0) + width > right)
            break;
        if (i > 0)
            column = frame_put(f, f->keys, column, ROLE_DIM, " · ");
        column = frame_put(f, f->keys, column, ROLE_KEY, key.at);
        column = frame_put(f, f->keys, column + 1, ROLE_DIM, hints[i].does);
    }
    str_release(&key);
}

static void put_keys(struct stage *f, const struct session *s)
{
    enum { HINTS = 5 };
    static const struct hint hints[][HINTS] = {
        [SESSION_QUESTION] = {{"Space", "show", "show"},
                              {"t", "type", "type"},
                              {"u", "undo", "undo"},
                              {"?", "all keys", "help"}},
        [SESSION_TYPING] = {{"Enter", "check", NULL},
                            {"Tab", "a letter", NULL},
                            {"Esc", "back", NULL}},
        [SESSION_HELP] = {{"q", "back", NULL}, {"j k", "scroll", NULL}},
        [SESSION_INFO] = {{"q", "back", NULL}, {"j k", "scroll", NULL}},
        [SESSION_SUMMARY] = {{"q", "leave", "quit"}, {"u", "undo", "undo"}},
        [SESSION_PROBLEM] = {{"Enter", "answer", NULL},
                             {"Tab", "hint", NULL},
                             {"Esc", "keys", NULL},
                             {"calc 2^12", "reckons", NULL}},
        [SESSION_HELD] = {{"t", "answer", NULL},
                          {"s", "suspend", "suspend"},
                          {"u", "undo", "undo"},
                          {"?", "all keys", "help"}},
        [SESSION_SOLVED] = {{"Space", "go on", NULL},
                            {"j k", "scroll", NULL},
                            {"u", "undo", "undo"},
                            {"?", "all keys", "help"}},
    };

    static const struct hint long_problem[] = {{"Enter", "answer", NULL},
                                               {"Tab", "hint", NULL},
                                               {"PgDn PgUp", "scroll", NULL},
                                               {"Esc", "keys", NULL},
                                               {NULL, NULL, NULL}};

    static const struct hint right_at_once[] = {{"Space", "go on", NULL},
                                                {"4", "easy", "easy"},
                                                {"j k", "scroll", NULL},
                                                {"u", "undo", "undo"},
                                                {NULL, NULL, NULL}};

    if (s->mode == SESSION_ANSWER)
        put_grades(f, s);
    else if (s->mode == SESSION_SOLVED && session_may_be_easy(s))
        put_hints(f, s, right_at_once);
    else if (s->mode == SESSION_PROBLEM && s->more)
        put_hints(f, s, long_problem);
    else
        put_hints(f, s, hints[s->mode]);
}

/* What is asked for, in at most two thirds of the row: the form of the answer
 * is worth more than room to see all of a long one. */
static int put_ask(struct stage *f, const struct session *s, int row)
{
    struct lines one = lines_new(f->arena, f->width * 2 / 3);

    problem_question_line(&one, &s->asked.prompt, s->asked.given.n);
    cells_put_line(f->out, row, f->left, f->left + f->width, &one.at[0]);
    row = f->left + one.at[0].width + 1;
    lines_release(&one);
    return row;
}

/* The line being typed, scrolled so that the cursor is seen. */
static void put_field(struct stage *f, const struct session *s, int row)
{
    struct str before = STR_EMPTY, after = STR_EMPTY;
    struct slice text = str_slice(&s->typed.text), shown;
    int room, column = f->left;
    struct grapheme g;

    escape_line(&before, slice_sub(text, 0, s->typed.at));
    escape_line(&after, slice_skip(text, s->typed.at));
    if (s->mode == SESSION_PROBLEM)
        column = put_ask(f, s, row);
    column = frame_put(f, row, column, ROLE_KEY, "› ");
    room = f->left + f->width - column - 1;
    shown = str_slice(&before);
    while (text_width(shown) > room && grapheme_next(&shown, &g))
        ;
    column = cells_put(f->out, row, column, f->left + f->width,
                       style_of(ROLE_PLAIN), shown);
    cells_put(f->out, row, column, f->left + f->width, style_of(ROLE_PLAIN),
              str_slice(&after));
    f->out->cursor_row = row;
    f->out->cursor_column =
        column < f->out->columns ? column : f->out->columns - 1;
    str_release(&before);
    str_release(&after);
}

static void clear_row(struct stage *f, int row)
{
    for (int column = 0; column < f->out->columns; column++)
        cells_put(f->out, row, column, column + 1, style_of(ROLE_PLAIN),
                  SLICE(" "));
}

static void put_notice(struct stage *f, const struct session *s)
{
    struct lines one = lines_new(f->arena, f->width);

    lines_text(&one, style_of(s->notice_role), str_slice(&s->notice));
    lines_end_cut(&one);
    if (one.n > 0) {
        clear_row(f, f->notice);
        cells_put_line(f->out, f->notice, f->left, f->left + f->width,
                       &one.at[0]);
    }
    lines_release(&one);
}

void foot_draw(struct stage *f, const struct session *s)
{
    bool typing = s->mode == SESSION_TYPING || s->mode == SESSION_PROBLEM;

    put_notice(f, s);
    if (typing && f->roomy)
        put_field(f, s, s->notice.len > 0 ? f->notice - 1 : f->notice);
    else if (typing)
        put_field(f, s, f->keys);
    if (!typing || f->roomy)
        put_keys(f, s);
}
