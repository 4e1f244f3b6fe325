#include "deck/changed.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "deck/event.h"

/* A config event of this name holds a file's "root path" as its value. */
#define DRESSED "dressed"

struct told {
    uint64_t uid;
    int64_t ms;
};

struct file_told {
    struct slice file; /* "root path" */
    int64_t ms;
};

/* Something that was taken back; by which undo is not known yet. */
struct taken {
    uint64_t device, seq;
    uint64_t uid; /* of a tag event's card; 0: it concerns every note */
};

struct undo {
    uint64_t device;
    int64_t first, last, ms;
};

struct changed {
    int64_t all_ms, others_ms;
    struct told *uids; /* sorted by uid, then by time */
    size_t nuids, uids_cap;
    struct file_told *files;
    size_t nfiles, files_cap;
    struct taken *taken;
    size_t ntaken, taken_cap;
    struct undo *undos;
    size_t nundos, undos_cap;
    struct arena arena;
};

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void tell_uid(struct changed *c, uint64_t uid, int64_t ms)
{
    c->uids = mem_grow(c->uids, c->nuids, &c->uids_cap, sizeof *c->uids);
    c->uids[c->nuids++] = (struct told){uid, ms};
}

static void tell_file(struct changed *c, struct slice file, int64_t ms)
{
    c->files = mem_grow(c->files, c->nfiles, &c->files_cap, sizeof *c->files);
    c->files[c->nfiles++] = (struct file_told){file, ms};
}

static void tell_taken(struct changed *c, const struct event *e)
{
    c->taken = mem_grow(c->taken, c->ntaken, &c->taken_cap, sizeof *c->taken);
    c->taken[c->ntaken++] = (struct taken){
        e->device, e->seq, e->kind == EVENT_TAG ? e->subject : 0};
}

static void tell_undo(struct changed *c, const struct event *e)
{
    unsigned long long device;
    long long first, last;
    char text[64];

    snprintf(text, sizeof text, "%.*s",
             SLICE_FMT(slice_sub(e->value, 0, 60)));
    if (sscanf(text, "%16llx %19lld %19lld", &device, &first, &last) != 3)
        return;
    c->undos = mem_grow(c->undos, c->nundos, &c->undos_cap, sizeof *c->undos);
    c->undos[c->nundos++] = (struct undo){device, first, last, e->ms};
}

/* Both names of a card, or of a note. */
static void tell_alias(struct changed *c, const struct event *e)
{
    char text[32];

    snprintf(text, sizeof text, "%.*s",
             SLICE_FMT(slice_sub(e->value, 0, 16)));
    tell_uid(c, e->subject, e->ms);
    tell_uid(c, strtoull(text, NULL, 16), e->ms);
}

static void tell(struct changed *c, const struct event *e)
{
    bool others = e->kind == EVENT_CONFIG && slice_is(e->name, "others");

    if (e->kind == EVENT_UNDO)
        tell_undo(c, e);
    if (e->kind == EVENT_ALIAS)
        tell_alias(c, e);
    if (e->kind == EVENT_TAG)
        tell_uid(c, e->subject, e->ms);
    if (others)
        c->others_ms = later(c->others_ms, e->ms);
    if (e->kind == EVENT_CONFIG && slice_is(e->name, DRESSED))
        tell_file(c, e->value, e->ms);
    if (e->undone &&
        (e->kind == EVENT_IMPORT || e->kind == EVENT_TAG || others))
        tell_taken(c, e);
}

/* When an event was taken back; some undo of the log says so. */
static void settle_taken(struct changed *c)
{
    for (size_t i = 0; i < c->ntaken; i++)
        for (size_t k = 0; k < c->nundos; k++) {
            const struct taken *t = &c->taken[i];
            const struct undo *u = &c->undos[k];

            if (u->device != t->device || (int64_t)t->seq < u->first ||
                (int64_t)t->seq > u->last)
                continue;
            if (t->uid != 0)
                tell_uid(c, t->uid, u->ms);
            else
                c->all_ms = later(c->all_ms, u->ms);
        }
}

static int by_uid(const void *a, const void *b)
{
    const struct told *x = a, *y = b;

    if (x->uid != y->uid)
        return x->uid < y->uid ? -1 : 1;
    return (x->ms > y->ms) - (x->ms < y->ms);
}

int changed_read(struct deck *deck, struct changed **out, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT " EVENT_COLUMNS
                  " FROM event e JOIN device d ON d.id = e.device WHERE"
                  " e.kind IN ('tag', 'undo', 'alias', 'config') OR"
                  " (e.kind = 'import' AND e.undone = 1)");
    struct changed *c = mem_new(sizeof *c);
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        struct event e = event_row(q, &c->arena);

        tell(c, &e);
    }
    stmt_end(q);
    if (rc < 0) {
        changed_free(c);
        return -1;
    }
    settle_taken(c);
    if (c->nuids > 1)
        qsort(c->uids, c->nuids, sizeof *c->uids, by_uid);
    *out = c;
    return 0;
}

void changed_free(struct changed *c)
{
    if (c == NULL)
        return;
    free(c->uids);
    free(c->files);
    free(c->taken);
    free(c->undos);
    arena_release(&c->arena);
    free(c);
}

int64_t changed_all(const struct changed *c, bool clozes)
{
    return clozes ? later(c->all_ms, c->others_ms) : c->all_ms;
}

int64_t changed_uid(const struct changed *c, uint64_t uid)
{
    size_t lo = 0, hi = c->nuids;

    while (lo < hi) { /* behind the last one of this uid */
        size_t mid = lo + (hi - lo) / 2;

        if (c->uids[mid].uid <= uid)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo > 0 && c->uids[lo - 1].uid == uid ? c->uids[lo - 1].ms : 0;
}

static void put_file(struct str *out, uint64_t root, struct slice path)
{
    str_printf(out, "%016llx ", (unsigned long long)root);
    str_put(out, path);
}

int64_t changed_file(const struct changed *c, uint64_t root,
                     struct slice path)
{
    struct str file = STR_EMPTY;
    int64_t ms = 0;

    put_file(&file, root, path);
    for (size_t i = 0; i < c->nfiles; i++)
        if (slice_eq(c->files[i].file, str_slice(&file)))
            ms = later(ms, c->files[i].ms);
    str_release(&file);
    return ms;
}

int changed_log_file(struct deck *deck, uint64_t root, struct slice path,
                     struct err *err)
{
    struct event e = event_of_deck(EVENT_CONFIG);
    struct str file = STR_EMPTY;
    int rc;

    put_file(&file, root, path);
    e.name = SLICE(DRESSED);
    e.value = str_slice(&file);
    rc = command_log(deck, &e, NULL, err);
    str_release(&file);
    return rc;
}
