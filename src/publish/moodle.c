/* Moodle XML: a question of one part is a short answer or a choice, one of
 * several parts a cloze. Each text that Moodle takes has its fraction and
 * what to say; figures are files inside the question. */
#include "publish/asking.h"
#include "publish/graded.h"
#include "publish/moodle_cloze.h"
#include "publish/moodle_fraction.h"
#include "publish/rich.h"
#include "publish/web.h"
#include "publish/writers.h"
#include "sys/base64.h"
#include "text/escape.h"
#include "view/svg.h"

enum { NAME_MAX_BYTES = 200 };

/* --- texts -------------------------------------------------------------- */

static void put_plain(struct str *out, const char *tag, struct slice text)
{
    struct str seen = STR_EMPTY;

    escape_line(&seen, text);
    str_printf(out, "<%s><text>", tag);
    rich_escape(out, str_slice(&seen));
    str_printf(out, "</text></%s>\n", tag);
    str_release(&seen);
}

/* The end of a section of CDATA can't stand in one: it is shared by two. */
static void put_cdata(struct str *out, struct slice text)
{
    size_t at;

    str_puts(out, "<![CDATA[");
    while ((at = slice_find(text, 0, SLICE("]]>"))) < text.len) {
        str_put(out, slice_sub(text, 0, at + 2));
        str_puts(out, "]]><![CDATA[");
        text = slice_skip(text, at + 2);
    }
    str_put(out, text);
    str_puts(out, "]]>");
}

static void address(struct web *w, const struct figure *figure, unsigned n)
{
    struct str *files = w->arg, svg = STR_EMPTY;

    str_printf(w->out, "@@PLUGINFILE@@/figure-%u.svg", n);
    figure_svg(&svg, figure, 0);
    str_printf(files,
               "<file name=\"figure-%u.svg\" path=\"/\" encoding=\"base64\">",
               n);
    base64_put(files, str_slice(&svg));
    str_puts(files, "</file>\n");
    str_release(&svg);
}

/* An element of HTML with its figures. */
static void put_web(struct str *out, const char *tag,
                    const struct question *q,
                    void (*put)(struct web *w, const struct question *q))
{
    struct str html = STR_EMPTY, files = STR_EMPTY;
    struct web w = {.out = &html, .address = address, .arg = &files};

    put(&w, q);
    str_printf(out, "<%s format=\"html\"><text>", tag);
    put_cdata(out, str_slice(&html));
    str_puts(out, "</text>\n");
    str_put(out, str_slice(&files));
    str_printf(out, "</%s>\n", tag);
    str_release(&files);
    str_release(&html);
}

/* --- questions ---------------------------------------------------------- */

static void put_ask(struct web *w, const struct question_part *part)
{
    struct str html = STR_EMPTY, *out = w->out;

    w->out = &html;
    web_ask(w, part, true);
    str_puts(&html, part_is_open(part) ? "; any that works is right" : "");
    w->out = out;
    web_inert(out, str_slice(&html));
    str_release(&html);
}

static void one_part(struct web *w, const struct question *q)
{
    web_put_inert(w, q, web_statement);
    if (q->parts[0].ask[0] == '\0')
        return;
    str_puts(w->out, "<p>");
    put_ask(w, &q->parts[0]);
    str_puts(w->out, "</p>");
}

static void several_parts(struct web *w, const struct question *q)
{
    unsigned weights[PARTS_MAX];

    web_put_inert(w, q, web_statement);
    moodle_weights(q, weights);
    str_puts(w->out, q->nparts > 1 ? "<ol>" : "");
    for (unsigned i = 0; i < q->nparts; i++) {
        str_puts(w->out, q->nparts > 1 ? "<li>" : "<p>");
        put_ask(w, &q->parts[i]);
        str_putc(w->out, ' ');
        moodle_cloze_put(w->out, q, i, weights[i]);
        str_puts(w->out, q->nparts > 1 ? "</li>" : "</p>");
    }
    str_puts(w->out, q->nparts > 1 ? "</ol>" : "");
}

static void solution(struct web *w, const struct question *q)
{
    web_put_inert(w, q, web_solution);
}

/* Text as HTML, nothing of it obeyed. */
static void put_inert(struct str *out, const char *text)
{
    struct str html = STR_EMPTY, quiet = STR_EMPTY;

    web_text(&html, text);
    web_inert(&quiet, str_slice(&html));
    if (quiet.len > 0)
        put_cdata(out, str_slice(&quiet));
    str_release(&quiet);
    str_release(&html);
}

static void put_answer(struct str *out, const char *fraction, bool html,
                       const struct graded *g)
{
    struct str text = STR_EMPTY;

    str_printf(out, "<answer fraction=\"%s\" format=\"%s\"><text>", fraction,
               html ? "html" : "plain_text");
    if (html) {
        put_inert(out, g->text);
    } else {
        moodle_star(&text, g->text);
        rich_escape(out, str_slice(&text));
    }
    str_puts(out, "</text><feedback format=\"html\"><text>");
    put_inert(out, g->why);
    str_puts(out, "</text></feedback></answer>\n");
    str_release(&text);
}

