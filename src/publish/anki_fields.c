#include "publish/anki_fields.h"

#include "note/mask.h"
#include "publish/rich.h"
#include "text/unicode.h"

/* A note on its way; the masks are made when a cloze around it asks. */
struct writing {
    const struct export_note *note;
    struct anki_media *media;
    struct mask *masks; /* [ncards], or NULL */
    struct arena arena;
};

/* --- clozes ------------------------------------------------------------- */

static struct rich_cloze own_cloze(const struct writing *w,
                                   const struct cloze *cloze)
{
    for (size_t i = 0; i < w->note->ncards; i++)
        if (w->note->cards[i].index == cloze->card)
            return w->note->cards[i].ord <= ANKI_ORD_MAX
                       ? (struct rich_cloze){RICH_ANKI, w->note->cards[i].ord}
                       : (struct rich_cloze){RICH_PLAIN, 0};
    return (struct rich_cloze){RICH_PLAIN, 0};
}

static void make_masks(struct writing *w)
{
    w->masks = arena_new_array(&w->arena, w->note->ncards, sizeof *w->masks);
    for (size_t i = 0; i < w->note->ncards; i++)
        w->masks[i] = mask_of(&w->note->note, w->note->cards[i].index, false,
                              &w->arena);
}

static bool gives_away(struct writing *w, struct slice text)
{
    if (w->masks == NULL)
        make_masks(w);
    for (size_t i = 0; i < w->note->ncards; i++)
        if (mask_gives_away(&w->masks[i], text))
            return true;
    return false;
}

static struct rich_cloze cloze_of(const struct block *leaf,
                                  const struct cloze *cloze, void *arg)
{
    struct writing *w = arg;

    if (leaf == w->note->note.leaf)
        return own_cloze(w, cloze);
    return (struct rich_cloze){
        gives_away(w, slice_sub(leaf->text, cloze->at, cloze->len))
            ? RICH_HIDDEN
            : RICH_PLAIN,
        0};
}

static bool picture_of(struct str *out, struct slice target, void *arg)
{
    struct writing *w = arg;

    return anki_media_name(w->media, w->note->file, target, out);
}

/* --- what stands around ------------------------------------------------- */

/* A heading that is the note itself is no part of its path. */
static bool is_own(const struct note *note, const struct block *heading)
{
    const struct block *own = note->leaf;

    return own->kind == BLOCK_HEADING && heading->level == own->level &&
           heading->nclozes == own->nclozes &&
           slice_eq(heading->text, own->text);
}

static void put_path(struct rich *r, const struct export_note *note)
{
    rich_text(r, note->path);
    for (size_t i = 0; i < note->note.npath; i++) {
        if (is_own(&note->note, note->note.path[i]))
            continue;
        if (i > 0 || note->path.len > 0)
            str_puts(r->out, " › ");
        rich_leaf(r, note->note.path[i]);
    }
}

static void open_level(struct rich *r, size_t level)
{
    str_printf(r->out, "<div class=\"d%zu\">",
               level < ANKI_OUTLINE_MAX ? level : (size_t)ANKI_OUTLINE_MAX);
}

/* An item's own text stands on its line; a block that it begins with instead
 * (code, a table) below the bullet. */
static void put_item(struct rich *r, const struct block *block)
{
    if (block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_HEADING)
        rich_leaf(r, block);
    else
        rich_block(r, block);
}

static void put_context(struct rich *r, const struct note *note)
{
    for (size_t i = 0; i < note->nleadin; i++)
        rich_block(r, note->leadin[i]);
    for (size_t i = 0; i < note->nancestors; i++) {
        open_level(r, i);
        put_item(r, note->ancestors[i]);
        str_puts(r->out, "</div>");
    }
}

/* --- the note itself ---------------------------------------------------- */

static void put_rows(struct rich *r, const struct note *note)
{
    str_puts(r->out, "<table>");
    if (note->header != NULL && note->header != note->row)
        rich_block(r, note->header);
    rich_block(r, note->row);
    str_puts(r->out, "</table>");
}

static void put_own(struct rich *r, const struct note *note)
{
    static const char *const open[] = {
        [OTHERS_SHOW] = "",
        [OTHERS_LATER] = "<div class=\"later\">",
        [OTHERS_ALL] = "<div class=\"all\">",
    };
    bool heading = note->leaf->kind == BLOCK_HEADING;

    str_puts(r->out, open[note->others]);
    if (note->nancestors > 0)
        open_level(r, note->nancestors);
    else if (heading)
        str_puts(r->out, "<div class=\"h\">");
    if (note->row != NULL)
        put_rows(r, note);
    else
        put_item(r, note->leaf);
    if (note->nancestors > 0 || heading)
        str_puts(r->out, "</div>");
    if (note->others != OTHERS_SHOW)
        str_puts(r->out, "</div>");
}

static void put_extra(struct rich *r, const struct note *note)
{
    for (size_t i = 0; i < note->nextra; i++)
        rich_block(r, note->extra[i]);
}

void anki_cloze_fields(struct str *out, const struct export_note *note,
                       struct anki_media *media)
{
    struct writing w = {.note = note, .media = media};
    struct str html = STR_EMPTY;
    struct rich r = {
        .out = &html,
        .math = RICH_MATHJAX,
        .anki = true,
        .cloze = cloze_of,
        .image = picture_of,
        .cover = note->note.others != OTHERS_SHOW,
        .arg = &w,
    };

    put_own(&r, &note->note);
    str_putc(&html, 0x1f);
    put_context(&r, &note->note);
    str_putc(&html, 0x1f);
    put_extra(&r, &note->note);
    str_putc(&html, 0x1f);
    put_path(&r, note);
    text_nfc(out, str_slice(&html));
    for (size_t i = 0; w.masks != NULL && i < note->ncards; i++)
        mask_release(&w.masks[i]);
    arena_release(&w.arena);
    str_release(&html);
}
