#include "publish/anki_in.h"

#include <stdlib.h>

#include "base/mem.h"
#include "publish/anki_in_note.h"
#include "publish/anki_in_past.h"
#include "publish/anki_in_text.h"
#include "publish/anki_model.h"
#include "publish/homes.h"
#include "sys/file.h"
#include "sys/hash.h"

enum { CARDS_MAX = 600, FIELDS_MAX = 200, TAGS_MAX = 64 }; /* of one note */

bool anki_in_is_name(const char *path)
{
    struct slice name = slice_from(path);

    return slice_has_suffix(name, SLICE(".apkg")) ||
           slice_has_suffix(name, SLICE(".colpkg"));
}

void anki_in_report_release(struct anki_in_report *report)
{
    left_release(&report->left);
}

/* An import on its way. */
struct coming {
    const char *path;
    struct anki_package *from;
    struct anki_types types;
    struct anki_log *log;
    struct homes *homes; /* of notes that went out from here */
    struct pairs *seen;  /* pictures that were looked for */
    struct package *to;
    const struct anki_in_options *options;
    struct anki_in_report *report;
    struct moment now;
    struct stmt *cards; /* by note; `card` is the row at hand */
    struct anki_card card;
    bool more; /* there is one */
};

/* The note at hand. */
struct coming_note {
    int64_t id, type;
    struct slice guid, deck;
    struct slice tags[TAGS_MAX];
    size_t ntags;
    bool marked;
    struct slice fields[FIELDS_MAX];
    size_t nfields;
    struct anki_card cards[CARDS_MAX];
    size_t ncards;
    struct arena arena;
};

/* --- reading ------------------------------------------------------------ */

static int next_card(struct coming *c, struct err *err)
{
    int rc = stmt_next(c->cards, err);

    c->more = rc == 1;
    if (c->more)
        c->card = anki_card_row(c->cards);
    return rc < 0 ? anki_in_blame(c->path, err) : 0;
}

/* The cards of the note; both statements go by its id. */
static int read_cards(struct coming *c, struct coming_note *n,
                      struct err *err)
{
    while (c->more && c->card.note < n->id)
        if (next_card(c, err) < 0)
            return -1;
    while (c->more && c->card.note == n->id) {
        if (n->ncards < CARDS_MAX &&
            (n->ncards == 0 || n->cards[n->ncards - 1].ord != c->card.ord))
            n->cards[n->ncards++] = c->card;
        if (next_card(c, err) < 0)
            return -1;
    }
    return 0;
}

static void choose_deck(struct coming *c, struct coming_note *n)
{
    const struct anki_deck *deck = NULL;
    bool several = false;

    for (size_t i = 0; i < n->ncards; i++)
        several |= n->cards[i].deck != n->cards[0].deck;
    if (several)
        left_add(&c->report->left, LEFT_TWO_DECKS);
    if (n->ncards > 0)
        deck = anki_deck_find(&c->types, n->cards[0].deck);
    n->deck = anki_in_clean(&n->arena,
                            deck != NULL ? deck->name : SLICE("Default"));
}

/* --- pictures ----------------------------------------------------------- */

static int bring_image(struct coming *c, const struct coming_note *n,
                       struct slice target, struct err *err)
{
    struct str bytes = STR_EMPTY;
    int rc;

    if (!pairs_add(c->seen, n->deck, target))
        return 0;
    rc = anki_in_media(c->from, target, FILE_IMAGE_MAX, &bytes, err);
    if (rc == 0 || rc == -2)
        left_add(&c->report->left, rc == 0 ? LEFT_MISSING : LEFT_PICTURE);
    if (rc != -1)
        rc = package_image(c->to, n->deck, target, str_slice(&bytes), err);
    str_release(&bytes);
    return rc;
}

static int bring_block(struct coming *c, const struct coming_note *n,
                       const struct block *b, struct err *err)
{
    for (uint32_t i = 0; i < b->nruns; i++)
        if ((b->runs[i].style & RUN_IMAGE) != 0 &&
            bring_image(c, n, b->runs[i].target, err) < 0)
            return -1;
    for (const struct block *k = b->first; k != NULL; k = k->next)
        if (bring_block(c, n, k, err) < 0)
            return -1;
    return 0;
}

