/* Documents as HTML: what each kind of block and run becomes, and that
 * nothing of a text is taken for a mark. */
#include "check.h"
#include "note/reader.h"
#include "publish/rich.h"
#include "publish/rich_escape.h"

/* The first cloze of every leaf is asked for, the others as they are. */
static struct rich_cloze ask_first(const struct block *leaf,
                                   const struct cloze *cloze, void *arg)
{
    enum rich_how *how = arg;

    return (struct rich_cloze){cloze == leaf->clozes ? *how : RICH_PLAIN, 1};
}

static struct rich_cloze number(const struct block *leaf,
                                const struct cloze *cloze, void *arg)
{
    (void)leaf;
    (void)arg;
    return (struct rich_cloze){RICH_ANKI, (int)cloze->card + 1};
}

static bool name_picture(struct str *out, struct slice target, void *arg)
{
    (void)arg;
    if (slice_is(target, "gone.png"))
        return false;
    str_puts(out, "media/");
    str_put(out, target);
    return true;
}

static void write_as(struct rich r, const char *markdown, const char *want)
{
    struct str out = STR_EMPTY;
    struct reader reader;

    reader_read(&reader, slice_from(markdown), false);
    assert_int_equal(reader.rc, 0);
    r.out = &out;
    rich_block(&r, reader.file.doc.root);
    assert_string_equal(out.at, want);
    reader_release(&reader);
    str_release(&out);
}

struct text_case {
    const char *name, *markdown, *html;
};

static const struct text_case plain[] = {
    {"a paragraph", "One *two* **three**.",
     "<p>One <em>two</em> <strong>three</strong>.</p>"},
    {"what HTML would obey", "a < b & c > \"d\"",
     "<p>a &lt; b &amp; c &gt; &quot;d&quot;</p>"},
    {"code", "Say `a<b>`.", "<p>Say <code>a&lt;b&gt;</code>.</p>"},
    {"raw HTML is text", "a <b onclick=x>b",
     "<p>a <code>&lt;b onclick=x&gt;</code>b</p>"},
    {"a heading, one lower", "# Top", "<h2>Top</h2>"},
    {"a sixth heading stays one", "###### Low", "<h6>Low</h6>"},
    {"a list in a list", "- a\n  - b\n- c",
     "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"},
    {"numbers that begin at three", "3. a\n4. b",
     "<ol start=\"3\"><li>a</li><li>b</li></ol>"},
    {"a table", "| a | b |\n|--:|:-:|\n| 1 | {{2}} |\n",
     "<table><tr><th style=\"text-align:right\">a</th>"
     "<th style=\"text-align:center\">b</th></tr>"
     "<tr><td style=\"text-align:right\">1</td>"
     "<td style=\"text-align:center\">2</td></tr></table>"},
    {"code in a fence", "```c\nint a;\n\n  b<c;\n```",
     "<pre><code>int a;\n\n  b&lt;c;</code></pre>"},
    {"a quotation and a rule", "> said\n\n---",
     "<blockquote><p>said</p></blockquote><hr />"},
    {"a good link", "[x](https://a.org/?b&c)",
     "<p><a href=\"https://a.org/?b&amp;c\">x</a></p>"},
    {"a bad link is its text", "[x](javascript:alert)", "<p>x</p>"},
    {"a picture", "![the \"map\"](map.png)",
     "<p><img src=\"media/map.png\" alt=\"the &quot;map&quot;\" /></p>"},
    {"a picture that is missing", "![map](gone.png)",
     "<p><span class=\"alt\">[image: map]</span></p>"},
    {"a task that is done", "- [x] a", "<ul><li>☑ a</li></ul>"},
    {"math as code", "so $a<b$ and $$c$$",
     "<p>so <code class=\"math\">$a&lt;b$</code> and "
     "<code class=\"math\">$$c$$</code></p>"},
    {"a forced break", "a  \nb", "<p>a<br />b</p>"},
    {"a control character", "a\x1b[31m", "<p>a␛[31m</p>"},
    {"clozes are text", "{{a {{b}}}} {{`c`}}{({d})}",
     "<p>a b <code>c</code></p>"},
};

static void write_plain(void **state)
{
    const struct text_case *c = *state;

    write_as((struct rich){.image = name_picture, .heading = 1}, c->markdown,
             c->html);
}

