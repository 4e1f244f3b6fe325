#include "cli/use.h"

/* "tag TAG CARD...", "tag add TAG CARD...", "tag remove TAG CARD...". */
struct request {
    bool on;
    const char *tag;
    size_t first; /* operand that is the first card */
};

static int read_request(struct request *out, const struct args *args,
                        struct err *err)
{
    const char *verb = args->operands[0];
    bool add = strcmp(verb, "add") == 0, remove = strcmp(verb, "remove") == 0;

    out->on = !remove;
    out->first = add || remove ? 2 : 1;
    out->tag = args->operands[out->first - 1];
    if (args->noperands <= out->first)
        return err_set(err, ERR_USAGE,
                       "tag needs a tag and cards: pagein tag %s TAG CARD...",
                       remove ? "remove" : "add");
    return 0;
}

static void tell(struct cli *cli, const struct request *r, size_t n,
                 size_t changed)
{
    const char *verb = cli->args->dry_run ? "Would tag " : "Tagged ";

    if (cli->args->quiet)
        return;
    if (changed > 0) {
        out_puts(cli->say, verb);
        out_count(cli->say, changed, "card");
        out_puts(cli->say, r->on ? " with " : " no longer with ");
        out_put(cli->say, slice_from(r->tag));
        out_puts(cli->say, ".\n");
    }
    if (changed < n) {
        out_count(cli->say, n - changed, "card");
        out_puts(cli->say,
                 r->on ? " had that tag already.\n" : " had no such tag.\n");
    }
}

static int carry_out(struct cli *cli, struct deck *deck,
                     const struct request *r, const struct card_ids *cards,
                     struct err *err)
{
    struct slice tag = slice_from(r->tag);

    if (cli->args->dry_run)
        return deck_would_tag(deck, tag, r->on, cards->at, cards->n, err);
    return deck_tag(deck, tag, r->on, cards->at, cards->n, cli->now, err);
}

static int run(struct cli *cli, struct err *err)
{
    enum deck_access access = cli->args->dry_run ? DECK_READ : DECK_WRITE;
    struct deck *deck = NULL;
    struct arena arena = {0};
    struct card_ids cards;
    struct request r;
    int changed, rc = -1;

    if (read_request(&r, cli->args, err) < 0 ||
        use_deck(cli, access, &deck, err) < 0)
        goto done;
    if (use_cards(cli, deck, r.first, &cards, &arena, err) < 0)
        goto done;
    changed = carry_out(cli, deck, &r, &cards, err);
    if (changed < 0)
        goto done;
    tell(cli, &r, cards.n, (size_t)changed);
    rc = STATUS_DONE;
done:
    deck_close(deck);
    arena_release(&arena);
    return rc;
}

const struct command cmd_tag = {
    .name = "tag",
    .operands = "[add|remove] TAG CARD...",
    .blurb = "give cards a tag, or take it away",
    .about =
        "Tags group cards for reviews and lists: pagein review TAG. Those of "
        "a note's front matter come and go with it; those given here stay "
        "until they are removed here.\n\n"
        "A CARD is named by the first digits of its id, or by FILE:LINE.",
    .examples =
        (const struct example[]){
            {"pagein tag hard 3f2a", "give it the tag hard"},
            {"pagein tag remove hard 3f2a", "and take it away"},
            {"pagein review hard", "review what has it"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_DRY_RUN),
    .min = 2,
    .max = SIZE_MAX,
    .fill = FILL_FILE,
    .group = "Cards",
    .run = run,
};