static int bring_images(struct coming *c, const struct coming_note *n,
                        const struct note *note, struct err *err)
{
    for (size_t i = 0; i < note->nleadin; i++)
        if (bring_block(c, n, note->leadin[i], err) < 0)
            return -1;
    for (size_t i = 0; i < note->nextra; i++)
        if (bring_block(c, n, note->extra[i], err) < 0)
            return -1;
    return bring_block(c, n, note->leaf, err);
}

/* --- notes -------------------------------------------------------------- */

/* The past of the cards of the note that was put last; of all of them, or
 * (`part` > 0) of that one. */
static int bring_past(struct coming *c, struct coming_note *n, int part,
                      bool home, struct err *err)
{
    for (size_t i = 0; i < n->ncards; i++) {
        struct package_card card;
        int rc;

        if (part > 0 && n->cards[i].ord + 1 != part)
            continue;
        anki_card_past(&card, &n->cards[i], c->log, &c->types, home, c->now,
                       &n->arena, &c->report->left);
        rc = package_card(c->to, &card, &c->report->answers, err);
        if (rc < 0)
            return -1;
        if (rc == 0 && (home || part == 0))
            left_add(&c->report->left, LEFT_NO_CLOZE);
    }
    return 0;
}

static int bring_made(struct coming *c, struct coming_note *n,
                      const struct anki_made *made, struct err *err)
{
    const struct package_note note = {
        .uid = package_uid(n->guid, made->part),
        .deck = n->deck,
        .note = &made->note,
        .tags = n->tags,
        .ntags = n->ntags,
        .marked = n->marked,
    };

    if (package_note(c->to, &note, err) < 0 ||
        bring_past(c, n, made->part, false, err) < 0)
        return -1;
    return bring_images(c, n, &made->note, err);
}

static int bring_home(struct coming *c, struct coming_note *n, uint64_t uid,
                      struct err *err)
{
    int rc = package_home(c->to, uid, err);

    if (rc < 0)
        return -1;
    c->report->home += rc == 1;
    return bring_past(c, n, 0, true, err);
}

/* Another program's cards of templates that are not there are left. */
static size_t list_ords(struct coming *c, const struct coming_note *n,
                        const struct anki_type *type, int *ords)
{
    size_t count = 0;

    for (size_t i = 0; i < n->ncards; i++)
        if (type->cloze || n->cards[i].ord < (int)type->ntemplates)
            ords[count++] = n->cards[i].ord;
        else
            left_add(&c->report->left, LEFT_NO_CLOZE);
    return count;
}

static int bring_foreign(struct coming *c, struct coming_note *n,
                         struct err *err)
{
    const struct anki_type *type = anki_type_find(&c->types, n->type);
    struct anki_source source = {.type = type, .guid = n->guid};
    int ords[CARDS_MAX];
    struct anki_made *made;
    size_t nmade;

    if (type == NULL || type->ntemplates == 0) {
        left_add(&c->report->left, LEFT_TYPE);
        return 0;
    }
    if (type->nfields != n->nfields) {
        left_add(&c->report->left, LEFT_FIELDS);
        return 0;
    }
    source.fields = n->fields;
    source.ords = ords;
    source.nords = list_ords(c, n, type, ords);
    nmade = anki_make(&made, &source, &n->arena, &c->report->left);
    for (size_t i = 0; i < nmade; i++)
        if (bring_made(c, n, &made[i], err) < 0)
            return -1;
    return 0;
}

static int bring_note(struct coming *c, struct stmt *q, struct coming_note *n,
                      struct err *err)
{
    uint64_t uid;
    int rc;

