/* exam_test.c - pagein exam, as an instructor uses it. */
#include <string.h>
#include <sys/stat.h>

#include "runs.h"

static const char blueprint[] = "title: Paging\n"
                                "instructions: Take your *time*.\n"
                                "minutes: 20\n"
                                "items:\n"
                                "  - {kind: SPLIT, level: 1, points: 2}\n"
                                "  - {kind: LOOKUP, level: 2, points: 3}\n"
                                "  - {kind: PTSIZE, level: 2, choice: yes}\n";

static const char notes[] =
    "# Pages\n\n"
    "- A page is mostly {{4096}} bytes.\n"
    "- A page fault comes from a page that is {{not valid}}.\n"
    "- After a fork pages are {{shared}} until one side {{writes}}.\n"
    "- The lowest bits of an address are its {{offset}}.\n"
    "- The upper bits are the {{page number}}.\n"
    "- A {{c1::hit}} is quicker than a {{c1::miss}}.\n";

static void given(struct program *p, const char *graded)
{
    struct str text = STR_EMPTY;

    program_init(p);
    str_printf(&text, "%s%s", graded, blueprint);
    program_write(p, "b.yaml", text.at);
    str_release(&text);
}

static void end(struct program *p, struct ran *r)
{
    ran_release(r);
    program_release(p);
}

/* What a line of shell prints, which must succeed. */
static void sh(struct program *p, struct ran *r, const char *line)
{
    run_shell(p, r, line);
    if (r->status != 0)
        fail_msg("%s: %d\n%s%s", line, r->status, r->out.at, r->err.at);
}

/* --- files -------------------------------------------------------------- */

static void forms_keys_and_what_marking_needs(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "");
    sh(&p, &r,
       "$P exam b.yaml --forms 2 --seed 5 --format md,json -o made && "
       "find made . -maxdepth 2 -name '.pagein*'; cd made; find . -type f | "
       "LC_ALL=C sort");
    assert_holds(&r.out, "form A: ");
    assert_holds(&r.out, "   2  LOOKUP         2  ");
    assert_holds(&r.out, "./exam.json\n./fairness.csv\n./forms/A.md\n"
                         "./forms/B.md\n./keys/A.md\n./keys/B.md\n"
                         "./platforms/A.json\n./platforms/B.json\n");
    assert_lacks(&r.out, ".pagein");
    assert_holds(&r.err, "2 forms. 6 keys solved again in another way: all "
                         "the same.\n8 files written to made.\n");
    sh(&p, &r,
       "stat -c %a made/exam.json made/keys/A.md; head -1 "
       "made/fairness.csv | tr -d '\\r'; wc -l <made/fairness.csv");
    assert_string_equal(r.out.at,
                        "600\n600\nform,item,kind,level,steps,comes to,"
                        "points,code\n7\n");
    end(&p, &r);
}

static void equal_seeds_give_equal_files_anywhere(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "");
    sh(&p, &r,
       "$P exam b.yaml --forms 3 --seed 5 --format md,html,json -o one;"
       "cp b.yaml c.yaml; export HOME=$PWD/other TZ=Asia/Kathmandu "
       "LC_ALL=POSIX PAGEIN_NOW=2031-01-01T00:00:00Z; mkdir other; "
       "$P exam b.yaml --forms 3 --seed 0x5 --format json,html,md -o two; "
       "diff -r one two && echo same; "
       "$P exam b.yaml --forms 3 --seed 6 --format md -o three; "
       "cmp -s one/forms/A.md three/forms/A.md || echo others");
    assert_holds(&r.out, "same\nitem");
    assert_holds(&r.out, "others\n");
    end(&p, &r);
}

static void a_roster_makes_files_inside_the_folder_alone(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "");
    program_write(&p, "class.csv",
                  "id,room,minutes,format\n"
                  "../../x,R1,,\nann,R2,40,html\n/tmp/pagein-x,R1,,\n");
    sh(&p, &r,
       "B=$(find . | grep -v '^./made' | LC_ALL=C sort); $P exam b.yaml "
       "--roster class.csv --seed 1 --format md -o made -q >/dev/null; "
       "test \"$B\" = \"$(find . | grep -v '^./made' | LC_ALL=C sort)\" && "
       "find made/forms -type f | wc -l; ls made/forms | grep ann; "
       "test -e /tmp/pagein-x.md || echo none");
    assert_string_equal(r.out.at, "3\nann.html\nnone\n");
    end(&p, &r);
}

