#include "cli/ledger.h"

#include "sys/json.h"

static const char *const fates[] = {
    [FATE_KEPT] = "kept",           [FATE_EDITED] = "edited",
    [FATE_MOVED] = "moved",         [FATE_NEW] = "new",
    [FATE_ORPHAN] = "orphan",       [FATE_RETURNED] = "returned",
    [FATE_AMBIGUOUS] = "ambiguous",
};

/* The counts under the names of their fates. */
static const struct tally {
    const char *word;
    size_t at;
} tallies[] = {
    {"new", offsetof(struct ledger, fresh)},
    {"edited", offsetof(struct ledger, edited)},
    {"moved", offsetof(struct ledger, moved)},
    {"returned", offsetof(struct ledger, returned)},
    {"orphaned", offsetof(struct ledger, orphaned)},
    {"ambiguous", offsetof(struct ledger, ambiguous)},
    {"kept", offsetof(struct ledger, kept)},
};
enum { NTALLIES = sizeof tallies / sizeof *tallies };

static size_t count_of(const struct ledger *ledger, const struct tally *t)
{
    return *(const size_t *)((const char *)ledger + t->at);
}

void ledger_sum(struct out *out, const struct ledger *ledger)
{
    const char *gap = ": ";

    out_count(out, ledger->notes, "note");
    out_puts(out, " with ");
    out_count(out, ledger->cards, "card");
    out_puts(out, " in ");
    out_count(out, ledger->files, "file");
    for (size_t i = 0; i < NTALLIES; i++) {
        size_t n = count_of(ledger, &tallies[i]);
        if (n == 0)
            continue;
        out_printf(out, "%s%zu %s", gap, n, tallies[i].word);
        gap = ", ";
    }
    if (ledger->bad_files > 0)
        out_printf(out, "; %zu left out because of errors",
                   ledger->bad_files);
    if (ledger->skipped_files > 0)
        out_printf(out, "; %zu of other kinds passed over",
                   ledger->skipped_files);
    out_puts(out, ".\n");
}

void ledger_rows(struct out *out, const struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->nrows && out_ok(out); i++) {
        const struct ledger_row *row = &ledger->rows[i];
        struct slice text = row->now.len > 0 ? row->now : row->old;
        out_printf(out, "%-9s  ", fates[row->fate]);
        out_put(out, row->path);
        if (row->line > 0)
            out_printf(out, ":%d", row->line);
        out_puts(out, "  ");
        if (row->fate == FATE_EDITED && row->old.len > 0) {
            out_put(out, row->old);
            out_puts(out, " -> ");
        }
        out_put(out, text);
        out_puts(out, "\n");
    }
}

static void put_row_json(struct json *w, const struct ledger_row *row)
{
    json_open_object(w, NULL);
    json_put_text(w, "fate", slice_from(fates[row->fate]));
    json_put_text(w, "path", row->path);
    if (row->line > 0)
        json_put_int(w, "line", row->line);
    if (row->old.len > 0)
        json_put_text(w, "old", row->old);
    if (row->now.len > 0)
        json_put_text(w, "new", row->now);
    json_close(w);
}

void ledger_put_json(struct json *w, const struct ledger *ledger)
{
    json_put_int(w, "files", (int64_t)ledger->files);
    json_put_int(w, "bad_files", (int64_t)ledger->bad_files);
    json_put_int(w, "notes", (int64_t)ledger->notes);
    json_put_int(w, "cards", (int64_t)ledger->cards);
    for (size_t i = 0; i < NTALLIES; i++)
        json_put_int(w, tallies[i].word,
                     (int64_t)count_of(ledger, &tallies[i]));
    json_put_bool(w, "wrote", ledger->wrote);
    json_open_array(w, "rows");
    for (size_t i = 0; i < ledger->nrows; i++)
        put_row_json(w, &ledger->rows[i]);
    json_close(w);
}

void ledger_json(struct out *out, const struct ledger *ledger)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    ledger_put_json(&w, ledger);
    json_close(&w);
    out_json(out, &text);
    str_release(&text);
}
