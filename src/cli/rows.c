#include "cli/rows.h"

#include "cli/use.h"
#include "sched/day.h"
#include "text/unicode.h"

enum {
    LINE_COLUMNS = 6,
    STATE_COLUMNS = 14,
    NARROW_COLUMNS = 60, /* below that the state is left out */
    TEXT_COLUMNS_MIN = 10,
};

/* The text of a row, and what was found in it. */
struct wording {
    struct slice text;
    const struct slice *found;
    size_t nfound;
};

void rows_begin(struct rows *rows, struct out *out, int today, bool json)
{
    *rows = (struct rows){.out = out,
                          .today = today,
                          .json = json,
                          .path = STR_EMPTY,
                          .text = STR_EMPTY};
    if (!json)
        return;
    rows->w = json_to(&rows->text);
    json_open_array(&rows->w, NULL);
}

void rows_end(struct rows *rows)
{
    if (rows->json) {
        json_close(&rows->w);
        out_json(rows->out, &rows->text);
    }
    str_release(&rows->path);
    str_release(&rows->text);
}

static const char *held_back(const struct card *card)
{
    static const unsigned away = CARD_ORPHAN | CARD_SUSPENDED | CARD_BURIED;

    for (size_t i = 0; i < nflag_words; i++)
        if ((card->flags & away & flag_words[i].flag) != 0)
            return flag_words[i].word;
    return NULL;
}

void rows_state(struct str *out, const struct card *card, int today)
{
    const char *word = held_back(card);

    if (word != NULL)
        str_puts(out, word);
    else if (!sm2_seen(card->sched))
        str_puts(out, "new");
    else if (sm2_due(card->sched, today))
        str_puts(out, "due");
    else
        use_day(out, card->sched.due, today);
}

static void put_due(struct str *out, const struct card *card)
{
    if (sm2_seen(card->sched))
        day_put(out, card->sched.due);
}

void rows_json(struct json *w, const struct card *card)
{
    struct str day = STR_EMPTY;

    put_due(&day, card);
    json_put_text(w, "id", card->uid);
    json_put_text(w, "path", card->path);
    json_put_int(w, "line", card->line);
    json_put_text(w, "text", card->text);
    json_put_text(w, "answer", card->answer);
    json_open_array(w, "flags");
    for (size_t i = 0; i < nflag_words; i++)
        if ((card->flags & flag_words[i].flag) != 0)
            json_put_text(w, NULL, slice_from(flag_words[i].word));
    json_close(w);
    if (day.len > 0)
        json_put_text(w, "due", str_slice(&day));
    else
        json_put_null(w, "due");
    json_put_int(w, "interval", card->sched.interval);
    json_put_int(w, "ef100", card->sched.ease);
    json_put_int(w, "reps", card->sched.reps);
    json_put_int(w, "lapses", card->sched.lapses);
    str_release(&day);
}

/* Said behind a row's text, since its state does not. */
static const unsigned marks = CARD_MARKED | CARD_LEECH | CARD_CHANGED;

static int marks_width(const struct card *card)
{
    int width = 0;

    for (size_t i = 0; i < nflag_words; i++)
        if ((card->flags & marks & flag_words[i].flag) != 0)
            width += 1 + (int)strlen(flag_words[i].word);
    return width;
}

static void put_marks(struct out *out, const struct card *card)
{
    for (size_t i = 0; i < nflag_words; i++) {
        if ((card->flags & marks & flag_words[i].flag) == 0)
            continue;
        out_puts(out, " ");
        out_styled(out, ROLE_WARN, flag_words[i].word);
    }
}

static void put_path(struct rows *rows, struct slice path)
{
    if (rows->n > 0 && slice_eq(str_slice(&rows->path), path))
        return;
    str_clear(&rows->path);
    str_put(&rows->path, path);
    out_style(rows->out, ROLE_PATH);
    out_put(rows->out, path);
    out_style(rows->out, ROLE_PLAIN);
    out_puts(rows->out, "\n");
}

