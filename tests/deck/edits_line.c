/* edits_line.c - edits of one note: its prompt, its answers, its clozes. */
#include "deck/edits_kinds.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { TRIES = 20 };

/* --- words and clozes of a line ----------------------------------------- */

static bool in_prompt(const struct word *w)
{
    return w->cloze == 0;
}

static bool in_answer(const struct word *w)
{
    return w->cloze != 0;
}

static bool has_kind(const struct word *w, const char *kinds)
{
    return strchr(kinds, w->kind) != NULL;
}

/* A word of one of the kinds at random, or -1. */
static int any_word(struct notebook *b, const struct line *line,
                    bool (*where)(const struct word *w), const char *kinds)
{
    for (int i = 0; i < TRIES; i++) {
        int at = notebook_below(b, line->n);

        if (where(&line->words[at]) && has_kind(&line->words[at], kinds))
            return at;
    }
    return -1;
}

static int count_prompt(const struct line *line)
{
    int n = 0;

    for (int i = 0; i < line->n; i++)
        n += line->words[i].cloze == 0;
    return n;
}

/* The words of the n-th cloze. */
struct span {
    int from, to;
};

static bool find_span(const struct line *line, int n, struct span *out)
{
    int i = 0;

    for (;; n--) {
        while (i < line->n && line->words[i].cloze == 0)
            i++;
        if (i == line->n)
            return false;
        out->from = i;
        while (i < line->n &&
               line->words[i].cloze == line->words[out->from].cloze)
            i++;
        out->to = i;
        if (n == 0)
            return true;
    }
}

static int count_spans(const struct line *line)
{
    struct span span;
    int n = 0;

    while (find_span(line, n, &span))
        n++;
    return n;
}

static void set_cloze(struct line *line, struct span span, uint32_t cloze)
{
    if (span.to - span.from == 1)
        line->words[span.from].past = line->words[span.from].cloze;
    for (int i = span.from; i < span.to; i++)
        line->words[i].cloze = cloze;
}

static bool insert(struct line *line, int at, const char *text, char kind,
                   uint32_t cloze)
{
    struct word word = {.kind = kind, .cloze = cloze};

    snprintf(word.text, sizeof word.text, "%s", text);
    return line_insert(line, at, &word);
}

/* --- the prompt --------------------------------------------------------- */

bool edit_prompt_word(struct notebook *b, struct line *line,
                      struct edit *edit)
{
    int at = any_word(b, line, in_prompt, "tnsvad");

    (void)edit;
    return at >= 0 && notebook_reword(b, &line->words[at]);
}

bool edit_prompt_words(struct notebook *b, struct line *line,
                       struct edit *edit)
{
    return line->n >= 10 && edit_prompt_word(b, line, edit) &&
           edit_prompt_word(b, line, edit);
}

bool edit_word_more(struct notebook *b, struct line *line, struct edit *edit)
{
    int at = any_word(b, line, in_prompt, "nsv");
    struct word word = {.kind = WORD_ADJECTIVE};

    (void)edit;
    if (at < 0)
        return false;
    if (line->words[at].kind == WORD_VERB)
        word.kind = WORD_ADVERB;
    notebook_reword(b, &word);
    return line_insert(line, at, &word);
}

bool edit_word_less(struct notebook *b, struct line *line, struct edit *edit)
{
    int at = any_word(b, line, in_prompt, "tnadu");
    char tail;

    (void)edit;
    if (at < 0 || count_prompt(line) < 4)
        return false;
    tail = line->words[at].tail;
    line_remove(line, at);
    if (at > 0 && tail != 0)
        line->words[at - 1].tail = tail;
    return true;
}

bool edit_clause_more(struct notebook *b, struct line *line,
                      struct edit *edit)
{
    (void)edit;
    if (line->n > 24)
        return false;
    notebook_say_more(b, line);
    return true;
}

/* Two neighbours change places, or a letter is missing, double or another
 * one. */
