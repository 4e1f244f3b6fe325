/* vm_test.c - pagein vm, and the scenarios that come with it. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runs.h"
#include "sys/file.h"

/* --- the scenarios of content/ -------------------------------------------
 */

/* Each is told as it was, and all that it expects is the case. */
static void is_told_as_it_was(void **state)
{
    const char *path = *state;
    struct program p;
    struct ran r = {0};
    struct str golden = STR_EMPTY;
    const char *name = strrchr(path, '/') + 1;

    program_init(&p);
    RUN(&p, &r, 0, "vm", "run", source_path(path));
    assert_string_equal(r.err.at, "");
    assert_clean(&r.out);
    str_printf(&golden, "scenarios/%.*s.txt",
               (int)(strrchr(name, '.') - name), name);
    assert_golden(golden.at, r.out.at);
    str_release(&golden);
    ran_release(&r);
    program_release(&p);
}

static int scenarios_are_told_as_they_were(void)
{
    struct CMUnitTest *tests;
    glob_t found;
    int rc;

    if (glob("content/scenarios/*.vm", 0, NULL, &found) != 0)
        return 1;
    tests = calloc(found.gl_pathc, sizeof *tests);
    for (size_t i = 0; tests != NULL && i < found.gl_pathc; i++)
        tests[i] = (struct CMUnitTest){.name = found.gl_pathv[i],
                                       .test_func = is_told_as_it_was,
                                       .initial_state = found.gl_pathv[i]};
    rc = _cmocka_run_group_tests("scenarios", tests, found.gl_pathc, NULL,
                                 NULL);
    free(tests);
    globfree(&found);
    return rc;
}

/* --- on this machine's kernel ---------------------------------------------
 */

static bool is_of_linux(const char *path)
{
    struct str text = STR_EMPTY;
    bool linux_habits;

    source_text(path, &text);
    linux_habits =
        slice_find(str_slice(&text), 0, SLICE(" linux ")) < text.len;
    str_release(&text);
    return linux_habits;
}

/* False when it can't be done here; why is said. */
static bool run_on_kernel(struct program *p, struct ran *r, const char *path)
{
    program_init(p);
    run_args(p, r, NULL,
             (const char *const[]){"vm", "run", source_path(path), "--on",
                                   "kernel", NULL});
    if (r->status == 0 || r->status == 1)
        return true;
    printf("# skipped: %.*s\n",
           (int)slice_find(str_slice(&r->err), 0, SLICE("\n")), r->err.at);
    ran_release(r);
    program_release(p);
    return false;
}

/* What says that it is told with the habits of Linux is so on Linux, as far
 * as the kernel lets one look. */
static void the_kernel_agrees(void **state)
{
    struct program p;
    struct ran r = {0};

    if (!run_on_kernel(&p, &r, *state))
        return;
    if (r.status != 0)
        fail_msg("%s%s", r.out.at, r.err.at);
    assert_holds(&r.err, "Engine and kernel agree.\n");
    assert_holds(&r.out, " =\n");
    ran_release(&r);
    program_release(&p);
}

static int scenarios_are_so_on_linux(void)
{
    struct CMUnitTest *tests;
    glob_t found;
    size_t n = 0;
    int rc;

    if (glob("content/scenarios/*.vm", 0, NULL, &found) != 0)
        return 1;
    tests = calloc(found.gl_pathc, sizeof *tests);
    for (size_t i = 0; tests != NULL && i < found.gl_pathc; i++)
        if (is_of_linux(found.gl_pathv[i]))
            tests[n++] =
                (struct CMUnitTest){.name = found.gl_pathv[i],
                                    .test_func = the_kernel_agrees,
                                    .initial_state = found.gl_pathv[i]};
    rc = _cmocka_run_group_tests("on_the_kernel", tests, n, NULL, NULL);
    free(tests);
    globfree(&found);
    return rc;
}

/* Where a textbook says otherwise than Linux does, the very statement is
 * told. Without frame numbers it can't be seen. */
static void a_difference_is_told_where_it_is(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    if (!run_on_kernel(&p, &r, "content/scenarios/load-on-demand.vm"))
        return;
    assert_int_equal(r.status, 1);
    assert_holds(&r.out, "≠ A, 0x10000: page: engine nothing, kernel in "
                         "memory\n");
    assert_holds(&r.err, "Engine and kernel differ in ");
    ran_release(&r);
    program_release(&p);
}

