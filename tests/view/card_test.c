/* Cards as people see them. */
#include "view/card.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "note/file.h"
#include "shown.h"
#include "sys/file.h"
#include "view/block.h"
#include "view/plain.h"

/* --- one card of a text ------------------------------------------------ */

struct deal {
    struct note_file file;
    struct diags diags;
};

static void deal(struct deal *d, const char *markdown)
{
    struct note_options options = {.root = ""};

    *d = (struct deal){0};
    note_file_read(&d->file, slice_from(markdown), SLICE("notes/a.md"), NULL,
                   &options, &d->diags);
}

static void deal_release(struct deal *d)
{
    note_file_release(&d->file);
    diags_release(&d->diags);
}

/* The n-th card of the file. */
static struct card_face face_of(const struct deal *d, size_t n)
{
    for (size_t i = 0; i < d->file.nnotes; i++) {
        if (n < d->file.notes[i].ncards)
            return (struct card_face){.note = &d->file.notes[i],
                                      .card = (uint32_t)n,
                                      .file = SLICE("notes/a.md")};
        n -= d->file.notes[i].ncards;
    }
    fail_msg("there is no card %zu", n);
    return (struct card_face){0};
}

enum { QUESTION, ANSWER };

static const struct card_case {
    const char *name, *markdown;
    size_t card;
    int side;
    const char *shown; /* with styles */
} cards[] = {
    {"the blank is as wide whatever it hides",
     "The heap grows {{upward from low addresses}}.", 0, QUESTION,
     "<path>a.md</>\nThe heap grows <blank>[...]</>.\n"},
    {"the answer stands in its place, marked", "A page has {{4 KiB}}.", 0,
     ANSWER, "<path>a.md</>\nA page has <answer>4 KiB</>.\n"},
    {"a hint takes the blank's place", "A page has {{c1::4 KiB::a size}}.", 0,
     QUESTION,
     "<path>a.md</>\nA page has <blank>[</><blank emph>a size</><blank>]</>"
     ".\n"},
    {"other clozes are plain text", "{{One}} and {{two}}.", 0, QUESTION,
     "<path>a.md</>\n<blank>[...]</> and two.\n"},
    {"clozes of one number are asked for together",
     "{{c1::One}} and {{c1::two}}.", 0, QUESTION,
     "<path>a.md</>\n<blank>[...]</> and <blank>[...]</>.\n"},
    {"others: hide hides the later ones",
     "---\nothers: hide\n---\n{{one}}, {{two}}, {{three}}", 1, QUESTION,
     "<path>a.md</>\none, <blank>[...]</>, <hidden>[·]</>\n"},
    {"others: hide-all hides all",
     "---\nothers: hide-all\n---\n{{one}}, {{two}}, {{three}}", 1, QUESTION,
     "<path>a.md</>\n<hidden>[·]</>, <blank>[...]</>, <hidden>[·]</>\n"},
    {"and shows all behind the answer",
     "---\nothers: hide-all\n---\n{{one}}, {{two}}, {{three}}", 1, ANSWER,
     "<path>a.md</>\none, <answer>two</>, three\n"},
    {"an outer cloze that holds the asked one stays",
     "---\nothers: hide-all\n---\n{{a {{b}} c}} {{d}}", 1, QUESTION,
     "<path>a.md</>\na <blank>[...]</> c <hidden>[·]</>\n"},
    {"an inner cloze is part of the outer answer", "It is {{a {{b}} c}}.", 0,
     QUESTION, "<path>a.md</>\nIt is <blank>[...]</>.\n"},
    {"and a card of its own", "It is {{a {{b}} c}}.", 1, QUESTION,
     "<path>a.md</>\nIt is a <blank>[...]</> c.\n"},
    {"an answer keeps its emphasis", "A {{*hit* in the `TLB`}}.", 0, ANSWER,
     "<path>a.md</>\nA <answer emph>hit</><answer> in the </>"
     "<answer code>TLB</>.\n"},
    {"a cloze may begin inside a word", "e{{xtra}} memory", 0, QUESTION,
     "<path>a.md</>\ne<blank>[...]</> memory\n"},
    {"a parent that gives the answer away is masked",
     "- a {{page fault}} is raised\n  - the handler of a {{page fault}}", 1,
     QUESTION,
     "<path>a.md</>\n<rule>• </><dim>a </><hidden>[·]</><dim> is raised</>\n"
     "<rule>  </><key>• </>the handler of a <blank>[...]</>\n"},
    {"in any case and form of its letters",
     "- a {{Page Fault}} is raised\n  - a {{page fault}}", 1, QUESTION,
     "<path>a.md</>\n<rule>• </><dim>a </><hidden>[·]</><dim> is raised</>\n"
     "<rule>  </><key>• </>a <blank>[...]</>\n"},
    {"but not for a part of a word",
     "- {{pagefaults}} are raised\n  - a {{page}}", 1, QUESTION,
     "<path>a.md</>\n<rule>• </><dim>pagefaults are raised</>\n"
     "<rule>  </><key>• </>a <blank>[...]</>\n"},
    {"behind the answer it is shown",
     "- a {{page fault}}\n  - a {{page fault}}", 1, ANSWER,
     "<path>a.md</>\n<rule>• </><dim>a page fault</>\n"
     "<rule>  </><key>• </>a <answer>page fault</>\n"},
    {"so is a heading in the path",
     "# The {{TLB}}\n\nA cache of the page table: {{TLB}}", 1, QUESTION,
     "<path>a.md › The [·]</>\n"
     "A cache of the page table: <blank>[...]</>\n"},
    {"a heading's own cloze is masked where it stands", "# The {{TLB}} cache",
     0, QUESTION,
     "<path>a.md</>\n<title>The </><blank>[...]</><title> cache</>\n"},
    {"a cell comes with its row and the header",
     "| bit | means |\n|--|--:|\n| P | {{present}} |\n| W | {{writable}} |",
     1, QUESTION,
     "<path>a.md</>\n"
     "<rule>┌─────┬───────┐</>\n"
     "<rule>│</> <title>bit</><rule> │</> <title>means</><rule> │</>\n"
     "<rule>├─────┼───────┤</>\n"
     "<rule>│</> W  <rule> │</> <blank>[...]</><rule> │</>\n"
     "<rule>└─────┴───────┘</>\n"},
    {"a cell of the header comes alone",
     "| {{bit}} | means |\n|--|--|\n| P | present |", 0, QUESTION,
     "<path>a.md</>\n"
     "<rule>┌───────┬───────┐</>\n"
     "<rule>│</> <blank>[...]</><rule> │</> <title>means</><rule> │</>\n"
     "<rule>└───────┴───────┘</>\n"},
    {"the lead-in stands above the first item",
     "As `ls` shows:\n\n- a {{file}}", 0, QUESTION,
     "<path>a.md</>\nAs <plain code>ls</> shows:\n\n"
     "a <blank>[...]</>\n"},
    {"bidi and escapes in a hint are harmless",
     "a {{c1::b::\xe2\x80\xae hint \x1b[2J}}", 0, QUESTION,
     "<path>a.md</>\na <blank>[</><blank emph>\\u{202e} hint ␛[2J</>"
     "<blank>]</>\n"},
    {"math has a style of its own", "so $2^{n}$ {{pages}}", 0, QUESTION,
     "<path>a.md</>\nso <plain math>2^{n}</> <blank>[...]</>\n"},
    {"a displayed formula has its own line", "so $$2^{n}$$ makes {{pages}}",
     0, QUESTION,
     "<path>a.md</>\nso\n<plain math>  2^{n}</>\nmakes <blank>[...]</>\n"},
};

