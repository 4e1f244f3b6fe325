/* union_test.c - random decks, joined in every order: whoever merges what
 * into what, all come to see the same, and no event is lost. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "deck/backup.h"
#include "deck/merge.h"
#include "deck/student.h"
#include "deck/view.h"
#include "sys/file.h"

/* --- decks ---------------------------------------------------------------*/

/* The file as it lies there, as `cp` copies it. */
static void copy_file(struct desk *copy, struct desk *of)
{
    struct str bytes = STR_EMPTY;

    desk_init(copy);
    copy->now = of->now;
    deck_close(copy->deck);
    deck_close(of->deck);
    copy->deck = of->deck = NULL;
    if (file_read(&bytes, desk_path(of, "deck.sqlite"), SIZE_MAX, &of->err) <
            0 ||
        file_write(desk_path(copy, "deck.sqlite"), str_slice(&bytes), true,
                   &of->err) < 0)
        fail_msg("%s", of->err.text);
    str_release(&bytes);
    desk_reopen(copy);
    desk_sit(of);
    desk_reopen(of);
}

/* It goes back to how it was, and what happened since is known to `copy`
 * alone. */
static void restore(struct desk *d, struct desk *copy, struct rng *rng)
{
    const char *deck = desk_path(d, "deck.sqlite");
    const char *backup = desk_path(d, "backup.sqlite");

    desk_sit(d);
    if (backup_write(deck, backup, &d->err) < 0)
        fail_msg("%s", d->err.text);
    student_live(d, facts_all(), rng);
    desk_copy(copy, d);
    desk_sit(d);
    deck_close(d->deck);
    d->deck = NULL;
    if (backup_restore(deck, backup, d->now, NULL, &d->err) < 0)
        fail_msg("%s", d->err.text);
    desk_remove(d, "backup.sqlite");
    desk_reopen(d);
}

/* Three decks: of notes that were edited apart, of the same notes, or copies
 * of the first that went on by themselves, and the first may be restored. */
static void make_decks(struct desk *d, struct rng *rng)
{
    desk_init(&d[0]);
    student_live(&d[0], facts_all(), rng);
    for (int i = 1; i < 3; i++) {
        struct facts facts = facts_all();

        switch (rng_below(rng, 6)) {
        case 0:
            desk_copy(&d[i], &d[0]);
            break;
        case 1:
            copy_file(&d[i], &d[0]);
            break;
        case 2:
            restore(&d[0], &d[i], rng);
            break;
        case 3:
            desk_init(&d[i]);
            student_import(&d[i], &facts);
            break;
        default:
            desk_init(&d[i]);
            break;
        }
        student_live(&d[i], facts, rng);
    }
    student_live(&d[0], facts_all(), rng);
}

/* --- merging ------------------------------------------------------------ */

/* Returns whether there was anything new. */
static bool merge(struct desk *into, struct desk *from)
{
    const struct merge_options options = {.force = true};
    struct merge_report report;

    desk_sit(into);
    if (into->now.utc_ms < from->now.utc_ms)
        into->now = from->now;
    if (deck_merge(into->deck, desk_path(from, "deck.sqlite"), &options,
                   into->now, &report, &into->err) < 0)
        fail_msg("%s", into->err.text);
    return report.wrote;
}

static void merge_copy(struct desk *out, struct desk *a, struct desk *b)
{
    desk_copy(out, a);
    merge(out, b);
    desk_verify(out);
    view_has_all("union", out, a);
    view_has_all("union", out, b);
}

static void two_decks_become_one_whoever_merges(void **state)
{
    (void)state;
    for (int i = 0; i < often(50); i++) {
        struct rng rng = rng_new((uint64_t)i);
        struct desk d[3], ab, ba;
        char what[40];

        snprintf(what, sizeof what, "decks of seed %d", i);
        make_decks(d, &rng);
        merge_copy(&ab, &d[0], &d[1]);
        merge_copy(&ba, &d[1], &d[0]);
        view_same(what, &ab, &ba);
        merge(&ab, &ba);
        merge(&ba, &ab);
        view_same(what, &ab, &ba);
        assert_false(merge(&ab, &d[0]));
        assert_false(merge(&ab, &d[1]));
        assert_false(merge(&ba, &ab));
        desk_release(&ab);
        desk_release(&ba);
        for (int k = 0; k < 3; k++)
            desk_release(&d[k]);
    }
}

static void three_decks_become_one_in_any_order(void **state)
{
    (void)state;
    for (int i = 0; i < often(50); i++) {
        struct rng rng = rng_new(1000 + (uint64_t)i);
        struct desk d[3], ab, bc, ca, x, y, z;
        char what[40];

        snprintf(what, sizeof what, "decks of seed %d", 1000 + i);
        make_decks(d, &rng);
        merge_copy(&ab, &d[0], &d[1]);
        merge_copy(&x, &ab, &d[2]);
        merge_copy(&bc, &d[1], &d[2]);
        merge_copy(&ca, &d[2], &d[0]);
        merge_copy(&y, &d[0], &bc);
        merge_copy(&z, &ca, &d[1]);
        view_same(what, &x, &y);
        view_same(what, &x, &z);
        desk_release(&ab);
        desk_release(&bc);
        desk_release(&ca);
        desk_release(&x);
        desk_release(&y);
        desk_release(&z);
        for (int k = 0; k < 3; k++)
            desk_release(&d[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_decks_become_one_whoever_merges),
        cmocka_unit_test(three_decks_become_one_in_any_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