static bool misspell(struct notebook *b, struct word *word)
{
    char *text = word->text;
    size_t len = strlen(text), at = 1 + (size_t)notebook_below(b, (int)len);
    char was;

    if (len < 4 || len + 2 > sizeof word->text || at + 2 > len ||
        !isalpha((unsigned char)text[at]) ||
        !isalpha((unsigned char)text[at + 1]) || text[at] == text[at + 1])
        return false;
    was = text[at];
    word->past = 0;
    switch (notebook_below(b, 4)) {
    case 0:
        text[at] = text[at + 1];
        text[at + 1] = was;
        break;
    case 1:
        memmove(text + at, text + at + 1, len - at);
        break;
    case 2:
        memmove(text + at + 1, text + at, len - at + 1);
        break;
    default:
        text[at] = was == 'z' ? 'a' : (char)(was + 1);
    }
    return true;
}

static bool misspell_any(struct notebook *b, struct line *line,
                         bool (*where)(const struct word *w))
{
    for (int i = 0; i < TRIES; i++) {
        int at = any_word(b, line, where, "nva");

        if (at >= 0 && misspell(b, &line->words[at]))
            return true;
    }
    return false;
}

bool edit_prompt_typo(struct notebook *b, struct line *line,
                      struct edit *edit)
{
    (void)edit;
    return misspell_any(b, line, in_prompt);
}

bool edit_prompt_number(struct notebook *b, struct line *line,
                        struct edit *edit)
{
    int at = any_word(b, line, in_prompt, "#");

    (void)edit;
    return at >= 0 && notebook_reword(b, &line->words[at]);
}

bool edit_prompt_negation(struct notebook *b, struct line *line,
                          struct edit *edit)
{
    int at = any_word(b, line, in_prompt, "va");

    (void)edit;
    return at >= 0 &&
           insert(line, at, notebook_chance(b, 2) ? "never" : "not",
                  WORD_PLAIN, 0);
}

bool edit_emphasis(struct notebook *b, struct line *line, struct edit *edit)
{
    int at = any_word(b, line, in_prompt, "nsva");

    (void)edit;
    if (at >= 0)
        line->words[at].strong = !line->words[at].strong;
    return at >= 0;
}

bool edit_case(struct notebook *b, struct line *line, struct edit *edit)
{
    int at = any_word(b, line, in_prompt, "nsa");
    char *first;

    (void)edit;
    if (at < 0)
        return false;
    first = &line->words[at].text[0];
    *first = (char)(islower((unsigned char)*first)
                        ? toupper((unsigned char)*first)
                        : tolower((unsigned char)*first));
    return true;
}

/* --- answers ------------------------------------------------------------ */

bool edit_answer_typo(struct notebook *b, struct line *line,
                      struct edit *edit)
{
    (void)edit;
    return misspell_any(b, line, in_answer);
}

bool edit_answer_number(struct notebook *b, struct line *line,
                        struct edit *edit)
{
    int at = any_word(b, line, in_answer, "#uo");

    if (at < 0)
        return false;
    edit_touch(edit, line->words[at].cloze, WANT_CHANGED);
    return notebook_reword(b, &line->words[at]);
}

bool edit_answer_negation(struct notebook *b, struct line *line,
                          struct edit *edit)
{
    struct span span;

    if (!find_span(line, notebook_below(b, count_spans(line)), &span))
        return false;
    edit_touch(edit, line->words[span.from].cloze, WANT_CHANGED);
    return insert(line, span.from, "not", WORD_PLAIN,
                  line->words[span.from].cloze);
}

/* Every word that can be another one is. */
bool edit_other_answer(struct notebook *b, struct line *line,
                       struct edit *edit)
{
    struct span span;
    bool any = false;

    if (!find_span(line, notebook_below(b, count_spans(line)), &span))
        return false;
    edit_touch(edit, line->words[span.from].cloze, WANT_EITHER);
    for (int i = span.from; i < span.to; i++)
        any |= notebook_reword(b, &line->words[i]);
    return any;
}

/* --- clozes ------------------------------------------------------------- */

/* It takes in a word beside it. */
bool edit_cloze_wider(struct notebook *b, struct line *line,
                      struct edit *edit)
{
    struct span span;
    uint32_t cloze;

    if (!find_span(line, notebook_below(b, count_spans(line)), &span))
        return false;
    cloze = line->words[span.from].cloze;
    edit_touch(edit, cloze, WANT_EITHER);
    if (span.from > 0 && in_prompt(&line->words[span.from - 1]) &&
        line->words[span.from - 1].tail == 0)
        line->words[span.from - 1].cloze = cloze;
    else if (span.to < line->n && in_prompt(&line->words[span.to]) &&
             line->words[span.to - 1].tail == 0)
        line->words[span.to].cloze = cloze;
    else
        return false;
    return true;
}

