/* HTML of a stranger as our documents: what each element becomes, clozes as
 * Anki reads them, and that nothing is too tangled. */
#include "check.h"
#include "publish/from_html.h"

/* --- text of one leaf --------------------------------------------------- */

/* The text with its clozes as {N:answer|hint} and styled parts as <X>..</>,
 * X being letters for styles. */
static void put_leaf(struct str *out, const struct block *leaf)
{
    static const char letters[] = "bisc$DL!hn";

    for (uint32_t at = 0; at <= leaf->text.len; at++) {
        for (uint32_t i = leaf->nclozes; i > 0; i--) {
            const struct cloze *c = &leaf->clozes[i - 1];

            if (c->at + c->len == at && c->hint.len > 0)
                str_printf(out, "|%.*s", SLICE_FMT(c->hint));
            if (c->at + c->len == at)
                str_putc(out, '}');
        }
        for (uint32_t i = 0; i < leaf->nruns; i++)
            if (leaf->runs[i].at + leaf->runs[i].len == at &&
                leaf->runs[i].style != RUN_BREAK)
                str_puts(out, "</>");
        for (uint32_t i = 0; i < leaf->nclozes; i++)
            if (leaf->clozes[i].at == at)
                str_printf(out, "{%u:", leaf->clozes[i].number);
        for (uint32_t i = 0; i < leaf->nruns; i++) {
            const struct run *r = &leaf->runs[i];

            if (r->at != at || r->style == RUN_BREAK)
                continue;
            str_putc(out, '<');
            for (unsigned k = 0; k < sizeof letters - 1; k++)
                if ((r->style >> k & 1) != 0)
                    str_putc(out, letters[k]);
            if (r->target.len > 0)
                str_printf(out, " %.*s", SLICE_FMT(r->target));
            str_putc(out, '>');
        }
        if (at < leaf->text.len)
            str_putc(out, leaf->text.at[at]);
    }
}

struct html_case {
    const char *name, *html, *want;
};