/* One for each idea of the notes, and more. */
static void there_are_scenarios_for_all_ideas(void **state)
{
    static const char *const ideas[] = {"regions",
                                        "two-processes",
                                        "context-switch",
                                        "unmapped",
                                        "permissions",
                                        "stack",
                                        "zero-page",
                                        "fork-child-writes",
                                        "fork-parent-writes",
                                        "fork-three",
                                        "fork-last-holder",
                                        "fork-exit",
                                        "mmap-private",
                                        "mmap-shared",
                                        "exec",
                                        "maps-and-tables",
                                        "demand",
                                        "load-on-demand",
                                        "copy-on-write",
                                        "swap",
                                        "swap-sharing",
                                        "sampling",
                                        "watchpoint",
                                        "two-machines",
                                        "rerun",
                                        "page-crossing",
                                        "page-table"};
    struct str path = STR_EMPTY;

    (void)state;
    for (size_t i = 0; i < COUNT(ideas); i++) {
        str_clear(&path);
        str_printf(&path, "content/scenarios/%s.vm", ideas[i]);
        if (!file_stat_of(path.at).is_regular)
            fail_msg("%s is not there", path.at);
    }
    str_release(&path);
}

/* --- the command ---------------------------------------------------------
 */

#define TOY                                             \
    "format linear va 9 pa 10 page 64 entry 1 valid 7 " \
    "ppn 3..0\nptbr 0x100\nmemory 0x100: 82 8a\n"

static const struct run_case runs[] = {
    {"a script that says nothing", .args = {"vm", "run", "a.vm"},
     .files = {"a.vm", "# nothing\n"}, .out = "", .err = ""},
    {"an expectation that does not hold", .args = {"vm", "run", "a.vm"},
     .files = {"a.vm", TOY "translate 0x24\nexpect pa == 0\n"}, .status = 1,
     .err = "1 of 1 expectation does not hold.\n"},
    {"two of three", .args = {"vm", "run", "a.vm"},
     .files = {"a.vm", TOY "translate 0x24\nexpect pa == 0\n"
                           "expect pa == 0xa4\nexpect fault\n"},
     .status = 1, .err = "2 of 3 expectations do not hold.\n"},
    {"mistakes with their places, all of them", .args = {"vm", "run", "a.vm"},
     .files = {"a.vm", "procss A\nprocess A\nA: read 1 2\n"}, .status = 65,
     .out = "",
     .err = "a.vm:1:1: error: \"procss\" is no statement; pagein vm --help "
            "lists them [statement]\n"
            "a.vm:3:12: error: the line ends where \"bytes\" was expected "
            "[missing]\n"},
    {"a statement that can't be done ends it", .args = {"vm", "run", "a.vm"},
     .files = {"a.vm", "process A\nA: unmap 0x1001 1 page\nA: exit\n"},
     .status = 65,
     .err = "a.vm:2:1: error: Address 0x1001 is not a multiple of the page "
            "size, 4096 [run]\n"},
    {"a machine that can't be", .args = {"vm", "run", "a.vm"},
     .files = {"a.vm", "machine toy\nprocess A\n"}, .status = 64, .out = ""},
    {"events, one a line", .args = {"vm", "run", "a.vm", "--trace"},
     .files = {"a.vm", TOY "translate 0x24\n"},
     .out = TOY "translate 0x24\n"
                "    access process=0 access=load bytes=1 va=0x24 "
                "value=0x0\n"
                "    step process=0 level=0 index=0x0 at=0x100 entry=0x82\n"
                "    done process=0 access=load bytes=1 pa=0xa4 value=0x0\n",
     .err = ""},
    {"one way of telling at a time",
     .args = {"vm", "run", "a.vm", "--trace", "--json"},
     .files = {"a.vm", ""}, .status = 64, .out = ""},
    {"no file", .args = {"vm", "run", "a.vm"}, .status = 66, .out = ""},
    {"no such thing to do", .args = {"vm", "fly"}, .status = 64, .out = "",
     .err = "pagein: vm can run, translate, maps and formats, not \"fly\".\n"
            "More: pagein help vm\n"},
    {"what a script says can't talk to the terminal",
     .args = {"vm", "run", "a.vm"}, .files = {"a.vm", "say \"\\x1b]0;x\"\n"},
     .out = "␛]0;x\n", .err = ""},
    {"an address by options",
     .args = {"vm", "translate", "--format", "toy", "--root", "0x100",
              "--memory", "m", "0x24"},
     .files = {"m", "# the table\n0x100: 82 8a\n"},
     .out = "    Virtual address 0x024\n"
            "      8 6   5    0\n"
            "    ┌─────┬────────┐\n"
            "    │ VPN │ offset │\n"
            "    │ 0x0 │  0x24  │\n"
            "    └─────┴────────┘\n"
            "    The CPU reads 1 byte at 0x024. Its page number is 0x0, the "
            "offset 0x24.\n"
            "    The entry at 0x100 is 0x82: valid is 1, the physical page "
            "number 0x2.\n"
            "    The physical address is 0x0a4; what is read there is "
            "0x00.\n"
            "    Entry that names a page, 0x82\n"
            "      7   6 4   3 0\n"
            "    ┌───┬─────┬─────┐\n"
            "    │ V │     │ PPN │\n"
            "    │ 1 │ 0x0 │ 0x2 │\n"
            "    └───┴─────┴─────┘\n",
     .err = ""},
    {"memory that is no bytes, at its line",
     .args = {"vm", "translate", "--format", "toy", "--root", "0x100",
              "--memory", "m", "0x24"},
     .files = {"m", "# the table\n0x100: 82 zz\n"}, .status = 65, .out = "",
     .err = "m:2:18: error: a value in hexadecimal was expected here "
            "[hex]\n"},
    {"translate needs all three options",
     .args = {"vm", "translate", "--format", "toy", "0x24"}, .status = 64,
     .out = ""},
    {"whose address?", .args = {"vm", "translate", "a.vm", "0x24"},
     .files = {"a.vm", "process A\nprocess B\n"}, .status = 64, .out = "",
     .err = "pagein: The script has 2 processes; say whose address it is: "
            "A:ADDRESS.\nMore: pagein help vm\n"},
    {"the kernel has no part in a raw machine",
     .args = {"vm", "run", "a.vm", "--on", "kernel"}, .files = {"a.vm", TOY},
     .status = 64, .out = "",
     .err = "pagein: a.vm is about a raw machine; the kernel has no part in "
            "it.\nMore: pagein help vm\n"},
    {"a watchpoint can't be followed",
     .args = {"vm", "run", "a.vm", "--on", "kernel"},
     .files = {"a.vm", "process A\nA: map a 1 page rw\nA: watch a\n"},
     .status = 64, .out = "",
     .err = "pagein: a.vm:3 can't be done on the kernel: a watchpoint "
            "changes page tables behind the kernel's back.\n"
            "More: pagein help vm\n"},
    {"a raw machine has no maps", .args = {"vm", "maps", "a.vm"},
     .files = {"a.vm", TOY}, .status = 64, .out = ""},
    {"no such format", .args = {"vm", "formats", "sv40"}, .status = 64,
     .out = ""},
};

