#include "review/state.h"
#include "sched/day.h"
#include "view/table.h"

static void put_words(struct lines *out, enum role role, const char *words)
{
    lines_puts(out, style_of(role), words);
    lines_end(out);
}

/* --- a card's history -------------------------------------------------- */

/* "virtual-memory.md:12   3f9a…   marked, leech" */
static void put_identity(struct lines *out, const struct card_page *page)
{
    struct style dim = style_of(ROLE_DIM), plain = style_of(ROLE_PLAIN);

    if (page->card.path.len > 0) {
        lines_text(out, plain, page->card.path);
        lines_printf(out, plain, ":%d", page->card.line);
        lines_end(out);
    }
    lines_puts(out, dim, "card ");
    lines_text(out, dim, page->card.uid);
    for (size_t i = 0; i < nflag_words; i++)
        if ((page->card.flags & flag_words[i].flag) != 0)
            lines_printf(out, style_of(ROLE_WARN), " · %s",
                         flag_words[i].word);
    for (size_t i = 0; i < page->ntags; i++) {
        lines_puts(out, dim, " · #");
        lines_text(out, dim, page->tags[i]);
    }
    lines_end(out);
}

static void put_schedule(struct lines *out, const struct session *s)
{
    struct sm2 sched = s->page.card.sched;
    struct str text = STR_EMPTY;

    if (!sm2_seen(sched)) {
        str_puts(&text, "never seen before");
    } else {
        str_puts(&text, sched.due < s->today ? "due since " : "due ");
        put_date(&text, s, sched.due);
        str_puts(&text, " · interval ");
        put_days(&text, sched.interval);
        str_printf(&text, " · ease %d.%02d · %d review%s · forgotten %d×",
                   sched.ease / 100, sched.ease % 100, sched.reps,
                   sched.reps == 1 ? "" : "s", sched.lapses);
    }
    lines_text(out, style_of(ROLE_PLAIN), str_slice(&text));
    lines_end(out);
    str_release(&text);
}

enum { HISTORY_COLUMNS = 6 };

static void cell(struct line *row, size_t column, struct arena *arena,
                 struct str *text)
{
    row[column] = table_cell(arena, style_of(ROLE_PLAIN), str_slice(text));
    str_clear(text);
}

static void history_row(struct line *row, const struct history *h,
                        struct arena *arena)
{
    struct str text = STR_EMPTY;

    day_put(&text, h->day);
    cell(row, 0, arena, &text);
    str_put(&text, h->what);
    str_puts(&text, h->undone ? " (taken back)" : "");
    cell(row, 1, arena, &text);
    if (h->grade >= 0) {
        str_printf(&text, "%d", h->grade);
        cell(row, 2, arena, &text);
        str_printf(&text, "%d.%d s", (int)(h->ms / 1000),
                   (int)(h->ms % 1000 / 100));
        cell(row, 3, arena, &text);
        put_days(&text, h->after.interval);
        cell(row, 4, arena, &text);
        str_printf(&text, "%d.%02d", h->after.ease / 100,
                   h->after.ease % 100);
        cell(row, 5, arena, &text);
    }
    str_release(&text);
}

/* The same in words, for who has no use for columns. */
static void say_history(struct lines *out, const struct session *s)
{
    for (size_t i = 0; i < s->nhistory; i++) {
        const struct history *h = &s->history[i];
        struct str text = STR_EMPTY;

        day_put(&text, h->day);
        str_puts(&text, ": ");
        str_put(&text, h->what);
        if (h->grade >= 0) {
            str_printf(&text, ", grade %d, interval ", h->grade);
            put_days(&text, h->after.interval);
        }
        str_puts(&text, h->undone ? ", taken back" : "");
        put_words(out, ROLE_PLAIN, text.at);
        str_release(&text);
    }
}

