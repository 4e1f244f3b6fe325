/* question_test.c - problems and clozes as questions. */
#include "exam/question.h"

#include "check.h"
#include "exam/credit.h"
#include "note/file.h"
#include "problem/code.h"
#include "problem/read.h"

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena = (struct arena){0};
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct question *question(const char *id, int level, bool choice)
{
    const struct problem *p =
        problem_make(&arena, kind_find(slice_from(id)), level, 1);

    assert_non_null(p);
    return question_of_problem(p, choice, 500, &arena);
}

/* --- every kind --------------------------------------------------------- */

static void reads_back(const struct question *q, unsigned part)
{
    const struct question_part *p = &q->parts[part];
    struct value v;

    assert_int_equal(
        answer_read(slice_from(p->key), p->reader, 0, &arena, &v, NULL),
        READ_OK);
    assert_true(value_eq(&v, &q->problem->key.at[part]));
}

static void has_options(const struct question_part *p)
{
    for (unsigned i = 0; i < p->noptions; i++)
        for (unsigned k = 0; k < i; k++)
            assert_string_not_equal(p->options[i], p->options[k]);
    if (p->noptions > 0 && p->reader->kind != ASK_CHOICES)
        assert_int_equal(__builtin_popcount(p->right), 1);
    assert_true(p->right >> p->noptions == 0);
}

static void wrongs_differ(const struct question *q)
{
    for (size_t i = 0; i < q->nwrongs; i++) {
        bool other = false;
        for (unsigned k = 0; k < q->nparts; k++)
            other |= strcmp(q->wrongs[i].answer[k], q->parts[k].key) != 0;
        assert_true(other);
        assert_true(q->wrongs[i].credit < FULL_CREDIT);
        assert_true(strlen(q->wrongs[i].why) > 0);
    }
}

static void a_question_holds(const struct problem *p, bool choice)
{
    const struct question *q = question_of_problem(p, choice, 700, &arena);
    unsigned points = 0;

    assert_int_equal(q->nparts, p->key.n);
    assert_true(doc_ok(q->body));
    assert_non_null(q->body->first);
    for (unsigned i = 0; i < q->nparts; i++) {
        reads_back(q, i);
        has_options(&q->parts[i]);
        points += q->parts[i].points;
    }
    assert_int_equal(points, 700);
    assert_true(q->nsteps > 0);
    for (size_t i = 0; i < q->nsteps; i++) {
        assert_true(doc_ok(q->steps[i].text));
        assert_non_null(q->steps[i].text->first);
    }
    wrongs_differ(q);
}

static void every_kind_and_level_is_a_question(void **state)
{
    int n = often(10);

    (void)state;
    for (size_t k = 0; k < nkinds; k++)
        for (int level = 1; level <= LEVELS; level++)
            for (int i = 0; kind_has_level(kinds[k], level) && i < n; i++) {
                struct arena scratch = arena;
                const struct problem *p;
                arena = (struct arena){0};
                p = problem_make(&arena, kinds[k], level, (uint64_t)i);
                assert_non_null(p);
                a_question_holds(p, i % 2 == 1);
                arena_release(&arena);
                arena = scratch;
            }
}

/* --- some of them ------------------------------------------------------- */

static void the_code_brings_the_problem_back(void **state)
{
    const struct question *q = question("LOOKUP", 2, false);
    struct code code;
    struct err err;

    (void)state;
    assert_int_equal(code_read(slice_from(q->code), &code, &err), 0);
    assert_int_equal(code.kind, q->problem->kind->number);
    assert_int_equal(code.seed, q->problem->seed);
    assert_string_equal(q->id, "LOOKUP");
    assert_int_equal(q->level, 2);
    assert_int_equal(q->effort, q->problem->key.steps);
}

static void a_part_of_words_offers_all_of_them(void **state)
{
    const struct question *q = question("FAULTREG", 1, true);
    const struct question_part *access = &q->parts[1];

    (void)state;
    assert_string_equal(access->ask, "read, write or fetch");
    assert_int_equal(access->noptions, 3);
    assert_string_equal(access->options[0], "read");
    assert_string_equal(access->options[1], "write");
    assert_string_equal(access->options[2], "fetch");
    assert_int_equal(access->right, question_chosen(access, access->key));
}

