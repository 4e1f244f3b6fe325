/* spell_test.c - the texts and patterns that platforms are given. */
#include "publish/spell.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "problem/read.h"
#include "publish/moodle_cloze.h"
#include "publish/moodle_fraction.h"

static const enum word words[] = {WORD_FAULT, WORD_SIGSEGV, WORD_NONE,
                                  WORD_PROTECTION, WORD_OK};

#define ADDRESS                                                       \
    {                                                                 \
        .kind = ASK_ADDRESS, .base = 16, .digits = 3, .words = words, \
        .nwords = COUNT(words)                                        \
    }
#define SHOWN                                                   \
    {                                                           \
        .kind = ASK_ADDRESS, .base = 16, .digits = 3, .bits = 9 \
    }
#define INTEGER                         \
    {                                   \
        .kind = ASK_INTEGER, .base = 10 \
    }
#define SIZE                         \
    {                                \
        .kind = ASK_SIZE, .base = 10 \
    }
#define BITS                                     \
    {                                            \
        .kind = ASK_BITS, .base = 2, .digits = 8 \
    }
#define RATIO                         \
    {                                 \
        .kind = ASK_RATIO, .base = 10 \
    }
#define SET                                      \
    {                                            \
        .kind = ASK_SET, .base = 16, .digits = 3 \
    }
#define LIST                         \
    {                                \
        .kind = ASK_LIST, .base = 10 \
    }
#define CLASS                                                     \
    {                                                             \
        .kind = ASK_CLASS, .words = words, .nwords = COUNT(words) \
    }

struct spelled {
    const char *name;
    struct part reader;
    const char *key;
    const char *taken[12], *not_taken[8];
};

static const struct spelled spelled[] = {
    {"an address",
     ADDRESS,
     "0x0a4",
     {"0x0a4", "0XA4", "a4", "A4h", "0x00_a4", "0x 0a4", "a4_16",
      "0b10100100", "0b1010 0100", "164_10"},
     {"164", "0x0a40", "1a4", "0xa", "a", "0x0a4g", "= "}},
    {"one that looks binary",
     ADDRESS,
     "0x0b1",
     {"0x0b1", "b1", "0b1h", "00b1"},
     {"0b1", "1", "0x1"}},
    {"one of which the statement shows bits",
     SHOWN,
     "0x101",
     {"0x101", "101", "1 0000 0001", "100000001"},
     {"000000101", "0b101"}},
    {"a word among addresses",
     ADDRESS,
     "fault",
     {"fault", "page fault", "Page Fault!", "FAULT", "pf", "exception"},
     {"fault 1", "no fault", "segfault", "protection fault"}},
    {"segfault", ADDRESS, "SIGSEGV", {"SIGSEGV", "segfault"}, {"fault"}},
    {"a count",
     INTEGER,
     "4096",
     {"4096", "4,096", "4 096", "4_096", "0x1000", "2^12", "2**12", "1<<12"},
     {"4097", "40960", "4.096", "1000"}},
    {"a small count",
     INTEGER,
     "5",
     {"5", "0x5", "05", "0b101"},
     {"50", "15"}},
    {"zero", INTEGER, "0", {"0", "00", "0x0"}, {"", "1", "10"}},
    {"a size",
     SIZE,
     "4096 bytes",
     {"4096", "4096 bytes", "4 KiB", "4KiB", "4 KB", "4K", "2^12", "4,096"},
     {"4", "4 MB", "4096 KB"}},
    {"bits",
     BITS,
     "0b00000101",
     {"0b00000101", "00000101", "0000 0101", "101", "0x5", "5_10"},
     {"6", "1010", "0b1010"}},
    {"a ratio", RATIO, "0.5", {"0.5", "1/2", "50%", "0.50"}, {"0.05", "5"}},
    {"a set",
     SET,
     "0x123, 0x300",
     {"0x123,0x300", "0x300, 0x123", "123, 300", "{0x123, 0x300}"},
     {"0x123", "0x123, 0x301", "0x123, 0x300, 0x301"}},
    {"no member", SET, "none", {"none", "{}"}, {"0", "0x0"}},
    {"a list", LIST, "3, 1, 2", {"3,1,2", "3 1 2"}, {"1, 2, 3", "3, 1"}},
    {"a class",
     CLASS,
     "protection",
     {"protection", "protection fault", "Permission"},
     {"fault", "page fault"}},
};

