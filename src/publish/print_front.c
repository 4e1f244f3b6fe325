/* The measures of a sheet, and what stands on top of the first one. */
#include "publish/asking.h"
#include "publish/print_inside.h"

enum { EDGE = 54 * POINT, HEAD = 62 * POINT, FOOT = 58 * POINT };

struct sheet_size sheet_size_of(const struct exam *exam)
{
    bool letter = strcmp(exam->page, "letter") == 0;
    struct sheet_size s = {
        .width = letter ? 61200 : 59528, /* 8.5 by 11 inches; A4 */
        .height = letter ? 79200 : 84189,
        .left = EDGE,
        .top = HEAD,
        .text = (exam->large ? 18 : 10) * POINT,
    };

    s.column = s.width - 2 * EDGE;
    s.body = s.height - HEAD - FOOT;
    return s;
}

struct flow flow_of(const struct sheet_size *size, struct press *press,
                    struct arena *arena)
{
    return (struct flow){.press = press,
                         .arena = arena,
                         .size = size->text,
                         .width = size->column,
                         .tallest = size->body};
}

/* One or two capital letters are a form's name, all else is somebody's. */
void form_label(struct str *out, const struct form *form)
{
    size_t n = strlen(form->name);
    bool letter = n >= 1 && n <= 2 && form->room[0] == '\0';

    for (size_t i = 0; i < n; i++)
        letter = letter && form->name[i] >= 'A' && form->name[i] <= 'Z';
    str_puts(out, letter ? "Form " : "");
    str_puts(out, form->name);
}

static void put_title(struct flow *f, const struct exam *exam,
                      enum sheet sheet)
{
    struct ink ink = {.text = STR_EMPTY};
    struct press_text text;

    ink_puts(&ink, PRESS_STRONG, exam->title);
    ink_puts(&ink, PRESS_STRONG, sheet == SHEET_KEY ? ": key" : "");
    text = ink_text(&ink, f);
    text.size = f->size * 15 / 10;
    flow_text(f, 0, &text);
    ink_release(&ink);
}

/* "Form A   Room 2.014   100 points   75 minutes" */
static void put_facts(struct flow *f, const struct exam *exam,
                      const struct form *form)
{
    unsigned minutes = form->minutes > 0 ? form->minutes : exam->minutes;
    struct str text = STR_EMPTY;
    struct ink ink = {.text = STR_EMPTY};
    struct press_text said;

    form_label(&text, form);
    ink_put(&ink, PRESS_STRONG, str_slice(&text));
    if (form->room[0] != '\0') {
        ink_puts(&ink, 0, "     Room ");
        ink_puts(&ink, 0, form->room);
    }
    str_clear(&text);
    str_puts(&text, "     ");
    points_say(&text, exam->points);
    if (minutes > 0)
        str_printf(&text, "     %u minutes", minutes);
    ink_put(&ink, 0, str_slice(&text));
    said = ink_text(&ink, f);
    flow_text(f, f->size * 6 / 10, &said);
    str_release(&text);
    ink_release(&ink);
}

/* A line to write the name on. */
static void put_name(struct flow *f)
{
    struct slab *slab = flow_slab(f, f->size);
    struct press_text text = {.text = SLICE("Name"), .size = f->size};
    int height = slab_text(f, slab, 0, f->size / 2, &text);

    draw_line(slab_lines(f, slab), f->size * 4, f->size / 2 + height,
              f->width * 6 / 10, 0);
}

void print_front(struct flow *f, const struct exam *exam,
                 const struct form *form, enum sheet sheet)
{
    put_title(f, exam, sheet);
    put_facts(f, exam, form);
    if (sheet == SHEET_KEY) {
        flow_say(f, f->size / 2, PRESS_DIM, KEY_PROMISE);
        return;
    }
    put_name(f);
    flow_doc(f, f->size, exam->instructions);
}
