#include "publish/prose.h"

enum { FIGURE_COLUMNS = 76 };

void figure_drawn(struct str *out, const struct figure *figure, bool ascii)
{
    struct arena arena = {0};
    struct lines lines = lines_new(&arena, FIGURE_COLUMNS);

    figure_draw(&lines, figure, ascii);
    lines_print(out, &lines, DEPTH_NONE);
    lines_release(&lines);
    arena_release(&arena);
}
