/* script_test.c - what a script may say, what it may not, and what comes of
 * it. */
#include <stdlib.h>

#include "base/str.h"
#include "check.h"
#include "vm/script_run.h"

/* --- mistakes ------------------------------------------------------------
 */

/* A script and what is found in it: LINE:COL: sentence, one a line. */
struct mistake {
    const char *name;
    const char *script;
    const char *found;
};

static const struct mistake mistakes[] = {
    {"a word that is no statement", "machine x86-64\nfoo bar\n",
     "2:1: \"foo\" is no statement; pagein vm --help lists them\n"},
    {"all mistakes are told, not just the first", "foo\nprocess A\nA: bar\n",
     "1:1: \"foo\" is no statement; pagein vm --help lists them\n"
     "3:4: \"bar\" is no statement; pagein vm --help lists them\n"},
    {"a statement in the wrong form", "process A\nread 0x1000\n",
     "2:1: this is written: A: read PLACE [N bytes] [as kernel]\n"},
    {"a process that is not there", "A: exit\n",
     "1:1: there is no process \"A\" so far: process A makes one\n"},
    {"a region that is not there", "process A\nA: read buf\n",
     "2:9: there is no region \"buf\" so far\n"},
    {"what is missing", "process A\nA: map buf at 0x1000\n",
     "2:21: the line ends where a size, such as 4 pages or 32K, was "
     "expected\n"},
    {"permissions that are missing", "process A\nA: map buf 2 pages\n",
     "2:19: the line ends where a permission such as rw was expected\n"},
    {"too much", "process A B\n",
     "1:11: nothing more was expected in this statement\n"},
    {"a number that is none", "process A\nA: read 0x1000g\n",
     "2:9: this is not a number\n"},
    {"a number that is too large", "process A\nA: read 0x10000000000000000\n",
     "2:9: this number does not fit in 64 bits\n"},
    {"a value that does not fit", "process A\nA: write 0x1000 256\n",
     "2:17: this value does not fit in 1 byte; how many to write can stand "
     "behind it: 4 bytes\n"},
    {"a text that is never closed", "say \"hello\n",
     "1:5: this text is never closed by \"\n"},
    {"a character of no use", "process A\nA: read @\n",
     "2:9: \"@\" can't stand here\n"},
    {"a machine that comes too late", "process A\nmachine toy-3\n",
     "2:1: the machine has to come first, but line 1 began one already\n"},
    {"raw memory in a machine with a system", "process A\nptbr 0x100\n",
     "2:1: this is for a raw machine, but line 1 began one with an operating "
     "system\n"},
    {"a system on a raw machine", "ptbr 0x100\nprocess A\n",
     "2:1: this needs an operating system, but this script is about a raw "
     "machine\n"},
    {"a format that does not fit together",
     "format va 9 pa 10 page 64 entry 1 valid 3 ppn 3..0\n",
     "1:8: the valid flag lies on a bit that has another meaning\n"},
    {"more pages than one statement may touch",
     "process A\nA: map v 5000 pages rw\nA: read v[0..4999]\n",
     "3:1: one statement can touch 4096 pages at most\n"},
    {"shared memory without end",
     "process A\nA: map v 2^20 pages rw shared\n",
     "2:8: shared memory can have 1024 pages at most\n"},
    {"a machine of too many frames", "machine x86-64 frames 2^17\n",
     "1:23: the number of frames can be 2 to 16384 here\n"},
    {"tables too large to work with",
     "format f va 30 page 16 entry 2 valid 0 write 1 ppn 15..2\n"
     "machine f\n",
     "2:9: a page table of a machine can fill 1024 frames at most\n"},
    {"a byte of three digits", "format toy\nmemory 0x100: 82 8a1\n",
     "2:18: a value here has at most 2 digits: 1 byte\n"},
    {"a process called as a word of expect", "process value\n",
     "1:9: \"value\" is a word of the language and can't be a process\n"},
    {"a comparison without its right side", "expect faults ==\n",
     "1:17: the line ends where a number or a word such as value, faults or "
     "frame A heap was expected\n"},
};

static void is_told(void **state)
{
    const struct mistake *row = *state;
    struct str told = STR_EMPTY;
    struct diags found = {0};
    struct script script;

    assert_int_equal(
        script_parse(&script, slice_from(row->script), SLICE("x.vm"), &found),
        -1);
    for (size_t i = 0; i < found.n; i++)
        str_printf(&told, "%zu:%zu: %.*s\n", found.at[i].line,
                   found.at[i].col, SLICE_FMT(found.at[i].text));
    assert_string_equal(told.at, row->found);
    str_release(&told);
    diags_release(&found);
}

/* --- what holds ----------------------------------------------------------
 */

/* A script, and how it ends: "" when it runs to its end and all it expects is
 * the case; else LINE: what is the case or why it failed. */
struct story {
    const char *name;
    const char *script;
    const char *end;
};

#define TOY                                                \
    "format va 9 pa 10 page 64 entry 1 valid 7 ppn 3..0\n" \
    "ptbr 0x100\n"                                         \
    "memory 0x100: 82 8a 00\n"

