#include "cli/parse.h"

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/near.h"
#include "cli/command.h"

/* Above every letter, so that a long option is known by its id. */
enum { LONG = 256 };

/* The tables of getopt for a set of options. */
struct grammar {
    struct option rows[OPTION_COUNT + 1];
    char letters[2 * OPTION_COUNT + 3];
};

static struct grammar grammar(uint64_t options)
{
    struct grammar g = {0};
    struct option *row = g.rows;
    char *letter = g.letters;

    *letter++ = '+'; /* stop at the first operand; may be skipped */
    *letter++ = ':'; /* tell a missing value from an unknown option */
    for (int id = 0; id < OPTION_COUNT; id++) {
        const struct option_row *o = &option_rows[id];
        bool value = o->kind != OPTION_IS_FLAG;
        if (!option_in(options, (enum option_id)id))
            continue;
        *row++ =
            (struct option){o->name, value ? required_argument : no_argument,
                            NULL, LONG + id};
        if (o->letter == 0)
            continue;
        *letter++ = o->letter;
        if (value)
            *letter++ = ':';
    }
    return g;
}

static int id_of(int got)
{
    if (got >= LONG)
        return got - LONG;
    for (int id = 0; id < OPTION_COUNT; id++)
        if (option_rows[id].letter == got)
            return id;
    return -1;
}

/* "15m", "1h", "90s", or minutes alone; from a second to a day. */
static bool parse_span(const char *text, int *seconds)
{
    static const struct {
        const char *unit;
        long seconds;
    } units[] = {{"", 60}, {"m", 60}, {"min", 60}, {"h", 3600}, {"s", 1}};
    char *end;
    long n = strtol(text, &end, 10);

    if (end == text || *text == '-' || *text == '+' || n < 1 || n > 86400)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(end, units[i].unit) != 0)
            continue;
        if (n * units[i].seconds > 86400)
            return false;
        *seconds = (int)(n * units[i].seconds);
        return true;
    }
    return false;
}

static int read_number(int *out, const struct option_row *o, const char *text,
                       struct err *err)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (end == text || *end != '\0' || n < 1 || n > INT_MAX)
        return err_set(err, ERR_USAGE,
                       "--%s takes a whole number from 1, not \"%s\".",
                       o->name, text);
    *out = (int)n;
    return 0;
}

static int read_span(int *out, const struct option_row *o, const char *text,
                     struct err *err)
{
    if (!parse_span(text, out))
        return err_set(err, ERR_USAGE,
                       "--%s takes a time up to a day, such as 15m, 1h or "
                       "90s, not \"%s\".",
                       o->name, text);
    return 0;
}

static int read_choice(int *out, const struct option_row *o, const char *text,
                       struct err *err)
{
    struct slice words = slice_from(o->value), word;

    for (int i = 1; option_word(&words, &word); i++)
        if (slice_is(word, text)) {
            *out = i;
            return 0;
        }
    return err_set(err, ERR_USAGE, "--%s is one of %s, not \"%s\".", o->name,
                   o->value, text);
}

static int add_text(struct texts *texts, const struct option_row *o,
                    const char *text, struct err *err)
{
    if (texts->n == TEXTS_MAX)
        return err_set(err, ERR_USAGE, "--%s can be given %d times at most.",
                       o->name, TEXTS_MAX);
    texts->at[texts->n++] = text;
    return 0;
}

static int store(struct args *args, int id, const char *text, struct err *err)
{
    const struct option_row *o = &option_rows[id];
    void *at = (char *)args + o->at;

    switch (o->kind) {
    case OPTION_IS_FLAG:
        *(bool *)at = true;
        return 0;
    case OPTION_IS_NUMBER:
        return read_number(at, o, text, err);
    case OPTION_IS_SPAN:
        return read_span(at, o, text, err);
    case OPTION_IS_CHOICE:
        return read_choice(at, o, text, err);
    case OPTION_IS_TEXT:
        *(const char **)at = text;
        return 0;
    case OPTION_IS_TEXTS:
        return add_text(at, o, text, err);
    }
    return 0;
}

/* What messages call the command; the program, before one is known. */
static const char *called(const struct command *c)
{
    return c != NULL && *c->name != '\0' ? c->name : "pagein";
}

/* A command that does take an option of that name, or NULL. */
static const struct command *taker(struct slice name)
{
    for (size_t i = 0; i < ncommands; i++)
        for (int id = 0; id < OPTION_COUNT; id++)
            if (commands[i]->group != NULL &&
                option_in(commands[i]->options, (enum option_id)id) &&
                slice_is(name, option_rows[id].name))
                return commands[i];
    return NULL;
}

