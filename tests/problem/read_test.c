/* read_test.c - answers as people type them. */
#include "problem/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "check.h"

enum { PAGE = 4096, FIELDS = 5 };

static const enum word words[] = {WORD_FAULT, WORD_SIGSEGV, WORD_NONE,
                                  WORD_PROTECTION, WORD_OK};

static struct part part_of(unsigned base, const char *kind)
{
    return (struct part){.ask = "",
                         .kind =
                             strcmp(kind, "set") == 0 ? ASK_SET : ASK_RATIO,
                         .base = (uint8_t)base,
                         .words = words,
                         .nwords = COUNT(words)};
}

/* A decimal of the table, "0.5" or "-3", as an exact number. */
static struct num exact(const char *text)
{
    bool negative = text[0] == '-';
    const char *point = strchr(text, '.');
    uint64_t whole = strtoull(text + negative, NULL, 10), places = 1;
    struct num n = num_of(whole);

    if (point != NULL) {
        for (const char *c = point + 1; *c != '\0'; c++)
            places *= 10;
        assert_true(
            num_add(n, num_ratio(strtoull(point + 1, NULL, 10), places), &n));
    }
    return negative ? num_negate(n) : n;
}

static void check_set(const char *expected, const struct value *v)
{
    const char *at = expected + 1;

    for (unsigned i = 0; i < v->n; i++) {
        assert_int_equal(v->at[i], strtoull(at, (char **)&at, 10));
        at += strspn(at, ", ");
    }
    assert_string_equal(at, "]");
}

static enum read_result expected_result(const char *kind)
{
    return strcmp(kind, "blank") == 0    ? READ_BLANK
           : strcmp(kind, "format") == 0 ? READ_UNREADABLE
                                         : READ_OK;
}

static void check_row(char *field[FIELDS])
{
    struct part part = part_of((unsigned)atoi(field[1]), field[2]);
    struct arena arena = {0};
    struct value v = {0};
    struct str note = STR_EMPTY;
    enum read_result result =
        answer_read(slice_from(field[0]), &part, PAGE, &arena, &v, &note);

    if (result != expected_result(field[2]))
        fail_msg("\"%s\": %s", field[0], note.at);
    if (result == READ_UNREADABLE && note.len == 0)
        fail_msg("\"%s\": nothing says why it can't be read", field[0]);
    if (strcmp(field[2], "num") == 0 &&
        (v.kind != VALUE_NUMBER || !num_eq(v.number, exact(field[3]))))
        fail_msg("\"%s\" is read as %llu/%llu, not %s", field[0],
                 (unsigned long long)v.number.top,
                 (unsigned long long)v.number.bottom, field[3]);
    if (strcmp(field[2], "word") == 0 &&
        (v.kind != VALUE_WORD ||
         word_find(slice_from(field[3]), words, COUNT(words)) != v.word))
        fail_msg("\"%s\" is not read as %s", field[0], field[3]);
    if (strcmp(field[2], "set") == 0)
        check_set(field[3], &v);
    str_release(&note);
    arena_release(&arena);
}

static void every_row_of_the_table_is_read_as_it_says(void **state)
{
    FILE *f = fopen("tests/problem/answers.tsv", "r");
    char line[512];
    int rows = 0;

    (void)state;
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f)); /* the heads */
    while (fgets(line, sizeof line, f) != NULL) {
        char *rest = line, *field[FIELDS];
        line[strcspn(line, "\n")] = '\0';
        for (int i = 0; i < FIELDS; i++)
            field[i] = strsep(&rest, "\t");
        check_row(field);
        rows++;
    }
    fclose(f);
    assert_int_equal(rows, 66);
}

struct reading {
    const char *name;
    struct part part;
    const char *typed, *read;
};

#define ADDRESS                                                       \
    {                                                                 \
        .kind = ASK_ADDRESS, .base = 16, .digits = 3, .words = words, \
        .nwords = COUNT(words)                                        \
    }
#define INTEGER                         \
    {                                   \
        .kind = ASK_INTEGER, .base = 10 \
    }
#define SIZE                         \
    {                                \
        .kind = ASK_SIZE, .base = 10 \
    }
/* Nine bits that the statement shows in binary. */
#define SHOWN                                                   \
    {                                                           \
        .kind = ASK_ADDRESS, .base = 16, .digits = 3, .bits = 9 \
    }
#define CHOICES                                        \
    {                                                  \
        .kind = ASK_CHOICES, .base = 10, .noptions = 5 \
    }

