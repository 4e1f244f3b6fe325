#include "deck/view.h"

#include <string.h>

#include "check.h"
#include "deck/config.h"
#include "deck/fold.h"
#include "sys/hash.h"

static struct stmt *ask(struct desk *d, const char *sql)
{
    return db_query(d->deck->db, sql);
}

static bool next(struct desk *d, struct stmt *q)
{
    int rc = stmt_next(q, &d->err);

    if (rc < 0)
        fail_msg("%s", d->err.text);
    if (rc == 0)
        stmt_end(q);
    return rc == 1;
}

static unsigned long long uid(struct stmt *q, int at)
{
    return (unsigned long long)row_uid(q, at);
}

static void put_settings(struct str *out, struct desk *d)
{
    for (size_t i = 0; i < config_nrows; i++) {
        struct slice value;

        if (deck_setting(d->deck, &config_rows[i], &value, &d->arena,
                         &d->err) < 0)
            fail_msg("%s", d->err.text);
        str_printf(out, "setting %s: %.*s\n", config_rows[i].name,
                   SLICE_FMT(value));
    }
}

static void put_files(struct str *out, struct desk *d)
{
    struct stmt *q = ask(d, "SELECT r.uid, f.path FROM file f JOIN root r"
                            " ON r.id = f.root ORDER BY f.path, r.uid");

    while (next(d, q))
        str_printf(out, "file %016llx %.*s\n", uid(q, 0),
                   SLICE_FMT(row_text(q, 1)));
}

static void put_fold(struct str *out, const struct fold *f)
{
    const struct sm2 *s = &f->sched;

    str_printf(out, " n%d e%d i%d due%d last%d seen%d failed%d l%d r%d", s->n,
               s->ease, s->interval, s->due, s->last, s->seen, s->failed,
               s->lapses, s->reps);
    str_printf(out, "%s%s%s bury%d first%d", s->drill ? " drill" : "",
               f->suspended ? " suspended" : "", f->marked ? " marked" : "",
               f->buried_day, f->first);
}

static void put_tags(struct str *out, struct desk *d, int64_t card)
{
    struct card_page page;

    if (deck_card(d->deck, card, &page, &d->arena, &d->err) < 0)
        fail_msg("%s", d->err.text);
    for (size_t i = 0; i < page.ntags; i++)
        str_printf(out, " #%.*s", SLICE_FMT(page.tags[i]));
}

/* Of a cloze that has gone, only that it has: where it stood is no matter. */
static void put_cards(struct str *out, struct desk *d)
{
    struct stmt *q =
        ask(d, "SELECT c.uid, n.uid, f.path, s.path, n.line, n.text, n.page,"
               " c.place, c.gone, c.changed_ms > c.moved_ms, c.pile, c.id,"
               " " FOLD_COLUMNS
               " FROM card c JOIN note n ON n.id = c.note JOIN file f ON"
               " f.id = n.file JOIN section s ON s.id = n.section"
               " ORDER BY c.uid");

    while (next(d, q)) {
        struct fold fold = fold_row(q, 12);
        struct hash page = hash_of(row_blob(q, 6));
        int64_t gone = row_int(q, 8);

        str_printf(out, "card %016llx of %016llx %.*s:%lld %.*s / %.*s",
                   uid(q, 0), uid(q, 1), SLICE_FMT(row_text(q, 2)),
                   (long long)row_int(q, 4), SLICE_FMT(row_text(q, 3)),
                   SLICE_FMT(row_text(q, 5)));
        str_printf(out, " page%08x place%lld gone%lld pile%lld%s",
                   (unsigned)hash_u64(&page),
                   gone == 1 ? -1LL : (long long)row_int(q, 7),
                   (long long)gone, (long long)row_int(q, 10),
                   row_int(q, 9) ? " changed" : "");
        put_fold(out, &fold);
        put_tags(out, d, row_int(q, 11));
        str_putc(out, '\n');
    }
}

static void put_events(struct str *out, struct desk *d)
{
    struct stmt *q = ask(d, "SELECT d.uid, e.seq, e.hash, e.kind, e.undone"
                            " FROM event e JOIN device d ON d.id = e.device"
                            " WHERE e.kind <> 'alias' ORDER BY 1, 2, 3");

    while (next(d, q))
        str_printf(out, "event %016llx-%lld %016llx %.*s%s\n", uid(q, 0),
                   (long long)row_int(q, 1), uid(q, 2),
                   SLICE_FMT(row_text(q, 3)), row_int(q, 4) ? " undone" : "");
}

void view_put(struct str *out, struct desk *d)
{
    put_settings(out, d);
    put_files(out, d);
    put_cards(out, d);
    put_events(out, d);
}

/* --- comparing ---------------------------------------------------------- */

static void show_difference(const char *what, struct slice a, struct slice b)
{
    struct slice x = {0}, y = {0};

    while (slice_line(&a, &x) && slice_line(&b, &y) && slice_eq(x, y))
        ;
    print_error("%s:\n  %.*s\n  %.*s\n", what, SLICE_FMT(x), SLICE_FMT(y));
}

void view_same(const char *what, struct desk *a, struct desk *b)
{
    struct str x = STR_EMPTY, y = STR_EMPTY;
    bool same;

    view_put(&x, a);
    view_put(&y, b);
    same = slice_eq(str_slice(&x), str_slice(&y));
    if (!same)
        show_difference(what, str_slice(&x), str_slice(&y));
    str_release(&x);
    str_release(&y);
    if (!same)
        fail();
}

static bool has_event(struct desk *d, struct stmt *of)
{
    struct stmt *q =
        ask(d, "SELECT 1 FROM event e JOIN device d ON d.id = e.device"
               " WHERE d.uid = ?1 AND e.seq = ?2 AND e.hash = ?3");
    bool has;

    bind_int(q, 1, row_int(of, 0));
    bind_int(q, 2, row_int(of, 1));
    bind_int(q, 3, row_int(of, 2));
    has = stmt_next(q, &d->err) == 1;
    stmt_end(q);
    return has;
}

void view_has_all(const char *what, struct desk *in, struct desk *of)
{
    struct stmt *q = ask(of, "SELECT d.uid, e.seq, e.hash FROM event e"
                             " JOIN device d ON d.id = e.device");

    while (next(of, q))
        if (!has_event(in, q))
            fail_msg("%s: event %016llx-%lld is lost", what, uid(q, 0),
                     (long long)row_int(q, 1));
}
