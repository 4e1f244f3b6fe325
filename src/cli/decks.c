#include "cli/decks.h"

#include <stdlib.h>

#include "base/mem.h"
#include "deck/config.h"
#include "review/course.h"
#include "sys/file.h"
#include "sys/json.h"
#include "sys/place.h"
#include "text/escape.h"
#include "text/unicode.h"

enum { NAME_COLUMNS_MAX = 40 };

struct shelf {
    struct cli *cli;
    const char *folder;
    struct arena *arena;
    struct deck_row *rows;
    size_t n, cap;
};

static int stop(const struct card *card, void *arg)
{
    (void)card;
    *(bool *)arg = false;
    return 1;
}

/* Saves looking for a first card in nearly every deck. */
static bool some(const struct queue_counts *c)
{
    return c->due + c->drill + c->fresh + c->backlog + c->done_today > 0;
}

int decks_add_problems(const struct cli *cli, struct deck *deck,
                       struct queue_counts *counts, struct err *err)
{
    bool near_exam = counts->exam_days_left >= 0 &&
                     counts->exam_days_left <= COURSE_EXAM_DAYS;
    struct course course = {0};
    struct course_counts problems;

    if (course_look(&course, deck, err) < 0)
        return -1;
    problems = course_counts(&course, deck_today(deck, cli->now), near_exam);
    counts->due += problems.due;
    counts->fresh += problems.fresh;
    counts->minutes +=
        (problems.due + problems.fresh) * (COURSE_PROBLEM_MS / 60000);
    course_release(&course);
    return problems.due + problems.fresh;
}

static int look_into(struct cli *cli, struct deck_row *row, const char *path,
                     struct arena *arena, struct err *err)
{
    const struct config_row *title = config_find(SLICE("title"));
    const struct queue_options options = {.mode = QUEUE_TODAY};
    struct deck *deck = NULL;
    int rc = -1;

    row->empty = true;
    if (deck_open(&deck, path, DECK_READ, cli->now, err) < 0)
        goto done;
    if (deck_setting(deck, title, &row->title, arena, err) < 0)
        goto done;
    if (deck_queue_counts(deck, &options, cli->now, &row->counts, err) < 0)
        goto done;
    if (decks_add_problems(cli, deck, &row->counts, err) < 0)
        goto done;
    if (some(&row->counts))
        row->empty = false;
    else if (deck_each(deck, &options.selection, stop, &row->empty, err) < 0)
        goto done;
    rc = 0;
done:
    deck_close(deck);
    return rc;
}

static void add_row(struct shelf *shelf, struct slice name, const char *path)
{
    struct deck_row row = {
        .name = arena_copy(shelf->arena, name),
        .path = arena_copy(shelf->arena, slice_from(path)).at,
    };
    struct err err;

    if (look_into(shelf->cli, &row, path, shelf->arena, &err) < 0)
        row.trouble = arena_copy(shelf->arena, slice_from(err.text)).at;
    shelf->rows =
        mem_grow(shelf->rows, shelf->n, &shelf->cap, sizeof *shelf->rows);
    shelf->rows[shelf->n++] = row;
}

/* Decks lie in the folder itself, not in folders below it. */
static int add(const char *path, void *arg)
{
    struct shelf *shelf = arg;
    struct slice name = path_relative(path, shelf->folder);

    if (slice_find(name, 0, SLICE("/")) < name.len)
        return 0;
    name.len -= strlen(".sqlite");
    add_row(shelf, name, path);
    return 0;
}

/* Moves the rows into the arena. */
static void hand_over(struct shelf *shelf, struct deck_row **rows, size_t *n)
{
    *rows = arena_new_array(shelf->arena, shelf->n, sizeof **rows);
    if (shelf->n > 0)
        memcpy(*rows, shelf->rows, shelf->n * sizeof **rows);
    *n = shelf->n;
    free(shelf->rows);
}

int decks_read_one(struct cli *cli, struct deck_row **rows, size_t *n,
                   struct arena *arena, struct err *err)
{
    struct slice name = slice_from(cli->args->deck);
    struct shelf shelf = {.cli = cli, .arena = arena};
    struct str path = STR_EMPTY;
    int rc = place_deck(&path, name, err);

    if (rc == 0 && file_stat_of(path.at).exists)
        add_row(&shelf, name, path.at);
    hand_over(&shelf, rows, n);
    str_release(&path);
    return rc;
}

int decks_read(struct cli *cli, struct deck_row **rows, size_t *n,
               struct arena *arena, struct err *err)
{
    static const char *const suffixes[] = {".sqlite", NULL};
    struct str folder = STR_EMPTY;
    struct shelf shelf = {.cli = cli, .arena = arena};
    size_t skipped;
    int rc = 0;

    place_data(&folder);
    shelf.folder = folder.at;
    if (file_stat_of(folder.at).is_folder)
        rc = file_walk(folder.at, suffixes, add, &shelf, &skipped, err);
    hand_over(&shelf, rows, n);
    str_release(&folder);
    return rc;
}

static int columns_of(const struct deck_row *rows, size_t n)
{
    struct str name = STR_EMPTY;
    int widest = 4;

    for (size_t i = 0; i < n; i++) {
        str_clear(&name);
        escape_line(&name, rows[i].name);
        if (text_width(str_slice(&name)) > widest)
            widest = text_width(str_slice(&name));
    }
    str_release(&name);
    return widest < NAME_COLUMNS_MAX ? widest : NAME_COLUMNS_MAX;
}

static void put_row(struct out *out, const struct deck_row *row, int columns)
{
    const struct queue_counts *c = &row->counts;

    out_puts(out, "  ");
    out_cell(out, row->name, columns, true);
    out_puts(out, "  ");
    if (row->trouble != NULL) {
        out_style(out, ROLE_ERROR);
        out_put(out, slice_from(row->trouble));
        out_style(out, ROLE_PLAIN);
    } else if (row->empty) {
        out_puts(out, "empty");
    } else {
        out_printf(out, "%5d  %5d  %4d", c->due + c->drill, c->fresh,
                   c->minutes);
    }
    if (row->trouble == NULL && row->title.len > 0) {
        out_style(out, ROLE_DIM);
        out_puts(out, row->empty ? "                " : "  ");
        out_put(out, row->title);
        out_style(out, ROLE_PLAIN);
    }
    out_puts(out, "\n");
}

void decks_put(struct out *out, const struct deck_row *rows, size_t n)
{
    int columns = columns_of(rows, n);

    out_puts(out, "  ");
    out_cell(out, SLICE("deck"), columns, true);
    out_puts(out, "    due    new   min\n");
    for (size_t i = 0; i < n; i++)
        put_row(out, &rows[i], columns);
}

void decks_json(struct out *out, const struct deck_row *rows, size_t n)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_array(&w, NULL);
    for (size_t i = 0; i < n; i++) {
        const struct queue_counts *c = &rows[i].counts;
        json_open_object(&w, NULL);
        json_put_text(&w, "name", rows[i].name);
        json_put_text(&w, "title", rows[i].title);
        json_put_int(&w, "due", c->due + c->drill);
        json_put_int(&w, "new", c->fresh);
        json_put_int(&w, "minutes", c->minutes);
        if (rows[i].trouble != NULL)
            json_put_text(&w, "trouble", slice_from(rows[i].trouble));
        json_close(&w);
    }
    json_close(&w);
    out_json(out, &text);
    str_release(&text);
}
