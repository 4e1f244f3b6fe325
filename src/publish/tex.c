/* A form as LaTeX, to be set by pdflatex and edited before: class article,
 * nothing that a plain installation has not. */
#include "exam/document.h"
#include "publish/asking.h"
#include "publish/prose_tex.h"
#include "publish/writers.h"

static const char head[] =
    "\\usepackage[T1]{fontenc}\n"
    "\\usepackage[utf8]{inputenc}\n"
    "\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}\n"
    "\\usepackage{textcomp}\n"
    "\\usepackage[margin=2.2cm]{geometry}\n"
    "\\setlength{\\parindent}{0pt}\n"
    "\\setlength{\\parskip}{5pt plus 1pt}\n"
    "\\raggedright\n"
    "\\renewcommand{\\arraystretch}{1.15}\n"
    "\\makeatletter\n"
    "\\def\\@listi{\\leftmargin\\leftmargini\\topsep 2pt\\parsep 0pt"
    "\\itemsep 3pt}\n"
    "\\let\\@listI\\@listi\n"
    "\\makeatother\n"
    "\\pagestyle{myheadings}\n"
    "\\newcommand{\\answerline}{\\hfill\\mbox{}\\nobreak\\hfill\\rule{5cm}"
    "{0.4pt}}\n"
    "\\newcommand{\\pagein}[2]{\\filbreak\\medskip\\textbf{#1}\\hfill #2"
    "\\par\\nopagebreak}\n";

/* --- pieces ------------------------------------------------------------- */

static void text(struct str *out, const char *s)
{
    tex_text(out, slice_from(s));
}

/* Text in which backticks mark code. */
static void said(struct str *out, const char *s)
{
    struct arena arena = {0};

    tex_doc(out, document_read(slice_from(s), &arena));
    arena_release(&arena);
}

static void put_assumptions(struct str *out, const struct question *q)
{
    if (q->nassumptions == 0)
        return;
    str_puts(out, "It holds that:\n\\begin{itemize}\n");
    for (size_t i = 0; i < q->nassumptions; i++) {
        str_puts(out, "\\item{} ");
        said(out, q->assumptions[i]);
    }
    str_puts(out, "\\end{itemize}\n");
}

/* --- parts -------------------------------------------------------------- */

static void put_options(struct str *out, struct options o, bool key)
{
    if (o.n > 0)
        str_puts(out, "\\begin{itemize}\n");
    for (unsigned i = 0; i < o.n; i++) {
        bool right = key && (o.right >> i & 1);

        str_printf(out, "\\item[(%c)] ", 'a' + i);
        str_puts(out, right ? "\\textbf{" : "");
        text(out, o.at[i]);
        str_puts(out, right ? "}\n" : "\n");
    }
    if (o.n > 0)
        str_puts(out, "\\end{itemize}\n");
}

static void put_part(struct str *out, const struct question *q, unsigned i,
                     enum sheet sheet)
{
    const struct question_part *p = &q->parts[i];
    struct options o = part_options(p);
    struct str form = STR_EMPTY;

    part_form(&form, p, false);
    if (q->nparts > 1)
        str_printf(out, "\\item[%u.] ", i + 1);
    text(out, p->ask[0] != '\0' || q->nparts > 1 ? p->ask : "answer");
    if (form.len > 0) {
        str_puts(out, " (");
        text(out, form.at);
        str_putc(out, ')');
    }
    if (q->nparts > 1) {
        str_puts(out, " {\\small{[}");
        points_say(out, p->points);
        str_puts(out, "{]}}");
    }
    if (sheet == SHEET_KEY) {
        str_puts(out, " \\textbf{");
        text(out, p->key);
        str_puts(out, part_is_open(p) ? "}, among others" : "}");
    } else if (o.n == 0) {
        str_puts(out, " \\answerline");
    }
    str_puts(out, "\\par\n");
    put_options(out, o, sheet == SHEET_KEY);
    str_release(&form);
}

static void put_parts(struct str *out, const struct question *q,
                      enum sheet sheet)
{
    if (q->nparts > 1)
        str_puts(out, "\\begin{enumerate}\n");
    for (unsigned i = 0; i < q->nparts; i++)
        put_part(out, q, i, sheet);
    if (q->nparts > 1)
        str_puts(out, "\\end{enumerate}\n");
}

/* --- the key ------------------------------------------------------------ */

