#include "publish/qti21_item.h"

#include <string.h>

#include "publish/asking.h"
#include "publish/graded.h"
#include "publish/rich.h"

/* A part, and what it takes. */
struct answering {
    const struct question_part *part;
    struct options options;
    struct graded_list list;
    bool choice;
};

static struct answering answering(const struct question *q, unsigned i,
                                  struct arena *arena)
{
    struct answering a = {.part = &q->parts[i],
                          .options = part_options(&q->parts[i])};

    a.choice = a.options.n > 0 && a.options.right != 0;
    a.list =
        a.choice ? graded_options(q, i, arena) : graded_texts(q, i, arena);
    return a;
}

/* --- HTML --------------------------------------------------------------- */

/* What QTI has no place for goes: styles, where a list begins, <del>; and a
 * table has a body. */
static void put_strict(struct str *out, struct slice html)
{
    static const struct {
        const char *from, *to;
    } tags[] = {
        {"<del>", "<span class=\"del\">"},
        {"</del>", "</span>"},
        {"<mark>", "<strong>"},
        {"</mark>", "</strong>"},
        {"<table>", "<table><tbody>"},
        {"</table>", "</tbody></table>"},
        {"<thead>", ""},
        {"</thead>", ""},
        {"<tbody>", ""},
        {"</tbody>", ""},
    };

    while (html.len > 0) {
        size_t end = slice_find(html, 0, SLICE(">")) + 1, len = 1;
        const char *to = NULL;

        for (size_t i = 0; html.at[0] == '<' && to == NULL &&
                           i < sizeof tags / sizeof *tags;
             i++)
            if (slice_has_prefix(html, slice_from(tags[i].from))) {
                to = tags[i].to;
                len = strlen(tags[i].from);
            }
        if (to == NULL && (slice_has_prefix(html, SLICE("<ol start")) ||
                           slice_has_prefix(html, SLICE("<td style")) ||
                           slice_has_prefix(html, SLICE("<th style")))) {
            str_put(out, slice_sub(html, 0, 3));
            to = ">";
            len = end;
        }
        if (to != NULL)
            str_puts(out, to);
        else
            str_putc(out, html.at[0]);
        html = slice_skip(html, len);
    }
}

static void put_web(struct str *out, struct pack *pack,
                    const struct question *q, unsigned *figures,
                    void (*put)(struct web *w, const struct question *q))
{
    struct str html = STR_EMPTY;
    struct web w = {.out = &html,
                    .address = pack_address,
                    .arg = pack,
                    .figures = *figures};

    put(&w, q);
    put_strict(out, str_slice(&html));
    *figures = w.figures;
    str_release(&html);
}

/* --- what is right ------------------------------------------------------ */

/* The points of an answer: a share of those of its part. */
static void put_value(struct str *out, const struct answering *a, unsigned i)
{
    unsigned n = (unsigned)__builtin_popcount(a->options.right);
    double points = a->part->points / 100.0;
    bool right = a->choice && (a->options.right >> i & 1) != 0;

    if (a->choice && a->options.several)
        points = right ? points / n : -points / n;
    else
        points = points * a->list.at[i].credit / FULL_CREDIT;
    str_printf(out, "%.4f", points);
}

static void put_mapping(struct str *out, const struct answering *a)
{
    double most = a->part->points / 100.0;

    str_printf(out,
               "<mapping lowerBound=\"0\" upperBound=\"%.4f\" "
               "defaultValue=\"0\">\n",
               most);
    for (unsigned i = 0; i < a->list.n; i++) {
        str_puts(out, "<mapEntry mapKey=\"");
        if (a->choice)
            str_printf(out, "option%u", i + 1);
        else
            pack_text(out, a->list.at[i].text);
        str_puts(out, "\" mappedValue=\"");
        put_value(out, a, i);
        str_puts(out,
                 a->choice ? "\"/>\n" : "\" caseSensitive=\"false\"/>\n");
    }
    str_puts(out, "</mapping>\n");
}

