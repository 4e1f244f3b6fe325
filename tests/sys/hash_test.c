/* Hashes, against the digests that `b2sum -l 256` prints. */
#include "check.h"
#include "sys/hash.h"

struct row {
    const char *name, *text, *want;
};

static const struct row rows[] = {
    {"of \"\"", "",
     "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"},
    {"of \"abc\"", "abc",
     "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"},
    {"of \"page table\"", "page table",
     "c29f1b297cc032bd6605e8e62d902e600b9a40389ec7643d9565be0d6502fcaa"},
};

static void each_row(void **state)
{
    const struct row *r = *state;
    struct hash h = hash_of(slice_from(r->text));
    struct str hex = STR_EMPTY;

    hash_put_hex(&hex, &h, 64);
    assert_string_equal(hex.at, r->want);
    str_release(&hex);
}

static void parts_are_told_from_each_other(void **state)
{
    struct slice cuts[][2] = {{SLICE("ab"), SLICE("c")},
                              {SLICE("a"), SLICE("bc")},
                              {SLICE("abc"), SLICE("")},
                              {SLICE(""), SLICE("abc")}};
    struct slice again[] = {SLICE("ab"), SLICE("c")};
    struct hash h[COUNT(cuts)], same = hash_of_parts(again, 2);

    (void)state;
    for (size_t i = 0; i < COUNT(cuts); i++) {
        h[i] = hash_of_parts(cuts[i], 2);
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(h[i].at, h[j].at, HASH_BYTES);
    }
    assert_memory_equal(h[0].at, same.at, HASH_BYTES);
}

static void parts_have_their_length_in_front(void **state)
{
    char whole[8 + 0x102] = "\x02\x01";
    struct slice part = {whole + 8, 0x102};
    struct hash got, want;

    (void)state;
    memset(whole + 8, 'x', part.len);
    got = hash_of_parts(&part, 1);
    want = hash_of((struct slice){whole, sizeof whole});
    assert_memory_equal(got.at, want.at, HASH_BYTES);
}

static void the_number_and_the_digits_agree(void **state)
{
    struct hash h = {{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xff}};
    struct str hex = STR_EMPTY;

    (void)state;
    assert_true(hash_u64(&h) == 0x0123456789abcdef);
    hash_put_hex(&hex, &h, 5);
    assert_string_equal(hex.at, "01234");
    str_release(&hex);
}

static void digests_of_other_formats_are_theirs(void **state)
{
    static const uint8_t abc[HASH_SHA1_BYTES] = {
        0xa9, 0x99, 0x3e, 0x36, 0x47, 0x06, 0x81, 0x6a, 0xba, 0x3e,
        0x25, 0x71, 0x78, 0x50, 0xc2, 0x6c, 0x9c, 0xd0, 0xd8, 0x9d};
    uint8_t digest[HASH_SHA1_BYTES];

    (void)state;
    hash_sha1(digest, SLICE("abc"));
    assert_memory_equal(digest, abc, sizeof abc);
    assert_true(hash_sha256_u64(SLICE("abc")) == 0xba7816bf8f01cfeau);
}

static void entropy_differs(void **state)
{
    (void)state;
    assert_true(entropy_u64() != entropy_u64());
}

static void a_key_makes_another_hash(void **state)
{
    const struct slice parts[] = {SLICE("ab"), SLICE("c")};
    const struct hash key = entropy_key(), other = entropy_key();
    struct hash plain = hash_of_parts(parts, 2);
    struct hash one = hash_keyed(&key, parts, 2);
    struct hash same = hash_keyed(&key, parts, 2);
    struct hash two = hash_keyed(&other, parts, 2);

    (void)state;
    assert_memory_equal(&one, &same, sizeof one);
    assert_memory_not_equal(&one, &plain, sizeof one);
    assert_memory_not_equal(&one, &two, sizeof one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_makes_another_hash),
        cmocka_unit_test(parts_are_told_from_each_other),
        cmocka_unit_test(parts_have_their_length_in_front),
        cmocka_unit_test(the_number_and_the_digits_agree),
        cmocka_unit_test(entropy_differs),
        cmocka_unit_test(digests_of_other_formats_are_theirs),
    };

    return RUN_CASES(rows, each_row) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
