/* base64_test.c - bytes as text, and back. */
#include "sys/base64.h"

#include "base/rng.h"
#include "check.h"

/* Those of RFC 4648. */
static const struct vector {
    const char *name, *bytes, *text;
} vectors[] = {
    {"nothing", "", ""},          {"one byte", "f", "Zg=="},
    {"two", "fo", "Zm8="},        {"three", "foo", "Zm9v"},
    {"four", "foob", "Zm9vYg=="}, {"six", "foobar", "Zm9vYmFy"},
};

static void it_is_written_and_read(void **state)
{
    const struct vector *v = *state;
    struct str text = STR_EMPTY, bytes = STR_EMPTY;

    base64_put(&text, slice_from(v->bytes));
    assert_string_equal(text.at, v->text);
    assert_true(base64_read(&bytes, slice_from(v->text)));
    assert_string_equal(bytes.at, v->bytes);
    str_release(&text);
    str_release(&bytes);
}

static void any_bytes_come_back(void **state)
{
    struct rng rng = rng_new(1);

    (void)state;
    for (int i = 0; i < 500; i++) {
        struct str from = STR_EMPTY, text = STR_EMPTY, to = STR_EMPTY;
        for (uint64_t n = rng_below(&rng, 100); n > 0; n--)
            str_putc(&from, (char)rng_next(&rng));
        base64_put(&text, str_slice(&from));
        assert_true(base64_read(&to, str_slice(&text)));
        assert_true(slice_eq(str_slice(&from), str_slice(&to)));
        str_release(&from);
        str_release(&text);
        str_release(&to);
    }
}

static void what_is_none_leaves_all_as_it_was(void **state)
{
    static const char *const bad[] = {
        "Zg=", "Z", "Zg==x", "Z*==", "Zm9v\n", "Zg", "===="};

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct str out = STR_EMPTY;
        str_puts(&out, "kept");
        assert_false(base64_read(&out, slice_from(bad[i])));
        assert_string_equal(out.at, "kept");
        str_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_bytes_come_back),
        cmocka_unit_test(what_is_none_leaves_all_as_it_was),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    return failed + RUN_CASES(vectors, it_is_written_and_read);
}
