#include "note/pin.h"

#include <stdlib.h>

#include "base/mem.h"
#include "note/file.h"
#include "note/source.h"
#include "sys/hash.h"

enum { PIN_DIGITS = 8 };

/* An id and the byte before which it is written. */
struct pin {
    size_t at;
    const struct note *note;
    unsigned turn;
    char id[PIN_DIGITS + 1];
};

struct pinning {
    struct source source;
    struct note_file file;
    struct pin *at;
    size_t n;
    struct pins pins;
};

/* --- ids ---------------------------------------------------------------- */

/* Of the block's text and what stands above it, so that it is the same on
 * every machine and different in every file that says something else. Equal
 * blocks in equal places take different turns. */
static void mint(const struct note *note, unsigned turn, char *id)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    struct str text = STR_EMPTY;
    struct hash h;
    uint64_t n;

    for (size_t i = 0; i < note->npath; i++)
        str_put(&text, note->path[i]->text);
    for (size_t i = 0; i < note->nancestors; i++)
        str_put(&text, note->ancestors[i]->text);
    str_put(&text, note->leaf->text);
    str_printf(&text, "\n%u", turn);
    h = hash_of(str_slice(&text));
    n = hash_u64(&h);
    for (int i = 0; i < PIN_DIGITS; i++, n /= 36)
        id[i] = digits[n % 36];
    id[PIN_DIGITS] = '\0';
    str_release(&text);
}

static int by_id(const void *a, const void *b)
{
    const struct pin *const *x = a, *const *y = b;
    int ids = strcmp((*x)->id, (*y)->id);

    return ids != 0 ? ids : ((*x)->at > (*y)->at) - ((*x)->at < (*y)->at);
}

/* Gives those that have another's id another turn. True when there were. */
static bool mint_again(struct pinning *p, struct pin **list)
{
    const char *last = "";
    bool any = false;

    for (size_t i = 0; i < p->n; i++)
        list[i] = &p->at[i];
    if (p->n > 1)
        qsort(list, p->n, sizeof *list, by_id);
    for (size_t i = 0; i < p->n; i++) {
        struct pin *pin = list[i];

        if (strcmp(pin->id, last) != 0) {
            last = pin->id;
            continue;
        }
        pin->turn = i > 0 && list[i - 1]->turn >= pin->turn
                        ? list[i - 1]->turn + 1
                        : pin->turn + 1;
        any = true;
    }
    for (size_t i = 0; any && i < p->n; i++)
        mint(p->at[i].note, p->at[i].turn, p->at[i].id);
    return any;
}

static void mint_all(struct pinning *p)
{
    struct pin **list = mem_new_array(p->n, sizeof *list);

    for (size_t i = 0; i < p->n; i++)
        mint(p->at[i].note, 0, p->at[i].id);
    for (int round = 0; round < 8 && mint_again(p, list); round++)
        ;
    free(list);
}

/* --- places ------------------------------------------------------------- */

/* Without the closing hashes of "# Heading ##". */
static size_t heading_len(struct slice line)
{
    size_t n = line.len;

    while (n > 0 && line.at[n - 1] == '#')
        n--;
    if (n == line.len || n == 0 ||
        (line.at[n - 1] != ' ' && line.at[n - 1] != '\t'))
        return line.len;
    while (n > 0 && (line.at[n - 1] == ' ' || line.at[n - 1] == '\t'))
        n--;
    return n;
}

/* "===" or "---" or nothing, in a quotation or not. */
static bool is_underline(struct slice line)
{
    for (size_t i = 0; i < line.len; i++)
        if (strchr("=-> \t", line.at[i]) == NULL)
            return false;
    return true;
}

/* Where the text of a block ends in the source. */
static size_t end_of(const struct source *s, const struct block *leaf)
{
    size_t last = leaf->last_line, n;
    struct slice line;

    while (leaf->kind == BLOCK_HEADING && last > leaf->line &&
           is_underline(source_line(s, last)))
        last--;
    line = source_line(s, last);
    n = line.len;
    while (n > 0 && (line.at[n - 1] == ' ' || line.at[n - 1] == '\t'))
        n--;
    if (leaf->kind == BLOCK_HEADING)
        n = heading_len(slice_sub(line, 0, n));
    return (size_t)(line.at - s->text.at) + n;
}

