/* frame.c - the screen of a session:
 *
 *      virtual-memory.md › Page tables            12 left · 4 min
 *      ━━━━━━━━━━━━━━━━━━━━━━━━━━────────────────────────────────
 *
 *      • Each entry contains
 *        • The "valid" bit tells whether [...].
 *
 *      one line to be said now
 *      Space show · t type · ? keys
 *
 * On a wide screen the text keeps a measure that the eye can follow and
 * stands in the middle; a low one gives up bar and blanks. */
#include "review/state.h"
#include "text/escape.h"
#include "text/unicode.h"
#include "view/diff.h"
#include "view/plot.h"

enum {
    MEASURE_MAX = 84, /* columns of text */
    ROOMY_ROWS = 12,  /* below that the frame is compact */
    ROOMY_COLUMNS = 40,
    PICTURE_ROWS_MAX = 24,
};

struct frame {
    struct cells *out;
    struct arena *arena;
    int left, width;  /* the measure */
    int top, bottom;  /* rows of the body: [top, bottom) */
    int notice, keys; /* rows; the same one on a low screen */
    bool roomy;
};

static struct frame frame_of(struct cells *out, struct arena *arena)
{
    struct frame f = {.out = out, .arena = arena};
    int margin = out->columns >= ROOMY_COLUMNS ? 4 : out->columns > 4 ? 2 : 0;

    f.roomy = out->rows >= ROOMY_ROWS;
    f.width = out->columns - margin;
    f.width = f.width < MEASURE_MAX ? f.width : MEASURE_MAX;
    f.left = (out->columns - f.width) / 2;
    f.keys = out->rows - 1;
    f.notice = f.roomy ? out->rows - 2 : 0;
    f.top = f.roomy ? 3 : 1;
    f.bottom = f.roomy ? out->rows - 3 : out->rows - 1;
    if (f.bottom <= f.top) { /* a slit: the body is all */
        f.top = 0;
        f.bottom = out->rows;
    }
    return f;
}

static int put(struct frame *f, int row, int column, enum role role,
               const char *text)
{
    return cells_put(f->out, row, column, f->left + f->width, style_of(role),
                     slice_from(text));
}

/* --- head
 * ----------------------------------------------------------------------- */

/* "12 left · 4 min", "12 left", "12": as much as leaves half the row. */
static void put_left(struct str *out, const struct session *s, int columns)
{
    struct str time = STR_EMPTY;

    put_minutes(&time, ms_left(s));
    str_printf(out, "%zu left · %s", pile_left(&s->pile), time.at);
    if (text_width(str_slice(out)) > columns / 2) {
        str_clear(out);
        str_printf(out, columns < 30 ? "%zu" : "%zu left",
                   pile_left(&s->pile));
    }
    str_release(&time);
}

static void put_path(struct frame *f, const struct session *s, int width)
{
    struct lines path = lines_new(f->arena, width < 1 ? 1 : width);

    card_path(&path, &s->face);
    if (path.n > 0)
        cells_put_line(f->out, 0, f->left, f->left + width, &path.at[0]);
    lines_release(&path);
}

static void put_bar(struct frame *f, const struct session *s)
{
    struct lines bar = lines_new(f->arena, f->width);

    plot_progress(&bar, (int)s->pile.next, (int)s->pile.n, f->width);
    if (bar.n > 0)
        cells_put_line(f->out, 1, f->left, f->left + f->width, &bar.at[0]);
    lines_release(&bar);
}

static void put_head(struct frame *f, const struct session *s)
{
    struct str left = STR_EMPTY;
    int width;

    if (f->top == 0 || s->face.note == NULL)
        return;
    put_left(&left, s, f->width);
    width = text_width(str_slice(&left));
    put(f, 0, f->left + f->width - width, ROLE_DIM, left.at);
    put_path(f, s, f->width - width - 2);
    if ((s->page.card.flags & CARD_MARKED) != 0)
        put(f, 0, f->left + f->width - width - 2, ROLE_WARN, "*");
    if (f->roomy)
        put_bar(f, s);
    str_release(&left);
}

/* --- body
 * -------------------------------------------------------------------------
 */

static bool line_has(const struct line *line, enum role role)
{
    for (size_t i = 0; i < line->nspans; i++)
        if (line->spans[i].style.role == role)
            return true;
    return false;
}

