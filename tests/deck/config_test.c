/* What the settings of a deck take. */
#include "deck/config.h"

#include "check.h"

static const struct value {
    const char *name, *setting, *value;
    bool taken;
} values[] = {
    {"a number", "new", "0", true},
    {"the largest number", "new", "9999", true},
    {"one too many", "new", "10000", false},
    {"a number below nothing", "new", "-1", false},
    {"a number and more", "reviews", "20x", false},
    {"more digits than a number has", "reviews", "9999999999", false},
    {"no number", "reviews", "", false},
    {"a date", "exam", "2027-03-14", true},
    {"no exam", "exam", "none", true},
    {"a day that is not there", "exam", "2027-02-29", false},
    {"a date of another country", "exam", "14.3.2027", false},
    {"a scheduler", "scheduler", "sm2-delphi", true},
    {"a scheduler of others", "scheduler", "sm5", false},
    {"keys", "grades", "0-5", true},
    {"keys of others", "grades", "0-4", false},
    {"blanks", "others", "hide-all", true},
    {"blanks of others", "others", "hide-some", false},
    {"a title", "title", "Speicher & Mehr", true},
    {"a name that is none", "nwe", "1", false},
};

static void is_taken_or_not(void **state)
{
    const struct value *v = *state;
    struct err err = {0};
    int rc = config_check(v->setting, slice_from(v->value), &err);

    assert_int_equal(rc, v->taken ? 0 : -1);
    assert_int_equal(err.kind, v->taken ? ERR_NONE : ERR_USAGE);
}

static void what_is_usual_can_be_set(void **state)
{
    struct deck_settings s = {0};

    (void)state;
    for (size_t i = 0; i < config_nrows; i++)
        assert_true(
            config_rows[i].read(&s, slice_from(config_rows[i].usual)));
    assert_int_equal(s.new_per_day, 20);
    assert_int_equal(s.reviews_per_day, 200);
    assert_ptr_equal(s.profile, &sm2_profiles[0]);
}

static void a_value_that_is_none_changes_nothing(void **state)
{
    struct deck_settings s = {.six_grades = true, .exam_day = 7};

    (void)state;
    assert_false(config_find(SLICE("grades"))->read(&s, SLICE("x")));
    assert_false(config_find(SLICE("exam"))->read(&s, SLICE("x")));
    assert_true(s.six_grades);
    assert_int_equal(s.exam_day, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_usual_can_be_set),
        cmocka_unit_test(a_value_that_is_none_changes_nothing),
    };

    return RUN_CASES(values, is_taken_or_not) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
