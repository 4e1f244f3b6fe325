#include "publish/print.h"

#include <stdlib.h>

#include "base/mem.h"
#include "publish/print_inside.h"
#include "publish/writers.h"

/* Where an item stands in every form. */
struct box {
    int page, y; /* of the first of its pages */
    int height;  /* the tallest it is; over a page it takes ... */
    int pages;   /* ... so many, or 1, and of the last one ... */
    int tail;    /* ... that much */
};

struct print {
    const struct exam *exam;
    struct sheet_size size;
    struct box *box; /* one an item */
    int front_pages, pages;
    struct press *merged; /* between print_begin and print_end */
};

/* What is being drawn. */
struct drawer {
    struct print *p;
    struct press *press;
    const struct form *form;
    enum sheet sheet;
    int page, pages; /* at which it is, from 1; of how many */
};

static int gap(const struct print *p)
{
    return p->size.text * 16 / 10;
}

/* --- boxes -------------------------------------------------------------- */

static void measure_item(struct print *p, struct press *press, size_t k,
                         const struct question *q)
{
    struct arena arena = {0};
    struct flow f = flow_of(&p->size, press, &arena);
    struct box *box = &p->box[k];
    int height, pages, tail;

    print_question(&f, &p->exam->items[k], q);
    height = flow_height(&f);
    pages = layout_pages(&f, p->size.body, &tail);
    box->height = height > box->height ? height : box->height;
    if (pages > box->pages || (pages == box->pages && tail > box->tail))
        box->tail = tail;
    box->pages = pages > box->pages ? pages : box->pages;
    flow_release(&f);
    arena_release(&arena);
}

/* Measures what stands above the items of the first form; that of others may
 * be lower. */
static void measure_front(struct print *p, struct press *press,
                          struct layout *l)
{
    struct arena arena = {0};
    struct flow f = flow_of(&p->size, press, &arena);

    print_front(&f, p->exam, &p->exam->forms[0], SHEET_QUESTIONS);
    layout_flow(l, 0, &f, 0);
    flow_release(&f);
    arena_release(&arena);
}

static void place_boxes(struct print *p, struct layout *l)
{
    for (size_t k = 0; k < p->exam->nitems; k++) {
        struct box *box = &p->box[k];
        bool fits = l->y == 0 || l->y + gap(p) + box->height <= l->body;

        if (!fits || box->pages > 1 || p->exam->items[k].page_break)
            layout_break(l);
        box->page = l->page;
        box->y = l->y > 0 ? l->y + gap(p) : 0;
        l->page += box->pages - 1;
        l->y = box->pages > 1 ? box->tail : box->y + box->height;
    }
    p->pages = l->page + (l->y > 0);
}

static int drop(void *arg, const char *bytes, size_t n)
{
    (void)arg;
    (void)bytes;
    (void)n;
    return 0;
}

struct print *print_new(const struct exam *exam, struct err *err)
{
    struct sheet_size size = sheet_size_of(exam);
    struct press_file nowhere = {"", size.width, size.height, drop, NULL};
    struct press *press = press_open(&nowhere, err);
    struct layout l = {.body = size.body};
    struct print *p;

    if (press == NULL)
        return NULL;
    p = mem_new(sizeof *p);
    p->exam = exam;
    p->size = size;
    p->box = mem_new_array(exam->nitems, sizeof *p->box);
    measure_front(p, press, &l);
    p->front_pages = l.page;
    for (size_t i = 0; i < exam->nforms && i < PRINT_MEASURED; i++)
        for (size_t k = 0; k < exam->nitems; k++)
            measure_item(p, press, k, exam->forms[i].questions[k]);
    place_boxes(p, &l);
    layout_release(&l);
    if (press_close(press, err) < 0) {
        print_free(p);
        return NULL;
    }
    return p;
}

void print_free(struct print *p)
{
    struct err err;

    if (p == NULL)
        return;
    if (p->merged != NULL)
        press_close(p->merged, &err);
    free(p->box);
    free(p);
}

int print_pages(const struct print *p)
{
    return p->pages;
}

int print_page_of(const struct print *p, size_t item)
{
    return p->box[item].page;
}

/* --- pages -------------------------------------------------------------- */

