/* The operands of statements about memory. */
#include "vm/map.h"
#include "vm/script_inside.h"

/* --- memory --------------------------------------------------------------
 */

static bool parse_view(struct parser *p)
{
    struct statement *st = &p->st;

    if (!names_use(p, NAME_FILE, &st->file))
        return false;
    if (!words_take(p, "from"))
        return true;
    return words_need(p, "page") &&
           words_number(p, "a page's number", 0, SCRIPT_FILE_PAGES,
                        &st->value);
}

/* One of the words behind the name of a mapping, in any order. */
static bool parse_map_word(struct parser *p, bool *sized, bool *permitted)
{
    struct statement *st = &p->st;
    unsigned perms;

    if (p->now.kind == TOKEN_NUMBER) {
        *sized = true;
        return words_size(p, &st->bytes);
    }
    if (words_take(p, "at"))
        return words_number(p, "an address", 0, UINT64_MAX,
                            &st->place.offset);
    if (words_take(p, "of"))
        return parse_view(p);
    if (words_take(p, "private"))
        return true;
    if (words_take(p, "shared")) {
        st->flags |= AREA_SHARED;
        return true;
    }
    if (words_take(p, "grows")) {
        st->flags |= AREA_GROWS_DOWN;
        return words_need(p, "down");
    }
    if (words_perms(p, &perms)) {
        *permitted = true;
        st->flags |= perms;
        return true;
    }
    return words_expected(p, "at, a size, permissions such as rw, shared, "
                             "of FILE or grows down");
}

bool parse_map(struct parser *p)
{
    bool sized = false, permitted = false;
    struct statement *st = &p->st;
    size_t at = p->now.at;

    st->place.offset = ANY_ADDRESS;
    if (!names_make(p, NAME_REGION, &st->name))
        return false;
    if (st->name == NAME_KERNEL)
        return words_fail(p, at, "name", "kernel is the kernel's own memory");
    while (!words_are_over(p))
        if (!parse_map_word(p, &sized, &permitted))
            return false;
    if (!sized)
        return words_expected(p, "a size, such as 4 pages or 32K,");
    if (!permitted)
        return words_expected(p, "a permission such as rw");
    if ((st->flags & AREA_GROWS_DOWN) &&
        ((st->flags & AREA_SHARED) || st->file != NO_NAME))
        return words_fail(p, at, "map", "what grows down is private zeros");
    if ((st->flags & AREA_SHARED) && st->file == NO_NAME &&
        st->bytes / p->page_bytes > SCRIPT_SHARED_PAGES)
        return words_fail(p, at, "limit",
                          "shared memory can have %d pages at most",
                          SCRIPT_SHARED_PAGES);
    return true;
}

/* Memory that the processes named share across machines. */
bool parse_share(struct parser *p)
{
    struct statement *st = &p->st;
    uint64_t pages;

    if (!names_make(p, NAME_REGION, &st->name) || !words_need(p, "at") ||
        !words_number(p, "an address", 0, UINT64_MAX, &st->place.offset) ||
        !words_number(p, "the number of pages", 1, SHARE_PAGES, &pages))
        return false;
    st->bytes = pages;
    if (!words_take(p, "page") && !words_need(p, "pages"))
        return false;
    if (!words_need(p, "among"))
        return false;
    st->who =
        arena_new_array(&p->script->arena, SHARE_MACHINES, sizeof *st->who);
    do {
        if (st->nwho == SHARE_MACHINES)
            return words_expected(p, "the end of the line");
        if (!names_use(p, NAME_PROCESS, &st->who[st->nwho++]))
            return false;
        words_take(p, ",");
    } while (!words_are_over(p) && p->now.kind != TOKEN_BAD);
    return st->nwho > 1 || words_expected(p, "another process");
}

bool parse_range(struct parser *p)
{
    return words_range(p, &p->st.place, &p->st.bytes);
}

