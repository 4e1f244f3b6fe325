/* paper_test.c - exams on disk: what comes back is what was made. */
#include "exam/paper.h"

#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "problem/judge.h"
#include "sys/file.h"

static const char source[] = "title: A \"test\"\n"
                             "minutes: 30\n"
                             "items:\n"
                             "  - {kind: LOOKUP, level: 2, points: 5}\n"
                             "  - {kind: GEOM, level: 4, choice: yes}\n"
                             "  - {kind: REVERSE, level: 3, points: 2.5}\n"
                             "  - {kind: LAYOUT, level: 2}\n"
                             "  - {topic: all, count: 6}\n";

/* A made exam, and the file it is written to. */
struct made {
    struct blueprint blueprint;
    struct maker *maker;
    struct arena arena;
    struct form form[3];
    struct str text;
    char path[64];
};

static struct made m;

static void write_file(const char *path, struct slice text)
{
    struct err err;

    assert_int_equal(file_write(path, text, true, &err), 0);
}

static int make(void **state)
{
    struct diags diags = {0};
    struct err err;
    static const char *const names[] = {"A", "Zoë \"x\"", "../c"};
    struct paper_writer w;
    struct paper_head head;
    char path[] = "/tmp/pagein-paper-XXXXXX";
    int fd = mkstemp(path);

    (void)state;
    close(fd);
    m = (struct made){.text = STR_EMPTY};
    memcpy(m.path, path, sizeof path);
    assert_int_equal(blueprint_parse(&m.blueprint, slice_from(source),
                                     SLICE("t.yaml"), &diags),
                     0);
    assert_int_equal(maker_new(&m.maker, &m.blueprint,
                               &(struct maker_options){.seed = 5}, &err),
                     0);
    head = (struct paper_head){.exam = maker_exam(m.maker),
                               .rows = maker_rows(m.maker),
                               .blueprint_name = SLICE("t.yaml"),
                               .blueprint = m.blueprint.source};
    paper_begin(&w, &m.text, &head);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(
            maker_form(m.maker, names[i], &m.arena, &m.form[i], &err), 0);
        m.form[i].minutes = 10 * (unsigned)i;
        paper_put(&w, &m.form[i]);
    }
    paper_end(&w);
    write_file(m.path, str_slice(&m.text));
    return 0;
}

static int drop(void **state)
{
    (void)state;
    unlink(m.path);
    maker_free(m.maker);
    blueprint_release(&m.blueprint);
    arena_release(&m.arena);
    str_release(&m.text);
    return 0;
}

/* --- what comes back ---------------------------------------------------- */

static void same_parts(const struct question *a, const struct question *b)
{
    assert_int_equal(a->nparts, b->nparts);
    for (unsigned i = 0; i < a->nparts; i++) {
        const struct question_part *p = &a->parts[i], *q = &b->parts[i];
        assert_string_equal(p->ask, q->ask);
        assert_string_equal(p->key, q->key);
        assert_int_equal(p->points, q->points);
        assert_int_equal(p->noptions, q->noptions);
        assert_int_equal(p->right, q->right);
        assert_int_equal(p->reader->kind, q->reader->kind);
        assert_int_equal(p->reader->base, q->reader->base);
        assert_int_equal(p->reader->digits, q->reader->digits);
        assert_int_equal(p->reader->property, q->reader->property);
        assert_int_equal(p->reader->nwords, q->reader->nwords);
        assert_true(value_eq(&a->problem->key.at[i], &b->problem->key.at[i]));
    }
}

static void same_question(const struct question *a, const struct question *b)
{
    assert_string_equal(a->code, b->code);
    assert_string_equal(a->id, b->id);
    assert_int_equal(a->number, b->number);
    assert_int_equal(a->effort, b->effort);
    assert_string_equal(a->outcome, b->outcome);
    same_parts(a, b);
    assert_int_equal(a->nwrongs, b->nwrongs);
    for (size_t i = 0; i < a->nwrongs; i++) {
        assert_int_equal(a->wrongs[i].mistake, b->wrongs[i].mistake);
        assert_int_equal(a->wrongs[i].step, b->wrongs[i].step);
        assert_int_equal(a->wrongs[i].credit, b->wrongs[i].credit);
        assert_string_equal(a->wrongs[i].why, b->wrongs[i].why);
        assert_true(answers_eq(&a->problem->wrongs[i].answers,
                               &b->problem->wrongs[i].answers));
    }
    assert_true(problem_same(a->problem, b->problem));
}

