/* print.h - an exam on paper: PDF.
 *
 * Item k stands on the same page and in the same box in every form. Before
 * the first form is written the boxes are made: as tall as item k is in the
 * tallest of the first PRINT_MEASURED forms. A later form whose item is
 * taller yet gets it set a little smaller, into the same box. An item is
 * never split, unless it is taller than a page; then it begins one.
 *
 *     p = print_new(&exam, &err)         once
 *     print_form(&out, p, form, sheet)   a file a form, a file a key
 *
 *     print_begin(p, write, arg)         or all forms in one file, ready for
 *     print_add(p, form)                 a printer of both sides: each form
 *     print_end(p)                       begins on a sheet of its own
 *
 * So whoever makes forms one by one needs exam.forms to hold the first ones
 * only, the same for each shard of the work. */
#ifndef PUBLISH_PRINT_H
#define PUBLISH_PRINT_H

#include "publish/file_format.h"
#include "view/press.h"

enum { PRINT_MEASURED = 32 };

struct print;

/* NULL where pages can't be made; view/press.h says why that may be. The exam
 * must outlive it; forms other than those measured need not. */
struct print *print_new(const struct exam *exam, struct err *err);
void print_free(struct print *p);

/* Appends a PDF. */
int print_form(struct str *out, struct print *p, const struct form *form,
               enum sheet sheet, struct err *err);

/* One PDF of many forms' questions, in the order they are added. Bytes go to
 * `write` as they come. After -1 only print_free is left to do. */
int print_begin(struct print *p, press_write *write, void *arg,
                struct err *err);
void print_add(struct print *p, const struct form *form);
int print_end(struct print *p, struct err *err);

/* Pages of a form, and where item k stands, from 0: for tests. */
int print_pages(const struct print *p);
int print_page_of(const struct print *p, size_t item);

#endif
