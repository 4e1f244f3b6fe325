/* code_test.c - a problem's name in twelve characters. */
#include "problem/code.h"

#include <string.h>

#include "check.h"

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static struct code draw(struct rng *rng)
{
    return (struct code){.kind = (uint8_t)rng_below(rng, 256),
                         .version = (uint8_t)rng_below(rng, 16),
                         .level = (uint8_t)rng_between(rng, 1, 4),
                         .seed = rng_below(rng, UINT64_C(1) << 40)};
}

static bool reads(const char *text, struct code *out)
{
    struct err err = {0};

    return code_read(slice_from(text), out, &err) == 0;
}

static void assert_code(struct code a, struct code b)
{
    assert_int_equal(a.kind, b.kind);
    assert_int_equal(a.version, b.version);
    assert_int_equal(a.level, b.level);
    assert_true(a.seed == b.seed);
}

static void a_code_reads_back(void **state)
{
    struct rng rng = rng_new(1);
    char text[CODE_BYTES];
    struct code back;

    (void)state;
    for (int i = 0; i < often(5000); i++) {
        struct code code = draw(&rng);
        code_put(text, code);
        assert_int_equal(strlen(text), 14);
        assert_true(reads(text, &back));
        assert_code(back, code);
    }
}

/* Each of the twelve places, each of the other 31 characters. */
static void every_single_wrong_character_is_noticed(void **state)
{
    struct rng rng = rng_new(2);
    char text[CODE_BYTES];
    struct code back;

    (void)state;
    for (int i = 0; i < often(300); i++) {
        code_put(text, draw(&rng));
        for (size_t at = 0; at < 14; at++) {
            char right = text[at];
            if (right == '-')
                continue;
            for (const char *c = digits; *c != '\0'; c++) {
                text[at] = *c;
                if (reads(text, &back) != (*c == right))
                    fail_msg("%s, %c for %c", text, *c, right);
            }
            text[at] = right;
        }
    }
}

/* Swaps of two neighbours that differ: of those, few pass. */
static void nearly_all_swaps_are_noticed(void **state)
{
    struct rng rng = rng_new(3);
    char text[CODE_BYTES];
    unsigned swaps = 0, passed = 0;
    struct code back;

    (void)state;
    for (int i = 0; i < often(1000); i++) {
        code_put(text, draw(&rng));
        for (size_t at = 0; at + 1 < 14; at++) {
            char first = text[at], second = text[at + 1];
            if (first == '-' || second == '-' || first == second)
                continue;
            text[at] = second;
            text[at + 1] = first;
            swaps++;
            passed += reads(text, &back);
            text[at] = first;
            text[at + 1] = second;
        }
    }
    if (passed * 20 > swaps)
        fail_msg("%u of %u swaps were not noticed", passed, swaps);
}

static void a_code_may_be_typed_as_it_is_read(void **state)
{
    struct code code = {.kind = 6, .version = 1, .level = 2, .seed = 0x1111},
                back;
    char text[CODE_BYTES], typed[64];
    size_t n = 0;

    (void)state;
    code_put(text, code);
    for (size_t i = 0; text[i] != '\0'; i++) {
        char c = text[i];
        typed[n++] = c == '0'               ? 'o'
                     : c == '1'             ? (i % 2 ? 'l' : 'I')
                     : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a')
                                            : c;
        if (i == 6)
            typed[n++] = ' ';
    }
    typed[n] = '\0';
    assert_true(reads(typed, &back));
    assert_code(back, code);
}

struct bad_case {
    const char *name, *text, *says;
};

static const struct bad_case bad_cases[] = {
    {"nothing is no code", "", "twelve"},
    {"eleven characters are no code", "0000-0000-000", "twelve"},
    {"thirteen characters are no code", "0000-0000-0000-0", "twelve"},
    {"a U is in no code", "0000-0000-000U", "twelve"},
    {"a wrong character is told from no code", "0000-0000-0001",
     "wrong character"},
};

static void is_refused(void **state)
{
    const struct bad_case *c = *state;
    struct code code = {.kind = 42};
    struct err err = {0};

    assert_int_equal(code_read(slice_from(c->text), &code, &err), -1);
    assert_non_null(strstr(err.text, c->says));
    assert_int_equal(code.kind, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_reads_back),
        cmocka_unit_test(every_single_wrong_character_is_noticed),
        cmocka_unit_test(nearly_all_swaps_are_noticed),
        cmocka_unit_test(a_code_may_be_typed_as_it_is_read),
    };

    return RUN_CASES(bad_cases, is_refused) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
