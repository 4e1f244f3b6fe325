#include "publish/notes_html.h"

#include <stdlib.h>

#include "base/mem.h"
#include "deck/export.h"
#include "publish/page.h"
#include "publish/rich.h"
#include "sys/base64.h"
#include "sys/hash.h"

enum { DEPTH_MAX = NOTE_ANCESTORS_MAX + 1, HEADING_MAX = 6 };

/* The page so far. Blocks are known by a hash of what they say: those of the
 * note before are gone by now. */
struct writing {
    struct rich rich;
    struct deck *deck;
    const struct notes_options *options;
    struct notes_report *report;
    struct str path; /* of the file that it is in */
    uint64_t heading[NOTE_PATH_MAX];
    size_t nheadings;
    uint64_t open[DEPTH_MAX]; /* items of the outline that are open */
    size_t nopen, nlists;     /* of lists: as many, or one more */
    uint64_t leadin;          /* that was put last */
    uint64_t header, row;     /* of the table that is open; 0: none */
    int64_t file;             /* of the note at hand */
    struct err *err;
    bool failed;
};

static const char style[] =
    "mark{background:none;color:inherit;font-weight:bold;"
    "border-bottom:2px solid var(--rule)}\n"
    ".blank{display:inline-block;min-width:6em;text-align:center;"
    "color:var(--dim);border-bottom:1px solid var(--ink)}\n"
    "img{max-width:100%;height:auto;background:#fff}\n"
    "li{margin:.25em 0}\n"
    ".notes{padding-left:1.2em}\n"
    "h2,h3{margin-top:1.5em}\n"
    ".path{font-family:\"DejaVu Sans Mono\",Menlo,Consolas,monospace}\n"
    "@media print{li{break-inside:auto}.notes>li{break-inside:avoid-page}}\n";

/* --- what is the same --------------------------------------------------- */

static void put_words(struct str *out, const struct block *block)
{
    str_printf(out, "%d %zu ", (int)block->kind, block->text.len);
    str_put(out, block->text);
    for (const struct block *b = block->first; b != NULL; b = b->next)
        put_words(out, b);
}

/* Of some blocks with all that is below them. */
static uint64_t hash_blocks(const struct block *const *blocks, size_t n)
{
    struct str words = STR_EMPTY;
    struct hash h;

    for (size_t i = 0; i < n; i++)
        put_words(&words, blocks[i]);
    h = hash_of(str_slice(&words));
    str_release(&words);
    return hash_u64(&h) | 1; /* 0 is none */
}

static uint64_t hash_block(const struct block *block)
{
    return hash_blocks(&block, 1);
}

/* --- pictures ----------------------------------------------------------- */

