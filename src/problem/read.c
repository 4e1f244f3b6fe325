#include "problem/read.h"

#include "problem/number.h"
#include "problem/plain.h"

/* Without a name in front: "PA = 0x2234", "= 0x2234". */
static struct slice without_name(struct slice s)
{
    size_t at = slice_find(s, 0, SLICE("="));

    if (at == s.len)
        return s;
    for (size_t i = 0; i < at; i++) {
        char c = s.at[i];
        if (!(c == ' ' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
            return s;
    }
    return slice_trim(slice_skip(s, at + 1));
}

/* --- kinds of answers --------------------------------------------------- */

struct reader {
    const struct part *part;
    uint64_t page_bytes;
    struct answers *out; /* gets one value */
    struct str *note;
};

static void note(struct reader *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static void note(struct reader *r, const char *fmt, ...)
{
    va_list ap;

    if (r->note == NULL)
        return;
    va_start(ap, fmt);
    str_vprintf(r->note, fmt, ap);
    va_end(ap);
}

static bool number(struct reader *r, struct slice s, struct num *out)
{
    struct number_question q = {.base = r->part->base,
                                .page_bytes = r->page_bytes,
                                .bits = r->part->bits};
    struct number_reading reading;
    const char *why;

    if (!number_read(s, &q, &reading, &why)) {
        note(r, "\"%.*s\" can't be read: %s.", SLICE_FMT(s), why);
        return false;
    }
    if (r->part->kind == ASK_SIZE && reading.pages && r->page_bytes == 0) {
        note(r, "How large a page is belongs to the answer: write bytes.");
        return false;
    }
    if (r->part->kind == ASK_SIZE && reading.bits &&
        !num_divide(reading.value, num_of(8), &reading.value)) {
        note(r, "That is too small a part of a byte.");
        return false;
    }
    *out = reading.value;
    if (r->note != NULL && r->note->len == 0)
        note(r, "%s", reading.how);
    return true;
}

static bool read_number(struct reader *r, struct slice s)
{
    struct num n;

    if (!number(r, s, &n))
        return false;
    answer_ratio(r->out, n);
    return true;
}

static void list_words(struct reader *r)
{
    note(r, "Write one of: ");
    for (unsigned i = 0; i < r->part->nwords; i++)
        note(r, "%s%s", i > 0 ? ", " : "", word_rows[r->part->words[i]].says);
    note(r, ".");
}

static bool read_word(struct reader *r, struct slice s)
{
    enum word word = word_find(s, r->part->words, r->part->nwords);

    if (word == WORD_NONE_OF) {
        list_words(r);
        return false;
    }
    answer_word(r->out, word);
    return true;
}

/* Cuts the next member off a list: behind a comma, semicolon or arrow, or
 * where there is none in it, a blank. */
static bool next_member(struct slice *rest, bool by_blanks,
                        struct slice *member)
{
    size_t i = 0;

    *rest = slice_trim(*rest);
    if (rest->len == 0)
        return false;
    while (i < rest->len && rest->at[i] != ',' && rest->at[i] != ';' &&
           rest->at[i] != '<' && !(by_blanks && rest->at[i] == ' '))
        i++;
    *member = slice_trim(slice_sub(*rest, 0, i));
    *rest = slice_skip(*rest, i < rest->len ? i + 1 : i);
    return true;
}

static bool has_separator(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] == ',' || s.at[i] == ';' || s.at[i] == '<')
            return true;
    return false;
}

/* Without braces, brackets or parentheses around the whole of it. */
static struct slice without_braces(struct slice s)
{
    s = slice_trim(s);
    if (s.len >= 2 && ((s.at[0] == '{' && s.at[s.len - 1] == '}') ||
                       (s.at[0] == '[' && s.at[s.len - 1] == ']')))
        return slice_trim(slice_sub(s, 1, s.len - 2));
    return s;
}

static bool is_empty_set(struct slice s)
{
    static const enum word none[] = {WORD_NONE};

    return s.len == 0 || word_find(s, none, 1) == WORD_NONE;
}

/* One member as a number: an address, a word's number, an option's. */
static bool member(struct reader *r, struct slice s, uint64_t *out)
{
    const struct part *part = r->part;
    struct num n;
    char letter =
        s.len > 0 ? s.at[s.at[0] == '(' && s.len > 1 ? 1 : 0] : '\0';

    if (part->kind == ASK_WORDS || part->kind == ASK_ORDER) {
        *out = word_find(s, part->words, part->nwords);
        if (*out == WORD_NONE_OF)
            list_words(r);
        return *out != WORD_NONE_OF;
    }
    if (part->kind == ASK_CHOICE || part->kind == ASK_CHOICES) {
        letter = letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a')
                                                : letter;
        *out = (uint64_t)(letter - 'a');
        if (letter >= 'a' && *out < part->noptions && s.len <= 3)
            return true;
        note(r, "Write the letters of the options, a to %c.",
             'a' + part->noptions - 1);
        return false;
    }
    if (!number(r, s, &n))
        return false;
    if (num_is_whole(n, out))
        return true;
    note(r, "\"%.*s\" is no whole number.", SLICE_FMT(s));
    return false;
}

static bool read_members(struct reader *r, struct slice s)
{
    uint64_t at[MEMBERS_MAX];
    unsigned n = 0;
    struct slice one;
    bool by_blanks;

    s = without_braces(s);
    by_blanks = !has_separator(s);
    if (is_empty_set(s))
        s.len = 0;
    while (next_member(&s, by_blanks, &one)) {
        if (n == MEMBERS_MAX) {
            note(r, "That is more than %d.", MEMBERS_MAX);
            return false;
        }
        if (!member(r, one, &at[n++]))
            return false;
    }
    if (r->part->kind == ASK_ORDER && n != r->part->nwords) {
        note(r, "That is %u of %u; all of them belong in the order.", n,
             r->part->nwords);
        return false;
    }
    if (r->part->kind == ASK_LIST || r->part->kind == ASK_ORDER)
        answer_list(r->out, at, n);
    else
        answer_set(r->out, at, n);
    r->out->at[0].words =
        r->part->kind == ASK_WORDS || r->part->kind == ASK_ORDER;
    return true;
}

static bool read_choice(struct reader *r, struct slice s)
{
    uint64_t option;

    if (!member(r, s, &option))
        return false;
    answer_number(r->out, option);
    return true;
}

static bool read_any(struct reader *r, struct slice s)
{
    switch (r->part->kind) {
    case ASK_CLASS:
        return read_word(r, s);
    case ASK_SET:
    case ASK_LIST:
    case ASK_WORDS:
    case ASK_CHOICES:
    case ASK_ORDER:
        return read_members(r, s);
    case ASK_CHOICE:
        return read_choice(r, s);
    default:
        if (r->part->nwords > 0 &&
            word_find(s, r->part->words, r->part->nwords) != WORD_NONE_OF)
            return read_word(r, s);
        return read_number(r, s);
    }
}

enum read_result answer_read(struct slice text, const struct part *part,
                             uint64_t page_bytes, struct arena *arena,
                             struct value *out, struct str *note_out)
{
    struct str typed = STR_EMPTY;
    struct answers one = {.arena = arena};
    struct reader r = {part, page_bytes, &one, note_out};
    enum read_result result = READ_UNREADABLE;
    struct slice s;

