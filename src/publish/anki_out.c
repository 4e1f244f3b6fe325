#include "publish/anki.h"

#include <stdlib.h>

#include "base/mem.h"
#include "deck/beside.h"
#include "deck/config.h"
#include "deck/export.h"
#include "problem/kind.h"
#include "publish/anki_births.h"
#include "publish/anki_db.h"
#include "publish/anki_fields.h"
#include "publish/anki_pack.h"
#include "publish/anki_problem.h"
#include "publish/anki_progress.h"
#include "publish/anki_text.h"
#include "sys/file.h"
#include "text/unicode.h"

/* Rises when the same note comes to be written otherwise: it is added to the
 * time of every note, so that collections take over the new text. */
enum { TEXT_REVISION = 0 };

/* The work in parts of a thousand: notes, then the archive. */
enum { PART_NOTES = 600, PARTS = 1000 };

struct package {
    struct deck *deck;
    const struct anki_options *options;
    struct anki_report report;
    struct anki_db *db; /* NULL for a dry run */
    struct anki_media *media;
    struct anki_births births;
    struct str subdeck; /* of the latest note, and its number in Anki */
    int64_t deck_id;
    size_t total; /* notes, for the bar */
    const struct sm2_profile *profile;
    struct str guid, tags, fields, sort, data;
};

static void tell(const struct package *x, size_t done)
{
    if (x->options->tell != NULL)
        x->options->tell(done, PARTS, x->options->arg);
}

/* --- a note ------------------------------------------------------------- */

/* Anki parts tags at blanks. */
static void put_tag(struct str *out, struct slice tag)
{
    struct str nfc = STR_EMPTY;

    text_nfc(&nfc, tag);
    for (size_t i = 0; i < nfc.len; i++) {
        char c = nfc.at[i];

        if (slice_has_prefix(slice_skip(str_slice(&nfc), i),
                             SLICE("\xe3\x80\x80"))) {
            str_putc(out, '-');
            i += 2;
        } else {
            str_putc(out, (unsigned char)c <= ' ' || c == 0x7f ? '-' : c);
        }
    }
    str_putc(out, ' ');
    str_release(&nfc);
}

static void put_tags(struct str *out, const struct export_note *note)
{
    if (note->ntags > 0)
        str_putc(out, ' ');
    for (size_t i = 0; i < note->ntags; i++)
        put_tag(out, note->tags[i]);
}

static size_t count_cards(const struct export_note *note)
{
    size_t n = 0;

    for (size_t i = 0; i < note->ncards; i++)
        n += note->cards[i].ord <= ANKI_ORD_MAX;
    return n;
}

/* The deck of a note: its file may have one of its own below ours. */
static void choose_deck(struct package *x, struct slice subdeck)
{
    struct str typed = STR_EMPTY, name = STR_EMPTY;

    if (x->deck_id != 0 && slice_eq(str_slice(&x->subdeck), subdeck))
        return;
    str_clear(&x->subdeck);
    str_put(&x->subdeck, subdeck);
    anki_deck_name(&name, x->options->name);
    str_put(&typed, str_slice(&name));
    if (subdeck.len > 0) {
        str_puts(&typed, "::");
        str_put(&typed, subdeck);
    }
    str_clear(&name);
    anki_deck_name(&name, str_slice(&typed));
    x->deck_id = anki_db_deck(x->db, str_slice(&name));
    str_release(&typed);
    str_release(&name);
}

static int put_cards(struct package *x, const struct export_note *note,
                     struct anki_note_row *row, struct err *err)
{
    for (size_t i = 0; i < note->ncards; i++) {
        const struct export_card *c = &note->cards[i];
        struct anki_card_row card = {
            .id = anki_births_next(&x->births, c->born_ms),
            .deck = x->deck_id,
            .mod = row->mod,
            .ord = c->ord - 1,
            .due = (int64_t)x->report.notes,
            .data = SLICE(""),
        };

        if (c->ord > ANKI_ORD_MAX)
            continue;
        if (row->id == 0)
            row->id = card.id;
        card.note = row->id;
        if (x->options->progress &&
            anki_progress(x->deck, c, x->profile, x->db, &card, &x->data,
                          err) < 0)
            return -1;
        if (anki_db_card(x->db, &card, err) < 0)
            return -1;
    }
    return 0;
}