static void a_choice_holds_the_key_among_mistakes(void **state)
{
    const struct question *q = question("LOOKUP", 2, true);
    const struct question_part *p = &q->parts[q->nparts - 1];
    unsigned known = 0;

    (void)state;
    assert_in_range(p->noptions, 3, 5);
    for (size_t i = 0; i < q->nwrongs; i++)
        known |= question_chosen(p, q->wrongs[i].answer[q->nparts - 1]);
    assert_int_equal(known | p->right, (1u << p->noptions) - 1);
    assert_int_equal(question_chosen(p, "0xdeadbeef"), 0);
}

static void a_free_answer_has_no_options(void **state)
{
    const struct question *q = question("LOOKUP", 2, false);

    (void)state;
    assert_null(q->parts[0].options);
    assert_int_equal(q->parts[0].right, 0);
}

static void points_that_do_not_divide_go_to_the_first_parts(void **state)
{
    const struct problem *p =
        problem_make(&arena, kind_find(SLICE("GEOM")), 4, 1);
    const struct question *q = question_of_problem(p, false, 103, &arena);

    (void)state;
    assert_int_equal(q->nparts, 5);
    for (unsigned i = 0; i < 5; i++)
        assert_int_equal(q->parts[i].points, i < 3 ? 21 : 20);
}

static void slips_keep_some_credit(void **state)
{
    (void)state;
    assert_int_equal(credit_of(M_NOPTESZ), 75);
    assert_int_equal(credit_of(M_NOTOP), 50);
    assert_int_equal(credit_of(M_IDENT), 0);
    assert_int_equal(credit_of(MISTAKE_NONE), 0);
}

static void outcomes_tell_words_and_values(void **state)
{
    struct answers a = {.arena = &arena};

    (void)state;
    answer_number(&a, 5);
    assert_string_equal(question_outcome(&a, &arena), "a value");
    answer_number(&a, 7);
    assert_string_equal(question_outcome(&a, &arena), "2 values");
    answer_word(&a, WORD_NO);
    answer_word(&a, WORD_YES);
    answer_word(&a, WORD_YES);
    assert_string_equal(question_outcome(&a, &arena), "2 yes, no, 2 values");
    a.n = 0;
    answer_word(&a, WORD_FAULT);
    assert_string_equal(question_outcome(&a, &arena), "fault");
}

/* --- clozes ------------------------------------------------------------- */

static void put_block(struct str *out, const struct block *b, int depth)
{
    static const char *const names[] = {
        [BLOCK_LIST] = "list",   [BLOCK_ITEM] = "item",
        [BLOCK_TABLE] = "table", [BLOCK_ROW] = "row",
        [BLOCK_CELL] = "cell",   [BLOCK_PARAGRAPH] = "p",
        [BLOCK_CODE] = "code",   [BLOCK_QUOTE] = "quote",
    };

    for (; b != NULL; b = b->next) {
        str_fill(out, ' ', (size_t)depth);
        str_printf(out, "%s", names[b->kind]);
        if (b->text.len > 0)
            str_printf(out, ": %.*s", SLICE_FMT(b->text));
        for (uint32_t i = 0; i < b->nruns; i++)
            str_printf(
                out, " <%.*s>%.*s",
                SLICE_FMT(slice_sub(b->text, b->runs[i].at, b->runs[i].len)),
                SLICE_FMT(b->runs[i].target));
        str_putc(out, '\n');
        put_block(out, b->first, depth + 1);
    }
}

/* Card `card` of the last note of the text, as title and body. */
struct cloze_case {
    const char *name, *text;
    uint32_t card;
    const char *title, *body, *key;
};

