#include "deck/pair.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "deck/keys.h"
#include "deck/like.h"
#include "text/unicode.h"

enum {
    LEFT_OVER_LIKE = 800, /* thousandths */
    LEFT_OVER_MOST = 8,   /* clozes; with more nobody can tell */
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

/* --- a cloze that went elsewhere ---------------------------------------- */

static bool letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* How often a word stands in a text, both as keys_put_plain gives them. */
static size_t count_word(struct slice text, struct slice word)
{
    size_t n = 0, at = 0;

    while (word.len > 0 && (at = slice_find(text, at, word)) < text.len) {
        size_t end = at + word.len;

        n += (at == 0 || !letter(text.at[at - 1]) || !letter(word.at[0])) &&
             (end == text.len || !letter(text.at[end]) ||
              !letter(word.at[word.len - 1]));
        at = end;
    }
    return n;
}

static size_t count_plain(struct slice masked, struct slice answer)
{
    struct str text = STR_EMPTY, word = STR_EMPTY;
    size_t n;

    keys_put_plain(&text, masked);
    keys_put_plain(&word, answer);
    n = count_word(str_slice(&text), str_slice(&word));
    str_release(&text);
    str_release(&word);
    return n;
}

/* What was hidden is to be read now, or what is hidden could be read before:
 * that is no edit of an answer, but another question. */
static bool went_elsewhere(const struct pair_cloze *old,
                           const struct pair_cloze *new)
{
    return count_plain(new->masked, old->answer) >
               count_plain(old->masked, old->answer) ||
           count_plain(old->masked, new->answer) >
               count_plain(new->masked, new->answer);
}

/* --- what is left over -------------------------------------------------- */

static bool masked_alike(const struct pair_cloze *a,
                         const struct pair_cloze *b)
{
    return like_plain(a->masked, b->masked) >= LEFT_OVER_LIKE;
}

/* May the new cloze be the old one with an edited answer? */
static bool may_be(const struct pair_cloze *old, const struct pair_cloze *new)
{
    return !went_elsewhere(old, new) &&
           (masked_alike(old, new) ||
            !pair_answer_changed(old->answer, new->answer));
}

/* What is open on both sides, as a table of who may be whom. */
struct left_over {
    size_t olds[LEFT_OVER_MOST], news[LEFT_OVER_MOST];
    size_t nolds, nnews;
    bool may[LEFT_OVER_MOST][LEFT_OVER_MOST]; /* [old][new] */
};

static bool list_left_over(struct left_over *l, const struct pair_cloze *olds,
                           const bool *taken, size_t nolds,
                           const struct pair_result *out, size_t nnews)
{
    *l = (struct left_over){0};
    for (size_t i = 0; i < nolds; i++) {
        if (taken[i] || olds[i].gone)
            continue;
        if (l->nolds == LEFT_OVER_MOST)
            return false;
        l->olds[l->nolds++] = i;
    }
    for (size_t j = 0; j < nnews; j++) {
        if (out[j].old != PAIR_NONE)
            continue;
        if (l->nnews == LEFT_OVER_MOST)
            return false;
        l->news[l->nnews++] = j;
    }
    return true;
}

/* How many of the answers that are left over on one side one of the other
 * holds: with two it was made of them, or they of it, and is another card. */
static size_t holds(const struct pair_cloze *whole,
                    const struct pair_cloze *clozes, const size_t *which,
                    size_t n)
{
    size_t held = 0;

    for (size_t i = 0; i < n; i++)
        held += count_plain(whole->answer, clozes[which[i]].answer) > 0;
    return held;
}

static void fill_may(struct left_over *l, const struct pair_cloze *olds,
                     const struct pair_cloze *news)
{
    for (size_t i = 0; i < l->nolds; i++) {
        const struct pair_cloze *old = &olds[l->olds[i]];

        if (holds(old, news, l->news, l->nnews) > 1)
            continue;
        for (size_t j = 0; j < l->nnews; j++) {
            const struct pair_cloze *new = &news[l->news[j]];

            l->may[i][j] =
                holds(new, olds, l->olds, l->nolds) < 2 && may_be(old, new);
        }
    }
}

static size_t count_may(const struct left_over *l, size_t i, size_t j)
{
    size_t n = 0;

    for (size_t k = 0; k < l->nolds; k++)
        n += l->may[k][j];
    for (size_t k = 0; k < l->nnews; k++)
        n += l->may[i][k];
    return n;
}

/* Pairs those that can only be each other. */
static void pair_left_over(const struct pair_cloze *olds, size_t nolds,
                           const struct pair_cloze *news, size_t nnews,
                           bool *taken, struct pair_result *out)
{
    struct left_over l;

    if (!list_left_over(&l, olds, taken, nolds, out, nnews))
        return;
    fill_may(&l, olds, news);
    for (size_t i = 0; i < l.nolds; i++)
        for (size_t j = 0; j < l.nnews; j++) {
            const struct pair_cloze *old = &olds[l.olds[i]];

            if (l.may[i][j] && count_may(&l, i, j) == 2)
                out[l.news[j]] = (struct pair_result){
                    (int)l.olds[i],
                    pair_answer_changed(old->answer, news[l.news[j]].answer)};
        }
}

void pair_clozes(const struct pair_cloze *olds, size_t nolds,
                 const struct pair_cloze *news, size_t nnews,
                 struct pair_result *out)
{
    bool *taken = mem_new_array(nolds, sizeof *taken);

    for (size_t j = 0; j < nnews; j++)
        out[j] = (struct pair_result){PAIR_NONE, false};
    pair_same(olds, nolds, news, nnews, true, taken, out);
    pair_same(olds, nolds, news, nnews, false, taken, out);
    pair_left_over(olds, nolds, news, nnews, taken, out);
    free(taken);
}