/* The pattern in the dialect of POSIX, which knows no (?: and no \s. */
static void compile(regex_t *out, const char *pattern)
{
    struct str posix = STR_EMPTY;

    for (const char *c = pattern; *c != '\0'; c++) {
        if (strncmp(c, "(?:", 3) == 0) {
            str_putc(&posix, '(');
            c += 2;
        } else if (strncmp(c, "\\s", 2) == 0) {
            str_puts(&posix, "[[:space:]]");
            c++;
        } else if (strncmp(c, "\\x", 2) == 0) {
            char digits[3] = {c[2], c[3], '\0'};
            char plain = (char)strtoul(digits, NULL, 16);
            str_printf(&posix, plain == '^' ? "\\%c" : "[%c]", plain);
            c += 3;
        } else {
            str_putc(&posix, *c);
        }
    }
    if (regcomp(out, posix.at, REG_EXTENDED | REG_NOSUB) != 0)
        fail_msg("no pattern: %s", posix.at);
    str_release(&posix);
}

static bool listed(const struct spellings *list, const char *text)
{
    for (unsigned i = 0; i < list->n; i++)
        if (strcasecmp(list->at[i], text) == 0)
            return true;
    return false;
}

static void the_list_and_the_pattern_take(void **state)
{
    const struct spelled *c = *state;
    struct question_part part = {
        .ask = "", .reader = &c->reader, .key = c->key};
    struct arena arena = {0};
    struct str pattern = STR_EMPTY;
    struct spellings list = spell(&part, c->key, SPELL_KEY, &arena);
    regex_t regex;

    spell_pattern(&pattern, &part, c->key);
    compile(&regex, pattern.at);
    assert_string_equal(list.at[0], c->key);
    for (unsigned i = 0; i < list.n; i++)
        if (regexec(&regex, list.at[i], 0, NULL, 0) != 0)
            fail_msg("in the list alone: \"%s\"", list.at[i]);
    for (size_t i = 0; c->taken[i] != NULL; i++) {
        if (!spell_same(&part, c->taken[i], c->key))
            fail_msg("read as something else: \"%s\"", c->taken[i]);
        if (!listed(&list, c->taken[i]) &&
            regexec(&regex, c->taken[i], 0, NULL, 0) != 0)
            fail_msg("not taken: \"%s\"", c->taken[i]);
    }
    for (size_t i = 0; c->not_taken[i] != NULL; i++)
        if (listed(&list, c->not_taken[i]) ||
            regexec(&regex, c->not_taken[i], 0, NULL, 0) == 0)
            fail_msg("taken: \"%s\"", c->not_taken[i]);
    regfree(&regex);
    str_release(&pattern);
    arena_release(&arena);
}

/* --- the table of answers ----------------------------------------------- */

/* Every row that an address is asked by, and says what it is. */
static void an_address_is_taken_as_the_table_has_it(void **state)
{
    static const struct part reader = ADDRESS;
    FILE *f = fopen("tests/problem/answers.tsv", "r");
    char line[512];
    int rows = 0;

    (void)state;
    assert_non_null(f);
    while (fgets(line, sizeof line, f) != NULL) {
        char *rest = line, *text = strsep(&rest, "\t");
        const char *base = strsep(&rest, "\t"), *kind = strsep(&rest, "\t");
        const char *value = strsep(&rest, "\t");
        struct question_part part = {.ask = "", .reader = &reader};
        struct arena arena = {0};
        struct str pattern = STR_EMPTY;
        struct spellings list;
        regex_t regex;

        if (strcmp(base, "16") != 0 ||
            (strcmp(kind, "num") != 0 && strcmp(kind, "word") != 0))
            continue;
        part.key =
            strcmp(kind, "num") == 0
                ? arena_printf(&arena, "0x%03lx", strtoul(value, NULL, 10))
                : arena_printf(&arena, "%s", value);
        list = spell(&part, part.key, SPELL_KEY, &arena);
        spell_pattern(&pattern, &part, part.key);
        compile(&regex, pattern.at);
        if (!listed(&list, text) && regexec(&regex, text, 0, NULL, 0) != 0)
            fail_msg("%s is not taken for %s", text, part.key);
        regfree(&regex);
        str_release(&pattern);
        arena_release(&arena);
        rows++;
    }
    fclose(f);
    assert_int_equal(rows, 20);
}

