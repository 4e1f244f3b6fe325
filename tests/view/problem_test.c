/* problem_test.c - problems of every kind on screens of every width. */
#include "view/problem.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "text/unicode.h"

static struct page_width {
    const char *name;
    int columns;
} widths[] = {
    {"as in 80 columns", 76},
    {"as in 60 columns", 56},
    {"as in 44 columns", 40},
};

/* Everything that is ever shown of a problem. */
static void draw(struct lines *out, const struct problem *p,
                 struct arena *arena)
{
    struct solution solution;
    struct prompt prompt;

    problem_ask(p, arena, &prompt);
    problem_explain(p, arena, &solution);
    problem_statement(out, &prompt, FACE_DRAWN);
    for (unsigned i = 0; i < prompt.nparts; i++)
        problem_question(out, &prompt, i);
    problem_solution(out, &solution, 1, FACE_DRAWN);
    problem_key(out, p, &prompt);
    problem_mistakes(out, p, &prompt);
    solution_release(&solution);
    prompt_release(&prompt);
}

/* The first character behind blanks. */
static struct slice start_of(struct slice line)
{
    return slice_trim(line);
}

/* What is wrong with the page; NULL: nothing. A box is as wide in each of its
 * lines. */
static const char *fault_of(const struct lines *page, int columns,
                            struct str *text, size_t *at)
{
    struct slice rest, line;
    int box = 0;

    for (*at = 0; *at < page->n; (*at)++)
        if (page->at[*at].width > columns)
            return "it is too wide";
    str_clear(text);
    lines_print(text, page, DEPTH_NONE);
    rest = str_slice(text);
    for (*at = 0; slice_line(&rest, &line); (*at)++) {
        if (slice_find(line, 0, SLICE("…")) < line.len)
            return "something is cut off";
        if (slice_has_prefix(start_of(line), SLICE("┌")))
            box = text_width(line);
        if (box > 0 && text_width(line) != box &&
            !slice_has_prefix(start_of(line), SLICE("⋮")))
            return "a box is open";
        if (slice_has_prefix(start_of(line), SLICE("└")))
            box = 0;
    }
    return NULL;
}

static void check(const struct kind *kind, int level, uint64_t seed,
                  int columns)
{
    struct arena arena = {0};
    const struct problem *p = problem_make(&arena, kind, level, seed);
    struct lines page = lines_new(&arena, columns);
    struct str text = STR_EMPTY;
    const char *fault;
    size_t at;

    draw(&page, p, &arena);
    fault = fault_of(&page, columns, &text, &at);
    if (fault != NULL)
        fail_msg("%s level %d seed %llu, line %zu: %s\n%s", kind->id, level,
                 (unsigned long long)seed, at + 1, fault, text.at);
    str_release(&text);
    lines_release(&page);
    arena_release(&arena);
}

static void every_problem_fits(void **state)
{
    const struct page_width *w = *state;

    for (size_t i = 0; i < nkinds; i++)
        for (int level = 1; level <= LEVELS; level++)
            for (int seed = 0; seed < often(20); seed++)
                if (kind_has_level(kinds[i], level))
                    check(kinds[i], level, (uint64_t)seed, w->columns);
}

/* The code of a problem can't be guessed. */
static void a_title_gives_way_to_the_code(void **state)
{
    static const struct {
        int columns;
        const char *shown;
    } rows[] = {
        {100, "Follow copy-on-write through the page tables · COWBITS · "
              "level 2 · "},
        {61, "Follow copy-on-write th… · COWBITS · level 2 · "},
        {46, "Follow c… · COWBITS · level 2 · "},
        {40, "COWBITS · level 2 · "},
    };
    struct arena arena = {0};
    const struct problem *p =
        problem_make(&arena, kind_find(SLICE("COWBITS")), 2, 1);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct lines page = lines_new(&arena, rows[i].columns);
        struct str text = STR_EMPTY;
        problem_title(&page, p);
        assert_int_equal(page.n, 1);
        assert_true(page.at[0].width <= rows[i].columns);
        lines_print(&text, &page, DEPTH_NONE);
        if (strncmp(text.at, rows[i].shown, strlen(rows[i].shown)) != 0)
            fail_msg("%s", text.at);
        str_release(&text);
        lines_release(&page);
    }
    arena_release(&arena);
}

static const struct answers *answers_of(const struct problem *p,
                                        enum mistake mistake)
{
    for (size_t i = 0; i < p->nwrongs; i++)
        if (p->wrongs[i].mistake == mistake)
            return &p->wrongs[i].answers;
    fail_msg("no %s", mistake_rows[mistake].code);
    return NULL;
}

static void feedback_names_the_answers_that_a_mistake_gives(void **state)
{
    static const struct {
        enum mistake mistake; /* COUNT: 1 and 2 wrong; EAGER: 2 and 3 */
        bool other;           /* 1 is another wrong answer */
        const char *says;
    } rows[] = {
        {M_COUNT, false, "That is what comes out when one "},
        {M_COUNT, true, "Your answer to 2 is what comes out when one "},
        {M_EAGER, true, "Your answers to 2 and 3 are what comes out when "},
    };
    struct arena arena = {0};
    const struct problem *p =
        problem_make(&arena, kind_find(SLICE("RSSVSZ")), 1, 1);
    struct prompt prompt;

    (void)state;
    problem_ask(p, &arena, &prompt);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct lines page = lines_new(&arena, 76);
        struct str text = STR_EMPTY;
        struct answers given = *answers_of(p, rows[i].mistake);
        struct value own[3];
        struct judgement j;

        memcpy(own, given.at, sizeof own);
        given.at = own;
        if (rows[i].other)
            own[0].number = num_of(12345);
        j = judge(p, &given);
        problem_feedback(&page, p, &prompt, &given, &j);
        lines_print(&text, &page, DEPTH_NONE);
        if (strstr(text.at, rows[i].says) == NULL)
            fail_msg("%s", text.at);
        str_release(&text);
        lines_release(&page);
    }
    prompt_release(&prompt);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_gives_way_to_the_code),
        cmocka_unit_test(feedback_names_the_answers_that_a_mistake_gives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(widths, every_problem_fits);
}