/* An option that this command does not take: one that another does, one that
 * is nearly right, or nothing we know. */
static int unknown_long(const char *token, uint64_t options,
                        const struct command *command, struct err *err)
{
    struct slice typed = slice_from(token + 2);
    struct near near = {
        .word = slice_sub(typed, 0, slice_find(typed, 0, SLICE("=")))};
    const struct command *other = taker(near.word);

    for (int id = 0; id < OPTION_COUNT; id++)
        if (option_in(options, (enum option_id)id))
            near_try(&near, option_rows[id].name);
    if (other != NULL)
        return err_set(err, ERR_USAGE,
                       "%s has no option --%.*s; it belongs to pagein %s.",
                       called(command), SLICE_FMT(near.word), other->name);
    if (near.best != NULL)
        return err_set(err, ERR_USAGE,
                       "%s has no option --%.*s. Did you mean --%s?",
                       called(command), SLICE_FMT(near.word), near.best);
    return err_set(err, ERR_USAGE, "%s has no option --%.*s.",
                   called(command), SLICE_FMT(near.word));
}

static int unknown(char **argv, uint64_t options,
                   const struct command *command, struct err *err)
{
    if (optopt >= LONG)
        return err_set(err, ERR_USAGE, "--%s takes no value.",
                       option_rows[optopt - LONG].name);
    if (optopt != 0)
        return err_set(err, ERR_USAGE,
                       "%s has no option -%c. A file whose name begins with "
                       "a dash is written ./-NAME.",
                       called(command), optopt);
    return unknown_long(argv[optind - 1], options, command, err);
}

/* Reads the options of argv. With `first` it stops at the first operand,
 * else getopt moves the operands behind the options. Returns where operands
 * begin, or -1. */
static int read_options(struct args *args, uint64_t options, bool first,
                        int argc, char **argv, struct err *err)
{
    struct grammar g = grammar(options);
    int got;

    optind = 0; /* start afresh, GNU's way */
    opterr = 0;
    while ((got = getopt_long(argc, argv, g.letters + !first, g.rows,
                              NULL)) != -1) {
        if (got == '?')
            return unknown(argv, options, args->command, err);
        if (got == ':')
            return err_set(err, ERR_USAGE, "--%s needs a value: --%s %s.",
                           option_rows[id_of(optopt)].name,
                           option_rows[id_of(optopt)].name,
                           option_rows[id_of(optopt)].value);
        if (store(args, id_of(got), optarg, err) < 0)
            return -1;
    }
    return optind;
}

static int no_command(const char *word, struct err *err)
{
    struct near near = {.word = slice_from(word)};

    for (size_t i = 0; i < ncommands; i++)
        if (commands[i]->group != NULL)
            near_try(&near, commands[i]->name);
    if (near.best != NULL)
        return err_set(err, ERR_USAGE,
                       "There is no command \"%s\". Did you mean: pagein %s",
                       word, near.best);
    if (access(word, F_OK) == 0)
        return err_set(err, ERR_USAGE,
                       "\"%s\" is not a command. To make cards of that "
                       "file: pagein import %s",
                       word, word);
    return err_set(err, ERR_USAGE, "There is no command \"%s\".", word);
}

static int count_operands(const struct args *args, struct err *err)
{
    const struct command *c = args->command;

    if (args->noperands < c->min)
        return err_set(err, ERR_USAGE, "%s needs to know more: pagein %s %s",
                       called(c), c->name, c->operands);
    if (args->noperands <= c->max)
        return 0;
    if (c->max == 0)
        return err_set(err, ERR_USAGE,
                       "%s takes options only; \"%s\" is "
                       "too many.",
                       called(c), args->operands[0]);
    return err_set(err, ERR_USAGE,
                   "%s takes %zu of %s; \"%s\" is one too many. Words that "
                   "belong together go between quotes.",
                   called(c), c->max, c->operands, args->operands[c->max]);
}

int args_parse(struct args *args, int argc, char **argv, struct err *err)
{
    uint64_t bare = command_options(command_find(""));
    int at = read_options(args, bare, true, argc, argv, err);

    if (at < 0)
        return -1;
    args->command = command_find(at < argc ? argv[at] : "");
    if (args->command == NULL)
        return no_command(argv[at], err);
    if (at < argc) {
        argc -= at;
        argv += at;
        at = read_options(args, command_options(args->command), false, argc,
                          argv, err);
        if (at < 0)
            return -1;
    }
    args->operands = argv + at;
    args->noperands = (size_t)(argc - at);
    return args->help || args->version ? 0 : count_operands(args, err);
}
