/* The rules for clozes, one a row: a note in, what it means out (reader.h).
 */
#include "check.h"
#include "reader.h"

static const struct rule {
    const char *name, *source, *want;
} rules[] = {
    /* what hides */
    {"braces hide", "A {{page}}.", "1:1 A [page]."},
    {"several in a block are cards of their own", "{{a}} {{b}}",
     "1:1 [a] [b]"},
    {"it may begin inside a word", "e{{xtra}}", "1:1 e[xtra]"},
    {"white space at its ends is not hidden", "a {{ b }} c", "1:1 a  [b]  c"},
    {"it may hold code", "{{`mmap`}}", "1:1 [mmap]"},
    {"it may hold a link and emphasis", "{{*a* [b](c)}}", "1:1 [a b]"},
    {"it may cross emphasis", "**p{{q** r}}", "1:1 p[q r]"},
    {"it may go over a line end", "a {{b\nc}} d", "1:1 a [b c] d"},
    {"it may go over a hard line end", "a {{b\\\nc}} d", "1:1 a [b/c] d"},
    {"it may hold math", "{{$x$ and}}", "1:1 [x and]"},
    {"it may be an image", "{{![alt](a.png)}}", "1:1 [alt]"},
    {"an image without words goes by its name", "{{![](x/a.png)}}",
     "1:1 [a.png]"},
    {"quotes and punctuation are kept", "{{\"VPN\" (3)}}",
     "1:1 [\"VPN\" (3)]"},
    {"in a heading", "# A {{b}} #", "1:1 A [b]"},
    {"in an item", "- A {{b}}", "1:3 A [b]"},
    {"in a quote", "> A {{b}}", "1:3 A [b]"},
    {"in a table cell", "|a|b|\n|-|-|\n|{{c}}|d {{e}}|",
     "3:2 [c]\n3:8 d [e]"},
    {"in the header of a table", "|{{a}}|b|\n|-|-|\n|c|d|", "1:2 [a]"},
    {"a bar in a cell is escaped", "|a|\n|-|\n|{{x\\|y}}|", "3:2 [x|y]"},

    /* numbers and hints */
    {"a number", "{{c1::a}}", "1:1 [1:a]"},
    {"a number and a hint", "{{c2::a::h}}", "1:1 [2:a|h]"},
    {"the hint is all behind the first ::", "{{c1::a::b::c}}",
     "1:1 [1:a|b::c]"},
    {"the same number is one card", "{{c1::a}} {{c1::b}} {{c2::c}}",
     "1:1 [1:a] [1:b] [2:c]"},
    {"500 is the last number", "{{c500::a}}", "1:1 [500:a]"},
    {"both forms in one block", "{{c1::a}} {{b}}", "1:1 [1:a] [b]"},
    {"other words that begin with c", "{{cv::Mat}} {{c::x}} {{c-1::x}}",
     "1:1 [cv::Mat] [c::x] [c-1::x]"},
    {"an unnumbered one knows no ::", "{{std::mutex}}", "1:1 [std::mutex]"},
    {"its hint follows", "{{a}}{({h})} b", "1:1 [a|h] b"},
    {"a hint with markup is plain", "{{a}}{({*h* `x`})}", "1:1 [a|h x]"},
    {"a hint that follows a number", "{{c1::a}}{({h})}", "1:1 [1:a|h]"},
    {"an empty hint is none", "{{c1::a::}} {{b}}{({})}", "1:1 [1:a] [b]"},
    {"what only looks like a hint", "{{a}} {({h})} {{b}}{({h",
     "1:1 [a] {({h})} [b]{({h"},
    {"a :: in code is no hint", "{{c1::`std::mutex`}}", "1:1 [1:std::mutex]"},
    {"a :: in math is no hint", "{{c1::$a::b$::h}}", "1:1 [1:a::b|h]"},
    {"a :: that is escaped is no hint", "{{c1::a\\::b}} {{c2::a:\\:b::h}}",
     "1:1 [1:a::b] [2:a::b|h]"},
    {"the :: of an inner cloze is its own", "{{c1::a {{c2::b::h}} c::k}}",
     "1:1 [1:a [2:b|h] c|k]"},
    {"a number in a code span is text", "{{`c1::x`}}", "1:1 [c1::x]"},

    /* runs of braces, escapes */
    {"openers pair from the left", "{{{1,2}}}", "1:1 [{1,2}]"},
    {"closers pair from the right", "{{struct {int a;}}}",
     "1:1 [struct {int a;}]"},
    {"four are two", "{{a {{b}}}}", "1:1 [a [b]]"},
    {"one in one, all of it", "{{{{a}}}}", "1:1 [[a]]"},
    {"an answer that ends in braces", "{{x\\}\\}}}", "1:1 [x}}]"},
    {"an escaped opener is text, its closer too", "\\{{a}} {{b}}",
     "1:1 {{a}} [b]"},
    {"both braces escaped", "\\{\\{a}} {{b}}", "1:1 {{a}} [b]"},
    {"a backslash that is escaped itself", "\\\\{{a}}", "1:1 \\[a]"},
    {"entities are text", "&#123;&#123;a}} {{b}}",
     "1:1 {{a}} [b]\n1:14 cloze-stray"},
    {"a closer of nothing is text", "}} {{1::b}}",
     "1:1 }} [1::b]\n1:1 cloze-stray"},

    /* nesting */
    {"three deep", "{{a {{b {{c}} d}} e}}", "1:1 [a [b [c] d] e]"},
    {"four deep", "{{a {{b {{c {{d}}}}}}}}", "1:13 cloze-deep"},
    {"a hint holds no cloze", "{{c1::a::{{b}}}}", "1:10 cloze-hint"},

    /* where braces mean nothing */
    {"code span", "`{{a}}` {{b}}", "1:1 {{a}} [b]"},
    {"code span that takes the end", "{{a `b}}`", "1:1 cloze-open"},
    {"code block", "```\n{{a}}\n```\n\n    {{b}}\n\n{{c}}", "7:1 [c]"},
    {"math", "$\\frac{{a}}{b}$ {{c}}", "1:1 \\frac{{a}}{b} [c]"},
    {"raw HTML", "<i t=\"{{a}}\">x</i> {{b}}",
     "1:1 <i t=\"{{a}}\">x</i> [b]"},
    {"a block of HTML", "<div>\n{{a}}\n</div>\n\n{{b}}", "5:1 [b]"},
    {"the address of a link", "[a](/{{x}} \"{{t}}\") {{b}}", "1:1 a [b]"},
    {"the name of an image", "![a]({{x}}.png) {{b}}", "1:1 a [b]"},
    {"front matter", "---\nx: \"{{a}}\"\n---\n{{b}}", "4:1 [b]"},

    /* mistakes */
    {"not closed", "a {{b", "1:3 cloze-open"},
    {"not closed in its paragraph", "a {{b\n\nc}}",
     "1:3 cloze-open\n3:2 cloze-stray"},
    {"not closed in its cell", "|a|\n|-|\n|{{x|y}}|", "3:2 cloze-open"},
    {"the outer one is not closed", "{{a {{b}}", "1:1 cloze-open"},
    {"empty", "a {{}}", "1:3 cloze-empty"},
    {"blank", "a {{ \t }}", "1:3 cloze-empty"},
    {"blank in every way Unicode knows",
     "{{\xc2\xa0\xe2\x80\x83\xe2\x80\x8b\xe3\x80\x80}}", "1:1 cloze-empty"},
    {"only a hint", "{{c1::::h}}", "1:1 cloze-empty"},
    {"number 0", "{{c0::a}}", "1:1 cloze-number"},
    {"number 501", "{{c501::a}}", "1:1 cloze-number"},
    {"twenty digits", "{{c11111111111111111111::a}}", "1:1 cloze-number"},
    {"several mistakes are all told", "{{}} {{c0::a}}\n\n{{",
     "1:1 cloze-empty\n1:6 cloze-number\n3:1 cloze-open"},
    {"columns count bytes", "é日 {{", "1:7 cloze-open"},
    {"lines may end in CRLF", "a\r\n\r\n{{b}}\r\n{{", "4:1 cloze-open"},
    {"a byte order mark is no column", "\xef\xbb\xbf{{a", "1:1 cloze-open"},

    {"not UTF-8", "a\n{{b}} \xff", "2:7 encoding"},
    {"UTF-16", "\xff\xfe{", "1:1 encoding"},
    {"characters that are ours", "é {{\xef\xb7\x90}}", "1:6 encoding"},
    {"their neighbours are not", "{{\xef\xb7\x8f\xef\xb7\xb0}}",
     "1:1 [\xef\xb7\x8f\xef\xb7\xb0]"},
    {"ours as an entity", "a &#xFDDf;", "1:3 encoding"},
    {"in decimal, with zeros", "&#62;\n&#0064976;", "2:1 encoding"},
    {"other entities", "{{a&#64975;&#x41;&#99999999999;&#xfddz;}}",
     "1:1 [a\xef\xb7\x8f"
     "A&#99999999999;&#xfddz;]"},

    /* what else a block says */
    {"a task", "- [ ] {{a}}\n- [x] {{b}}", "1:3 [a]\n2:3 [b]"},
    {"brackets that are no task", "- [y] {{a}}\n\n[ ] {{b}}",
     "1:3 [y] [a]\n3:1 [ ] [b]"},
    {"an id", "{{a}} b ^pg-x7k2", "1:1 [a] b"},
    {"an id behind a closer", "b {{a}} ^pg-x7k2", "1:1 b [a]"},
    {"what is no id", "{{a}} ^pg-X ^other", "1:1 [a] ^pg-X ^other"},
    {"br is a line break", "a<br>{{b}}", "1:1 a/[b]"},
};

