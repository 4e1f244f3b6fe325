/* entry_test.c - entries, permissions and instructions worked by hand. */
#include "check.h"
#include "problem/insn.h"
#include "problem/judge.h"
#include "problem/kind/perm.h"
#include "problem/kind/ptebits.h"

/* --- entries ------------------------------------------------------------ */

enum { X86_64 = 1, SV39, SV32 };

/* A machine's entry as PTEBITS holds it. */
static struct ptebits entry(unsigned machine, int level, uint64_t bits)
{
    return (struct ptebits){.level = (uint8_t)level,
                            .real = (uint8_t)machine,
                            .entry_bytes = machine == SV32 ? 4 : 8,
                            .ppn_at = machine == X86_64 ? 12 : 10,
                            .ppn_bits = machine == X86_64 ? 40
                                        : machine == SV39 ? 44
                                                          : 22,
                            .entry = bits};
}

static const struct decoded {
    const char *name;
    unsigned machine;
    uint64_t bits, ppn;
    const char *rights; /* of user code, "rw-" */
} decoded[] = {
    {"x86: P, W, U, A and D, and no NX: all is allowed", X86_64, 0xdeadb067,
     0xdeadb, "rwx"},
    {"x86: NX forbids to execute", X86_64, 0x80000000deadb005, 0xdeadb,
     "r--"},
    {"x86: without U user code may do nothing", X86_64, 0xdeadb003, 0xdeadb,
     "---"},
    {"Sv39: the page number begins at bit 10", SV39, 0x2008001b, 0x80200,
     "r-x"},
    {"Sv39: a page for execution only", SV39, 0x20080019, 0x80200, "--x"},
    {"Sv32: without U user code may do nothing", SV32, 0x20100007, 0x80400,
     "---"},
};

static void check_decoded(void **state)
{
    static const char letters[] = "rwx";
    const struct decoded *row = *state;
    struct ptebits p = entry(row->machine, 3, row->bits);
    struct arena arena = {0};
    struct answers one = {.arena = &arena}, two = {.arena = &arena};

    kind_ptebits.solve(&p, &one);
    kind_solve_again(&kind_ptebits, &p, &two);
    assert_true(answers_eq(&one, &two));
    assert_int_equal(one.at[0].number.top, row->ppn);
    assert_int_equal(one.at[1].number.top, row->ppn * 4096);
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(one.at[2 + i].word,
                         row->rights[i] == letters[i] ? WORD_YES : WORD_NO);
    arena_release(&arena);
}

/* Sv39, user code shall read and write 0x80201abc. */
static const struct built {
    const char *name;
    uint64_t bits;
    bool works;
} built[] = {
    {"V, R, W and U are enough", 0x20080417, true},
    {"accessed, dirty, global and free bits may be set", 0x200807f7, true},
    {"without V there is no page", 0x20080416, false},
    {"without U it is not for user code", 0x20080407, false},
    {"W without R is reserved", 0x20080415, false},
    {"X allows more than was asked for", 0x2008041f, false},
    {"bits above the page number must be 0", 0x1000000020080417, false},
    {"the page number may not lie where x86 has it", 0x80201017, false},
};

static void check_built(void **state)
{
    const struct built *row = *state;
    struct ptebits p = entry(SV39, 4, 0);
    struct value value = {.kind = VALUE_NUMBER, .number = num_of(row->bits)};

    p.va = 0x12345abc;
    p.pa = 0x80201abc;
    p.perms = PERM_R | PERM_W;
    assert_int_equal(ptebits_build_works(&p, 0, &value), row->works);
}

/* An entry of the table above the last. */
static const struct upper {
    const char *name;
    unsigned machine;
    uint64_t bits;
    enum word means;
} uppers[] = {
    {"x86: PS names a large page", X86_64, 0x40000087, WORD_PAGE},
    {"x86: bit 12 of a large page is no part of its number", X86_64,
     0x40001087, WORD_PAGE},
    {"x86: bit 13 of a large page must be 0", X86_64, 0x40002087,
     WORD_RESERVED},
    {"x86: bit 13 of a table's address may be 1", X86_64, 0x40002007,
     WORD_TABLE},
    {"x86: without P nothing else counts", X86_64, 0x40002086,
     WORD_NOT_PRESENT},
    {"Sv39: 0x80200000 is a multiple of 2 MiB", SV39, 0x20080017, WORD_PAGE},
    {"Sv39: 0x80201000 is none", SV39, 0x20080417, WORD_RESERVED},
    {"Sv39: a table may be at 0x80201000", SV39, 0x20080401, WORD_TABLE},
    {"Sv39: W without R", SV39, 0x20080015, WORD_RESERVED},
    {"Sv32: 0x80400000 is a multiple of 4 MiB", SV32, 0x20100017, WORD_PAGE},
    {"Sv32: 0x80600000 is one of 2 MiB only", SV32, 0x20180017,
     WORD_RESERVED},
};

static void check_upper(void **state)
{
    const struct upper *row = *state;
    struct ptebits p = entry(row->machine, 4, 0);
    struct arena arena = {0};
    struct answers one = {.arena = &arena}, two = {.arena = &arena};

    p.pa = 0x80201abc;
    p.perms = PERM_R;
    p.upper[0] = row->bits;
    kind_ptebits.solve(&p, &one);
    kind_solve_again(&kind_ptebits, &p, &two);
    assert_int_equal(one.at[1].word, row->means);
    assert_int_equal(two.at[1].word, row->means);
    arena_release(&arena);
}

