#include "deck/keys.h"

#include "sys/hash.h"
#include "text/unicode.h"

static uint64_t hash_str(const struct str *s)
{
    struct hash h = hash_of(str_slice(s));

    return hash_u64(&h);
}

/* Little end first on every machine, so that two machines agree. */
static void put_number(struct str *out, uint64_t n)
{
    char bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(n >> (8 * i) & 0xff);
    str_put(out, (struct slice){bytes, sizeof bytes});
}

static void put_span(struct str *out, uint32_t at, uint32_t len,
                     uint32_t what, struct slice more)
{
    put_number(out, (uint64_t)at << 32 | len);
    put_number(out, (uint64_t)what << 32 | more.len);
    str_put(out, more);
}

static uint64_t exact_of(const struct block *leaf, struct str *scratch)
{
    str_clear(scratch);
    str_put(scratch, leaf->text);
    for (uint32_t i = 0; i < leaf->nruns; i++)
        put_span(scratch, leaf->runs[i].at, leaf->runs[i].len,
                 leaf->runs[i].style, leaf->runs[i].target);
    for (uint32_t i = 0; i < leaf->nclozes; i++)
        put_span(scratch, leaf->clozes[i].at, leaf->clozes[i].len,
                 leaf->clozes[i].number, leaf->clozes[i].hint);
    return hash_str(scratch);
}

/* Bytes of the web address that `text` begins with, or 0. */
static size_t address_len(struct slice text)
{
    size_t n;

    if (!slice_has_prefix(text, SLICE("http://")) &&
        !slice_has_prefix(text, SLICE("https://")))
        return 0;
    for (n = 0; n < text.len && (unsigned char)text.at[n] > ' '; n++)
        ;
    return n;
}

/* What text_fold does to text that is nothing but ASCII: most of it is. */
static bool put_ascii_folded(struct str *out, struct slice text)
{
    char *at = str_reserve(out, text.len);
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool space = c == ' ' || (c >= '\t' && c <= '\r');

        if ((c < ' ' && !space) || c == 0x7f)
            return false;
        if (!space)
            at[n++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        else if (n > 0 && at[n - 1] != ' ')
            at[n++] = ' ';
    }
    at[n] = '\0';
    out->len += n;
    return true;
}

void keys_put_plain(struct str *out, struct slice text)
{
    struct str bare = STR_EMPTY;
    size_t from = 0, at = 0;

    while ((at = slice_find(text, at, SLICE("http"))) < text.len) {
        size_t len = address_len(slice_skip(text, at));

        if (len > 0) {
            str_put(&bare, slice_sub(text, from, at - from));
            from = at + len;
        }
        at += len > 0 ? len : 4;
    }
    str_put(&bare, slice_skip(text, from));
    if (!put_ascii_folded(out, slice_trim(str_slice(&bare))))
        text_fold(out, slice_trim(str_slice(&bare)));
    str_release(&bare);
}

uint64_t keys_plain(struct slice line)
{
    struct str plain = STR_EMPTY;
    uint64_t key;

    keys_put_plain(&plain, line);
    key = hash_str(&plain);
    str_release(&plain);
    return key;
}

static void put_each(struct str *out, const struct block *const *blocks,
                     size_t n)
{
    for (size_t i = 0; i < n; i++) {
        put_number(out, blocks[i]->text.len);
        str_put(out, blocks[i]->text);
    }
    str_putc(out, '\n');
}

static uint64_t context_of(const struct note *note, struct str *scratch)
{
    str_clear(scratch);
    put_each(scratch, note->path, note->npath);
    put_each(scratch, note->ancestors, note->nancestors);
    return hash_str(scratch);
}

static void put_one_line(struct str *out, struct slice text)
{
    size_t from = out->len;

    str_put(out, text);
    for (size_t i = from; i < out->len; i++)
        if (out->at[i] == '\n' || out->at[i] == '\r')
            out->at[i] = ' ';
}

static uint64_t parent_of(const struct note *note, struct str *scratch)
{
    const struct block *parent = NULL;

    if (note->nancestors > 0)
        parent = note->ancestors[note->nancestors - 1];
    else if (note->npath > 0)
        parent = note->path[note->npath - 1];
    if (parent == NULL)
        return 0;
    str_clear(scratch);
    put_one_line(scratch, parent->text);
    return keys_line(str_slice(scratch));
}

static uint64_t answers_of(const struct note *note, struct str *scratch)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < note->ncards; i++) {
        str_clear(scratch);
        note_answer(scratch, note, i);
        sum += keys_plain(str_slice(scratch));
    }
    return sum;
}

static uint64_t prompt_of(const struct note *note, struct str *scratch)
{
    enum { LEAST = 8 }; /* bytes: fewer don't tell one note from another */
    const struct block *leaf = note->leaf;
    uint32_t at = 0, hidden = 0;

    str_clear(scratch);
    for (uint32_t i = 0; i < leaf->nclozes; i++) {
        const struct cloze *c = &leaf->clozes[i];

        if (c->at < at)
            continue; /* within the one before */
        put_one_line(scratch, slice_sub(leaf->text, at, c->at - at));
        str_puts(scratch, "[...]");
        at = c->at + c->len;
        hidden += c->len;
    }
    put_one_line(scratch, slice_skip(leaf->text, at));
    return leaf->text.len - hidden < LEAST ? 0
                                           : keys_plain(str_slice(scratch));
}

struct note_kin keys_kin(const struct note *note)
{
    struct str scratch = STR_EMPTY;
    struct note_kin kin = {
        .parent = parent_of(note, &scratch),
        .answers = answers_of(note, &scratch),
        .prompt = prompt_of(note, &scratch),
    };

    str_release(&scratch);
    return kin;
}

uint64_t keys_line(struct slice line)
{
    struct hash h = hash_of(line);

    return hash_u64(&h);
}

struct note_keys keys_of(const struct note *note)
{
    struct str scratch = STR_EMPTY;
    struct note_keys keys;

    keys.exact = exact_of(note->leaf, &scratch);
    keys.context = context_of(note, &scratch);
    str_release(&scratch);
    return keys;
}

void keys_put_line(struct str *out, const struct note *note)
{
    put_one_line(out, note->leaf->text);
}

void keys_put_section(struct str *out, const struct note *note)
{
    for (size_t i = 0; i < note->npath; i++) {
        if (i > 0)
            str_putc(out, '\n');
        put_one_line(out, note->path[i]->text);
    }
}

/* --- uids --------------------------------------------------------------- */

static uint64_t uid_of(const char *what, struct slice text, uint64_t a,
                       uint64_t b, uint32_t occurrence)
{
    struct str bytes = STR_EMPTY;
    uint64_t uid;

    str_puts(&bytes, what);
    put_number(&bytes, a);
    put_number(&bytes, b);
    put_number(&bytes, occurrence);
    str_put(&bytes, text);
    uid = hash_str(&bytes);
    str_release(&bytes);
    return uid;
}

uint64_t keys_note_uid(struct slice path, const struct note_keys *keys,
                       uint32_t occurrence)
{
    return uid_of("note", path, keys->context, keys->exact, occurrence);
}

uint64_t keys_card_uid(uint64_t note_uid, struct slice answer,
                       uint32_t occurrence)
{
    return uid_of("card", answer, note_uid, 0, occurrence);
}

uint64_t keys_numbered_uid(uint64_t note_uid, uint32_t number)
{
    return uid_of("numbered card", SLICE(""), note_uid, number, 0);
}
