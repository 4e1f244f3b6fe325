#include "base/near.h"
#include "cli/use.h"
#include "deck/config.h"
#include "deck/queue.h"
#include "sys/json.h"

static const struct config_row *find(const char *name, struct err *err)
{
    const struct config_row *row = config_find(slice_from(name));
    struct near near = {.word = slice_from(name)};

    for (size_t i = 0; i < config_nrows; i++)
        near_try(&near, config_rows[i].name);
    if (row == NULL && near.best != NULL)
        err_set(err, ERR_USAGE,
                "There is no setting \"%s\". Did you mean: pagein config %s",
                name, near.best);
    else if (row == NULL)
        err_set(err, ERR_USAGE,
                "There is no setting \"%s\". They are listed by: pagein "
                "config",
                name);
    return row;
}

/* What is shown of the deck's settings. */
struct shown {
    struct cli *cli;
    struct deck *deck;
    const struct config_row *one; /* NULL: all */
    struct arena arena;
    struct json *w; /* NULL: for people */
};

static void put_row(struct out *out, const struct config_row *row,
                    struct slice value)
{
    out_printf(out, "%-10s ", row->name);
    out_cell(out, value, 0, false);
    out_printf(out, "%*s ", value.len < 10 ? 11 - (int)value.len : 1, "");
    out_styled(out, ROLE_DIM, row->blurb);
    out_puts(out, "\n");
}

static int put(struct shown *s, const struct config_row *row, struct err *err)
{
    struct slice value;

    if (deck_setting(s->deck, row, &value, &s->arena, err) < 0)
        return -1;
    if (s->w != NULL) {
        json_put_text(s->w, row->name, value);
    } else if (s->one != NULL) {
        out_put(s->cli->out, value);
        out_puts(s->cli->out, "\n");
    } else {
        put_row(s->cli->out, row, value);
    }
    return 0;
}

static int put_all(struct shown *s, struct err *err)
{
    for (size_t i = 0; i < config_nrows; i++)
        if (s->one != NULL ? s->one == &config_rows[i]
                           : config_rows[i].blurb != NULL)
            if (put(s, &config_rows[i], err) < 0)
                return -1;
    return 0;
}

static int show(struct cli *cli, const struct config_row *one,
                struct err *err)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);
    struct shown s = {
        .cli = cli, .one = one, .w = cli->args->json ? &w : NULL};
    int rc = use_deck(cli, DECK_READ, &s.deck, err);

    if (s.w != NULL)
        json_open_object(&w, NULL);
    if (rc == 0)
        rc = put_all(&s, err);
    if (s.w != NULL)
        json_close(&w);
    if (rc == 0)
        out_json(cli->out, &text);
    deck_close(s.deck);
    arena_release(&s.arena);
    str_release(&text);
    return rc;
}

/* What the day looks like with the new setting. */
static int tell_day(struct cli *cli, struct deck *deck, struct err *err)
{
    const struct queue_options options = {.mode = QUEUE_TODAY};
    struct deck_settings settings;
    struct queue_counts c;

    if (deck_settings(deck, &settings, err) < 0 ||
        deck_queue_counts(deck, &options, cli->now, &c, err) < 0)
        return -1;
    out_printf(cli->say, "Today: %d due, %d new, about %d min.",
               c.due + c.drill, c.fresh, c.minutes);
    if (c.exam_days_left > 0) {
        out_puts(cli->say, " The exam is in ");
        out_count(cli->say, (size_t)c.exam_days_left, "day");
        out_puts(cli->say, ".");
    } else if (settings.exam_day != 0) {
        out_puts(cli->say, " The day of the exam is here or over: nothing "
                           "is planned for it.");
    }
    out_puts(cli->say, "\n");
    return 0;
}

static int set(struct cli *cli, const struct config_row *one, struct err *err)
{
    struct slice value = slice_from(cli->args->operands[1]);
    bool dry = cli->args->dry_run;
    struct deck *deck = NULL;
    int rc = use_deck(cli, dry ? DECK_READ : DECK_WRITE, &deck, err);

    if (rc == 0)
        rc = dry ? config_check(one->name, value, err)
                 : deck_set(deck, one->name, value, cli->now, err);
    if (rc == 0 && dry && !cli->args->quiet) {
        out_printf(cli->say, "Would set %s to ", one->name);
        out_put(cli->say, value);
        out_puts(cli->say, ".\n");
    } else if (rc == 0 && !cli->args->quiet) {
        rc = tell_day(cli, deck, err);
    }
    deck_close(deck);
    return rc;
}

static int run(struct cli *cli, struct err *err)
{
    const struct config_row *one = NULL;

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
        "Prints the settings of the deck with what they mean, or one of "
        "them, or sets it. They "
        "live in the deck and nowhere else; a deck definition sets them as "
        "it is imported.",
    .examples =
        (const struct example[]){
            {"pagein config", "all settings"},
            {"pagein config new 40", "forty new cards a day"},
            {"pagein config exam 2027-02-12", "be ready by then"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_DRY_RUN),
    .max = 2,
    .fill = FILL_SETTING,
    .group = "Deck",
    .run = run,
};
