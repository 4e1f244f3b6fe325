#include "publish/anki_problem.h"

#include "exam/document.h"
#include "exam/question.h"
#include "problem/code.h"
#include "publish/anki.h"
#include "publish/anki_text.h"
#include "publish/asking.h"
#include "publish/rich.h"
#include "sys/hash.h"
#include "text/unicode.h"
#include "view/svg.h"

/* Two days behind the first that a collection counts. */
#define FIRST_ID ((ANKI_CREATED + 2 * 86400) * 1000)

/* --- which -------------------------------------------------------------- */

bool anki_wants_kind(struct slice setting, const struct kind *kind)
{
    struct slice word;
    bool any = slice_trim(setting).len == 0;

    while (!any && slice_line(&setting, &word))
        any = kind_meant(kind, slice_trim(word));
    return any;
}

static int level_of(const struct kind *kind, unsigned i)
{
    int levels[LEVELS], n = 0;

    for (int level = 1; level <= LEVELS; level++)
        if (kind_has_level(kind, level))
            levels[n++] = level;
    return levels[i % (unsigned)n];
}

static uint64_t seed_of(const struct kind *kind, unsigned i)
{
    struct str name = STR_EMPTY;
    uint64_t hash;

    str_printf(&name, "pagein problem %s %u", kind->id, i);
    hash = hash_sha256_u64(str_slice(&name));
    str_release(&name);
    return hash & ((UINT64_C(1) << SEED_BITS) - 1);
}

/* Has an earlier instance of this kind and level the same numbers? Those
 * before are made again: few kinds have so few that it matters, and only
 * these are asked. */
static bool is_new(struct arena *arena, const struct problem *p, unsigned i)
{
    const struct kind *kind = p->kind;

    if (kind->few[p->level - 1] == 0)
        return true;
    for (unsigned k = 0; k < i; k++) {
        const struct problem *other;

        if (level_of(kind, k) != p->level)
            continue;
        other = problem_make(arena, kind, p->level, seed_of(kind, k));
        if (other != NULL && problem_same(other, p))
            return false;
    }
    return true;
}

static const struct problem *pick(struct arena *arena,
                                  const struct kind *kind, unsigned i)
{
    int level = level_of(kind, i);
    const struct problem *p =
        problem_make(arena, kind, level, seed_of(kind, i));

    return p != NULL && is_new(arena, p, i) ? p : NULL;
}

/* --- what it says ------------------------------------------------------- */

struct writing {
    const struct question *q;
    struct rich rich;
    unsigned figures; /* so far: their names in the page */
};

static void put(struct writing *w, const char *html)
{
    str_puts(w->rich.out, html);
}

static void put_text(struct writing *w, const char *text)
{
    rich_text(&w->rich, slice_from(text));
}

static void put_figure(struct writing *w, const struct figure *figure)
{
    put(w, "<div class=\"figure\">");
    figure_svg(w->rich.out, figure, ++w->figures);
    put(w, "</div>");
}

/* A sentence of Markdown. */
static void put_sentence(struct writing *w, const char *markdown)
{
    struct arena arena = {0};

    rich_block(&w->rich, document_read(slice_from(markdown), &arena));
    arena_release(&arena);
}

static void put_head(struct writing *w)
{
    put(w, "<div class=\"code\">");
    put_text(w, w->q->id);
    put(w, " · ");
    put_text(w, w->q->title);
    str_printf(w->rich.out, " · level %d · ", w->q->level);
    put_text(w, w->q->code);
    put(w, "</div>");
}

static void put_assumptions(struct writing *w)
{
    if (w->q->nassumptions == 0)
        return;
    put(w, "<ul class=\"holds\">");
    for (size_t i = 0; i < w->q->nassumptions; i++) {
        put(w, "<li>");
        put_sentence(w, w->q->assumptions[i]);
        put(w, "</li>");
    }
    put(w, "</ul>");
}

static void put_options(struct writing *w, const struct question_part *part)
{
    if (part->noptions == 0)
        return;
    put(w, "<ol type=\"a\">");
    for (unsigned i = 0; i < part->noptions; i++) {
        put(w, "<li>");
        put_text(w, part->options[i]);
        put(w, "</li>");
    }
    put(w, "</ol>");
}

