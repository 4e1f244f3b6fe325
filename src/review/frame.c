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
#include "review/frame.h"
#include "text/unicode.h"
#include "view/diff.h"
#include "view/plot.h"

enum {
    MEASURE_MAX = 84, /* columns of text */
    ROOMY_ROWS = 12,  /* below that the frame is compact */
    ROOMY_COLUMNS = 40,
    PICTURE_ROWS_MAX = 24,
};

static struct stage stage_of(struct cells *out, struct arena *arena)
{
    struct stage f = {.out = out, .arena = arena};
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

/* --- head -------------------------------------------------------------- */

/* "12 left · 4 min", "12 left", "12": as much as leaves room for a path. */
static void put_left(struct str *out, const struct session *s, int columns)
{
    struct str time = STR_EMPTY;

    put_minutes(&time, ms_left(s));
    str_printf(out, "%zu left · %s", pile_left(&s->pile), time.at);
    if (text_width(str_slice(out)) > columns / 2) {
        str_clear(out);
        str_printf(out, columns < 16 ? "%zu" : "%zu left",
                   pile_left(&s->pile));
    }
    str_release(&time);
}

static void put_path(struct stage *f, const struct session *s, int width)
{
    struct lines path = lines_new(f->arena, width < 1 ? 1 : width);

    if (s->asked.problem != NULL)
        problem_title(&path, s->asked.problem);
    else
        card_path(&path, &s->face);
    if (path.n > 0)
        cells_put_line(f->out, 0, f->left, f->left + width, &path.at[0]);
    lines_release(&path);
}

static void put_bar(struct stage *f, const struct session *s)
{
    struct lines bar = lines_new(f->arena, f->width);

    plot_progress(&bar, (int)s->pile.next, (int)s->pile.n, f->width);
    if (bar.n > 0)
        cells_put_line(f->out, 1, f->left, f->left + f->width, &bar.at[0]);
    lines_release(&bar);
}

static void put_head(struct stage *f, const struct session *s)
{
    struct str left = STR_EMPTY;
    int width;

    if (f->top == 0 || (s->face.note == NULL && s->asked.problem == NULL))
        return;
    put_left(&left, s, f->width);
    width = text_width(str_slice(&left));
    frame_put(f, 0, f->left + f->width - width, ROLE_DIM, left.at);
    put_path(f, s, f->width - width - 2);
    if ((s->page.card.flags & CARD_MARKED) != 0)
        frame_put(f, 0, f->left + f->width - width - 2, ROLE_WARN, "*");
    if (f->roomy)
        put_bar(f, s);
    str_release(&left);
}

/* --- body -------------------------------------------------------------- */

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

static struct lines drawn(struct stage *f, const struct session *s,
                          const struct card_face *face)
{
    struct lines body = lines_new(f->arena, f->width);

    card_body(&body, s, face);
    return body;
}

/* Pictures get the rows that the words leave, half of the body at least;
 * reckoned with the answer, so that nothing jumps when it is shown. */
static void share_rows(struct stage *f, struct session *s)
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

static struct lines body_of(struct stage *f, struct session *s)
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
    s->more = most > 0;
}

static void put_body(struct stage *f, struct session *s)
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

void session_draw(struct session *s, struct cells *out)
{
    struct arena arena = {0};
    struct stage f = stage_of(out, &arena);

    cells_clear(out);
    put_head(&f, s);
    put_body(&f, s);
    if (f.top > 0)
        foot_draw(&f, s);
    arena_release(&arena);
}
