#include "cli/export.h"

#include <string.h>

#include "cli/use.h"
#include "sys/file.h"

static const struct export_format *const formats[] = {
    &export_apkg,
    &export_html,
    &export_json,
    &export_csv,
};
enum { NFORMATS = sizeof formats / sizeof *formats };

static const struct export_format *format_of(struct slice path)
{
    for (size_t i = 0; i < NFORMATS; i++)
        if (slice_has_suffix(path, slice_from(formats[i]->suffix)))
            return formats[i];
    return NULL;
}

static bool format_row(size_t i, struct example *out)
{
    if (i >= NFORMATS)
        return false;
    *out = (struct example){formats[i]->suffix, formats[i]->blurb};
    return true;
}

static int no_format(const char *path, struct err *err)
{
    struct str known = STR_EMPTY;

    for (size_t i = 0; i < NFORMATS; i++) {
        str_puts(&known, i == 0 ? "" : i + 1 < NFORMATS ? ", " : " or ");
        str_puts(&known, formats[i]->suffix);
    }
    err_set(err, ERR_USAGE,
            "%.300s: what to write is told by the end of the name, which can "
            "be %s.",
            path, known.at);
    str_release(&known);
    return -1;
}

static int run(struct cli *cli, struct err *err)
{
    const char *path = cli->args->operands[0];
    const struct export_format *format = format_of(slice_from(path));
    struct deck *deck = NULL;
    int rc;

    if (format == NULL)
        return no_format(path, err);
    rc = use_deck(cli, DECK_READ, &deck, err);
    if (rc == 0)
        rc = format->run(cli, deck, path, err);
    deck_close(deck);
    return rc < 0 ? -1 : STATUS_DONE;
}

const struct command cmd_export = {
    .name = "export",
    .operands = "FILE",
    .blurb = "write a deck into a file of another program",
    .about =
        "What is written is told by the end of the file's name. A file that "
        "is there already is replaced, in one step: until the new one is "
        "whole the old one stays.\n\n"
        "FILE.apkg is a package that Anki imports on any device. Edit the "
        "notes, import them here, export and import there again: changed "
        "notes are updated, cards keep their history, nothing comes twice. "
        "Notes whose text is gone stay in Anki until they are deleted "
        "there; of clozes that are gone Anki's Empty Cards takes care.\n\n"
        "FILE.html is one page of all notes with their pictures, to read and "
        "to print; answers are marked, or with --blanks left empty.",
    .examples =
        (const struct example[]){
            {"pagein export os.apkg", "the default deck for Anki"},
            {"pagein export --deck vm vm.apkg", "that of another name"},
            {"pagein export --with-progress vm.apkg",
             "to go on in Anki where you are"},
            {"pagein export --problems 5 vm.apkg",
             "with five problems of each kind"},
            {"pagein export --blanks notes.html", "a page to fill in"},
            {"pagein export --dry-run vm.apkg", "what it would hold"},
            {NULL, NULL},
        },
    .lists =
        (const struct help_list[]){
            {"Kinds of files:", format_row},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_WITH_PROGRESS) |
               OPTION_BIT(OPTION_PROBLEMS) |
               OPTION_BIT(OPTION_ANKI_LATEST) | OPTION_BIT(OPTION_BLANKS) |
               OPTION_BIT(OPTION_LARGE) | OPTION_BIT(OPTION_JSON) |
               OPTION_BIT(OPTION_DRY_RUN),
    .min = 1,
    .max = 1,
    .fill = FILL_FILE,
    .group = "Notes",
    .run = run,
};