static void means(void **state)
{
    const struct rule *rule = *state;
    struct reader r;
    struct str got = STR_EMPTY;

    reader_read(&r, slice_from(rule->source), false);
    show_all(&got, &r);
    assert_string_equal(got.at, rule->want);
    str_release(&got);
    reader_release(&r);
}

/* --- how text looks -------------------------------------------------------
 */

static const struct look {
    const char *name, *source, *want;
} looks[] = {
    {"strong, emphasis, strike", "{{x}} **a** *b* ~~c~~", "x **a** _b_ ~c~"},
    {"code", "{{x}} `a *b*`", "x `a *b*`"},
    {"a link", "{{x}} [a](http://b \"t\")", "x <a(http://b)>"},
    {"an image", "{{x}} ![a *b*](c%20d.png)", "x !a b(c d.png)!"},
    {"an image by reference", "{{x}} ![a][]\n\n[a]: b.png", "x !a(b.png)!"},
    {"an embedded image", "{{x}} ![[b c.png]]", "x !b c.png(b c.png)!"},
    {"with words for it", "{{x}} ![[b.png|a]]", "x !a(b.png)!"},
    {"with a size", "{{x}} ![[b.png|300x200]]", "x !b.png(b.png)!"},
    {"an embedded note is text", "{{x}} ![[Other note]]",
     "x ![[Other note]]"},
    {"math", "{{x}} $a_1*b*$", "x $a_1*b*$"},
    {"display math", "{{x}} $$a_1\nb$$", "x $$a_1 b$$"},
    {"math in a quote", "> {{x}} $a\n> b$", "x $a b$"},
    {"math in a cell", "|a|\n|-|\n|{{x}} $a\\|b$|", "x $a|b$"},
    {"math keeps what emphasis would take", "{{x}} $a*b$ and $c*d$",
     "x $a*b$ and $c*d$"},
    {"prices are no math", "{{x}} $5 and $6", "x $5 and $6"},
    {"no math with a digit behind", "{{x}} $5,$6", "x $5,$6"},
    {"no math with a blank inside", "{{x}} $ a$ and $b $", "x $ a$ and $b $"},
    {"an escaped dollar is text", "{{x}} \\$a$", "x $a$"},
    {"no math across clozes", "{{$HOME}} and {{$PATH}}", "$HOME and $PATH"},
    {"dollars in code are code", "{{x}} `$a` $b$", "x `$a` $b$"},
    {"an HTML tag", "{{x}} <kbd>a</kbd>", "x {<kbd>}a{</kbd>}"},
    {"cuts leave runs where they belong",
     "**{{c1::a::h}}** *b* {{c}}{({h})} `d`", "**a** _b_ c `d`"},
};

