#include "publish/qti_item.h"

#include <string.h>

#include "publish/asking.h"
#include "publish/graded.h"
#include "publish/rich.h"

/* --- what sort it is ---------------------------------------------------- */

enum sort { TEXT, ONE, MANY, DROPDOWNS, BLANKS };

static const char *const sorts[] = {
    [TEXT] = "short_answer_question",
    [ONE] = "multiple_choice_question",
    [MANY] = "multiple_answers_question",
    [DROPDOWNS] = "multiple_dropdowns_question",
    [BLANKS] = "fill_in_multiple_blanks_question",
};

static enum sort sort_of(const struct question *q)
{
    struct options o = part_options(&q->parts[0]);
    bool all = true;

    if (q->nparts == 1)
        return o.n == 0 || o.right == 0 ? TEXT : o.several ? MANY : ONE;
    for (unsigned i = 0; i < q->nparts; i++) {
        o = part_options(&q->parts[i]);
        all = all && o.n > 0 && !o.several && o.right != 0;
    }
    return all ? DROPDOWNS : BLANKS;
}

/* --- HTML --------------------------------------------------------------- */

static void put_material(struct str *out, const struct str *html)
{
    str_puts(out, "<material><mattext texttype=\"text/html\">");
    rich_escape(out, str_slice(html));
    str_puts(out, "</mattext></material>\n");
}

static void put_plain(struct str *out, const char *text)
{
    str_puts(out, "<material><mattext texttype=\"text/plain\">");
    pack_text(out, text);
    str_puts(out, "</mattext></material>");
}

/* A text as HTML that nothing in Canvas reads. */
static void put_text(struct str *out, const char *text)
{
    struct str html = STR_EMPTY, quiet = STR_EMPTY;

    web_text(&html, text);
    web_inert(&quiet, str_slice(&html));
    put_material(out, &quiet);
    str_release(&quiet);
    str_release(&html);
}

static void put_ask(struct web *w, const struct question_part *p,
                    bool lettered)
{
    struct options o = part_options(p);
    struct str html = STR_EMPTY, *out = w->out;

    w->out = &html;
    web_ask(w, p, true);
    str_puts(&html, part_is_open(p) ? "; any that works is right" : "");
    for (unsigned k = 0; lettered && k < o.n; k++) {
        str_printf(&html, "<br />(%c) ", 'a' + k);
        web_text(&html, o.at[k]);
    }
    w->out = out;
    web_inert(out, str_slice(&html));
    str_release(&html);
}

static void put_stem(struct str *out, struct pack *pack,
                     const struct question *q, const char *name,
                     enum sort sort, unsigned *figures)
{
    struct str html = STR_EMPTY;
    struct web w = {.out = &html, .address = pack_address, .arg = pack};

    web_put_inert(&w, q, web_statement);
    for (unsigned i = 0; i < q->nparts; i++) {
        str_puts(&html, "<p>");
        if (q->nparts > 1)
            str_printf(&html, "%u. ", i + 1);
        put_ask(&w, &q->parts[i], sort == BLANKS || sort == TEXT);
        if (q->nparts > 1)
            str_printf(&html, " [%s_%u]", name, i + 1);
        str_puts(&html, "</p>");
    }
    put_material(out, &html);
    *figures = w.figures;
    str_release(&html);
}

/* --- one part ----------------------------------------------------------- */

static void put_score(struct str *out, const char *action, double score)
{
    str_printf(out,
               "<setvar action=\"%s\" varname=\"SCORE\">%.2f</setvar>"
               "</respcondition>\n",
               action, score);
}

static void put_outcomes(struct str *out)
{
    str_puts(out, "<resprocessing><outcomes><decvar maxvalue=\"100\" "
                  "minvalue=\"0\" varname=\"SCORE\" vartype=\"Decimal\"/>"
                  "</outcomes>\n"
                  "<respcondition continue=\"Yes\"><conditionvar><other/>"
                  "</conditionvar><displayfeedback feedbacktype=\"Response\" "
                  "linkrefid=\"general_fb\"/></respcondition>\n");
}

