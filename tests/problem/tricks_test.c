/* tricks_test.c - page tricks worked out by hand. */
#include <string.h>

#include "check.h"
#include "problem/kind/sharing.h"
#include "problem/kind/swapping.h"
#include "problem/kind/tricks.h"
#include "problem/kind/using.h"
#include "problem/kind/watching.h"
#include "vm/format.h"

/* --- watchpoints -------------------------------------------------------- */

/* Four bytes at 0x5104 are watched; they hold 1. */
struct watched {
    const char *name;
    struct watching_access at;
    unsigned beliefs;
    bool changes, fault, stop;
};

/* clang-format off */
static const struct watched watched[] = {
    {"a write to the variable stops", {1, 4, 0x5104, 9}, 0, 0, 1, 1},
    {"one to its last byte does", {1, 1, 0x5107, 9}, 0, 0, 1, 1},
    {"one just behind it is a false alarm", {1, 4, 0x5108, 9}, 0, 0, 1, 0},
    {"one just before it as well", {1, 4, 0x5100, 9}, 0, 0, 1, 0},
    {"one that only ends in it stops", {1, 8, 0x50fd, 9}, 0, 0, 1, 1},
    {"a read does nothing", {0, 4, 0x5104, 0}, 0, 0, 0, 0},
    {"the same place in another page is no matter", {1, 4, 0x6104, 9}, 0, 0,
     0, 0},
    {"a write that ends in the page faults", {1, 4, 0x4ffe, 9}, 0, 0, 1, 0},
    {"one that ends before it does not", {1, 2, 0x4ffe, 9}, 0, 0, 0, 0},
    {"the same value is no change, but a fault", {1, 4, 0x5104, 1}, 0, 1,
     1, 0},
    {"another byte is a change", {1, 1, 0x5105, 1}, 0, 1, 1, 1},
    {"only hits fault", {1, 4, 0x5108, 9}, WATCHING_TRUE_HITS, 0, 0, 0},
    {"reads fault", {0, 4, 0x5108, 0}, WATCHING_READS, 0, 1, 0},
    {"all pages fault", {1, 4, 0x6108, 9}, WATCHING_EVERYWHERE, 0, 1, 0},
    {"first bytes count", {1, 8, 0x50fd, 9}, WATCHING_FIRST_BYTE, 0, 1, 0},
    {"the same value changes", {1, 4, 0x5104, 1}, WATCHING_SAME_VALUE, 1,
     1, 1},
    {"the same value is free", {1, 4, 0x5104, 1}, WATCHING_NO_SILENT, 1,
     0, 0},
};
/* clang-format on */

static void check_watched(void **state)
{
    const struct watched *row = *state;
    struct watching w = {.changes = row->changes,
                         .vars = 1,
                         .n = 1,
                         .var = {{0x5104, 4, 1}},
                         .at = {row->at}};
    struct watching_effect e;

    watching_reckon(&w, row->beliefs, &e);
    assert_int_equal(e.fault, row->fault);
    assert_int_equal(e.stop, row->stop);
    if (row->beliefs == 0) {
        watching_run(&w, &e);
        assert_int_equal(e.fault, row->fault);
        assert_int_equal(e.stop, row->stop);
    }
}

static void a_watch_goes_on_after_it_fired(void **state)
{
    struct watching w = {
        .vars = 1,
        .n = 3,
        .var = {{0x5104, 4, 1}},
        .at = {{1, 4, 0x5104, 2}, {1, 4, 0x5200, 2}, {1, 4, 0x5104, 2}}};
    struct watching_effect e[3], once[3];

    (void)state;
    watching_run(&w, e);
    watching_reckon(&w, WATCHING_ONCE, once);
    assert_true(e[0].stop && e[1].fault && e[2].stop);
    assert_true(once[0].stop && !once[1].fault && !once[2].stop);
}

/* --- swapping ----------------------------------------------------------- */

struct swap_row {
    const char *name;
    const char *refs; /* "W1R2" */
    unsigned frames, beliefs;
    bool lru;
    unsigned faults, ins, outs;
    const char *out; /* "12": pages written, in order */
};