static const struct html_case flows[] = {
    {"plain text", "one two", "one two"},
    {"white space is one blank", " a \n\t b ", "a b"},
    {"bold", "<b>a</b> <strong>b</strong>", "<b>a</> <b>b</>"},
    {"styles within styles", "<b>a<i>b</i></b>", "<b>a</><bi>b</>"},
    {"code, struck", "<code>a</code><s>b</s>", "<c>a</><s>b</>"},
    {"unknown elements are their text", "<u>a</u><span>b</span>", "ab"},
    {"entities", "a &lt; b &amp;&nbsp;c",
     "a < b &\xc2\xa0"
     "c"},
    {"a break is a line", "a<br>b", "a\nb"},
    {"breaks at the ends are nothing", "<br>a<br><br>", "a"},
    {"divs are lines", "<div>a</div><div>b</div>", "a\nb"},
    {"a list", "<ul><li>a</li><li>b</li></ul>",
     "\xe2\x80\xa2 a\n"
     "\xe2\x80\xa2 b"},
    {"a numbered list", "<ol><li>a<li>b</ol>", "1. a\n2. b"},
    {"a table", "<table><tr><td>a</td><td>b</td></tr></table>", "a | b"},
    {"code keeps its lines", "<pre>if x\n    y</pre>",
     "<c>if x</>\n<c>    y</>"},
    {"a link", "<a href=\"https://a.b/\">c</a>", "<L https://a.b/>c</>"},
    {"a link that could do harm", "<a href=\"javascript:x\">c</a>", "c"},
    {"a picture", "<img src=\"a b.png\" alt=\"c\">", "<! a b.png>c</>"},
    {"a drawing is what it says of itself",
     "<svg><title>t</title><desc>VPN: 0x1.</desc><path d=\"M0 0\"/></svg>",
     "VPN: 0x1."},
    {"a drawing without words is left out", "a<svg><path d=\"M0\"/></svg>b",
     "ab"},
    {"a picture without words", "<img src=x.png>", "<! x.png>x.png</>"},
    {"a picture inside of the page", "a<img src=\"data:image/png;x\">", "a"},
    {"math", "is \\(x &lt; y\\).", "is <$>x < y</>."},
    {"math that stands alone", "\\[x\\]", "<$D>x</>"},
    {"old math", "[$]x[/$]", "<$>x</>"},
    {"math that does not end", "\\(x", "\\(x"},
    {"raised", "2<sup>10</sup> a<sub>n</sub> e<sup>x+y</sup>",
     "2^10 a_n e^(x+y)"},
    {"how a word is read", "<ruby>a<rp>[</rp><rt>b</rt></ruby>", "a(b)"},
    {"scripts and styles are nothing",
     "a<script>b</script><style>c</style><!-- d -->", "a"},
    {"tags that do not fit", "<b>a<i>b</b>c</i>", "<b>a</><bi>b</><i>c</>"},
    {"a sound stays text", "a [sound:b.mp3]", "a [sound:b.mp3]"},
    {"what looks like a mark of ours",
     "a\xf3\xb5\xa8\x80"
     "b",
     "a\xef\xbf\xbd"
     "b"},
    {"a cloze", "a {{c1::b}}", "a {1:b}"},
    {"a hint", "{{c2::a::b c}}", "{2:a|b c}"},
    {"white space at its ends", "a{{c1:: b }}c", "a {1:b} c"},
    {"clozes within clozes", "{{c1::a {{c2::b}} c::h}}", "{1:a {2:b} c|h}"},
    {"four deep is too deep", "{{c1::{{c2::{{c3::{{c4::a}}b}}c}}d}}",
     "{1:{2:{3:ab}c}d}"},
    {"the hint of the inner one", "{{c1::a{{c2::b::x}}::y}}",
     "{1:a{2:b|x}|y}"},
    {"across elements", "<b>a {{c1::b</b> c}}", "<b>a {1:b</> c}"},
    {"across lines", "{{c1::<div>a</div><div>b</div>}}", "{1:a\nb}"},
    {"on two cards", "{{c1,2::a}}", "{1:{2:a}}"},
    {"in math", "\\(a {{c1::b}}\\)", "<$>a {1:b}</>"},
    {"one that is empty", "a{{c1::}}b", "ab"},
    {"one of white space", "a{{c1::<br>}}b", "a\nb"},
    {"one that never ends", "{{c1::a {{c2::b}}", "{{c1::a {2:b}"},
    {"an end without a start", "a}} {{c1::b}}", "a}} {1:b}"},
    {"number 0, number 501", "{{c0::a}} {{c501::b}} {{c500::c}}",
     "a b {500:c}"},
    {"no cloze", "{{a}} {{c::b}} {{C1::c}} c1::d",
     "{{a}} {{c::b}} {{C1::c}} "
     "c1::d"},
    {"colons outside", "a::b {{c1::std:&#58;x}}", "a::b {1:std::x}"},
    {"an answer that is a picture", "{{c1::<img src=a.png>}}",
     "{1:<! a.png>a.png}</>"},
};

static void one_leaf(void **state)
{
    const struct html_case *c = *state;
    struct left_list left = {0};
    struct arena arena = {0};
    const struct html html = {&arena, &left, true};
    struct draft draft = draft_new(&arena, &left);
    struct str out = STR_EMPTY;
    struct block *leaf;

    html_draft(&html, slice_from(c->html), &draft);
    leaf = draft_end(&draft, NULL, BLOCK_PARAGRAPH);
    assert_true(doc_ok(leaf));
    put_leaf(&out, leaf);
    /* an end that is that of an answer too stands before it or behind it */
    assert_string_equal(out.at, c->want);
    draft_release(&draft);
    str_release(&out);
    arena_release(&arena);
    left_release(&left);
}

/* --- blocks ------------------------------------------------------------- */

static void put_block(struct str *out, const struct block *b)
{
    static const char *const names[] = {
        [BLOCK_ROOT] = "root",   [BLOCK_QUOTE] = "quote",
        [BLOCK_LIST] = "list",   [BLOCK_ITEM] = "item",
        [BLOCK_TABLE] = "table", [BLOCK_ROW] = "row",
        [BLOCK_PARAGRAPH] = "p", [BLOCK_HEADING] = "h",
        [BLOCK_CELL] = "cell",   [BLOCK_CODE] = "code",
        [BLOCK_HTML] = "html",   [BLOCK_RULE] = "rule",
    };

    str_printf(out, "%s%s(", names[b->kind], b->header ? "!" : "");
    put_leaf(out, b);
    for (const struct block *c = b->first; c != NULL; c = c->next) {
        put_block(out, c);
        str_puts(out, c->next != NULL ? " " : "");
    }
    str_putc(out, ')');
}

