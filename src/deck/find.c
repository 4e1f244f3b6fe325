#include <stdlib.h>

#include "base/mem.h"
#include "deck/card.h"
#include "deck/like.h"
#include "deck/lookup.h"
#include "deck/select.h"
#include "text/unicode.h"

/* --- a word for a selection --------------------------------------------- */

static int is_tag(struct deck *deck, struct slice word, struct err *err)
{
    struct stmt *q =
        db_query(deck->db,
                 "SELECT 1 FROM tag WHERE name = ?1 AND has = 1"
                 " UNION ALL SELECT 1 FROM file_tag WHERE name = ?1 LIMIT 1");
    int rc;

    bind_text(q, 1, word);
    rc = stmt_next(q, err);
    stmt_end(q);
    return rc;
}

static int is_heading(struct deck *deck, struct slice word, struct err *err)
{
    struct selection s = {.heading = word};
    struct select select;
    int found;

    if (select_prepare(deck, &s, &select, err) < 0)
        return -1;
    found = select.sections.len > 2; /* more than "[]" */
    select_release(&select);
    return found;
}

/* The names most like a word, for a person who mistyped one. */
struct near {
    struct slice word;
    struct slice best[3];
    int like[3];
    struct arena *arena;
};

static void offer(struct near *near, struct slice name)
{
    enum { WORTH_NAMING = 300 };
    struct str folded = STR_EMPTY;
    int l;

    text_fold(&folded, name);
    l = like(near->word, str_slice(&folded));
    str_release(&folded);
    for (int i = 0; i < 3; i++) {
        if (slice_eq(near->best[i], name) || l < WORTH_NAMING)
            return;
        if (l <= near->like[i])
            continue;
        for (int j = 2; j > i; j--) {
            near->best[j] = near->best[j - 1];
            near->like[j] = near->like[j - 1];
        }
        near->best[i] = arena_copy(near->arena, name);
        near->like[i] = l;
        return;
    }
}

static int offer_all(struct deck *deck, struct near *near, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT name FROM tag WHERE has = 1 UNION SELECT name FROM"
                  " file_tag UNION SELECT path FROM file"
                  " UNION SELECT path FROM section LIMIT 5000");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        struct slice lines = row_text(q, 0), line;

        while (slice_line(&lines, &line))
            offer(near, line);
    }
    stmt_end(q);
    return rc;
}

static int nothing_called(struct deck *deck, struct slice word,
                          struct arena *arena, struct err *err)
{
    struct str folded = STR_EMPTY, hint = STR_EMPTY;
    struct near near = {.arena = arena};

    text_fold(&folded, word);
    near.word = str_slice(&folded);
    if (offer_all(deck, &near, err) < 0)
        goto done;
    for (int i = 0; i < 3 && near.like[i] > 0; i++)
        str_printf(&hint, "%s%.*s", i == 0 ? " Near it: " : ", ",
                   SLICE_FMT(near.best[i]));
    err_set(err, ERR_NO_INPUT,
            "No tag, file or heading of the deck is called \"%.*s\".%s%s",
            SLICE_FMT(slice_sub(word, 0, 100)), hint.at,
            hint.len > 0 ? "." : "");
done:
    str_release(&folded);
    str_release(&hint);
    return -1;
}

int deck_select(struct deck *deck, struct slice word, struct selection *out,
                struct arena *arena, struct err *err)
{
    struct selection s = {0};
    struct lookup l = {0};
    int rc = is_tag(deck, word, err);

    if (rc == 1) {
        s.tag = arena_copy(arena, word);
    } else if (rc == 0 &&
               (rc = lookup_path(deck, word, &l, arena, err)) == 1) {
        s.root = l.root;
        s.path = l.path;
    } else if (rc == 0 && (rc = is_heading(deck, word, err)) == 1) {
        s.heading = arena_copy(arena, word);
    }
    if (rc == 0)
        rc = nothing_called(deck, word, arena, err);
    if (rc < 0)
        return -1;
    *out = s;
    return 0;
}

/* --- a word for cards --------------------------------------------------- */

/* Runs a query for card ids and collects them. */
static int collect(struct stmt *q, int64_t **cards, size_t *n,
                   struct arena *arena, struct err *err)
{
    int64_t *list = NULL;
    size_t count = 0, cap = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        list = mem_grow(list, count, &cap, sizeof *list);
        list[count++] = row_int(q, 0);
    }
    stmt_end(q);
    if (rc == 0) {
        *cards = arena_new_array(arena, count, sizeof *list);
        if (count > 0)
            memcpy(*cards, list, count * sizeof *list);
        *n = count;
    }
    free(list);
    return rc;
}

/* The uids that begin with these hex digits, as a range. False when it isn't
 * a prefix. */
