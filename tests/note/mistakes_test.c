/* A page of typical mistakes, and what a person reads about them. */
#include "check.h"
#include "program.h"
#include "reader.h"

static void put_findings(struct str *out, struct slice text, const char *name)
{
    struct reader r;

    reader_read(&r, text, true);
    for (size_t i = 0; i < r.diags.n; i++) {
        const struct diag *d = &r.diags.at[i];

        str_printf(out, "%s:%zu:%zu: %s: %.*s [%s]\n%.*s\n", name, d->line,
                   d->col, d->level == DIAG_ERROR ? "error" : "warning",
                   SLICE_FMT(d->text), d->rule, SLICE_FMT(d->source));
        str_fill(out, ' ', d->col - 1);
        str_puts(out, "^\n");
    }
    reader_release(&r);
}

static void each_mistake_has_its_sentence(void **state)
{
    struct str text = STR_EMPTY, got = STR_EMPTY;

    (void)state;
    source_text("tests/note/mistakes.md", &text);
    put_findings(&got, str_slice(&text), "mistakes.md");
    assert_golden("note-mistakes.txt", got.at);
    str_release(&text);
    str_release(&got);
}

static void findings_end_somewhere(void **state)
{
    struct str text = STR_EMPTY;
    struct reader r;

    (void)state;
    for (int i = 0; i < 3 * SOURCE_FINDINGS_MAX; i++)
        str_puts(&text, i % 3 > 0 ? "- }}\n" : "- {{}}\n");
    reader_read(&r, str_slice(&text), false);
    assert_int_equal(r.diags.warnings, SOURCE_FINDINGS_MAX + 1);
    assert_int_equal(r.diags.errors, SOURCE_FINDINGS_MAX);
    reader_release(&r);
    str_release(&text);
}

static void many_warnings_are_no_error(void **state)
{
    struct str text = STR_EMPTY;
    struct reader r;

    (void)state;
    for (int i = 0; i < 2 * SOURCE_FINDINGS_MAX; i++)
        str_puts(&text, "- }}\n");
    reader_read(&r, str_slice(&text), false);
    assert_int_equal(r.rc, 0);
    assert_int_equal(r.diags.n, SOURCE_FINDINGS_MAX + 1);
    assert_string_equal(r.diags.at[r.diags.n - 1].rule, "too-many");
    reader_release(&r);
    str_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mistake_has_its_sentence),
        cmocka_unit_test(findings_end_somewhere),
        cmocka_unit_test(many_warnings_are_no_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
