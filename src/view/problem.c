#include "view/problem.h"

#include "problem/code.h"
#include "problem/read.h"
#include "problem/say.h"
#include "text/unicode.h"
#include "view/figure.h"
#include "view/text.h"

enum { COLUMNS_MAX = 500, TITLE_LEAST = 8 };

/* --- the statement ------------------------------------------------------ */

/* "Translate an addr…", which is ASCII, in so many columns; nothing where
 * that would be a letter or two. */
static void put_title(struct lines *out, const char *title, int columns)
{
    struct style style = style_marked(ROLE_TITLE, MARK_STRONG);
    struct slice text = slice_from(title);
    size_t room = columns > 0 ? (size_t)columns : 0;

    if (text.len > room && room < TITLE_LEAST)
        return;
    if (text.len <= room) {
        lines_text(out, style, text);
    } else {
        lines_text(out, style, slice_sub(text, 0, room - 1));
        lines_puts(out, style, "…");
    }
    lines_puts(out, style_of(ROLE_DIM), " · ");
}

/* Where it is narrow the title gives way: nobody can guess the code. */
void problem_title(struct lines *out, const struct problem *p)
{
    struct str rest = STR_EMPTY;
    char code[CODE_BYTES];

    code_put(code, (struct code){p->kind->number, p->kind->version,
                                 (uint8_t)p->level, p->seed});
    str_printf(&rest, "%s · level %d · %s", p->kind->id, p->level, code);
    put_title(out, p->kind->title,
              lines_room(out) - text_width(str_slice(&rest)) - 3);
    lines_text(out, style_of(ROLE_DIM), str_slice(&rest));
    lines_end_cut(out);
    str_release(&rest);
}

void problem_figure(struct lines *out, const struct figure *figure,
                    enum face face)
{
    struct str words = STR_EMPTY;

    lines_blank(out);
    if (face != FACE_WORDS) {
        figure_draw(out, figure, face == FACE_ASCII);
        return;
    }
    figure_words(&words, figure);
    lines_text(out, style_of(ROLE_PLAIN), slice_trim(str_slice(&words)));
    lines_end(out);
    str_release(&words);
}

static void put_assumptions(struct lines *out, const struct prompt *prompt)
{
    if (prompt->nassumptions == 0)
        return;
    lines_blank(out);
    lines_puts(out, style_of(ROLE_DIM), "It holds that:");
    lines_end(out);
    for (size_t i = 0; i < prompt->nassumptions; i++) {
        lines_indent(out, span_of(ROLE_DIM, "  • "),
                     span_of(ROLE_DIM, "    "));
        text_draw(out, slice_from(prompt->assumptions[i]));
        lines_outdent(out);
    }
}

void problem_form(struct str *out, const struct part *part)
{
    static const char *const forms[] = {
        [ASK_ADDRESS] = "hex",
        [ASK_INTEGER] = "a number",
        [ASK_BITS] = "binary",
        [ASK_SIZE] = "bytes, KiB, MiB, ...",
        [ASK_RATIO] = "a number",
        [ASK_CLASS] = "",
        [ASK_SET] = "any order, or none",
        [ASK_LIST] = "in order",
        [ASK_WORDS] = "any order, or none",
        [ASK_ORDER] = "all of them in order, with commas",
        [ASK_CHOICE] = "a letter",
        [ASK_CHOICES] = "letters, or none",
    };
    bool words_only = part->kind == ASK_CLASS || part->kind == ASK_WORDS;
    bool numbers = part->kind == ASK_SET || part->kind == ASK_LIST;

    str_puts(out, numbers && part->base == 16 ? "hex, " : "");
    str_puts(out, forms[part->kind]);
    for (unsigned i = 0; i < part->nwords && part->kind != ASK_ORDER; i++) {
        str_puts(out, out->len == 0          ? ""
                      : i == 0 && words_only ? ": "
                      : i + 1 < part->nwords ? ", "
                      : words_only           ? " or "
                                             : ", or ");
        str_puts(out, word_rows[part->words[i]].says);
    }
}

/* "2 of 3: byte (hex, or fault)". */
static void put_question(struct lines *out, const struct prompt *prompt,
                         unsigned i, struct style style, bool with_form)
{
    const struct part *part = &prompt->parts[i];
    struct str form = STR_EMPTY;

    if (prompt->nparts > 1)
        lines_printf(out, style_of(ROLE_DIM), "%u of %zu: ", i + 1,
                     prompt->nparts);
    lines_puts(out, style, part->ask);
    problem_form(&form, part);
    if (with_form && form.len > 0)
        lines_printf(out, style_of(ROLE_DIM), " (%s)", form.at);
    str_release(&form);
}