static void put_answers(struct str *out, const struct question *q)
{
    struct arena arena = {0};
    struct graded_list list = graded_texts(q, 0, &arena);

    str_puts(out, "<usecase>0</usecase>\n");
    for (unsigned i = 0; i < list.n; i++)
        put_answer(out, moodle_fraction(list.at[i].credit), false,
                   &list.at[i]);
    arena_release(&arena);
}

static void put_options(struct str *out, const struct question *q)
{
    struct arena arena = {0};
    struct graded_list list = graded_options(q, 0, &arena);
    struct options o = part_options(&q->parts[0]);

    str_printf(out,
               "<single>%s</single><shuffleanswers>0</shuffleanswers>"
               "<answernumbering>abc</answernumbering>\n",
               o.several ? "false" : "true");
    for (unsigned i = 0; i < list.n; i++) {
        char fraction[24];
        moodle_option(fraction, o, i, list.at[i].credit);
        put_answer(out, fraction, true, &list.at[i]);
    }
    arena_release(&arena);
}

static void put_tags(struct str *out, const struct question *q)
{
    struct arena arena = {0};
    bool whole = true, one;

    for (unsigned i = 0; i < q->nparts; i++)
        if (q->parts[i].noptions == 0 && part_is_open(&q->parts[i])) {
            one = graded_texts(q, i, &arena).whole;
            whole = whole && one;
        }
    str_puts(out, "<tags>");
    put_plain(out, "tag", slice_from(q->topic));
    put_plain(out, "tag", slice_from(q->id));
    if (q->level > 0)
        str_printf(out, "<tag><text>level %d</text></tag>\n", q->level);
    if (!whole)
        str_puts(out, "<tag><text>see by hand</text></tag>\n");
    str_puts(out, "</tags>\n");
    arena_release(&arena);
}

static void put_question(struct str *out, const struct question *q)
{
    struct options o = part_options(&q->parts[0]);
    bool choice = q->nparts == 1 && o.n > 0 && o.right != 0;
    bool cloze = q->nparts > 1 || (o.n > 0 && !choice);
    struct str name = STR_EMPTY;

    str_printf(out, "<question type=\"%s\">\n",
               cloze    ? "cloze"
               : choice ? "multichoice"
                        : "shortanswer");
    str_printf(&name, "%u. %.*s (%s)", q->number, NAME_MAX_BYTES, q->title,
               q->code);
    put_plain(out, "name", str_slice(&name));
    put_web(out, "questiontext", q, cloze ? several_parts : one_part);
    put_web(out, "generalfeedback", q, solution);
    if (!cloze) {
        str_puts(out, "<defaultgrade>");
        points_put(out, q->points);
        str_puts(out, "</defaultgrade>\n");
    }
    str_puts(out, "<penalty>0.3333333</penalty><hidden>0</hidden><idnumber>");
    rich_escape(out, slice_from(q->code));
    str_puts(out, "</idnumber>\n");
    if (choice)
        put_options(out, q);
    else if (!cloze)
        put_answers(out, q);
    put_tags(out, q);
    str_puts(out, "</question>\n");
    str_release(&name);
}

/* --- the file ----------------------------------------------------------- */

static void put_category(struct str *out, const struct exam *exam,
                         const char *name, const char *info)
{
    struct str path = STR_EMPTY;

    str_puts(&path, "$course$/top/");
    moodle_step(&path, exam->title);
    str_putc(&path, '/');
    moodle_step(&path, name);
    str_puts(out, "<question type=\"category\">");
    put_plain(out, "category", str_slice(&path));
    str_printf(out,
               "<info format=\"html\"><text>%s</text></info></question>\n",
               info);
    str_release(&path);
}

static const char head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n";

int moodle_form(struct str *out, const struct exam *exam,
                const struct form *form, enum sheet sheet, struct err *err)
{
    const char *topic = NULL;

    (void)sheet;
    (void)err;
    str_puts(out, head);
    for (size_t i = 0; i < exam->nitems; i++) {
        const struct question *q = form->questions[i];
        if (topic == NULL || strcmp(topic, q->topic) != 0)
            put_category(out, exam, q->topic, "");
        topic = q->topic;
        put_question(out, q);
    }
    str_puts(out, "</quiz>\n");
    return 0;
}

int moodle_bank(struct str *out, const struct exam *exam,
                const struct pool *pools, size_t npools, struct err *err)
{
    (void)err;
    str_puts(out, head);
    for (size_t i = 0; i < npools; i++) {
        struct str name = STR_EMPTY;

        str_printf(&name, "%u. %s", pools[i].item->number,
                   pools[i].item->title);
        put_category(out, exam, name.at,
                     "One of these is drawn: add a random question from this "
                     "category.");
        for (size_t k = 0; k < pools[i].n; k++)
            put_question(out, pools[i].questions[k]);
        str_release(&name);
    }
    str_puts(out, "</quiz>\n");
    return 0;
}