static bool uid_range(struct slice word, uint64_t *from, uint64_t *to)
{
    uint64_t value = 0;

    if (word.len < 4 || word.len > 16)
        return false;
    for (size_t i = 0; i < word.len; i++) {
        const char *digits = "0123456789abcdef";
        char c = word.at[i];
        const char *hit;

        if (c >= 'A' && c <= 'F')
            c = (char)(c - 'A' + 'a');
        hit = c != '\0' ? strchr(digits, c) : NULL;
        if (hit == NULL)
            return false;
        value = value << 4 | (uint64_t)(hit - digits);
    }
    *from = value << (4 * (16 - word.len));
    *to = *from | (word.len < 16 ? UINT64_MAX >> (4 * word.len) : 0);
    return true;
}

static int find_uid(struct deck *deck, struct slice word, uint64_t from,
                    uint64_t to, int64_t **cards, size_t *n,
                    struct arena *arena, struct err *err)
{
    /* four digits or more never span the change of sign */
    struct stmt *q = db_query(
        deck->db, "SELECT id FROM card WHERE uid BETWEEN ?1 AND ?2 LIMIT 3");

    bind_uid(q, 1, from);
    bind_uid(q, 2, to);
    if (collect(q, cards, n, arena, err) < 0)
        return -1;
    if (*n == 0)
        return err_set(err, ERR_NO_INPUT, "No card's uid begins with %.*s.",
                       SLICE_FMT(word));
    if (*n > 1)
        return err_set(err, ERR_USAGE,
                       "Several cards' uids begin with %.*s: give more of "
                       "it.",
                       SLICE_FMT(word));
    return 0;
}

/* Cuts ":LINE" off the end of a word. */
static bool cut_line(struct slice *word, int *line)
{
    size_t at = word->len;
    int64_t n = 0;

    while (at > 0 && word->at[at - 1] >= '0' && word->at[at - 1] <= '9')
        at--;
    if (at == word->len || at < 2 || word->at[at - 1] != ':' ||
        word->len - at > 9)
        return false;
    for (size_t i = at; i < word->len; i++)
        n = n * 10 + (word->at[i] - '0');
    *line = (int)n;
    word->len = at - 1;
    return true;
}

static int find_line(struct deck *deck, struct slice file, int line,
                     int64_t **cards, size_t *n, struct arena *arena,
                     struct err *err)
{
    struct stmt *q;
    struct lookup l;
    int rc = lookup_path(deck, file, &l, arena, err);

    if (rc == 0)
        return err_set(err, ERR_NO_INPUT, "The deck has no file called %.*s.",
                       SLICE_FMT(file));
    if (rc < 0)
        return -1;
    q = db_query(deck->db,
                 "SELECT c.id FROM file f JOIN note n ON n.file = f.id"
                 " JOIN card c ON c.note = n.id WHERE f.root = ?1"
                 " AND f.path = ?2 AND n.line = ?3 AND n.gone = 0"
                 " AND c.gone = 0 ORDER BY n.place, c.place");
    bind_int(q, 1, l.root);
    bind_text(q, 2, l.path);
    bind_int(q, 3, line);
    if (collect(q, cards, n, arena, err) < 0)
        return -1;
    if (*n == 0)
        return err_set(err, ERR_NO_INPUT,
                       "No card stands in line %d of %.*s.", line,
                       SLICE_FMT(file));
    return 0;
}

int deck_find(struct deck *deck, struct slice word, int64_t **cards,
              size_t *ncards, struct arena *arena, struct err *err)
{
    struct slice file = word;
    uint64_t from, to;
    int line;

    if (cut_line(&file, &line))
        return find_line(deck, file, line, cards, ncards, arena, err);
    if (uid_range(word, &from, &to))
        return find_uid(deck, word, from, to, cards, ncards, arena, err);
    return err_set(err, ERR_USAGE,
                   "\"%.*s\" names no card: give the first digits of its "
                   "uid (four or more) or FILE:LINE.",
                   SLICE_FMT(slice_sub(word, 0, 100)));
}

/* --- all cards of a selection ------------------------------------------- */

int deck_each(struct deck *deck, const struct selection *selection,
              int (*each)(const struct card *card, void *arg), void *arg,
              struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT " CARD_COLUMNS " FROM file f"
                  " JOIN note n ON n.file = f.id JOIN card c ON c.note = n.id"
                  " WHERE" SELECT_CONDITION
                  " ORDER BY f.root, f.path, n.place, c.place, c.ord");
    struct select select;
    int rc;

    if (select_prepare(deck, selection, &select, err) < 0) {
        stmt_end(q);
        return -1;
    }
    select_bind(q, &select);
    while ((rc = stmt_next(q, err)) == 1) {
        struct arena arena = {0};
        struct card card;
        struct note note;
        int stop = 0;

        rc = card_row(deck, q, &card, &note, &arena, err);
        if (rc == 0)
            stop = each(&card, arg);
        arena_release(&arena);
        if (rc < 0 || stop != 0)
            break;
    }
    stmt_end(q);
    select_release(&select);
    return rc < 0 ? -1 : 0;
}
