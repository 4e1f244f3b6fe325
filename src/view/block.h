/* block.h - blocks of a document as lines; the workshop behind card.h. */
#ifndef VIEW_BLOCK_H
#define VIEW_BLOCK_H

#include "view/image.h"
#include "view/lines.h"
#include "note/mask.h"

/* How blocks are drawn: through which mask (NULL: nothing hidden), as what
 * (ROLE_PLAIN, ROLE_DIM for context), with pictures or without (NULL). */
struct brush {
    const struct mask *mask;
    enum role role;
    struct pictures *pictures;
};

/* The text of a leaf into the paragraph at hand, which is not ended. */
void brush_text(struct lines *out, const struct brush *brush,
                const struct block *leaf);

/* The pictures of a leaf that can be shown, below each other. */
void brush_pictures(struct lines *out, const struct brush *brush,
                    const struct block *leaf);

/* A block with all that is below it. */
void brush_block(struct lines *out, const struct brush *brush,
                 const struct block *block);

/* Rows of a table, side by side in `rows`, the first a header. */
void brush_table(struct lines *out, const struct brush *brush,
                 const struct block *const *rows, size_t nrows, bool header);

#endif