/* clang-format off */
static const struct swap_row swaps[] = {
    {"first touches read nothing", "W1R2W3", 3, 0, 0, 3, 0, 0, ""},
    {"a dirty victim is written", "W1W2W3", 2, 0, 0, 3, 0, 1, "1"},
    {"what was written out is read back", "W1W2W3R1", 2, 0, 0, 4, 1, 2,
     "12"},
    {"a page that came back and was only read is dropped",
     "W1W2W3R1W4W2", 2, 0, 0, 6, 2, 3, "123"},
    {"one that was written again is not", "W1W2W3W1W4W2", 2, 0, 0, 6, 2, 4,
     "1231"},
    {"FIFO does not care for use", "W1W2R1W3", 2, 0, 0, 3, 0, 1, "1"},
    {"LRU does", "W1W2R1W3", 2, 0, 1, 3, 0, 1, "2"},
    {"clean ones are written", "W1W2W3R1W4W2", 2, SWAPPING_CLEAN_TOO, 0,
     6, 2, 4, "1231"},
    {"reads make dirty", "W1W2W3R1W4W2", 2, SWAPPING_READ_DIRTY, 0, 6, 2, 4,
     "1231"},
    {"once dirty, always dirty", "W1W2W3R1W4W2", 2, SWAPPING_STAYS_DIRTY, 0,
     6, 2, 4, "1231"},
    {"first touches read", "W1W2W3", 2, SWAPPING_COLD_READ, 0, 3, 3, 1, "1"},
    {"first touches are no faults", "W1W2W3R1", 2, SWAPPING_COLD_FREE, 0,
     1, 1, 2, "12"},
    {"FIFO by use", "W1W2R1W3", 2, SWAPPING_OTHER_QUEUE, 0, 3, 0, 1, "2"},
};
/* clang-format on */

static void check_swapping(const struct swapping_counts *got,
                           const struct swap_row *row)
{
    assert_int_equal(got->faults, row->faults);
    assert_int_equal(got->ins, row->ins);
    assert_int_equal(got->outs, row->outs);
    for (unsigned i = 0; i < row->outs; i++)
        assert_int_equal(got->out[i], row->out[i] - '0');
}

static void check_swap(void **state)
{
    const struct swap_row *row = *state;
    struct swapping s = {.frames = (uint8_t)row->frames, .lru = row->lru};
    struct swapping_counts got;

    for (const char *at = row->refs; *at != '\0'; at += 2) {
        s.write[s.n] = at[0] == 'W';
        s.page[s.n++] = (uint8_t)(at[1] - '0');
    }
    got = swapping_reckon(&s, row->beliefs);
    check_swapping(&got, row);
    if (row->beliefs == 0) {
        got = swapping_run(&s);
        check_swapping(&got, row);
    }
}

/* --- shared between machines -------------------------------------------- */

/* "BrxAwy": B reads x, A writes y. */
struct share_row {
    const char *name;
    const char *events;
    unsigned beliefs;
    unsigned faults, sent, invalidations;
    const char *states; /* of page 0 on A, B, C at the end */
};

/* clang-format off */
static const struct share_row shares[] = {
    {"the owner needs nobody", "AwxAry", 0, 0, 0, 0, "W--"},
    {"a reader gets a copy", "Brx", 0, 1, 1, 0, "RR-"},
    {"and reads on", "BrxBry", 0, 1, 1, 0, "RR-"},
    {"a writer gets page and ownership", "Bwx", 0, 1, 1, 0, "-W-"},
    {"a reader that writes is sent nothing", "BrxBwx", 0, 2, 1, 1, "-W-"},
    {"the owner must ask as well when others read", "BrxAwx", 0, 2, 1, 1,
     "W--"},
    {"two variables in one page chase each other", "BwxAwyBwxAwy", 0, 4, 4,
     0, "W--"},
    {"a write takes it from all readers", "BrxCrxCwx", 0, 3, 2, 2, "--W"},
    {"a third writer: one sends, one is told", "BrxCwx", 0, 2, 2, 1, "--W"},
    {"other pages are no matter", "BwxAwzArz", 0, 1, 1, 0, "-W-"},
    {"upgrades are sent", "BrxBwx", SHARING_UPGRADE_SENDS, 2, 2, 1, "-W-"},
    {"a read moves", "BrxBwx", SHARING_READ_MOVES, 1, 1, 0, "-W-"},
    {"variable by variable", "BwxAwyBwx", SHARING_BY_VARIABLE, 1, 1, 0,
     "WW-"},
    {"no copy is kept", "BrxBrx", SHARING_NO_COPY, 2, 2, 0, "W--"},
    {"the owner stays writable", "BrxAwx", SHARING_OWNER_WRITES, 1, 1, 0,
     "WR-"},
    {"readers keep theirs", "BrxAwxBrx", SHARING_READERS_KEEP, 2, 1, 0,
     "WR-"},
};
/* clang-format on */

