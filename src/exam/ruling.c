#include "exam/ruling.h"

#include "exam/attempt.h"
#include "problem/code.h"

/* Cuts the next word off. */
static struct slice word(struct slice *rest)
{
    struct slice got;
    size_t n = 0;

    *rest = slice_trim(*rest);
    while (n < rest->len && rest->at[n] != ' ')
        n++;
    got = slice_sub(*rest, 0, n);
    *rest = slice_trim(slice_skip(*rest, n));
    return got;
}

/* Cuts " at 50%" off the end. */
static bool take_percent(struct slice *rest, unsigned *percent)
{
    size_t at = slice_find(*rest, 0, SLICE(" at "));
    struct slice number;
    unsigned n = 0;

    *percent = FULL_CREDIT;
    if (at == rest->len || !slice_has_suffix(*rest, SLICE("%")))
        return true;
    number = slice_trim(slice_skip(*rest, at + 4));
    for (size_t i = 0; i + 1 < number.len; i++) {
        if (number.at[i] < '0' || number.at[i] > '9' || n > FULL_CREDIT)
            return false;
        n = 10 * n + (unsigned)(number.at[i] - '0');
    }
    *percent = n;
    *rest = slice_trim(slice_sub(*rest, 0, at));
    return n <= FULL_CREDIT && number.len > 1;
}

/* Codes of problems have twelve digits, sealed ones sixteen, those of clozes
 * eight. */
static bool maybe_code(struct slice text)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.len; i++) {
        digits += code_digit_value(text.at[i]) >= 0;
        if (code_digit_value(text.at[i]) < 0 && text.at[i] != '-')
            return false;
    }
    return digits == 8 || digits == 12 || digits == 16;
}

/* What the rule is for. */
static int take_target(struct slice text, struct ruling *out, struct err *err)
{
    unsigned item;

    if (attempt_place(text, &item, &out->part)) {
        out->item = item + 1;
        return 0;
    }
    if (kind_find(text) != NULL || slice_is(text, "CLOZE")) {
        out->kind = text;
        return 0;
    }
    if (maybe_code(text)) {
        out->code = text;
        return 0;
    }
    return err_set(err, ERR_USAGE,
                   "%.*s is no item (4, 4.2), no kind and no code",
                   SLICE_FMT(text));
}

static int read_accept(struct slice rest, struct ruling *out, struct err *err)
{
    size_t at;

    if (!take_percent(&rest, &out->percent))
        return err_set(err, ERR_USAGE,
                       "what an answer is worth is written: at 50%%");
    at = slice_find(rest, 0, SLICE(" for "));
    if (at < rest.len &&
        take_target(slice_trim(slice_skip(rest, at + 5)), out, err) < 0)
        return -1;
    out->answer = slice_trim(slice_sub(rest, 0, at));
    out->mistake = mistake_find(out->answer);
    out->verb = out->mistake != MISTAKE_NONE ? RULING_ACCEPT_MISTAKE
                                             : RULING_ACCEPT_ANSWER;
    if (out->answer.len == 0)
        return err_set(
            err, ERR_USAGE,
            "which answer is accepted? Write: accept 0x1f for 3.2");
    if (out->verb == RULING_ACCEPT_ANSWER &&
        (slice_has_prefix(out->answer, SLICE("M-")) ||
         slice_has_prefix(out->answer, SLICE("m-"))))
        return err_set(err, ERR_USAGE,
                       "no mistake is called %.*s; results/items.csv says "
                       "which were made",
                       SLICE_FMT(out->answer));
    if (out->verb == RULING_ACCEPT_ANSWER && at == rest.len)
        return err_set(err, ERR_USAGE,
                       "where is that answer right? Write: accept %.*s for "
                       "3.2; a mistake is called M-NAME",
                       SLICE_FMT(out->answer));
    return 0;
}

int ruling_read(struct slice text, struct ruling *out, struct err *err)
{
    struct slice rest = text, verb = word(&rest);

    *out = (struct ruling){.text = text, .part = -1, .percent = FULL_CREDIT};
    if (slice_is(verb, "accept"))
        return read_accept(rest, out, err);
    if (!slice_is(verb, "drop") && !slice_is(verb, "full"))
        return err_set(err, ERR_USAGE,
                       "a rule begins with accept, drop or full: \"accept "
                       "0x1f for 3.2\", \"drop 4\", \"full 4.2\"");
    out->verb = slice_is(verb, "drop") ? RULING_DROP : RULING_FULL;
    if (rest.len == 0)
        return err_set(err, ERR_USAGE, "what shall count %s? Write: %.*s 4",
                       out->verb == RULING_DROP ? "for nobody" : "in full",
                       SLICE_FMT(verb));
    if (take_target(rest, out, err) < 0)
        return -1;
    return 0;
}

static bool same_word(struct slice a, const char *b)
{
    return kind_find(a) != NULL ? kind_find(a) == kind_find(slice_from(b))
                                : slice_is(a, b);
}

/* Letter case and hyphens are free, as in code.h. */
static bool same_code(struct slice a, struct slice b)
{
    size_t i = 0, k = 0;

    for (;; i++, k++) {
        while (i < a.len && a.at[i] == '-')
            i++;
        while (k < b.len && b.at[k] == '-')
            k++;
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (code_digit_value(a.at[i]) != code_digit_value(b.at[k]))
            return false;
    }
}

bool ruling_fits(const struct ruling *ruling, const struct question *q,
                 unsigned part)
{
    return (ruling->item == 0 || ruling->item == q->number) &&
           (ruling->part < 0 || (unsigned)ruling->part == part) &&
           (ruling->kind.len == 0 || same_word(ruling->kind, q->id)) &&
           (ruling->code.len == 0 || same_code(ruling->code, slice_from(q->code)));
}

int ruling_check(const struct ruling *ruling, const struct exam *exam,
                 struct err *err)
{
    if (ruling->item > exam->nitems)
        return err_set(err, ERR_USAGE, "the exam has %zu items", exam->nitems);
    for (size_t f = 0; f < exam->nforms; f++)
        for (size_t i = 0; i < exam->nitems; i++) {
            const struct question *q = exam->forms[f].questions[i];

            for (unsigned part = 0; part < q->nparts; part++)
                if (ruling_fits(ruling, q, part))
                    return 0;
        }
    return err_set(err, ERR_USAGE,
                   "no item of the exam has that part, kind or code");
}
