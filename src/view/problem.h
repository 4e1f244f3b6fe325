/* problem.h - a problem as people see it, on any screen and in words.
 *
 *     LOOKUP · Translate an address · level 2 · 0RK5-J76S-6ENC
 *
 *     Pages are 64 bytes, ...                    the statement
 *     ┌─────┬───────┬──────┐
 *     │ VPN │ valid │ PPN  │                     its figures
 *     └─────┴───────┴──────┘
 *     It holds that: ...                         the assumptions
 *     1. physical address (hex)                  the questions
 *
 * Plain words (`words`) tell the figures row by row and draw nothing. */
#ifndef VIEW_PROBLEM_H
#define VIEW_PROBLEM_H

#include "problem/judge.h"
#include "view/lines.h"

/* How it is shown. */
enum face {
    FACE_DRAWN,
    FACE_ASCII, /* figures with +, - and | */
    FACE_WORDS, /* for screen readers and pipes: figures in words */
};

/* The line on top: kind, title, level, code. */
void problem_title(struct lines *out, const struct problem *p);

/* Statement, figures, assumptions, and the questions when there are several.
 */
void problem_statement(struct lines *out, const struct prompt *prompt,
                       enum face face);

/* One figure, behind a blank line. */
void problem_figure(struct lines *out, const struct figure *figure,
                    enum face face);

/* What is to be answered now: "physical address (hex, or fault)". */
void problem_question(struct lines *out, const struct prompt *prompt,
                      unsigned part);

/* What problem_statement() leaves for the moment of answering: the only
 * question, and the options to choose from, once where several questions
 * have the same. */
void problem_questions(struct lines *out, const struct prompt *prompt);

/* How numbers are read, and which words are answers as well: "hex, or
 * fault". */
void problem_form(struct str *out, const struct part *part);

/* Its question in one line: how numbers are read is left out where there is
 * no room for that. */
void problem_question_line(struct lines *out, const struct prompt *prompt,
                           unsigned i);

/* For each question what was answered and what is right; then the mistake,
 * if it is known. */
void problem_feedback(struct lines *out, const struct problem *p,
                      const struct prompt *prompt,
                      const struct answers *given,
                      const struct judgement *judgement);

/* The key: each question with its answer. */
void problem_key(struct lines *out, const struct problem *p,
                 const struct prompt *prompt);

/* The worked way; the step where the mistake begins is marked (0: none). */
void problem_solution(struct lines *out, const struct solution *solution,
                      unsigned marked, enum face face);

/* Every known mistake with what it would have answered. */
void problem_mistakes(struct lines *out, const struct problem *p,
                      const struct prompt *prompt);

#endif