static void shards_write_what_the_whole_would(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "");
    program_write(&p, "class.csv", "id\na\nb\nc\nd\ne\n");
    sh(&p, &r,
       "$P exam b.yaml --roster class.csv --seed 1 --format md -o whole; "
       "for i in 1 2; do $P exam b.yaml --roster class.csv --seed 1 --format "
       "md -o parts --shard $i/2; done; diff -r whole/forms parts/forms && "
       "diff -r whole/keys parts/keys && ls parts; "
       "$P exam b.yaml --forms 5 --seed 1 --format md -o w2; "
       "for i in 1 2 3; do $P exam b.yaml --forms 5 --seed 1 --format md -o "
       "p2 --shard $i/3; done; diff -r w2/forms p2/forms && echo same");
    assert_holds(&r.out,
                 "exam-1-of-2.json\nexam-2-of-2.json\nfairness-1-of-2.csv\n"
                 "fairness-2-of-2.csv\nforms\nkeys\n");
    assert_holds(&r.out, "same\n");
    program_write(&p, "a.csv", "id,2\na,fault\ne,fault\n");
    RUN(&p, &r, 0, "grade", "a.csv", "--exam", "parts");
    sh(&p, &r,
       "rm parts/exam-1-of-2.json; $P grade a.csv "
       "--exam parts; echo $?");
    assert_string_equal(r.out.at, "66\n");
    end(&p, &r);
}

static void a_folder_in_use_is_left_alone(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "");
    program_write(&p, "made/mine.txt", "mine");
    RUN(&p, &r, 73, "exam", "b.yaml", "--seed", "1", "-o", "made");
    assert_holds(&r.err, "made has files in it.");
    sh(&p, &r, "find made -type f");
    assert_string_equal(r.out.at, "made/mine.txt\n");
    sh(&p, &r,
       "$P exam b.yaml --seed 1 -o made --force --format md -q "
       ">/dev/null; ls made");
    assert_string_equal(r.out.at,
                        "exam.json\nfairness.csv\nforms\nkeys\nmine.txt\n");
    end(&p, &r);
}

/* A full disk: no folder, and nothing left of it. */
static void what_can_t_be_written_is_not_there(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "");
    sh(&p, &r,
       "(ulimit -f 8; $P exam b.yaml --forms 9 --seed 1 --format html -o "
       "made "
       "2>said; echo $?); cat said; test -e made || find . -name '.pagein*' "
       "| wc -l");
    assert_holds(&r.out, "74\n");
    assert_holds(&r.out, "can't be written: File too large.");
    assert_holds(&r.out, "\n0\n");
    end(&p, &r);
}

static void a_dry_run_writes_nothing(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "graded: yes\n");
    sh(&p, &r,
       "$P exam b.yaml --seed 1 --format md -o made --dry-run --json; ls");
    assert_holds(&r.out, "\"written\": false");
    assert_holds(&r.out, "\"fair\": true");
    assert_holds(&r.out, "\"keys solved again\": 3");
    assert_holds(&r.out, "}\nb.yaml\n");
    end(&p, &r);
}

static void a_bank_is_pools_to_draw_from(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "");
    sh(&p, &r,
       "$P exam b.yaml --bank 6 --seed 1 --format moodle,json -o made "
       "-q >/dev/null; cd made; find . -type f | LC_ALL=C sort; grep "
       "-c '{\"form\"' exam.json");
    assert_string_equal(r.out.at,
                        "./exam.json\n./fairness.csv\n./platforms/bank.json\n"
                        "./platforms/bank.moodle.xml\n6\n");
    RUN(&p, &r, 64, "exam", "b.yaml", "--bank", "6", "--format", "md", "-o",
        "x");
    assert_holds(&r.err, "The format md has no pools to draw from");
    end(&p, &r);
}

/* --- graded ------------------------------------------------------------- */

