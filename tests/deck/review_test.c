#include "check.h"
#include "deck/desk.h"

static void a_first_answer_brings_the_card_back_tomorrow(void **state)
{
    struct desk d;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "- The page size is {{4 KiB}}.\n");
    struct card card = desk_answer(&d, desk_find(&d, "4 KiB"), 4);

    assert_int_equal(card.sched.due, DESK_DAY + 1);
    assert_string_equal(desk_queue(&d), "");
    desk_day(&d, DESK_DAY + 1);
    assert_string_equal(desk_queue(&d), "4 KiB");
    desk_verify(&d);
    desk_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_answer_brings_the_card_back_tomorrow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
