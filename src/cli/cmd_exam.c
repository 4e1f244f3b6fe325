#include <stdlib.h>

#include "cli/exam.h"
#include "cli/report.h"
#include "cli/use.h"
#include "sys/file.h"
#include "sys/hash.h"

/* --- what was asked for ------------------------------------------------- */

static int read_seed(struct exam_order *o, struct err *err)
{
    const char *text = o->cli->args->seed;
    char *end;

    o->seed = entropy_u64() >> 32; /* short enough to be typed again */
    if (text == NULL)
        return 0;
    o->seed = strtoull(text, &end, 0);
    if (*end != '\0' || end == text)
        return err_set(err, ERR_USAGE, "--seed takes a number, not \"%s\".",
                       text);
    return 0;
}

/* "2/8": the second, tenth, 18th .. form. */
static int read_shard(struct exam_order *o, struct err *err)
{
    const char *text = o->cli->args->shard;
    unsigned long i, n = 0;
    char *end;

    if (text == NULL)
        return 0;
    i = strtoul(text, &end, 10);
    if (*end == '/' && end != text)
        n = strtoul(end + 1, &end, 10);
    if (*end != '\0' || i < 1 || i > n || n > FORMS_MAX)
        return err_set(err, ERR_USAGE,
                       "--shard takes two numbers such as 2/8, the first not "
                       "above the second, not \"%s\".",
                       text);
    o->shard = (unsigned)i;
    o->shards = (unsigned)n;
    return 0;
}

static void put_formats(struct str *out)
{
    for (size_t i = 0; i < nfile_formats; i++)
        str_printf(out, "%s%s", i > 0 ? ", " : "", file_formats[i].name);
}

int exam_formats_read(struct format_list *out, struct slice text,
                      struct err *err)
{
    struct str known = STR_EMPTY;
    int rc = 0;

    *out = (struct format_list){.n = 0};
    while (text.len > 0 && rc == 0) {
        size_t comma = slice_find(text, 0, SLICE(","));
        struct slice word = slice_trim(slice_sub(text, 0, comma));
        const struct file_format *format = file_format_find(word);
        bool before = false;
        text = slice_skip(text, comma < text.len ? comma + 1 : comma);
        for (size_t i = 0; i < out->n; i++)
            before = before || out->at[i] == format;
        if (format == NULL) {
            put_formats(&known);
            rc = err_set(err, ERR_USAGE,
                         "There is no format \"%.*s\"; there are %s.",
                         SLICE_FMT(slice_sub(word, 0, 40)), known.at);
        } else if (!before && out->n < EXAM_FORMATS) {
            out->at[out->n++] = format;
        }
    }
    str_release(&known);
    return rc;
}

/* Without --format: on paper. */
static int read_formats(struct exam_order *o, struct err *err)
{
    const char *text = o->cli->args->formats;
    bool pdf = false;

    if (text == NULL)
        text = o->bank                                  ? "moodle"
               : file_format_find(SLICE("pdf")) != NULL ? "pdf"
                                                        : "html";
    if (exam_formats_read(&o->formats, slice_from(text), err) < 0)
        return -1;
    for (size_t i = 0; i < o->formats.n; i++)
        pdf = pdf || strcmp(o->formats.at[i]->name, "pdf") == 0;
    if (o->cli->args->merge && !pdf)
        return err_set(err, ERR_USAGE,
                       "--merge makes one PDF: name pdf among --format.");
    for (size_t i = 0; i < o->formats.n; i++)
        if (o->bank && o->formats.at[i]->bank == NULL)
            return err_set(err, ERR_USAGE,
                           "The format %s has no pools to draw from, which "
                           "--bank makes.",
                           o->formats.at[i]->name);
    return 0;
}

static int check_together(const struct args *args, struct err *err)
{
    int n = (args->forms > 0) + (args->roster != NULL) + (args->bank > 0);

    if (n > 1)
        return err_set(err, ERR_USAGE,
                       "--forms, --roster and --bank are three ways to make "
                       "many of one: say one of them.");
    if (args->merge && args->bank > 0)
        return err_set(err, ERR_USAGE,
                       "--merge puts forms into one PDF, and --bank makes "
                       "none: say one of them.");
    if (args->forms > FORMS_MAX || args->bank > POOL_MAX)
        return err_set(err, ERR_USAGE,
                       "At most %d forms, and %d instances of an item.",
                       FORMS_MAX, POOL_MAX);
    if (args->out == NULL && !args->preview && !args->dry_run)
        return err_set(err, ERR_USAGE,
                       "Where to? -o DIR names the folder to make; --preview "
                       "shows the exam here.");
    return 0;
}