static void put_correct(struct str *out, const struct answering *a)
{
    str_puts(out, "<correctResponse>");
    for (unsigned i = 0; a->choice && i < a->options.n; i++)
        if (a->options.right >> i & 1)
            str_printf(out, "<value>option%u</value>", i + 1);
    if (!a->choice)
        pack_element(out, "value", a->list.at[0].text);
    str_puts(out, "</correctResponse>\n");
}

static void put_declaration(struct str *out, const struct answering *a,
                            unsigned i)
{
    str_printf(out,
               "<responseDeclaration identifier=\"R%u\" cardinality=\"%s\" "
               "baseType=\"%s\">\n",
               i + 1, a->choice && a->options.several ? "multiple" : "single",
               a->choice ? "identifier" : "string");
    put_correct(out, a);
    put_mapping(out, a);
    str_puts(out, "</responseDeclaration>\n");
}

static void put_outcomes(struct str *out, const struct question *q)
{
    str_puts(out, "<outcomeDeclaration identifier=\"SCORE\" cardinality="
                  "\"single\" baseType=\"float\"><defaultValue><value>0"
                  "</value></defaultValue></outcomeDeclaration>\n"
                  "<outcomeDeclaration identifier=\"MAXSCORE\" cardinality="
                  "\"single\" baseType=\"float\"><defaultValue><value>");
    points_put(out, q->points);
    str_puts(out, "</value></defaultValue></outcomeDeclaration>\n"
                  "<outcomeDeclaration identifier=\"FEEDBACK\" cardinality="
                  "\"multiple\" baseType=\"identifier\"/>\n");
}

/* --- what is asked ------------------------------------------------------ */

static void put_options(struct str *out, const struct answering *a,
                        unsigned i)
{
    str_printf(out,
               "<choiceInteraction responseIdentifier=\"R%u\" "
               "shuffle=\"false\" maxChoices=\"%u\">\n",
               i + 1, a->options.several ? 0 : 1);
    for (unsigned k = 0; k < a->options.n; k++) {
        str_printf(out, "<simpleChoice identifier=\"option%u\">", k + 1);
        web_text(out, a->options.at[k]);
        str_puts(out, "</simpleChoice>\n");
    }
    str_puts(out, "</choiceInteraction>\n");
}

static void put_part(struct str *out, const struct question *q,
                     const struct answering *a, unsigned i)
{
    struct web w = {.out = out};

    str_puts(out, "<p>");
    if (q->nparts > 1)
        str_printf(out, "%u. ", i + 1);
    web_ask(&w, a->part, true);
    str_puts(out, part_is_open(a->part) ? "; any that works is right" : "");
    for (unsigned k = 0; !a->choice && k < a->options.n; k++) {
        str_printf(out, "<br />(%c) ", 'a' + k);
        web_text(out, a->options.at[k]);
    }
    if (!a->choice)
        str_printf(out,
                   " <textEntryInteraction responseIdentifier=\"R%u\" "
                   "expectedLength=\"20\"/>",
                   i + 1);
    str_puts(out, "</p>\n");
    if (a->choice)
        put_options(out, a, i);
}

/* --- what is said to it ------------------------------------------------- */

static bool told(const struct answering *a, unsigned k)
{
    return a->list.at[k].why[0] != '\0' && a->list.at[k].credit < FULL_CREDIT;
}

/* Texts of one mistake stand together in the list. */
static bool begins_mistake(const struct answering *a, unsigned k)
{
    return told(a, k) &&
           (k == 0 || a->list.at[k - 1].why != a->list.at[k].why);
}

