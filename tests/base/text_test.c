/* slice, str, arena, err, diag: the small things everything rests on. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "check.h"

static void a_slice_finds_trims_and_compares(void **state)
{
    struct slice s = SLICE("  page fault \n");

    (void)state;
    assert_true(slice_is(slice_trim(s), "page fault"));
    assert_int_equal(slice_find(s, 0, SLICE("fault")), 7);
    assert_int_equal(slice_find(s, 8, SLICE("fault")), s.len);
    assert_int_equal(slice_find(SLICE(""), 0, SLICE("x")), 0);
    assert_true(slice_compare(SLICE("ab"), SLICE("abc")) < 0);
    assert_true(slice_compare(SLICE("b"), SLICE("abc")) > 0);
    assert_true(slice_compare((struct slice){NULL, 0}, SLICE("")) == 0);
    assert_true(slice_has_suffix(SLICE("a.md"), SLICE(".md")));
    assert_false(slice_has_suffix(SLICE("md"), SLICE(".md")));
    assert_true(slice_is(slice_sub(SLICE("offset"), 3, 99), "set"));
}

static void lines_end_in_lf_crlf_or_cr(void **state)
{
    struct slice rest = SLICE("a\nb\r\nc\r\rd"), line;
    const char *want[] = {"a", "b", "c", "", "d"};

    (void)state;
    for (size_t i = 0; i < COUNT(want); i++) {
        assert_true(slice_line(&rest, &line));
        assert_true(slice_is(line, want[i]));
    }
    assert_false(slice_line(&rest, &line));
}

static void an_empty_str_is_a_c_string_and_never_written_to(void **state)
{
    struct str s = STR_EMPTY, t = STR_EMPTY;

    (void)state;
    str_clear(&s);
    str_truncate(&s, 0);
    assert_string_equal(s.at, "");
    str_puts(&s, "x");
    assert_string_equal(t.at, "");
    str_release(&s);
}

static void a_str_grows_and_is_detached(void **state)
{
    struct str s = STR_EMPTY, other = STR_EMPTY;
    char *text;

    (void)state;
    for (int i = 0; i < 100; i++)
        str_printf(&s, "%d,", i);
    assert_int_equal(s.len, 290);
    str_truncate(&s, 4);
    str_fill(&s, '-', 3);
    str_putc(&s, '>');
    str_swap(&s, &other);
    assert_int_equal(s.len, 0);
    text = str_detach(&other);
    assert_string_equal(text, "0,1,--->");
    assert_int_equal(other.len, 0);
    free(text);
    text = str_detach(&other);
    assert_string_equal(text, "");
    free(text);
}

static void an_arena_gives_zeroed_aligned_memory_of_any_size(void **state)
{
    struct arena a = {0};

    (void)state;
    for (size_t size = 1; size < 100000; size = size * 3 + 1) {
        char *p = arena_new(&a, size);

        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xa5, size);
    }
    assert_true(slice_is(arena_copy(&a, SLICE("kept")), "kept"));
    arena_release(&a);
    assert_null(a.blocks);
}

/* Texts around the length that just fits into what room there is. */
static void printf_gives_all_of_a_text_of_any_length(void **state)
{
    char x[8192];

    (void)state;
    memset(x, 'x', sizeof x);
    for (size_t more = 0; more < 4; more++) {
        struct str s = STR_EMPTY;
        struct arena a = {0};
        size_t n;

        str_puts(&s, "before");
        n = s.cap - s.len + more - 2;
        str_printf(&s, "%.*s", (int)n, x);
        assert_int_equal(s.len, 6 + n);
        assert_int_equal(strlen(s.at), 6 + n);
        str_release(&s);

        arena_new(&a, 1);
        n = a.size - a.used + more - 2;
        assert_int_equal(strlen(arena_printf(&a, "%.*s", (int)n, x)), n);
        assert_int_equal(*(char *)arena_new(&a, 1), 0);
        arena_release(&a);
    }
}

static void printf_of_nothing_is_an_empty_text(void **state)
{
    struct str s = STR_EMPTY;
    struct arena a = {0};

    (void)state;
    str_printf(&s, "%s", "");
    assert_string_equal(s.at, "");
    assert_string_equal(arena_printf(&a, "%s", ""), "");
    str_release(&s);
    arena_release(&a);
}

static void a_prefix_goes_in_front_of_an_error(void **state)
{
    struct err err = {ERR_NONE, ""};

    (void)state;
    assert_int_equal(err_set(&err, ERR_IO, "disk is %s", "full"), -1);
    assert_int_equal(err_prefix(&err, "deck %d: ", 7), -1);
    assert_string_equal(err.text, "deck 7: disk is full");
    assert_int_equal(err.kind, ERR_IO);
}

static void findings_sort_by_place_and_keep_their_order_there(void **state)
{
    struct diags d = {0};

    (void)state;
    diags_add(&d, DIAG_ERROR, "b", SLICE("b.md"), 1, 1, SLICE(""), "1");
    diags_add(&d, DIAG_WARNING, "x", SLICE("a.md"), 9, 2, SLICE(""), "2");
    diags_add(&d, DIAG_ERROR, "y", SLICE("a.md"), 9, 2, SLICE("src"), "3");
    diags_add(&d, DIAG_ERROR, "z", SLICE("a.md"), 2, 5, SLICE(""), "%d", 4);
    diags_sort(&d);
    assert_int_equal(d.errors, 3);
    assert_int_equal(d.warnings, 1);
    assert_true(slice_is(d.at[0].text, "4"));
    assert_true(slice_is(d.at[1].text, "2"));
    assert_true(slice_is(d.at[2].text, "3"));
    assert_true(slice_is(d.at[2].source, "src"));
    assert_true(slice_is(d.at[3].text, "1"));
    diags_release(&d);
}

static void a_growing_array_keeps_its_elements(void **state)
{
    int *at = NULL;
    size_t n = 0, cap = 0;

    (void)state;
    while (n < 1000) {
        at = mem_grow(at, n, &cap, sizeof *at);
        at[n] = (int)n;
        n++;
    }
    for (size_t i = 0; i < n; i++)
        assert_int_equal(at[i], i);
    free(at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slice_finds_trims_and_compares),
        cmocka_unit_test(lines_end_in_lf_crlf_or_cr),
        cmocka_unit_test(an_empty_str_is_a_c_string_and_never_written_to),
        cmocka_unit_test(a_str_grows_and_is_detached),
        cmocka_unit_test(an_arena_gives_zeroed_aligned_memory_of_any_size),
        cmocka_unit_test(printf_gives_all_of_a_text_of_any_length),
        cmocka_unit_test(printf_of_nothing_is_an_empty_text),
        cmocka_unit_test(a_prefix_goes_in_front_of_an_error),
        cmocka_unit_test(findings_sort_by_place_and_keep_their_order_there),
        cmocka_unit_test(a_growing_array_keeps_its_elements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