static const struct reading readings[] = {
    {"digits are hex where an address is asked for", ADDRESS, "a4", "0x0a4"},
    {"so are zeros and ones", ADDRESS, "0 1010 0100", "0x10100100"},
    {"but where a statement shows binary", SHOWN, "0 1010 0100", "0x0a4"},
    {"without the first zero", SHOWN, "10100100", "0x0a4"},
    {"so few of them are hex all the same", SHOWN, "101", "0x101"},
    {"more than it has bits are hex", SHOWN, "0010100100", "0x10100100"},
    {"other digits are hex", SHOWN, "1010a", "0x1010a"},
    {"a base that is written counts", SHOWN, "0x10100", "0x10100"},
    {"a word is an answer as well", ADDRESS, "Page fault!", "fault"},
    {"pages count as pages where bytes mean nothing", INTEGER, "3 pages",
     "3"},
    {"what is below zero keeps its base", ADDRESS, "0x10 - 0x32", "-0x022"},
    {"a size in bits is bytes", SIZE, "32 Kbit", "4096 bytes"},
    {"one byte", SIZE, "8 bits", "1 byte"},
    {"a unit behind a blank", SIZE, "4 k bytes", "4096 bytes"},
    {"GiB", SIZE, "3 GiB", "3221225472 bytes"},
    {"what is reckoned is decimal", ADDRESS, "2^10 + 16", "0x410"},
    {"half a page", SIZE, "2^12/2", "2048 bytes"},
    {"letters of options", CHOICES, "(C), a", "a, c"},
    {"no option at all", CHOICES, "none", "none"},
};

static void check_reading(void **state)
{
    const struct reading *r = *state;
    struct arena arena = {0};
    struct str note = STR_EMPTY, back = STR_EMPTY;
    struct value v;

    if (answer_read(slice_from(r->typed), &r->part, 0, &arena, &v, &note) !=
        READ_OK)
        fail_msg("%s", note.at);
    answer_put(&back, &r->part, &v);
    assert_string_equal(back.at, r->read);
    str_release(&note);
    str_release(&back);
    arena_release(&arena);
}

/* Three bytes it would be otherwise. */
static void a_size_in_pages_of_no_known_size_is_asked_again(void **state)
{
    static const struct part size = SIZE;
    struct arena arena = {0};
    struct str note = STR_EMPTY;
    struct value v;

    (void)state;
    assert_int_equal(
        answer_read(SLICE("3 pages"), &size, 0, &arena, &v, &note),
        READ_UNREADABLE);
    assert_true(note.len > 0);
    assert_int_equal(
        answer_read(SLICE("3 pages"), &size, 4096, &arena, &v, &note),
        READ_OK);
    assert_true(num_eq(v.number, num_of(12288)));
    str_release(&note);
    arena_release(&arena);
}

/* Whatever is typed, what is not the value is not read as it. */
static void a_near_miss_is_never_read_as_the_answer(void **state)
{
    static const struct part parts[] = {ADDRESS, INTEGER, SIZE};
    struct rng rng = rng_new(5);
    struct str text = STR_EMPTY;

    (void)state;
    for (int i = 0; i < in_soak(20000, 1000000); i++) {
        const struct part *part = &parts[rng_below(&rng, COUNT(parts))];
        uint64_t key = rng_next(&rng) >> rng_below(&rng, 60);
        uint64_t typed = key ^ (UINT64_C(1) << rng_below(&rng, 64));
        struct arena arena = {0};
        struct answers a = {.arena = &arena};
        struct value v;

        answer_number(&a, typed);
        str_clear(&text);
        answer_put(&text, part, &a.at[0]);
        assert_int_equal(
            answer_read(str_slice(&text), part, 0, &arena, &v, NULL),
            READ_OK);
        assert_true(value_eq(&v, &a.at[0]));
        assert_int_not_equal(v.number.top, key);
        arena_release(&arena);
    }
    str_release(&text);
}

static void an_order_with_words_missing_is_asked_again(void **state)
{
    static const enum word all[] = {WORD_FAULT, WORD_SIGSEGV, WORD_NONE};
    static const struct part part = {
        .ask = "", .kind = ASK_ORDER, .words = all, .nwords = 3};
    struct arena arena = {0};
    struct str note = STR_EMPTY;
    struct value value;

    (void)state;
    assert_int_equal(
        answer_read(SLICE("none, fault"), &part, 0, &arena, &value, &note),
        READ_UNREADABLE);
    assert_string_equal(note.at,
                        "That is 2 of 3; all of them belong in the order.");
    str_clear(&note);
    assert_int_equal(answer_read(SLICE("none, fault, SIGSEGV"), &part, 0,
                                 &arena, &value, &note),
                     READ_OK);
    str_release(&note);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_the_table_is_read_as_it_says),
        cmocka_unit_test(a_size_in_pages_of_no_known_size_is_asked_again),
        cmocka_unit_test(an_order_with_words_missing_is_asked_again),
        cmocka_unit_test(a_near_miss_is_never_read_as_the_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(readings, check_reading);
}
