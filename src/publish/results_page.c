/* Results as a page: what an instructor wants to know first stands first. */
#include <math.h>

#include "publish/asking.h"
#include "publish/page.h"
#include "publish/results.h"
#include "publish/results_plot.h"
#include "view/svg.h"

static const char style[] =
    "body{max-width:56em}h2{margin-top:1.8em}\n"
    "table{width:100%}th{overflow-wrap:normal}\n"
    ".title{width:45%}\n"
    ".made{display:block;color:var(--dim);font-size:.9em}\n"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}\n"
    ".facts{display:flex;flex-wrap:wrap;gap:.3em 2em;padding:0;margin:.5em "
    "0 1em;list-style:none}\n"
    ".look{display:block;font-weight:bold}\n"
    "@media print{tr{break-inside:avoid}}\n";

/* What is written. */
struct writing {
    struct str *out;
    const struct results *r;
    struct arena arena;
};

static void text(struct writing *w, const char *s)
{
    page_text(w->out, s);
}

static void cell(struct writing *w, const char *s, bool number)
{
    str_puts(w->out, number ? "<td class=\"n\">" : "<td>");
    text(w, s);
    str_puts(w->out, "</td>");
}

static void cell_slice(struct writing *w, struct slice s)
{
    cell(w, arena_copy(&w->arena, s).at, false);
}

/* Hundredths of a point. */
static void cell_points(struct writing *w, unsigned hundredths)
{
    struct str s = STR_EMPTY;

    points_put(&s, hundredths);
    cell(w, s.at, true);
    str_release(&s);
}

/* "0.62", "-0.10", or a dash. */
static const char *two_places(struct writing *w, double x)
{
    int n;

    if (!isfinite(x))
        return "-";
    n = (int)lround(x * 100);
    return arena_printf(&w->arena, "%s%d.%02d", n < 0 ? "-" : "",
                        n < 0 ? -n / 100 : n / 100,
                        n < 0 ? -n % 100 : n % 100);
}

static const char *percent(struct writing *w, double x)
{
    return isfinite(x)
               ? arena_printf(&w->arena, "%d %%", (int)lround(x * 100))
               : "-";
}

static void heads(struct writing *w, const char *const *names,
                  const char *numbers)
{
    str_puts(w->out, "<table><thead><tr>");
    for (size_t i = 0; names[i] != NULL; i++) {
        str_puts(w->out, numbers[i] == 'n' ? "<th scope=\"col\" class=\"n\">"
                                           : "<th scope=\"col\">");
        text(w, names[i]);
        str_puts(w->out, "</th>");
    }
    str_puts(w->out, "</tr></thead><tbody>\n");
}

static void tables_end(struct writing *w)
{
    str_puts(w->out, "</tbody></table>\n");
}

/* --- the whole ---------------------------------------------------------- */

static void fact(struct writing *w, const char *what, const char *value)
{
    str_puts(w->out, "<li>");
    text(w, what);
    str_puts(w->out, " <strong>");
    text(w, value);
    str_puts(w->out, "</strong></li>\n");
}

static void put_facts(struct writing *w)
{
    const struct exam_stat *s = &w->r->stat;

    str_puts(w->out, "<ul class=\"facts\">\n");
    fact(w, "students", arena_printf(&w->arena, "%zu", s->students));
    fact(w, "mean", percent(w, s->mean));
    fact(w, "median", percent(w, s->median));
    fact(w, "standard deviation", percent(w, s->deviation));
    fact(w, "Cronbach's alpha", two_places(w, s->alpha));
    str_puts(w->out, "</ul>\n");
}

static void put_plot(struct writing *w, const struct drawing *d,
                     const char *title, const struct str *words, unsigned id)
{
    struct svg_words said = {
        .title = slice_from(title), .desc = str_slice(words), .id = id};

    str_puts(w->out, "<figure>");
    svg_put(w->out, d, &said);
    str_puts(w->out, "<figcaption>");
    text(w, title);
    str_puts(w->out, "</figcaption></figure>\n");
}

static void put_plots(struct writing *w)
{
    const struct exam_stat *s = &w->r->stat;
    struct drawing shares = plot_shares(&w->arena, s),
                   items = plot_items(&w->arena, s);
    struct str words = STR_EMPTY;

    plot_shares_words(&words, s);
    put_plot(w, &shares, "Students by their share of the points", &words, 1);
    str_clear(&words);
    plot_items_words(&words, s);
    put_plot(w, &items,
             "Items: how many can do them, and how well they tell strong "
             "from weak students",
             &words, 2);
    str_release(&words);
}

static void put_rules(struct writing *w)
{
    if (w->r->nrulings == 0)
        return;
    str_puts(w->out, "<h2>Rules that were applied</h2>\n<ul>\n");
    for (size_t i = 0; i < w->r->nrulings; i++) {
        str_puts(w->out, "<li>");
        text(w, arena_copy(&w->arena, w->r->rulings[i].text).at);
        str_puts(w->out, "</li>\n");
    }
    str_puts(w->out, "</ul>\n");
}

/* --- items -------------------------------------------------------------- */

/* What an instructor should look at; NULL when nothing is odd. */
static const char *advice(const struct item_stat *s)
{
    if (s->full == 0)
        return "dropped";
    if (isfinite(s->discrimination) && s->discrimination < 0)
        return "look at the key: weak students do better than strong ones";
    if (isfinite(s->difficulty) && s->difficulty < 0.2)
        return "nearly nobody can do it";
    if (isfinite(s->difficulty) && s->difficulty > 0.95)
        return "everybody can do it";
    return NULL;
}

