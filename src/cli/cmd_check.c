#include "cli/command.h"

#include "cli/report.h"
#include "cli/use.h"
#include "deck/definition.h"
#include "note/file.h"
#include "note/gather.h"
#include "problem/kind.h"
#include "sys/file.h"

/* One run over all the files. */
struct check {
    struct cli *cli;
    struct str json;
    struct json w;
    struct gathered gathered;
    size_t files, notes, cards, errors, warnings;
    int status; /* the first thing that could not be read */
};

static void wipe_progress(struct check *c)
{
    out_progress(c->cli->say, "Checking", 1, 1);
}

static void unreadable(struct check *c, const struct err *err)
{
    struct out *say = c->cli->say;

    wipe_progress(c);
    out_flush(c->cli->out);
    out_styled(say, ROLE_ERROR, "pagein: ");
    out_put(say, slice_from(err->text));
    out_puts(say, "\n");
    out_flush(say);
    if (c->status == STATUS_DONE)
        c->status = status_of(err->kind);
}

static void tell(struct check *c, struct diags *found)
{
    if (c->cli->args->json) {
        report_json(&c->w, found);
        return;
    }
    if (found->n == 0)
        return;
    wipe_progress(c);
    report_findings(c->cli->out, found);
    if (c->cli->out->terminal)
        out_flush(c->cli->out);
}

static void add_findings(struct check *c, struct diags *found)
{
    c->errors += found->errors;
    c->warnings += found->warnings;
    tell(c, found);
    diags_release(found);
}

static void check_bytes(struct check *c, struct slice bytes, const char *name,
                        const char *path, const char *root)
{
    const struct note_options options = {
        .lint = true,
        .root = root,
        .media = c->cli->args->media,
    };
    struct diags found = {0};
    struct note_file file;

    if (note_file_read(&file, bytes, slice_from(name), path, &options,
                       &found) == 0) {
        c->notes += file.nnotes;
        c->cards += file.ncards;
        note_file_release(&file);
    }
    c->files++;
    add_findings(c, &found);
}

/* Text from a pipe has a name when it is given one; its pictures then lie
 * beside that, else nowhere. */
static void check_file(struct check *c, const struct gathered_file *file)
{
    const char *name = c->cli->args->name;
    struct str bytes = STR_EMPTY;
    struct err err;

    if (file_read(&bytes, file->path, FILE_NOTES_MAX, &err) < 0)
        unreadable(c, &err);
    else if (strcmp(file->path, "-") != 0)
        check_bytes(c, str_slice(&bytes), file->path, file->path, file->root);
    else if (name != NULL)
        check_bytes(c, str_slice(&bytes), name, name, NULL);
    else
        check_bytes(c, str_slice(&bytes), "-", NULL, "");
    str_release(&bytes);
}

static void add_paths(struct check *c, const char *const *paths, size_t n)
{
    struct err err;

    for (size_t i = 0; i < n; i++)
        if (gather(&c->gathered, &paths[i], 1, &err) < 0)
            unreadable(c, &err);
}

/* A deck definition stands for the notes it names, once it is right. */
static void add_definition(struct check *c, const char *path)
{
    struct definition definition;
    struct diags found = {0};
    struct arena arena = {0};
    struct err err;

    if (definition_read(&definition, path, kind_words(&arena), &found,
                        &err) == 0) {
        add_paths(c, definition.notes, definition.nnotes);
        definition_release(&definition);
    } else if (found.n == 0) {
        unreadable(c, &err);
    }
    add_findings(c, &found);
    arena_release(&arena);
}

static void sum_up(struct check *c)
{
    struct out *say = c->cli->say;

    bool nothing = c->files == 0 && c->status != STATUS_DONE;

    if (c->cli->args->quiet || c->cli->args->json || nothing)
        return;
    out_count(say, c->notes, "note");
    out_puts(say, " with ");
    out_count(say, c->cards, "card");
    out_puts(say, " in ");
    out_count(say, c->files, "file");
    out_puts(say, ": ");
    report_sum(say, c->errors, c->warnings);
    out_puts(say, ".\n");
}

static void put_json_end(struct check *c)
{
    json_close(&c->w);
    json_put_int(&c->w, "files", (int64_t)c->files);
    json_put_int(&c->w, "notes", (int64_t)c->notes);
    json_put_int(&c->w, "cards", (int64_t)c->cards);
    json_put_int(&c->w, "errors", (int64_t)c->errors);
    json_put_int(&c->w, "warnings", (int64_t)c->warnings);
    json_close(&c->w);
    out_json(c->cli->out, &c->json);
}

static void check_all(struct check *c)
{
    const struct gathered *g = &c->gathered;

    for (size_t i = 0; i < g->n; i++) {
        out_progress(c->cli->say, "Checking", i, g->n);
        check_file(c, &g->files[i]);
    }
    wipe_progress(c);
}

static int run(struct cli *cli, struct err *err)
{
    struct check c = {.cli = cli, .json = STR_EMPTY};

    if (use_media(cli->args, err) < 0)
        return -1;
    c.w = json_to(&c.json);
    if (cli->args->json) {
        json_open_object(&c.w, NULL);
        json_open_array(&c.w, "findings");
    }
    for (size_t i = 0; i < cli->args->noperands; i++) {
        const char *const operand = cli->args->operands[i];
        if (use_is_definition(operand))
            add_definition(&c, operand);
        else
            add_paths(&c, &operand, 1);
    }
    check_all(&c);
    if (cli->args->json)
        put_json_end(&c);
    sum_up(&c);
    gathered_release(&c.gathered);
    str_release(&c.json);
    if (c.status != STATUS_DONE)
        return c.status;
    return c.errors + c.warnings > 0 ? STATUS_FOUND : STATUS_DONE;
}

const struct command cmd_check = {
    .name = "check",
    .operands = "PATH...|DECK.yaml",
    .blurb = "look for mistakes in notes",
    .about =
        "Reads notes as import would, and stricter, and prints what is wrong "
        "with them: one line a finding, FILE:LINE:COL: error: what is wrong "
        "[rule], columns in bytes; on a terminal with the source line and a "
        "caret. No deck is touched.\n\n"
        "A folder means the .md, .markdown and .txt files below it, hidden "
        "ones left out; a file that is named is taken as it is; - is "
        "standard input, which --name gives a name; a deck definition, "
        "DECK.yaml, stands for the notes it names.\n\n"
        "Errors keep a file from being imported; warnings do not. The exit "
        "status is 1 when there was either.",
    .examples =
        (const struct example[]){
            {"pagein check content", "all notes below a folder"},
            {"pagein check - --name vm.md <vm.md", "what an editor holds"},
            {"vim -q <(pagein check notes)", "step through the findings"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_NAME) | OPTION_BIT(OPTION_MEDIA) |
               OPTION_BIT(OPTION_JSON),
    .min = 1,
    .max = SIZE_MAX,
    .fill = FILL_FILE,
    .group = "Notes",
    .run = run,
};