static const struct story stories[] = {
    {"nothing", "", ""},
    {"comments and blank lines", "# a\n\n  # b\n\tsay \"x # y\" # z\n", ""},
    {"the table of the notes",
     TOY "translate 0b 0 0010 0100\n"
         "expect pa == 0x0a4\n"
         "translate 0x080\nexpect fault\n",
     ""},
    {"an expect that does not hold", TOY "translate 0x24\nexpect pa == 5\n",
     "5: 164 (0xa4) is on the left"},
    {"copy-on-write by names",
     "process A\nA: map heap 8 pages rw\nA: write heap[3]+8 42\n"
     "B = fork A\nexpect frame A heap[3] == frame B heap[3]\n"
     "B: write heap[3]+8 43\nexpect copy\nexpect no reuse\n"
     "expect copy == 1\nA: read heap[3]+8\nexpect value == 42\n"
     "B: read heap+3 pages+8\nexpect value == 43\n",
     ""},
    {"sizes and bytes",
     "process A\nA: map a at 64K 2 pages rw\n"
     "A: write a 0x1122334455667788 8 bytes\nA: read a 2 bytes\n"
     "expect value == 0x7788\nA: write a+2 \"hi\"\nA: read a+3\n"
     "expect value == 0x69\nexpect size A a == 8K\n"
     "expect start A a == 2^16\n",
     ""},
    {"signals",
     "process A\nA: map a at 0x10000 1 page r\nA: write a 1\n"
     "expect SIGSEGV\nexpect ACCERR\nexpect no MAPERR\n"
     "A: read 0x20000\nexpect MAPERR\n"
     "expect fault-address == 0x20000\nexpect error-code == 4\n",
     ""},
    {"a program, its regions and its heap",
     "program cat text 2 data 1 bss 1 stack 2\nprocess A\nA: exec cat\n"
     "A: fetch text[1]\nexpect done\nA: read data\n"
     "expect value == 0x64\nA: grow heap 2 pages\nA: write heap[1] 7\n"
     "expect done\nA: write stack[-1] 1\nexpect grow\n",
     ""},
    {"files",
     "file f 3 pages cached \"one\" \"two\"\nprocess A\n"
     "A: map v 2 pages rw of f from page 1 shared\nA: read v 3 bytes\n"
     "expect value == 0x6f7774\nA: write v \"2\"\n"
     "A: map w 3 pages r of f\nA: read w[1]\nexpect value == 0x32\n",
     ""},
    {"one access of each page",
     "process A\nA: map a 4 pages rw\nA: write a[0..2] 1\n"
     "expect demand-zero == 3\nA: sample a\nexpect pages == 3\n"
     "expect A a[0] not accessed\nA: read a[1]\nA: sample a\n"
     "expect pages == 1\n",
     ""},
    {"swap",
     "machine x86-64 linux swap 4\nprocess A\nA: map a 1 page rw\n"
     "A: write a 1\nA: pageout a\nexpect A a swapped\n"
     "expect pages == 1\nA: read a\nexpect swap-in\nexpect value == 1\n",
     ""},
    {"two machines",
     "process A\nprocess B on machine 1\n"
     "share d at 0x10000 2 pages among A B\nA: write d 5\nB: read d\n"
     "expect value == 5\nexpect messages == 2\nB: write d 6\n"
     "expect A d absent\nA: read d\nexpect value == 6\n",
     ""},
    {"a file's pages that are written and sampled",
     "file f 2 pages\nprocess A\nA: map v 2 pages rw of f shared\n"
     "A: write v 1\nA: sample v\nexpect pages == 1\n"
     "expect A v dirty\nexpect A v not accessed\nA: sync v\n"
     "expect disk-writes == 1\nexpect A v not dirty\n",
     ""},
    {"private pages that are sampled are clean again",
     "process A\nA: map v 2 pages rw\nA: write v 1\n"
     "expect A v dirty\nA: sample v\nexpect A v not dirty\n"
     "A: write v 2\nexpect no fault\nexpect A v dirty\n",
     ""},
    {"a watchpoint",
     "process A\nA: map v 1 page rw\nA: write v 1\n"
     "A: watch v+8 4 bytes\nA: write v+11 1\nexpect watch-hits == 1\n"
     "A: write v+12 1\nexpect watch-hits == 0\nexpect watch\n"
     "A: unwatch v+8\nA: write v+8 1\nexpect watch-hits == 0\n",
     ""},
    {"a machine in a format of its own",
     "format small levels 4 4 page 64 entry 2 valid 0 write 1 ppn 15..8\n"
     "machine small frames 20\nprocess A\nA: map v at 0x100 2 pages rw\n"
     "A: write v[1] 7\nA: translate v[1]+3\nexpect no fault\n"
     "expect done\nA: translate 0x400\nexpect fault\n",
     ""},
    {"entries by whole numbers",
     "format x86-64\nptbr 0x1000\nentries 0x1000: 2007\n"
     "entries 0x2000: 3007\nentries 0x3000: 4007\n"
     "entries 0x4008: 8000000000005007 6005\ntranslate 0x1234\n"
     "expect pa == 0x5234\ntranslate 0x1234 fetch\n"
     "expect error-code == 0x15\ntranslate 0x2234 write\n"
     "expect error-code == 7\ntranslate 0x2234 write as kernel\n"
     "expect error-code == 3\ncpu wp off\n"
     "translate 0x2234 write kernel\nexpect pa == 0x6234\n",
     ""},
    {"memory that ends", "format toy\nram 64\nmemory 0x3f: 01 02\n",
     "3: memory ends at 0x40; this would reach behind it"},
    {"a page that is not there has no frame to compare",
     "process A\nA: map v 1 page rw\nexpect frame A v != 5\n",
     "3: nothing is on the left"},
    {"whoever has ended can't go on", "process A\nA: exit\nA: read 0x1000\n",
     "3: A does not run now"},
    {"a region of another process",
     "process A\nprocess B\nA: map a 1 page rw\nB: read a\n",
     "4: B has no region a"},
    {"nothing to compare",
     "process A\nA: map a 1 page rw\nexpect frame A a == frame A a\n",
     "3: nothing is on the left, nothing on the right"},
};

