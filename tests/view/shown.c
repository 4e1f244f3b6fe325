#include "shown.h"

#include "check.h"
#include "text/unicode.h"

void shown_text(struct str *out, const struct lines *l)
{
    for (size_t i = 0; i < l->n; i++) {
        for (size_t k = 0; k < l->at[i].nspans; k++)
            str_put(out, l->at[i].spans[k].text);
        str_puts(out, "|\n");
    }
}

static const char *const roles[ROLE_COUNT] = {
    "plain",  "dim",   "path",  "title", "rule",  "blank",   "hidden",
    "answer", "hint",  "good",  "warn",  "error", "key",     "default",
    "done",   "heat1", "heat2", "heat3", "heat4", "picture",
};

static const char *const marks[] = {"strong", "emph", "strike",
                                    "code",   "math", "link"};

static void put_span(struct str *out, const struct span *span)
{
    struct style style = span->style;

    if (style_eq(style, style_of(ROLE_PLAIN))) {
        str_put(out, span->text);
        return;
    }
    str_printf(out, "<%s", roles[style.role]);
    for (unsigned i = 0; i < COUNT(marks); i++)
        if ((style.marks & 1u << i) != 0)
            str_printf(out, " %s", marks[i]);
    str_puts(out, ">");
    str_put(out, span->text);
    str_puts(out, "</>");
}

void shown_styles(struct str *out, const struct lines *l)
{
    for (size_t i = 0; i < l->n; i++) {
        for (size_t k = 0; k < l->at[i].nspans; k++)
            put_span(out, &l->at[i].spans[k]);
        str_putc(out, '\n');
    }
}

void assert_harmless(struct slice text)
{
    size_t len;

    assert_int_equal(utf8_check(text), text.len);
    for (; text.len > 0; text = slice_skip(text, len)) {
        uint32_t code = utf8_next(text, &len);

        assert_true(code == '\n' || (code >= ' ' && code != 0x7f));
        assert_false(code >= 0x80 && code < 0xa0);
        assert_false(code >= 0x202a && code <= 0x202e);
        assert_false(code >= 0x2066 && code <= 0x2069);
    }
}
