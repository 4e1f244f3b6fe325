#include "view/image.h"

#include "text/unicode.h"
#include "view/image_backend.h"
#include "view/object.h"

enum { IMAGE_COLUMNS_MAX = 100 };

/* A picture that was asked for at one size; n == 0 when it can't be shown. */
struct picture {
    struct picture *next;
    struct slice target;
    int columns, rows; /* asked for */
    struct line *lines;
    size_t n;
};

void pictures_release(struct pictures *p)
{
    p->drawn = NULL;
    arena_release(&p->arena);
}

/* --- the back end ------------------------------------------------------ */

/* Opened once. */
static image_backend *backend(struct pictures *p)
{
    image_backend *found = NULL;

    if (!p->tried) {
        p->tried = true;
        p->backend = object_symbol(
            p->object != NULL ? p->object : "pagein-image.so",
            IMAGE_BACKEND_NAME);
    }
    *(void **)&found = p->backend; /* as POSIX has it */
    return found;
}

/* --- from cells to lines ----------------------------------------------- */

struct canvas {
    struct pictures *p;
    struct lines lines;
    struct span *row; /* the cells of the row at hand */
    int at;           /* its number, or -1 */
    size_t n;
};

static void end_row(struct canvas *c)
{
    if (c->n > 0)
        lines_put_spans(&c->lines, c->row, c->n);
    c->n = 0;
}

static void put_cell(void *arg, int row, int column, uint32_t code,
                     uint32_t ink, uint32_t paper)
{
    struct canvas *c = arg;
    struct style style = {.role = ROLE_PICTURE, .ink = ink, .paper = paper};
    struct str text = STR_EMPTY;

    if (row != c->at)
        end_row(c);
    c->at = row;
    if (column >= c->lines.width || (int)c->n >= c->lines.width)
        return;
    utf8_put(&text, code < ' ' ? ' ' : code);
    c->row[c->n++] =
        (struct span){arena_copy(&c->p->arena, str_slice(&text)), style};
    str_release(&text);
}

static void draw(struct pictures *p, struct picture *picture)
{
    struct canvas canvas = {
        .p = p, .lines = lines_new(&p->arena, picture->columns), .at = -1};
    struct str bytes = STR_EMPTY;
    image_backend *call = backend(p);
    struct image_request request;

    canvas.row = arena_new_array(&p->arena, (size_t)picture->columns,
                                 sizeof *canvas.row);
    if (call == NULL || p->read(p->arg, picture->target, &bytes) < 0)
        goto done;
    request = (struct image_request){
        .bytes = (const unsigned char *)bytes.at,
        .len = bytes.len,
        .pixels_max = IMAGE_PIXELS_MAX,
        .columns = picture->columns,
        .rows = picture->rows,
    };
    if (call(&request, put_cell, &canvas) < 0)
        goto done;
    end_row(&canvas);
    picture->lines = canvas.lines.at;
    picture->n = canvas.lines.n;
done:
    str_release(&bytes);
    lines_release(&canvas.lines);
}

static struct picture *find(struct pictures *p, struct slice target,
                            int columns)
{
    struct picture *picture;

    for (picture = p->drawn; picture != NULL; picture = picture->next)
        if (slice_eq(picture->target, target) &&
            picture->columns == columns && picture->rows == p->rows)
            return picture;
    picture = arena_new(&p->arena, sizeof *picture);
    *picture = (struct picture){.next = p->drawn,
                                .target = arena_copy(&p->arena, target),
                                .columns = columns,
                                .rows = p->rows};
    p->drawn = picture;
    draw(p, picture);
    return picture;
}

bool picture_draw(struct lines *out, struct pictures *p, struct slice target)
{
    int columns = lines_room(out);
    const struct picture *picture;

    p->asked++;
    if (p->depth < DEPTH_256 || p->rows < 1 || p->read == NULL)
        return false;
    columns = columns < IMAGE_COLUMNS_MAX ? columns : IMAGE_COLUMNS_MAX;
    picture = find(p, target, columns);
    for (size_t i = 0; i < picture->n; i++)
        lines_put_spans(out, picture->lines[i].spans,
                        picture->lines[i].nspans);
    return picture->n > 0;
}