static const struct cloze_case cloze_cases[] = {
    {"a sentence", "# Paging\n\nA page is {{4096}} bytes.\n", 0, "Paging",
     "p: A page is ____ bytes.\n", "4096"},
    {"a hint stands behind its blank",
     "A page is {{4096}}{({a power of two})} bytes.\n", 0, "Fill in",
     "p: A page is ____ (a power of two) bytes.\n", "4096"},
    {"what stands above and before",
     "# A\n\n## B\n\nThe lead:\n\n- one *item*\n  - has {{a child}}\n", 0,
     "A › B",
     "p: The lead:\nlist\n item\n  p: one item <item>\n  list\n   item\n"
     "    p: has ____\n",
     "a child"},
    {"a row of a table", "| bit | means |\n|---|---|\n| V | {{valid}} |\n", 0,
     "Fill in",
     "table\n row\n  cell: bit\n  cell: means\n row\n  cell: V\n"
     "  cell: ____\n",
     "valid"},
    {"other blanks are told", "The {{VPN}} and the {{offset}}.\n", 1,
     "Fill in", "p: The VPN and the ____.\n", "offset"},
    {"unless the note hides them",
     "---\nothers: hide-all\n---\nThe {{VPN}} and the {{offset}}.\n", 1,
     "Fill in", "p: The [...] and the ____.\n", "offset"},
    {"one card of two blanks", "The {{c1::VPN}} and the {{c1::offset}}.\n", 0,
     "Fill in", "p: The (1) ____ and the (2) ____.\n", "VPN"},
    {"a link does not tell its target",
     "See [the {{TLB}} page](https://example.org/tlb).\n", 0, "Fill in",
     "p: See the ____ page.\n", "TLB"},
    {"emphasis around a blank ends before it",
     "**Each {{page}} table** is one.\n", 0, "Fill in",
     "p: Each ____ table is one. <Each > < table>\n", "page"},
};

static void a_cloze_is_a_question(void **state)
{
    const struct cloze_case *c = *state;
    static const struct note_options options = {.root = ""};
    struct diags diags = {0};
    struct note_file file;
    const struct question *q;
    struct str body = STR_EMPTY;

    assert_int_equal(note_file_read(&file, slice_from(c->text), SLICE("n.md"),
                                    NULL, &options, &diags),
                     0);
    q = question_of_cloze(&file.notes[file.nnotes - 1], c->card,
                          SLICE("0123456789abcdef"), NULL, 0, 200, &arena);
    note_file_release(&file); /* the question needs it no more */
    diags_release(&diags);
    put_block(&body, q->body->first, 0);
    assert_true(doc_ok(q->body));
    assert_string_equal(q->title, c->title);
    assert_string_equal(body.at, c->body);
    assert_string_equal(q->parts[0].key, c->key);
    assert_string_equal(q->code, "01234567");
    assert_null(q->parts[0].options);
    str_release(&body);
    close_arena(NULL);
    open_arena(NULL);
}

static void siblings_make_it_a_choice(void **state)
{
    static const struct note_options options = {.root = ""};
    const struct slice siblings[] = {SLICE("VPN"), SLICE("PPN")};
    struct diags diags = {0};
    struct note_file file;
    const struct question *q;

    (void)state;
    assert_int_equal(note_file_read(&file, SLICE("The {{offset}} stays.\n"),
                                    SLICE("n.md"), NULL, &options, &diags),
                     0);
    q = question_of_cloze(file.notes, 0, SLICE("0123456789abcdef"), siblings,
                          2, 200, &arena);
    note_file_release(&file);
    diags_release(&diags);
    assert_int_equal(q->nparts, 1);
    assert_int_equal(q->parts[0].noptions, 3);
    assert_int_equal(q->nwrongs, 2);
    assert_string_equal(q->wrongs[1].answer[0], "PPN");
    assert_int_equal(q->parts[0].right,
                     question_chosen(&q->parts[0], "offset"));
    assert_int_equal(q->parts[0].right |
                         question_chosen(&q->parts[0], "VPN") |
                         question_chosen(&q->parts[0], "PPN"),
                     7);
    assert_int_equal(q->parts[0].points, 200);
}

int main(void)
{
#define IN_ARENA(f) \
    cmocka_unit_test_setup_teardown(f, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        IN_ARENA(every_kind_and_level_is_a_question),
        IN_ARENA(the_code_brings_the_problem_back),
        IN_ARENA(a_part_of_words_offers_all_of_them),
        IN_ARENA(a_choice_holds_the_key_among_mistakes),
        IN_ARENA(a_free_answer_has_no_options),
        IN_ARENA(points_that_do_not_divide_go_to_the_first_parts),
        IN_ARENA(slips_keep_some_credit),
        IN_ARENA(outcomes_tell_words_and_values),
        IN_ARENA(siblings_make_it_a_choice),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    return failed + RUN_CASES(cloze_cases, a_cloze_is_a_question);
}