/* The first line with the blank or the answer; the last line without one. */
static int focus_of(const struct lines *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (line_has(&l->at[i], ROLE_BLANK) ||
            line_has(&l->at[i], ROLE_ANSWER))
            return (int)i;
    return l->n > 0 ? (int)l->n - 1 : 0;
}

/* Card, and below it what was typed. */
static void card_body(struct lines *body, const struct session *s,
                      const struct card_face *face)
{
    struct str answer = STR_EMPTY;

    card_draw(body, face);
    if (s->was_typed && face->revealed) {
        note_answer(&answer, face->note, face->card);
        lines_blank(body);
        diff_draw(body, session_typed(s), str_slice(&answer));
    }
    str_release(&answer);
}

static struct lines drawn(struct frame *f, const struct session *s,
                          const struct card_face *face)
{
    struct lines body = lines_new(f->arena, f->width);

    card_body(&body, s, face);
    return body;
}

/* Pictures get the rows that the words leave, half of the body at least;
 * reckoned with the answer, so that nothing jumps when it is shown. */
static void share_rows(struct frame *f, struct session *s)
{
    int rows = f->bottom - f->top, most = rows / 2;
    struct lines words = lines_new(f->arena, f->width);
    struct card_face face = s->face;

    s->pictures.rows = 0;
    s->pictures.asked = 0;
    face.revealed = true;
    card_draw(&words, &face);
    if (s->pictures.asked > 0 && rows > (int)words.n)
        most = (rows - (int)words.n) / (int)s->pictures.asked + 1;
    lines_release(&words);
    s->pictures.rows = most > rows / 2 ? most : rows / 2;
    if (s->pictures.rows > PICTURE_ROWS_MAX)
        s->pictures.rows = PICTURE_ROWS_MAX;
}

static struct lines body_of(struct frame *f, struct session *s)
{
    struct lines body;
    struct card_face face = s->face;

    if (s->mode > SESSION_TYPING || face.note == NULL) {
        body = lines_new(f->arena, f->width);
        session_page(&body, s);
        return body;
    }
    share_rows(f, s);
    body = drawn(f, s, &face);
    if ((int)body.n > f->bottom - f->top && face.note->nancestors > 0) {
        lines_release(&body);
        face.folded = true;
        body = drawn(f, s, &face);
    }
    return body;
}

/* Keeps `scroll` inside the body; where it follows, the end is shown, unless
 * that hides the blank. */
static void settle_scroll(struct session *s, const struct lines *body,
                          int rows)
{
    int most = (int)body->n > rows ? (int)body->n - rows : 0;

    if (s->follow) {
        int focus = focus_of(body);

        s->scroll = most < focus ? most : focus;
    }
    s->scroll = s->scroll > most ? most : s->scroll;
    s->page_lines = rows;
}

static void put_body(struct frame *f, struct session *s)
{
    struct lines body = body_of(f, s);
    int rows = f->bottom - f->top, right = f->left + f->width;

    settle_scroll(s, &body, rows);
    for (int i = 0; i < rows && s->scroll + i < (int)body.n; i++)
        cells_put_line(f->out, f->top + i, f->left, right,
                       &body.at[s->scroll + i]);
    if (s->scroll > 0)
        cells_put(f->out, f->top, right, right + 1, style_of(ROLE_WARN),
                  SLICE("↑"));
    if (s->scroll + rows < (int)body.n)
        cells_put(f->out, f->bottom - 1, right, right + 1,
                  style_of(ROLE_WARN), SLICE("↓"));
    lines_release(&body);
}

/* --- foot
 * --------------------------------------------------------------------------
 */

/* How much is said about the grades, from all to the bare keys. */
enum { SAY_ALL, SAY_SHORT, SAY_CLOSE, SAY_BRIEF, SAY_KEYS, SAY_LEVELS };

static void say_grade(struct lines *out, const struct session *s,
                      const struct grade_word *word, int level)
{
    struct style key =
        style_of(word->grade == GRADE_DEFAULT ? ROLE_DEFAULT : ROLE_KEY);
    struct str back = STR_EMPTY;

    lines_printf(out, key, "%c", word->key);
    if (level <= SAY_CLOSE)
        lines_printf(out, style_of(ROLE_PLAIN), " %s", word->name);
    put_return(&back, s, word->grade, level > SAY_ALL);
    if (level < SAY_KEYS)
        lines_printf(out, style_of(ROLE_DIM), " %s", back.at);
    str_release(&back);
}

