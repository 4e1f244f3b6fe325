#include "cli/decks.h"
#include "cli/report.h"
#include "cli/use.h"
#include "deck/sync.h"

/* Cards to show today; -1 when the deck can't be opened. */
static int work_of(const struct deck_row *row)
{
    return row->trouble != NULL
               ? -1
               : row->counts.due + row->counts.drill + row->counts.fresh;
}

/* The deck to go on with: the one with most to do. */
static const struct deck_row *busiest(const struct deck_row *rows, size_t n)
{
    const struct deck_row *best = &rows[0];

    for (size_t i = 1; i < n; i++)
        if (work_of(&rows[i]) > work_of(best))
            best = &rows[i];
    return best;
}

static void put_command(struct out *out, const char *command,
                        const struct deck_row *row, const char *rest,
                        const char *what)
{
    struct str line = STR_EMPTY, name = STR_EMPTY;

    str_put(&name, row->name);
    str_printf(&line, "pagein %s", command);
    if (!slice_is(row->name, "default")) {
        str_puts(&line, " --deck ");
        use_shell_word(&line, name.at);
    }
    str_puts(&line, rest);
    out_puts(out, "  ");
    out_style(out, ROLE_KEY);
    out_cell(out, str_slice(&line), 0, false);
    out_style(out, ROLE_PLAIN);
    out_printf(out, "%*s%s\n", line.len < 44 ? (int)(44 - line.len) : 2, "",
               what);
    str_release(&line);
    str_release(&name);
}

/* What is wrong in notes that changed since they were imported. */
static void put_findings(struct cli *cli, const struct deck_row *row)
{
    struct diags found = {0};
    struct deck *deck = NULL;
    struct err err;

    if (row->trouble == NULL &&
        deck_open(&deck, row->path, DECK_READ, cli->now, &err) == 0 &&
        deck_inspect(deck, &found, &err) == 0 && found.n > 0) {
        out_puts(cli->out, "\n");
        out_strong(cli->out, "In the notes of ");
        out_style(cli->out, ROLE_PATH);
        out_put(cli->out, row->name);
        out_style(cli->out, ROLE_PLAIN);
        out_puts(cli->out, "\n");
        report_findings(cli->out, &found);
    }
    deck_close(deck);
    diags_release(&found);
}

static void put_next(struct out *out, const struct deck_row *row)
{
    out_puts(out, "\n");
    out_strong(out, "Next");
    out_puts(out, "\n");
    if (row->trouble == NULL && row->empty)
        put_command(out, "import", row, " NOTES.md", "fill the empty deck");
    else if (work_of(row) > 0)
        put_command(out, "review", row, "", "today's cards");
    else if (work_of(row) == 0)
        put_command(out, "review", row, " --ahead",
                    "all done for today; this goes on");
    out_puts(out, "  ");
    out_styled(out, ROLE_KEY, "pagein help");
    out_printf(out, "%*sall there is\n", 44 - (int)strlen("pagein help"), "");
}

static void welcome(struct out *out)
{
    out_puts(out,
             "pagein makes cards of Markdown notes with {{hidden}} spans "
             "and brings each\ncard back just before it is "
             "forgotten.\n\n");
    out_puts(out,
             "You have no deck yet. This makes one, and reviews it:\n\n");
    out_styled(out, ROLE_KEY, "  pagein import NOTES.md\n  pagein review\n");
    out_puts(out, "\nA note to begin with is one line: - A page is mostly "
                  "{{4096}} bytes.\nMore: pagein help\n");
}

static int run(struct cli *cli, struct err *err)
{
    struct arena arena = {0};
    struct deck_row *rows = NULL;
    bool one = cli->args->deck != NULL;
    size_t n = 0;
    int rc = one ? decks_read_one(cli, &rows, &n, &arena, err)
                 : decks_read(cli, &rows, &n, &arena, err);

    if (rc == 0 && cli->args->json) {
        decks_json(cli->out, rows, n);
    } else if (rc == 0 && n == 0 && one) {
        use_greeting(cli, cli->out);
    } else if (rc == 0 && n == 0) {
        welcome(cli->out);
    } else if (rc == 0) {
        decks_put(cli->out, rows, n);
        for (size_t i = 0; i < n; i++)
            put_findings(cli, &rows[i]);
        put_next(cli->out, busiest(rows, n));
    }
    arena_release(&arena);
    return rc;
}

const struct command cmd_home = {
    .name = "",
    .operands = "",
    .blurb = "what is due, what is wrong in the notes, what to type next",
    .about =
        "pagein makes cards of Markdown notes with {{hidden}} spans, and "
        "brings each card back just before it is forgotten. The notes stay "
        "clean; edit them freely, the history follows.\n\n"
        "Without a command it shows what is due, what is wrong in the notes, "
        "and what to type next.",
    .options = OPTION_BIT(OPTION_JSON),
    .fill = FILL_COMMAND,
    .run = run,
};
