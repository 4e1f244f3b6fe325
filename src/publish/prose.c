#include "publish/prose.h"

enum { FIGURE_COLUMNS = 76 };

void prose_piece(struct str *out, const struct piece *piece)
{
    uint32_t style = piece->run != NULL ? piece->run->style : 0;
    const char *dollars = !(style & RUN_MATH)   ? ""
                          : style & RUN_DISPLAY ? "$$"
                                                : "$";

    if (style & RUN_IMAGE)
        str_puts(out, piece->text.len > 0 ? "[image: " : "[image");
    str_puts(out, dollars);
    str_put(out, piece->text);
    str_puts(out, dollars);
    str_puts(out, style & RUN_IMAGE ? "]" : "");
}

bool prose_is_code(const struct piece *piece)
{
    return piece->run != NULL &&
           (piece->run->style & (RUN_CODE | RUN_MATH | RUN_HTML)) != 0;
}

void figure_drawn(struct str *out, const struct figure *figure, bool ascii)
{
    struct arena arena = {0};
    struct lines lines = lines_new(&arena, FIGURE_COLUMNS);

    figure_draw(&lines, figure, ascii);
    lines_print(out, &lines, DEPTH_NONE);
    lines_release(&lines);
    arena_release(&arena);
}
