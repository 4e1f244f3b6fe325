#include <stdlib.h>

#include "base/mem.h"
#include "deck/changed.h"
#include "deck/import.h"

/* --- new notes ---------------------------------------------------------- */

static int write_new(struct import *im, const struct fresh_note *f,
                     enum ledger_fate fate, struct err *err)
{
    const struct source *source = &im->sources.at[f->source];
    int64_t event;

    if (import_event(im, &event, err) < 0 ||
        store_new_note(im->deck, &im->new, &f->note, source->row,
                       source->below, event, err) < 0)
        return -1;
    ledger_add(im->ledger, fate, source->below, f->note.source_line,
               SLICE(""), f->note.line);
    return 0;
}

int import_flush(struct import *im, size_t source, struct err *err)
{
    int64_t event = 0;

    if ((im->nfresh > 0 && import_event(im, &event, err) < 0) ||
        import_write_file(im, source, event, err) < 0)
        return -1;
    for (size_t i = 0; i < im->nfresh; i++) {
        progress_write(im, i);
        if (write_new(im, &im->fresh[i], FATE_NEW, err) < 0)
            return -1;
    }
    if (store_new_rest(im->deck, &im->new, event, err) < 0)
        return -1;
    progress_written(im);
    im->nfresh = 0;
    im->nimages = 0;
    im->tags[source] = NULL;
    im->ntags[source] = 0;
    im->decks[source] = SLICE("");
    arena_release(&im->arena);
    return 0;
}

/* --- matched notes ------------------------------------------------------ */

static bool same_place(const struct import *im, const struct known_note *k,
                       const struct fresh_note *f)
{
    return k->match.file == im->sources.at[f->source].row;
}

/* Something a card shows, or where it comes from, is different. */
static bool differs(const struct import *im, const struct known_note *k,
                    const struct fresh_note *f)
{
    return k->match.gone || k->page != f->page || !same_place(im, k, f);
}

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static void list_parents(struct import *im)
{
    im->fresh_parents = mem_new_array(im->nfresh, sizeof(uint64_t));
    im->known_parents = mem_new_array(im->nknown, sizeof(uint64_t));
    for (size_t i = 0; i < im->nfresh; i++)
        im->fresh_parents[i] = im->fresh[i].kin.parent;
    for (size_t i = 0; i < im->nknown; i++)
        im->known_parents[i] = im->known[i].match.kin.parent;
    if (im->nfresh > 1)
        qsort(im->fresh_parents, im->nfresh, sizeof(uint64_t), by_value);
    if (im->nknown > 1)
        qsort(im->known_parents, im->nknown, sizeof(uint64_t), by_value);
}

static bool is_parent(const uint64_t *parents, size_t n, uint64_t parent)
{
    return bsearch(&parent, parents, n, sizeof parent, by_value) != NULL;
}

/* It hangs below something else, and that is no other name of what it hung
 * below: the one is still there, or the other was there before. */
static bool left_parent(const struct import *im, const struct known_note *k,
                        const struct fresh_note *f)
{
    const uint64_t old = k->match.kin.parent, new = f->kin.parent;

    return old != new && (is_parent(im->fresh_parents, im->nfresh, old) ||
                          is_parent(im->known_parents, im->nknown, new));
}

static enum ledger_fate fate_of(const struct import *im,
                                const struct known_note *k,
                                const struct fresh_note *f)
{
    if (k->match.gone)
        return FATE_RETURNED;
    if (!slice_eq(k->match.line, f->note.line) ||
        k->match.keys.exact != f->note.keys.exact)
        return FATE_EDITED;
    if (!same_place(im, k, f) || left_parent(im, k, f))
        return FATE_MOVED;
    return FATE_KEPT;
}

/* A note that went to another file leaves one behind that is to be read anew
 * should it come back. */
static int forget_left(struct import *im, const struct known_note *k,
                       const struct fresh_note *f, struct err *err)
{
    if (same_place(im, k, f) || k->source == SOURCE_NONE)
        return 0;
    if (im->sources.at[k->source].state == SOURCE_CHANGED)
        return 0;
    return store_forget_file(im->deck, k->match.file, err);
}

