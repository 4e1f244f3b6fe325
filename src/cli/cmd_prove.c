/* pagein prove CODE: a problem's key against everything that can tell.
 *
 *     page faults
 *       the engine     7
 *       the other way  7  =
 *       this kernel    7  =
 */
#include "cli/practice.h"
#include "exam/prove.h"
#include "problem/code.h"
#include "problem/read.h"
#include "sys/json.h"

/* One problem with all answers to it. */
struct hearing {
    const struct problem *problem;
    struct arena arena;
    struct prompt prompt;
    struct answers engine, other;
    enum proof kernel;
    struct testimony witness; /* answers only if `kernel` does not say
                                 PROOF_CANNOT */
    struct err why;           /* a sentence, or ERR_NONE */
};

static void hear(struct hearing *h)
{
    const struct kind *kind = h->problem->kind;

    h->engine = h->other = (struct answers){.arena = &h->arena};
    kind->solve(h->problem->params, &h->engine);
    kind_solve_again(kind, h->problem->params, &h->other);
    h->kernel = prove_on_kernel(h->problem, &h->arena, &h->witness, &h->why);
    problem_ask(h->problem, &h->arena, &h->prompt);
}

static bool all_agree(const struct hearing *h)
{
    return answers_eq(&h->engine, &h->other) && h->kernel != PROOF_DIFFERS;
}

/* The kernel's answer to a part; NULL when it has none. */
static const struct value *seen(const struct hearing *h, unsigned part)
{
    const struct answers *a = &h->witness.seen;

    return h->kernel != PROOF_CANNOT && part < a->n &&
                   a->at[part].kind != VALUE_NONE
               ? &a->at[part]
               : NULL;
}

/* --- for people ---------------------------------------------------------- */

static void put_answer(struct cli *cli, const struct part *part,
                       const char *who, const struct value *value,
                       const struct value *engine)
{
    struct str text = STR_EMPTY;
    bool same = value_eq(value, engine);

    answer_put(&text, part, value);
    out_printf(cli->out, "  %-13s  ", who);
    out_put(cli->out, str_slice(&text));
    if (value != engine)
        out_styled(cli->out, same ? ROLE_GOOD : ROLE_ERROR,
                   same ? "  =" : "  DIFFERENT");
    out_puts(cli->out, "\n");
    str_release(&text);
}

static void put_part(struct cli *cli, const struct hearing *h, unsigned i)
{
    const struct part *part = &h->prompt.parts[i];
    const struct value *engine = &h->engine.at[i];

    out_puts(cli->out, part->ask);
    out_puts(cli->out, "\n");
    put_answer(cli, part, "the engine", engine, engine);
    put_answer(cli, part, "the other way", &h->other.at[i], engine);
    if (seen(h, i) != NULL)
        put_answer(cli, part, "this kernel", seen(h, i), engine);
}

static bool sees_all(const struct hearing *h)
{
    for (unsigned i = 0; i < h->engine.n; i++)
        if (seen(h, i) == NULL)
            return false;
    return true;
}

static void put_verdict(struct cli *cli, const struct hearing *h)
{
    static const char *const says[] = {[PROOF_AGREES] = "agrees",
                                       [PROOF_DIFFERS] = "differs",
                                       [PROOF_CANNOT] = "can't tell"};

    if (!prove_knows(h->problem->kind))
        return;
    out_printf(cli->out, "\nThis machine's kernel %s%s: ", says[h->kernel],
               h->kernel == PROOF_AGREES && !sees_all(h)
                   ? " where it can tell"
                   : "");
    out_put(cli->out, slice_from(h->why.kind != ERR_NONE ? h->why.text
                                                         : h->witness.how));
    out_puts(cli->out, h->why.kind != ERR_NONE ? "\n" : ".\n");
}

/* --- for programs -------------------------------------------------------- */

static void json_answer(struct json *w, const char *key,
                        const struct part *part, const struct value *value)
{
    struct str text = STR_EMPTY;

    answer_put(&text, part, value);
    json_put_text(w, key, str_slice(&text));
    str_release(&text);
}

static void json_part(struct json *w, const struct hearing *h, unsigned i)
{
    const struct part *part = &h->prompt.parts[i];

    json_open_object(w, NULL);
    json_put_text(w, "question", slice_from(part->ask));
    json_answer(w, "engine", part, &h->engine.at[i]);
    json_answer(w, "other", part, &h->other.at[i]);
    if (seen(h, i) != NULL)
        json_answer(w, "kernel", part, seen(h, i));
    else
        json_put_null(w, "kernel");
    json_close(w);
}

static void put_json(struct cli *cli, const struct hearing *h)
{
    static const char *const says[] = {[PROOF_AGREES] = "agrees",
                                       [PROOF_DIFFERS] = "differs",
                                       [PROOF_CANNOT] = "can't tell"};
    const struct problem *p = h->problem;
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);
    char code[CODE_BYTES];

    code_put(code, (struct code){p->kind->number, p->kind->version,
                                 (uint8_t)p->level, p->seed});
    json_open_object(&w, NULL);
    json_put_text(&w, "code", slice_from(code));
    json_put_text(&w, "kind", slice_from(p->kind->id));
    json_put_int(&w, "level", p->level);
    json_open_array(&w, "parts");
    for (unsigned i = 0; i < h->engine.n; i++)
        json_part(&w, h, i);
    json_close(&w);
    json_put_bool(&w, "same", all_agree(h));
    json_put_text(&w, "kernel", slice_from(says[h->kernel]));
    json_put_text(
        &w, "how",
        slice_from(h->why.kind != ERR_NONE ? h->why.text : h->witness.how));
    json_close(&w);
    out_json(cli->out, &text);
    str_release(&text);
}

static int prove(struct cli *cli, struct err *err)
{
    struct hearing h = {.problem = NULL};
    int rc = -1;

    h.problem = practice_find(cli, cli->args->operands[0], &h.arena, err);
    if (h.problem != NULL) {
        hear(&h);
        if (cli->args->json) {
            put_json(cli, &h);
        } else {
            for (unsigned i = 0; i < h.engine.n; i++)
                put_part(cli, &h, i);
            put_verdict(cli, &h);
        }
        rc = all_agree(&h) ? STATUS_DONE : STATUS_FOUND;
        prompt_release(&h.prompt);
    }
    arena_release(&h.arena);
    return rc;
}

const struct command cmd_prove = {
    .name = "prove",
    .operands = "CODE",
    .blurb = "solve a problem again: in two ways, and on this kernel",
    .about =
        "Prints for each question what the engine finds, what the second "
        "solver finds, which shares no code with it, and, where the question "
        "is about what an operating system does, what real processes on this "
        "machine do. Some of that only root may see; then it says so.\n\n"
        "Exit status 1 when anything differs.",
    .examples =
        (const struct example[]){
            {"pagein prove 0RK5-J76S-6ENC", "is its key right?"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_SECRET) | OPTION_BIT(OPTION_JSON),
    .min = 1,
    .max = 1,
    .group = "Study",
    .run = prove,
};
