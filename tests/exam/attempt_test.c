/* attempt_test.c - tables of answers, as instructors have them. */
#include "exam/attempt.h"

#include "base/str.h"
#include "check.h"
#include "exam/marking.h"

static struct arena arena;
static const struct exam *exam;

static int set_up(void **state)
{
    (void)state;
    arena = (struct arena){0};
    exam = marking_exam(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* Every attempt with its answers: "ada A: 1.1=x 3=y". */
static void show(struct str *out, const struct attempts *attempts)
{
    for (size_t i = 0; i < attempts->n; i++) {
        const struct attempt *a = &attempts->at[i];

        str_printf(out, "%s%.*s %s:", i > 0 ? "; " : "",
                   SLICE_FMT(a->student), a->form->name);
        for (size_t k = 0; k < exam->nitems; k++)
            for (unsigned p = 0; p < a->form->questions[k]->nparts; p++) {
                struct slice text = attempt_answer(a, k, p);
                if (text.len == 0)
                    continue;
                str_putc(out, ' ');
                attempt_place_put(out, a->form->questions[k], p);
                str_printf(out, "=%.*s", SLICE_FMT(text));
            }
    }
}

struct row {
    const char *name, *text, *want;
};

static const struct row tables[] = {
    {"a row a student", "id,form,1a,1b,4\nada,A,x,y,z\nbob,B,,w,\n",
     "ada A: 1.1=x 1.2=y 4=z; bob B: 1.2=w"},
    {"items by their only part", "id,form,2,3a\nada,A,b,7\n",
     "ada A: 2=b 3=7"},
    {"other ways to call a part", "ID,Form,Q1.1,1(b),q4\nada,a,x,y,z\n",
     "ada A: 1.1=x 1.2=y 4=z"},
    {"columns that are not ours", "id,email,form,1a,comment\nada,@,A,x,hm\n",
     "ada A: 1.1=x"},
    {"a row an answer",
     "id,form,item,part,answer\nada,A,1,b,y\nbob,B,4,,z\n"
     "ada,A,1,a,x\n",
     "ada A: 1.1=x 1.2=y; bob B: 4=z"},
    {"the part in the item", "id,form,item,answer\nada,A,1b,y\n",
     "ada A: 1.2=y"},
    {"the form by the student's id", "id,4\nB,z\n", "B B: 4=z"},
    {"nothing answered", "id,form,1a\nada,A,\n", "ada A:"},
    {"empty columns of parts and whole items that this form has not",
     "id,form,1,1a,2,2b\nada,A,,x,b, \n", "ada A: 1.1=x 2=b"},
    {"short rows", "id,form,1a,1b\nada,A\n", "ada A:"},
};

static int read_text(struct attempts *out, const char *text,
                     struct diags *found)
{
    struct csv table;
    int failed;

    assert_int_equal(
        csv_read(&table, slice_from(text), SLICE("a.csv"), found), 0);
    failed = attempts_read(out, &table, exam, found);
    csv_release(&table);
    return failed;
}

static void reads_a_table(void **state)
{
    const struct row *row = *state;
    struct attempts attempts;
    struct diags found = {0};
    struct str got = STR_EMPTY;

    set_up(NULL);
    assert_int_equal(read_text(&attempts, row->text, &found), 0);
    show(&got, &attempts);
    assert_string_equal(got.at, row->want);
    attempts_release(&attempts);
    str_release(&got);
    diags_release(&found);
    tear_down(NULL);
}

static const struct row refusals[] = {
    {"an empty table", "",
     "1:1 the table is empty; its first row names the columns: id,form,1,2.1,"
     "2.2"},
    {"no id", "form,1a\nA,x\n",
     "1:1 no column is called id; the first row names the columns: id,form,1,"
     "2.1,2.2"},
    {"no answers", "id,form\nada,A\n",
     "1:1 no column holds answers; name them as on paper, 1, 2.1, 2.2, or "
     "use "
     "columns item and answer"},
    {"a form that isn't there", "id,form,1a\nada,C,x\n",
     "2:5 there is no form C"},
    {"no form said", "id,1a\nada,x\n",
     "2:1 no form is said for ada, and none is called so; add a column form"},
    {"an item that isn't there", "id,form,9\nada,A,x\n",
     "2:7 there is no item 9; the exam has 4"},
    {"a part that isn't there", "id,form,1c\nada,A,x\n",
     "2:7 item 1 of form A has no part 3"},
    {"an item with parts, without a letter", "id,form,1\nada,A,x\n",
     "2:7 item 1 has 2 parts; say which one, as 1.1"},
    {"a student twice", "id,form,1a\nada,A,x\nada,A,y\n",
     "3:1 ada is in line 2 already"},
    {"an answer twice", "id,form,item,answer\nada,A,1a,x\nada,A,1a,y\n",
     "3:10 ada has answered 1.1 already"},
    {"one student, two forms", "id,form,item,answer\nada,A,1a,x\nada,B,4,y\n",
     "3:1 ada has form A in line 2 and form B here"},
    {"an item nobody can read", "id,form,item,answer\nada,A,first,x\n",
     "2:7 which item is answered? Write it as on paper: 2.2"},
    {"a code of another exam", "id,code,answer\nada,0G4K-7Q2M-T9XW,x\n",
     "2:5 no question of this exam has the code 0G4K-7Q2M-T9XW"},
    {"an empty id", "id,form,1a\n,A,x\n",
     "2:1 whose answers are these? The id is empty"},
};

static void refuses_with_the_place(void **state)
{
    const struct row *row = *state;
    struct attempts attempts;
    struct diags found = {0};
    struct str got = STR_EMPTY;

    set_up(NULL);
    assert_int_equal(read_text(&attempts, row->text, &found), -1);
    assert_int_equal(attempts.n, 0);
    assert_int_equal(found.n, 1);
    str_printf(&got, "%zu:%zu %.*s", found.at[0].line, found.at[0].col,
               SLICE_FMT(found.at[0].text));
    assert_string_equal(got.at, row->want);
    str_release(&got);
    diags_release(&found);
    tear_down(NULL);
}

static void a_code_finds_its_form(void **state)
{
    struct str text = STR_EMPTY, got = STR_EMPTY;
    struct attempts attempts;
    struct diags found = {0};

    (void)state;
    str_printf(&text, "id,code,part,answer\nada,%s,b,y\n",
               exam->forms[1].questions[0]->code);
    assert_int_equal(read_text(&attempts, text.at, &found), 0);
    show(&got, &attempts);
    assert_string_equal(got.at, "ada B: 1.2=y");
    attempts_release(&attempts);
    str_release(&text);
    str_release(&got);
    diags_release(&found);
}

/* Given a bank, when a platform drew items of two forms, then they are one
 * attempt; but each item is drawn once. */
static void what_a_platform_drew_is_one_form(void **state)
{
    struct str text = STR_EMPTY, got = STR_EMPTY;
    struct attempts attempts;
    struct diags found = {0};
    struct exam bank = *exam;

    (void)state;
    bank.bank = true;
    exam = &bank;
    str_printf(&text, "id,code,part,answer\nada,%s,b,y\nada,%s,1,z\n",
               bank.forms[1].questions[0]->code,
               bank.forms[0].questions[2]->code);
    assert_int_equal(read_text(&attempts, text.at, &found), 0);
    show(&got, &attempts);
    assert_string_equal(got.at, "ada drawn: 1.2=y 3=z");
    assert_ptr_equal(attempts.at[0].form->questions[0],
                     bank.forms[1].questions[0]);
    assert_ptr_equal(attempts.at[0].form->questions[2],
                     bank.forms[0].questions[2]);
    attempts_release(&attempts);

    str_printf(&text, "ada,%s,a,x\n", bank.forms[0].questions[0]->code);
    assert_int_equal(read_text(&attempts, text.at, &found), -1);
    assert_true(slice_is(found.at[0].text,
                         "ada has answered another item 1 already"));
    str_release(&text);
    str_release(&got);
    diags_release(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_code_finds_its_form, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_a_platform_drew_is_one_form,
                                        set_up, tear_down),
    };

    return RUN_CASES(tables, reads_a_table) +
           RUN_CASES(refusals, refuses_with_the_place) +
           cmocka_run_group_tests_name("attempts", tests, NULL, NULL);
}
