/* Results for spreadsheets and programs. */
#include <math.h>
#include <stdlib.h>

#include "publish/asking.h"
#include "publish/results.h"
#include "sys/csv.h"
#include "sys/json.h"
#include "text/escape.h"

/* --- cells -------------------------------------------------------------- */

static void put(struct str *out, const char *text)
{
    csv_put_safe(out, slice_from(text));
}

/* A stranger's text, which somebody may look at in a terminal. */
static void put_stranger(struct str *out, struct slice text)
{
    struct str shown = STR_EMPTY;

    escape_line(&shown, text);
    csv_put_safe(out, str_slice(&shown));
    str_release(&shown);
}

static void put_points(struct str *out, unsigned hundredths)
{
    struct str text = STR_EMPTY;

    points_put(&text, hundredths);
    put(out, text.at);
    str_release(&text);
}

/* Three decimals; an empty cell where there is no number. */
static void put_real(struct str *out, double x)
{
    struct str text = STR_EMPTY;
    int mille;

    if (isfinite(x)) {
        mille = (int)lround(x * 1000);
        str_printf(&text, "%s%d.%03d", mille < 0 ? "-" : "",
                   abs(mille) / 1000, abs(mille) % 1000);
    }
    put(out, text.at);
    str_release(&text);
}

static void put_header(struct str *out, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put(out, names[i]);
}

#define PUT_HEADER(out, names) \
    put_header(out, names, sizeof(names) / sizeof *(names))

static double percent(unsigned points, unsigned full)
{
    return full > 0 ? 100.0 * points / full : 0;
}

/* --- tables ------------------------------------------------------------- */

void results_students(struct str *out, const struct results *r)
{
    static const char *const names[] = {"id", "form",    "points",
                                        "of", "percent", "unreadable"};

    PUT_HEADER(out, names);
    for (size_t i = 0; i < r->exam->nitems; i++) {
        struct str number = STR_EMPTY;
        str_printf(&number, "%u", r->exam->items[i].number);
        put(out, number.at);
        str_release(&number);
    }
    csv_end(out);
    for (size_t s = 0; s < r->n; s++) {
        const struct marks *m = &r->marks[s];
        struct str n = STR_EMPTY;

        put_stranger(out, m->attempt->student);
        put(out, m->attempt->form->name);
        put_points(out, m->points);
        put_points(out, m->full);
        put_points(out, (unsigned)lround(100 * percent(m->points, m->full)));
        str_printf(&n, "%u", m->unreadable);
        put(out, n.at);
        str_release(&n);
        for (size_t i = 0; i < r->exam->nitems; i++)
            put_points(out, m->item[i].points);
        csv_end(out);
    }
}

static void put_mark(struct str *out, const struct marks *m, size_t item,
                     unsigned part)
{
    const struct question *q = m->item[item].question;
    const struct part_mark *mark = &m->item[item].part[part];
    struct str place = STR_EMPTY;

    attempt_place_put(&place, q, part);
    put_stranger(out, m->attempt->student);
    put(out, m->attempt->form->name);
    put(out, place.at);
    put(out, q->code);
    put(out, q->id);
    put_stranger(out, mark->given);
    put_stranger(out, slice_from(mark->note));
    put(out, q->parts[part].key);
    put(out, mark_why_says[mark->why]);
    put(out, mark->mistake != MISTAKE_NONE ? mistake_rows[mark->mistake].code
                                           : "");
    put_points(out, mark->points);
    put_points(out, mark->full);
    csv_end(out);
    str_release(&place);
}

void results_marks(struct str *out, const struct results *r)
{
    static const char *const names[] = {
        "id",      "form", "item",    "code",    "kind",   "answer",
        "reading", "key",  "verdict", "mistake", "points", "of"};

    PUT_HEADER(out, names);
    csv_end(out);
    for (size_t s = 0; s < r->n; s++)
        for (size_t i = 0; i < r->exam->nitems; i++)
            for (unsigned k = 0; k < r->marks[s].item[i].question->nparts;
                 k++)
                put_mark(out, &r->marks[s], i, k);
}

/* "M-NOPTESZ 12, M-LVSWAP 3": those made, most often first. */
static void put_mistakes(struct str *out, const struct item_stat *s)
{
    unsigned below = UINT32_MAX, most;

    for (;;) {
        most = 0;
        for (int m = 1; m < MISTAKES; m++)
            if (s->mistakes[m] < below && s->mistakes[m] > most)
                most = s->mistakes[m];
        if (most == 0)
            return;
        for (int m = 1; m < MISTAKES; m++)
            if (s->mistakes[m] == most)
                str_printf(out, "%s%s %u", out->len > 0 ? ", " : "",
                           mistake_rows[m].code, most);
        below = most;
    }
}

