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

struct options part_options(const struct question_part *part)
{
    bool several =
        (part->right & (part->right - 1)) != 0 ||
        (part->reader != NULL && part->reader->kind == ASK_CHOICES);

    return (struct options){part->options, part->noptions, part->right,
                            several};
}

bool part_by_letter(const struct question_part *part)
{
    return part->reader != NULL && part->reader->noptions > 0;
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
