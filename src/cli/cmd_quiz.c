#include <stdlib.h>
#include <string.h>

#include "cli/practice.h"
#include "sched/day.h"
#include "sys/hash.h"
#include "sys/json.h"

enum { QUIZ_PROBLEMS = 10, DAILY_PROBLEMS = 5, TRIES = 50 };

/* --- which kinds -------------------------------------------------------- */

struct menu {
    const struct kind **at; /* in the arena */
    size_t n;
};

/* The kinds that a word means: one by its id, a topic, or all. */
static int choose(const char *word, struct menu *out, struct arena *arena,
                  struct err *err)
{
    out->at = arena_new_array(arena, nkinds, sizeof *out->at);
    out->n = 0;
    for (size_t i = 0; i < nkinds; i++)
        if (kind_meant(kinds[i], slice_from(word)))
            out->at[out->n++] = kinds[i];
    if (out->n > 0)
        return 0;
    return err_set(
        err, ERR_NO_INPUT,
        "No kind or topic of problems is called \"%s\"; pagein quiz "
        "--list shows them.",
        word);
}

static int level_of(const struct kind *k, int wanted)
{
    int level = wanted > 0 ? wanted : 1;

    while (level < LEVELS && !kind_has_level(k, level))
        level++;
    while (level > 1 && !kind_has_level(k, level))
        level--;
    return level;
}

/* --- drawing them ------------------------------------------------------- */

struct course {
    const struct menu *menu;
    struct rng rng;
    int level; /* 0: each kind's first, rising with what is right */
    const struct kind *last;
};

/* Another kind than the last one, where there is another. */
static const struct kind *next_kind(struct course *c)
{
    const struct kind *k = c->last;

    for (int i = 0; i < TRIES && k == c->last; i++)
        k = c->menu->at[rng_below(&c->rng, c->menu->n)];
    c->last = k;
    return k;
}

static const struct problem *next_problem(struct course *c, int level,
                                          struct arena *arena)
{
    const struct kind *k = next_kind(c);

    return problem_make(arena, k, level_of(k, level), rng_next(&c->rng));
}

/* --- quiz --------------------------------------------------------------- */

static void put_levels(struct str *out, const struct kind *k)
{
    for (int level = 1; level <= LEVELS; level++)
        if (kind_has_level(k, level))
            str_printf(out, "%s%d", out->len > 0 ? " " : "", level);
}

static void list(struct cli *cli)
{
    const char *topic = "";

    for (size_t i = 0; i < nkinds; i++) {
        const struct kind *k = kinds[i];
        struct str levels = STR_EMPTY;
        put_levels(&levels, k);
        if (strcmp(topic, k->topic) != 0)
            out_strong(cli->out, (topic = k->topic)),
                out_puts(cli->out, "\n");
        out_printf(cli->out, "  %-10s %-8s %s", k->id, levels.at, k->blurb);
        for (int n = 0; n < 3 && k->needs[n] != NULL; n++)
            out_printf(cli->out, "%s%s", n == 0 ? "; after " : ", ",
                       k->needs[n]);
        out_puts(cli->out, "\n");
        str_release(&levels);
    }
}

static void list_json(struct cli *cli)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_array(&w, NULL);
    for (size_t i = 0; i < nkinds; i++) {
        const struct kind *k = kinds[i];
        json_open_object(&w, NULL);
        json_put_text(&w, "id", slice_from(k->id));
        json_put_text(&w, "title", slice_from(k->title));
        json_put_text(&w, "topic", slice_from(k->topic));
        json_put_text(&w, "blurb", slice_from(k->blurb));
        json_put_int(&w, "version", k->version);
        json_open_array(&w, "levels");
        for (int level = 1; level <= LEVELS; level++)
            if (kind_has_level(k, level))
                json_put_int(&w, NULL, level);
        json_close(&w);
        json_open_array(&w, "needs");
        for (int n = 0; n < 3 && k->needs[n] != NULL; n++)
            json_put_text(&w, NULL, slice_from(k->needs[n]));
        json_close(&w);
        json_close(&w);
    }
    json_close(&w);
    out_json(cli->out, &text);
    str_release(&text);
}

static void ask_all(struct cli *cli, struct course *course, int problems)
{
    struct practice practice;
    int level = course->level;

    practice_begin(&practice, cli, cli->args->choice);
    for (int i = 0; i < problems && !practice.over; i++) {
        struct arena arena = {0};
        const struct problem *p = next_problem(course, level, &arena);
        bool right = p != NULL && practice_ask(&practice, p);
        if (course->level == 0) /* two steps up, one down */
            level = right ? (level < LEVELS ? level + 1 : LEVELS)
                          : (level > 1 ? level - 1 : 1);
        arena_release(&arena);
    }
    practice_end(&practice);
}