static void is_shown(void **state)
{
    const struct card_case *c = *state;
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 60);
    struct str out = STR_EMPTY;
    struct deal d;
    struct card_face face;

    deal(&d, c->markdown);
    face = face_of(&d, c->card);
    face.revealed = c->side == ANSWER;
    card_path(&l, &face);
    card_draw(&l, &face);
    shown_styles(&out, &l);
    assert_string_equal(out.at, c->shown);
    str_release(&out);
    lines_release(&l);
    arena_release(&arena);
    deal_release(&d);
}

/* --- every kind of card at several widths ------------------------------ */

static void read_every(struct deal *d)
{
    struct str text = STR_EMPTY;
    struct err err;

    assert_int_equal(file_read(&text, "tests/view/every.md", 1 << 20, &err),
                     0);
    deal(d, text.at);
    assert_int_equal(d->diags.errors, 0);
    str_release(&text);
}

/* Question and answer of all cards, with a rule between them. */
static void put_all(struct str *out, const struct deal *d, int width)
{
    for (size_t i = 0; i < d->file.nnotes; i++) {
        for (uint32_t card = 0; card < d->file.notes[i].ncards; card++) {
            struct arena arena = {0};
            struct lines l = lines_new(&arena, width);
            struct card_face face = {.note = &d->file.notes[i],
                                     .card = card,
                                     .file = SLICE("notes/a.md")};

            card_path(&l, &face);
            card_draw(&l, &face);
            lines_blank(&l);
            face.revealed = true;
            card_draw(&l, &face);
            for (size_t k = 0; k < l.n; k++)
                assert_true(l.at[k].width <= width);
            lines_print(out, &l, DEPTH_NONE);
            str_puts(out, "----------\n");
            lines_release(&l);
            arena_release(&arena);
        }
    }
}

