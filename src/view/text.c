#include "view/text.h"

#include "note/file.h"
#include "view/block.h"

void text_draw(struct lines *out, struct slice markdown)
{
    static const struct note_options options = {.root = ""};
    struct brush brush = {.role = ROLE_PLAIN};
    struct diags diags = {0};
    struct note_file file;

    if (note_file_read(&file, markdown, SLICE("problem"), NULL, &options,
                       &diags) < 0) {
        lines_text(out, style_of(ROLE_PLAIN), markdown);
        lines_end(out);
        diags_release(&diags);
        return;
    }
    for (const struct block *b = file.doc.root->first; b != NULL;
         b = b->next) {
        brush_block(out, &brush, b);
        if (b->next != NULL)
            lines_blank(out);
    }
    note_file_release(&file);
    diags_release(&diags);
}
