/* options.h - every option there is, once.
 *
 * The table drives the parser, the help texts, the manual page and the
 * completions of three shells. A new option is a new row, a field in `struct
 * args` and its bit in the commands that take it (command.h). Two rows may
 * have one name as long as no command takes both. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct command;

enum option_id {
    OPTION_LIMIT,
    OPTION_ONLY,
    OPTION_AHEAD,
    OPTION_CRAM,
    OPTION_FOR,
    OPTION_KEEP_GOING,
    OPTION_FORCE,
    OPTION_MEDIA,
    OPTION_NAME,
    OPTION_LIST,
    OPTION_GRADES,
    OPTION_PROFILE,
    OPTION_LEVEL,
    OPTION_SEED,
    OPTION_CHOICE,
    OPTION_MISTAKES,
    OPTION_SYSTEM,
    OPTION_EXPLAIN,
    OPTION_TRACE,
    OPTION_ON,
    OPTION_FORMAT,
    OPTION_ROOT,
    OPTION_MEMORY,
    OPTION_ACCESS,
    OPTION_AS,
    OPTION_EXAM,
    OPTION_RULE,
    OPTION_ALLOW_LOWER,
    OPTION_FORGET,
    OPTION_FORMS,
    OPTION_ROSTER,
    OPTION_BANK,
    OPTION_FORMATS,
    OPTION_OUT,
    OPTION_PREVIEW,
    OPTION_MERGE,
    OPTION_SHARD,
    OPTION_LARGE,
    OPTION_PROVE,
    OPTION_SECRET,
    OPTION_WITH_PROGRESS,
    OPTION_BLANKS,
    OPTION_PROBLEMS,
    OPTION_ANKI_LATEST,
    OPTION_JSON,
    OPTION_DRY_RUN,
    OPTION_DECK, /* the last ones every command takes */
    OPTION_PLAIN,
    OPTION_COLOR,
    OPTION_QUIET,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT
};

enum option_kind {
    OPTION_IS_FLAG,   /* bool */
    OPTION_IS_NUMBER, /* int, from 1 */
    OPTION_IS_SPAN,   /* int, seconds: 15m, 1h, 90s; a bare number, minutes */
    OPTION_IS_CHOICE, /* int: 1 for the first word of `value`, 0 not given */
    OPTION_IS_TEXT,   /* const char *, into argv */
    OPTION_IS_TEXTS,  /* struct texts: may be given again and again */
};

/* What a shell offers for a value or an operand. */
enum fill {
    FILL_NOTHING,
    FILL_WORDS, /* the words of `value`, between bars */
    FILL_FILE,
    FILL_FOLDER,
    FILL_DECK,    /* names of decks, and files */
    FILL_COMMAND, /* names of commands */
    FILL_SETTING, /* names of a deck's settings */
};

struct option_row {
    const char *name; /* without the dashes */
    char letter;      /* its short form, or 0 */
    enum option_kind kind;
    const char *value; /* what help calls the value; "a|b|c" for a choice */
    enum fill fill;
    size_t at;         /* where in struct args the value goes */
    const char *blurb; /* without a final full stop */
};

extern const struct option_row option_rows[OPTION_COUNT];

enum { COLOR_UNSET, COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum { ONLY_BOTH, ONLY_CARDS, ONLY_PROBLEMS };
enum { ON_UNSET, ON_ENGINE, ON_KERNEL };
enum { AS_UNSET, AS_USER, AS_KERNEL };

/* The values of an option that was given several times. */
enum { TEXTS_MAX = 64 };

struct texts {
    const char *at[TEXTS_MAX];
    size_t n;
};

/* A command line, read. Texts point into argv. */
struct args {
    const struct command *command;
    char *const *operands; /* ended by NULL */
    size_t noperands;
    bool bare; /* nothing but options was typed */

    const char *deck, *media, *name, *grades, *format, *root, *memory;
    const char *seed, *exam, *roster, *formats, *out, *shard, *secret;
    int limit, only, for_seconds, profile, color, level;
    int system, on, access, as, forms, bank;
    bool ahead, cram, keep_going, force, list, json, dry_run;
    bool explain, trace, choice, mistakes;
    bool preview, merge, large, prove, allow_lower, forget;
    struct texts rules;
    int problems;
    bool with_progress, anki_latest, blanks;
    bool plain, quiet, help, version;
};

/* A set of options, one bit each. */
#define OPTION_BIT(id) (UINT64_C(1) << (id))
#define OPTIONS_EVERYWHERE                                 \
    (OPTION_BIT(OPTION_DECK) | OPTION_BIT(OPTION_PLAIN) |  \
     OPTION_BIT(OPTION_COLOR) | OPTION_BIT(OPTION_QUIET) | \
     OPTION_BIT(OPTION_HELP) | OPTION_BIT(OPTION_VERSION))

static inline bool option_in(uint64_t set, enum option_id id)
{
    return (set & OPTION_BIT(id)) != 0;
}

/* Cuts the next word off the words of a choice, "a|b|c"; false when none is
 * left. */
bool option_word(struct slice *words, struct slice *word);

#endif
