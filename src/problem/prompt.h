/* prompt.h - what a problem says and asks, before anybody lays it out.
 *
 *     assumptions   the conventions that the answer rests on, each a sentence
 *     text          Markdown: paragraphs, lists, `code`, fenced C
 *     figures       drawings as data (vm/figure.h), and listings
 *     parts         the questions, each with one answer
 *
 * All of it lives in the prompt's arena. */
#ifndef PROBLEM_PROMPT_H
#define PROBLEM_PROMPT_H

#include "base/arena.h"
#include "base/str.h"
#include "problem/word.h"
#include "vm/figure.h"

/* How an answer is read and written. */
enum ask_kind {
    ASK_ADDRESS, /* a whole number, hex unless another base is written */
    ASK_INTEGER, /* a whole number, decimal */
    ASK_BITS,    /* a whole number, binary */
    ASK_SIZE,    /* bytes; units are read */
    ASK_RATIO,   /* any number, decimal */
    ASK_CLASS,   /* one of the part's words */
    ASK_SET,     /* addresses or integers (by base), any order, or none */
    ASK_LIST,    /* the same where the order counts */
    ASK_WORDS,   /* a set of the part's words */
    ASK_ORDER,   /* the part's words in an order */
    ASK_CHOICE,  /* one of the options, by its letter */
    ASK_CHOICES, /* a set of options */
};

struct part {
    const char *ask; /* "virtual page number"; short, no full stop */
    enum ask_kind kind;
    uint8_t base;   /* of numbers without a prefix: 2, 10 or 16 */
    uint8_t digits; /* in that base, to which keys are padded; 0: none */
    uint8_t bits;   /* of an address that the statement shows in binary; 0: it
                       does not */
    bool property;  /* any value that works is right (kind->works) */
    const enum word *words; /* that are (also) an answer */
    uint8_t nwords;
    const char *const *options; /* of choices: "(a)" goes in front */
    uint8_t noptions;
};

struct prompt {
    struct arena *arena;
    struct str text; /* released with the prompt */
    const char **assumptions;
    size_t nassumptions, assumptions_cap;
    const struct figure **figures;
    size_t nfigures, figures_cap;
    struct part *parts;
    size_t nparts, parts_cap;
};

void prompt_init(struct prompt *p, struct arena *arena);
void prompt_release(struct prompt *p);

/* Text, put together by printf. */
void prompt_say(struct prompt *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A convention, "Instruction fetches count as accesses". */
void prompt_assume(struct prompt *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A drawing, which must live in the arena. */
void prompt_show(struct prompt *p, const struct figure *figure);

/* A question. The part is copied; what it points to must live in the arena
 * or be constant. */
void prompt_ask(struct prompt *p, struct part part);

/* The common ones. `digits` as in struct part. */
void prompt_ask_address(struct prompt *p, const char *ask, unsigned digits);

/* An address or a piece of one, of so many bits; `binary` when the statement
 * shows it so, and it may well be answered so. */
void prompt_ask_field(struct prompt *p, const char *ask, unsigned bits,
                      bool binary);
void prompt_ask_integer(struct prompt *p, const char *ask);
void prompt_ask_size(struct prompt *p, const char *ask);
void prompt_ask_word(struct prompt *p, const char *ask,
                     const enum word *words, unsigned nwords);

#endif