/* A note that came from Anki goes back under the name it has there. */
static void put_guid(struct str *out, const struct export_note *note)
{
    struct slice id = note->note.leaf->id;

    if (slice_has_prefix(id, SLICE(ANKI_ID)))
        str_put(out, slice_skip(id, strlen(ANKI_ID)));
    else
        anki_note_guid(out, note->uid);
}

static int put_note(struct package *x, const struct export_note *note,
                    struct err *err)
{
    struct anki_note_row row = {
        .model = ANKI_CLOZE,
        .mod = note->changed_ms / 1000 + TEXT_REVISION,
    };
    struct slice fields = str_slice(&x->fields);

    choose_deck(x, note->subdeck);
    str_clear(&x->guid);
    str_clear(&x->tags);
    str_clear(&x->sort);
    put_guid(&x->guid, note);
    put_tags(&x->tags, note);
    anki_strip(&x->sort,
               slice_sub(fields, 0, slice_find(fields, 0, SLICE("\x1f"))));
    row.guid = str_slice(&x->guid);
    row.tags = str_slice(&x->tags);
    row.fields = fields;
    row.sort = str_slice(&x->sort);
    row.checksum = anki_checksum(row.sort);
    if (put_cards(x, note, &row, err) < 0)
        return -1;
    return anki_db_note(x->db, &row, err);
}

static int take_note(const struct export_note *note, void *arg,
                     struct err *err)
{
    struct package *x = arg;
    size_t cards = count_cards(note);

    x->report.left_out += note->ncards - cards;
    if (cards == 0)
        return 0;
    x->report.notes++;
    x->report.cards += cards;
    str_clear(&x->fields);
    anki_cloze_fields(&x->fields, note, x->media);
    if (x->report.notes % 256 == 0)
        tell(x, PART_NOTES * x->report.notes / (x->total + 1));
    if (anki_media_failed(x->media, err) < 0)
        return -1;
    return x->db != NULL ? put_note(x, note, err) : 0;
}

/* --- problems ----------------------------------------------------------- */

static int put_problem(struct package *x, const struct anki_problem *p,
                       struct err *err)
{
    struct slice fields = str_slice(&p->fields);
    struct anki_note_row row = {
        .id = p->id,
        .model = ANKI_PROBLEM,
        .mod = p->mod + TEXT_REVISION,
        .guid = str_slice(&p->guid),
        .tags = str_slice(&p->tags),
        .fields = fields,
    };
    struct anki_card_row card = {
        .id = p->id,
        .note = p->id,
        .deck = x->deck_id,
        .mod = row.mod,
        .due = (int64_t)x->report.notes,
        .data = SLICE(""),
    };

    str_clear(&x->sort);
    anki_strip(&x->sort,
               slice_sub(fields, 0, slice_find(fields, 0, SLICE("\x1f"))));
    row.sort = str_slice(&x->sort);
    row.checksum = anki_checksum(row.sort);
    return anki_db_note(x->db, &row, err) < 0 ||
                   anki_db_card(x->db, &card, err) < 0
               ? -1
               : 0;
}

static int put_kind(struct package *x, const struct kind *kind,
                    struct anki_problem *p, struct err *err)
{
    for (int i = 0; i < x->options->problems; i++) {
        if (!anki_problem_make(kind, (unsigned)i, p))
            continue;
        x->report.notes++;
        x->report.cards++;
        x->report.problems++;
        if (x->db != NULL && put_problem(x, p, err) < 0)
            return -1;
    }
    return 0;
}

