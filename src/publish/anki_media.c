#include "publish/anki_media.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sys/hash.h"

enum { NAME_DIGITS = 12, NONE = -1 };

/* What a file calls a picture, and which one that is. */
struct called {
    uint64_t key; /* hash of file and target */
    int picture;  /* index, or NONE */
};

struct picture {
    int64_t file; /* by this name it is read */
    struct slice target, name;
    uint8_t sha1[HASH_SHA1_BYTES];
    size_t bytes;
};

struct anki_media {
    struct deck *deck;
    struct called *table; /* open addressing, at most half full */
    size_t size, ncalled;
    struct picture *pictures;
    size_t n, cap, missing;
    bool failed;
    struct err why;
    struct arena arena;
};

struct anki_media *anki_media_new(struct deck *deck)
{
    struct anki_media *m = mem_new(sizeof *m);

    m->deck = deck;
    m->size = 64;
    m->table = mem_new_array(m->size, sizeof *m->table);
    return m;
}

void anki_media_free(struct anki_media *m)
{
    if (m == NULL)
        return;
    free(m->table);
    free(m->pictures);
    arena_release(&m->arena);
    free(m);
}

/* --- what was asked for before ------------------------------------------ */

static uint64_t key_of(int64_t file, struct slice target)
{
    struct slice parts[] = {{(const char *)&file, sizeof file}, target};
    struct hash h = hash_of_parts(parts, 2);

    return hash_u64(&h) | 1; /* 0 is an empty place */
}

static struct called *place_of(struct anki_media *m, uint64_t key)
{
    size_t i = (size_t)key & (m->size - 1);

    while (m->table[i].key != 0 && m->table[i].key != key)
        i = (i + 1) & (m->size - 1);
    return &m->table[i];
}

static void grow(struct anki_media *m)
{
    struct called *old = m->table;
    size_t size = m->size;

    m->size *= 2;
    m->table = mem_new_array(m->size, sizeof *m->table);
    for (size_t i = 0; i < size; i++)
        if (old[i].key != 0)
            *place_of(m, old[i].key) = old[i];
    free(old);
}

/* --- pictures ----------------------------------------------------------- */

/* The end of its name: by what the bytes are, since that is what programs go
 * by; the target's word is taken only where nothing is known. */
static const char *suffix_of(struct slice bytes, struct slice target)
{
    static const struct {
        struct slice begin;
        const char *suffix;
    } kinds[] = {
        {{"\x89PNG", 4}, ".png"}, {{"\xff\xd8\xff", 3}, ".jpg"},
        {{"GIF8", 4}, ".gif"},    {{"BM", 2}, ".bmp"},
        {{"<svg", 4}, ".svg"},    {{"<?xml", 5}, ".svg"},
    };
    static const char *const known[] = {".png",  ".jpg",  ".jpeg", ".gif",
                                        ".svg",  ".webp", ".avif", ".bmp",
                                        ".tiff", ".ico"};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_has_prefix(bytes, kinds[i].begin))
            return kinds[i].suffix;
    if (slice_has_prefix(bytes, SLICE("RIFF")) &&
        slice_eq(slice_sub(bytes, 8, 4), SLICE("WEBP")))
        return ".webp";
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (slice_has_suffix(target, slice_from(known[i])))
            return known[i];
    return ".img";
}

static struct slice name_of(struct anki_media *m, const uint8_t *sha1,
                            const char *suffix)
{
    struct str name = STR_EMPTY;
    struct slice copy;

    str_puts(&name, "pagein-");
    for (int i = 0; i < NAME_DIGITS / 2; i++)
        str_printf(&name, "%02x", sha1[i]);
    str_puts(&name, suffix);
    copy = arena_copy(&m->arena, str_slice(&name));
    str_release(&name);
    return copy;
}

static int add(struct anki_media *m, int64_t file, struct slice target,
               struct slice bytes)
{
    struct picture p = {.file = file, .bytes = bytes.len};

    hash_sha1(p.sha1, bytes);
    for (size_t i = 0; i < m->n; i++)
        if (memcmp(m->pictures[i].sha1, p.sha1, sizeof p.sha1) == 0)
            return (int)i;
    p.target = arena_copy(&m->arena, target);
    p.name = name_of(m, p.sha1, suffix_of(bytes, target));
    m->pictures = mem_grow(m->pictures, m->n, &m->cap, sizeof *m->pictures);
    m->pictures[m->n] = p;
    return (int)m->n++;
}

static int find(struct anki_media *m, int64_t file, struct slice target)
{
    struct str bytes = STR_EMPTY;
    int rc = deck_export_image(m->deck, file, target, &bytes, &m->why);
    int picture = NONE;

    m->failed |= rc < 0;
    m->missing += rc == 0;
    if (rc == 1)
        picture = add(m, file, target, str_slice(&bytes));
    str_release(&bytes);
    return picture;
}

bool anki_media_name(struct anki_media *m, int64_t file, struct slice target,
                     struct str *out)
{
    uint64_t key = key_of(file, target);
    struct called *called;

    if (m->failed)
        return false;
    if (2 * m->ncalled >= m->size)
        grow(m);
    called = place_of(m, key);
    if (called->key == 0) {
        *called = (struct called){key, find(m, file, target)};
        m->ncalled++;
    }
    if (called->picture == NONE)
        return false;
    str_put(out, m->pictures[called->picture].name);
    return true;
}

int anki_media_failed(const struct anki_media *m, struct err *err)
{
    if (!m->failed)
        return 0;
    *err = m->why;
    return -1;
}

size_t anki_media_count(const struct anki_media *m)
{
    return m->n;
}

size_t anki_media_missing(const struct anki_media *m)
{
    return m->missing;
}

struct anki_media_file anki_media_file(const struct anki_media *m, size_t i)
{
    const struct picture *p = &m->pictures[i];
    struct anki_media_file file = {.name = p->name, .bytes = p->bytes};

    memcpy(file.sha1, p->sha1, sizeof file.sha1);
    return file;
}

int anki_media_read(struct anki_media *m, size_t i, struct str *out,
                    struct err *err)
{
    const struct picture *p = &m->pictures[i];
    int rc = deck_export_image(m->deck, p->file, p->target, out, err);

    if (rc == 0)
        return err_set(err, ERR_IO,
                       "A picture has left the deck while it "
                       "was written out. Try again.");
    return rc < 0 ? -1 : 0;
}