/* The three mistakes made most often, each with what such a student does. */
static void put_mistakes(struct writing *w, const struct item_stat *s)
{
    unsigned left[MISTAKES];

    memcpy(left, s->mistakes, sizeof left);
    for (int i = 0; i < 3; i++) {
        int most = 0;

        for (int m = 1; m < MISTAKES; m++)
            if (left[m] > (most > 0 ? left[most] : 0))
                most = m;
        if (most == 0)
            return;
        str_puts(w->out, "<span class=\"made\">");
        text(w,
             arena_printf(&w->arena, "%u \u00d7 %s: %s", left[most],
                          mistake_rows[most].code, mistake_rows[most].does));
        str_puts(w->out, "</span>");
        left[most] = 0;
    }
}

static void put_item(struct writing *w, const struct item_stat *s)
{
    str_puts(w->out, "<tr>");
    cell(w, arena_printf(&w->arena, "%u", s->number), true);
    str_puts(w->out, "<td class=\"title\">");
    text(w, s->title);
    if (advice(s) != NULL) {
        str_puts(w->out, "<span class=\"look\">");
        text(w, advice(s));
        str_puts(w->out, "</span>");
    }
    put_mistakes(w, s);
    str_puts(w->out, "</td>");
    cell_points(w, s->full);
    cell(w, percent(w, s->difficulty), true);
    cell(w, two_places(w, s->discrimination), true);
    cell(w, percent(w, s->upper), true);
    cell(w, percent(w, s->lower), true);
    str_puts(w->out, "</tr>\n");
}

static void put_items(struct writing *w)
{
    static const char *const names[] = {
        "Item",           "Title and mistakes", "Points",      "Difficulty",
        "Discrimination", "Best 27%",           "Weakest 27%", NULL};

    str_puts(w->out, "<h2>Items</h2>\n");
    heads(w, names, "n.nnnnn");
    for (size_t i = 0; i < w->r->stat.nitems; i++)
        put_item(w, &w->r->stat.items[i]);
    tables_end(w);
}

/* --- answers that nobody could read ------------------------------------- */

static void put_unreadable_of(struct writing *w, const struct marks *m)
{
    for (size_t i = 0; i < w->r->exam->nitems; i++) {
        const struct question *q = m->item[i].question;

        for (unsigned k = 0; k < q->nparts; k++) {
            struct str place = STR_EMPTY;

            if (m->item[i].part[k].why != MARK_UNREADABLE)
                continue;
            attempt_place_put(&place, q, k);
            str_puts(w->out, "<tr>");
            cell_slice(w, m->attempt->student);
            cell(w, place.at, false);
            cell_slice(w, m->item[i].part[k].given);
            cell(w, q->parts[k].key, false);
            str_puts(w->out, "</tr>\n");
            str_release(&place);
        }
    }
}

static void put_unreadable(struct writing *w)
{
    static const char *const names[] = {"Student", "Item", "Answer", "Key",
                                        NULL};
    unsigned n = 0;

    for (size_t i = 0; i < w->r->n; i++)
        n += w->r->marks[i].unreadable;
    if (n == 0)
        return;
    str_puts(w->out, "<h2>To be looked at</h2>\n<p>");
    text(w, arena_printf(&w->arena,
                         n == 1 ? "%u answer can't be read. It has no "
                                  "points; a rule can accept it."
                                : "%u answers can't be read. They have no "
                                  "points; rules can accept them.",
                         n));
    str_puts(w->out, "</p>\n");
    heads(w, names, "....");
    for (size_t i = 0; i < w->r->n; i++)
        put_unreadable_of(w, &w->r->marks[i]);
    tables_end(w);
}

/* --- students ----------------------------------------------------------- */

static void put_students(struct writing *w)
{
    static const char *const names[] = {"Student", "Form",    "Points",
                                        "Of",      "Percent", NULL};

    str_puts(w->out, "<h2>Students</h2>\n");
    heads(w, names, "..nnn");
    for (size_t i = 0; i < w->r->n; i++) {
        const struct marks *m = &w->r->marks[i];

        str_puts(w->out, "<tr>");
        cell_slice(w, m->attempt->student);
        cell(w, m->attempt->form->name, false);
        cell_points(w, m->points);
        cell_points(w, m->full);
        cell(w, percent(w, m->full > 0 ? (double)m->points / m->full : NAN),
             true);
        str_puts(w->out, "</tr>\n");
    }
    tables_end(w);
}

void results_page(struct str *out, const struct results *r)
{
    struct writing w = {.out = out, .r = r};
    const char *title = arena_printf(&w.arena, "%s: results", r->exam->title);
    struct page page = {
        .title = slice_from(title), .style = style, .paper = r->exam->page};

    page_begin(out, &page);
    str_puts(out, "<main>\n<h1>");
    text(&w, title);
    str_puts(out, "</h1>\n");
    put_facts(&w);
    put_plots(&w);
    put_unreadable(&w);
    put_items(&w);
    put_rules(&w);
    put_students(&w);
    str_puts(out, "</main>\n");
    page_end(out);
    arena_release(&w.arena);
}
