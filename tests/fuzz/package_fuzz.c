/* A package that a stranger sent: refused or read, and neither harms. The
 * first byte of an input tells what the rest is:
 *
 *     'z'  the whole file
 *     'd'  changes to the database of a good package, as often as there are
 *          some: offset (2 bytes), length (1 byte), that many bytes
 *     'n'  a note: which of the types below, then fields with U+001F between
 *     't'  the same for a type of two templates, which are the first four
 *          fields
 *     's'  zstd frames
 *
 * Whatever comes of a note can be kept and shown. What is imported goes into
 * a deck in /dev/shm/pagein-fuzz-* that stays empty. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "deck/db.h"
#include "deck/deck.h"
#include "publish/anki_in.h"
#include "publish/anki_in_note.h"
#include "publish/unzstd.h"
#include "publish/zip.h"
#include "sys/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct moment now = {1795000000000, 60};
static char folder[] = "/dev/shm/pagein-fuzz-XXXXXX";
static struct str deck_at, package_at, good;
static struct deck *deck;

/* --- what there is to begin with ---------------------------------------- */

static const char sql[] =
    "create table col (id integer primary key, crt, ver, conf, models,"
    " decks);"
    "create table notes (id integer primary key, guid, mid, tags, flds);"
    "create table cards (id integer primary key, nid, did, ord, type, queue,"
    " due, ivl, factor, reps, lapses, odue, odid, mod, flags);"
    "create table revlog (id integer primary key, cid, ease, type, time,"
    " factor);"
    "insert into col values (1, 1500000000, 11, '{\"schedVer\":2}',"
    " '{\"1\":{\"id\":1,\"type\":1,\"flds\":[{\"name\":\"T\"},"
    "{\"name\":\"E\"}],\"tmpls\":[{\"qfmt\":\"{{cloze:T}}\","
    "\"afmt\":\"{{cloze:T}}{{E}}\"}]}}', "
    "'{\"1\":{\"id\":1,\"name\":\"A::B\"}}"
    "');"
    "insert into notes values (1, 'g', 1, ' a b ', 'x {{c1::y::z}}' || "
    "char(31) || 'w'), (2, 'h', 1, '', '{{c2::<b>q</b>}}' || char(31));"
    "insert into cards values (1, 1, 1, 0, 2, 2, 10, 5, 2500, 3, 1, 0, 0, 9,"
    " 0), (2, 2, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 9, 0);"
    "insert into revlog values (1600000000000, 1, 3, 0, 900, 2500)";

static void must(int rc)
{
    if (rc < 0)
        abort();
}

static void tidy(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};

    deck_close(deck);
    for (size_t i = 0; i < 3; i++) {
        struct str path = STR_EMPTY;

        str_printf(&path, "%s%s", deck_at.at, ends[i]);
        unlink(path.at);
        str_release(&path);
    }
    unlink(package_at.at);
    rmdir(folder);
}

static void begin(void)
{
    struct str path = STR_EMPTY;
    struct err err;
    struct db *db;

    if (deck != NULL)
        return;
    if (mkdtemp(folder) == NULL)
        abort();
    deck_at = package_at = good = STR_EMPTY;
    str_printf(&deck_at, "%s/deck.sqlite", folder);
    str_printf(&package_at, "%s/x.apkg", folder);
    str_printf(&path, "%s/good", folder);
    must(db_open(&db, path.at, DB_SCRATCH, &err));
    must(db_run(db, sql, &err));
    must(db_image(db, &good, &err));
    db_close(db);
    unlink(path.at);
    str_release(&path);
    must(deck_open(&deck, deck_at.at, DECK_CREATE, now, &err));
    atexit(tidy);
}

/* --- packages ----------------------------------------------------------- */

static void import(void)
{
    const struct anki_in_options options = {.dry_run = true};
    struct anki_in_report report = {0};
    struct ledger ledger = {0};
    struct err err = {0};

    if (anki_in(deck, package_at.at, &options, now, &ledger, &report, &err) <
        0)
        assert(err.text[0] != '\0');
    ledger_release(&ledger);
    anki_in_report_release(&report);
}

static void whole(struct slice rest)
{
    struct err err;

    must(file_write(package_at.at, rest, false, &err));
    import();
}