static void put_history(struct lines *out, const struct session *s)
{
    static const char *const heads[HISTORY_COLUMNS] = {
        "day", "event", "grade", "time", "interval", "ease"};
    static const enum cell_align align[HISTORY_COLUMNS] = {
        ALIGN_NONE,  ALIGN_NONE,  ALIGN_RIGHT,
        ALIGN_RIGHT, ALIGN_RIGHT, ALIGN_RIGHT};
    struct table t = {.columns = HISTORY_COLUMNS,
                      .rows = s->nhistory + 1,
                      .align = align,
                      .header = true};

    if (s->nhistory == 0)
        return;
    t.cells =
        arena_new_array(out->arena, t.rows * t.columns, sizeof *t.cells);
    for (size_t c = 0; c < HISTORY_COLUMNS; c++)
        t.cells[c] = table_cell(out->arena, style_of(ROLE_TITLE),
                                slice_from(heads[c]));
    for (size_t i = 0; i < s->nhistory; i++)
        history_row(t.cells + (i + 1) * HISTORY_COLUMNS, &s->history[i],
                    out->arena);
    table_draw(out, &t);
}

static void info_page(struct lines *out, const struct session *s)
{
    lines_puts(out, style_of(ROLE_TITLE), "This card");
    lines_end(out);
    lines_blank(out);
    put_identity(out, &s->page);
    put_schedule(out, s);
    lines_blank(out);
    if (s->options.depth == DEPTH_NONE)
        say_history(out, s);
    else
        put_history(out, s);
}

/* --- the end ----------------------------------------------------------- */

static const char *headline(const struct session *s)
{
    bool answered = s->done.reviewed + s->done.fresh + s->done.again > 0;

    if (pile_left(&s->pile) > 0)
        return s->time_up ? "Time is up. Well done." : "Until later.";
    return answered ? "Done for today." : "Nothing is due now.";
}

static void put_next(struct lines *out, const struct session *s)
{
    struct str text = STR_EMPTY;

    if (s->next_due_day <= 0)
        return;
    str_puts(&text,
             s->next_due_day == s->today + 1 ? "Tomorrow: " : "Next: ");
    if (s->next_due > 0)
        str_printf(&text, "%d to review", s->next_due);
    if (s->next_fresh > 0)
        str_printf(&text, "%s%d new", s->next_due > 0 ? ", " : "",
                   s->next_fresh);
    if (s->next_due_day != s->today + 1) {
        str_puts(&text, ", ");
        put_date(&text, s, s->next_due_day);
    }
    put_words(out, ROLE_PLAIN, text.at);
    str_release(&text);
}

static void put_left_over(struct lines *out, const struct session *s)
{
    int left = (int)pile_left(&s->pile) + s->counts.backlog;

    if (left == 0)
        return;
    lines_printf(out, style_of(ROLE_DIM), "%d card%s left for another time.",
                 left, left == 1 ? " is" : "s are");
    lines_end(out);
}

static void summary_page(struct lines *out, struct session *s)
{
    struct str text = STR_EMPTY;

    session_look_ahead(s);
    lines_puts(out, style_of(ROLE_TITLE), headline(s));
    lines_end(out);
    lines_blank(out);
    if (s->done.reviewed + s->done.fresh + s->done.again > 0) {
        session_put_summary(&text, s);
        put_words(out, ROLE_PLAIN, text.at);
    }
    put_next(out, s);
    put_left_over(out, s);
    if (text.len == 0 && s->next_due_day <= 0 && s->pile.n == 0)
        put_words(out, ROLE_DIM,
                  "pagein import NOTES brings cards into this deck.");
    str_release(&text);
}

void session_page(struct lines *out, struct session *s)
{
    if (s->mode == SESSION_HELP)
        bindings_page(out, s);
    else if (s->mode == SESSION_INFO)
        info_page(out, s);
    else if (s->mode == SESSION_SUMMARY)
        summary_page(out, s);
    else if (s->asked.problem != NULL)
        session_problem_page(out, s);
}