bool parse_protect(struct parser *p)
{
    return parse_range(p) &&
           (words_perms(p, &p->st.flags) ||
            words_expected(p, "a permission such as r, or none,"));
}

bool parse_heap(struct parser *p)
{
    return words_need(p, "heap") && words_size(p, &p->st.bytes);
}

/* --- accesses ------------------------------------------------------------
 */

/* "4 bytes" behind an access; at most so many. */
static bool parse_bytes(struct parser *p, uint64_t most)
{
    if (p->now.kind != TOKEN_NUMBER)
        return true;
    if (!words_number(p, "the number of bytes", 1, most, &p->st.bytes))
        return false;
    return words_take(p, "byte") || words_need(p, "bytes");
}

/* "as kernel"; the "as" may be left out. */
static bool parse_as(struct parser *p)
{
    bool as = words_take(p, "as");

    p->st.kernel = words_take(p, "kernel");
    return p->st.kernel || words_take(p, "user") || !as ||
           words_need(p, "user");
}

static bool parse_access(struct parser *p, enum access access)
{
    struct statement *st = &p->st;

    st->access = access;
    st->bytes = 1;
    if (!words_place(p, &st->place))
        return false;
    if (st->place.bytes / p->page_bytes > SCRIPT_PAGES)
        return words_fail(p, st->col - 1, "limit",
                          "one statement can touch %d pages at most",
                          SCRIPT_PAGES);
    return true;
}

bool parse_read(struct parser *p)
{
    return parse_access(p, ACCESS_LOAD) && parse_bytes(p, 8) && parse_as(p);
}

bool parse_fetch(struct parser *p)
{
    return parse_access(p, ACCESS_FETCH) && parse_as(p);
}

/* A text of up to 8 bytes is a value too: its first byte is the lowest. */
static bool parse_value(struct parser *p)
{
    struct statement *st = &p->st;

    if (p->now.kind != TOKEN_TEXT)
        return words_number(p, "a value", 0, UINT64_MAX, &st->value);
    if (p->now.text.len == 0 || p->now.text.len > 8)
        return words_fail(p, p->now.at, "range",
                          "one store writes 1 to 8 bytes");
    for (size_t i = p->now.text.len; i-- > 0;)
        st->value = st->value << 8 | (unsigned char)p->now.text.at[i];
    st->bytes = p->now.text.len;
    words_next(p);
    return true;
}

bool parse_write(struct parser *p)
{
    struct statement *st = &p->st;
    size_t at;

    if (!parse_access(p, ACCESS_STORE))
        return false;
    at = p->now.at;
    if (!parse_value(p) || !parse_bytes(p, 8) || !parse_as(p))
        return false;
    if (st->bytes < 8 && st->value >> 8 * st->bytes != 0)
        return words_fail(p, at, "range",
                          "this value does not fit in %llu byte%s; how many "
                          "to write can stand behind it: 4 bytes",
                          (unsigned long long)st->bytes,
                          st->bytes == 1 ? "" : "s");
    return true;
}

bool parse_watch(struct parser *p)
{
    p->st.bytes = 1;
    return words_place(p, &p->st.place) && parse_bytes(p, 4096);
}

bool parse_unwatch(struct parser *p)
{
    return words_place(p, &p->st.place);
}

bool parse_translate(struct parser *p)
{
    static const struct {
        const char *word;
        enum access access;
    } accesses[] = {{"read", ACCESS_LOAD},
                    {"write", ACCESS_STORE},
                    {"fetch", ACCESS_FETCH}};
    struct statement *st = &p->st;
    int row;

    if (!words_place(p, &st->place))
        return false;
    if (st->process == NO_NAME && st->place.region != NO_NAME)
        return words_fail(p, st->col - 1, "name",
                          "whose region is this? A: translate heap asks for "
                          "one of A's");
    row = words_row(p, accesses, 3, sizeof *accesses);
    if (row >= 0)
        st->access = accesses[row].access;
    return parse_as(p);
}
