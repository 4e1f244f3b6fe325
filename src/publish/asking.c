#include "publish/asking.h"

/* --- points ------------------------------------------------------------- */

void points_put(struct str *out, unsigned hundredths)
{
    str_printf(out, "%u", hundredths / 100);
    if (hundredths % 10 != 0)
        str_printf(out, ".%02u", hundredths % 100);
    else if (hundredths % 100 != 0)
        str_printf(out, ".%u", hundredths % 100 / 10);
}

void points_say(struct str *out, unsigned hundredths)
{
    points_put(out, hundredths);
    str_puts(out, hundredths == 100 ? " point" : " points");
}

/* --- options ------------------------------------------------------------ */

/* The letters of a key, "a, c", as bits. */
static unsigned letters(const char *key, unsigned n)
{
    struct slice s = slice_from(key);
    unsigned bits = 0;

    if (slice_is(s, "none"))
        return 0;
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] >= 'a' && s.at[i] < (char)('a' + n))
            bits |= 1u << (s.at[i] - 'a');
    return bits;
}

struct options part_options(const struct question_part *part)
{
    const struct part *reader = part->reader;
    bool lettered = reader != NULL && (reader->kind == ASK_CHOICE ||
                                       reader->kind == ASK_CHOICES);
    struct options o = {part->options, part->noptions, part->right, false};

    if (part->options == NULL && lettered) {
        o.at = reader->options;
        o.n = reader->noptions;
        o.right = letters(part->key, o.n);
    }
    o.several = (o.right & (o.right - 1)) != 0 ||
                (lettered && reader->kind == ASK_CHOICES);
    return o;
}

/* --- the form of an answer ---------------------------------------------- */

static const struct {
    const char *says, *in_a_line;
} forms[] = {
    [ASK_ADDRESS] = {"hex", "hex"},
    [ASK_INTEGER] = {"a number", "a number"},
    [ASK_BITS] = {"binary", "binary"},
    [ASK_SIZE] = {"bytes, KiB, MiB, ...", "bytes, KiB, MiB, ..."},
    [ASK_RATIO] = {"a number", "a number"},
    [ASK_CLASS] = {"", ""},
    [ASK_SET] = {"any order, or none",
                 "the smallest first, with commas between, or none"},
    [ASK_LIST] = {"in this order", "in this order, with commas between"},
    [ASK_WORDS] = {"any order, or none", "with commas between, or none"},
    [ASK_ORDER] = {"in order", "in order, with commas between"},
    [ASK_CHOICE] = {"a letter", "a letter"},
    [ASK_CHOICES] = {"letters, or none",
                     "letters in order, with commas between, or none"},
};

void part_form(struct str *out, const struct question_part *part,
               bool one_line)
{
    const struct part *reader = part->reader;
    size_t from = out->len;
    bool words_only;

    if (reader == NULL || part->options != NULL)
        return;
    words_only = reader->kind == ASK_CLASS || reader->kind == ASK_WORDS ||
                 reader->kind == ASK_ORDER;
    str_puts(out, one_line ? forms[reader->kind].in_a_line
                           : forms[reader->kind].says);
    for (unsigned i = 0; i < reader->nwords; i++) {
        str_puts(out, out->len == from         ? ""
                      : i == 0 && words_only   ? ": "
                      : i + 1 < reader->nwords ? ", "
                      : words_only             ? " or "
                                               : ", or ");
        str_puts(out, word_rows[reader->words[i]].says);
    }
}

bool part_is_open(const struct question_part *part)
{
    return part->reader != NULL && part->reader->property;
}