static void same_exam(const struct paper *paper)
{
    struct err err;

    assert_string_equal(paper_exam(paper)->title, "A \"test\"");
    assert_int_equal(paper_exam(paper)->minutes, 30);
    assert_int_equal(paper_exam(paper)->nitems, 10);
    assert_int_equal(paper_exam(paper)->points, 500 + 100 + 250 + 700);
    assert_string_equal(paper_kind(paper, 1), "GEOM");
    assert_int_equal(paper_nforms(paper), 3);
    for (size_t i = 0; i < 3; i++) {
        struct form form;
        assert_int_equal(paper_form(paper, i, &m.arena, &form, &err), 0);
        assert_string_equal(form.name, m.form[i].name);
        assert_int_equal(form.minutes, 10 * i);
        for (size_t k = 0; k < 10; k++)
            same_question(form.questions[k], m.form[i].questions[k]);
    }
}

static void what_is_written_comes_back(void **state)
{
    struct paper *paper;
    struct err err;

    (void)state;
    assert_int_equal(paper_open(&paper, m.path, &err), 0);
    same_exam(paper);
    paper_close(paper);
}

/* As an editor or jq would lay it out. */
static void however_it_is_laid_out(void **state)
{
    struct str text = STR_EMPTY;
    struct paper *paper;
    struct err err;

    (void)state;
    for (size_t i = 0; i < m.text.len; i++)
        if (m.text.at[i] != '\n')
            str_putc(&text, m.text.at[i]);
    write_file(m.path, str_slice(&text));
    assert_int_equal(paper_open(&paper, m.path, &err), 0);
    same_exam(paper);
    paper_close(paper);
    str_release(&text);
}

static void forms_are_found_by_name(void **state)
{
    struct paper *paper;
    struct err err;

    (void)state;
    assert_int_equal(paper_open(&paper, m.path, &err), 0);
    assert_int_equal(paper_find(paper, SLICE("A")), 0);
    assert_int_equal(paper_find(paper, SLICE("Zoë \"x\"")), 1);
    assert_int_equal(paper_find(paper, SLICE("../c")), 2);
    assert_int_equal(paper_find(paper, SLICE("B")), -1);
    assert_int_equal(paper_find(paper, SLICE("")), -1);
    paper_close(paper);
}

/* --- judging ------------------------------------------------------------ */

/* All of a question's answers are judged by what was read alone. */
static void judged_well(const struct question *q)
{
    struct judgement j = judge(q->problem, &q->problem->key);

    assert_true(j.all_right);
    for (size_t i = 0; i < q->problem->nwrongs; i++) {
        j = judge(q->problem, &q->problem->wrongs[i].answers);
        assert_false(j.all_right);
        assert_non_null(j.wrong);
    }
}

static void judge_all(const char *path, bool same_kind)
{
    struct paper *paper;
    struct form form;
    struct err err;

    assert_int_equal(paper_open(&paper, path, &err), 0);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(paper_form(paper, i, &m.arena, &form, &err), 0);
        for (size_t k = 0; k < 10; k++) {
            const struct question *q = form.questions[k];
            judged_well(q);
            assert_int_equal(q->problem->kind == kind_find(slice_from(q->id)),
                             same_kind);
        }
    }
    paper_close(paper);
}

static void what_comes_back_is_judged(void **state)
{
    (void)state;
    judge_all(m.path, true);
}

/* Replaces every `from` of the file by `to`. */
static void edit(const char *from, const char *to)
{
    struct str text = STR_EMPTY;
    struct slice rest = str_slice(&m.text);
    size_t n = 0;

    while (rest.len > 0) {
        size_t at = slice_find(rest, 0, slice_from(from));
        str_put(&text, slice_sub(rest, 0, at));
        if (at == rest.len)
            break;
        str_puts(&text, to);
        rest = slice_skip(rest, at + strlen(from));
        n++;
    }
    assert_true(n > 0);
    write_file(m.path, str_slice(&text));
    str_release(&text);
}

static void
another_version_of_a_kind_is_judged_by_what_was_written(void **state)
{
    (void)state;
    edit("\"version\": ", "\"version\": 1");
    judge_all(m.path, false);
}