static void codes_of_a_graded_exam_open_only_with_its_secret(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "graded: yes\n");
    sh(&p, &r,
       "$P exam b.yaml --seed 1 --format md -o made >/dev/null; stat -c %a "
       "made.secret; $P exam b.yaml --seed 1 --format md -o other "
       ">/dev/null; "
       "grep -o '[0-9A-Z]\\{4\\}\\(-[0-9A-Z]\\{4\\}\\)\\{3\\}' "
       "made/forms/A.md | wc -l");
    assert_string_equal(r.out.at, "600\n3\n");
    sh(&p, &r,
       "C=$(grep -o '[0-9A-Z]\\{4\\}\\(-[0-9A-Z]\\{4\\}\\)\\{3\\}' "
       "made/forms/A.md | head -1); for c in show key prove; do $P $c $C; "
       "echo $?; $P $c $C --secret other.secret; echo $?; "
       "$P $c $C --secret made.secret >/dev/null; echo $?; done; "
       "$P $C; $P quiz $C; $P search $C; $P list $C; true");
    assert_string_equal(r.out.at, "64\n64\n0\n64\n64\n0\n64\n64\n0\n");
    assert_holds(&r.err, "This code is sealed: it is of a graded exam");
    assert_holds(&r.err, "was not sealed with this secret");
    end(&p, &r);
}

static void a_secret_is_used_again_and_never_written_over(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "graded: yes\n");
    sh(&p, &r,
       "$P exam b.yaml --seed 1 --format md -o one -q >/dev/null; cp "
       "one.secret s; $P exam b.yaml --seed 1 --format md -o two --secret s "
       "-q >/dev/null; diff -r one two && cmp s one.secret && echo same; "
       "grep -c seed one/exam.json; echo junk >junk; $P exam b.yaml -o three "
       "--secret junk; echo $?; cat junk; test -e three || echo nothing");
    assert_string_equal(r.out.at, "same\n1\n65\njunk\nnothing\n");
    assert_holds(&r.err, "junk is not a secret that pagein exam made.");
    end(&p, &r);
}

static void a_secret_that_can_t_be_made_is_told(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "graded: yes\n");
    sh(&p, &r,
       "$P exam b.yaml --seed 1 --format md -o deep/er/one -q >/dev/null; ls "
       "deep/er; echo x >file; $P exam b.yaml --format md -o file/one; echo "
       "$?; for i in 1 2 3 4; do $P exam b.yaml --forms 4 --seed 1 --format "
       "md -o shared --shard $i/4 -q >/dev/null & done; wait; ls "
       "shared/forms");
    assert_string_equal(r.out.at,
                        "one\none.secret\n73\nA.md\nB.md\nC.md\nD.md\n");
    end(&p, &r);
}

/* --- clozes ------------------------------------------------------------- */

static void blanks_of_the_notes_are_items(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "");
    program_write(&p, "n.md", notes);
    program_write(&p, "q.yaml",
                  "title: Blanks\nitems:\n  - {cloze: all, count: 2}\n"
                  "  - {cloze: all, choice: yes}\n");
    RUN(&p, &r, 66, "exam", "q.yaml", "-o", "x");
    RUN(&p, &r, 0, "import", "n.md");
    RUN(&p, &r, 0, "exam", "q.yaml", "--seed", "3", "--preview");
    assert_golden("exam-blanks.txt", r.out.at);
    /* two forms take all six cards but the second blank of a sentence */
    RUN(&p, &r, 65, "exam", "q.yaml", "--forms", "3", "-o", "x");
    assert_holds(&r.err, "has no card left for form");
    sh(&p, &r, "test -e x || ls -A");
    assert_lacks(&r.out, ".pagein-");
    end(&p, &r);
}

/* --- looking ------------------------------------------------------------ */

static void a_preview_is_the_first_form(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given(&p, "");
    RUN(&p, &r, 0, "exam", "b.yaml", "--seed", "3", "--preview");
    assert_clean(&r.out);
    assert_holds(&r.out, "Paging · 6 points · 20 minutes\n\nTake your time.");
    assert_holds(&r.out,
                 "1. Split an address · SPLIT · level 1 · 2 points ·");
    assert_holds(&r.out, "3. ");
    assert_holds(&r.out, "   (a) ");
    RUN(&p, &r, 0, "exam", "b.yaml", "--seed", "3", "--preview", "--json");
    assert_holds(&r.out, "\"title\": \"Paging\"");
    end(&p, &r);
}