/* A piece of the text within `room`; returns the room that is left. */
static int put_piece(struct out *out, struct slice piece, int room)
{
    if (room > 0 && piece.len > 0)
        room -= out_cell(out, piece, room, false);
    return room;
}

/* Without its first words, when else the blank would be cut off. */
static struct slice from_blank(struct slice text, int room)
{
    size_t end = slice_find(text, 0, SLICE("[...]")) + strlen("[...]");
    size_t next;

    while (end <= text.len &&
           text_width(slice_sub(text, 0, end)) > room - 2) {
        next = slice_find(text, 0, SLICE(" ")) + 1;
        if (next > end - strlen("[...]"))
            break;
        text = slice_skip(text, next);
        end -= next;
    }
    return text;
}

static void put_wording(struct out *out, const struct wording *w, int room)
{
    struct slice text = w->nfound == 0 ? from_blank(w->text, room) : w->text;
    const char *at = text.at, *end = at + text.len;

    if (at != w->text.at)
        room = put_piece(out, SLICE("…"), room);
    for (size_t i = 0; i < w->nfound; i++) {
        struct slice word = w->found[i];
        if (word.at < at || word.at + word.len > end || room == 0)
            continue;
        room = put_piece(out, slice_range(at, word.at), room);
        out_style(out, ROLE_GOOD);
        room = put_piece(out, word, room);
        out_style(out, ROLE_PLAIN);
        at = word.at + word.len;
    }
    put_piece(out, slice_range(at, end), room);
}

/* Line, id and state; returns their columns. */
static int put_front(struct rows *rows, const struct card *card)
{
    struct out *out = rows->out;
    int columns = LINE_COLUMNS + 2 + ROWS_ID_DIGITS + 2;

    out_style(out, ROLE_DIM);
    out_printf(out, "%*d  ", LINE_COLUMNS, card->line);
    out_style(out, ROLE_KEY);
    out_put(out, slice_sub(card->uid, 0, ROWS_ID_DIGITS));
    out_style(out, ROLE_PLAIN);
    out_puts(out, "  ");
    if (out->columns < NARROW_COLUMNS)
        return columns;
    str_clear(&rows->text);
    rows_state(&rows->text, card, rows->today);
    return columns +
           out_cell(out, str_slice(&rows->text), STATE_COLUMNS, true);
}

static void put_on_terminal(struct rows *rows, const struct card *card,
                            const struct wording *w)
{
    struct out *out = rows->out;
    int room;

    put_path(rows, card->path);
    room = out->columns - put_front(rows, card) - marks_width(card);
    put_wording(out, w, room > TEXT_COLUMNS_MIN ? room : TEXT_COLUMNS_MIN);
    put_marks(out, card);
    out_puts(out, "\n");
}

static void put_tabbed(struct rows *rows, const struct card *card,
                       struct slice text)
{
    struct out *out = rows->out;

    out_put(out, slice_sub(card->uid, 0, ROWS_ID_DIGITS));
    out_tab(out);
    str_clear(&rows->text);
    rows_state(&rows->text, card, rows->today);
    out_put(out, str_slice(&rows->text));
    out_tab(out);
    str_clear(&rows->text);
    put_due(&rows->text, card);
    out_put(out, str_slice(&rows->text));
    out_tab(out);
    out_put(out, card->path);
    out_printf(out, ":%d", card->line);
    out_tab(out);
    out_put(out, text);
    out_puts(out, "\n");
}

static void put_object(struct rows *rows, const struct card *card)
{
    json_open_object(&rows->w, NULL);
    rows_json(&rows->w, card);
    json_close(&rows->w);
    out_json(rows->out, &rows->text);
    str_clear(&rows->text);
}

void rows_hit(struct rows *rows, const struct card *card, struct slice text,
              const struct slice *found, size_t nfound)
{
    const struct wording wording = {text, found, nfound};

    if (rows->json)
        put_object(rows, card);
    else if (rows->out->terminal)
        put_on_terminal(rows, card, &wording);
    else
        put_tabbed(rows, card, text);
    rows->n++;
}

void rows_card(struct rows *rows, const struct card *card)
{
    rows_hit(rows, card, card->text, NULL, 0);
}