/* What a browser calls it, told by its first bytes; NULL for what is none. */
static const char *picture_type(struct slice bytes)
{
    static const struct {
        const char *begins, *type;
        size_t n, at;
    } rows[] = {
        {"\x89PNG\r\n\x1a\n", "image/png", 8, 0},
        {"\xff\xd8\xff", "image/jpeg", 3, 0},
        {"GIF8", "image/gif", 4, 0},
        {"WEBP", "image/webp", 4, 8},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (slice_eq(slice_sub(bytes, rows[i].at, rows[i].n),
                     (struct slice){rows[i].begins, rows[i].n}))
            return rows[i].type;
    return NULL;
}

/* The picture itself, as an address. */
static bool put_picture(struct str *out, struct slice target, void *arg)
{
    struct writing *w = arg;
    struct str bytes = STR_EMPTY;
    const char *type = NULL;
    int found = deck_export_image(w->deck, w->file, target, &bytes, w->err);

    if (found < 0)
        w->failed = true;
    if (found > 0)
        type = picture_type(str_slice(&bytes));
    if (type != NULL) {
        str_printf(out, "data:%s;base64,", type);
        base64_put(out, str_slice(&bytes));
        w->report->pictures++;
    } else {
        w->report->missing++;
    }
    str_release(&bytes);
    return type != NULL;
}

static struct rich_cloze cloze_of(const struct block *leaf,
                                  const struct cloze *cloze, void *arg)
{
    const struct writing *w = arg;

    (void)leaf;
    (void)cloze;
    return (struct rich_cloze){w->options->blanks ? RICH_BLANK : RICH_ANSWER,
                               0};
}

/* --- the outline -------------------------------------------------------- */

static void end_table(struct writing *w)
{
    if (w->header != 0)
        str_puts(w->rich.out, "</tbody></table>\n");
    w->header = w->row = 0;
}

/* A list whose last item has ended. */
static void end_list(struct writing *w)
{
    if (w->nlists > w->nopen) {
        str_puts(w->rich.out, "</ul>\n");
        w->nlists--;
    }
}

/* Ends items until so many are open. The list of the last one that ended
 * stays, for an item behind it. */
static void end_items(struct writing *w, size_t depth)
{
    end_table(w);
    while (w->nopen > depth) {
        end_list(w);
        str_puts(w->rich.out, "</li>\n");
        w->nopen--;
    }
}

static void end_lists(struct writing *w)
{
    end_items(w, 0);
    end_list(w);
}

/* Opens an item behind the one that was open at this depth, or below. */
static void begin_item(struct writing *w, const struct block *block)
{
    if (w->nlists == w->nopen) {
        str_puts(w->rich.out,
                 w->nlists == 0 ? "<ul class=\"notes\">" : "<ul>");
        w->nlists++;
    }
    str_puts(w->rich.out, "<li>");
    w->open[w->nopen++] = hash_block(block);
    if (block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_CELL) {
        rich_leaf(&w->rich, block);
    } else if (block->kind == BLOCK_HEADING) {
        str_puts(w->rich.out, "<strong>");
        rich_leaf(&w->rich, block);
        str_puts(w->rich.out, "</strong>");
    } else {
        rich_block(&w->rich, block);
    }
    str_putc(w->rich.out, '\n');
}

static size_t shared_items(const struct writing *w, const struct note *note)
{
    size_t n = 0;

    while (n < note->nancestors && n < w->nopen &&
           w->open[n] == hash_block(note->ancestors[n]))
        n++;
    return n;
}

/* What stands right before the list, with its first item. */
static void put_leadin(struct writing *w, const struct note *note)
{
    uint64_t hash = hash_blocks(note->leadin, note->nleadin);

    if (note->nleadin == 0 || hash == w->leadin)
        return;
    end_lists(w);
    for (size_t i = 0; i < note->nleadin; i++)
        rich_block(&w->rich, note->leadin[i]);
    str_putc(w->rich.out, '\n');
    w->leadin = hash;
}

static void put_row(struct writing *w, const struct note *note)
{
    const struct block *header = note->header;
    uint64_t hash = header != NULL ? hash_block(header) : 1;

    if (hash != w->header) {
        end_table(w);
        end_list(w);
        str_puts(w->rich.out, "<table>");
        if (header != NULL) {
            str_puts(w->rich.out, "<thead>");
            rich_block(&w->rich, header);
            str_puts(w->rich.out, "</thead>");
        }
        str_puts(w->rich.out, "<tbody>\n");
        w->header = hash;
    }
    hash = hash_block(note->row);
    if (hash == w->row || note->row == header)
        return;
    rich_block(&w->rich, note->row);
    str_putc(w->rich.out, '\n');
    w->row = hash;
}

static void put_note(struct writing *w, const struct note *note)
{
    size_t shared;

    put_leadin(w, note);
    shared = shared_items(w, note);
    if (note->row == NULL || shared < w->nopen)
        end_items(w, shared);
    for (size_t i = shared; i < note->nancestors; i++)
        begin_item(w, note->ancestors[i]);
    if (note->row != NULL)
        put_row(w, note);
    else
        begin_item(w, note->leaf);
    for (size_t i = 0; i < note->nextra; i++)
        rich_block(&w->rich, note->extra[i]);
}

/* --- headings ----------------------------------------------------------- */

/* A heading that is the note itself is no part of its path. */
static bool is_own(const struct note *note, const struct block *heading)
{
    return note->leaf->kind == BLOCK_HEADING &&
           hash_block(note->leaf) == hash_block(heading);
}

static void put_heading(struct writing *w, size_t depth,
                        const struct block *heading)
{
    size_t level = depth + 3 < HEADING_MAX ? depth + 3 : HEADING_MAX;

    str_printf(w->rich.out, "<h%zu>", level);
    rich_leaf(&w->rich, heading);
    str_printf(w->rich.out, "</h%zu>\n", level);
}

static void put_path(struct writing *w, const struct export_note *note)
{
    const struct note *n = &note->note;
    size_t shared = 0;

    if (!slice_eq(str_slice(&w->path), note->path)) {
        end_lists(w);
        str_clear(&w->path);
        str_put(&w->path, note->path);
        str_puts(w->rich.out, "<h2 class=\"path\">");
        rich_text(&w->rich, note->path);
        str_puts(w->rich.out, "</h2>\n");
        w->nheadings = 0;
        w->leadin = 0;
    }
    while (shared < n->npath && shared < w->nheadings &&
           w->heading[shared] == hash_block(n->path[shared]))
        shared++;
    if (shared == n->npath && shared == w->nheadings)
        return;
    end_lists(w);
    w->leadin = 0;
    for (size_t i = shared; i < n->npath; i++) {
        w->heading[i] = hash_block(n->path[i]);
        if (!is_own(n, n->path[i]))
            put_heading(w, i, n->path[i]);
    }
    w->nheadings = n->npath;
}

/* --- the page ----------------------------------------------------------- */

static int take(const struct export_note *note, void *arg, struct err *err)
{
    struct writing *w = arg;

    w->file = note->file;
    w->err = err;
    put_path(w, note);
    put_note(w, &note->note);
    w->report->notes++;
    return w->failed ? -1 : 0;
}

int notes_html(struct str *out, struct deck *deck,
               const struct notes_options *options,
               struct notes_report *report, struct err *err)
{
    struct writing *w = mem_new(sizeof *w);
    struct page page = {.title = options->title,
                        .style = style,
                        .paper = "a4",
                        .large = options->large,
                        .pictures = true};
    int rc;

    *report = (struct notes_report){0};
    w->rich = (struct rich){.out = out,
                            .classes = true,
                            .heading = 2,
                            .cloze = cloze_of,
                            .image = put_picture,
                            .arg = w};
    w->deck = deck;
    w->options = options;
    w->report = report;
    w->path = STR_EMPTY;
    page_begin(out, &page);
    str_puts(out, "<main>\n<h1>");
    rich_escape(out, options->title);
    str_puts(out, "</h1>\n");
    rc = deck_export(deck, take, w, err);
    end_lists(w);
    if (report->notes == 0)
        str_puts(out, "<p>There are no notes in this deck.</p>\n");
    str_puts(out, "</main>\n");
    page_end(out);
    str_release(&w->path);
    free(w);
    return rc < 0 ? -1 : 0;
}
