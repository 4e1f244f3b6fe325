#include "exam/paper_form.h"

#include <stdlib.h>

#include "exam/ask_words.h"
#include "exam/blueprint.h"
#include "problem/read.h"
#include "sys/base64.h"

/* One question on its way. */
struct reading {
    const struct json_value *value;
    struct question *q;
    struct arena *arena;
    const char *why; /* what is wrong with it */
};

static bool fail(struct reading *r, const char *why)
{
    r->why = why;
    return false;
}

/* --- values ------------------------------------------------------------- */

static const char *text_of(struct reading *r, const struct json_value *v,
                           const char *key)
{
    struct slice text = SLICE("");

    json_find_text(v, key, &text);
    return arena_copy(r->arena, text).at;
}

static unsigned number_of(const struct json_value *v, const char *key,
                          int64_t most)
{
    int64_t n = 0;

    json_find_int(v, key, 0, most, &n);
    return (unsigned)n;
}

/* The texts of a list; NULL when it is none or too long. */
static const char *const *texts_of(struct reading *r,
                                   const struct json_value *v,
                                   const char *key, size_t most, size_t *n)
{
    const struct json_value *list = json_find(v, key), *one;
    const char **texts;

    *n = 0;
    if (list == NULL || list->kind != JSON_LIST || list->n > most)
        return NULL;
    texts = arena_new_array(r->arena, list->n, sizeof *texts);
    for (one = list->first; one != NULL; one = one->next)
        texts[(*n)++] =
            arena_copy(r->arena,
                       one->kind == JSON_TEXT ? one->text : SLICE(""))
                .at;
    return texts;
}

/* --- how answers are read ----------------------------------------------- */

static bool read_kind(struct slice name, enum ask_kind *out)
{
    for (int i = 0; i < ASK_KINDS; i++)
        if (slice_is(name, ask_words[i])) {
            *out = (enum ask_kind)i;
            return true;
        }
    return false;
}

static enum word word_of(const char *says)
{
    for (int w = 1; w < WORDS; w++)
        if (strcmp(word_rows[w].says, says) == 0)
            return (enum word)w;
    return WORD_NONE_OF;
}

static bool read_words(struct reading *r, const struct json_value *v,
                       struct part *part)
{
    size_t n;
    const char *const *texts = texts_of(r, v, "words", 32, &n);
    enum word *words = arena_new_array(r->arena, n, sizeof *words);

    for (size_t i = 0; i < n; i++)
        if ((words[i] = word_of(texts[i])) == WORD_NONE_OF)
            return fail(r, "has a word for an answer that is not known");
    part->words = words;
    part->nwords = (uint8_t)n;
    return true;
}

static bool read_reader(struct reading *r, const struct json_value *v,
                        struct question_part *part)
{
    struct part *reader = arena_new(r->arena, sizeof *reader);
    struct slice type;
    size_t n;

    if (!json_find_text(v, "type", &type))
        return true; /* words, as text */
    if (!read_kind(type, &reader->kind))
        return fail(r, "has a type of answer that is not known");
    reader->ask = part->ask;
    reader->base = (uint8_t)number_of(v, "base", 16);
    reader->digits = (uint8_t)number_of(v, "digits", 64);
    json_find_bool(v, "any that works", &reader->property);
    reader->options = texts_of(r, v, "letters", 26, &n);
    reader->noptions = (uint8_t)n;
    part->reader = reader;
    return read_words(r, v, reader);
}

/* --- parts -------------------------------------------------------------- */

static bool read_part(struct reading *r, const struct json_value *v,
                      struct question_part *part)
{
    size_t n;

    part->ask = text_of(r, v, "ask");
    part->key = text_of(r, v, "key");
    part->points = number_of(v, "points", POINTS_MAX);
    part->options = texts_of(r, v, "options", 26, &n);
    part->noptions = (unsigned)n;
    part->right = number_of(v, "right", UINT32_MAX);
    return read_reader(r, v, part);
}

static bool read_parts(struct reading *r)
{
    const struct json_value *list = json_find(r->value, "parts"), *v;
    struct question_part *parts;

    if (list == NULL || list->kind != JSON_LIST || list->n == 0 ||
        list->n > PARTS_MAX)
        return fail(r, "has no parts");
    parts = arena_new_array(r->arena, list->n, sizeof *parts);
    for (v = list->first; v != NULL; v = v->next)
        if (!read_part(r, v, &parts[r->q->nparts++]))
            return false;
    r->q->parts = parts;
    return true;
}

static bool read_wrong(struct reading *r, const struct json_value *v,
                       struct question_wrong *wrong)
{
    struct slice mistake = SLICE("");
    size_t n;

    json_find_text(v, "mistake", &mistake);
    *wrong = (struct question_wrong){
        .mistake = mistake_find(mistake),
        .why = "",
        .step = number_of(v, "step", INT16_MAX),
        .credit = number_of(v, "credit", FULL_CREDIT),
        .answer = texts_of(r, v, "answers", PARTS_MAX, &n),
    };
    if (wrong->mistake != MISTAKE_NONE)
        wrong->why = arena_printf(r->arena,
                                  "That is what comes out when one %s. But "
                                  "%s.",
                                  mistake_rows[wrong->mistake].does,
                                  mistake_rows[wrong->mistake].rule);
    return n == r->q->nparts || fail(r, "has a mistake without its answers");
}

