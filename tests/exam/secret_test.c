/* secret_test.c - keys of graded exams and what is sealed with them. */
#include "exam/secret.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/rng.h"
#include "check.h"
#include "sys/file.h"

static struct secret secret(uint8_t first)
{
    struct secret s = {{{first, 2, 3}}};

    return s;
}

static struct sealed sealed(uint64_t seed)
{
    return (struct sealed){.code = {7, 3, 4, seed}};
}

static void a_sealed_problem_opens_with_its_secret(void **state)
{
    struct secret key = secret(1);
    struct rng rng = rng_new(1);
    char text[SEAL_BYTES];
    struct sealed back;
    struct err err;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct sealed s = {
            .code = {(uint8_t)(1 + rng_below(&rng, 255)),
                     (uint8_t)(1 + rng_below(&rng, 15)),
                     (uint8_t)(1 + rng_below(&rng, 4)),
                     rng_next(&rng) & ((UINT64_C(1) << 40) - 1)},
        };
        seal_put(text, &key, &s);
        assert_true(seal_is(slice_from(text)));
        assert_int_equal(seal_open(&back, slice_from(text), &key, &err), 0);
        assert_int_equal(back.what, SEALED_PROBLEM);
        assert_int_equal(back.code.kind, s.code.kind);
        assert_int_equal(back.code.version, s.code.version);
        assert_int_equal(back.code.level, s.code.level);
        assert_int_equal(back.code.seed, s.code.seed);
    }
}

static void a_sealed_cloze_opens_with_its_secret(void **state)
{
    struct secret key = secret(1);
    struct sealed s = {.what = SEALED_CLOZE, .uid = "0f3a91c0ffee"}, back;
    char text[SEAL_BYTES];
    struct err err;

    (void)state;
    seal_put(text, &key, &s);
    assert_int_equal(seal_open(&back, slice_from(text), &key, &err), 0);
    assert_int_equal(back.what, SEALED_CLOZE);
    assert_string_equal(back.uid, "0f3a91c0ffee");
}

static void it_is_typed_as_any_code_is(void **state)
{
    struct secret key = secret(1);
    struct sealed s = sealed(99), back;
    char text[SEAL_BYTES];
    struct err err;

    (void)state;
    seal_put(text, &key, &s);
    for (char *c = text; *c != '\0'; c++)
        *c = (char)(*c == '-' ? ' ' : *c >= 'A' ? *c - 'A' + 'a' : *c);
    assert_int_equal(seal_open(&back, slice_from(text), &key, &err), 0);
    assert_int_equal(back.code.seed, 99);
}

static void another_secret_opens_nothing(void **state)
{
    struct secret key = secret(1), other = secret(2);
    char text[SEAL_BYTES];
    struct sealed back;
    struct err err;

    (void)state;
    for (uint64_t i = 0; i < 2000; i++) {
        struct sealed s = sealed(i);
        seal_put(text, &key, &s);
        assert_int_equal(seal_open(&back, slice_from(text), &other, &err),
                         -1);
        assert_int_equal(err.kind, ERR_USAGE);
    }
}

static void any_wrong_character_is_noticed(void **state)
{
    struct secret key = secret(1);
    struct sealed s = sealed(5), back;
    char text[SEAL_BYTES];
    struct err err;

    (void)state;
    seal_put(text, &key, &s);
    for (char *c = text; *c != '\0'; c++) {
        char old = *c;
        if (old == '-')
            continue;
        *c = old == '7' ? '8' : '7';
        assert_int_equal(seal_open(&back, slice_from(text), &key, &err), -1);
        *c = old;
    }
}

/* Neighbouring seeds have nothing in common to look at. */
static void a_sealed_code_tells_nothing_of_its_seed(void **state)
{
    struct secret key = secret(1);
    char one[SEAL_BYTES], two[SEAL_BYTES];
    unsigned same = 0, n = 0;

    (void)state;
    for (uint64_t i = 0; i < 500; i++) {
        struct sealed a = sealed(i), b = sealed(i + 1);
        seal_put(one, &key, &a);
        seal_put(two, &key, &b);
        for (size_t k = 0; one[k] != '\0'; k++)
            if (one[k] != '-') {
                same += one[k] == two[k];
                n++;
            }
    }
    assert_in_range(same, n / 64, n / 20); /* a 32nd of them by chance */
}

static void a_practice_code_is_not_sealed(void **state)
{
    struct secret key = secret(1);
    struct sealed back;
    struct err err;

    (void)state;
    assert_false(seal_is(SLICE("0G4K-7Q2M-T9XW")));
    assert_false(seal_is(SLICE("0G4K-7Q2M-T9XW-0G4K-7")));
    assert_false(seal_is(SLICE("")));
    assert_int_equal(seal_open(&back, SLICE("0G4K-7Q2M-T9XW"), &key, &err),
                     -1);
}

static void a_secret_is_made_once_and_for_its_owner_alone(void **state)
{
    char folder[] = "/tmp/pagein-secret-XXXXXX", path[64];
    struct secret made, read;
    struct err err;
    struct stat st;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/secret", folder);
    assert_int_equal(secret_make(&made, path, &err), 0);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(secret_make(&read, path, &err), -1);
    assert_int_equal(err.kind, ERR_CREATE);
    assert_int_equal(secret_read(&read, path, &err), 0);
    assert_memory_equal(&made, &read, sizeof made);
    unlink(path);
    assert_int_equal(secret_read(&read, path, &err), -1);
    assert_int_equal(err.kind, ERR_NO_INPUT);
    assert_int_equal(
        file_write(path, SLICE("pagein-secret-1 abcd\n"), true, &err), 0);
    assert_int_equal(secret_read(&read, path, &err), -1);
    assert_int_equal(err.kind, ERR_NOTES);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sealed_problem_opens_with_its_secret),
        cmocka_unit_test(a_sealed_cloze_opens_with_its_secret),
        cmocka_unit_test(it_is_typed_as_any_code_is),
        cmocka_unit_test(another_secret_opens_nothing),
        cmocka_unit_test(any_wrong_character_is_noticed),
        cmocka_unit_test(a_sealed_code_tells_nothing_of_its_seed),
        cmocka_unit_test(a_practice_code_is_not_sealed),
        cmocka_unit_test(a_secret_is_made_once_and_for_its_owner_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