/* Escapes, a bidirectional override and a formula: nowhere more than text. */
static void hostile_words_are_only_words(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "b.yaml",
                  "title: \"a\\e]0;x\\a\\u202Eb\"\n"
                  "instructions: \"\\e[31mred\"\n"
                  "items: [{kind: SPLIT}]\n");
    program_write(&p, "r.csv", "id,room\n=1+1,\"\xe2\x80\xae x\"\n");
    RUN(&p, &r, 0, "exam", "b.yaml", "--seed", "1", "--preview");
    assert_clean(&r.out);
    RUN(&p, &r, 0, "exam", "b.yaml", "--roster", "r.csv", "--format", "md",
        "-o", "made");
    assert_clean(&r.out);
    assert_clean(&r.err);
    sh(&p, &r, "tail -1 made/fairness.csv");
    assert_holds(&r.out, "'=1+1,");
    end(&p, &r);
}

static const struct run_case refusals[] = {
    {"nowhere to write to",
     {"exam", "b.yaml"},
     {"b.yaml", blueprint},
     NULL,
     64,
     "",
     "pagein: Where to? -o DIR names the folder to make; --preview "
     "shows the exam here.\nMore: pagein help exam\n"},
    {"two ways to make many",
     {"exam", "b.yaml", "--forms", "2", "--bank", "3", "-o", "x"},
     {"b.yaml", blueprint},
     NULL,
     64,
     "",
     "pagein: --forms, --roster and --bank are three ways to make many of "
     "one: say one of them.\nMore: pagein help exam\n"},
    {"a format that there is not",
     {"exam", "b.yaml", "--format", "docx", "-o", "x"},
     {"b.yaml", blueprint},
     NULL,
     64,
     "",
     NULL},
    {"a shard of none",
     {"exam", "b.yaml", "--shard", "3/2", "-o", "x"},
     {"b.yaml", blueprint},
     NULL,
     64,
     "",
     "pagein: --shard takes two numbers such as 2/8, the first not above the "
     "second, not \"3/2\".\nMore: pagein help exam\n"},
    {"a blueprint that is not there",
     {"exam", "c.yaml", "-o", "x"},
     {NULL},
     NULL,
     66,
     "",
     "pagein: c.yaml does not exist.\n"},
    {"a blueprint with a slip",
     {"exam", "b.yaml", "-o", "x"},
     {"b.yaml", "items:\n  - {kind: LOKUP}\n"},
     NULL,
     65,
     "",
     "b.yaml:2:12: error: no kind of problem is called \"LOKUP\" "
     "(\"LOOKUP\"?); pagein quiz --list shows them [blueprint]\n"
     "pagein: The blueprint b.yaml has errors; nothing was made.\n"},
    {"one PDF of pages that are none",
     {"exam", "b.yaml", "--merge", "--format", "md", "-o", "x"},
     {"b.yaml", blueprint},
     NULL,
     64,
     "",
     "pagein: --merge makes one PDF: name pdf among --format.\nMore: pagein "
     "help exam\n"},
    {"a student twice",
     {"exam", "b.yaml", "--roster", "r.csv", "-o", "x"},
     {"b.yaml", blueprint, "r.csv", "id\na\na\n"},
     NULL,
     65,
     "",
     "r.csv:3:1: error: id \"a\" is there twice [csv]\n"
     "pagein: The roster r.csv has errors; nothing was made.\n"},
    {"a student with a format that there is not",
     {"exam", "b.yaml", "--roster", "r.csv", "-o", "x"},
     {"b.yaml", blueprint, "r.csv", "id,format\na,docx\n"},
     NULL,
     64,
     "",
     NULL},
};

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_keys_and_what_marking_needs),
        cmocka_unit_test(equal_seeds_give_equal_files_anywhere),
        cmocka_unit_test(a_roster_makes_files_inside_the_folder_alone),
        cmocka_unit_test(shards_write_what_the_whole_would),
        cmocka_unit_test(a_folder_in_use_is_left_alone),
        cmocka_unit_test(what_can_t_be_written_is_not_there),
        cmocka_unit_test(a_dry_run_writes_nothing),
        cmocka_unit_test(a_bank_is_pools_to_draw_from),
        cmocka_unit_test(codes_of_a_graded_exam_open_only_with_its_secret),
        cmocka_unit_test(a_secret_is_used_again_and_never_written_over),
        cmocka_unit_test(a_secret_that_can_t_be_made_is_told),
        cmocka_unit_test(blanks_of_the_notes_are_items),
        cmocka_unit_test(a_preview_is_the_first_form),
        cmocka_unit_test(hostile_words_are_only_words),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    return failed + RUN_CASES(refusals, run_holds);
}
