/* notebook.h - a student's notes as tests make them up: files of headings and
 * bullets, as words that can be edited without reading Markdown.
 *
 * Every cloze has a number of its own that is never in the text: who edits
 * the words knows which cloze is which, so a test can ask whether the deck
 * knows it too. The same seed gives the same notes. */
#ifndef TESTS_DECK_NOTEBOOK_H
#define TESTS_DECK_NOTEBOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rng.h"
#include "base/str.h"

/* What kind of word it is: another one of its kind can stand in its place. */
enum word_kind {
    WORD_PLAIN = ' ', /* it stays: "when", "there" */
    WORD_THE = 't',
    WORD_NOUN = 'n',
    WORD_PLURAL = 's',
    WORD_VERB = 'v',
    WORD_ADJECTIVE = 'a',
    WORD_ADVERB = 'd',
    WORD_NUMBER = '#',
    WORD_UNIT = 'u',
    WORD_OPERATOR = 'o',
};

enum {
    WORD_BYTES = 24,
    LINE_WORDS = 48,
    NAME_BYTES = 48,
    NOTEBOOK_FILES = 8
};

struct word {
    char text[WORD_BYTES];
    char tail; /* punctuation behind it and outside its cloze, or 0 */
    char kind;
    bool strong;
    uint32_t cloze; /* number of the cloze it belongs to, or 0 */
    uint32_t past;  /* of the cloze that hid this word alone, or 0 */
};

struct line {
    uint32_t id;   /* never in the text either */
    int heading;   /* 1 or 2; 0 for a bullet */
    int depth;     /* of a bullet, from 0 */
    bool numbered; /* {{c1::...}} */
    bool hinted;   /* the first cloze has a hint */
    struct word words[LINE_WORDS];
    int n;
    int at; /* the line it was written on last */
};

struct file {
    char name[NAME_BYTES];
    struct line *lines;
    size_t n, cap;
    char bullet;     /* - * or + */
    bool crlf, tabs; /* line ends; how bullets are indented */
    int width;       /* of a line; 0 for as long as it likes */
    bool unreadable; /* until it is imported once more */
};

struct notebook {
    struct rng rng;
    struct file files[NOTEBOOK_FILES];
    size_t nfiles;
    uint32_t nclozes, nlines; /* numbers given so far */
};

/* About so many notes in four files. */
void notebook_init(struct notebook *b, uint64_t seed, size_t notes);
void notebook_release(struct notebook *b);

/* A file as Markdown; sets the `at` of its lines. */
void notebook_put(struct str *out, struct file *f);

/* True with a chance of one in n. */
bool notebook_chance(struct notebook *b, int n);
int notebook_below(struct notebook *b, int n);

/* Another sentence with new clozes in place of what the line says. */
void notebook_say(struct notebook *b, struct line *line);

/* The same without clozes, as what bullets hang below. */
void notebook_say_parent(struct notebook *b, struct line *line);

/* Adds "on every access" or the like at the end. */
void notebook_say_more(struct notebook *b, struct line *line);

/* New clozes where the old ones are; the line is another one. */
void notebook_renew(struct notebook *b, struct line *line);

/* Likewise, and it says nearly the same. */
void notebook_vary(struct notebook *b, struct line *line);

/* Puts another word of the same kind there; true when there is one. */
bool notebook_reword(struct notebook *b, struct word *word);

/* The text of a number that stands where `word` does. */
void notebook_number(struct notebook *b, struct word *word);

/* Lines of the file. `line` is copied; what is behind moves. */
void notebook_insert(struct notebook *b, struct file *f, size_t at,
                     const struct line *line);
void notebook_remove(struct file *f, size_t at, size_t n);

/* How many lines hang below the one at `at`, itself counted. */
size_t notebook_below_line(const struct file *f, size_t at);

/* Words of the line. */
bool line_insert(struct line *line, int at, const struct word *word);
void line_remove(struct line *line, int at);

bool line_is_note(const struct line *line);
bool line_says(const struct line *line, const struct line *other);

#endif
