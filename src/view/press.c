#include "view/press.h"

#include <stdlib.h>

#include "base/mem.h"
#include "view/object.h"
#include "view/press_backend.h"

struct press {
    const struct press_backend *backend;
    void *file;
};

struct set {
    const struct press_backend *backend;
    void *set;
    struct press_size size;
};

static const char *object = "pagein-print.so";

void press_object(const char *path)
{
    object = path != NULL ? path : "pagein-print.so";
}

static const struct press_backend *backend(struct err *err)
{
    const struct press_backend *found =
        object_symbol(object, PRESS_BACKEND_NAME);

    if (found == NULL)
        err_set(err, ERR_NO_INPUT,
                "PDF needs pagein-print.so and the libraries Cairo and "
                "Pango, which are not here. On Debian install libcairo2, "
                "libpangocairo-1.0-0 and fonts-dejavu; to build it, "
                "libcairo2-dev and libpango1.0-dev. Or use the format html, "
                "which any browser prints.");
    return found;
}

struct press *press_open(const struct press_file *file, struct err *err)
{
    const struct press_backend *found = backend(err);
    struct press *p;
    void *opened;

    if (found == NULL)
        return NULL;
    opened = found->open(file);
    if (opened == NULL) {
        err_set(err, ERR_IO, "Cairo can't begin a PDF.");
        return NULL;
    }
    p = mem_new(sizeof *p);
    *p = (struct press){found, opened};
    return p;
}

int press_close(struct press *p, struct err *err)
{
    int rc = p->backend->close(p->file);

    free(p);
    return rc < 0 ? err_set(err, ERR_IO, "The PDF could not be written.") : 0;
}

void press_page(struct press *p)
{
    p->backend->page(p->file);
}

void press_outline(struct press *p, const char *title)
{
    p->backend->outline(p->file, title);
}

/* --- text --------------------------------------------------------------- */

struct set *press_set(struct press *p, const struct press_text *text)
{
    struct set *s = mem_new(sizeof *s);

    s->backend = p->backend;
    s->set = p->backend->set(p->file, text, &s->size);
    return s;
}

void set_free(struct set *s)
{
    if (s == NULL)
        return;
    s->backend->drop(s->set);
    free(s);
}

int set_width(const struct set *s)
{
    return s->size.width;
}

int set_height(const struct set *s)
{
    return s->size.height;
}

size_t set_lines(const struct set *s)
{
    return s->size.lines;
}

int set_bottom(const struct set *s, size_t line)
{
    return s->backend->bottom(s->set, line);
}

void press_put_lines(struct press *p, const struct set *s, int x, int y,
                     size_t from, size_t to)
{
    p->backend->put(p->file, s->set, x, y, from, to);
}

void press_put(struct press *p, const struct set *s, int x, int y)
{
    press_put_lines(p, s, x, y, 0, s->size.lines);
}

/* --- drawings ----------------------------------------------------------- */

void press_draw(struct press *p, const struct drawing *d, int x, int y,
                int permille)
{
    p->backend->draw(p->file, d, x, y, permille);
}

static int append(void *arg, const char *bytes, size_t n)
{
    str_put(arg, (struct slice){bytes, n});
    return 0;
}

int drawing_png(struct str *out, const struct drawing *d, int dpi,
                struct err *err)
{
    const struct press_backend *found = backend(err);

    if (found == NULL)
        return -1;
    if (found->png(d, dpi, append, out) < 0)
        return err_set(err, ERR_IO, "Cairo can't draw that as a PNG.");
    return 0;
}
