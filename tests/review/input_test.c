/* What terminals send, as keys. */
#include "review/input.h"

#include "base/str.h"
#include "check.h"
#include "text/unicode.h"

static const char *const names[] = {
    [KEY_NONE] = "None",    [KEY_ENTER] = "Enter",    [KEY_ESC] = "Esc",
    [KEY_TAB] = "Tab",      [KEY_BACKSPACE] = "BS",   [KEY_DELETE] = "Del",
    [KEY_UP] = "Up",        [KEY_DOWN] = "Down",      [KEY_LEFT] = "Left",
    [KEY_RIGHT] = "Right",  [KEY_HOME] = "Home",      [KEY_END] = "End",
    [KEY_PAGE_UP] = "PgUp", [KEY_PAGE_DOWN] = "PgDn",
};

static void spell(struct str *out, struct key key)
{
    if (key.pasted)
        str_putc(out, '~');
    if (key.code == KEY_TEXT)
        utf8_put(out, key.text);
    else if (key.code == KEY_CTRL)
        str_printf(out, "<C-%c>", (int)key.text);
    else
        str_printf(out, "<%s>", names[key.code]);
}

static const struct bytes_case {
    const char *name, *bytes, *keys;
} cases[] = {
    {"letters and a blank", "t4 K", "t4 K"},
    {"UTF-8", "é日👍", "é日👍"},
    {"Enter is CR", "\r", "<Enter>"},
    {"or LF, when something translates", "\n", "<Enter>"},
    {"Tab", "\t", "<Tab>"},
    {"Backspace is DEL", "\177", "<BS>"},
    {"or Ctrl-H", "\b", "<BS>"},
    {"control letters", "\003\032\025\027\001\002\023",
     "<C-c><C-z><C-u><C-w><C-a><C-b><C-s>"},
    {"arrows", "\033[A\033[B\033[C\033[D", "<Up><Down><Right><Left>"},
    {"arrows in application mode", "\033OA\033OB", "<Up><Down>"},
    {"Home and End of xterm", "\033[H\033[F", "<Home><End>"},
    {"Home and End of the console and tmux", "\033[1~\033[4~", "<Home><End>"},
    {"Home and End of rxvt", "\033[7~\033[8~", "<Home><End>"},
    {"Delete and the page keys", "\033[3~\033[5~\033[6~",
     "<Del><PgUp><PgDn>"},
    {"keypad Enter", "\033OM", "<Enter>"},
    {"Escape alone", "\033", "<Esc>"},
    {"Escape and a letter at once are two keys", "\033q", "<Esc>q"},
    {"two Escapes", "\033\033", "<Esc><Esc>"},
    {"a paste is text", "\033[200~q3\r\033[201~q", "~q~3~<Enter>q"},
    {"Ctrl-C is a way out of a paste without end", "\033[200~q\003q",
     "~q<C-c>q"},
    {"function keys mean nothing", "\033OP\033[15~x", "x"},
    {"neither do replies", "\033[?62;1;2c\033[>0;276;0cx", "x"},
    {"nor mouse reports", "\033[<0;3;4Mx", "x"},
    {"shifted arrows are arrows", "\033[1;2A", "<Up>"},
    {"CSI u letters", "\033[113u", "q"},
};

static void drain(struct input *in, struct str *out)
{
    struct key key;
    int wait;

    while (input_next(in, &key, false, &wait))
        spell(out, key);
    if (wait >= 0)
        while (input_next(in, &key, true, &wait))
            spell(out, key);
}

static void are_these_keys(void **state)
{
    const struct bytes_case *c = *state;
    struct input *in = input_new();
    struct str out = STR_EMPTY;

    input_push(in, slice_from(c->bytes));
    drain(in, &out);
    assert_string_equal(out.at, c->keys);
    str_release(&out);
    input_free(in);
}

/* A slow line may cut a sequence anywhere. */
static void are_these_keys_byte_by_byte(void **state)
{
    const struct bytes_case *c = *state;
    struct input *in = input_new();
    struct str out = STR_EMPTY;
    struct key key;
    int wait;

    for (const char *b = c->bytes; *b != '\0'; b++) {
        input_push(in, (struct slice){b, 1});
        while (input_next(in, &key, false, &wait))
            spell(&out, key);
    }
    drain(in, &out);
    assert_string_equal(out.at, c->keys);
    str_release(&out);
    input_free(in);
}

static void a_lot_at_once_is_not_lost(void **state)
{
    struct input *in = input_new();
    struct str bytes = STR_EMPTY, out = STR_EMPTY;

    (void)state;
    str_fill(&bytes, 'x', 10000);
    input_push(in, str_slice(&bytes));
    drain(in, &out);
    assert_int_equal(out.len, 10000);
    str_release(&bytes);
    str_release(&out);
    input_free(in);
}

static void keys_can_be_spelt(void **state)
{
    struct slice spelling = SLICE("a<lt><Enter><C-c><Nope>é<");
    struct str out = STR_EMPTY;
    struct key key;

    (void)state;
    while (key_next(&spelling, &key))
        spell(&out, key);
    assert_string_equal(out.at, "a<<Enter><C-c><Nope>é<");
    str_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lot_at_once_is_not_lost),
        cmocka_unit_test(keys_can_be_spelt),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(cases, are_these_keys) +
           RUN_CASES(cases, are_these_keys_byte_by_byte);
}
