/* note.h - a note: one leaf block with clozes, and all that its cards show
 * around it.
 *
 *   path      File › Heading › Subheading
 *   lead-in   the blocks directly before the list, for its first item
 *   ancestors the items above, outermost first
 *   table     the header row and the row, when the leaf is a table cell
 *   leaf      the block itself
 *   extra     blocks that only the answer shows; none in notes of files
 *
 * Notes are found in a document by outline.h and borrow from it. note_pack
 * turns one into bytes that the deck keeps, note_unpack brings it back into
 * an arena: drawing a card parses no Markdown. */
#ifndef NOTE_NOTE_H
#define NOTE_NOTE_H

#include "base/err.h"
#include "base/str.h"
#include "note/doc.h"

/* What happens to the other clozes of the block on a card's question side. */
enum note_others {
    OTHERS_SHOW,  /* they are plain text */
    OTHERS_LATER, /* `others: hide`: those after this one are hidden */
    OTHERS_ALL,   /* `others: hide-all`: all are hidden */
};

struct note {
    const struct block *leaf;
    const struct block *const *path;   /* headings, outermost first; leaves */
    const struct block *const *leadin; /* blocks of any kind */
    const struct block *const *ancestors; /* leaves: each item's first */
    const struct block *const *extra;     /* blocks of any kind */
    size_t npath, nleadin, nancestors, nextra;
    const struct block *header, *row; /* of a table cell, else NULL; the same
                                       * when the cell is in the header */
    const struct block *table;        /* likewise; unpacked, it holds only
                                       * these two */
    enum note_others others;
    uint32_t ncards; /* leaf->ncards */
};

enum {
    NOTE_PATH_MAX = 6, /* headings, one a level */
    NOTE_LEADIN_MAX = 256, /* of extra too */
    NOTE_ANCESTORS_MAX = 64,
    NOTE_PACKED_MAX = 4 << 20, /* bytes */
};

/* Appends the note as bytes: version, path, lead-in, ancestors, extra, leaf.
 * The same note gives the same bytes wherever it stands in its file. */
void note_pack(struct str *out, const struct note *note);

/* Brings a packed note back; everything is allocated from `arena`, the bytes
 * may go. They may be a stranger's: -1 (ERR_UNSAFE) unless they are exactly
 * one note that passes doc_ok and keeps the limits above. */
int note_unpack(struct note *out, struct slice bytes, struct arena *arena,
                struct err *err);

/* Appends the answer of card `card` (0 <= card < ncards) as plain text:
 * several spans are joined by ", ". */
void note_answer(struct str *out, const struct note *note, uint32_t card);

/* Appends the leaf as one line of plain text with the card's answers as
 * [...] and the others shown: what lists, search results and matching use. */
void note_masked(struct str *out, const struct note *note, uint32_t card);

#endif