/* What the pattern of one value takes is that value, whatever is typed. */
static void patterns_take_what_is_read_as_the_value(void **state)
{
    static const struct part readers[] = {ADDRESS, SHOWN, INTEGER, BITS};
    static const char digits[] = "0001111bBaA4 _xh26";
    struct rng rng = rng_new(7);
    unsigned long taken = 0;

    (void)state;
    for (int n = often(300); n > 0; n--) {
        const struct part *reader = &readers[rng_below(&rng, 4)];
        struct arena arena = {0};
        struct str key = STR_EMPTY, pattern = STR_EMPTY;
        struct value value = {.kind = VALUE_NUMBER};
        struct question_part part = {.ask = "", .reader = reader};
        regex_t regex;

        value.number = num_of(rng_below(&rng, 0x20));
        if (rng_below(&rng, 2) == 0)
            value.number = num_of(0xb0 + rng_below(&rng, 2) * 0x61);
        answer_put(&key, reader, &value);
        part.key = key.at;
        spell_pattern(&pattern, &part, key.at);
        compile(&regex, pattern.at);
        for (int i = 0; i < 2000; i++) {
            char text[8];
            size_t len = 1 + rng_below(&rng, 6);
            for (size_t k = 0; k < len; k++)
                text[k] = digits[rng_below(&rng, sizeof digits - 1)];
            text[len] = '\0';
            if (regexec(&regex, text, 0, NULL, 0) != 0)
                continue;
            taken++;
            if (!spell_same(&part, text, key.at))
                fail_msg("\"%s\" is taken for %s by %s", text, key.at,
                         pattern.at);
        }
        regfree(&regex);
        str_release(&pattern);
        str_release(&key);
        arena_release(&arena);
    }
    assert_true(taken > 1000);
}

/* --- Moodle's numbers ---------------------------------------------------- */

static void fractions_are_the_nearest_below(void **state)
{
    (void)state;
    assert_string_equal(moodle_fraction(100), "100");
    assert_string_equal(moodle_fraction(99), "90");
    assert_string_equal(moodle_fraction(75), "75");
    assert_string_equal(moodle_fraction(100.0 / 3), "33.33333");
    assert_string_equal(moodle_fraction(200.0 / 3), "66.66667");
    assert_string_equal(moodle_fraction(100.0 / 6), "16.66667");
    assert_string_equal(moodle_fraction(100.0 / 7), "14.28571");
    assert_string_equal(moodle_fraction(33), "30");
    assert_string_equal(moodle_fraction(4), "0");
    assert_string_equal(moodle_fraction(0), "0");
}

struct weighing {
    const char *name;
    unsigned n, points[4], weights[4];
};

static const struct weighing weighings[] = {
    {"halves of four points", 2, {200, 200}, {2, 2}},
    {"thirds of four points", 3, {134, 133, 133}, {1, 1, 1}},
    {"halves of three points", 2, {150, 150}, {1, 1}},
    {"two parts of which one counts more", 2, {300, 100}, {3, 1}},
    {"half points", 2, {250, 50}, {5, 1}},
    {"nothing to be had", 2, {0, 0}, {1, 1}},
};

static void weights_are_whole_and_keep_proportions(void **state)
{
    const struct weighing *c = *state;
    struct question_part parts[4] = {0};
    struct question q = {.parts = parts, .nparts = c->n};
    unsigned weights[PARTS_MAX];

    for (unsigned i = 0; i < c->n; i++) {
        parts[i].points = c->points[i];
        q.points += c->points[i];
    }
    moodle_weights(&q, weights);
    for (unsigned i = 0; i < c->n; i++)
        assert_int_equal(weights[i], c->weights[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_taken_as_the_table_has_it),
        cmocka_unit_test(patterns_take_what_is_read_as_the_value),
        cmocka_unit_test(fractions_are_the_nearest_below),
    };
    int failed = RUN_CASES(spelled, the_list_and_the_pattern_take);

    failed += RUN_CASES(weighings, weights_are_whole_and_keep_proportions);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