static void put_part(struct writing *w, const struct question_part *part)
{
    struct str form = STR_EMPTY;

    put_text(w, part->ask);
    part_form(&form, part, true);
    if (form.len > 0) {
        put(w, " <span class=\"form\">(");
        rich_text(&w->rich, str_slice(&form));
        put(w, ")</span>");
    }
    put_options(w, part);
    str_release(&form);
}

static void put_parts(struct writing *w)
{
    const struct question *q = w->q;

    if (q->nparts == 1) {
        put(w, "<div class=\"asked\">");
        put_part(w, &q->parts[0]);
        put(w, "</div>");
        return;
    }
    put(w, "<ol class=\"asked\">");
    for (unsigned i = 0; i < q->nparts; i++) {
        put(w, "<li>");
        put_part(w, &q->parts[i]);
        put(w, "</li>");
    }
    put(w, "</ol><div class=\"form\">All answers, a semicolon between two."
           "</div>");
}

static void put_front(struct writing *w)
{
    put_head(w);
    rich_block(&w->rich, w->q->body);
    for (size_t i = 0; i < w->q->nfigures; i++)
        put_figure(w, w->q->figures[i]);
    put_assumptions(w);
    put_parts(w);
}

static void put_answer(struct writing *w)
{
    for (unsigned i = 0; i < w->q->nparts; i++) {
        put(w, i > 0 ? "; " : "");
        put_text(w, w->q->parts[i].key);
    }
}

static void put_steps(struct writing *w)
{
    put(w, "<ol>");
    for (size_t i = 0; i < w->q->nsteps; i++) {
        put(w, "<li>");
        rich_block(&w->rich, w->q->steps[i].text);
        if (w->q->steps[i].figure != NULL)
            put_figure(w, w->q->steps[i].figure);
        put(w, "</li>");
    }
    put(w, "</ol>");
}

static void put_wrongs(struct writing *w)
{
    if (w->q->nwrongs == 0)
        return;
    put(w, "<ul class=\"wrongs\">");
    for (size_t i = 0; i < w->q->nwrongs; i++) {
        const struct question_wrong *wrong = &w->q->wrongs[i];

        put(w, "<li><code>");
        for (unsigned k = 0; k < w->q->nparts; k++) {
            put(w, k > 0 ? "; " : "");
            put_text(w, wrong->answer[k]);
        }
        put(w, "</code>: ");
        put_text(w, wrong->why);
        put(w, "</li>");
    }
    put(w, "</ul>");
}

static void put_fields(struct str *out, const struct question *q)
{
    struct str html = STR_EMPTY;
    struct writing w = {
        .q = q,
        .rich = {.out = &html, .math = RICH_MATHJAX, .anki = true},
    };

    put_front(&w);
    str_putc(&html, 0x1f);
    put_answer(&w);
    str_putc(&html, 0x1f);
    put_steps(&w);
    put_wrongs(&w);
    text_nfc(out, str_slice(&html));
    str_release(&html);
}

/* --- one of them -------------------------------------------------------- */

bool anki_problem_make(const struct kind *kind, unsigned i,
                       struct anki_problem *out)
{
    struct arena arena = {0};
    struct str key = STR_EMPTY;
    const struct problem *p = pick(&arena, kind, i);

    str_clear(&out->guid);
    str_clear(&out->fields);
    str_clear(&out->tags);
    if (p != NULL) {
        str_printf(&key, "problem %s %u", kind->id, i);
        anki_guid(&out->guid, str_slice(&key));
        put_fields(&out->fields,
                   question_of_problem(p, false, FULL_CREDIT, &arena));
        str_printf(&out->tags, " problem::%s ", kind->topic);
        out->id =
            FIRST_ID + (int64_t)kind->number * 2 * ANKI_PROBLEMS_MAX + i;
        out->mod = ANKI_PROBLEM_MOD + kind->version;
    }
    str_release(&key);
    arena_release(&arena);
    return p != NULL;
}

void anki_problem_release(struct anki_problem *p)
{
    str_release(&p->guid);
    str_release(&p->fields);
    str_release(&p->tags);
}