static struct line grades_line(struct frame *f, const struct session *s,
                               int level)
{
    static const char *const between[SAY_LEVELS] = {" · ", "  ", " ", " ",
                                                    " "};
    struct lines one = lines_new(f->arena, 1 << 16);
    size_t n;
    const struct grade_word *words = grade_words(s, &n);
    struct line line;

    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            lines_puts(&one, style_of(ROLE_DIM), between[level]);
        say_grade(&one, s, &words[i], level);
    }
    lines_end_code(&one);
    line = one.at[0];
    lines_release(&one);
    return line;
}

static void put_grades(struct frame *f, const struct session *s)
{
    struct line line = {0};

    for (int level = SAY_ALL; level < SAY_LEVELS; level++) {
        line = grades_line(f, s, level);
        if (line.width <= f->width)
            break;
    }
    cells_put_line(f->out, f->keys, f->left, f->left + f->width, &line);
}

struct hint {
    const char *key, *does;
};

/* Keys worth knowing now; those that don't fit are left out. */
static void put_hints(struct frame *f, const struct hint *hints, size_t n)
{
    int column = f->left, right = f->left + f->width;

    for (size_t i = 0; i < n; i++) {
        int width = text_width(slice_from(hints[i].key)) + 1 +
                    text_width(slice_from(hints[i].does));

        if (column + (i > 0 ? 3 : 0) + width > right)
            break;
        if (i > 0)
            column = put(f, f->keys, column, ROLE_DIM, " · ");
        column = put(f, f->keys, column, ROLE_KEY, hints[i].key);
        column = put(f, f->keys, column + 1, ROLE_DIM, hints[i].does);
    }
}

static void put_keys(struct frame *f, const struct session *s)
{
    static const struct {
        struct hint hints[4];
        size_t n;
    } modes[] = {
        [SESSION_QUESTION] = {{{"Space", "show"},
                               {"t", "type"},
                               {"u", "undo"},
                               {"?", "all keys"}},
                              4},
        [SESSION_TYPING] =
            {{{"Enter", "check"}, {"Tab", "a letter"}, {"Esc", "back"}}, 3},
        [SESSION_HELP] = {{{"q", "back"}, {"j k", "scroll"}}, 2},
        [SESSION_INFO] = {{{"q", "back"}, {"j k", "scroll"}}, 2},
        [SESSION_SUMMARY] = {{{"q", "leave"}, {"u", "undo"}}, 2},
    };

    if (s->mode == SESSION_ANSWER)
        put_grades(f, s);
    else
        put_hints(f, modes[s->mode].hints, modes[s->mode].n);
}

/* The line being typed, scrolled so that the cursor is seen. */
static void put_field(struct frame *f, const struct session *s, int row)
{
    struct str before = STR_EMPTY, after = STR_EMPTY;
    struct slice text = str_slice(&s->typed.text), shown;
    int room = f->width - 3, column = f->left + 2;
    struct grapheme g;

    escape_line(&before, slice_sub(text, 0, s->typed.at));
    escape_line(&after, slice_skip(text, s->typed.at));
    shown = str_slice(&before);
    while (text_width(shown) > room && grapheme_next(&shown, &g))
        ;
    put(f, row, f->left, ROLE_KEY, "› ");
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

static void clear_row(struct frame *f, int row)
{
    for (int column = 0; column < f->out->columns; column++)
        cells_put(f->out, row, column, column + 1, style_of(ROLE_PLAIN),
                  SLICE(" "));
}

static void put_notice(struct frame *f, const struct session *s)
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

void session_draw(struct session *s, struct cells *out)
{
    struct arena arena = {0};
    struct frame f = frame_of(out, &arena);

    cells_clear(out);
    put_head(&f, s);
    put_body(&f, s);
    if (f.top > 0) {
        put_notice(&f, s);
        if (s->mode == SESSION_TYPING && f.roomy)
            put_field(&f, s, s->notice.len > 0 ? f.notice - 1 : f.notice);
        else if (s->mode == SESSION_TYPING)
            put_field(&f, s, f.keys);
        if (s->mode != SESSION_TYPING || f.roomy)
            put_keys(&f, s);
    }
    arena_release(&arena);
}
