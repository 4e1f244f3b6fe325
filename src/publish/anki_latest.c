#include "publish/anki_latest.h"

#include "publish/anki_db.h"
#include "publish/anki_model.h"
#include "publish/anki_text.h"
#include "publish/zstd.h"

/* PackageMetadata { version = 3 } */
const struct slice anki_latest_meta = {"\x08\x03", 2};

/* --- protobuf ----------------------------------------------------------- */

enum { WIRE_NUMBER = 0, WIRE_BYTES = 2 };

static void put_number(struct str *out, uint64_t n)
{
    for (; n >= 0x80; n >>= 7)
        str_putc(out, (char)(0x80 | (n & 0x7f)));
    str_putc(out, (char)n);
}

static void put_bytes(struct str *out, unsigned field, struct slice bytes)
{
    put_number(out, field << 3 | WIRE_BYTES);
    put_number(out, bytes.len);
    str_put(out, bytes);
}

/* MediaEntry { name = 1; size = 2; sha1 = 3 } */
static void put_entry(struct str *out, const struct anki_media_file *file)
{
    struct str entry = STR_EMPTY;

    put_bytes(&entry, 1, file->name);
    if (file->bytes > 0) {
        put_number(&entry, 2 << 3 | WIRE_NUMBER);
        put_number(&entry, file->bytes);
    }
    put_bytes(&entry, 3,
              (struct slice){(const char *)file->sha1, sizeof file->sha1});
    put_bytes(out, 1, str_slice(&entry));
    str_release(&entry);
}

void anki_latest_media(struct str *out, const struct anki_media *media)
{
    struct str entries = STR_EMPTY;

    for (size_t i = 0; i < anki_media_count(media); i++) {
        struct anki_media_file file = anki_media_file(media, i);

        put_entry(&entries, &file);
    }
    zstd_put(out, str_slice(&entries));
    str_release(&entries);
}

/* --- the notice --------------------------------------------------------- */

static int put_notice(struct anki_db *db, struct err *err)
{
    static const char fields[] =
        "Please update to the latest Anki version: this package is of its "
        "newer kind. Then import it again.\x1f"
        "pagein export without --anki-latest writes one for every Anki.\x1f";
    const struct slice front = slice_sub(
        SLICE(fields), 0, slice_find(SLICE(fields), 0, SLICE("\x1f")));
    struct str guid = STR_EMPTY;
    const int64_t id = (ANKI_CREATED + 86400) * 1000;
    struct anki_note_row note = {
        .id = id,
        .model = ANKI_PROBLEM,
        .mod = ANKI_CREATED,
        .tags = SLICE(""),
        .fields = SLICE(fields),
        .sort = front,
        .checksum = anki_checksum(front),
    };
    struct anki_card_row card = {
        .id = id, .note = id, .mod = ANKI_CREATED, .data = SLICE("")};
    int rc;

    anki_guid(&guid, SLICE("notice"));
    note.guid = str_slice(&guid);
    card.deck = anki_db_deck(db, SLICE("pagein"));
    rc = anki_db_note(db, &note, err);
    if (rc == 0)
        rc = anki_db_card(db, &card, err);
    str_release(&guid);
    return rc;
}

int anki_latest_notice(const char *path, struct err *err)
{
    struct anki_db *db;

    if (anki_db_open(&db, path, err) < 0)
        return -1;
    if (put_notice(db, err) < 0) {
        anki_db_abandon(db);
        return -1;
    }
    return anki_db_close(db, err);
}