/* The output of a command is what it was. */
struct shown {
    const char *name; /* and the golden file's, below vm/ */
    const char *args[RUN_ARGS];
};

static const struct shown showings[] = {
    {"formats", {"vm", "formats"}},
    {"formats-plain", {"vm", "formats", "x86-64", "--plain"}},
    {"maps", {"vm", "maps", "@regions.vm"}},
    {"translate",
     {"vm", "translate", "@fork-three.vm", "B:0x10010", "--access", "write"}},
    {"run-json", {"vm", "run", "@fork-last-holder.vm", "--json"}},
    {"run-trace", {"vm", "run", "@fork-last-holder.vm", "--trace"}},
    {"run-textbook", {"vm", "run", "@zero-page.vm", "--profile", "textbook"}},
};

static void shows_what_it_did(void **state)
{
    const struct shown *row = *state;
    struct str path = STR_EMPTY, golden = STR_EMPTY;
    const char *args[RUN_ARGS];
    struct program p;
    struct ran r = {0};

    memcpy(args, row->args, sizeof args);
    for (int i = 0; i < RUN_ARGS; i++)
        if (args[i] != NULL && args[i][0] == '@') {
            str_printf(&path, "content/scenarios/%s", args[i] + 1);
            program_init(&p);
            program_copy(&p, "scene.vm", path.at);
            args[i] = "scene.vm";
        }
    if (path.len == 0)
        program_init(&p);
    run_args(&p, &r, NULL, args);
    assert_clean(&r.out);
    str_printf(&golden, "vm/%s.txt", row->name);
    assert_golden(golden.at, r.out.at);
    str_release(&path);
    str_release(&golden);
    ran_release(&r);
    program_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_scenarios_for_all_ideas),
        cmocka_unit_test(a_difference_is_told_where_it_is),
    };

    return RUN_CASES(runs, run_holds) +
           RUN_CASES(showings, shows_what_it_did) +
           scenarios_are_told_as_they_were() + scenarios_are_so_on_linux() +
           cmocka_run_group_tests(tests, NULL, NULL);
}