void problem_question(struct lines *out, const struct prompt *prompt,
                      unsigned i)
{
    const struct part *part = &prompt->parts[i];

    put_question(out, prompt, i, style_marked(ROLE_PLAIN, MARK_STRONG), true);
    lines_end(out);
    for (unsigned k = 0; k < part->noptions; k++) {
        lines_printf(out, style_of(ROLE_PLAIN), "  (%c) %s", 'a' + k,
                     part->options[k]);
        lines_end(out);
    }
}

void problem_question_line(struct lines *out, const struct prompt *prompt,
                           unsigned i)
{
    struct lines whole = lines_new(out->arena, COLUMNS_MAX);

    put_question(&whole, prompt, i, style_of(ROLE_PLAIN), true);
    lines_end(&whole);
    put_question(out, prompt, i, style_of(ROLE_PLAIN),
                 whole.n == 1 && whole.at[0].width <= lines_room(out));
    lines_end_cut(out);
    lines_release(&whole);
}

void problem_statement(struct lines *out, const struct prompt *prompt,
                       enum face face)
{
    text_draw(out, str_slice(&prompt->text));
    for (size_t i = 0; i < prompt->nfigures; i++)
        problem_figure(out, prompt->figures[i], face);
    put_assumptions(out, prompt);
    if (prompt->nparts < 2)
        return;
    lines_blank(out);
    for (unsigned i = 0; i < prompt->nparts; i++) {
        lines_printf(out, style_of(ROLE_DIM), "%u. ", i + 1);
        lines_puts(out, style_of(ROLE_PLAIN), prompt->parts[i].ask);
        lines_end(out);
    }
}

void problem_questions(struct lines *out, const struct prompt *prompt)
{
    const char *const *told = NULL;

    for (unsigned i = 0; i < prompt->nparts; i++) {
        const struct part *part = &prompt->parts[i];
        if (prompt->nparts == 1 ||
            (part->noptions > 0 && part->options != told)) {
            problem_question(out, prompt, i);
            told = part->options;
        }
    }
}

/* --- feedback ----------------------------------------------------------- */

/* " = 64 MiB", where a size is easier to read so. */
static void put_unit(struct lines *out, const struct part *part,
                     const struct value *value)
{
    uint64_t bytes;

    if (part->kind == ASK_SIZE && value->kind == VALUE_NUMBER &&
        num_is_whole(value->number, &bytes) && bytes >= 1024 &&
        bytes % 1024 == 0)
        lines_printf(out, style_of(ROLE_DIM), " = %s",
                     say_size(out->arena, bytes));
}

static void put_value(struct lines *out, struct style style,
                      const struct part *part, const struct value *value)
{
    struct str text = STR_EMPTY;

    answer_put(&text, part, value);
    lines_text(out, style, str_slice(&text));
    str_release(&text);
    put_unit(out, part, value);
}

static void put_ask(struct lines *out, const struct prompt *prompt,
                    unsigned i)
{
    if (prompt->nparts > 1)
        lines_printf(out, style_of(ROLE_DIM), "%u. ", i + 1);
    lines_printf(out, style_of(ROLE_PLAIN), "%s: ", prompt->parts[i].ask);
}

static void put_verdict(struct lines *out, const struct problem *p,
                        const struct prompt *prompt, unsigned i,
                        const struct value *given, enum verdict verdict)
{
    const struct part *part = &prompt->parts[i];
    struct style good = style_marked(ROLE_GOOD, MARK_STRONG);

    put_ask(out, prompt, i);
    if (verdict == VERDICT_RIGHT) {
        put_value(out, good, part, given);
        lines_puts(out, style_of(ROLE_GOOD), " is right");
    } else if (verdict == VERDICT_NONE) {
        lines_puts(out, style_of(ROLE_PLAIN), "it is ");
        put_value(out, good, part, &p->key.at[i]);
    } else {
        put_value(out, style_of(ROLE_ERROR), part, given);
        lines_puts(out, style_of(ROLE_PLAIN),
                   verdict == VERDICT_FOLLOWS
                       ? " follows from what you had before; it is "
                       : " is wrong; it is ");
        put_value(out, good, part, &p->key.at[i]);
        if (part->property)
            lines_puts(out, style_of(ROLE_PLAIN), ", among others");
    }
    lines_end(out);
}