static void ends_as_told(void **state)
{
    const struct story *row = *state;
    struct diags found = {0};
    struct str told = STR_EMPTY;
    struct script script;
    struct run *run;
    struct err err = {0};
    enum run_end end;

    if (script_parse(&script, slice_from(row->script), SLICE("x.vm"),
                     &found) < 0)
        fail_msg("%zu: %.*s", found.at[0].line, SLICE_FMT(found.at[0].text));
    run = run_new(&script, NULL, &err);
    assert_non_null(run);
    while ((end = run_next(run, &err)) != RUN_END)
        if (end != RUN_OK)
            str_printf(&told, "%zu: %s", run_last(run)->line, err.text);
    assert_string_equal(told.at, row->end);
    run_free(run);
    script_release(&script);
    str_release(&told);
    diags_release(&found);
}

/* --- limits --------------------------------------------------------------
 */

static void a_script_is_no_longer_than_its_limit(void **state)
{
    struct diags found = {0};
    struct str text = STR_EMPTY;
    struct script script;

    (void)state;
    str_fill(&text, '\n', SCRIPT_BYTES);
    assert_int_equal(
        script_parse(&script, str_slice(&text), SLICE("x"), &found), 0);
    script_release(&script);
    str_putc(&text, '\n');
    assert_int_equal(
        script_parse(&script, str_slice(&text), SLICE("x"), &found), -1);
    assert_int_equal(found.n, 1);
    str_release(&text);
    diags_release(&found);
}

static void statements_beyond_the_limit_are_told_once(void **state)
{
    struct diags found = {0};
    struct str text = STR_EMPTY;
    struct script script;

    (void)state;
    for (int i = 0; i < SCRIPT_STATEMENTS + 10; i++)
        str_puts(&text, "say \"x\"\n");
    assert_int_equal(
        script_parse(&script, str_slice(&text), SLICE("x"), &found), -1);
    assert_int_equal(found.n, 1);
    assert_int_equal(found.at[0].line, SCRIPT_STATEMENTS + 1);
    str_release(&text);
    diags_release(&found);
}

/* A script whose statement is repeated until a limit stops it. */
static void runs_into(const char *first, const char *again, size_t times,
                      const char *sentence)
{
    struct str text = STR_EMPTY;
    struct diags found = {0};
    struct script script;
    struct run *run;
    struct err err = {0};
    enum run_end end = RUN_OK;

    str_puts(&text, first);
    for (size_t i = 0; i < times; i++)
        str_puts(&text, again);
    assert_int_equal(
        script_parse(&script, str_slice(&text), SLICE("x"), &found), 0);
    run = run_new(&script, NULL, &err);
    assert_non_null(run);
    while (end == RUN_OK)
        end = run_next(run, &err);
    assert_int_equal(end, RUN_FAILED);
    assert_string_equal(err.text, sentence);
    run_free(run);
    script_release(&script);
    str_release(&text);
    diags_release(&found);
}

static void accesses_and_files_have_limits(void **state)
{
    (void)state;
    runs_into("machine x86-32 linux frames 16000\nprocess A\n"
              "A: map v 4096 pages r\n",
              "A: read v[0..4095]\n", 20,
              "a script can make 32768 accesses and translations at most");
    runs_into("machine x86-32 textbook frames 1000\nprocess A\n",
              "show frames\n", 2000,
              "this script is too much work: more than 4194304 events");
    runs_into("process A\n", "A: map v 1 page rw shared\n", 70,
              "There can be 64 files and shared memories, of 65536 pages at "
              "most.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_script_is_no_longer_than_its_limit),
        cmocka_unit_test(statements_beyond_the_limit_are_told_once),
        cmocka_unit_test(accesses_and_files_have_limits),
    };

    return RUN_CASES(mistakes, is_told) + RUN_CASES(stories, ends_as_told) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