static int write_changed(struct import *im, const struct known_note *k,
                         const struct fresh_note *f, struct err *err)
{
    int64_t file = im->sources.at[f->source].row, event;

    if (import_event(im, &event, err) < 0 ||
        (k->match.gone &&
         store_note_gone(im->deck, k->id, false, event, err) < 0) ||
        (k->match.keys.exact != f->note.keys.exact &&
         import_cards(im, k, f, event, err) < 0) ||
        store_note(im->deck, k->id, &f->note, file, event, err) < 0 ||
        forget_left(im, k, f, err) < 0)
        return -1;
    return 0;
}

static int write_matched(struct import *im, const struct known_note *k,
                         const struct fresh_note *f, struct err *err)
{
    const struct source *source = &im->sources.at[f->source];

    ledger_add(im->ledger, fate_of(im, k, f), source->below,
               f->note.source_line, k->match.line, f->note.line);
    if (differs(im, k, f))
        return write_changed(im, k, f, err);
    if (k->source_line == f->note.source_line &&
        k->match.place == f->note.place &&
        slice_eq(k->match.pin, f->note.pin))
        return 0;
    return store_note(im->deck, k->id, &f->note, source->row, 0, err);
}

/* --- orphans ------------------------------------------------------------ */

/* A known note that nothing was matched with leaves the deck's view, unless
 * its file could not be read or nobody asked for it. */
static bool leaves(const struct import *im, size_t known)
{
    const struct known_note *k = &im->known[known];

    return !k->match.gone && k->source != SOURCE_NONE &&
           !im->bad[k->source] &&
           im->sources.at[k->source].state != SOURCE_DONOR;
}

