#include "cli/exam_print.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "sys/fd.h"

void exam_print_init(struct printing *p, struct exam_order *order)
{
    *p = (struct printing){.order = order, .merged = -1};
}

/* The first forms, made by a maker of their own: that of the order must not
 * know of them. */
static int make_samples(struct printing *p, struct form *forms, size_t n,
                        struct err *err)
{
    struct exam_order *o = p->order;
    struct maker *own = o->maker;
    int rc = exam_order_maker(o, &o->maker, err);

    for (size_t i = 0; i < n && rc == 0; i++)
        rc = exam_order_form(o, i, &p->arena, &forms[i], err);
    if (o->maker != own)
        maker_free(o->maker);
    o->maker = own;
    return rc;
}

static int begin(struct printing *p, struct err *err)
{
    size_t n = p->order->nforms;
    struct form *forms;

    n = n < PRINT_MEASURED ? n : PRINT_MEASURED;
    forms = arena_new_array(&p->arena, n, sizeof *forms);
    if (make_samples(p, forms, n, err) < 0)
        return -1;
    p->exam = *maker_exam(p->order->maker);
    p->exam.forms = forms;
    p->exam.nforms = n;
    p->print = print_new(&p->exam, err);
    return p->print != NULL ? 0 : -1;
}

/* --- all in one --------------------------------------------------------- */

static int to_merged(void *arg, const char *bytes, size_t n)
{
    const struct printing *p = arg;

    return fd_write(p->merged, (struct slice){bytes, n});
}

static int begin_merged(struct printing *p, struct output *output,
                        struct err *err)
{
    const struct exam_order *o = p->order;
    struct str name = STR_EMPTY;

    str_puts(&name, "forms");
    if (o->shards > 0)
        str_printf(&name, "-%u-of-%u", o->shard, o->shards);
    str_puts(&name, ".pdf");
    p->merged = output_descriptor(output, name.at, false, err);
    str_release(&name);
    p->files++;
    return p->merged < 0 ? -1 : print_begin(p->print, to_merged, p, err);
}

static int add_merged(struct printing *p, struct output *output,
                      const struct form *form, struct err *err)
{
    if (output == NULL) {
        p->files = 1;
        return 0;
    }
    if (p->merged < 0 && begin_merged(p, output, err) < 0)
        return -1;
    print_add(p->print, form);
    return 0;
}

/* --- sheets ------------------------------------------------------------- */

int exam_print_sheet(struct printing *p, struct output *output,
                     const struct form *form, enum sheet sheet,
                     struct str *out, struct err *err)
{
    if (p->print == NULL && begin(p, err) < 0)
        return -1;
    if (p->order->cli->args->merge && sheet == SHEET_QUESTIONS)
        return add_merged(p, output, form, err);
    return output == NULL ? 0 : print_form(out, p->print, form, sheet, err);
}

int exam_print_end(struct printing *p, struct err *err)
{
    int rc;

    if (p->merged < 0)
        return 0;
    rc = print_end(p->print, err);
    if (close(p->merged) < 0 && rc == 0)
        rc = err_set(err, ERR_IO, "forms.pdf can't be written: %s.",
                     strerror(errno));
    p->merged = -1;
    return rc;
}

void exam_print_release(struct printing *p)
{
    print_free(p->print);
    if (p->merged >= 0)
        close(p->merged);
    arena_release(&p->arena);
}
