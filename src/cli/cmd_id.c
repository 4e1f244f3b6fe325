#include "cli/command.h"

#include "cli/report.h"
#include "note/pin.h"
#include "sys/file.h"

static void tell(struct cli *cli, const char *path, const struct pins *pins)
{
    struct out *say = cli->say;

    if (cli->args->quiet)
        return;
    out_put(say, slice_from(path));
    out_puts(say, cli->args->dry_run ? ": would add " : ": added ");
    out_count(say, pins->added, "id");
    if (pins->had > 0) {
        out_puts(say, "; ");
        out_count(say, pins->had, "block");
        out_puts(say, " had one");
    }
    if (pins->left > 0) {
        out_puts(say, "; ");
        out_count(say, pins->left, "block");
        out_puts(say, " can't have one");
    }
    out_puts(say, ".\n");
}

static int pin_file(struct cli *cli, const char *path, struct err *err)
{
    struct str bytes = STR_EMPTY, pinned = STR_EMPTY;
    struct diags found = {0};
    struct pins pins;
    int rc = -1;

    if (file_read(&bytes, path, FILE_NOTES_MAX, err) < 0)
        goto done;
    if (pins_add(&pinned, str_slice(&bytes), slice_from(path), &pins,
                 &found) < 0) {
        report_findings(cli->out, &found);
        err_set(err, ERR_NOTES, "%s has errors; it was left as it is.", path);
        goto done;
    }
    if (pins.added > 0 && !cli->args->dry_run &&
        file_write(path, str_slice(&pinned), false, err) < 0)
        goto done;
    tell(cli, path, &pins);
    rc = 0;
done:
    diags_release(&found);
    str_release(&pinned);
    str_release(&bytes);
    return rc;
}

static int run(struct cli *cli, struct err *err)
{
    const struct args *args = cli->args;

    if (strcmp(args->operands[0], "add") != 0)
        return err_set(err, ERR_USAGE,
                       "id knows one thing to do: pagein id add FILE...");
    for (size_t i = 1; i < args->noperands; i++) {
        if (strcmp(args->operands[i], "-") == 0)
            return err_set(err, ERR_USAGE,
                           "Ids are written into files: name one.");
        if (pin_file(cli, args->operands[i], err) < 0)
            return -1;
    }
    return STATUS_DONE;
}

const struct command cmd_id = {
    .name = "id",
    .operands = "add FILE...",
    .blurb = "write ids behind notes, to rewrite them freely",
    .about =
        "History follows a note that is edited or moved, and no ids are "
        "needed for that. For who means to rewrite notes altogether, this "
        "writes one behind every block that has a cloze, as in \"A page has "
        "{{4 KiB}}. ^pg-x7k2m01a\": whatever the text becomes, it stays the "
        "same note as long as the id stands behind it.\n\n"
        "No other command writes into notes. Import them afterwards.",
    .examples =
        (const struct example[]){
            {"pagein id add notes/memory.md", "ids for the notes of a file"},
            {"pagein id add --dry-run notes/*.md", "how many there would be"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_DRY_RUN),
    .min = 2,
    .max = SIZE_MAX,
    .fill = FILL_FILE,
    .group = "Notes",
    .run = run,
};
