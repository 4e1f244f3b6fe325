#include "publish/prose.h"

#include "note/file.h"

enum { FIGURE_COLUMNS = 76 };

void prose_read(struct doc *out, struct slice markdown)
{
    static const struct note_options options = {.root = ""};
    struct diags diags = {0};
    struct note_file file = {0};

    *out = (struct doc){0};
    if (note_file_read(&file, markdown, SLICE("text"), NULL, &options,
                       &diags) == 0) {
        doc_swap(out, &file.doc);
        note_file_release(&file);
    } else {
        out->root = doc_add(&out->arena, NULL, BLOCK_ROOT);
        doc_add(&out->arena, out->root, BLOCK_PARAGRAPH)->text =
            arena_copy(&out->arena, markdown);
    }
    diags_release(&diags);
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