    n->id = row_int(q, 0);
    n->guid = anki_in_clean(&n->arena, row_text(q, 1));
    n->type = row_int(q, 2);
    n->ntags = anki_in_tags(&n->arena, row_text(q, 3), n->tags, TAGS_MAX,
                            &n->marked);
    n->nfields =
        anki_in_fields(&n->arena, row_text(q, 4), n->fields, FIELDS_MAX);
    c->report->left.where = slice_sub(n->fields[0], 0, 100);
    if (read_cards(c, n, err) < 0)
        return -1;
    choose_deck(c, n);
    if (n->type == ANKI_PROBLEM) {
        left_add(&c->report->left, LEFT_PROBLEM);
        return 0;
    }
    if (homes_find(c->homes, n->guid, &uid))
        return bring_home(c, n, uid, err);
    uid = package_uid(n->guid, 0);
    rc = n->type == ANKI_CLOZE ? package_home(c->to, uid, err) : 0;
    if (rc == 1) /* it had come from there, and went back as one of ours */
        return bring_home(c, n, uid, err);
    return rc < 0 ? -1 : bring_foreign(c, n, err);
}

static void tell(const struct coming *c, size_t done, size_t total)
{
    if (c->options->progress != NULL)
        c->options->progress(done, total, c->options->progress_arg);
}

static int bring_notes(struct coming *c, struct err *err)
{
    enum { NOTE_FAILED = -2 }; /* and said why */
    struct stmt *q;
    struct coming_note *n = mem_new(sizeof *n);
    int64_t total = 0;
    size_t done = 0;
    int rc = db_int(c->from->db, "SELECT count(*) FROM notes", &total, err);

    if (rc < 0)
        rc = anki_in_blame(c->path, err);
    c->cards = db_query(c->from->db, "SELECT " ANKI_CARD_COLUMNS
                                     " FROM cards ORDER BY nid, ord, id");
    q = db_query(c->from->db,
                 "SELECT id, guid, mid, tags, flds FROM notes ORDER BY id");
    if (rc == 0)
        rc = next_card(c, err);
    while (rc == 0 && (rc = stmt_next(q, err)) == 1) {
        tell(c, done++, (size_t)total);
        rc = bring_note(c, q, n, err) < 0 ? NOTE_FAILED : 0;
        arena_release(&n->arena);
        memset(n, 0, sizeof *n);
    }
    if (rc == -1)
        anki_in_blame(c->path, err);
    stmt_end(q);
    stmt_end(c->cards);
    free(n);
    return rc == 0 ? 0 : -1;
}

/* --- the whole ---------------------------------------------------------- */

/* What tells one collection from another, and stays. */
static uint64_t device_of(const struct anki_types *types)
{
    struct str text = STR_EMPTY;
    struct hash h;

    str_printf(&text, "anki collection %lld", (long long)types->created_s);
    h = hash_of(str_slice(&text));
    str_release(&text);
    return hash_u64(&h);
}

static int bring_all(struct coming *c, struct deck *deck, const char *path,
                     struct ledger *ledger, struct err *err)
{
    const struct package_options options = {
        .name = path,
        .device = device_of(&c->types),
        .dry_run = c->options->dry_run,
    };

    if (package_begin(&c->to, deck, &options, c->now, ledger, err) < 0)
        return -1;
    if (bring_notes(c, err) < 0) {
        package_abort(c->to);
        return -1;
    }
    return package_end(c->to, err);
}

int anki_in(struct deck *deck, const char *path,
            const struct anki_in_options *options, struct moment now,
            struct ledger *ledger, struct anki_in_report *report,
            struct err *err)
{
    struct anki_package package = {0};
    struct coming c = {
        .path = path,
        .from = &package,
        .options = options,
        .report = report,
        .now = now,
    };
    int rc = -1;

    *report = (struct anki_in_report){0};
    if (anki_in_open(&package, path, err) < 0)
        return -1;
    if (anki_in_types_read(&c.types, &package, err) < 0 ||
        anki_log_read(&c.log, &package, err) < 0) {
        anki_in_blame(path, err);
        goto done;
    }
    c.seen = pairs_new();
    if (homes_read(&c.homes, deck, err) < 0)
        goto done;
    rc = bring_all(&c, deck, path, ledger, err);
done:
    if (rc < 0)
        anki_in_report_release(report);
    pairs_free(c.seen);
    homes_free(c.homes);
    anki_log_free(c.log);
    anki_in_types_release(&c.types);
    anki_in_close(&package);
    return rc;
}
