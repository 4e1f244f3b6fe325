/* The picture of a card in README.md: `make pictures` takes it anew. */
#include <stdlib.h>

#include "check.h"
#include "terminal.h"

static const char picture[] = "content/images/review.svg";

/* The words of a picture of a screen. Its other shapes are an image drawn
 * with cells, which comes out a little differently from one CPU to another.
 */
static void put_words(struct str *out, struct slice svg)
{
    struct slice line;

    while (slice_line(&svg, &line))
        if (slice_find(line, 0, SLICE("textLength")) < line.len) {
            str_put(out, line);
            str_putc(out, '\n');
        }
}

static void assert_same_words(struct slice got)
{
    struct str had = STR_EMPTY, words = STR_EMPTY, now = STR_EMPTY;

    source_text(picture, &had);
    put_words(&words, str_slice(&had));
    put_words(&now, got);
    assert_string_equal(now.at, words.at);
    assert_true(now.len > 500);
    str_release(&had);
    str_release(&words);
    str_release(&now);
}

static void the_picture_in_the_readme_is_a_real_screen(void **state)
{
    struct program p;
    struct ran ran = {0};
    struct terminal *t;
    struct str svg = STR_EMPTY;

    (void)state;
    program_init(&p);
    program_set(&p, "COLORTERM", "truecolor");
    program_run(&p, &ran, NULL, "import", "-q",
                source_path("decks/virtual-memory.yaml"), NULL);
    assert_int_equal(ran.status, 0);
    t = terminal_open(&p, 24, 80, "pagein", "review", "--deck",
                      "virtual-memory", NULL);
    terminal_type(t, " 3 3 3 ");
    terminal_put_svg(&svg, t, "A card of pagein in a terminal");
    if (getenv("UPDATE") != NULL)
        assert_same_as_file(picture, svg.at);
    else
        assert_same_words(str_slice(&svg));
    str_release(&svg);
    terminal_close(t);
    ran_release(&ran);
    program_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_picture_in_the_readme_is_a_real_screen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
