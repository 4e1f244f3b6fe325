#include "cli/near.h"
#include "cli/scratch.h"
#include "cli/use.h"
#include "sched/day.h"
#include "sys/json.h"

static void put_scheduler(struct str *out, const struct deck_settings *s)
{
    str_puts(out, s->profile->name);
}

static void put_new(struct str *out, const struct deck_settings *s)
{
    str_printf(out, "%d", s->new_per_day);
}

static void put_reviews(struct str *out, const struct deck_settings *s)
{
    str_printf(out, "%d", s->reviews_per_day);
}

static void put_exam(struct str *out, const struct deck_settings *s)
{
    if (s->exam_day == 0)
        str_puts(out, "none");
    else
        day_put(out, s->exam_day);
}

static void put_others(struct str *out, const struct deck_settings *s)
{
    static const char *const words[] = {
        [OTHERS_SHOW] = "show",
        [OTHERS_LATER] = "hide",
        [OTHERS_ALL] = "hide-all",
    };

    str_puts(out, words[s->others]);
}

static void put_grades(struct str *out, const struct deck_settings *s)
{
    str_puts(out, s->six_grades ? "0-5" : "1-4");
}

static const struct setting {
    const char *name;
    void (*put)(struct str *out, const struct deck_settings *settings);
    const char *blurb;
} settings[] = {
    {"new", put_new, "new cards a day"},
    {"reviews", put_reviews, "other cards a day"},
    {"exam", put_exam, "date of an exam to plan for, or none"},
    {"scheduler", put_scheduler, "sm2 or sm2-delphi"},
    {"grades", put_grades, "keys that grade: 1-4, or SM-2's own 0-5"},
    {"others", put_others,
     "other blanks of the note: show, hide or hide-all"},
};
enum { NSETTINGS = sizeof settings / sizeof *settings };

static const struct setting *find(const char *name, struct err *err)
{
    struct near near = {.word = slice_from(name)};

    for (size_t i = 0; i < NSETTINGS; i++) {
        if (strcmp(settings[i].name, name) == 0)
            return &settings[i];
        near_try(&near, settings[i].name);
    }
    if (near.best != NULL)
        err_set(err, ERR_USAGE,
                "There is no setting \"%s\". Did you mean: pagein config %s",
                name, near.best);
    else
        err_set(err, ERR_USAGE,
                "There is no setting \"%s\". They are listed by: pagein "
                "config",
                name);
    return NULL;
}

static void put_all(struct cli *cli, const struct deck_settings *values)
{
    struct str value = STR_EMPTY;

    for (size_t i = 0; i < NSETTINGS; i++) {
        str_clear(&value);
        settings[i].put(&value, values);
        out_printf(cli->out, "%-10s %-12s", settings[i].name, value.at);
        out_styled(cli->out, ROLE_DIM, settings[i].blurb);
        out_puts(cli->out, "\n");
    }
    str_release(&value);
}

static void put_json(struct cli *cli, const struct deck_settings *values)
{
    struct str text = STR_EMPTY, value = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    for (size_t i = 0; i < NSETTINGS; i++) {
        str_clear(&value);
        settings[i].put(&value, values);
        json_put_text(&w, settings[i].name, str_slice(&value));
    }
    json_close(&w);
    out_json(cli->out, &text);
    str_release(&value);
    str_release(&text);
}

static int show(struct cli *cli, const struct setting *one, struct err *err)
{
    struct deck *deck = NULL;
    struct deck_settings values;
    struct str value = STR_EMPTY;
    int rc = use_deck(cli, DECK_READ, &deck, err);

    if (rc == 0)
        rc = deck_settings(deck, &values, err);
    if (rc == 0 && cli->args->json) {
        put_json(cli, &values);
    } else if (rc == 0 && one == NULL) {
        put_all(cli, &values);
    } else if (rc == 0) {
        one->put(&value, &values);
        out_printf(cli->out, "%s\n", value.at);
    }
    str_release(&value);
    deck_close(deck);
    return rc;
}

/* A dry run tries the value on an empty deck that nobody keeps. */
static int set(struct cli *cli, const struct setting *one, struct err *err)
{
    struct scratch scratch = {STR_EMPTY, STR_EMPTY};
    const char *value = cli->args->operands[1];
    struct deck *deck = NULL;
    int rc = cli->args->dry_run ? scratch_open(&scratch, &deck, cli->now, err)
                                : use_deck(cli, DECK_WRITE, &deck, err);

    if (rc == 0)
        rc = deck_set(deck, one->name, slice_from(value), cli->now, err);
    if (rc == 0 && cli->args->dry_run && !cli->args->quiet) {
        out_printf(cli->say, "Would set %s to ", one->name);
        out_put(cli->say, slice_from(value));
        out_puts(cli->say, ".\n");
    }
    deck_close(deck);
    scratch_remove(&scratch);
    return rc;
}

static int run(struct cli *cli, struct err *err)
{
    const struct setting *one = NULL;

    if (cli->args->noperands > 0 &&
        (one = find(cli->args->operands[0], err)) == NULL)
        return -1;
    return cli->args->noperands == 2 ? set(cli, one, err)
                                     : show(cli, one, err);
}

const struct command cmd_config = {
    .name = "config",
    .operands = "[NAME [VALUE]]",
    .blurb = "the settings of a deck",
    .about =
        "Prints the settings of the deck, or one of them, or sets it. They "
        "live in the deck and nowhere else; a deck definition sets them as "
        "it is imported.\n\n"
        "new: new cards a day. reviews: other cards a day. exam: the date of "
        "an exam, or none. scheduler: sm2 or sm2-delphi. grades: the keys "
        "that grade, 1-4 or 0-5. others: what becomes of the other blanks of "
        "a note: show, hide (those behind), hide-all.",
    .examples =
        (const struct example[]){
            {"pagein config", "all settings"},
            {"pagein config new 40", "forty new cards a day"},
            {"pagein config exam 2027-02-12", "be ready by then"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_DRY_RUN),
    .max = 2,
    .fill = FILL_WORDS,
    .words = "new|reviews|exam|scheduler|grades|others",
    .group = "Deck",
    .run = run,
};
