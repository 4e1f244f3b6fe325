/* A form, or a bank, as JSON: all that there is, for programs. Points are
 * whole hundredths; texts are Markdown but for those of parts; addresses and
 * bytes of figures are hexadecimal text. */
#include "exam/ask_words.h"
#include "publish/asking.h"
#include "publish/json_figure.h"
#include "publish/prose.h"
#include "publish/spell.h"
#include "publish/writers.h"

enum { FORMAT_VERSION = 1 };

/* --- pieces ------------------------------------------------------------- */

static void text(struct json *w, const char *key, const char *value)
{
    json_put_text(w, key, slice_from(value));
}

static void prose(struct json *w, const char *key, const struct block *root)
{
    struct str out = STR_EMPTY;

    markdown_doc(&out, root);
    json_put_text(w, key, slice_trim(str_slice(&out)));
    str_release(&out);
}

/* --- parts -------------------------------------------------------------- */

static void put_options(struct json *w, const struct question_part *p)
{
    struct options o = part_options(p);

    if (o.n == 0)
        return;
    json_open_array(w, "options");
    for (unsigned i = 0; i < o.n; i++) {
        json_open_object(w, NULL);
        text(w, "text", o.at[i]);
        json_put_bool(w, "right", (o.right >> i & 1) != 0);
        json_close(w);
    }
    json_close(w);
}

static void put_spellings(struct json *w, const struct question *q,
                          unsigned i)
{
    struct arena arena = {0};
    struct str pattern = STR_EMPTY;
    bool whole;
    struct spellings list = spell_key(q, i, &arena, &whole);

    json_open_array(w, "accept");
    for (unsigned k = 0; k < list.n; k++)
        text(w, NULL, list.at[k]);
    json_close(w);
    json_put_bool(w, "accept_is_all", whole);
    spell_pattern(&pattern, &q->parts[i], q->parts[i].key);
    json_put_text(w, "pattern", str_slice(&pattern));
    str_release(&pattern);
    arena_release(&arena);
}

static void put_part(struct json *w, const struct question *q, unsigned i)
{
    const struct question_part *p = &q->parts[i];
    struct str form = STR_EMPTY;

    part_form(&form, p, false);
    json_open_object(w, NULL);
    text(w, "ask", p->ask);
    text(w, "answer", p->reader != NULL ? ask_words[p->reader->kind] : "text");
    json_put_text(w, "written", str_slice(&form));
    json_put_int(w, "base", p->reader != NULL ? p->reader->base : 0);
    json_put_int(w, "digits", p->reader != NULL ? p->reader->digits : 0);
    json_put_int(w, "hundredths", p->points);
    text(w, "key", p->key);
    json_put_bool(w, "any_that_works", part_is_open(p));
    put_spellings(w, q, i);
    put_options(w, p);
    json_close(w);
    str_release(&form);
}

/* --- questions ---------------------------------------------------------- */

static void put_wrongs(struct json *w, const struct question *q)
{
    json_open_array(w, "mistakes");
    for (size_t i = 0; i < q->nwrongs; i++) {
        const struct question_wrong *wrong = &q->wrongs[i];

        json_open_object(w, NULL);
        text(w, "code", mistake_rows[wrong->mistake].code);
        text(w, "why", wrong->why);
        json_put_int(w, "step", wrong->step);
        json_put_int(w, "credit", wrong->credit);
        json_open_array(w, "answers");
        for (unsigned k = 0; k < q->nparts; k++)
            text(w, NULL, wrong->answer[k]);
        json_close(w);
        json_close(w);
    }
    json_close(w);
}

static void put_steps(struct json *w, const struct question *q)
{
    json_open_array(w, "steps");
    for (size_t i = 0; i < q->nsteps; i++) {
        json_open_object(w, NULL);
        prose(w, "text", q->steps[i].text);
        if (q->steps[i].figure != NULL)
            json_put_figure(w, "figure", q->steps[i].figure);
        json_close(w);
    }
    json_close(w);
}

static void put_question(struct json *w, const struct question *q)
{
    json_open_object(w, NULL);
    json_put_int(w, "number", q->number);
    text(w, "code", q->code);
    text(w, "kind", q->id);
    json_put_int(w, "level", q->level);
    text(w, "topic", q->topic);
    text(w, "title", q->title);
    json_put_int(w, "hundredths", q->points);
    json_put_int(w, "effort", q->effort);
    text(w, "outcome", q->outcome);
    prose(w, "text", q->body);
    json_open_array(w, "figures");
    for (size_t i = 0; i < q->nfigures; i++)
        json_put_figure(w, NULL, q->figures[i]);
    json_close(w);
    json_open_array(w, "assumptions");
    for (size_t i = 0; i < q->nassumptions; i++)
        text(w, NULL, q->assumptions[i]);
    json_close(w);
    json_open_array(w, "parts");
    for (unsigned i = 0; i < q->nparts; i++)
        put_part(w, q, i);
    json_close(w);
    put_wrongs(w, q);
    put_steps(w, q);
    json_close(w);
}

/* --- the document ------------------------------------------------------- */

static void put_head(struct json *w, const struct exam *exam)
{
    json_open_object(w, NULL);
    json_put_int(w, "version", FORMAT_VERSION);
    text(w, "title", exam->title);
    prose(w, "instructions", exam->instructions);
    json_put_int(w, "minutes", exam->minutes);
    json_put_int(w, "hundredths", exam->points);
    json_put_bool(w, "graded", exam->graded);
}

int json_form(struct str *out, const struct exam *exam,
              const struct form *form, enum sheet sheet, struct err *err)
{
    struct json w = json_to(out);

    (void)sheet;
    (void)err;
    put_head(&w, exam);
    text(&w, "form", form->name);
    text(&w, "room", form->room);
    json_put_int(&w, "minutes_of_form", form->minutes);
    json_open_array(&w, "questions");
    for (size_t i = 0; i < exam->nitems; i++)
        put_question(&w, form->questions[i]);
    json_close(&w);
    json_close(&w);
    return 0;
}

int json_bank(struct str *out, const struct exam *exam,
              const struct pool *pools, size_t npools, struct err *err)
{
    struct json w = json_to(out);

    (void)err;
    put_head(&w, exam);
    json_open_array(&w, "pools");
    for (size_t i = 0; i < npools; i++) {
        json_open_object(&w, NULL);
        json_put_int(&w, "number", pools[i].item->number);
        text(&w, "title", pools[i].item->title);
        json_put_int(&w, "hundredths", pools[i].item->points);
        json_open_array(&w, "questions");
        for (size_t k = 0; k < pools[i].n; k++)
            put_question(&w, pools[i].questions[k]);
        json_close(&w);
        json_close(&w);
    }
    json_close(&w);
    json_close(&w);
    return 0;
}