/* A line of small print in the edge of a page. */
static void put_edge(struct drawer *d, int y, enum draw_anchor anchor,
                     unsigned style, struct slice text)
{
    const struct sheet_size *s = &d->p->size;
    struct ink ink = {.text = STR_EMPTY};
    int width = anchor == DRAW_START ? s->column * 6 / 10
                : anchor == DRAW_END ? s->column * 38 / 100
                                     : s->column;
    int x = anchor == DRAW_END ? s->left + s->column - width : s->left;
    struct press_text line = {.size = s->text * 9 / 10,
                              .anchor = anchor,
                              .width = width,
                              .style = style};
    struct set *set;

    ink_put(&ink, 0, text);
    line.text = str_slice(&ink.text);
    set = press_set(d->press, &line);
    press_put_lines(d->press, set, x, y, 0, 1);
    set_free(set);
    ink_release(&ink);
}

/* Who has a loose sheet in hand sees whose it is. */
static void put_edges(struct drawer *d)
{
    const struct sheet_size *s = &d->p->size;
    struct str text = STR_EMPTY;

    str_puts(&text, d->p->exam->title);
    str_puts(&text, d->sheet == SHEET_KEY ? ": key" : "");
    if (d->page > 1)
        put_edge(d, s->top * 5 / 10, DRAW_START, PRESS_DIM, str_slice(&text));
    str_clear(&text);
    form_label(&text, d->form);
    put_edge(d, s->top * 5 / 10, DRAW_END, PRESS_STRONG, str_slice(&text));
    str_clear(&text);
    str_printf(&text, "Page %d of %d", d->page, d->pages);
    put_edge(d, s->top + s->body + s->text * 16 / 10, DRAW_MIDDLE, 0,
             str_slice(&text));
    str_release(&text);
}

static void go_to(struct drawer *d, int page)
{
    while (d->page < page) {
        d->page++;
        press_page(d->press);
        put_edges(d);
    }
}

static void draw_spot(struct drawer *d, const struct spot *spot,
                      const struct flow *f)
{
    go_to(d, spot->page + 1);
    flow_put(f, spot->from, spot->to, d->p->size.left,
             d->p->size.top + spot->y);
}

static void draw_spots(struct drawer *d, const struct layout *l,
                       const struct flow *flows)
{
    for (size_t i = 0; i < l->n; i++)
        draw_spot(d, &l->spot[i], &flows[l->spot[i].flow]);
}

/* --- questions ---------------------------------------------------------- */

static void make_item(struct flow *f, const struct print *p, size_t k,
                      const struct question *q)
{
    print_question(f, &p->exam->items[k], q);
}

/* Sets an item that is taller than its box again, smaller and smaller, until
 * it fits. */
static void make_smaller(struct flow *f, const struct print *p, size_t k,
                         const struct question *q)
{
    int least = f->size * 6 / 10;

    while (flow_height(f) > p->box[k].height && f->size > least) {
        flow_release(f);
        f->size -= f->size / 20;
        make_item(f, p, k, q);
    }
}

static void draw_item(struct drawer *d, size_t k)
{
    const struct print *p = d->p;
    const struct box *box = &p->box[k];
    struct arena arena = {0};
    struct flow f = flow_of(&p->size, d->press, &arena);
    struct layout l = {.page = box->page, .y = box->y, .body = p->size.body};

    make_item(&f, p, k, d->form->questions[k]);
    if (box->pages == 1) {
        make_smaller(&f, p, k, d->form->questions[k]);
        go_to(d, box->page + 1);
        flow_put(&f, 0, f.n, p->size.left, p->size.top + box->y);
    } else {
        layout_flow(&l, 0, &f, 0);
        draw_spots(d, &l, &f);
    }
    layout_release(&l);
    flow_release(&f);
    arena_release(&arena);
}

static void draw_front(struct drawer *d)
{
    struct arena arena = {0};
    struct flow f = flow_of(&d->p->size, d->press, &arena);
    struct layout l = {.body = d->p->size.body};

    print_front(&f, d->p->exam, d->form, SHEET_QUESTIONS);
    layout_flow(&l, 0, &f, 0);
    draw_spots(d, &l, &f);
    layout_release(&l);
    flow_release(&f);
    arena_release(&arena);
}

