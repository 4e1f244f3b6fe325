#include "deck/search.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "deck/desk.h"
#include "sys/file.h"

static const char notes[] = "# Paging\n"
                            "- The kernel calls `mmap()` for {{a file}}.\n"
                            "- A page fault loads {{one page}}, {{late}}.\n"
                            "\n# Other\n"
                            "- Caf\xc3\xa9 is written with {{an accent}}.\n";

/* Answers of the cards found, and with `marks` the words in the snippets. */
static const char *search(struct desk *d, const char *query, bool marks)
{
    struct str list = STR_EMPTY;
    struct search_hit *hits;
    const char *copy;
    size_t n;

    if (deck_search(d->deck, slice_from(query), 20, &hits, &n, &d->arena,
                    &d->err) < 0)
        return d->err.text;
    for (size_t i = 0; i < n; i++) {
        struct card card = desk_card(d, hits[i].card);

        str_printf(&list, "%s%.*s", i > 0 ? "; " : "",
                   SLICE_FMT(card.answer));
        for (size_t j = 0; marks && j < hits[i].nfound; j++)
            str_printf(&list, " <%.*s>", SLICE_FMT(hits[i].found[j]));
    }
    copy = arena_copy(&d->arena, str_slice(&list)).at;
    str_release(&list);
    return copy;
}

static const struct {
    const char *name, *query, *found;
} queries[] = {
    {"a word", "kernel", "a file"},
    {"the beginning of a word", "kern", "a file"},
    {"case does not matter", "KERNEL", "a file"},
    {"an accent does not matter", "cafe", "an accent"},
    {"every card of the note", "fault", "one page; late"},
    {"all words must be there", "fault kernel", ""},
    {"words in any order", "loads fault", "one page; late"},
    {"quoted words stand together", "\"page fault\"", "one page; late"},
    {"quoted words in another order", "\"fault page\"", ""},
    {"a quote that is never closed", "\"page fault", "one page; late"},
    {"code with its brackets", "mmap()", "a file"},
    {"the heading above", "paging fault", "one page; late"},
    {"operators are words", "kernel NOT file", ""},
    {"nothing of the kind", "zebra", ""},
    {"no word at all", "()", "There is no word in \"()\" to search for."},
    {"nothing", "  ", "There is no word in \"  \" to search for."},
};

static void search_finds(void **state)
{
    const struct {
        const char *name, *query, *found;
    } *row = *state;
    struct desk d;

    desk_init(&d);
    desk_notes(&d, notes);
    assert_string_equal(search(&d, row->query, false), row->found);
    desk_release(&d);
}

static void what_was_found_is_marked_in_the_snippet(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, notes);
    assert_string_equal(search(&d, "mmap kern", true),
                        "a file <kernel> <mmap>");
    desk_release(&d);
}

static void the_index_follows_the_notes(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- A zebra has {{stripes}}.\n- A horse has {{none}}.\n");
    assert_string_equal(search(&d, "zebra", false), "stripes");

    desk_notes(&d, "- A zebu has {{stripes}}.\n- A horse has {{none}}.\n");
    assert_string_equal(search(&d, "zebra", false), "");
    assert_string_equal(search(&d, "zebu", false), "stripes");

    desk_undo(&d);
    assert_string_equal(search(&d, "zebra", false), "stripes");
    desk_release(&d);
}

static void find_index(struct desk *d, struct str *path)
{
    FILE *p;
    char name[256];

    str_printf(path, "ls %s/cache/pagein/words-*.sqlite", d->folder);
    p = popen(path->at, "r");
    assert_non_null(p);
    assert_non_null(fgets(name, sizeof name, p));
    pclose(p);
    str_clear(path);
    str_put(path, slice_trim(slice_from(name)));
}

static void a_broken_index_is_made_again(void **state)
{
    struct str path = STR_EMPTY;
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, notes);
    search(&d, "kernel", false);
    find_index(&d, &path);

    /* when somebody scribbles over it */
    struct str bytes = STR_EMPTY;
    assert_int_equal(file_read(&bytes, path.at, 1 << 24, &d.err), 0);
    memset(bytes.at + 100, 'x', bytes.len - 100);
    assert_int_equal(file_write(path.at, str_slice(&bytes), false, &d.err),
                     0);
    assert_string_equal(search(&d, "kernel", false), "a file");

    /* or deletes it */
    assert_int_equal(remove(path.at), 0);
    assert_string_equal(search(&d, "kernel", false), "a file");

    /* or puts something else there */
    assert_int_equal(
        file_write(path.at, SLICE("not an index"), false, &d.err), 0);
    assert_string_equal(search(&d, "kernel", false), "a file");
    str_release(&bytes);
    str_release(&path);
    desk_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_found_is_marked_in_the_snippet),
        cmocka_unit_test(the_index_follows_the_notes),
        cmocka_unit_test(a_broken_index_is_made_again),
    };
    int failed = RUN_CASES(queries, search_finds);

    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