static void check_sharing(const struct sharing *s,
                          const struct sharing_effect *e,
                          const struct share_row *row)
{
    static const char letters[] = "-RW";
    unsigned faults = 0, sent = 0, invalidations = 0;

    for (unsigned i = 0; i < s->n; i++) {
        faults += e[i].fault;
        sent += e[i].sent;
        invalidations += e[i].invalidations;
    }
    assert_int_equal(faults, row->faults);
    assert_int_equal(sent, row->sent);
    assert_int_equal(invalidations, row->invalidations);
    for (unsigned m = 0; m < s->machines; m++)
        assert_int_equal(letters[e[s->n - 1].state[m][0]], row->states[m]);
}

static void check_share(void **state)
{
    const struct share_row *row = *state;
    struct sharing s = {.machines = 3, .pages = 2};
    struct sharing_effect e[SHARING_EVENTS];

    for (const char *at = row->events; *at != '\0'; at += 3)
        s.at[s.n++] = (struct sharing_event){
            (uint8_t)(at[0] - 'A'), at[1] == 'w', (uint8_t)(at[2] - 'x')};
    sharing_reckon(&s, row->beliefs, e);
    check_sharing(&s, e, row);
    if (row->beliefs == 0) {
        sharing_run(&s, e);
        check_sharing(&s, e, row);
    }
}

/* --- use ---------------------------------------------------------------- */

struct use_row {
    const char *name;
    int level;
    const char *refs; /* "R1W2"; a look after every second */
    unsigned beliefs;
    unsigned used; /* in the last round: bit p is page p */
    unsigned dirty;
    unsigned faults, second;
};

enum { PAGE_1 = 2, PAGE_2 = 4 };

/* clang-format off */
static const struct use_row uses[] = {
    {"reads and writes are use", 2, "R1W2", 0, PAGE_1 | PAGE_2, PAGE_2, 0, 0},
    {"a look begins anew", 2, "R1W2R1R1", 0, PAGE_1, PAGE_2, 0, 0},
    {"use sets the bit again", 2, "R1R1W1R1", 0, PAGE_1, PAGE_1, 0, 0},
    {"the first use in a round faults", 3, "R1R1R1W2", 0, PAGE_1 | PAGE_2, 0,
     3, 0},
    {"a write behind a read faults again", 4, "R1W1", 0, PAGE_1, PAGE_1, 2,
     1},
    {"a write that comes first faults once", 4, "W1R1", 0, PAGE_1, PAGE_1, 1,
     0},
    {"what is known as written is writable at once", 4, "W1R1R1W1", 0,
     PAGE_1, PAGE_1, 2, 0},
    {"reads make dirty", 2, "R1W2", USING_READS_DIRTY, PAGE_1 | PAGE_2,
     PAGE_1 | PAGE_2, 0, 0},
    {"only writes are use", 3, "R1W2", USING_BY_WRITES, PAGE_2, 0, 1, 0},
    {"nothing begins anew", 2, "R1R1W2R2", USING_NEVER_CLEAR,
     PAGE_1 | PAGE_2, PAGE_2, 0, 0},
    {"looks forget writes", 2, "W1W1R2R2", USING_CLEAR_DIRTY, PAGE_2, 0, 0,
     0},
    {"the bit is set once", 2, "R1R1R1R2", USING_NOT_AGAIN, PAGE_2, 0, 0, 0},
    {"each access faults", 3, "R1R1R1W2", USING_PER_ACCESS,
     PAGE_1 | PAGE_2, 0, 4, 0},
    {"each page faults in each round", 3, "R1R1R1R1", USING_ALL_PAGES,
     PAGE_1, 0, 4, 0},
    {"one fault is for all", 4, "R1W1", USING_ALL_AT_ONCE, PAGE_1, PAGE_1, 1,
     0},
};
/* clang-format on */

static void check_using(const struct using_result *got,
                        const struct use_row *row)
{
    assert_int_equal(got->used[got->rounds - 1], row->used);
    assert_int_equal(got->dirty, row->dirty);
    assert_int_equal(got->faults, row->faults);
    assert_int_equal(got->second, row->second);
}

static void check_use(void **state)
{
    const struct use_row *row = *state;
    struct using u = {.level = (uint8_t)row->level, .pages = 2, .every = 2};
    struct using_result got;

    for (const char *at = row->refs; *at != '\0'; at += 2) {
        u.write[u.n] = at[0] == 'W';
        u.page[u.n++] = (uint8_t)(at[1] - '0');
    }
    got = using_reckon(&u, row->beliefs);
    check_using(&got, row);
    if (row->beliefs == 0) {
        got = using_run(&u, NULL);
        check_using(&got, row);
    }
}