static void print_all(struct cli *cli, struct course *course, int problems)
{
    struct arena arena = {0};
    const struct problem **all =
        arena_new_array(&arena, (size_t)problems, sizeof *all);
    size_t n = 0;

    for (int i = 0; i < problems; i++) {
        const struct problem *p = next_problem(course, course->level, &arena);
        if (p != NULL)
            all[n++] = p;
    }
    practice_json(cli, all, n);
    arena_release(&arena);
}

static int seed_of(const struct args *args, uint64_t *out, struct err *err)
{
    char *end;

    *out = entropy_u64();
    if (args->seed == NULL)
        return 0;
    *out = strtoull(args->seed, &end, 0);
    if (*end != '\0' || end == args->seed)
        return err_set(err, ERR_USAGE, "--seed takes a number, not \"%s\".",
                       args->seed);
    return 0;
}

/* A kind that was called by its name must have the level. */
static int check_level(const struct args *args, const struct menu *menu,
                       struct err *err)
{
    struct str levels = STR_EMPTY;

    if (args->level > LEVELS)
        return err_set(err, ERR_USAGE, "There are levels 1 to %d, not %d.",
                       LEVELS, args->level);
    if (args->level == 0 || menu->n > 1 ||
        kind_has_level(menu->at[0], args->level))
        return 0;
    put_levels(&levels, menu->at[0]);
    err_set(err, ERR_USAGE, "%s has no level %d; it has %s.", menu->at[0]->id,
            args->level, levels.at);
    str_release(&levels);
    return -1;
}

static int quiz(struct cli *cli, struct err *err)
{
    const struct args *args = cli->args;
    struct arena arena = {0};
    struct menu menu;
    uint64_t seed;
    int rc = -1, problems = args->limit > 0 ? args->limit : QUIZ_PROBLEMS;
    struct course course = {.menu = &menu, .level = args->level};

    if (args->list) {
        if (args->json)
            list_json(cli);
        else
            list(cli);
        return STATUS_DONE;
    }
    if (seed_of(args, &seed, err) == 0 &&
        choose(args->noperands > 0 ? args->operands[0] : "all", &menu, &arena,
               err) == 0 &&
        check_level(args, &menu, err) == 0) {
        course.rng = rng_new(seed);
        if (args->json)
            print_all(cli, &course, problems);
        else
            ask_all(cli, &course, problems);
        rc = STATUS_DONE;
    }
    arena_release(&arena);
    return rc;
}

const struct command cmd_quiz = {
    .name = "quiz",
    .operands = "[KIND|TOPIC]",
    .blurb = "problems to practise, made fresh",
    .about =
        "Asks problems that the virtual-memory engine makes and checks. No "
        "schedule changes. An answer is a line: a number in any base (hex "
        "where an address is asked for), a word such as fault, or nothing. A "
        "wrong answer is told which mistake it is, and the worked way "
        "follows.\n\n"
        "? gives a hint, calc 2^12*3 reckons, skip leaves one out, quit "
        "ends. Each problem prints its code: pagein show CODE, key CODE and "
        "prove CODE tell about that very problem.",
    .examples =
        (const struct example[]){
            {"pagein quiz", "ten problems of all kinds, getting harder"},
            {"pagein quiz cow --limit 5", "five of a topic"},
            {"pagein quiz LOOKUP --level 3 --choice", "with options"},
            {"pagein quiz --list", "what there is"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_LEVEL) | OPTION_BIT(OPTION_SEED) |
               OPTION_BIT(OPTION_LIMIT) | OPTION_BIT(OPTION_CHOICE) |
               OPTION_BIT(OPTION_LIST) | OPTION_BIT(OPTION_JSON),
    .max = 1,
    .group = "Study",
    .run = quiz,
};

/* --- daily -------------------------------------------------------------- */

static int daily(struct cli *cli, struct err *err)
{
    struct arena arena = {0};
    struct menu menu;
    struct practice practice;
    struct str day = STR_EMPTY;
    int today = day_of(cli->now.utc_ms, cli->now.offset_minutes, 0);
    struct course course = {.menu = &menu, .rng = rng_new((uint64_t)today)};

    if (choose("all", &menu, &arena, err) < 0)
        return -1;
    day_put(&day, today);
    out_printf(cli->out, "The five of %s\n\n", day.at);
    practice_begin(&practice, cli, cli->args->choice);
    for (int i = 0; i < DAILY_PROBLEMS && !practice.over; i++) {
        struct arena scratch = {0};
        const struct problem *p = next_problem(&course, 1 + i / 2, &scratch);
        if (p != NULL)
            practice_ask(&practice, p);
        arena_release(&scratch);
    }
    out_printf(cli->out, "pagein daily %s: ", day.at);
    practice_end(&practice);
    str_release(&day);
    arena_release(&arena);
    return STATUS_DONE;
}

const struct command cmd_daily = {
    .name = "daily",
    .operands = "",
    .blurb = "five problems, the same for everyone today",
    .about = "The date chooses them. The last line can be pasted to others: "
             "the day, how many were right, the time, the mistake.",
    .examples =
        (const struct example[]){
            {"pagein daily", "today's five"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_CHOICE),
    .group = "Study",
    .run = daily,
};