static int read_blueprint(struct exam_order *o, struct err *err)
{
    struct diags found = {0};
    int rc =
        blueprint_read(&o->blueprint, o->cli->args->operands[0], &found, err);

    report_findings(o->cli->say, &found);
    diags_release(&found);
    return rc;
}

/* The formats of single students are known before the first form is made. */
static int check_row_formats(const struct exam_order *o, struct err *err)
{
    struct format_list list;

    for (size_t i = 0; i < o->roster.n; i++)
        if (exam_formats_read(&list, slice_from(o->roster.rows[i].format),
                              err) < 0)
            return err_prefix(err, "%.200s:%zu: ", o->cli->args->roster,
                              o->roster.rows[i].line);
    return 0;
}

static int read_roster(struct exam_order *o, struct err *err)
{
    const struct args *args = o->cli->args;
    struct diags found = {0};
    int rc = 0;

    o->bank = args->bank > 0;
    o->rostered = args->roster != NULL;
    o->nforms = (size_t)(o->bank           ? args->bank
                         : args->forms > 0 ? args->forms
                                           : 1);
    if (o->rostered) {
        rc = roster_read(&o->roster, args->roster, &found, err);
        o->nforms = o->roster.n;
        report_findings(o->cli->say, &found);
        diags_release(&found);
    }
    if (rc == 0 && o->nforms == 0)
        rc = err_set(err, ERR_NOTES, "The roster %.300s names nobody.",
                     args->roster);
    return rc == 0 ? check_row_formats(o, err) : rc;
}

/* --- secrets ------------------------------------------------------------ */

/* Where the secret is, unless it was said: beside the folder. */
static void secret_path(const struct args *args, struct str *out)
{
    if (args->secret != NULL) {
        str_puts(out, args->secret);
        return;
    }
    str_puts(out, args->out);
    while (out->len > 1 && out->at[out->len - 1] == '/')
        str_truncate(out, out->len - 1);
    str_puts(out, ".secret");
}

static int make_folder_of(const char *path, struct err *err)
{
    struct slice above = path_folder(slice_from(path));
    struct str folder = STR_EMPTY;
    int rc = 0;

    str_put(&folder, above);
    if (folder.len > 0)
        rc = file_make_folder(folder.at, err);
    str_release(&folder);
    return rc;
}

static int make_secret(struct exam_order *o, const char *path,
                       struct err *err)
{
    if (make_folder_of(path, err) < 0 ||
        secret_make(&o->secret, path, err) < 0)
        return -1;
    out_puts(o->cli->say, "Made the secret of this exam, ");
    out_put(o->cli->say, slice_from(path));
    out_puts(o->cli->say, ": keep it, nothing opens the codes without it.\n");
    return 0;
}

/* Another shard may make it at the same moment. */
static int read_or_make_secret(struct exam_order *o, const char *path,
                               struct err *err)
{
    if (!file_stat_of(path).exists && make_secret(o, path, err) < 0 &&
        !file_stat_of(path).exists)
        return -1;
    return secret_read(&o->secret, path, err);
}

static int find_secret(struct exam_order *o, struct err *err)
{
    const struct args *args = o->cli->args;
    bool tries = args->preview || args->dry_run;
    struct str path = STR_EMPTY;
    int rc = 0;

    if (!o->blueprint.graded)
        return 0;
    if (args->secret == NULL && args->out == NULL) {
        o->secret.key = entropy_key(); /* this form is nobody's */
        return 0;
    }
    secret_path(args, &path);
    if (tries && !file_stat_of(path.at).exists)
        o->secret.key = entropy_key();
    else
        rc = read_or_make_secret(o, path.at, err);
    str_release(&path);
    return rc;
}

/* --- the order ---------------------------------------------------------- */

static bool wants_deck(const struct blueprint *b)
{
    for (size_t i = 0; i < b->nentries; i++)
        if (b->entries[i].what == ENTRY_CLOZE)
            return true;
    return false;
}

int exam_order_maker(struct exam_order *o, struct maker **out,
                     struct err *err)
{
    struct maker_options options = {
        .seed = o->seed,
        .secret = o->blueprint.graded ? &o->secret : NULL,
        .deck = o->deck,
        .alone = o->rostered,
        .large = o->cli->args->large,
    };

    return maker_new(out, &o->blueprint, &options, err);
}

static int plan(struct exam_order *o, struct err *err)
{
    if (wants_deck(&o->blueprint) &&
        use_deck(o->cli, DECK_READ, &o->deck, err) < 0)
        return -1;
    return exam_order_maker(o, &o->maker, err);
}

