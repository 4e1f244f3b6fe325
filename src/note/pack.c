/* A note as bytes. All numbers are varints (7 bits a byte, low bits first),
 * strings have their length in front:
 *
 *   version, others,
 *   n, path headings · n, lead-in blocks · n, ancestors · tail
 *   and between ancestors and tail, in version 2:  n, extra blocks
 *   tail   0, leaf | 1, header row, row, index of the cell
 *          | 2, row (which is the header), index of the cell
 *   block  kind + 16 * flags, what this kind has, then its text, runs and
 *          clozes, or its children
 */
#include "base/mem.h"
#include "note/note.h"

/* Most notes have nothing extra and stay readable by older programs. */
enum { VERSION = 1, VERSION_EXTRA = 2, DEPTH_MAX = 8 };

enum { FLAG_ORDERED = 1, FLAG_HEADER = 2, FLAG_OPEN = 4, FLAG_DONE = 8 };

/* --- out ---------------------------------------------------------------- */

static void put_number(struct str *out, uint64_t n)
{
    char *at = str_reserve(out, 10);

    for (; n >= 0x80; n >>= 7)
        *at++ = (char)(n | 0x80);
    *at++ = (char)n;
    *at = '\0';
    out->len = (size_t)(at - out->at);
}

static void put_text(struct str *out, struct slice text)
{
    put_number(out, text.len);
    str_put(out, text);
}

static bool has_target(uint32_t style)
{
    return (style & (RUN_LINK | RUN_IMAGE)) != 0;
}

static void put_leaf(struct str *out, const struct block *b)
{
    uint32_t at = 0;

    put_text(out, b->text);
    put_text(out, b->id);
    put_number(out, b->nruns);
    for (uint32_t i = 0; i < b->nruns; i++) {
        const struct run *r = &b->runs[i];

        put_number(out, r->at - at);
        put_number(out, r->len);
        put_number(out, r->style);
        if (has_target(r->style))
            put_text(out, r->target);
        at = r->at + r->len;
    }
    put_number(out, b->nclozes);
    at = 0;
    for (uint32_t i = 0; i < b->nclozes; i++) {
        const struct cloze *c = &b->clozes[i];

        put_number(out, c->at - at);
        put_number(out, c->len);
        put_number(out, c->number);
        put_text(out, c->hint);
        at = c->at;
    }
}

static unsigned flags(const struct block *b)
{
    return (b->ordered ? FLAG_ORDERED : 0u) | (b->header ? FLAG_HEADER : 0u) |
           (b->task == TASK_OPEN ? FLAG_OPEN : 0u) |
           (b->task == TASK_DONE ? FLAG_DONE : 0u);
}

static void put_block(struct str *out, const struct block *b)
{
    size_t n = 0;

    put_number(out, (unsigned)b->kind + 16 * flags(b));
    if (b->kind == BLOCK_HEADING)
        put_number(out, b->level);
    if (b->kind == BLOCK_LIST)
        put_number(out, b->start);
    if (b->kind == BLOCK_CELL)
        put_number(out, b->align);
    if (b->kind == BLOCK_CODE)
        put_text(out, b->info);
    if (block_is_leaf(b)) {
        put_leaf(out, b);
        return;
    }
    for (const struct block *c = b->first; c != NULL; c = c->next)
        n++;
    put_number(out, n);
    for (const struct block *c = b->first; c != NULL; c = c->next)
        put_block(out, c);
}

static void put_blocks(struct str *out, const struct block *const *at,
                       size_t n)
{
    put_number(out, n);
    for (size_t i = 0; i < n; i++)
        put_block(out, at[i]);
}

static void put_cell(struct str *out, const struct note *note)
{
    size_t index = 0;

    put_number(out, note->header == note->row ? 2 : 1);
    if (note->header != note->row)
        put_block(out, note->header);
    put_block(out, note->row);
    for (const struct block *c = note->row->first; c != note->leaf;
         c = c->next)
        index++;
    put_number(out, index);
}

void note_pack(struct str *out, const struct note *note)
{
    put_number(out, note->nextra > 0 ? VERSION_EXTRA : VERSION);
    put_number(out, note->others);
    put_blocks(out, note->path, note->npath);
    put_blocks(out, note->leadin, note->nleadin);
    put_blocks(out, note->ancestors, note->nancestors);
    if (note->nextra > 0)
        put_blocks(out, note->extra, note->nextra);
    if (note->table != NULL) {
        put_cell(out, note);
    } else {
        put_number(out, 0);
        put_block(out, note->leaf);
    }
}

/* --- in ----------------------------------------------------------------- */

/* What is left to read. Once something is wrong `bad` stays set, everything
 * further reads as 0 or empty, and the caller finds out at the end. */
struct in {
    struct slice rest;
    bool bad;
    struct arena *arena;
};

static uint32_t get_number(struct in *in)
{
    uint64_t n = 0;
    unsigned shift = 0;
    unsigned char byte = 0x80;

    while ((byte & 0x80) != 0 && in->rest.len > 0 && shift < 35) {
        byte = (unsigned char)in->rest.at[0];
        in->rest = slice_skip(in->rest, 1);
        n |= (uint64_t)(byte & 0x7f) << shift;
        shift += 7;
    }
    if ((byte & 0x80) != 0 || n > UINT32_MAX)
        in->bad = true;
    return in->bad ? 0 : (uint32_t)n;
}

/* A number that may not exceed `max`. */
static uint32_t get_up_to(struct in *in, uint32_t max)
{
    uint32_t n = get_number(in);

    if (n > max)
        in->bad = true;
    return in->bad ? 0 : n;
}

/* How many things of at least `least` bytes each follow. */
static uint32_t get_count(struct in *in, uint32_t least)
{
    uint32_t n = get_number(in);

    if (n > in->rest.len / least)
        in->bad = true;
    return in->bad ? 0 : n;
}