static const struct width_case {
    const char *name;
    int width;
    const char *golden;
} widths[] = {
    {"cards at 40 columns", 40, "card-40.txt"},
    {"cards at 80 columns", 80, "card-80.txt"},
    {"cards at 120 columns", 120, "card-120.txt"},
    {"cards at 16 columns", 16, "card-16.txt"},
};

static void are_shown(void **state)
{
    const struct width_case *c = *state;
    struct str out = STR_EMPTY;
    struct deal d;

    read_every(&d);
    put_all(&out, &d, c->width);
    assert_golden(c->golden, out.at);
    str_release(&out);
    deal_release(&d);
}

static void in_words_nothing_is_drawn(void **state)
{
    struct str out = STR_EMPTY;
    struct deal d;

    (void)state;
    read_every(&d);
    for (size_t i = 0; i < d.file.nnotes; i++) {
        for (uint32_t card = 0; card < d.file.notes[i].ncards; card++) {
            struct card_face face = {.note = &d.file.notes[i],
                                     .card = card,
                                     .file = SLICE("notes/a.md")};

            plain_path(&out, &face);
            plain_card(&out, &face);
            plain_answer(&out, &face);
            str_puts(&out, "----------\n");
        }
    }
    assert_true(slice_find(str_slice(&out), 0, SLICE("│")) == out.len);
    assert_golden("card-plain.txt", out.at);
    str_release(&out);
    deal_release(&d);
}

/* --- narrow screens ---------------------------------------------------- */

static const char deep[] = "# A long heading of the first level\n\n"
                           "- one\n    - two\n        - three\n"
                           "            - four\n                - {{five}}\n";

static void folded_only_the_nearest_three_are_shown(void **state)
{
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 30);
    struct str out = STR_EMPTY;
    struct deal d;
    struct card_face face;

    (void)state;
    deal(&d, deep);
    face = face_of(&d, 0);
    face.folded = true;
    card_draw(&l, &face);
    lines_print(&out, &l, DEPTH_NONE);
    assert_string_equal(out.at, "⋯ 1 more above\n"
                                "• two\n"
                                "  • three\n"
                                "    • four\n"
                                "      • [...]\n");
    str_release(&out);
    lines_release(&l);
    arena_release(&arena);
    deal_release(&d);
}