static void draw_questions(struct drawer *d)
{
    d->pages = d->p->pages;
    draw_front(d);
    for (size_t k = 0; k < d->p->exam->nitems; k++)
        draw_item(d, k);
    go_to(d, d->pages);
}

/* --- the key ------------------------------------------------------------ */

/* A question's key begins a page rather than be split, unless that would
 * leave half a page empty. */
static void lay_key(const struct print *p, struct layout *l, size_t i,
                    const struct flow *f)
{
    int height = flow_height(f), room = l->body - l->y - gap(p);

    if (height > room && (height <= l->body / 2 || room < l->body / 4))
        layout_break(l);
    layout_flow(l, i, f, gap(p));
}

static void draw_key(struct drawer *d)
{
    const struct print *p = d->p;
    size_t n = p->exam->nitems + 1;
    struct arena arena = {0};
    struct flow *flows = mem_new_array(n, sizeof *flows);
    struct layout l = {.body = p->size.body};

    for (size_t i = 0; i < n; i++) {
        flows[i] = flow_of(&p->size, d->press, &arena);
        if (i == 0)
            print_front(&flows[i], p->exam, d->form, SHEET_KEY);
        else
            print_key(&flows[i], d->form->questions[i - 1]);
        lay_key(p, &l, i, &flows[i]);
    }
    d->pages = l.page + 1;
    draw_spots(d, &l, flows);
    layout_release(&l);
    for (size_t i = 0; i < n; i++)
        flow_release(&flows[i]);
    free(flows);
    arena_release(&arena);
}

/* --- files -------------------------------------------------------------- */

static int append(void *arg, const char *bytes, size_t n)
{
    str_put(arg, (struct slice){bytes, n});
    return 0;
}

static struct press *open_file(struct print *p, const char *title,
                               press_write *write, void *arg, struct err *err)
{
    struct ink ink = {.text = STR_EMPTY};
    struct press_file file = {.width = p->size.width,
                              .height = p->size.height,
                              .write = write,
                              .arg = arg};
    struct press *press;

    ink_puts(&ink, 0, title);
    file.title = ink.text.at;
    press = press_open(&file, err);
    ink_release(&ink);
    return press;
}

int print_form(struct str *out, struct print *p, const struct form *form,
               enum sheet sheet, struct err *err)
{
    struct press *press = open_file(p, p->exam->title, append, out, err);
    struct drawer d = {p, press, form, sheet, 0, 0};

    if (press == NULL)
        return -1;
    if (sheet == SHEET_KEY)
        draw_key(&d);
    else
        draw_questions(&d);
    return press_close(press, err);
}

int print_begin(struct print *p, press_write *write, void *arg,
                struct err *err)
{
    p->merged = open_file(p, p->exam->title, write, arg, err);
    return p->merged != NULL ? 0 : -1;
}

/* An odd number of pages is followed by an empty one. */
void print_add(struct print *p, const struct form *form)
{
    struct drawer d = {p, p->merged, form, SHEET_QUESTIONS, 0, p->pages};
    struct ink ink = {.text = STR_EMPTY};
    struct str label = STR_EMPTY;

    form_label(&label, form);
    ink_put(&ink, 0, str_slice(&label));
    go_to(&d, 1);
    press_outline(p->merged, ink.text.at);
    draw_questions(&d);
    if (d.pages % 2 != 0) {
        press_page(p->merged);
        put_edge(&d, p->size.top + p->size.body / 2, DRAW_MIDDLE, PRESS_DIM,
                 SLICE("This page is empty."));
    }
    str_release(&label);
    ink_release(&ink);
}

int print_end(struct print *p, struct err *err)
{
    struct press *press = p->merged;

    p->merged = NULL;
    return press_close(press, err);
}

/* The row of the table, for a form without others: many are made by
 * print_new. */
int pdf_form(struct str *out, const struct exam *exam,
             const struct form *form, enum sheet sheet, struct err *err)
{
    struct exam alone = *exam;
    struct print *p;
    int rc;

    if (exam->nforms == 0) {
        alone.forms = form;
        alone.nforms = 1;
    }
    p = print_new(&alone, err);
    rc = p != NULL ? print_form(out, p, form, sheet, err) : -1;
    print_free(p);
    return rc;
}