/* Who has found it. */
static void put_proof(struct str *out, const struct question *q)
{
    if (q->problem == NULL)
        return;
    str_puts(out, "\nSolved in two ways that share no code.\n");
    if (q->proof != NULL)
        tex_text(out, slice_from(q->proof));
    str_puts(out, "\n\n");
}

static void put_steps(struct str *out, const struct question *q)
{
    if (q->nsteps == 0)
        return;
    str_puts(out, "The worked way:\n\\begin{enumerate}\n");
    for (size_t i = 0; i < q->nsteps; i++) {
        str_printf(out, "\\item[%zu.] ", i + 1);
        tex_doc(out, q->steps[i].text);
        if (q->steps[i].figure != NULL)
            tex_figure(out, q->steps[i].figure);
    }
    str_puts(out, "\\end{enumerate}\n");
}

static void put_wrongs(struct str *out, const struct question *q)
{
    if (q->nwrongs == 0)
        return;
    str_puts(out, "Known mistakes:\n\\begin{itemize}\n");
    for (size_t i = 0; i < q->nwrongs; i++) {
        const struct question_wrong *w = &q->wrongs[i];

        str_puts(out, "\\item{} ");
        for (unsigned k = 0; k < q->nparts; k++) {
            str_puts(out, k > 0 ? "; " : "");
            text(out, w->answer[k]);
        }
        str_puts(out, w->why[0] != '\0' ? ": " : "");
        text(out, w->why);
        if (w->credit > 0)
            str_printf(out, " {[}%u\\,\\%%{]}", w->credit);
        str_puts(out, "\\par\n");
    }
    str_puts(out, "\\end{itemize}\n");
}

/* --- the form ----------------------------------------------------------- */

static void put_question(struct str *out, const struct item *item,
                         const struct question *q, enum sheet sheet)
{
    str_puts(out, item->page_break ? "\\clearpage\n" : "");
    str_printf(out, "\\pagein{%u. ", q->number);
    text(out, q->title);
    str_puts(out, "}{(");
    points_say(out, q->points);
    str_puts(out, ")}\n");
    tex_doc(out, q->body);
    for (size_t i = 0; i < q->nfigures; i++)
        tex_figure(out, q->figures[i]);
    put_assumptions(out, q);
    put_parts(out, q, sheet);
    if (sheet == SHEET_KEY) {
        put_proof(out, q);
        put_steps(out, q);
        put_wrongs(out, q);
    } else if (item->lines > 0) {
        str_printf(out, "\\vspace{%u\\baselineskip}\n", item->lines);
    }
    str_puts(out, "\\hfill{\\scriptsize ");
    tex_code(out, slice_from(q->code));
    str_puts(out, "}\\par\n");
}

static void put_title(struct str *out, const struct exam *exam,
                      const struct form *form, enum sheet sheet)
{
    unsigned minutes = form->minutes > 0 ? form->minutes : exam->minutes;

    str_puts(out, "\\markright{");
    text(out, exam->title);
    str_puts(out, " \\textperiodcentered{} ");
    text(out, form->name);
    str_puts(out, "}\n{\\Large\\textbf{");
    text(out, exam->title);
    str_puts(out,
             sheet == SHEET_KEY ? ": key}}\\par\nForm " : "}}\\par\nForm ");
    text(out, form->name);
    if (form->room[0] != '\0') {
        str_puts(out, ", room ");
        text(out, form->room);
    }
    str_puts(out, ", ");
    points_say(out, exam->points);
    if (minutes > 0)
        str_printf(out, ", %u minutes", minutes);
    if (sheet == SHEET_QUESTIONS)
        str_puts(out, "\\hfill Name \\rule{6cm}{0.4pt}");
    str_puts(out, "\\par\n");
    tex_doc(out, exam->instructions);
}

int tex_form(struct str *out, const struct exam *exam,
             const struct form *form, enum sheet sheet, struct err *err)
{
    bool letter =
        exam->page != NULL && slice_is(slice_from(exam->page), "letter");

    (void)err;
    str_printf(out, "\\documentclass[%s,%s]{article}\n",
               exam->large ? "12pt" : "11pt",
               letter ? "letterpaper" : "a4paper");
    str_puts(out, head);
    str_puts(out, "\\begin{document}\n");
    str_puts(out, exam->large ? "\\Large\n" : "");
    put_title(out, exam, form, sheet);
    for (size_t i = 0; i < exam->nitems; i++)
        put_question(out, &exam->items[i], form->questions[i], sheet);
    str_puts(out, "\\end{document}\n");
    return 0;
}