static bool read_wrongs(struct reading *r)
{
    const struct json_value *list = json_find(r->value, "wrongs"), *v;
    struct question_wrong *wrongs;

    if (list == NULL || list->kind != JSON_LIST || list->n > 64)
        return fail(r, "has no list of wrong answers");
    wrongs = arena_new_array(r->arena, list->n, sizeof *wrongs);
    for (v = list->first; v != NULL; v = v->next)
        if (!read_wrong(r, v, &wrongs[r->q->nwrongs++]))
            return false;
    r->q->wrongs = wrongs;
    return true;
}

/* --- as a problem again ------------------------------------------------- */

static bool read_answers(struct reading *r, const char *const *texts,
                         bool key, struct answers *out)
{
    struct value value;

    *out = (struct answers){.arena = r->arena};
    for (unsigned i = 0; i < r->q->nparts; i++) {
        const struct question_part *part = &r->q->parts[i];
        if (part->reader == NULL ||
            answer_read(slice_from(key ? part->key : texts[i]), part->reader,
                        0, r->arena, &value, NULL) != READ_OK)
            return fail(r, "has an answer that can't be read");
        answer_value(out, value);
    }
    return true;
}

static bool read_problem_wrongs(struct reading *r, struct problem *p)
{
    p->wrongs = arena_new_array(r->arena, r->q->nwrongs, sizeof *p->wrongs);
    for (size_t i = 0; i < r->q->nwrongs; i++) {
        const struct question_wrong *from = &r->q->wrongs[i];
        struct wrong *to = &p->wrongs[p->nwrongs++];
        to->mistake = from->mistake;
        to->step = from->step;
        if (!read_answers(r, from->answer, false, &to->answers))
            return false;
    }
    return true;
}

/* The parameters are for the kind's own functions, which trust them: so they
 * count only when the kind, as it is here, would draw the very same. */
static bool is_same_here(const struct problem *p, struct slice params)
{
    const struct kind *kind = kind_find(slice_from(p->kind->id));
    struct arena arena = {0};
    const struct problem *here;
    bool same;

    if (kind == NULL || kind->version != p->kind->version ||
        kind->params_bytes != params.len)
        return false;
    here = problem_make(&arena, kind, p->level, p->seed);
    same = here != NULL && memcmp(here->params, params.at, params.len) == 0;
    arena_release(&arena);
    return same;
}

static void read_params(struct reading *r, struct problem *p)
{
    struct slice text = SLICE("");
    struct str params = STR_EMPTY;

    json_find_text(r->value, "params", &text);
    if (base64_read(&params, text) && is_same_here(p, str_slice(&params))) {
        p->kind = kind_find(slice_from(r->q->id));
        p->params = arena_copy(r->arena, str_slice(&params)).at;
    }
    str_release(&params);
}

static bool read_problem(struct reading *r)
{
    struct problem *p = arena_new(r->arena, sizeof *p);
    struct kind *plain = arena_new(r->arena, sizeof *plain);
    int64_t seed = 0;

    plain->id = r->q->id;
    plain->title = r->q->title;
    plain->version = (uint8_t)number_of(r->value, "version", 15);
    json_find_int(r->value, "seed", 0, (INT64_C(1) << SEED_BITS) - 1, &seed);
    p->kind = plain;
    p->level = (int)number_of(r->value, "level", LEVELS);
    p->seed = (uint64_t)seed;
    if (!read_answers(r, NULL, true, &p->key) || !read_problem_wrongs(r, p))
        return false;
    p->key.steps = r->q->effort = number_of(r->value, "steps", INT32_MAX);
    r->q->level = p->level;
    r->q->outcome = text_of(r, r->value, "outcome");
    read_params(r, p);
    r->q->problem = p;
    return true;
}

/* --- questions and forms ------------------------------------------------ */

static bool read_question(struct reading *r, const struct item *item)
{
    struct slice uid;

    *r->q = (struct question){
        .number = item->number,
        .code = text_of(r, r->value, "code"),
        .id = text_of(r, r->value, "kind"),
        .title = item->title,
        .topic = "",
        .points = item->points,
        .outcome = "",
    };
    if (!read_parts(r) || !read_wrongs(r))
        return false;
    if (!json_find_text(r->value, "uid", &uid))
        return read_problem(r);
    r->q->cloze = arena_copy(r->arena, uid);
    return true;
}

int form_from_json(struct form *out, const struct json_value *value,
                   const struct exam *exam, const char *path,
                   struct arena *arena, struct err *err)
{
    const struct json_value *items = json_find(value, "items"), *v;
    struct reading r = {.arena = arena};
    const struct question **questions =
        arena_new_array(arena, exam->nitems, sizeof *questions);
    struct form form = {.name = text_of(&r, value, "form"),
                        .room = text_of(&r, value, "room"),
                        .minutes = number_of(value, "minutes", MINUTES_MAX),
                        .questions = questions};
    size_t n = 0;

    if (items == NULL || items->kind != JSON_LIST || items->n != exam->nitems)
        return err_set(
            err, ERR_NOTES,
            "%.300s: form \"%.60s\" does not have the %zu items of "
            "its exam.",
            path, form.name, exam->nitems);
    for (v = items->first; v != NULL; v = v->next, n++) {
        r.value = v;
        questions[n] = r.q = arena_new(arena, sizeof *r.q);
        if (!read_question(&r, &exam->items[n]))
            return err_set(err, ERR_NOTES,
                           "%.300s: item %zu of form \"%.60s\" %s.", path,
                           n + 1, form.name, r.why);
    }
    *out = form;
    return 0;
}