static struct slice get_text(struct in *in)
{
    uint32_t len = get_count(in, 1);
    struct slice text = {in->rest.at, len};

    in->rest = slice_skip(in->rest, len);
    return len > 0 ? arena_copy(in->arena, text) : (struct slice){0};
}

static void get_runs(struct in *in, struct block *b)
{
    uint32_t at = 0;

    b->nruns = get_count(in, 3);
    b->runs = arena_new_array(in->arena, b->nruns, sizeof *b->runs);
    for (uint32_t i = 0; i < b->nruns; i++) {
        struct run *r = &b->runs[i];

        r->at = at + get_up_to(in, (uint32_t)b->text.len - at);
        r->len = get_up_to(in, (uint32_t)b->text.len - r->at);
        r->style = get_up_to(in, RUN_ALL);
        if (has_target(r->style))
            r->target = get_text(in);
        at = r->at + r->len;
    }
}

static void get_clozes(struct in *in, struct block *b)
{
    uint32_t at = 0;

    b->nclozes = get_count(in, 4);
    b->clozes = arena_new_array(in->arena, b->nclozes, sizeof *b->clozes);
    for (uint32_t i = 0; i < b->nclozes; i++) {
        struct cloze *c = &b->clozes[i];

        c->at = at + get_up_to(in, (uint32_t)b->text.len - at);
        c->len = get_up_to(in, (uint32_t)b->text.len - c->at);
        c->number = get_up_to(in, CLOZE_NUMBER_MAX);
        c->hint = get_text(in);
        at = c->at;
    }
    block_deal_cards(b);
}

static struct block *get_block(struct in *in, struct block *parent, int depth)
{
    uint32_t head = get_up_to(in, BLOCK_RULE + 16 * 15);
    struct block *b = doc_add(in->arena, parent, head % 16);

    b->ordered = (head / 16 & FLAG_ORDERED) != 0;
    b->header = (head / 16 & FLAG_HEADER) != 0;
    b->task = head / 16 & FLAG_OPEN   ? TASK_OPEN
              : head / 16 & FLAG_DONE ? TASK_DONE
                                      : TASK_NONE;
    if (b->kind == BLOCK_HEADING)
        b->level = get_number(in);
    if (b->kind == BLOCK_LIST)
        b->start = get_number(in);
    if (b->kind == BLOCK_CELL)
        b->align = get_up_to(in, ALIGN_RIGHT);
    if (b->kind == BLOCK_CODE)
        b->info = get_text(in);
    if (block_is_leaf(b)) {
        b->text = get_text(in);
        b->id = get_text(in);
        get_runs(in, b);
        get_clozes(in, b);
        return b;
    }
    if (depth == DEPTH_MAX)
        in->bad = true;
    for (uint32_t n = get_count(in, 1); n > 0 && !in->bad; n--)
        get_block(in, b, depth + 1);
    return b;
}

/* Blocks that stand alone: `leaves` only, or of any kind. */
static const struct block *const *get_blocks(struct in *in, size_t *count,
                                             uint32_t max, bool leaves)
{
    uint32_t n = get_up_to(in, max);
    const struct block **at = arena_new_array(in->arena, n, sizeof *at);

    for (uint32_t i = 0; i < n && !in->bad; i++) {
        at[i] = get_block(in, NULL, 0);
        if (!doc_ok(at[i]) || (leaves && !block_is_leaf(at[i])))
            in->bad = true;
    }
    *count = n;
    return at;
}

static const struct block *get_leaf(struct in *in)
{
    const struct block *b = get_block(in, NULL, 0);

    if (!block_is_leaf(b))
        in->bad = true;
    return b;
}

static void get_cell(struct in *in, struct note *note, bool in_header)
{
    struct block *table = doc_add(in->arena, NULL, BLOCK_TABLE);
    uint32_t index;

    note->table = table;
    note->header = get_block(in, table, 0);
    note->row = in_header ? note->header : get_block(in, table, 0);
    index = get_number(in);
    note->leaf = note->row->first;
    while (index-- > 0 && note->leaf != NULL)
        note->leaf = note->leaf->next;
    if (note->leaf == NULL || !doc_ok(table))
        in->bad = true;
}

int note_unpack(struct note *out, struct slice bytes, struct arena *arena,
                struct err *err)
{
    struct in in = {.rest = bytes, .arena = arena};
    struct note note = {0};
    uint32_t version, tail;

    version = get_up_to(&in, VERSION_EXTRA);
    if (bytes.len > NOTE_PACKED_MAX || version < VERSION)
        goto bad;
    note.others = get_up_to(&in, OTHERS_ALL);
    note.path = get_blocks(&in, &note.npath, NOTE_PATH_MAX, true);
    note.leadin = get_blocks(&in, &note.nleadin, NOTE_LEADIN_MAX, false);
    note.ancestors =
        get_blocks(&in, &note.nancestors, NOTE_ANCESTORS_MAX, true);
    if (version == VERSION_EXTRA) {
        note.extra = get_blocks(&in, &note.nextra, NOTE_LEADIN_MAX, false);
        in.bad |= note.nextra == 0;
    }
    tail = get_up_to(&in, 2);
    if (in.bad)
        goto bad;
    if (tail > 0)
        get_cell(&in, &note, tail == 2);
    else
        note.leaf = get_leaf(&in);
    if (in.bad || in.rest.len > 0 || !doc_ok(note.leaf) ||
        note.leaf->nclozes == 0)
        goto bad;
    note.ncards = note.leaf->ncards;
    *out = note;
    return 0;
bad:
    return err_set(err, ERR_UNSAFE,
                   "A note of this deck is not one that pagein has written.");
}
