#include "exam/ask_words.h"
#include "exam/paper.h"
#include "sys/base64.h"

const char *const ask_words[ASK_KINDS] = {
    [ASK_ADDRESS] = "address", [ASK_INTEGER] = "integer",
    [ASK_BITS] = "bits",       [ASK_SIZE] = "size",
    [ASK_RATIO] = "ratio",     [ASK_CLASS] = "class",
    [ASK_SET] = "set",         [ASK_LIST] = "list",
    [ASK_WORDS] = "words",     [ASK_ORDER] = "order",
    [ASK_CHOICE] = "choice",   [ASK_CHOICES] = "choices",
};

/* --- the head ----------------------------------------------------------- */

static void put_source(struct json *w, const char *key, struct slice name,
                       struct slice bytes)
{
    struct hash h = hash_of(bytes);
    struct str hex = STR_EMPTY;

    hash_put_hex(&hex, &h, 2 * (size_t)HASH_BYTES);
    json_open_object(w, key);
    if (name.len > 0)
        json_put_text(w, "file", name);
    json_put_text(w, "blake2b", str_slice(&hex));
    str_release(&hex);
}

/* As text: JSON has no 64 bits. */
static void put_number(struct json *w, const char *key, uint64_t n)
{
    struct str text = STR_EMPTY;

    str_printf(&text, "%llu", (unsigned long long)n);
    json_put_text(w, key, str_slice(&text));
    str_release(&text);
}

static void put_sources(struct json *w, const struct paper_head *h)
{
    put_source(w, "blueprint", h->blueprint_name, h->blueprint);
    json_put_text(w, "text", h->blueprint);
    json_close(w);
    if (h->roster.len == 0) {
        json_put_null(w, "roster");
        return;
    }
    put_source(w, "roster", (struct slice){0}, h->roster);
    json_put_int(w, "rows", (int64_t)h->roster_rows);
    json_close(w);
}

static void put_kinds(struct json *w, const struct paper_head *h)
{
    json_open_object(w, "kinds");
    for (size_t i = 0; i < h->exam->nitems; i++) {
        const struct kind *kind = h->rows[i].kind;
        bool before = false;
        for (size_t k = 0; k < i; k++)
            before = before || h->rows[k].kind == kind;
        if (kind != NULL && !before)
            json_put_int(w, kind->id, kind->version);
    }
    json_close(w);
}

static void put_item(struct json *w, const struct item *item,
                     const struct row_plan *row)
{
    json_open_object(w, NULL);
    json_put_int(w, "number", item->number);
    json_put_text(w, "title", slice_from(item->title));
    json_put_text(w, "kind",
                  slice_from(row->kind != NULL ? row->kind->id : "CLOZE"));
    json_put_int(w, "level", row->level);
    json_put_int(w, "points", item->points);
    json_put_int(w, "lines", item->lines);
    json_put_bool(w, "page break", item->page_break);
    json_put_bool(w, "choice", item->choice);
    json_put_int(w, "steps", row->effort);
    json_put_text(w, "outcome", slice_from(row->outcome));
    json_put_bool(w, "pinned", row->pinned);
    json_close(w);
}

void paper_begin(struct paper_writer *p, struct str *out,
                 const struct paper_head *h)
{
    struct json *w = &p->w;

    *p = (struct paper_writer){json_to(out), h->exam->nitems};
    json_open_object(w, NULL);
    json_put_int(w, "pagein exam", 1);
    json_put_text(w, "title", slice_from(h->exam->title));
    json_put_int(w, "minutes", h->exam->minutes);
    json_put_text(w, "page", slice_from(h->exam->page));
    json_put_bool(w, "graded", h->exam->graded);
    json_put_bool(w, "bank", h->bank);
    json_put_int(w, "points", h->exam->points);
    if (h->seed != NULL)
        put_number(w, "seed", *h->seed);
    if (h->shards > 0) {
        json_put_int(w, "shard", h->shard);
        json_put_int(w, "shards", h->shards);
    }
    put_sources(w, h);
    put_kinds(w, h);
    json_open_array(w, "items");
    for (size_t i = 0; i < h->exam->nitems; i++)
        put_item(w, &h->exam->items[i], &h->rows[i]);
    json_close(w);
    json_open_array(w, "forms");
}

