#include "publish/moodle_cloze.h"

#include <stdio.h>
#include <string.h>

#include "publish/graded.h"
#include "publish/moodle_fraction.h"
#include "publish/web.h"
#include "text/escape.h"
#include "text/unicode.h"

void moodle_star(struct str *out, const char *answer)
{
    for (; *answer != '\0'; answer++) {
        str_puts(out, *answer == '*' ? "\\" : "");
        str_putc(out, *answer);
    }
}

void moodle_step(struct str *out, const char *name)
{
    for (; *name != '\0'; name++) {
        str_puts(out, *name == '/' ? "/" : "");
        str_putc(out, *name);
    }
}

void moodle_option(char fraction[24], struct options o, unsigned i,
                   unsigned credit)
{
    bool right = (o.right >> i & 1) != 0;
    unsigned n = (unsigned)__builtin_popcount(o.right);

    if (!o.several)
        snprintf(fraction, 24, "%s", moodle_fraction(credit));
    else
        snprintf(fraction, 24, "%s%s", right ? "" : "-",
                 moodle_fraction(100.0 / n));
}

/* --- weights ------------------------------------------------------------ */

/* Whether `total` splits into the parts' shares, to a hundredth. */
static bool splits(const struct question *q, unsigned total,
                   unsigned *weights)
{
    unsigned sum = 0;

    for (unsigned i = 0; i < q->nparts; i++) {
        unsigned points = q->parts[i].points;
        unsigned weight =
            (unsigned)((2ull * points * total + q->points) / (2 * q->points));
        unsigned back =
            (unsigned)((2ull * weight * q->points + total) / (2 * total));
        if (weight == 0 || back + 1 < points || back > points + 1)
            return false;
        weights[i] = weight;
        sum += weight;
    }
    return sum == total;
}

void moodle_weights(const struct question *q, unsigned *weights)
{
    unsigned whole = q->points / 100;

    if (q->points > 0 && q->points % 100 == 0 && splits(q, whole, weights))
        return;
    for (unsigned total = 1; q->points > 0 && total <= q->points; total++)
        if (splits(q, total, weights))
            return;
    for (unsigned i = 0; i < q->nparts; i++)
        weights[i] = 1;
}

/* --- braces ------------------------------------------------------------- */

static bool is_safe(uint32_t c)
{
    return c == ' ' || c == '.' || c == ',' || c == '-' || c == '_' ||
           (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c >= 0xa0;
}

/* A blank at an end would be lost where it is read. */
static void put_quoted(struct str *out, const char *text)
{
    struct str seen = STR_EMPTY;
    struct slice rest;

    escape_line(&seen, slice_from(text));
    rest = str_slice(&seen);
    while (rest.len > 0) {
        size_t len;
        uint32_t c = utf8_next(rest, &len);
        if (is_safe(c))
            str_put(out, slice_sub(rest, 0, len));
        else
            str_printf(out, "&#%u;", (unsigned)c);
        rest = slice_skip(rest, len);
    }
    str_release(&seen);
}

/* Text that is shown as HTML once the entities are gone. */
static void put_shown(struct str *out, const char *text)
{
    struct str html = STR_EMPTY, quiet = STR_EMPTY;

    web_text(&html, text);
    web_inert(&quiet, str_slice(&html));
    put_quoted(out, quiet.at);
    str_release(&quiet);
    str_release(&html);
}

static void put_alternative(struct str *out, unsigned i, const char *fraction,
                            const struct graded *g, bool free_text)
{
    struct str text = STR_EMPTY;

    str_printf(out, "%s%%%s%%", i > 0 ? "~" : "", fraction);
    if (free_text) {
        moodle_star(&text, g->text);
        put_quoted(out, text.at);
    } else {
        put_shown(out, g->text);
    }
    if (g->why[0] != '\0') {
        str_putc(out, '#');
        put_shown(out, g->why);
    }
    str_release(&text);
}

void moodle_cloze_put(struct str *out, const struct question *q, unsigned i,
                      unsigned weight)
{
    struct arena arena = {0};
    struct options o = part_options(&q->parts[i]);
    bool choice = o.n > 0 && o.right != 0;
    struct graded_list list =
        choice ? graded_options(q, i, &arena) : graded_texts(q, i, &arena);

    if (o.n > 0 && !choice)
        for (unsigned k = 0; k < o.n; k++) {
            str_printf(out, "%s(%c) ", k > 0 ? ", " : "", 'a' + k);
            put_quoted(out, o.at[k]);
        }
    str_printf(out, "{%u:%s:", weight,
               !choice     ? "SHORTANSWER"
               : o.several ? "MULTIRESPONSE"
                           : "MULTICHOICE_V");
    for (unsigned k = 0; k < list.n; k++) {
        char fraction[24];
        if (choice)
            moodle_option(fraction, o, k, list.at[k].credit);
        else
            snprintf(fraction, sizeof fraction, "%s",
                     moodle_fraction(list.at[k].credit));
        put_alternative(out, k, fraction, &list.at[k], !choice);
    }
    str_putc(out, '}');
    arena_release(&arena);
}
