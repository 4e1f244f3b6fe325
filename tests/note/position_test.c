/* Where clozes are and what they hide: exact in thousands of random notes. */
#include <stdio.h>

#include "awkward.h"
#include "check.h"
#include "note/file.h"

enum { DOCUMENTS = 150, CLOZES = 10000 };

static void fail_with(const struct awkward *a, uint64_t seed,
                      const struct planted *want, const struct cloze *got,
                      struct slice answer)
{
    fputs(a->text.at, stderr); /* too long for print_message */
    if (want != NULL)
        print_message("planted %u:%u c%u [%s] hint [%s]\n", want->line,
                      want->col, want->number, want->answer.at,
                      want->hint.at);
    if (got != NULL)
        print_message("found   %u:%u c%u [%.*s] hint [%.*s]\n", got->line,
                      got->col, got->number, SLICE_FMT(answer),
                      SLICE_FMT(got->hint));
    fail_msg("document %llu", (unsigned long long)seed);
}

static void compare(const struct awkward *a, uint64_t seed,
                    const struct note_file *file)
{
    size_t n = 0;

    for (size_t i = 0; i < file->nnotes; i++) {
        const struct block *leaf = file->notes[i].leaf;

        for (uint32_t k = 0; k < leaf->nclozes; k++, n++) {
            const struct cloze *c = &leaf->clozes[k];
            struct slice answer = slice_sub(leaf->text, c->at, c->len);
            const struct planted *p = n < a->n ? &a->at[n] : NULL;

            if (p == NULL || p->line != c->line || p->col != c->col ||
                p->number != c->number ||
                !slice_eq(str_slice(&p->answer), answer) ||
                !slice_eq(str_slice(&p->hint), c->hint))
                fail_with(a, seed, p, c, answer);
        }
    }
    if (n < a->n)
        fail_with(a, seed, &a->at[n], NULL, SLICE(""));
}

static size_t try_document(uint64_t seed)
{
    struct note_options options = {.root = ""};
    struct awkward a;
    struct note_file file;
    struct diags diags = {0};
    size_t n;

    awkward_make(&a, seed);
    n = a.n;
    note_file_read(&file, str_slice(&a.text), SLICE("awkward.md"), NULL,
                   &options, &diags);
    for (size_t i = 0; i < diags.n; i++)
        if (diags.at[i].level == DIAG_ERROR) {
            print_message("%zu:%zu %.*s\n", diags.at[i].line, diags.at[i].col,
                          SLICE_FMT(diags.at[i].text));
            fail_with(&a, seed, NULL, NULL, SLICE(""));
        }
    compare(&a, seed, &file);
    assert_true(doc_ok(file.doc.root));
    note_file_release(&file);
    diags_release(&diags);
    awkward_release(&a);
    return n;
}

static void every_cloze_is_where_it_was_put(void **state)
{
    size_t clozes = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= (uint64_t)often(DOCUMENTS); seed++)
        clozes += try_document(seed);
    print_message("%zu clozes\n", clozes);
    assert_true(clozes >= CLOZES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cloze_is_where_it_was_put),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