static void text_response(struct str *out)
{
    str_puts(out, "<response_str ident=\"response1\" rcardinality=\"Single\">"
                  "<render_fib><response_label ident=\"answer1\" "
                  "rshuffle=\"No\"/></render_fib></response_str>\n");
}

static void text_processing(struct str *out, const struct question *q)
{
    struct arena arena = {0};
    struct graded_list list = graded_texts(q, 0, &arena);

    str_puts(out, "<respcondition continue=\"No\"><conditionvar>\n");
    for (unsigned i = 0; i < list.n; i++) {
        if (list.at[i].credit < FULL_CREDIT)
            continue;
        str_puts(out, "<varequal respident=\"response1\">");
        pack_text(out, list.at[i].text);
        str_puts(out, "</varequal>\n");
    }
    str_puts(out, "</conditionvar>");
    put_score(out, "Set", 100);
    arena_release(&arena);
}

static void choice_response(struct str *out, struct options o)
{
    str_printf(out,
               "<response_lid ident=\"response1\" rcardinality=\"%s\">"
               "<render_choice>\n",
               o.several ? "Multiple" : "Single");
    for (unsigned i = 0; i < o.n; i++) {
        str_printf(out, "<response_label ident=\"option%u\">", i + 1);
        put_text(out, o.at[i]);
        str_puts(out, "</response_label>\n");
    }
    str_puts(out, "</render_choice></response_lid>\n");
}

static void choice_processing(struct str *out, const struct question *q,
                              struct options o)
{
    struct arena arena = {0};
    struct graded_list list = graded_options(q, 0, &arena);

    for (unsigned i = 0; i < o.n; i++)
        if (list.at[i].why[0] != '\0')
            str_printf(out,
                       "<respcondition continue=\"Yes\"><conditionvar>"
                       "<varequal respident=\"response1\">option%u</varequal>"
                       "</conditionvar><displayfeedback feedbacktype="
                       "\"Response\" linkrefid=\"option%u_fb\"/>"
                       "</respcondition>\n",
                       i + 1, i + 1);
    str_puts(out, "<respcondition continue=\"No\"><conditionvar>");
    str_puts(out, o.several ? "<and>\n" : "");
    for (unsigned i = 0; i < o.n; i++) {
        bool right = (o.right >> i & 1) != 0;
        if (!o.several && !right)
            continue;
        str_printf(out,
                   "%s<varequal respident=\"response1\">option%u</varequal>"
                   "%s\n",
                   right ? "" : "<not>", i + 1, right ? "" : "</not>");
    }
    str_puts(out, o.several ? "</and>" : "");
    str_puts(out, "</conditionvar>");
    put_score(out, "Set", 100);
    arena_release(&arena);
}

/* --- several parts ------------------------------------------------------ */

/* What part `i` takes, and whether it is right: options, or only texts that
 * are. Letters are another way to name an option that stands in the text. */
static struct graded_list labels(const struct question *q, unsigned i,
                                 enum sort sort, struct arena *arena)
{
    struct options o = part_options(&q->parts[i]);
    struct graded_list all, right = {0};

    if (sort == DROPDOWNS)
        return graded_options(q, i, arena);
    all = graded_texts(q, i, arena);
    right.at = arena_new_array(arena, all.n + 2, sizeof *right.at);
    for (unsigned k = 0; k < all.n; k++)
        if (all.at[k].credit == FULL_CREDIT)
            right.at[right.n++] = all.at[k];
    if (o.n > 0 && !part_by_letter(&q->parts[i])) {
        char letter = (char)('a' + __builtin_ctz(o.right));
        for (unsigned k = 0; k < 2; k++)
            right.at[right.n++] = (struct graded){
                arena_printf(arena, k == 0 ? "%c" : "(%c)", letter),
                FULL_CREDIT, ""};
    }
    return right;
}

static void several_responses(struct str *out, const struct question *q,
                              const char *name, enum sort sort)
{
    for (unsigned i = 0; i < q->nparts; i++) {
        struct arena arena = {0};
        struct graded_list list = labels(q, i, sort, &arena);

        str_printf(out,
                   "<response_lid ident=\"response_%s_%u\"><material>"
                   "<mattext>%s_%u</mattext></material><render_choice>\n",
                   name, i + 1, name, i + 1);
        for (unsigned k = 0; k < list.n; k++) {
            str_printf(out, "<response_label ident=\"%s_%u_%u\">", name,
                       i + 1, k + 1);
            put_plain(out, list.at[k].text);
            str_puts(out, "</response_label>\n");
        }
        str_puts(out, "</render_choice></response_lid>\n");
        arena_release(&arena);
    }
}