static bool same_words(const struct line *line, struct span a, struct span b)
{
    if (a.to - a.from != b.to - b.from)
        return false;
    for (int i = 0; i < a.to - a.from; i++)
        if (strcmp(line->words[a.from + i].text,
                   line->words[b.from + i].text) != 0)
            return false;
    return true;
}

static void copy_words(struct word *out, int *n, const struct line *line,
                       int from, int to)
{
    memcpy(out + *n, line->words + from, (size_t)(to - from) * sizeof *out);
    *n += to - from;
}

bool edit_swap(struct notebook *b, struct line *line, struct edit *edit)
{
    struct word words[LINE_WORDS];
    struct span first, second;
    int spans = count_spans(line), which, n = 0;
    char tail;

    (void)edit;
    if (spans < 2)
        return false;
    which = notebook_below(b, spans - 1);
    find_span(line, which, &first);
    find_span(line, which + 1, &second);
    if (first.to == second.from || same_words(line, first, second))
        return false;
    tail = line->words[first.to - 1].tail;
    line->words[first.to - 1].tail = line->words[second.to - 1].tail;
    line->words[second.to - 1].tail = tail;
    copy_words(words, &n, line, 0, first.from);
    copy_words(words, &n, line, second.from, second.to);
    copy_words(words, &n, line, first.to, second.from);
    copy_words(words, &n, line, first.from, first.to);
    copy_words(words, &n, line, second.to, line->n);
    memcpy(line->words, words, (size_t)n * sizeof *words);
    return true;
}

/* A word that no cloze stands beside: -1 when there is none. */
static int free_word(struct notebook *b, const struct line *line)
{
    int at = any_word(b, line, in_prompt, "nsa#");

    if (at < 0 || count_prompt(line) < 4 ||
        (at > 0 && line->words[at - 1].cloze != 0) ||
        (at + 1 < line->n && line->words[at + 1].cloze != 0))
        return -1;
    return at;
}

/* A word that is hidden once more is the same cloze again. */
static void hide(struct notebook *b, struct word *word)
{
    word->cloze = word->past != 0 ? word->past : ++b->nclozes;
}

bool edit_cloze_more(struct notebook *b, struct line *line, struct edit *edit)
{
    int at = free_word(b, line);

    (void)edit;
    if (at >= 0)
        hide(b, &line->words[at]);
    return at >= 0;
}

bool edit_cloze_less(struct notebook *b, struct line *line, struct edit *edit)
{
    struct span span;

    (void)edit;
    if (count_spans(line) < 2 ||
        !find_span(line, notebook_below(b, count_spans(line)), &span))
        return false;
    set_cloze(line, span, 0);
    return true;
}

/* What was hidden is not, and something else is. */
bool edit_cloze_elsewhere(struct notebook *b, struct line *line,
                          struct edit *edit)
{
    int at = free_word(b, line);
    struct span span;

    (void)edit;
    if (at < 0 ||
        !find_span(line, notebook_below(b, count_spans(line)), &span))
        return false;
    set_cloze(line, span, 0);
    hide(b, &line->words[at]);
    return true;
}

bool edit_clozes_merged(struct notebook *b, struct line *line,
                        struct edit *edit)
{
    struct span first, second;

    (void)edit;
    if (!find_span(line, 0, &first) || !find_span(line, 1, &second) ||
        second.from - first.to > 3)
        return false;
    for (int i = first.from; i < second.to - 1; i++)
        if (line->words[i].tail != 0)
            return false;
    first.to = second.to;
    set_cloze(line, first, ++b->nclozes);
    return true;
}

bool edit_numbers(struct notebook *b, struct line *line, struct edit *edit)
{
    (void)b;
    (void)edit;
    line->numbered = !line->numbered;
    return true;
}

bool edit_hint(struct notebook *b, struct line *line, struct edit *edit)
{
    (void)b;
    (void)edit;
    line->hinted = !line->hinted;
    return true;
}

bool edit_rewrite(struct notebook *b, struct line *line, struct edit *edit)
{
    struct line was = *line;
    int same = 0;

    (void)edit;
    notebook_say(b, line);
    for (int i = 0; i < line->n && i < was.n; i++)
        same += strcmp(line->words[i].text, was.words[i].text) == 0;
    return same * 3 < line->n;
}
