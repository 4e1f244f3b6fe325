/* What comes with the program: its notes, their deck, the README. */
#include "runs.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sys/file.h"

struct world {
    struct program p;
    struct ran r;
};

static void given_a_home(struct world *w)
{
    *w = (struct world){0};
    program_init(&w->p);
}

static void end(struct world *w)
{
    ran_release(&w->r);
    program_release(&w->p);
}

/* A file of the tree, as an argument; the caller frees it. */
static char *ours(const char *name)
{
    const char *path = source_path(name);

    return mem_copy(path, strlen(path));
}

static size_t lines_of(struct slice text)
{
    struct slice line;
    size_t n = 0;

    while (slice_line(&text, &line))
        n++;
    return n;
}

static void our_notes_have_nothing_to_complain_of(void **state)
{
    struct world w;
    char *content = ours("content");

    (void)state;
    given_a_home(&w);
    RUN(&w.p, &w.r, 0, "check", content);
    assert_string_equal(w.r.out.at, "");
    assert_holds(&w.r.err, "nothing to complain of");

    free(content);
    end(&w);
}

static void our_deck_has_its_name_its_cards_and_its_limits(void **state)
{
    struct world w;
    char *definition = ours("decks/virtual-memory.yaml");

    (void)state;
    given_a_home(&w);
    RUN(&w.p, &w.r, 0, "import", definition);
    RUN(&w.p, &w.r, 0, "due", "--deck", "virtual-memory");
    assert_holds(&w.r.out, "0 due, 22 new"); /* two of them problems */
    RUN(&w.p, &w.r, 0, "list", "--deck", "virtual-memory");
    assert_true(lines_of(str_slice(&w.r.out)) >= 100);

    free(definition);
    end(&w);
}

/* A picture that was drawn anew shows what its source says only when both
 * are there; that they agree is for the eye. */
static void every_picture_of_the_notes_has_its_source(void **state)
{
    glob_t found;

    (void)state;
    assert_int_equal(glob("content/images/*.png", 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= 3);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *path = found.gl_pathv[i];

        memcpy(strrchr(path, '.'), ".svg", 4);
        if (!file_stat_of(path).is_regular)
            fail_msg("%s is not there", path);
    }
    globfree(&found);
}

/* Cuts out the first fenced block of that kind. */
static struct slice fenced(struct slice text, const char *kind)
{
    struct slice line, block = {0};

    while (slice_line(&text, &line) && !slice_is(line, kind))
        ;
    block.at = text.at;
    while (slice_line(&text, &line) && !slice_is(line, "```"))
        block.len = (size_t)(text.at - block.at);
    return block;
}

static void
the_example_in_the_readme_is_five_notes_with_six_cards(void **state)
{
    struct world w;
    struct str readme = STR_EMPTY;
    struct err err;

    (void)state;
    given_a_home(&w);
    assert_int_equal(file_read(&readme, "README.md", FILE_NOTES_MAX, &err),
                     0);
    program_write_bytes(&w.p, "a.md",
                        fenced(str_slice(&readme), "```markdown"));
    RUN(&w.p, &w.r, 0, "check", "a.md");
    assert_string_equal(w.r.out.at, "");
    assert_holds(&w.r.err, "5 notes with 6 cards");

    str_release(&readme);
    end(&w);
}

static void the_scenarios_in_the_readme_hold(void **state)
{
    struct world w;
    struct str readme = STR_EMPTY;
    struct slice rest, block;
    struct err err;

    (void)state;
    given_a_home(&w);
    assert_int_equal(file_read(&readme, "README.md", FILE_NOTES_MAX, &err),
                     0);
    rest = str_slice(&readme);
    for (int i = 0; i < 2; i++) {
        block = fenced(rest, "```vm");
        assert_true(block.len > 0);
        program_write_bytes(&w.p, "a.vm", block);
        RUN(&w.p, &w.r, 0, "vm", "run", "a.vm");
        assert_holds(&w.r.out, "so it is");
        rest = slice_range(block.at + block.len, readme.at + readme.len);
    }
    str_release(&readme);
    end(&w);
}

/* Given our deck, when the README's blueprint is copied, then it is an exam. */
static void the_blueprint_in_the_readme_is_an_exam(void **state)
{
    struct world w;
    struct str readme = STR_EMPTY;
    char *definition = ours("decks/virtual-memory.yaml");
    struct err err;

    (void)state;
    given_a_home(&w);
    assert_int_equal(file_read(&readme, "README.md", FILE_NOTES_MAX, &err),
                     0);
    program_write_bytes(&w.p, "midterm.yaml",
                        fenced(str_slice(&readme), "```yaml"));
    RUN(&w.p, &w.r, 0, "import", definition);
    RUN(&w.p, &w.r, 0, "exam", "midterm.yaml", "--deck", "virtual-memory",
        "--preview");
    assert_holds(&w.r.out, "Paging, midterm");

    free(definition);
    str_release(&readme);
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_notes_have_nothing_to_complain_of),
        cmocka_unit_test(our_deck_has_its_name_its_cards_and_its_limits),
        cmocka_unit_test(every_picture_of_the_notes_has_its_source),
        cmocka_unit_test(
            the_example_in_the_readme_is_five_notes_with_six_cards),
        cmocka_unit_test(the_scenarios_in_the_readme_hold),
        cmocka_unit_test(the_blueprint_in_the_readme_is_an_exam),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
