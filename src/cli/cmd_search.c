#include "cli/rows.h"
#include "cli/use.h"
#include "deck/search.h"

enum { HITS = 50 };

/* The words as one query; what was one word of the shell and holds blanks
 * stands together. */
static void put_query(struct str *out, const struct args *args)
{
    for (size_t i = 0; i < args->noperands; i++) {
        const char *word = args->operands[i];
        bool phrase = args->noperands > 1 && strchr(word, ' ') != NULL &&
                      strchr(word, '"') == NULL;
        str_printf(out, phrase ? "%s\"%s\"" : "%s%s", i > 0 ? " " : "", word);
    }
}

static int put_hits(struct cli *cli, struct deck *deck,
                    const struct search_hit *hits, size_t n,
                    struct arena *arena, struct err *err)
{
    struct rows rows;
    int rc = 0;

    rows_begin(&rows, cli->out, deck_today(deck, cli->now), cli->args->json);
    for (size_t i = 0; i < n && rc == 0; i++) {
        struct card_page page;
        rc = deck_card(deck, hits[i].card, &page, arena, err);
        if (rc == 0)
            rows_hit(&rows, &page.card, hits[i].snippet, hits[i].found,
                     hits[i].nfound);
    }
    rows_end(&rows);
    return rc;
}

static int search(struct cli *cli, struct deck *deck, struct arena *arena,
                  struct err *err)
{
    size_t max = cli->args->limit > 0 ? (size_t)cli->args->limit : HITS;
    struct str query = STR_EMPTY;
    struct search_hit *hits;
    size_t n;
    int rc;

    put_query(&query, cli->args);
    rc = deck_search(deck, str_slice(&query), max, &hits, &n, arena, err);
    str_release(&query);
    if (rc < 0)
        return -1;
    if (n == 0 && !cli->args->quiet)
        out_puts(cli->say, "No card holds all of these words.\n");
    if (n == max && !cli->args->quiet)
        out_printf(cli->say,
                   "These are the first %zu; --limit N shows "
                   "more.\n",
                   n);
    return put_hits(cli, deck, hits, n, arena, err);
}

static int run(struct cli *cli, struct err *err)
{
    struct deck *deck = NULL;
    struct arena arena = {0};
    int rc = use_deck_kindly(cli, DECK_READ, &deck, err);

    if (rc == 0)
        rc = search(cli, deck, &arena, err);
    deck_close(deck);
    arena_release(&arena);
    return rc > 0 ? STATUS_DONE : rc;
}

const struct command cmd_search = {
    .name = "search",
    .operands = "WORD...",
    .blurb = "cards by the words in them",
    .about = "Prints the cards whose note holds every WORD, the best first, "
             "as pagein list does. A WORD stands for all that begin with it; "
             "words between double quotes stand together.",
    .examples =
        (const struct example[]){
            {"pagein search page table", "both words"},
            {"pagein search '\"page table\"'", "one behind the other"},
            {"pagein search --limit 5 --json fault", "the best five"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_LIMIT) | OPTION_BIT(OPTION_JSON),
    .min = 1,
    .max = SIZE_MAX,
    .group = "Cards",
    .run = run,
};