static const struct html_case ends[] = {
    {"a line is the end", "a", "root() a"},
    {"the last paragraph is", "<p>a</p><p>b</p>", "root(p(a)) b"},
    {"lines without elements belong together", "a<br>b", "root() a\nb"},
    {"a list is none", "a<ul><li>b</li></ul>",
     "root(p(a) list(item(p(b)))) "},
    {"from the first cloze on", "<p>a</p><p>{{c1::b}}</p><p>c</p>",
     "root(p(a)) {1:b}\nc"},
    {"a cloze within a list", "<p>a</p><ul><li>b<li>{{c1::c}}</ul>",
     "root(p(a)) \xe2\x80\xa2 b\n"
     "\xe2\x80\xa2 {1:c}"},
    {"code in front", "<pre>x\n\n  y</pre>b", "root(code(x\n\n  y)) b"},
    {"a quote", "<blockquote>a</blockquote>b", "root(quote(p(a))) b"},
    {"a table in front", "<table><tr><th>a<th>b</tr><tr><td>c</tr></table>d",
     "root(table(row!(cell(a) cell(b)) row(cell(c) cell()))) d"},
    {"lists in lists", "<ul><li>a<ul><li>b</ul></ul>c",
     "root(list(item(p(a) list(item(p(b)))))) c"},
};

static void blocks_and_the_end(void **state)
{
    const struct html_case *c = *state;
    struct left_list left = {0};
    struct arena arena = {0};
    const struct html html = {&arena, &left, true};
    struct draft draft = draft_new(&arena, &left);
    struct block *root = doc_add(&arena, NULL, BLOCK_ROOT);
    struct str out = STR_EMPTY;
    struct block *leaf;

    html_blocks(&html, slice_from(c->html), root, &draft);
    leaf = draft_end(&draft, NULL, BLOCK_PARAGRAPH);
    assert_true(doc_ok(leaf));
    assert_true(doc_ok(root));
    put_block(&out, root);
    str_putc(&out, ' ');
    put_leaf(&out, leaf);
    assert_string_equal(out.at, c->want);
    draft_release(&draft);
    str_release(&out);
    arena_release(&arena);
    left_release(&left);
}

/* --- too much of it ----------------------------------------------------- */

struct tangle {
    const char *name, *head, *again, *tail;
    int times;
};

static const struct tangle tangles[] = {
    {"10,000 bold in each other", "", "<b>", "x", 10000},
    {"100,000 bold in each other", "", "<b>", "x", 100000},
    {"100,000 divs in each other", "", "<div>", "x", 100000},
    {"lists in lists", "", "<ul><li>", "x", 5000},
    {"tables in tables", "", "<table><tr><td>", "x", 3000},
    {"fonts that all come again in each paragraph", "",
     "<font color=a><p><font size=1>", "x", 3000},
    {"clozes that never end", "", "{{c1::", "x", 100000},
    {"clozes in each other", "", "{{c1::a", "}}}}", 100000},
    {"math that never ends", "", "\\(", "x", 100000},
    {"a tag that never ends", "x<a ", "b=c ", "", 100000},
    {"a megabyte and more", "x", "0123456789abcdef ", "", 100000},
};

static void ends_in_time(void **state)
{
    const struct tangle *t = *state;
    struct left_list left = {0};
    struct arena arena = {0};
    const struct html html = {&arena, &left, true};
    struct draft draft = draft_new(&arena, &left);
    struct block *root = doc_add(&arena, NULL, BLOCK_ROOT);
    struct str text = STR_EMPTY;

    str_puts(&text, t->head);
    for (int i = 0; i < t->times; i++)
        str_puts(&text, t->again);
    str_puts(&text, t->tail);
    html_blocks(&html, str_slice(&text), root, &draft);
    assert_true(doc_ok(draft_end(&draft, NULL, BLOCK_PARAGRAPH)));
    assert_true(doc_ok(root));
    assert_true(arena.total < 64 << 20);
    draft_release(&draft);
    str_release(&text);
    arena_release(&arena);
    left_release(&left);
}

int main(void)
{
    return RUN_CASES(flows, one_leaf) + RUN_CASES(ends, blocks_and_the_end) +
           RUN_CASES(tangles, ends_in_time);
}