static const struct how_case {
    const char *name;
    enum rich_how how;
    const char *html;
} hows[] = {
    {"plain", RICH_PLAIN,
     "<p>x <strong>one </strong><strong>two</strong> three y z</p>"},
    {"the answer marked", RICH_ANSWER,
     "<p>x <mark><strong>one </strong><strong>two</strong> three</mark> y "
     "z</p>"},
    {"a blank hides what lies in it", RICH_BLANK,
     "<p>x <span class=\"blank\">[hi&lt;nt]</span> y z</p>"},
    {"hidden by a style sheet", RICH_HIDDEN,
     "<p>x <span class=\"hidden\"><span><strong>one </strong><strong>two</strong> "
     "three</span></span>"
     " y z</p>"},
};

static void write_how(void **state)
{
    const struct how_case *c = *state;
    enum rich_how how = c->how;

    write_as((struct rich){.cloze = ask_first, .arg = &how},
             "x {{**one {{two}}** three}}{({hi<nt})} y {{z}}", c->html);
}

static const struct text_case anki[] = {
    {"two clozes", "{{a}} {{b}}", "<p>{{c1::a}} {{c2::b}}</p>"},
    {"a hint", "{{c3::a::what}}", "<p>{{c1::a::what}}</p>"},
    {"one in one", "{{a {{b}} c}}{({h})}", "<p>{{c1::a {{c2::b}} c::h}}</p>"},
    {"one that is all of another", "{{a {{b}}}}",
     "<p>{{c1::a {{c2::b}}}}</p>"},
    {"styles are cut at the border", "**a {{b** c}}",
     "<p><strong>a </strong>{{c1::<strong>b</strong> c}}</p>"},
    {"colons in an answer", "{{std::mutex}} std::move",
     "<p>{{c1::std:&#58;mutex}} std::move</p>"},
    {"a colon at the end of it", "{{a:}}{({b})}", "<p>{{c1::a&#58;::b}}</p>"},
    {"colons in code", "{{`a::b`}}", "<p>{{c1::<code>a:&#58;b</code>}}</p>"},
    {"what Anki takes for a picture with holes",
     "{{image-occlusion:rect}}",
     "<p>{{c1::image-occlusion&#58;rect}}</p>"},
    {"braces in an answer", "{{`int a[2]={{1}};`}}",
     "<p>{{c1::<code>int a[2]=&#123;{1&#125;};</code>}}</p>"},
    {"braces at its end", "{{`{}`}}", "<p>{{c1::<code>{&#125;</code>}}</p>"},
    {"math that ends in braces", "{{$\\frac{a}{b}$}}",
     "<p>{{c1::\\(\\frac{a}{b&#125;\\)}}</p>"},
    {"math", "$a<b$, $$c$$", "<p>\\(a&lt;b\\), \\[c\\]</p>"},
    {"a mark of Anki's own", "a `{{c1::b}}` c",
     "<p>a <code>&#123;{c1::b}}</code> c</p>"},
    {"directives", "`[sound:a.mp3]` [latex] a[i]",
     "<p><code>&#91;sound:a.mp3]</code> &#91;latex] a[i]</p>"},
    {"what looks like math", "`\\(x\\)` and \\\\(y\\\\)",
     "<p><code>&#92;(x&#92;)</code> and "
     "<span class=\"mathjax_ignore tex2jax_ignore\">&#92;(</span>y"
     "<span class=\"mathjax_ignore tex2jax_ignore\">&#92;)</span></p>"},
    {"a picture in an answer", "{{![a::b}](m.png) x}}",
     "<p>{{c1::<img src=\"media/m.png\" alt=\"a:&#58;b&#125;\" /> x}}</p>"},
};

static void write_anki(void **state)
{
    const struct text_case *c = *state;

    write_as((struct rich){.anki = true,
                           .math = RICH_MATHJAX,
                           .cloze = number,
                           .image = name_picture},
             c->markdown, c->html);
}

static void escapes_anything(void **state)
{
    struct str out = STR_EMPTY;

    (void)state;
    rich_escape(&out, SLICE("<a b=\"c\">&\xef\xbf\xbf\x7f\ttab ä"));
    assert_string_equal(out.at,
                        "&lt;a b=&quot;c&quot;&gt;&amp;\xef\xbf\xbd␡\ttab ä");
    str_release(&out);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_anything),
    };

    return RUN_CASES(plain, write_plain) + RUN_CASES(hows, write_how) +
           RUN_CASES(anki, write_anki) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