/* --- forms -------------------------------------------------------------- */

static void put_texts(struct json *w, const char *key,
                      const char *const *texts, unsigned n)
{
    json_open_array(w, key);
    for (unsigned i = 0; i < n; i++)
        json_put_text(w, NULL, slice_from(texts[i]));
    json_close(w);
}

/* How answers are read. */
static void put_reader(struct json *w, const struct part *part)
{
    json_put_text(w, "type", slice_from(ask_words[part->kind]));
    json_put_int(w, "base", part->base);
    json_put_int(w, "digits", part->digits);
    if (part->property)
        json_put_bool(w, "any that works", true);
    if (part->nwords > 0) {
        json_open_array(w, "words");
        for (unsigned i = 0; i < part->nwords; i++)
            json_put_text(w, NULL,
                          slice_from(word_rows[part->words[i]].says));
        json_close(w);
    }
    if (part->noptions > 0)
        put_texts(w, "letters", part->options, part->noptions);
}

static void put_part(struct json *w, const struct question_part *part)
{
    json_open_object(w, NULL);
    json_put_text(w, "ask", slice_from(part->ask));
    if (part->reader != NULL)
        put_reader(w, part->reader);
    if (part->noptions > 0) {
        put_texts(w, "options", part->options, part->noptions);
        json_put_int(w, "right", part->right);
    }
    json_put_int(w, "points", part->points);
    json_put_text(w, "key", slice_from(part->key));
    json_close(w);
}

static void put_wrong(struct json *w, const struct question *q,
                      const struct question_wrong *wrong)
{
    json_open_object(w, NULL);
    if (wrong->mistake != MISTAKE_NONE)
        json_put_text(w, "mistake",
                      slice_from(mistake_rows[wrong->mistake].code));
    json_put_int(w, "step", wrong->step);
    json_put_int(w, "credit", wrong->credit);
    put_texts(w, "answers", wrong->answer, q->nparts);
    json_close(w);
}

static void put_origin(struct json *w, const struct question *q)
{
    const struct problem *p = q->problem;
    struct str params = STR_EMPTY;

    if (p == NULL) {
        json_put_text(w, "uid", q->cloze);
        return;
    }
    base64_put(&params, (struct slice){p->params, p->kind->params_bytes});
    json_put_int(w, "version", p->kind->version);
    json_put_int(w, "level", p->level);
    json_put_int(w, "seed", (int64_t)p->seed);
    json_put_int(w, "steps", q->effort);
    json_put_text(w, "outcome", slice_from(q->outcome));
    json_put_text(w, "params", str_slice(&params));
    str_release(&params);
}

static void put_question(struct json *w, const struct question *q)
{
    json_open_object(w, NULL);
    json_put_text(w, "code", slice_from(q->code));
    json_put_text(w, "kind", slice_from(q->id));
    put_origin(w, q);
    json_open_array(w, "parts");
    for (unsigned i = 0; i < q->nparts; i++)
        put_part(w, &q->parts[i]);
    json_close(w);
    json_open_array(w, "wrongs");
    for (size_t i = 0; i < q->nwrongs; i++)
        put_wrong(w, q, &q->wrongs[i]);
    json_close(w);
    json_close(w);
}

/* The first member is the name: paper_read.c counts on it. */
void paper_put(struct paper_writer *p, const struct form *form)
{
    struct json *w = &p->w;

    json_open_object(w, NULL);
    w->compact = true;
    json_put_text(w, "form", slice_from(form->name));
    json_put_text(w, "room", slice_from(form->room));
    json_put_int(w, "minutes", form->minutes);
    json_open_array(w, "items");
    for (size_t i = 0; i < p->nitems; i++)
        put_question(w, form->questions[i]);
    json_close(w);
    json_close(w);
    w->compact = false;
}

void paper_end(struct paper_writer *p)
{
    json_close(&p->w);
    json_close(&p->w);
}