static void put_condition(struct str *out, const struct answering *a,
                          unsigned i, unsigned k)
{
    unsigned n = 0;

    str_puts(out, "<responseCondition><responseIf><or>\n");
    for (; k + n < a->list.n && a->list.at[k + n].why == a->list.at[k].why;
         n++) {
        if (a->choice && a->options.several)
            str_printf(
                out,
                "<member><baseValue baseType=\"identifier\">option%u"
                "</baseValue><variable identifier=\"R%u\"/></member>\n",
                k + n + 1, i + 1);
        else if (a->choice)
            str_printf(out,
                       "<match><variable identifier=\"R%u\"/><baseValue "
                       "baseType=\"identifier\">option%u</baseValue>"
                       "</match>\n",
                       i + 1, k + n + 1);
        else {
            str_printf(out,
                       "<stringMatch caseSensitive=\"false\"><variable "
                       "identifier=\"R%u\"/><baseValue baseType=\"string\">",
                       i + 1);
            pack_text(out, a->list.at[k + n].text);
            str_puts(out, "</baseValue></stringMatch>\n");
        }
    }
    str_printf(out,
               "</or><setOutcomeValue identifier=\"FEEDBACK\"><multiple>"
               "<variable identifier=\"FEEDBACK\"/><baseValue baseType="
               "\"identifier\">M%u_%u</baseValue></multiple>"
               "</setOutcomeValue></responseIf></responseCondition>\n",
               i + 1, k + 1);
}

static void put_processing(struct str *out, const struct question *q,
                           const struct answering *parts)
{
    str_puts(out, "<responseProcessing>\n<setOutcomeValue identifier="
                  "\"SCORE\"><sum>");
    for (unsigned i = 0; i < q->nparts; i++)
        str_printf(out, "<mapResponse identifier=\"R%u\"/>", i + 1);
    str_puts(out, "</sum></setOutcomeValue>\n<setOutcomeValue identifier="
                  "\"FEEDBACK\"><multiple><baseValue baseType="
                  "\"identifier\">WAY</baseValue></multiple>"
                  "</setOutcomeValue>\n");
    for (unsigned i = 0; i < q->nparts; i++)
        for (unsigned k = 0; k < parts[i].list.n; k++)
            if (begins_mistake(&parts[i], k))
                put_condition(out, &parts[i], i, k);
    str_puts(out, "</responseProcessing>\n");
}

static void put_feedback(struct str *out, struct pack *pack,
                         const struct question *q, unsigned figures,
                         const struct answering *parts)
{
    str_puts(out, "<modalFeedback outcomeIdentifier=\"FEEDBACK\" "
                  "showHide=\"show\" identifier=\"WAY\">\n");
    put_web(out, pack, q, &figures, web_solution);
    str_puts(out, "</modalFeedback>\n");
    for (unsigned i = 0; i < q->nparts; i++) {
        const struct answering *a = &parts[i];
        for (unsigned k = 0; k < a->list.n; k++) {
            if (!begins_mistake(a, k))
                continue;
            str_printf(out,
                       "<modalFeedback outcomeIdentifier=\"FEEDBACK\" "
                       "showHide=\"show\" identifier=\"M%u_%u\"><p>",
                       i + 1, k + 1);
            web_text(out, a->list.at[k].why);
            str_puts(out, "</p></modalFeedback>\n");
        }
    }
}

/* --- the item ----------------------------------------------------------- */

void qti21_item_put(struct str *out, struct pack *pack,
                    const struct question *q, const char *name)
{
    struct arena arena = {0};
    struct answering *parts =
        arena_new_array(&arena, q->nparts, sizeof *parts);
    unsigned figures = 0;

    str_printf(out,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<assessmentItem xmlns=\"http://www.imsglobal.org/xsd/"
               "imsqti_v2p1\" identifier=\"%s\" title=\"",
               name);
    pack_text(out, q->title);
    str_puts(out, "\" adaptive=\"false\" timeDependent=\"false\">\n");
    for (unsigned i = 0; i < q->nparts; i++) {
        parts[i] = answering(q, i, &arena);
        put_declaration(out, &parts[i], i);
    }
    put_outcomes(out, q);
    str_puts(out, "<itemBody>\n");
    put_web(out, pack, q, &figures, web_statement);
    for (unsigned i = 0; i < q->nparts; i++)
        put_part(out, q, &parts[i], i);
    str_puts(out, "</itemBody>\n");
    put_processing(out, q, parts);
    put_feedback(out, pack, q, figures, parts);
    str_puts(out, "</assessmentItem>\n");
    arena_release(&arena);
}