static void other_parameters_are_not_trusted(void **state)
{
    (void)state;
    edit("\"params\": \"", "\"params\": \"AAAA");
    judge_all(m.path, false);
}

/* As many bytes, but not what the kind would draw for that seed. */
static void parameters_of_another_seed_are_not_trusted(void **state)
{
    (void)state;
    edit("\"seed\": ", "\"seed\": 1");
    judge_all(m.path, false);
}

/* --- what is refused ---------------------------------------------------- */

static const struct refusal {
    const char *name, *from, *to;
    int kind;
    const char *says;
} refusals[] = {
    {"a file that is no exam", "\"pagein exam\"", "\"other\"", ERR_NOTES,
     "is not an exam that pagein exam wrote."},
    {"an exam of a newer pagein", "\"pagein exam\": 1", "\"pagein exam\": 2",
     ERR_UNSAFE, "is of a newer pagein"},
    {"two forms of one name", "\"form\": \"../c\"", "\"form\": \"A\"",
     ERR_NOTES, "has form \"A\" twice."},
    {"half a file", "\"wrongs\": [{", "\"wrongs\": [", ERR_NOTES, ""},
    {"a word that is not known", "\"fault\"]", "\"wibble\"]", ERR_NOTES,
     "has a word for an answer that is not known."},
    {"a type that is not known", "\"type\": \"address\"",
     "\"type\": \"wibble\"", ERR_NOTES,
     "has a type of answer that is not known."},
    {"a key that can't be read", "\"key\": \"", "\"key\": \"???", ERR_NOTES,
     "has an answer that can't be read."},
    {"an item by another number", "\"number\": 7", "\"number\": 60000",
     ERR_NOTES, ": item 7 is called 0."},
    {"an item by the number of another", "\"number\": 7", "\"number\": 8",
     ERR_NOTES, ": item 7 is called 8."},
    {"a form without items", "\"items\": [{\"code\"",
     "\"things\": [{\"code\"", ERR_NOTES,
     "does not have the 10 items of its exam."},
};

static void it_is_refused(void **state)
{
    const struct refusal *r = *state;
    struct paper *paper;
    struct form form;
    struct err err;

    make(NULL);
    edit(r->from, r->to);
    if (paper_open(&paper, m.path, &err) == 0) {
        assert_int_equal(paper_form(paper, 0, &m.arena, &form, &err), -1);
        paper_close(paper);
    }
    assert_int_equal(err.kind, r->kind);
    if (strstr(err.text, r->says) == NULL)
        fail_msg("it says: %s", err.text);
    drop(NULL);
}

/* Whatever one byte becomes, it is read or refused. */
static void any_byte_may_be_wrong(void **state)
{
    struct str text = STR_EMPTY;
    int n = often(300);

    (void)state;
    for (int i = 0; i < n; i++) {
        struct paper *paper;
        struct arena arena = {0};
        struct form form;
        struct err err;
        size_t at = (size_t)i * 7919 % m.text.len;
        str_clear(&text);
        str_put(&text, str_slice(&m.text));
        text.at[at] = (char)(text.at[at] ^ (1 << i % 7));
        write_file(m.path, str_slice(&text));
        if (paper_open(&paper, m.path, &err) == 0) {
            for (size_t k = 0; k < paper_nforms(paper); k++)
                if (paper_form(paper, k, &arena, &form, &err) == 0)
                    for (size_t q = 0; q < paper_exam(paper)->nitems; q++)
                        judge(form.questions[q]->problem,
                              &form.questions[q]->problem->key);
            paper_close(paper);
        }
        arena_release(&arena);
    }
    str_release(&text);
}

int main(void)
{
#define MADE(f) cmocka_unit_test_setup_teardown(f, make, drop)
    const struct CMUnitTest tests[] = {
        MADE(what_is_written_comes_back),
        MADE(however_it_is_laid_out),
        MADE(forms_are_found_by_name),
        MADE(what_comes_back_is_judged),
        MADE(another_version_of_a_kind_is_judged_by_what_was_written),
        MADE(other_parameters_are_not_trusted),
        MADE(parameters_of_another_seed_are_not_trusted),
        MADE(any_byte_may_be_wrong),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    return failed + RUN_CASES(refusals, it_is_refused);
}
