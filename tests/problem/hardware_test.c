/* hardware_test.c - what faults report and leave behind, worked by hand. */
#include "check.h"
#include "problem/kind/faultreg.h"
#include "problem/kind/restart.h"

/* --- what is reported --------------------------------------------------- */

enum { X86 = 2, RISCV = 3 };

/* An access that begins in page 0x601, with that page's row and the next. */
static const struct reported {
    const char *name;
    uint8_t level, user, access, bytes;
    uint64_t va;
    struct row first, second;
    uint64_t address, code;
} reported[] = {
    {"x86: user code stores where nothing is: 6",
     X86,
     1,
     ACCESS_STORE,
     8,
     0x601230,
     {.valid = 0},
     {.valid = 0},
     0x601230,
     6},
    {"x86: user code loads where nothing is: 4",
     X86,
     1,
     ACCESS_LOAD,
     8,
     0x601230,
     {.valid = 0},
     {.valid = 0},
     0x601230,
     4},
    {"x86: user code writes to a read-only page: 7",
     X86,
     1,
     ACCESS_STORE,
     8,
     0x601230,
     {.valid = 1, .u = 1},
     {.valid = 0},
     0x601230,
     7},
    {"x86: user code reads the kernel's page: 5",
     X86,
     1,
     ACCESS_LOAD,
     8,
     0x601230,
     {.valid = 1, .w = 1},
     {.valid = 0},
     0x601230,
     5},
    {"x86: user code runs what NX forbids: 21",
     X86,
     1,
     ACCESS_FETCH,
     4,
     0x601230,
     {.valid = 1, .u = 1},
     {.valid = 0},
     0x601230,
     21},
    {"x86: the kernel stores where nothing is: 2",
     X86,
     0,
     ACCESS_STORE,
     8,
     0x601230,
     {.valid = 0},
     {.valid = 0},
     0x601230,
     2},
    {"x86: an access that ends in a missing page reports where that begins",
     X86,
     1,
     ACCESS_STORE,
     8,
     0x601ffc,
     {.valid = 1, .w = 1, .u = 1},
     {.valid = 0},
     0x602000,
     6},
    {"RISC-V: a store is 15",
     RISCV,
     1,
     ACCESS_STORE,
     8,
     0x601230,
     {.valid = 1, .r = 1, .u = 1},
     {.valid = 0},
     0x601230,
     15},
    {"RISC-V: a load is 13",
     RISCV,
     1,
     ACCESS_LOAD,
     8,
     0x601230,
     {.valid = 0},
     {.valid = 0},
     0x601230,
     13},
    {"RISC-V: a fetch is 12",
     RISCV,
     1,
     ACCESS_FETCH,
     4,
     0x601230,
     {.valid = 1, .r = 1, .u = 1},
     {.valid = 0},
     0x601230,
     12},
    {"RISC-V: the kernel may not load from a user's page",
     RISCV,
     0,
     ACCESS_LOAD,
     8,
     0x601230,
     {.valid = 1, .r = 1, .w = 1, .u = 1},
     {.valid = 0},
     0x601230,
     13},
};

static void check_reported(void **state)
{
    const struct reported *row = *state;
    struct faultreg f = {.level = row->level,
                         .user = row->user,
                         .access = row->access,
                         .bytes = row->bytes,
                         .va = row->va,
                         .rows = 2,
                         .row = {row->first, row->second}};
    struct arena arena = {0};
    struct answers one = {.arena = &arena}, two = {.arena = &arena};

    f.row[0].vpn = 0x601;
    f.row[1].vpn = 0x602;
    kind_faultreg.solve(&f, &one);
    kind_solve_again(&kind_faultreg, &f, &two);
    assert_true(answers_eq(&one, &two));
    assert_int_equal(one.at[0].number.top, row->address);
    assert_int_equal(one.at[1].number.top, row->code);
    arena_release(&arena);
}

/* --- what is left behind ------------------------------------------------ */

/* Instruction 5 of the bank is a push, 7 a pop, 11 moves from rsi to rdi. */
static const struct restarted {
    const char *name;
    uint8_t insn, missing;
    uint64_t answer[5]; /* returns to, register in the handler, in the end,
                           what was moved, starts */
} restarted[] = {
    {"a push that faults moves rsp once",
     5,
     FIRST,
     {0x401000, 0x8000, 0x7ff8, 0xbb, 2}},
    {"a pop that faults moves rsp once",
     7,
     FIRST,
     {0x401000, 0x8000, 0x8008, 0xcafe, 2}},
    {"two missing pages take three starts",
     11,
     FIRST | SECOND,
     {0x401000, 0x30000, 0x30008, 0xcafe, 3}},
};

static void check_restarted(void **state)
{
    const struct restarted *row = *state;
    struct restart r = {.level = 2,
                        .off = 12,
                        .insn = row->insn,
                        .missing = row->missing,
                        .rip = 0x401000,
                        .reg = {[REG_RBX] = 0xbb,
                                [REG_RSI] = 0x20000,
                                [REG_RDI] = 0x30000,
                                [REG_RSP] = 0x8000},
                        .memory = 0xcafe};
    struct arena arena = {0};
    struct answers one = {.arena = &arena}, two = {.arena = &arena};

    kind_restart.solve(&r, &one);
    kind_solve_again(&kind_restart, &r, &two);
    assert_int_equal(one.n, 5);
    assert_true(answers_eq(&one, &two));
    for (unsigned i = 0; i < 5; i++)
        assert_int_equal(one.at[i].number.top, row->answer[i]);
    arena_release(&arena);
}

/* 100 bytes to 0x30030 with pages of 64: of the pages 0xc00, 0xc01 and 0xc02
 * the last two are missing. */
static void a_repeated_move_goes_on_where_it_was(void **state)
{
    static const uint64_t want[] = {2, 0x30080, 20, 0x30080, 0, 0x30094};
    struct restart r = {
        .level = 3,
        .off = 6,
        .pages = 6,
        .bytes = 100,
        .rip = 0x401000,
        .reg = {[REG_RCX] = 100, [REG_RSI] = 0x20000, [REG_RDI] = 0x30030}};
    struct arena arena = {0};
    struct answers got = {.arena = &arena};

    (void)state;
    kind_restart.solve(&r, &got);
    assert_int_equal(got.n, 6);
    for (unsigned i = 0; i < 6; i++)
        assert_int_equal(got.at[i].number.top, want[i]);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_repeated_move_goes_on_where_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(reported, check_reported) +
           RUN_CASES(restarted, check_restarted);
}