static void a_long_path_keeps_its_end(void **state)
{
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 20);
    struct str out = STR_EMPTY;
    struct deal d;
    struct card_face face;

    (void)state;
    deal(&d, deep);
    face = face_of(&d, 0);
    card_path(&l, &face);
    lines_print(&out, &l, DEPTH_NONE);
    assert_string_equal(out.at, "… of the first level\n");
    str_release(&out);
    lines_release(&l);
    arena_release(&arena);
    deal_release(&d);
}

static void without_file_and_headings_there_is_no_path(void **state)
{
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 20);
    struct str out = STR_EMPTY;
    struct deal d;
    struct card_face face;

    (void)state;
    deal(&d, "a {{b}}");
    face = face_of(&d, 0);
    face.file = SLICE("");
    card_path(&l, &face);
    plain_path(&out, &face);
    assert_int_equal(l.n, 0);
    assert_int_equal(out.len, 0);
    str_release(&out);
    lines_release(&l);
    arena_release(&arena);
    deal_release(&d);
}

/* --- a whole document -------------------------------------------------- */

static void a_document_is_drawn_as_it_stands(void **state)
{
    struct brush brush = {.role = ROLE_PLAIN};
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 44);
    struct str out = STR_EMPTY;
    struct deal d;

    (void)state;
    deal(&d, "# Title\n\nText with {{a cloze}}.\n\n- one\n- two\n  1. a\n"
             "  2. b\n\n> quote\n>\n> - item\n\n---\n\n    code\n\n"
             "<div>\n\n9. nine\n10. ten and some more words to wrap it\n");
    brush_block(&l, &brush, d.file.doc.root);
    lines_print(&out, &l, DEPTH_NONE);
    assert_string_equal(out.at, "Title\n"
                                "\n"
                                "Text with a cloze.\n"
                                "\n"
                                "• one\n"
                                "• two\n"
                                "  1. a\n"
                                "  2. b\n"
                                "\n"
                                "▎ quote\n"
                                "▎ \n"
                                "▎ • item\n"
                                "\n"
                                "────────────────────────\n"
                                "\n"
                                "│ code\n"
                                "\n"
                                "│ <div>\n"
                                "\n"
                                "9. nine\n"
                                "10. ten and some more words to wrap it\n");
    str_release(&out);
    lines_release(&l);
    arena_release(&arena);
    deal_release(&d);
}

static void nothing_hostile_is_told_raw(void **state)
{
    static const char *const texts[] = {
        "# \033[2J {{a\a}}\n",
        "x {{c1::y\033]0;t\a::\033[31m\xe2\x80\xae}}\n",
        "- \033P {{a\x7f}} ![\033[1m](\033.png)\n  - `\033c` {{b}}\n",
        "| \033[H |\n|---|\n| {{x \xc2\x9b}} |\n",
        "```\n\033[5m\n```\n\n- $\033$ {{so \xe2\x80\xa8 on}}\n"};

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct str out = STR_EMPTY;
        struct deal d;

        deal(&d, texts[i]);
        for (size_t card = 0; card < d.file.ncards; card++) {
            struct card_face face = face_of(&d, card);

            face.file = SLICE("\033[2J.md");
            plain_path(&out, &face);
            plain_card(&out, &face);
            plain_answer(&out, &face);
        }
        assert_true(out.len > 0);
        assert_harmless(str_slice(&out));
        str_release(&out);
        deal_release(&d);
    }
}

/* A lead-in may be anything; a deck may be a stranger's. */
static void anything_can_be_told_in_words(void **state)
{
    struct str out = STR_EMPTY;
    struct deal d;
    struct note note;
    struct card_face face;
    const struct block *leadin[1];

    (void)state;
    deal(&d,
         "> quote\n>\n> - item\n>     - below\n\n1. a\n2. b\n\n"
         "<div>\n\n---\n\n| h |\n|---|\n\n# Head\n\na {{b}} ![](x.png)\n");
    face = face_of(&d, 0);
    note = *face.note;
    leadin[0] = d.file.doc.root;
    note.leadin = leadin;
    note.nleadin = 1;
    face.note = &note;
    plain_card(&out, &face);
    assert_string_equal(out.at, "Quote:\n"
                                "  quote\n"
                                "  item\n"
                                "    below\n"
                                "a\n"
                                "b\n"
                                "  <div>\n"
                                "h\n"
                                "Head\n"
                                "a [...] [image: x.png]\n"
                                "a [...] [image: x.png]\n");
    str_release(&out);
    deal_release(&d);
}

