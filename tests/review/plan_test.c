/* plan_test.c - a whole sitting, key by key, asks nothing of the deck that
 * would take longer the more cards there are. */
#include "check.h"
#include "deck/plans.h"
#include "sitting.h"

/* Each card is met by other keys; the edit and a second sitting ask again
 * for what changed on the disk. */
static void no_key_of_a_sitting_scans_or_sorts(void **state)
{
    struct str path = STR_EMPTY;
    struct sitting s;
    int line;

    (void)state;
    sitting_init(&s, "- One {{1}}.\n- Two {{2}} and {{3}}.\n"
                     "- Four {{4}}.\n- Five {{5}}.\n- Six {{6}}.\n");
    desk_reopen(&s.desk);
    sitting_open(&s);
    sitting_press(&s, "t1<Enter>1 3 4im m");
    assert_true(session_source(s.session, &path, &line));
    desk_write(&s.desk, "notes.md", "- One {{1}}.\n- Two {{2}}.\n");
    session_edited(s.session, NULL, sitting_now(&s));
    sitting_press(&s, "bsuu 2 3 3 3");
    sitting_open(&s);
    assert_plans_good(s.desk.deck);
    str_release(&path);
    sitting_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_key_of_a_sitting_scans_or_sorts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
