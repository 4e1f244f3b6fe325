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

/* What the rule is for. */
static int take_target(struct slice text, struct ruling *out, struct err *err)
{
    struct code code;
    struct err no;
    unsigned item;

    if (attempt_place(text, &item, &out->part)) {
        out->item = item + 1;
        return 0;
    }
    if (kind_find(text) != NULL || slice_is(text, "CLOZE")) {
        out->kind = text;
        return 0;
    }
    if (code_read(text, &code, &no) == 0 || text.len >= CODE_BYTES - 3) {
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

bool ruling_fits(const struct ruling *ruling, const struct question *q,
                 unsigned part)
{
    return (ruling->item == 0 || ruling->item == q->number) &&
           (ruling->part < 0 || (unsigned)ruling->part == part) &&
           (ruling->kind.len == 0 || same_word(ruling->kind, q->id)) &&
           (ruling->code.len == 0 || slice_is(ruling->code, q->code));
}
