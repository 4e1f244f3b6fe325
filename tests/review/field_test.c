#include "review/field.h"

#include "check.h"

static const struct field_case {
    const char *name, *keys, *text; /* "|" is the cursor */
} cases[] = {
    {"letters", "page", "page|"},
    {"in the middle", "pge<Left><Left>a", "pa|ge"},
    {"Backspace takes a whole cluster", "ae\xcc\x81<BS>", "a|"},
    {"Backspace at the start takes nothing", "<BS>a<Home><BS>", "|a"},
    {"Delete", "abc<Home><Del>", "|bc"},
    {"Delete at the end takes nothing", "ab<Del>", "ab|"},
    {"moves stop at both ends", "ab<Left><Left><Left>x<End><Right>y",
     "xaby|"},
    {"moves by clusters", "a日b<Left><Left>x", "ax|日b"},
    {"Ctrl-U empties it up to the cursor", "page fault<Left><C-u>", "|t"},
    {"Ctrl-W takes a word", "page fault  <C-w>", "page |"},
    {"and in the middle too", "one two three<Left><C-w>", "one two |e"},
    {"other control keys leave it alone", "ab<C-a><C-b>", "ab|"},
};

static void ends_up_as(void **state)
{
    const struct field_case *c = *state;
    struct field f = {STR_EMPTY, 0};
    struct slice keys = slice_from(c->keys);
    struct str shown = STR_EMPTY;
    struct key key;

    while (key_next(&keys, &key))
        field_key(&f, key);
    str_put(&shown, slice_sub(str_slice(&f.text), 0, f.at));
    str_putc(&shown, '|');
    str_put(&shown, slice_skip(str_slice(&f.text), f.at));
    assert_string_equal(shown.at, c->text);
    str_release(&shown);
    field_release(&f);
}

static void a_pasted_line_end_is_a_blank(void **state)
{
    struct field f = {STR_EMPTY, 0};

    (void)state;
    field_key(&f, (struct key){KEY_TEXT, 'a', true});
    assert_true(field_key(&f, (struct key){KEY_ENTER, 0, true}));
    assert_true(field_key(&f, (struct key){KEY_TAB, 0, true}));
    assert_true(field_key(&f, (struct key){KEY_TEXT, 7, true}));
    assert_string_equal(f.text.at, "a   ");
    assert_false(field_key(&f, (struct key){KEY_ENTER, 0, false}));
    assert_false(field_key(&f, (struct key){KEY_ESC, 0, false}));
    field_release(&f);
}

static void it_holds_no_more_than_it_should(void **state)
{
    struct field f = {STR_EMPTY, 0};

    (void)state;
    for (int i = 0; i < FIELD_BYTES_MAX + 50; i++)
        field_key(&f, (struct key){KEY_TEXT, 'x', false});
    assert_int_equal(f.text.len, FIELD_BYTES_MAX);
    field_clear(&f);
    assert_int_equal(f.text.len, 0);
    field_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pasted_line_end_is_a_blank),
        cmocka_unit_test(it_holds_no_more_than_it_should),
    };

    return RUN_CASES(cases, ends_up_as) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