    if (note_out != NULL)
        str_clear(note_out);
    plain_put(&typed, slice_sub(text, 0, READ_BYTES));
    s = without_name(slice_trim(str_slice(&typed)));
    if (text.len > READ_BYTES)
        note(&r, "That is too long for an answer.");
    else if (s.len == 0)
        result = READ_BLANK;
    else if (read_any(&r, s))
        result = READ_OK;
    if (result == READ_OK)
        *out = one.at[0];
    str_release(&typed);
    return result;
}

/* --- and back ----------------------------------------------------------- */

static void put_whole(struct str *out, const struct part *part,
                      uint64_t value)
{
    int digits = part->digits > 0 ? part->digits : 1;

    if (part->kind == ASK_CHOICE || part->kind == ASK_CHOICES) {
        str_putc(out, (char)('a' + value));
    } else if (part->base == 16) {
        str_printf(out, "0x%0*llx", digits, (unsigned long long)value);
    } else if (part->base == 2) {
        str_puts(out, "0b");
        for (int i = 63; i >= 0; i--)
            if (i < digits || value >> i != 0)
                str_putc(out, value >> i & 1 ? '1' : '0');
    } else {
        str_printf(out, "%llu", (unsigned long long)value);
    }
}

static void put_number(struct str *out, const struct part *part, struct num n)
{
    bool negative = n.negative;
    uint64_t whole;

    n.negative = false;
    str_puts(out, negative ? "-" : "");
    if (!num_is_whole(n, &whole)) {
        num_put(out, n);
        return;
    }
    put_whole(out, part, whole);
    if (part->kind == ASK_SIZE)
        str_puts(out, whole == 1 ? " byte" : " bytes");
}

static void put_members(struct str *out, const struct part *part,
                        const struct value *v)
{
    if (v->n == 0)
        str_puts(out, "none");
    for (unsigned i = 0; i < v->n; i++) {
        str_puts(out, i > 0 ? ", " : "");
        if (v->words)
            str_puts(out, word_rows[v->at[i]].says);
        else
            put_whole(out, part, v->at[i]);
    }
}

void answer_put(struct str *out, const struct part *part,
                const struct value *value)
{
    switch (value->kind) {
    case VALUE_NUMBER:
        put_number(out, part, value->number);
        break;
    case VALUE_WORD:
        str_puts(out, word_rows[value->word].says);
        break;
    case VALUE_LIST:
        put_members(out, part, value);
        break;
    default:
        str_puts(out, "nothing");
        break;
    }
}