static int count_cards(struct deck *deck, int64_t note, int64_t *sum,
                       struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT count(*) FROM card WHERE note = ?1 AND gone = 0");
    int rc;

    bind_int(q, 1, note);
    rc = stmt_next(q, err);
    if (rc == 1)
        *sum += row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

/* An import that loses a good part of the cards is more often a mistake (the
 * wrong folder, a file emptied by accident) than meant. */
static int guard(struct import *im, const bool *matched, struct err *err)
{
    enum { CARDS = 25, PERCENT = 20 };
    int64_t lost = 0, scope = 0;

    for (size_t i = 0; i < im->nknown; i++)
        if (!matched[i] && leaves(im, i) &&
            count_cards(im->deck, im->known[i].id, &lost, err) < 0)
            return -1;
    for (size_t i = 0; i < im->nknown; i++)
        if (!im->known[i].match.gone &&
            count_cards(im->deck, im->known[i].id, &scope, err) < 0)
            return -1;
    for (size_t i = 0; i < im->sources.n; i++)
        if (im->sources.at[i].state == SOURCE_UNCHANGED)
            scope += (int64_t)im->sources.at[i].cards;
    if (im->options->force || im->options->dry_run || lost <= CARDS ||
        lost * 100 <= scope * PERCENT)
        return 0;
    return err_set(err, ERR_NOTES,
                   "%lld of %lld cards would no longer be in the notes. If "
                   "that is meant, import with --force (nothing is ever "
                   "deleted: they come back when their text does); "
                   "--dry-run shows which. Nothing was changed.",
                   (long long)lost, (long long)scope);
}

static int write_gone(struct import *im, const struct known_note *k,
                      struct err *err)
{
    const struct source *source = &im->sources.at[k->source];
    int64_t event;

    ledger_add(im->ledger, FATE_ORPHAN, source->below, 0, k->match.line,
               SLICE(""));
    if (import_event(im, &event, err) < 0 ||
        store_note_gone(im->deck, k->id, true, event, err) < 0)
        return -1;
    im->ledger->wrote = true;
    if (source->state == SOURCE_VANISHED)
        return store_forget_file(im->deck, source->row, err);
    return 0;
}

/* --- all of it ---------------------------------------------------------- */

struct matched {
    struct match *match; /* [nfresh] */
    bool *known;         /* [nknown]: it was matched */
};

/* Files that are new have names of their own too. */
static int64_t file_of(const struct import *im, size_t source)
{
    int64_t row = im->sources.at[source].row;

    return row != 0 ? row : -1 - (int64_t)source;
}

static void match_all(struct import *im, struct matched *m)
{
    struct match_note *olds = mem_new_array(im->nknown, sizeof *olds);
    struct match_note *news = mem_new_array(im->nfresh, sizeof *news);

    for (size_t i = 0; i < im->nknown; i++)
        olds[i] = im->known[i].match;
    for (size_t i = 0; i < im->nfresh; i++) {
        const struct fresh_note *f = &im->fresh[i];

        news[i] = (struct match_note){
            .keys = f->note.keys,
            .kin = f->kin,
            .pin = f->note.pin,
            .line = f->note.line,
            .file = file_of(im, f->source),
            .place = f->note.place,
        };
    }
    match_notes(olds, im->nknown, news, im->nfresh, m->match);
    for (size_t i = 0; i < im->nfresh; i++)
        if (m->match[i].how > MATCH_AMBIGUOUS)
            m->known[m->match[i].old] = true;
    free(olds);
    free(news);
}

/* True when the file's notes are not what the deck has of them. */
static bool file_differs(const struct import *im, const struct matched *m,
                         size_t source)
{
    for (size_t i = 0; i < im->nfresh; i++)
        if (im->fresh[i].source == source &&
            (m->match[i].how <= MATCH_AMBIGUOUS ||
             differs(im, &im->known[m->match[i].old], &im->fresh[i])))
            return true;
    return false;
}

static int write_files(struct import *im, const struct matched *m,
                       struct err *err)
{
    for (size_t i = 0; i < im->sources.n; i++) {
        const struct source *source = &im->sources.at[i];
        bool known = source->row != 0, dressed = false;
        int64_t event = 0;

        if (source->state != SOURCE_CHANGED || im->bad[i])
            continue;
        if (import_file_differs(im, i, &dressed, err) < 0 ||
            ((dressed || file_differs(im, m, i)) &&
             import_event(im, &event, err) < 0) ||
            import_write_file(im, i, event, err) < 0 ||
            (known && dressed &&
             changed_log_file(im->deck, source->root_uid, source->below,
                              err) < 0))
            return -1;
    }
    return 0;
}

static int write_notes(struct import *im, const struct matched *m,
                       struct err *err)
{
    for (size_t i = 0; i < im->nfresh; i++) {
        const struct match *match = &m->match[i];
        const struct fresh_note *f = &im->fresh[i];
        int rc =
            match->how > MATCH_AMBIGUOUS
                ? write_matched(im, &im->known[match->old], f, err)
                : write_new(im, f,
                            match->how == MATCH_AMBIGUOUS ? FATE_AMBIGUOUS
                                                          : FATE_NEW,
                            err);

        progress_write(im, i);
        if (rc < 0)
            return -1;
    }
    if (store_new_rest(im->deck, &im->new, im->event, err) < 0)
        return -1;
    progress_written(im);
    for (size_t i = 0; i < im->nknown; i++)
        if (!m->known[i] && leaves(im, i) &&
            write_gone(im, &im->known[i], err) < 0)
            return -1;
    return 0;
}

int import_apply(struct import *im, struct err *err)
{
    struct matched m = {
        .match = mem_new_array(im->nfresh, sizeof *m.match),
        .known = mem_new_array(im->nknown, sizeof *m.known),
    };
    int rc = -1;

    match_all(im, &m);
    list_parents(im);
    if (guard(im, m.known, err) < 0 || write_files(im, &m, err) < 0 ||
        write_notes(im, &m, err) < 0)
        goto done;
    rc = 0;
done:
    free(m.match);
    free(m.known);
    return rc;
}
