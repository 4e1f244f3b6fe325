#include "deck/keys.h"

#include "sys/hash.h"
#include "text/unicode.h"

static uint64_t hash_str(const struct str *s)
{
    struct hash h = hash_of(str_slice(s));

    return hash_u64(&h);
}

/* Numbers as text, so that no machine's byte order shows. */
static void put_span(struct str *out, uint32_t at, uint32_t len,
                     uint32_t what, struct slice more)
{
    str_printf(out, "\n%u %u %u %zu ", at, len, what, more.len);
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
    text_fold(out, slice_trim(str_slice(&bare)));
    str_release(&bare);
}

static uint64_t plain_of(const struct block *leaf, struct str *scratch)
{
    str_clear(scratch);
    keys_put_plain(scratch, leaf->text);
    return hash_str(scratch);
}

static void put_each(struct str *out, const struct block *const *blocks,
                     size_t n)
{
    for (size_t i = 0; i < n; i++) {
        str_printf(out, "%zu ", blocks[i]->text.len);
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

uint64_t keys_line(struct slice line)
{
    struct hash h = hash_of(line);

    return hash_u64(&h);
}

struct note_keys keys_of(const struct note *note)
{
    struct str scratch = STR_EMPTY;
    struct note_keys keys = {
        .exact = exact_of(note->leaf, &scratch),
        .plain = plain_of(note->leaf, &scratch),
        .context = context_of(note, &scratch),
        .parent = parent_of(note, &scratch),
    };

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

static uint64_t uid_of(const char *what, struct slice text,
                       const char *numbers)
{
    const struct slice parts[] = {
        slice_from(what),
        text,
        slice_from(numbers),
    };
    struct hash h = hash_of_parts(parts, 3);

    return hash_u64(&h);
}

uint64_t keys_note_uid(struct slice path, const struct note_keys *keys,
                       uint32_t occurrence)
{
    struct str numbers = STR_EMPTY;
    uint64_t uid;

    str_printf(&numbers, "%016llx %016llx %u",
               (unsigned long long)keys->context,
               (unsigned long long)keys->exact, occurrence);
    uid = uid_of("note", path, numbers.at);
    str_release(&numbers);
    return uid;
}

uint64_t keys_card_uid(uint64_t note_uid, struct slice answer,
                       uint32_t occurrence)
{
    struct str numbers = STR_EMPTY;
    uint64_t uid;

    str_printf(&numbers, "%016llx %u", (unsigned long long)note_uid,
               occurrence);
    uid = uid_of("card", answer, numbers.at);
    str_release(&numbers);
    return uid;
}
