/* Codes that people type, open and sealed. */
#include "cli/practice.h"
#include "exam/secret.h"
#include "problem/code.h"

bool practice_is_code(const char *word)
{
    size_t n = 0;

    for (const char *c = word; *c != '\0'; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
        if (letter || (*c >= '0' && *c <= '9'))
            n++;
        else if (*c != '-')
            return false;
    }
    return n == 12;
}

/* A card's whole id has sixteen digits too, but no hyphens. */
bool practice_is_sealed(const struct cli *cli, const char *word)
{
    return seal_is(slice_from(word)) &&
           (strchr(word, '-') != NULL || cli->args->secret != NULL);
}

int practice_unseal(const struct cli *cli, const char *word,
                    struct sealed *out, struct err *err)
{
    struct secret secret;

    if (cli->args->secret == NULL)
        return err_set(err, ERR_USAGE,
                       "This code is sealed: it is of a graded exam, and "
                       "opens only with the exam's secret: --secret FILE.");
    if (secret_read(&secret, cli->args->secret, err) < 0)
        return -1;
    return seal_open(out, slice_from(word), &secret, err);
}

static int read_any(const struct cli *cli, const char *word, struct code *out,
                    struct err *err)
{
    struct sealed sealed;

    if (!practice_is_sealed(cli, word))
        return code_read(slice_from(word), out, err);
    if (practice_unseal(cli, word, &sealed, err) < 0)
        return -1;
    *out = sealed.code;
    return sealed.what == SEALED_PROBLEM
               ? 0
               : err_set(err, ERR_USAGE,
                         "This code is of a blank in the notes: pagein show "
                         "shows its card.");
}

const struct problem *practice_find(const struct cli *cli, const char *word,
                                    struct arena *arena, struct err *err)
{
    const struct problem *problem;
    const struct kind *kind;
    struct code code;

    if (read_any(cli, word, &code, err) < 0)
        return NULL;
    kind = kind_of_number(code.kind);
    if (kind == NULL || kind->version != code.version) {
        err_set(
            err, ERR_NO_INPUT,
            "That code is of a kind of problem, or a version of one, that "
            "this pagein does not know.");
        return NULL;
    }
    problem = problem_make(arena, kind, code.level, code.seed);
    if (problem == NULL)
        err_set(err, ERR_NO_INPUT, "%s has no level %d.", kind->id,
                code.level);
    return problem;
}