static int put_problems(struct package *x, struct err *err)
{
    struct anki_problem p = {STR_EMPTY, STR_EMPTY, STR_EMPTY, 0, 0};
    struct arena arena = {0};
    struct slice setting;
    int rc = deck_setting(x->deck, config_find(SLICE("kinds")), &setting,
                          &arena, err);

    if (x->db != NULL)
        choose_deck(x, SLICE("Problems"));
    for (size_t i = 0; rc == 0 && i < nkinds; i++) {
        if (anki_wants_kind(setting, kinds[i]))
            rc = put_kind(x, kinds[i], &p, err);
        tell(x, PART_NOTES * i / nkinds);
    }
    anki_problem_release(&p);
    arena_release(&arena);
    return rc;
}

/* --- the package -------------------------------------------------------- */

static int put_collection(struct package *x, const char *path,
                          struct err *err)
{
    struct arena arena = {0};
    int rc = -1;

    if (anki_births_read(x->deck, &x->births, &arena, err) < 0 ||
        (path != NULL && anki_db_open(&x->db, path, err) < 0))
        goto done;
    if (x->db != NULL)
        choose_deck(x, SLICE(""));
    rc = deck_export(x->deck, take_note, x, err);
    if (rc == 0 && x->options->problems > 0)
        rc = put_problems(x, err);
    if (rc == 0 && x->db != NULL) {
        x->report.decks = anki_db_decks(x->db);
        rc = anki_db_close(x->db, err);
        x->db = NULL;
    }
    x->report.media = anki_media_count(x->media);
    x->report.missing = anki_media_missing(x->media);
done:
    anki_db_abandon(x->db);
    x->db = NULL;
    arena_release(&arena);
    return rc;
}

static void told_zip(double done, void *arg)
{
    tell(arg, PART_NOTES + (size_t)(done * (PARTS - PART_NOTES)));
}

/* What is in the way, before anything is made beside it. */
static int check_place(const char *path, struct err *err)
{
    struct file_stat st = file_stat_of(path);

    if (st.exists && !st.is_regular)
        return err_set(err, ERR_CREATE,
                       "%.300s is no plain file, and one is needed.", path);
    return 0;
}

static int put_package(struct package *x, const char *path, struct err *err)
{
    struct str absolute = STR_EMPTY, beside = STR_EMPTY;
    int rc = -1;

    path_absolute(&absolute, path);
    if (check_place(path, err) < 0)
        goto done;
    if (beside_make(absolute.at, &beside, err) < 0)
        goto done;
    rc = put_collection(x, beside.at, err);
    if (rc == 0)
        rc = anki_pack(&(struct anki_pack){.collection = beside.at,
                                           .media = x->media,
                                           .latest = x->options->latest,
                                           .progress = told_zip,
                                           .arg = x},
                       path, err);
    beside_remove(beside.at);
done:
    str_release(&absolute);
    str_release(&beside);
    return rc;
}

int anki_export(struct deck *deck, const char *path,
                const struct anki_options *options, struct anki_report *out,
                struct err *err)
{
    struct package x = {.deck = deck,
                        .options = options,
                        .media = anki_media_new(deck),
                        .subdeck = STR_EMPTY,
                        .guid = STR_EMPTY,
                        .tags = STR_EMPTY,
                        .fields = STR_EMPTY,
                        .sort = STR_EMPTY,
                        .data = STR_EMPTY};
    struct deck_settings settings;
    struct export_counts counts;
    int rc = deck_export_counts(deck, &counts, err);

    if (rc == 0)
        rc = deck_settings(deck, &settings, err);

    if (rc == 0) {
        x.profile = settings.profile;
        x.total = (size_t)counts.notes;
        rc = options->dry_run ? put_collection(&x, NULL, err)
                              : put_package(&x, path, err);
    }
    tell(&x, PARTS);
    if (rc == 0)
        *out = x.report;
    anki_media_free(x.media);
    str_release(&x.subdeck);
    str_release(&x.guid);
    str_release(&x.tags);
    str_release(&x.fields);
    str_release(&x.sort);
    str_release(&x.data);
    return rc;
}