/* --- all tricks --------------------------------------------------------- */

struct tried {
    const char *name;
    enum trick trick;
    struct trick_state want;
};

/* clang-format off */
static const struct tried tricks[] = {
    {"untouched memory faults at any use", TRICK_DEMAND, {0, 0, 1, 1, 0}},
    {"a file's page as well", TRICK_FILE, {0, 0, 1, 1, 0}},
    {"copy-on-write lets reads pass", TRICK_COW, {1, 0, 0, 1, 0}},
    {"what was swapped out does not", TRICK_SWAP, {0, 0, 1, 1, 0}},
    {"nor what is to tell of its use", TRICK_USE, {0, 0, 1, 1, 0}},
    {"a watched page may be read", TRICK_WATCH, {1, 0, 0, 1, 0}},
    {"another machine's page may not", TRICK_DSM, {0, 0, 1, 1, 0}},
    {"a guard page is an error", TRICK_GUARD, {0, 0, 1, 1, 1}},
};
/* clang-format on */

static void check_trick(void **state)
{
    const struct tried *row = *state;
    struct trick_state got = trick_try(row->trick);

    assert_int_equal(got.present, row->want.present);
    assert_int_equal(got.writable, row->want.writable);
    assert_int_equal(got.read_faults, row->want.read_faults);
    assert_int_equal(got.write_faults, row->want.write_faults);
    assert_int_equal(got.error, row->want.error);
}

static void an_entry_allows_what_its_bits_say_while_it_is_valid(void **state)
{
    (void)state;
    assert_int_equal(trick_allows(7), 0);
    assert_int_equal(trick_allows(12), PERM_R);
    assert_int_equal(trick_allows(9), PERM_X);
    assert_int_equal(trick_allows(13), PERM_R | PERM_X);
    assert_int_equal(trick_allows(15), PERM_R | PERM_W | PERM_X);
}

/* What was swapped out is said to be there; the rows in front are right. */
static void the_wrong_row_is_found_and_put_right(void **state)
{
    static const struct tricks t = {
        .level = 2,
        .n = 5,
        .at = {TRICK_COW, TRICK_WATCH, TRICK_SWAP, TRICK_GUARD, TRICK_FILE},
        .wrong = 2,
        .state = 2};
    struct arena arena = {0};
    struct answers want = {.arena = &arena}, one = want, two = want;
    struct answers guard = want, follows = want;

    (void)state;
    answer_number(&want, 3);
    answer_word(&want, WORD_NOT_PRESENT);
    answer_word(&want, WORD_ANY);
    answer_yes(&want, false);
    kind_tricks.solve(&t, &one);
    kind_solve_again(&kind_tricks, &t, &two);
    assert_true(answers_eq(&one, &want));
    assert_true(answers_eq(&two, &want));

    /* Whoever takes the guard's row for wrong, and says it is an error. */
    answer_number(&guard, 4);
    assert_true(kind_tricks.follow(&t, 3, &guard, &follows));
    assert_int_equal(follows.at[0].word, WORD_YES);
    arena_release(&arena);
}

/* Who wants to hear of reads of a watched page finds that row first. */
static void who_believes_otherwise_finds_another_row(void **state)
{
    static const struct tricks t = {
        .level = 2,
        .n = 4,
        .at = {TRICK_COW, TRICK_WATCH, TRICK_SWAP, TRICK_GUARD},
        .wrong = 2,
        .state = 1};
    struct arena arena = {0};
    struct answers got = {.arena = &arena};

    (void)state;
    assert_true(kind_tricks.believe(&t, TRICKS_WATCH_READS, &got));
    assert_int_equal(got.at[0].number.top, 2);
    assert_int_equal(got.at[1].word, WORD_NOT_PRESENT);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_watch_goes_on_after_it_fired),
        cmocka_unit_test(an_entry_allows_what_its_bits_say_while_it_is_valid),
        cmocka_unit_test(the_wrong_row_is_found_and_put_right),
        cmocka_unit_test(who_believes_otherwise_finds_another_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(watched, check_watched) + RUN_CASES(swaps, check_swap) +
           RUN_CASES(shares, check_share) + RUN_CASES(uses, check_use) +
           RUN_CASES(tricks, check_trick);
}
