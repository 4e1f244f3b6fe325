#include "cli/use.h"

#include "review/review.h"

static int options_of(struct cli *cli, struct deck *deck,
                      struct review_options *out, struct arena *arena,
                      struct err *err)
{
    const struct args *args = cli->args;

    if (args->ahead && args->cram)
        return err_set(err, ERR_USAGE,
                       "--cram goes through everything already; leave "
                       "--ahead out.");
    *out = (struct review_options){
        .queue.mode = args->cram    ? QUEUE_CRAM
                      : args->ahead ? QUEUE_AHEAD
                                    : QUEUE_TODAY,
        .queue.limit = args->limit,
        .only = args->only == ONLY_CARDS      ? REVIEW_CARDS
                : args->only == ONLY_PROBLEMS ? REVIEW_PROBLEMS
                                              : REVIEW_BOTH,
        .for_ms = (int64_t)args->for_seconds * 1000,
        .depth = cli->out->depth > DEPTH_MONO ? cli->out->depth : DEPTH_MONO,
        .keys = cli->manners->keys,
        .nkeys = cli->manners->nkeys,
    };
    return use_selection(cli, deck, &out->queue.selection, arena, err);
}

static int review(struct cli *cli, struct deck *deck, struct arena *arena,
                  struct err *err)
{
    struct review_options options;
    int rc;

    if (options_of(cli, deck, &options, arena, err) < 0)
        return -1;
    out_flush(cli->say);
    rc = review_wants_plain(cli->args->plain)
             ? review_plain(deck, &options, err)
             : review_full(deck, &options, err);
    return rc > 0 ? STATUS_SIGNAL + rc : rc;
}

static int run(struct cli *cli, struct err *err)
{
    struct deck *deck = NULL;
    struct arena arena = {0};
    int rc = use_deck_kindly(cli, DECK_WRITE, &deck, err);

    if (rc == 0)
        rc = review(cli, deck, &arena, err);
    else if (rc > 0)
        rc = STATUS_DONE;
    deck_close(deck);
    arena_release(&arena);
    return rc;
}

const struct command cmd_review = {
    .name = "review",
    .operands = "[SELECTION]",
    .blurb = "today's cards",
    .about =
        "Shows what is due today, what was forgotten earlier today, and some "
        "new cards. Every answer is saved before the next card is drawn; "
        "leave at any time. Notes that changed are imported again first.\n\n"
        "Space shows the answer and then means Good; 1 Again, 2 Hard, 3 Good "
        "and 4 Easy grade it; u undoes, e edits the note, t types the "
        "answer, "
        "? lists all keys, q leaves. On a pipe, a dumb terminal or with "
        "--plain it goes line by line, for screen readers too.\n\n"
        "Problems of the deck's kinds stand among the cards, a kind when "
        "those it builds on are known: right on two days. With --only "
        "problems and in the week before an exam none has to wait. Tab gives "
        "a hint, Esc leaves the answer line for the keys above.\n\n"
        "A SELECTION is a tag, a file or folder that was imported, or a "
        "heading; the first of these that fits.\n\n"
        "Other keys can be had in ~/.config/pagein/config.yaml: below "
        "`keys:` a line such as `undo: z` for each. What can have keys: "
        "show, type, undo, edit, mark, bury, suspend, info, down, up, help, "
        "quit, again, hard, good, easy.",
    .examples =
        (const struct example[]){
            {"pagein review", "what is due today"},
            {"pagein review paging --limit 10", "ten cards of a tag"},
            {"pagein review --for 15m", "a quarter of an hour"},
            {"pagein review --cram 'Page tables'", "before the test"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_LIMIT) | OPTION_BIT(OPTION_ONLY) |
               OPTION_BIT(OPTION_AHEAD) | OPTION_BIT(OPTION_CRAM) |
               OPTION_BIT(OPTION_FOR),
    .max = 1,
    .fill = FILL_FILE,
    .group = "Study",
    .run = run,
};