static int take_order(struct exam_order *o, struct err *err)
{
    return check_together(o->cli->args, err) < 0 || read_seed(o, err) < 0 ||
                   read_shard(o, err) < 0 || read_blueprint(o, err) < 0 ||
                   read_roster(o, err) < 0 || read_formats(o, err) < 0 ||
                   find_secret(o, err) < 0
               ? -1
               : plan(o, err);
}

bool exam_order_has(const struct exam_order *o, size_t i)
{
    return o->shards == 0 || i % o->shards == o->shard - 1;
}

int exam_order_form(struct exam_order *o, size_t i, struct arena *arena,
                    struct form *out, struct err *err)
{
    const struct roster_row *row = o->rostered ? &o->roster.rows[i] : NULL;
    const char *name = row != NULL ? row->id
                       : o->bank   ? arena_printf(arena, "%zu", i + 1)
                                   : form_letter((unsigned)i, arena);

    if (maker_form(o->maker, name, arena, out, err) < 0)
        return -1;
    if (row != NULL) {
        out->room = row->room;
        out->minutes = row->minutes;
    }
    return 0;
}

static int exam(struct cli *cli, struct err *err)
{
    struct exam_order o = {.cli = cli};
    int rc = take_order(&o, err);

    if (rc == 0)
        rc = cli->args->preview ? exam_preview(&o, err) : exam_make(&o, err);
    maker_free(o.maker);
    deck_close(o.deck);
    roster_release(&o.roster);
    blueprint_release(&o.blueprint);
    return rc;
}

static bool format_row(size_t i, struct example *out)
{
    if (i >= nfile_formats)
        return false;
    *out = (struct example){file_formats[i].name, file_formats[i].blurb};
    return true;
}

static const struct help_list lists[] = {
    {"Formats", format_row},
    {NULL, NULL},
};

const struct command cmd_exam = {
    .name = "exam",
    .operands = "BLUEPRINT",
    .blurb = "practice sets and exams: forms, keys, files for platforms",
    .about =
        "Makes forms of an exam out of a blueprint, a YAML file that says "
        "how "
        "many items of which kinds, topics or notes there are. Item k of "
        "every form is of the same kind and level, takes as many steps or "
        "one more, and ends the same way; no two forms share a problem. The "
        "same seed, blueprint and deck give the same files, byte by byte.\n\n"
        "The folder holds forms/ for the students, keys/ with worked ways "
        "and every expected mistake, platforms/ for learning platforms, "
        "fairness.csv, and exam.json, which pagein grade marks by.\n\n"
        "With a roster (a CSV with a column id, and if you like room, "
        "minutes and format) everyone gets a form of their own, which "
        "follows from the seed and the id alone. --shard 2/8 makes every "
        "eighth of them, so that several machines can share the work.\n\n"
        "A blueprint that says graded: yes draws its problems by a secret "
        "file, made beside the folder; the codes it prints are sealed and "
        "open only with --secret FILE.",
    .examples =
        (const struct example[]){
            {"pagein exam content/exams/midterm.yaml --preview",
             "look at it first"},
            {"pagein exam midterm.yaml --forms 4 --seed 2027 -o midterm",
             "forms A to D"},
            {"pagein exam midterm.yaml --roster class.csv -o midterm "
             "--format html,pdf",
             "a form for each student"},
            {"pagein exam midterm.yaml --roster class.csv -o midterm --merge",
             "all of them in one PDF, for a printer of both sides"},
            {"pagein exam quiz.yaml --bank 20 --format moodle -o quiz",
             "pools of 20 for a platform to draw from"},
            {NULL, NULL},
        },
    .lists = lists,
    .options = OPTION_BIT(OPTION_FORMS) | OPTION_BIT(OPTION_ROSTER) |
               OPTION_BIT(OPTION_BANK) | OPTION_BIT(OPTION_SEED) |
               OPTION_BIT(OPTION_FORMATS) | OPTION_BIT(OPTION_OUT) |
               OPTION_BIT(OPTION_FORCE) | OPTION_BIT(OPTION_PREVIEW) |
               OPTION_BIT(OPTION_MERGE) | OPTION_BIT(OPTION_SHARD) |
               OPTION_BIT(OPTION_LARGE) | OPTION_BIT(OPTION_PROVE) |
               OPTION_BIT(OPTION_SECRET) | OPTION_BIT(OPTION_JSON) |
               OPTION_BIT(OPTION_DRY_RUN),
    .min = 1,
    .max = 1,
    .fill = FILL_FILE,
    .group = "Teach",
    .run = exam,
};