static void find_pins(struct pinning *p)
{
    p->at = mem_new_array(p->file.nnotes, sizeof *p->at);
    for (size_t i = 0; i < p->file.nnotes; i++) {
        const struct note *note = &p->file.notes[i];

        if (note->leaf->id.len > 0) {
            p->pins.had++;
        } else if (note->leaf->kind == BLOCK_CELL) {
            p->pins.left++;
        } else {
            p->at[p->n++] = (struct pin){.at = end_of(&p->source, note->leaf),
                                         .note = note};
        }
    }
    mint_all(p);
}

/* --- writing ------------------------------------------------------------ */

/* What precedes the text, a byte order mark, stays as it is. */
static void put_pinned(const struct pinning *p, struct slice bytes,
                       struct str *out)
{
    size_t mark = bytes.len - p->source.text.len, at = 0;

    str_put(out, slice_sub(bytes, 0, mark));
    for (size_t i = 0; i < p->n; i++) {
        str_put(out, slice_sub(p->source.text, at, p->at[i].at - at));
        str_printf(out, " ^pg-%s", p->at[i].id);
        at = p->at[i].at;
    }
    str_put(out, slice_skip(p->source.text, at));
}

/* True when the file says what it said, and every id is where it belongs. */
static bool says_the_same(const struct pinning *p, struct slice pinned,
                          struct slice name)
{
    const struct note_options options = {.root = ""};
    struct diags ignored = {0};
    struct note_file file;
    bool same;
    size_t pin = 0;

    if (note_file_read(&file, pinned, name, NULL, &options, &ignored) < 0) {
        diags_release(&ignored);
        return false;
    }
    same = file.nnotes == p->file.nnotes;
    for (size_t i = 0; same && i < file.nnotes; i++) {
        const struct block *old = p->file.notes[i].leaf;
        const struct block *new = file.notes[i].leaf;

        same = slice_eq(old->text, new->text) && old->ncards == new->ncards;
        if (pin < p->n && p->at[pin].note->leaf == old)
            same &= slice_has_suffix(new->id, slice_from(p->at[pin++].id));
    }
    note_file_release(&file);
    diags_release(&ignored);
    return same;
}

static bool in_order(const struct pinning *p)
{
    for (size_t i = 1; i < p->n; i++)
        if (p->at[i].at <= p->at[i - 1].at)
            return false;
    return true;
}

/* Keeps those of `all` that change nothing of what the file says: tries them
 * together, then in halves. */
static void keep_good(struct pinning *p, struct slice bytes,
                      struct slice name, const struct pin *all, size_t n)
{
    struct str out = STR_EMPTY;
    size_t before = p->n;
    bool good;

    memcpy(p->at + p->n, all, n * sizeof *all);
    p->n += n;
    put_pinned(p, bytes, &out);
    good = says_the_same(p, str_slice(&out), name);
    str_release(&out);
    if (good)
        return;
    p->n = before;
    if (n == 1) {
        p->pins.left++;
        return;
    }
    keep_good(p, bytes, name, all, n / 2);
    keep_good(p, bytes, name, all + n / 2, n - n / 2);
}

static void put_good(struct pinning *p, struct slice bytes, struct slice name,
                     struct str *out)
{
    struct pin *all = p->at;
    size_t n = p->n;

    p->at = mem_new_array(n, sizeof *p->at);
    p->n = 0;
    if (n > 0)
        keep_good(p, bytes, name, all, n);
    put_pinned(p, bytes, out);
    free(all);
}

int pins_add(struct str *out, struct slice bytes, struct slice name,
             struct pins *pins, struct diags *diags)
{
    const struct note_options options = {.root = ""};
    struct pinning p = {0};
    struct str pinned = STR_EMPTY;
    int rc = -1;

    if (note_file_read(&p.file, bytes, name, NULL, &options, diags) < 0)
        return -1;
    if (source_open(&p.source, bytes, name, diags) < 0)
        goto done;
    find_pins(&p);
    if (in_order(&p)) {
        put_good(&p, bytes, name, &pinned);
    } else {
        p.pins.left += p.n;
        p.n = 0;
        str_put(&pinned, bytes);
    }
    p.pins.added = p.n;
    str_put(out, str_slice(&pinned));
    *pins = p.pins;
    rc = 0;
done:
    str_release(&pinned);
    free(p.at);
    source_release(&p.source);
    note_file_release(&p.file);
    return rc;
}