static void looks_like(void **state)
{
    const struct look *look = *state;
    struct reader r;
    struct str got = STR_EMPTY;

    reader_read(&r, slice_from(look->source), false);
    assert_int_equal(r.rc, 0);
    assert_true(r.file.nnotes == 1);
    show_runs(&got, r.file.notes[0].leaf);
    assert_string_equal(got.at, look->want);
    str_release(&got);
    reader_release(&r);
}

static void ids_and_tasks_are_kept(void **state)
{
    struct reader r;

    (void)state;
    reader_read(&r, SLICE("- [x] {{a}} ^pg-x7k2\n- [ ] {{b}}\n- {{c}}"),
                false);
    assert_true(slice_is(r.file.notes[0].leaf->id, "pg-x7k2"));
    assert_int_equal(r.file.notes[0].leaf->task, TASK_DONE);
    assert_int_equal(r.file.notes[1].leaf->task, TASK_OPEN);
    assert_int_equal(r.file.notes[2].leaf->task, TASK_NONE);
    assert_int_equal(r.file.notes[2].leaf->id.len, 0);
    reader_release(&r);
}

static void an_image_knows_its_bang(void **state)
{
    struct reader r;
    const struct run *runs;

    (void)state;
    reader_read(&r,
                SLICE("> {{a}} é ![b](c.png)\n  \t![[d.png]] *![e](f.png)*"),
                false);
    assert_int_equal(r.rc, 0);
    runs = r.file.notes[0].leaf->runs;
    assert_int_equal(runs[0].line, 1);
    assert_int_equal(runs[0].col, 12);
    assert_int_equal(runs[1].line, 2);
    assert_int_equal(runs[1].col, 4);
    assert_int_equal(runs[2].line, 2);
    assert_int_equal(runs[2].col, 16);
    reader_release(&r);
}

static void cards_are_numbered_by_first_appearance(void **state)
{
    struct reader r;
    const uint32_t want[] = {0, 1, 2, 0};

    (void)state;
    reader_read(&r, SLICE("{{c7::a}} {{b}} {{c2::c}} {{c7::d}}"), false);
    assert_int_equal(r.file.ncards, 3);
    for (size_t i = 0; i < COUNT(want); i++)
        assert_int_equal(r.file.notes[0].leaf->clozes[i].card, want[i]);
    reader_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_and_tasks_are_kept),
        cmocka_unit_test(an_image_knows_its_bang),
        cmocka_unit_test(cards_are_numbered_by_first_appearance),
    };
    return RUN_CASES(rules, means) + RUN_CASES(looks, looks_like) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