/* --- permissions -------------------------------------------------------- */

static void an_increment_needs_r_w_and_u(void **state)
{
    static const uint64_t pages[] = {0, 6};
    struct perm p = {.level = 2,
                     .row = {{.valid = 1, .r = 1, .w = 1, .u = 1, .ppn = 0},
                             {.valid = 0, .r = 1, .w = 1, .u = 1},
                             {.valid = 1, .r = 0, .w = 1, .u = 1},
                             {.valid = 1, .r = 1, .w = 0, .x = 1, .u = 1},
                             {.valid = 1, .r = 1, .w = 1, .x = 1, .u = 0},
                             {.valid = 1, .x = 1, .u = 1},
                             {.valid = 1, .r = 1, .w = 1, .x = 1, .u = 1},
                             {.valid = 0}}};
    struct arena arena = {0};
    struct answers want = {.arena = &arena}, one = {.arena = &arena};
    struct answers two = {.arena = &arena};

    (void)state;
    answer_set(&want, pages, 2);
    kind_perm.solve(&p, &one);
    kind_solve_again(&kind_perm, &p, &two);
    assert_true(answers_eq(&one, &want));
    assert_true(answers_eq(&two, &want));
    arena_release(&arena);
}

static void both_levels_must_allow_it(void **state)
{
    struct perm p = {.level = 4};

    (void)state;
    p.upper[0] = (struct row){.valid = 1, .r = 1, .w = 0, .x = 1, .u = 1};
    p.row[0] = (struct row){.valid = 1, .r = 1, .w = 1, .x = 1, .u = 1};
    p.row[1] = (struct row){.valid = 1, .r = 1, .w = 1, .x = 0, .u = 1};
    assert_true(perm_succeeds(&p, 0, ACCESS_LOAD));
    assert_false(perm_succeeds(&p, 0, ACCESS_STORE));
    assert_true(perm_succeeds(&p, 0, ACCESS_FETCH));
    assert_false(perm_succeeds(&p, 1, ACCESS_FETCH));
}

/* --- where entries are -------------------------------------------------- */

/* Whoever errs in the entry's address gets marks for what follows from it. */
static void pages_follow_from_the_address_that_was_found(void **state)
{
    struct arena arena = {0};
    const struct problem *p =
        problem_make(&arena, kind_find(SLICE("PTEADDR")), 4, 1);
    struct judgement j;

    (void)state;
    assert_int_equal(p->wrongs[0].mistake, M_NOPTESZ);
    j = judge(p, &p->wrongs[0].answers);
    assert_int_equal(j.part[0], VERDICT_WRONG);
    assert_int_not_equal(j.part[1], VERDICT_WRONG);
    assert_int_not_equal(j.part[2], VERDICT_WRONG);
    assert_int_equal(j.wrong->mistake, M_NOPTESZ);
    arena_release(&arena);
}

/* --- instructions ------------------------------------------------------- */

static const struct touched {
    const char *name;
    const char *text;
    unsigned n;
    struct insn_range data[2];
} touched[] = {
    {"a push stores below rsp", "pushq %rbx", 1, {{ACCESS_STORE, 0x7ff8, 8}}},
    {"a pop loads at rsp", "popq %rbx", 1, {{ACCESS_LOAD, 0x8000, 8}}},
    {"a call stores below rsp", "callq f", 1, {{ACCESS_STORE, 0x7ff8, 8}}},
    {"a displacement is added",
     "movq 24(%rcx), %rax",
     1,
     {{ACCESS_LOAD, 0x1018, 8}}},
    {"an add to memory loads and stores",
     "addq %rax, (%rcx)",
     2,
     {{ACCESS_LOAD, 0x1000, 8}, {ACCESS_STORE, 0x1000, 8}}},
    {"movsq loads at rsi and stores at rdi",
     "movsq",
     2,
     {{ACCESS_LOAD, 0x2000, 8}, {ACCESS_STORE, 0x3000, 8}}},
};

static void check_touched(void **state)
{
    static const uint64_t reg[REGS] = {[REG_RCX] = 0x1000,
                                       [REG_RSI] = 0x2000,
                                       [REG_RDI] = 0x3000,
                                       [REG_RSP] = 0x8000};
    const struct touched *row = *state;
    struct insn_range range[INSN_RANGES];
    unsigned i = 0;

    while (!slice_is(slice_from(insns[i].text), row->text))
        i++;
    assert_int_equal(insn_ranges(&insns[i], reg, 0x400, range), 1 + row->n);
    assert_int_equal(range[0].access, ACCESS_FETCH);
    assert_int_equal(range[0].from, 0x400);
    for (unsigned d = 0; d < row->n; d++) {
        assert_int_equal(range[1 + d].access, row->data[d].access);
        assert_int_equal(range[1 + d].from, row->data[d].from);
        assert_int_equal(range[1 + d].bytes, row->data[d].bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_increment_needs_r_w_and_u),
        cmocka_unit_test(both_levels_must_allow_it),
        cmocka_unit_test(pages_follow_from_the_address_that_was_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(decoded, check_decoded) + RUN_CASES(built, check_built) +
           RUN_CASES(uppers, check_upper) + RUN_CASES(touched, check_touched);
}