void results_items(struct str *out, const struct results *r)
{
    static const char *const names[] = {
        "item",           "title",    "points",      "answered", "difficulty",
        "discrimination", "best 27%", "weakest 27%", "mistakes"};

    PUT_HEADER(out, names);
    csv_end(out);
    for (size_t i = 0; i < r->stat.nitems; i++) {
        const struct item_stat *s = &r->stat.items[i];
        struct str text = STR_EMPTY;

        str_printf(&text, "%u", s->number);
        put(out, text.at);
        put(out, s->title);
        put_points(out, s->full);
        str_clear(&text);
        str_printf(&text, "%zu", s->answered);
        put(out, text.at);
        put_real(out, s->difficulty);
        put_real(out, s->discrimination);
        put_real(out, s->upper);
        put_real(out, s->lower);
        str_clear(&text);
        put_mistakes(&text, s);
        put(out, text.at);
        csv_end(out);
        str_release(&text);
    }
}

/* --- JSON --------------------------------------------------------------- */

static void json_part(struct json *w, const struct marks *m, size_t item,
                      unsigned part)
{
    const struct part_mark *mark = &m->item[item].part[part];

    json_open_object(w, NULL);
    json_put_text(w, "answer", mark->given);
    json_put_text(w, "verdict", slice_from(mark_why_says[mark->why]));
    if (mark->note[0] != '\0')
        json_put_text(w, "reading", slice_from(mark->note));
    if (mark->mistake != MISTAKE_NONE)
        json_put_text(w, "mistake",
                      slice_from(mistake_rows[mark->mistake].code));
    json_put_real(w, "points", mark->points / 100.0, 2);
    json_put_real(w, "of", mark->full / 100.0, 2);
    json_close(w);
}

static void json_student(struct json *w, const struct results *r,
                         const struct marks *m)
{
    json_open_object(w, NULL);
    json_put_text(w, "id", m->attempt->student);
    json_put_text(w, "form", slice_from(m->attempt->form->name));
    json_put_int(w, "hundredths", m->points);
    json_put_int(w, "of_hundredths", m->full);
    json_put_int(w, "unreadable", m->unreadable);
    json_open_array(w, "items");
    for (size_t i = 0; i < r->exam->nitems; i++) {
        const struct question *q = m->item[i].question;

        json_open_object(w, NULL);
        json_put_text(w, "code", slice_from(q->code));
        json_put_real(w, "points", m->item[i].points / 100.0, 2);
        json_put_real(w, "of", m->item[i].full / 100.0, 2);
        json_open_array(w, "parts");
        for (unsigned k = 0; k < q->nparts; k++)
            json_part(w, m, i, k);
        json_close(w);
        json_close(w);
    }
    json_close(w);
    json_close(w);
}

static void json_item(struct json *w, const struct item_stat *s)
{
    json_open_object(w, NULL);
    json_put_int(w, "item", s->number);
    json_put_text(w, "title", slice_from(s->title));
    json_put_real(w, "points", s->full / 100.0, 2);
    json_put_int(w, "answered", (int64_t)s->answered);
    json_put_real(w, "difficulty", s->difficulty, 4);
    json_put_real(w, "discrimination", s->discrimination, 4);
    json_put_real(w, "upper", s->upper, 4);
    json_put_real(w, "lower", s->lower, 4);
    json_open_object(w, "mistakes");
    for (int m = 1; m < MISTAKES; m++)
        if (s->mistakes[m] > 0)
            json_put_int(w, mistake_rows[m].code, s->mistakes[m]);
    json_close(w);
    json_close(w);
}

void results_json(struct str *out, const struct results *r)
{
    struct json w = json_to(out);

    json_open_object(&w, NULL);
    json_put_text(&w, "format", SLICE("pagein-results-1"));
    json_put_text(&w, "exam", slice_from(r->exam->title));
    json_open_array(&w, "rules");
    for (size_t i = 0; i < r->nrulings; i++)
        json_put_text(&w, NULL, r->rulings[i].text);
    json_close(&w);
    json_put_real(&w, "mean", r->stat.mean, 4);
    json_put_real(&w, "deviation", r->stat.deviation, 4);
    json_put_real(&w, "median", r->stat.median, 4);
    json_put_real(&w, "alpha", r->stat.alpha, 4);
    json_open_array(&w, "items");
    for (size_t i = 0; i < r->stat.nitems; i++)
        json_item(&w, &r->stat.items[i]);
    json_close(&w);
    json_open_array(&w, "students");
    for (size_t i = 0; i < r->n; i++)
        json_student(&w, r, &r->marks[i]);
    json_close(&w);
    json_close(&w);
}
