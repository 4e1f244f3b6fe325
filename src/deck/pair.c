#include "deck/pair.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "deck/keys.h"
#include "deck/like.h"
#include "text/unicode.h"

enum {
    LEFT_OVER_LIKE = 800, /* thousandths */
    TYPO_EDITS = 2,       /* characters at most */
    TYPO_SHARE = 4,       /* and one in so many of the answer */
    ANSWER_MAX = 400,     /* longer ones are compared by likeness */
};

/* --- has the answer changed? -------------------------------------------- */

/* Edits (insert, remove, replace, swap neighbours) that make b of a. */
static size_t edits(const uint32_t *a, size_t na, const uint32_t *b,
                    size_t nb)
{
    size_t *rows = mem_new_array(3 * (nb + 1), sizeof *rows);
    size_t *before = rows, *last = before + nb + 1, *now = last + nb + 1;
    size_t result;

    for (size_t j = 0; j <= nb; j++)
        now[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t *spare = before;

        before = last;
        last = now;
        now = spare;
        now[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);

            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
    }
    result = now[nb];
    free(rows);
    return result;
}

static size_t characters(struct slice text, uint32_t *out)
{
    size_t n = 0, len;

    while (text.len > 0) {
        out[n++] = utf8_next(text, &len);
        text = slice_skip(text, len);
    }
    return n;
}

static bool typo_sized(struct slice a, struct slice b)
{
    uint32_t x[ANSWER_MAX], y[ANSWER_MAX];
    size_t nx, ny, n;

    if (a.len > ANSWER_MAX || b.len > ANSWER_MAX)
        return like(a, b) >= 950;
    nx = characters(a, x);
    ny = characters(b, y);
    n = edits(x, nx, y, ny);
    return n <= TYPO_EDITS && n * TYPO_SHARE <= (nx > ny ? nx : ny);
}

static bool word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || c == '\'' || (c & 0x80) != 0;
}

/* Words that turn a sentence round, or say how much a number is of. */
static bool telling_word(struct slice word)
{
    static const char *const words[] = {
        "no",   "not",   "non", "never", "none", "without", "only",  "always",
        "un",   "nor",   "b",   "kb",    "mb",   "gb",      "tb",    "kib",
        "mib",  "gib",   "tib", "bit",   "bits", "byte",    "bytes", "ms",
        "us",   "ns",    "s",   "hz",    "khz",  "mhz",     "ghz",   "nicht",
        "kein", "keine", "nie", "ohne",
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(word, words[i]))
            return true;
    return word.len > 3 && slice_has_suffix(word, SLICE("n't"));
}

/* Appends what must not change unseen: digits, operators, units, negations.
 */
static void put_telling(struct str *out, struct slice text)
{
    size_t i = 0;

    while (i < text.len) {
        size_t from = i;

        while (i < text.len && word_byte(text.at[i]))
            i++;
        if (i > from) {
            struct slice word = slice_sub(text, from, i - from);

            if (telling_word(word)) {
                str_put(out, word);
                str_putc(out, ' ');
            }
            continue;
        }
        if ((text.at[i] >= '0' && text.at[i] <= '9') ||
            strchr("+-*/%=<>!&|^~", text.at[i]) != NULL)
            str_putc(out, text.at[i]);
        i++;
    }
}

static bool tells_the_same(struct slice a, struct slice b)
{
    struct str x = STR_EMPTY, y = STR_EMPTY;
    bool same;

    put_telling(&x, a);
    put_telling(&y, b);
    same = slice_eq(str_slice(&x), str_slice(&y));
    str_release(&x);
    str_release(&y);
    return same;
}

bool pair_answer_changed(struct slice old, struct slice new)
{
    struct str a = STR_EMPTY, b = STR_EMPTY;
    bool changed;

    text_fold(&a, old);
    text_fold(&b, new);
    changed = !slice_eq(str_slice(&a), str_slice(&b)) &&
              (!typo_sized(str_slice(&a), str_slice(&b)) ||
               !tells_the_same(str_slice(&a), str_slice(&b)));
    str_release(&a);
    str_release(&b);
    return changed;
}

/* --- pairing ------------------------------------------------------------ */

/* The same answer to a reader: case, space and width apart. */
static bool same_text(struct slice a, struct slice b)
{
    struct str x = STR_EMPTY, y = STR_EMPTY;
    bool same = slice_eq(a, b);

    if (!same) {
        keys_put_plain(&x, a);
        keys_put_plain(&y, b);
        same = slice_eq(str_slice(&x), str_slice(&y));
        str_release(&x);
        str_release(&y);
    }
    return same;
}

/* Pairs what has the same answer, in order; with `masked` only where the line
 * around it is the same too. */
static void pair_same(const struct pair_cloze *olds, size_t nolds,
                      const struct pair_cloze *news, size_t nnews,
                      bool masked, bool *taken, struct pair_result *out)
{
    for (size_t j = 0; j < nnews; j++)
        for (size_t i = 0; i < nolds && out[j].old == PAIR_NONE; i++)
            if (!taken[i] && same_text(olds[i].answer, news[j].answer) &&
                (!masked || same_text(olds[i].masked, news[j].masked))) {
                out[j].old = (int)i;
                taken[i] = true;
            }
}

/* The only index that is still open, or n when there is none or several. */
static size_t only_old(const bool *taken, size_t n)
{
    size_t found = n;

    for (size_t i = 0; i < n; i++) {
        if (taken[i])
            continue;
        if (found != n)
            return n;
        found = i;
    }
    return found;
}

static size_t only_new(const struct pair_result *out, size_t n)
{
    size_t found = n;

    for (size_t i = 0; i < n; i++) {
        if (out[i].old != PAIR_NONE)
            continue;
        if (found != n)
            return n;
        found = i;
    }
    return found;
}

static int like_plain(struct slice a, struct slice b)
{
    struct str x = STR_EMPTY, y = STR_EMPTY;
    int result;

    keys_put_plain(&x, a);
    keys_put_plain(&y, b);
    result = like(str_slice(&x), str_slice(&y));
    str_release(&x);
    str_release(&y);
    return result;
}

void pair_clozes(const struct pair_cloze *olds, size_t nolds,
                 const struct pair_cloze *news, size_t nnews,
                 struct pair_result *out)
{
    bool *taken = mem_new_array(nolds, sizeof *taken);
    size_t i, j;

    for (j = 0; j < nnews; j++)
        out[j] = (struct pair_result){PAIR_NONE, false};
    pair_same(olds, nolds, news, nnews, true, taken, out);
    pair_same(olds, nolds, news, nnews, false, taken, out);
    i = only_old(taken, nolds);
    j = only_new(out, nnews);
    if (i < nolds && j < nnews &&
        like_plain(olds[i].masked, news[j].masked) >= LEFT_OVER_LIKE)
        out[j] = (struct pair_result){
            (int)i, pair_answer_changed(olds[i].answer, news[j].answer)};
    free(taken);
}
