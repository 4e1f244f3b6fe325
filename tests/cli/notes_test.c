/* The notes of a deck as a page. */
#include "runs.h"

static const char notes[] =
    "# Memory\n"
    "\n"
    "| Pages | Bytes |\n"
    "|------:|-------|\n"
    "| {{1}} | {{4096}} |\n"
    "| 2     | {{8192}} |\n"
    "\n"
    "## Faults\n"
    "\n"
    "A table of pages:\n"
    "\n"
    "- An entry has {{bits}}.\n"
    "  - One of them says {{<b>valid</b>}}.\n"
    "  - ![a page](page.png) {{Another}} says dirty.\n"
    "- The last {{item}}{({of two})}.\n";

static void given_a_deck(struct program *p, struct ran *r)
{
    program_init(p);
    program_write(p, "notes/vm.md", notes);
    run_shell(p, r,
              "printf '\\211PNG\\r\\n\\032\\n1234' >notes/page.png && "
              "$P import notes");
    assert_int_equal(r->status, 0);
}

static void end(struct program *p, struct ran *r)
{
    ran_release(r);
    program_release(p);
}

static void page(struct program *p, struct ran *r, const char *more)
{
    struct str line = STR_EMPTY;

    str_printf(&line,
               "$P export %s page.html && sed -n '/<main>/,/<.main>/p' "
               "page.html",
               more);
    run_shell(p, r, line.at);
    assert_int_equal(r->status, 0);
    str_release(&line);
}

static void notes_stand_under_their_headings_once(void **state)
{
    static const char expected[] =
        "<main>\n"
        "<h1>default</h1>\n"
        "<h2 class=\"path\">vm.md</h2>\n"
        "<h3>Memory</h3>\n"
        "<table><thead><tr><th class=\"right\">Pages</th><th>Bytes</th></tr>"
        "</thead><tbody>\n"
        "<tr><td class=\"right\"><mark>1</mark></td>"
        "<td><mark>4096</mark></td></tr>\n"
        "<tr><td class=\"right\">2</td><td><mark>8192</mark></td></tr>\n"
        "</tbody></table>\n"
        "<h4>Faults</h4>\n"
        "<p>A table of pages:</p>\n"
        "<ul class=\"notes\"><li>An entry has <mark>bits</mark>.\n"
        "<ul><li>One of them says <mark><code>&lt;b&gt;</code>valid"
        "<code>&lt;/b&gt;</code></mark>.\n"
        "</li>\n"
        "<li><img src=\"data:image/png;base64,iVBORw0KGgoxMjM0\" "
        "alt=\"a page\" /> <mark>Another</mark> says dirty.\n"
        "</li>\n"
        "</ul>\n"
        "</li>\n"
        "<li>The last <mark>item</mark>.\n"
        "</li>\n"
        "</ul>\n"
        "</main>\n";
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    page(&p, &r, "-q");
    assert_string_equal(r.out.at, expected);
    end(&p, &r);
}

static void blanks_hold_the_hint_and_no_answer(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    page(&p, &r, "--blanks");
    assert_holds(&r.out, "<span class=\"blank\">[...]</span> says dirty");
    assert_holds(&r.out, "last <span class=\"blank\">[of two]</span>.");
    assert_lacks(&r.out, "8192");
    assert_lacks(&r.out, "valid");
    assert_lacks(&r.out, "<mark>");
    end(&p, &r);
}

static void it_tells_what_is_in_it(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    given_a_deck(&p, &r);
    RUN(&p, &r, 0, "export", "page.html");
    assert_string_equal(r.err.at, "page.html holds 7 notes and 1 picture.\n");
    RUN(&p, &r, 0, "export", "page.html", "--json", "-q");
    assert_holds(&r.out, "\"notes\": 7");
    RUN(&p, &r, 0, "export", "--dry-run", "other.html");
    assert_holds(&r.err, "would hold 7 notes");
    run_shell(&p, &r, "test ! -e other.html");
    assert_int_equal(r.status, 0);
    end(&p, &r);
}

static void a_picture_that_is_none_is_told_in_words(void **state)
{
    struct program p;
    struct ran r = {0};

    (void)state;
    program_init(&p);
    program_write(&p, "notes/a.md", "- ![a <page>](a.svg) has {{frames}}.\n");
    program_write(&p, "notes/a.svg", "<svg onload='x()'/>");
    RUN(&p, &r, 0, "import", "notes");
    RUN(&p, &r, 0, "export", "page.html");
    assert_holds(&r.err, "1 picture is not in the deck");
    page(&p, &r, "-q");
    assert_holds(&r.out, "[image: a &lt;page&gt;]");
    assert_lacks(&r.out, "<img");
    end(&p, &r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes_stand_under_their_headings_once),
        cmocka_unit_test(blanks_hold_the_hint_and_no_answer),
        cmocka_unit_test(it_tells_what_is_in_it),
        cmocka_unit_test(a_picture_that_is_none_is_told_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