static void changed(struct slice rest)
{
    struct zip_out *zip = zip_out_new();
    struct str bytes = STR_EMPTY;
    struct err err;

    str_put(&bytes, str_slice(&good));
    while (rest.len > 3) {
        const unsigned char *at = (const unsigned char *)rest.at;
        size_t to = (size_t)(at[0] | at[1] << 8) % bytes.len, len = at[2];

        rest = slice_skip(rest, 3);
        len = len < rest.len ? len : rest.len;
        len = len < bytes.len - to ? len : bytes.len - to;
        memcpy(bytes.at + to, rest.at, len);
        rest = slice_skip(rest, len);
    }
    zip_out_add(zip, "collection.anki2", str_slice(&bytes), ZIP_STORED);
    zip_out_add(zip, "media", SLICE("{}"), ZIP_STORED);
    must(zip_out_write(zip, package_at.at, &err));
    zip_out_free(zip);
    str_release(&bytes);
    import();
}

/* --- notes -------------------------------------------------------------- */

#define TEXT(s)         \
    {                   \
        s, sizeof s - 1 \
    }

enum { FIELDS = 8 };

static void check(const struct note *note)
{
    struct str packed = STR_EMPTY, again = STR_EMPTY;
    struct arena arena = {0};
    struct note back;
    struct err err;

    assert(note->ncards > 0 && doc_ok(note->leaf));
    note_pack(&packed, note);
    must(note_unpack(&back, str_slice(&packed), &arena, &err));
    note_pack(&again, &back);
    assert(slice_eq(str_slice(&packed), str_slice(&again)));
    str_release(&packed);
    str_release(&again);
    arena_release(&arena);
}

static void make(struct anki_type type, const struct slice *fields,
                 size_t ncards)
{
    const int ords[] = {0, 1};
    struct slice names[FIELDS] = {
        SLICE("A"), SLICE("B"), SLICE("C"), SLICE("D"),
        SLICE("E"), SLICE("F"), SLICE("G"), SLICE("H"),
    };
    const struct anki_source source = {&type, fields, SLICE("guid"), ords,
                                       ncards};
    struct left_list left = {0};
    struct arena arena = {0};
    struct anki_made *made;
    size_t n;

    type.fields = names;
    type.nfields = FIELDS;
    n = anki_make(&made, &source, &arena, &left);
    for (size_t i = 0; i < n; i++)
        check(&made[i].note);
    arena_release(&arena);
    left_release(&left);
}

static void note(struct slice rest, bool templates)
{
    static const struct anki_template stock[][2] = {
        {{TEXT("{{cloze:A}} {{B}}"), TEXT("{{cloze:A}} {{C}}")}, {{0}, {0}}},
        {{TEXT("{{A}}"), TEXT("{{FrontSide}}<hr id=answer>{{B}}")},
         {{0}, {0}}},
        {{TEXT("{{A}}{{#C}}{{D}}{{/C}}"), TEXT("{{FrontSide}}{{B}}")},
         {TEXT("{{B}}"), TEXT("{{type:A}}{{^C}}{{D}}{{/C}}")}},
    };
    struct slice fields[FIELDS] = {{0}};
    struct anki_template own[2];
    struct anki_type type = {.id = 1};
    size_t which = rest.len > 0 ? (unsigned char)rest.at[0] % 3 : 0, n = 0;

    rest = rest.len > 0 ? slice_skip(rest, 1) : rest;
    while (n < FIELDS && rest.len > 0) {
        size_t end = slice_find(rest, 0, SLICE("\x1f"));

        fields[n++] = slice_sub(rest, 0, end);
        rest = slice_skip(rest, end < rest.len ? end + 1 : end);
    }
    own[0] = (struct anki_template){fields[0], fields[1]};
    own[1] = (struct anki_template){fields[2], fields[3]};
    type.cloze = which == 0;
    type.templates =
        templates ? own : (struct anki_template *)(uintptr_t)stock[which];
    type.ntemplates = which == 2 ? 2 : 1;
    make(type, fields, type.ntemplates);
}

/* --- frames ------------------------------------------------------------- */

static int count(struct slice piece, void *arg, struct err *err)
{
    (void)err;
    *(size_t *)arg += piece.len;
    return 0;
}

static void frames(struct slice rest)
{
    enum { LIMIT = 1 << 20 };
    size_t bytes = 0;
    struct unzstd *z = unzstd_new(LIMIT, count, &bytes);
    struct err err;

    if (unzstd_put(z, rest, &err) == 0)
        unzstd_end(z, &err);
    assert(bytes <= LIMIT);
    unzstd_free(z);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice rest = {(const char *)data + 1, size - 1};

    begin();
    if (size == 0)
        return 0;
    if (data[0] == 'z')
        whole(rest);
    else if (data[0] == 'd')
        changed(rest);
    else if (data[0] == 's')
        frames(rest);
    else
        note(rest, data[0] == 't');
    return 0;
}
