#include "deck/search.h"

#include <stdlib.h>

#include "base/mem.h"
#include "deck/words.h"

/* --- the query ---------------------------------------------------------- */

static bool has_word(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
            (c >= 'A' && c <= 'Z') || (c & 0x80) != 0)
            return true;
    }
    return false;
}

/* Appends one word as SQLite wants it quoted, so that no character of it is
 * an operator; the star lets it stand for all that begins with it. */
static void put_word(struct str *out, struct slice word, bool whole)
{
    if (!has_word(word))
        return;
    str_puts(out, "\"");
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];

        if (c == '"')
            str_putc(out, '"');
        if (c == '\0')
            c = ' ';
        str_putc(out, c);
    }
    str_puts(out, whole ? "\" " : "\"* ");
}

/* Cuts the next word or "quoted words" off *rest. */
static bool next_word(struct slice *rest, struct slice *word, bool *quoted)
{
    size_t n = 0;

    *rest = slice_trim(*rest);
    if (rest->len == 0)
        return false;
    *quoted = rest->at[0] == '"';
    if (*quoted)
        *rest = slice_skip(*rest, 1);
    while (n < rest->len &&
           (*quoted ? rest->at[n] != '"' : (unsigned char)rest->at[n] > ' '))
        n++;
    *word = slice_sub(*rest, 0, n);
    *rest = slice_skip(*rest, n < rest->len ? n + 1 : n);
    return true;
}

static void put_query(struct str *out, struct slice query)
{
    struct slice word;
    bool quoted;

    while (next_word(&query, &word, &quoted))
        put_word(out, word, quoted);
}

/* --- hits --------------------------------------------------------------- */

struct hits {
    struct search_hit *at;
    size_t n, cap;
};

/* Takes the marks out of a snippet; what stood between them was found. */
static void read_snippet(struct search_hit *hit, struct slice marked,
                         struct arena *arena)
{
    struct str plain = STR_EMPTY;
    size_t *spans = mem_new_array(marked.len + 1, sizeof *spans), n = 0;

    for (size_t i = 0; i < marked.len; i++) {
        if (marked.at[i] == WORDS_FROM[0] || marked.at[i] == WORDS_TO[0])
            spans[n++] = plain.len;
        else
            str_putc(&plain, marked.at[i]);
    }
    hit->snippet = arena_copy(arena, str_slice(&plain));
    hit->nfound = n / 2;
    hit->found = arena_new_array(arena, n / 2, sizeof *hit->found);
    for (size_t i = 0; i < n / 2; i++)
        hit->found[i] = slice_sub(hit->snippet, spans[2 * i],
                                  spans[2 * i + 1] - spans[2 * i]);
    str_release(&plain);
    free(spans);
}

/* One hit for each card of the note that isn't gone. */
static int add_cards(struct deck *deck, int64_t note,
                     const struct search_hit *like, size_t max,
                     struct hits *hits, struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT id FROM card WHERE note = ?1 AND gone = 0"
                           " ORDER BY place");
    int rc = 0;

    bind_int(q, 1, note);
    while (hits->n < max && (rc = stmt_next(q, err)) == 1) {
        hits->at = mem_grow(hits->at, hits->n, &hits->cap, sizeof *hits->at);
        hits->at[hits->n] = *like;
        hits->at[hits->n++].card = row_int(q, 0);
    }
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int collect(struct deck *deck, struct db *words, struct slice query,
                   size_t max, struct hits *hits, struct arena *arena,
                   struct err *err)
{
    struct stmt *q = words_query(words);
    int rc = 0;

    bind_text(q, 1, query);
    bind_int(q, 2, max < INT32_MAX ? (int64_t)max : INT32_MAX);
    while (hits->n < max && (rc = stmt_next(q, err)) == 1) {
        struct search_hit hit = {0};

        read_snippet(&hit, row_text(q, 1), arena);
        if (add_cards(deck, row_int(q, 0), &hit, max, hits, err) < 0) {
            rc = -1;
            break;
        }
    }
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int ask(struct deck *deck, struct slice query, size_t max, bool anew,
               struct hits *hits, struct arena *arena, struct err *err)
{
    struct db *words = NULL;
    int rc = words_open(&words, deck, anew, err);

    hits->n = 0;
    if (rc == 0)
        rc = collect(deck, words, query, max, hits, arena, err);
    db_close(words);
    return rc;
}

int deck_search(struct deck *deck, struct slice query, size_t max,
                struct search_hit **hits, size_t *nhits, struct arena *arena,
                struct err *err)
{
    struct str text = STR_EMPTY;
    struct hits found = {0};
    int rc = -1;

    put_query(&text, query);
    if (text.len == 0) {
        err_set(err, ERR_USAGE, "There is no word in \"%.*s\" to search for.",
                SLICE_FMT(slice_sub(query, 0, 100)));
        goto done;
    }
    rc = ask(deck, str_slice(&text), max, false, &found, arena, err);
    if (rc < 0 && err->kind == ERR_UNSAFE)
        rc = ask(deck, str_slice(&text), max, true, &found, arena, err);
    if (rc < 0)
        goto done;
    *hits = arena_new_array(arena, found.n, sizeof **hits);
    if (found.n > 0)
        memcpy(*hits, found.at, found.n * sizeof **hits);
    *nhits = found.n;
done:
    free(found.at);
    str_release(&text);
    return rc;
}