static void what_is_extra_comes_with_the_answer(void **state)
{
    struct str out = STR_EMPTY;
    struct deal d;
    struct note note;
    struct card_face face;
    const struct block *extra[1];

    (void)state;
    deal(&d, "- a {{b}}\n\nmore of it\n");
    face = face_of(&d, 0);
    note = *face.note;
    extra[0] = d.file.doc.root->last;
    note.extra = extra;
    note.nextra = 1;
    face.note = &note;
    plain_card(&out, &face);
    assert_string_equal(out.at, "a [...]\n");
    str_clear(&out);
    face.revealed = true;
    plain_card(&out, &face);
    assert_string_equal(out.at, "a b\nmore of it\n");
    str_clear(&out);
    plain_answer(&out, &face);
    assert_string_equal(out.at, "Answer: b\nmore of it\n");
    str_release(&out);
    deal_release(&d);
}

/* --- pictures ---------------------------------------------------------- */

static int read_file(void *arg, struct slice target, struct str *bytes)
{
    struct str path = STR_EMPTY;
    struct err err;
    int rc;

    (void)arg;
    str_puts(&path, "tests/view/");
    str_put(&path, target);
    rc = file_read(bytes, path.at, 1 << 20, &err);
    str_release(&path);
    return rc;
}

/* A row of a picture counts as "#". */
static void put_with_pictures(struct str *out, const struct lines *l)
{
    for (size_t i = 0; i < l->n; i++) {
        bool picture = false;

        for (size_t k = 0; k < l->at[i].nspans; k++) {
            if (l->at[i].spans[k].style.role == ROLE_PICTURE)
                picture = true;
            else
                str_put(out, l->at[i].spans[k].text);
        }
        str_puts(out, picture ? "#\n" : "\n");
    }
}

static void pictures_stand_where_their_words_stood(void **state)
{
    struct pictures pictures = {.read = read_file,
                                .rows = 2,
                                .depth = DEPTH_256,
                                .object = PAGEIN "-image.so"};
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 30);
    struct str out = STR_EMPTY;
    struct deal d;
    struct card_face face;

    (void)state;
    if (access(PAGEIN "-image.so", R_OK) != 0)
        skip();
    deal(&d, "![two halves](halves.png)\n\n- see ![it](halves.jpg) there\n"
             "  - and {{here}}: ![gone](none.png)\n");
    face = face_of(&d, 0);
    face.pictures = &pictures;
    card_draw(&l, &face);
    put_with_pictures(&out, &l);
    assert_string_equal(out.at, "#\n"
                                "#\n"
                                "\n"
                                "• see [image: it] there\n"
                                "  #\n"
                                "  #\n"
                                "  • and [...]: [image: gone]\n");
    assert_int_equal(pictures.asked, 3);
    pictures_release(&pictures);
    str_release(&out);
    lines_release(&l);
    arena_release(&arena);
    deal_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_words_nothing_is_drawn),
        cmocka_unit_test(folded_only_the_nearest_three_are_shown),
        cmocka_unit_test(a_long_path_keeps_its_end),
        cmocka_unit_test(without_file_and_headings_there_is_no_path),
        cmocka_unit_test(nothing_hostile_is_told_raw),
        cmocka_unit_test(anything_can_be_told_in_words),
        cmocka_unit_test(what_is_extra_comes_with_the_answer),
        cmocka_unit_test(pictures_stand_where_their_words_stood),
        cmocka_unit_test(a_document_is_drawn_as_it_stands),
    };

    return RUN_CASES(cards, is_shown) + RUN_CASES(widths, are_shown) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