/* "That is", or "Your answers to 1 and 3 are": the wrong answers that the
 * mistake gives, where it does not give all of them. */
static const char *explained(const struct answers *given,
                             const struct judgement *j, struct arena *arena)
{
    const struct answers *wrong = &j->wrong->answers;
    unsigned n = 0, others = 0, last = 0;
    const char *list = "";

    for (unsigned i = 0; i < given->n && i < wrong->n; i++) {
        if (j->part[i] != VERDICT_WRONG)
            continue;
        if (!value_eq(&given->at[i], &wrong->at[i])) {
            others++;
            continue;
        }
        if (n > 0)
            list = arena_printf(arena, "%s%s%u", list, n > 1 ? ", " : "",
                                last + 1);
        last = i;
        n++;
    }
    if (others == 0)
        return "That is";
    return n > 1 ? arena_printf(arena, "Your answers to %s and %u are", list,
                                last + 1)
                 : arena_printf(arena, "Your answer to %u is", last + 1);
}

static void put_mistake(struct lines *out, const struct answers *given,
                        const struct judgement *j)
{
    const struct mistake_row *row = &mistake_rows[j->wrong->mistake];

    lines_blank(out);
    lines_printf(out, style_of(ROLE_PLAIN), "%s what comes out when one %s",
                 explained(given, j, out->arena), row->does);
    lines_printf(out, style_of(ROLE_DIM), " (%s, from step %u on)", row->code,
                 j->wrong->step);
    lines_puts(out, style_of(ROLE_PLAIN), ".");
    lines_end(out);
    lines_printf(out, style_of(ROLE_PLAIN), "But %s.", row->rule);
    lines_end(out);
}

void problem_feedback(struct lines *out, const struct problem *p,
                      const struct prompt *prompt,
                      const struct answers *given,
                      const struct judgement *judgement)
{
    static const struct value nothing = {.kind = VALUE_NONE};

    for (unsigned i = 0; i < prompt->nparts; i++)
        put_verdict(out, p, prompt, i,
                    i < given->n ? &given->at[i] : &nothing,
                    judgement->part[i]);
    if (judgement->wrong != NULL)
        put_mistake(out, given, judgement);
}

void problem_key(struct lines *out, const struct problem *p,
                 const struct prompt *prompt)
{
    for (unsigned i = 0; i < prompt->nparts; i++) {
        put_ask(out, prompt, i);
        put_value(out, style_marked(ROLE_ANSWER, MARK_STRONG),
                  &prompt->parts[i], &p->key.at[i]);
        if (prompt->parts[i].property)
            lines_puts(out, style_of(ROLE_DIM), ", among others");
        lines_end(out);
    }
}

/* --- the worked way ----------------------------------------------------- */

void problem_solution(struct lines *out, const struct solution *solution,
                      unsigned marked, enum face face)
{
    for (unsigned i = 0; i < solution->nsteps; i++) {
        enum role role = i + 1 == marked ? ROLE_WARN : ROLE_DIM;
        const char *number = arena_printf(out->arena, "%2u%s ", i + 1,
                                          i + 1 == marked ? "!" : ".");
        lines_indent(out, span_of(role, number), span_of(role, "    "));
        text_draw(out, slice_from(solution->steps[i].text));
        if (solution->steps[i].figure != NULL)
            problem_figure(out, solution->steps[i].figure, face);
        lines_outdent(out);
    }
}

void problem_mistakes(struct lines *out, const struct problem *p,
                      const struct prompt *prompt)
{
    for (size_t i = 0; i < p->nwrongs; i++) {
        const struct wrong *w = &p->wrongs[i];
        lines_printf(out, style_of(ROLE_DIM), "%s ",
                     mistake_rows[w->mistake].code);
        for (unsigned k = 0; k < prompt->nparts && k < w->answers.n; k++) {
            lines_puts(out, style_of(ROLE_PLAIN), k > 0 ? "; " : "");
            put_value(out, style_marked(ROLE_PLAIN, MARK_STRONG),
                      &prompt->parts[k], &w->answers.at[k]);
        }
        lines_printf(out, style_of(ROLE_PLAIN), ": %s (step %u)",
                     mistake_rows[w->mistake].does, w->step);
        lines_end(out);
    }
}