static void several_processing(struct str *out, const struct question *q,
                               const char *name, enum sort sort)
{
    for (unsigned i = 0; i < q->nparts; i++) {
        struct arena arena = {0};
        struct graded_list list = labels(q, i, sort, &arena);

        for (unsigned k = 0; k < list.n; k++) {
            if (list.at[k].credit < FULL_CREDIT)
                continue;
            str_printf(out,
                       "<respcondition><conditionvar><varequal respident="
                       "\"response_%s_%u\">%s_%u_%u</varequal>"
                       "</conditionvar>",
                       name, i + 1, name, i + 1, k + 1);
            put_score(out, "Add", 100.0 / q->nparts);
        }
        arena_release(&arena);
    }
}

/* --- the item ----------------------------------------------------------- */

static void put_field(struct str *out, const char *label, const char *entry)
{
    str_printf(out,
               "<qtimetadatafield><fieldlabel>%s</fieldlabel>"
               "<fieldentry>%s</fieldentry></qtimetadatafield>\n",
               label, entry);
}

static void put_metadata(struct str *out, const struct question *q,
                         const char *name, enum sort sort)
{
    struct str text = STR_EMPTY;

    str_puts(out, "<itemmetadata><qtimetadata>\n");
    put_field(out, "question_type", sorts[sort]);
    points_put(&text, q->points);
    put_field(out, "points_possible", text.at);
    str_clear(&text);
    str_printf(&text, "%s_ref", name);
    put_field(out, "assessment_question_identifierref", text.at);
    str_puts(out, "</qtimetadata></itemmetadata>\n");
    str_release(&text);
}

static void put_feedback(struct str *out, struct pack *pack,
                         const struct question *q, enum sort sort,
                         unsigned figures)
{
    struct arena arena = {0};
    struct str html = STR_EMPTY;
    struct web w = {.out = &html,
                    .address = pack_address,
                    .arg = pack,
                    .figures = figures};
    struct graded_list list = {0};

    web_put_inert(&w, q, web_solution);
    str_puts(out, "<itemfeedback ident=\"general_fb\"><flow_mat>\n");
    put_material(out, &html);
    str_puts(out, "</flow_mat></itemfeedback>\n");
    if (sort == ONE || sort == MANY)
        list = graded_options(q, 0, &arena);
    for (unsigned i = 0; i < list.n; i++) {
        if (list.at[i].why[0] == '\0')
            continue;
        str_printf(out, "<itemfeedback ident=\"option%u_fb\"><flow_mat>\n",
                   i + 1);
        put_text(out, list.at[i].why);
        str_puts(out, "</flow_mat></itemfeedback>\n");
    }
    str_release(&html);
    arena_release(&arena);
}

void qti_item_put(struct str *out, struct pack *pack,
                  const struct question *q, const char *name)
{
    enum sort sort = sort_of(q);
    struct options o = part_options(&q->parts[0]);
    unsigned figures = 0;

    str_printf(out, "<item ident=\"%s\" title=\"", name);
    pack_text(out, q->title);
    str_puts(out, "\">\n");
    put_metadata(out, q, name, sort);
    str_puts(out, "<presentation>\n");
    put_stem(out, pack, q, name, sort, &figures);
    if (sort == TEXT)
        text_response(out);
    else if (sort == ONE || sort == MANY)
        choice_response(out, o);
    else
        several_responses(out, q, name, sort);
    str_puts(out, "</presentation>\n");
    put_outcomes(out);
    if (sort == TEXT)
        text_processing(out, q);
    else if (sort == ONE || sort == MANY)
        choice_processing(out, q, o);
    else
        several_processing(out, q, name, sort);
    str_puts(out, "</resprocessing>\n");
    put_feedback(out, pack, q, sort, figures);
    str_puts(out, "</item>\n");
}
