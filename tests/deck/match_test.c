/* match_test.c - likeness, and the search for the nearest. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "check.h"
#include "deck/match.h"
#include "deck/nearest.h"
#include "deck/pair.h"

static const struct likeness {
    const char *name, *a, *b;
    int alike;
} likenesses[] = {
    {"the same", "page table", "page table", 1000},
    {"nothing in common", "abc", "xyz", 0},
    {"one letter", "a", "a", 1000},
    {"nothing and nothing", "", "", 1000},
    {"one word of two", "page table", "page fault", 454},
    {"a letter too many", "retired", "retried", 500},
    {"other letters than ASCII", "\xc3\xa4\xc3\xb6\xc3\xbc",
     "\xc3\xa4\xc3\xb6\xc3\xbc", 1000},
};

static void texts_are_so_much_alike(void **state)
{
    const struct likeness *l = *state;

    assert_int_equal(like(slice_from(l->a), slice_from(l->b)), l->alike);
    assert_int_equal(like(slice_from(l->b), slice_from(l->a)), l->alike);
}

static const struct changing {
    const char *name, *old, *new;
    bool changed;
} changings[] = {
    {"the same", "a page", "a page", false},
    {"case and space", "A  page", "a page", false},
    {"letters swapped", "retired", "retried", false},
    {"a letter forgotten", "permision bits", "permission bits", false},
    {"a short word is another word", "on", "off", true},
    {"another word", "the stack", "the heap", true},
    {"a digit", "4096 bytes", "4095 bytes", true},
    {"an operator", "a + b is c", "a - b is c", true},
    {"a unit", "about 512 MiB", "about 512 GiB", true},
    {"a negation", "it is writable", "it isn't writable", true},
    {"a long answer with a typo",
     "the kernel copies the page and updates the entry",
     "the kernel copies the page and updates the netry", false},
};

static void an_answer_is_another_one_or_not(void **state)
{
    const struct changing *c = *state;

    assert_int_equal(
        pair_answer_changed(slice_from(c->old), slice_from(c->new)),
        c->changed);
}

static void a_very_long_answer_is_compared_as_well(void **state)
{
    struct str a = STR_EMPTY, b = STR_EMPTY;

    (void)state;
    for (int i = 0; i < 200; i++)
        str_printf(&a, "word %c%c ", 'a' + i % 26, 'a' + i / 26);
    str_put(&b, str_slice(&a));
    assert_false(pair_answer_changed(str_slice(&a), str_slice(&b)));
    b.at[100] = b.at[100] == 'x' ? 'y' : 'x';
    assert_false(pair_answer_changed(str_slice(&a), str_slice(&b)));
    str_truncate(&b, b.len / 2);
    assert_true(pair_answer_changed(str_slice(&a), str_slice(&b)));
    str_release(&a);
    str_release(&b);
}

/* --- the nearest -------------------------------------------------------- */

enum { TEXTS = 160 };

static struct grams random_text(struct rng *rng, const char *before)
{
    struct str text = STR_EMPTY;
    struct grams g;

    if (before != NULL && rng_below(rng, 3) > 0) {
        str_puts(&text, before);
        text.at[rng_below(rng, text.len)] = (char)('a' + rng_below(rng, 26));
    } else {
        for (int i = 0; i < 30; i++)
            str_putc(&text, (char)('a' + rng_below(rng, 6)));
    }
    g = grams_of(str_slice(&text));
    str_release(&text);
    return g;
}

/* Few texts are compared each with each, many by an index: what both find
 * must be the same, as far as it is alike enough. */
static void an_index_finds_the_same_as_a_search(void **state)
{
    enum { LEAST = 600 };
    static struct grams a[TEXTS], b[TEXTS];
    static struct nearest of_a[TEXTS], of_b[TEXTS], one_a[TEXTS];
    struct rng rng = rng_new(3);
    size_t found = 0;

    (void)state;
    for (int i = 0; i < TEXTS; i++) {
        a[i] = random_text(&rng, NULL);
        b[i] = random_text(&rng, "the kernel maps the page on demand");
    }
    for (int i = 0; i < TEXTS / 4; i++) {
        free(a[i].at);
        a[i] = random_text(&rng, "the kernel maps the page on demand");
    }
    nearest_find(a, TEXTS, b, TEXTS, LEAST, of_a, of_b);
    for (size_t j = 0; j < TEXTS; j++) {
        struct nearest one_b;

        nearest_find(a, TEXTS, &b[j], 1, LEAST, one_a, &one_b);
        if (one_b.like < LEAST) {
            assert_int_equal(of_b[j].like, 0);
            continue;
        }
        assert_int_equal(of_b[j].like, one_b.like);
        if (one_b.second >= LEAST)
            assert_int_equal(of_b[j].second, one_b.second);
        found++;
    }
    assert_true(found > 20);
    for (int i = 0; i < TEXTS; i++) {
        free(a[i].at);
        free(b[i].at);
    }
}

/* Many lines that are all alike, all edited: no answer is right, but
 * there must be one soon. */
static void a_flood_of_twins_ends(void **state)
{
    enum { LINES = 1200 };
    struct match_note *olds = calloc(LINES, sizeof *olds);
    struct match_note *news = calloc(LINES, sizeof *news);
    struct match *out = calloc(LINES, sizeof *out);
    static char lines[2][LINES][64];

    (void)state;
    for (int i = 0; i < LINES; i++) {
        snprintf(lines[0][i], 64, "item %d of the list is entry %d", i, i);
        snprintf(lines[1][i], 64, "item %d of this list is entry %d", i, i);
        olds[i] = (struct match_note){
            .keys = {.exact = (uint64_t)i + 1},
            .line = slice_from(lines[0][i]),
            .place = i,
        };
        news[i] = (struct match_note){
            .keys = {.exact = (uint64_t)i + 1000000},
            .line = slice_from(lines[1][i]),
            .place = i,
        };
    }
    match_notes(olds, LINES, news, LINES, out);
    for (int i = 0; i < LINES; i++)
        if (out[i].how == MATCH_LIKE)
            assert_int_equal(out[i].old, i);
    free(olds);
    free(news);
    free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_very_long_answer_is_compared_as_well),
        cmocka_unit_test(an_index_finds_the_same_as_a_search),
        cmocka_unit_test(a_flood_of_twins_ends),
    };
    int failed = RUN_CASES(likenesses, texts_are_so_much_alike);

    failed += RUN_CASES(changings, an_answer_is_another_one_or_not);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
