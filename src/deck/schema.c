/* The text of every table and index, and how they came to be what they are.
 *
 * To change them, change the text here, and let old decks follow:
 *
 *  1. Add a row to the steps of `schema_history`, an array like `objects`:
 *     the way on from what was the latest version, which is one more now. Its
 *     `was` holds what the change replaces, as it stood here until now: each
 *     table or index with its old text, and with no text (NULL) those that
 *     are new.
 *  2. When a table is in `was`, its rows are in "was_NAME" while the step
 *     runs: `sql` fills the new one from there. What can't be said in SQL
 *     goes into `run`.
 *  3. Give it a test that opens a deck of the version before, with rows in
 *     what has changed: tests/deck/olden.c shows how such a deck is made. In
 *     migrate_test.c the new version gets a row in the test that fails now.
 *
 *     static const struct schema_object was_1[] = {
 *         {"tag", "CREATE TABLE tag (...)"}, {"tag_age", NULL},
 *     };
 *
 *     static const struct schema_step steps[] = {
 *         {was_1, 2, "INSERT INTO tag (card, name, has, age)"
 *                    " SELECT card, name, has, 0 FROM was_tag", NULL},
 *     };
 *
 * Steps are never changed once a program that has them was released. */
#include "deck/schema.h"

/* Columns of the log: what happened, once and for all.
 *
 *   device, seq   its name; a device counts its events from 1
 *   batch         seq of the first event of the same command
 *   ms, zone      UTC; the clock's offset in minutes at that moment
 *   day           the study day
 *   kind          review drill cram undo set alias suspend bury mark tag
 *                 reset config import
 *   subject       uid of the cloze, or hash of the id of a problem kind
 *   grade, took_ms  of answers
 *   name, value   by kind (event.h)
 *   fault         the misconception behind a wrong answer to a problem
 *   hash          of all of the above: two events of one name and different
 *                 content are both kept
 *   undone        an undo names it; the only column that ever changes */
#define EVENT                                               \
    "CREATE TABLE event (\n"                                \
    "    id INTEGER PRIMARY KEY,\n"                         \
    "    device INTEGER NOT NULL REFERENCES device (id),\n" \
    "    seq INTEGER NOT NULL,\n"                           \
    "    batch INTEGER NOT NULL,\n"                         \
    "    ms INTEGER NOT NULL,\n"                            \
    "    zone INTEGER NOT NULL,\n"                          \
    "    day INTEGER NOT NULL,\n"                           \
    "    kind TEXT NOT NULL,\n"                             \
    "    subject INTEGER,\n"                                \
    "    grade INTEGER,\n"                                  \
    "    took_ms INTEGER,\n"                                \
    "    name TEXT,\n"                                      \
    "    value TEXT,\n"                                     \
    "    fault TEXT,\n"                                     \
    "    hash INTEGER NOT NULL,\n"                          \
    "    undone INTEGER NOT NULL DEFAULT 0,\n"              \
    "    UNIQUE (device, seq, hash)\n"                      \
    ") STRICT"

/* What a note's row and its earlier version in note_was have in common.
 *
 *   line, place   in the source; place counts the notes of the file
 *   pin           the optional ^id of the block
 *   gone          1 when it has left the notes
 *   text          the leaf on one line
 *   page          the packed note (note.h) */
#define NOTE_COLUMNS                                          \
    "    file INTEGER NOT NULL REFERENCES file (id),\n"       \
    "    section INTEGER NOT NULL REFERENCES section (id),\n" \
    "    line INTEGER NOT NULL,\n"                            \
    "    place INTEGER NOT NULL,\n"                           \
    "    pin TEXT,\n"                                         \
    "    gone INTEGER NOT NULL,\n"                            \
    "    text TEXT NOT NULL,\n"                               \
    "    page BLOB NOT NULL"

/* A card is a cloze of a note, or a skill: a problem kind, whose uid is the
 * hash of its id. From `n` on all
 * columns are the fold of its events.
 *
 *   ord          minted once, never reused; its cN in an export
 *   place        which of the note's cards it is now (cloze.card)
 *   born         the import that brought it
 *   changed_ms   when an import last changed its answer
 *   gone         1 when its cloze has left its note, 2 when the note left
 *   left         the note as it was when its cloze left; place is in it
 *   n .. drill   struct sm2
 *   first        study day of its first repetition
 *   buried_day   not shown on this study day
 *   moved_ms     time of its latest answer, set or reset
 *   pile         0 never seen, 1 seen, 2 not to be shown (suspended, gone) */
#define CARD                                          \
    "CREATE TABLE card (\n"                           \
    "    id INTEGER PRIMARY KEY,\n"                   \
    "    uid INTEGER NOT NULL UNIQUE,\n"              \
    "    note INTEGER REFERENCES note (id),\n"        \
    "    skill TEXT,\n"                               \
    "    ord INTEGER NOT NULL,\n"                     \
    "    place INTEGER NOT NULL,\n"                   \
    "    born INTEGER REFERENCES event (id),\n"       \
    "    changed_ms INTEGER NOT NULL DEFAULT 0,\n"    \
    "    gone INTEGER NOT NULL DEFAULT 0,\n"          \
    "    left BLOB,\n"                                \
    "    n INTEGER NOT NULL DEFAULT 0,\n"             \
    "    ease INTEGER NOT NULL DEFAULT 250,\n"        \
    "    interval INTEGER NOT NULL DEFAULT 0,\n"      \
    "    due INTEGER NOT NULL DEFAULT 0,\n"           \
    "    last INTEGER NOT NULL DEFAULT -1,\n"         \
    "    seen INTEGER NOT NULL DEFAULT -1,\n"         \
    "    failed INTEGER NOT NULL DEFAULT -1,\n"       \
    "    lapses INTEGER NOT NULL DEFAULT 0,\n"        \
    "    reps INTEGER NOT NULL DEFAULT 0,\n"          \
    "    drill INTEGER NOT NULL DEFAULT 0,\n"         \
    "    first INTEGER,\n"                            \
    "    suspended INTEGER NOT NULL DEFAULT 0,\n"     \
    "    marked INTEGER NOT NULL DEFAULT 0,\n"        \
    "    buried_day INTEGER NOT NULL DEFAULT -1,\n"   \
    "    moved_ms INTEGER NOT NULL DEFAULT 0,\n"      \
    "    pile INTEGER NOT NULL DEFAULT 0,\n"          \
    "    CHECK ((note IS NULL) <> (skill IS NULL))\n" \
    ") STRICT"

static const struct schema_object objects[] = {
    /* One row: this file. It was given its device id on `machine`, as the
     * file of that disk and inode (device.h). `notes_version`
     * rises whenever notes change: what is made of them (search.h) can tell
     * whether it is behind. */
    {"deck", "CREATE TABLE deck (\n"
             "    id INTEGER PRIMARY KEY CHECK (id = 1),\n"
             "    uid INTEGER NOT NULL,\n"
             "    device INTEGER NOT NULL REFERENCES device (id),\n"
             "    machine TEXT NOT NULL,\n"
             "    file_device INTEGER NOT NULL,\n"
             "    file_inode INTEGER NOT NULL,\n"
             "    notes_version INTEGER NOT NULL\n"
             ") STRICT"},
    {"device", "CREATE TABLE device (\n"
               "    id INTEGER PRIMARY KEY,\n"
               "    uid INTEGER NOT NULL UNIQUE\n"
               ") STRICT"},

    {"event", EVENT},
    {"event_subject", "CREATE INDEX event_subject ON event (subject, ms) "
                      "WHERE subject IS NOT NULL"},
    {"event_day", "CREATE INDEX event_day ON event "
                  "(day, kind, subject, grade, took_ms) WHERE undone = 0"},
    {"event_config", "CREATE INDEX event_config ON event (name, ms) "
                     "WHERE kind = 'config'"},

    /* A folder that notes were imported from. Where it lies is known to each
     * machine alone (roots.h). */
    {"root", "CREATE TABLE root (\n"
             "    id INTEGER PRIMARY KEY,\n"
             "    uid INTEGER NOT NULL UNIQUE,\n"
             "    name TEXT NOT NULL\n"
             ") STRICT"},
    /* A file of notes below a root, as it was when last read: its hash, size
     * and time, the version of the rules it was read by, and how many notes
     * and cards it had. An import that is undone leaves it `taken` = 0:
     * known, but not to be read again by itself. */
    {"file", "CREATE TABLE file (\n"
             "    id INTEGER PRIMARY KEY,\n"
             "    root INTEGER NOT NULL REFERENCES root (id),\n"
             "    path TEXT NOT NULL,\n"
             "    hash BLOB NOT NULL,\n"
             "    bytes INTEGER NOT NULL,\n"
             "    mtime_ns INTEGER NOT NULL,\n"
             "    reader INTEGER NOT NULL,\n"
             "    taken INTEGER NOT NULL,\n"
             "    notes INTEGER NOT NULL,\n"
             "    cards INTEGER NOT NULL,\n"
             "    import INTEGER REFERENCES event (id),\n"
             "    UNIQUE (root, path)\n"
             ") STRICT"},
    {"file_tag", "CREATE TABLE file_tag (\n"
                 "    file INTEGER NOT NULL REFERENCES file (id),\n"
                 "    name TEXT NOT NULL,\n"
                 "    PRIMARY KEY (file, name)\n"
                 ") STRICT, WITHOUT ROWID"},
    {"file_tag_name",
     "CREATE UNIQUE INDEX file_tag_name ON file_tag (name, file)"},
    /* The headings above a note, outermost first, one a line. */
    {"section", "CREATE TABLE section (\n"
                "    id INTEGER PRIMARY KEY,\n"
                "    path TEXT NOT NULL UNIQUE\n"
                ") STRICT"},
    {"note",
     "CREATE TABLE note (\n"
     "    id INTEGER PRIMARY KEY,\n"
     "    uid INTEGER NOT NULL UNIQUE,\n"
     "    import INTEGER REFERENCES event (id),\n" NOTE_COLUMNS "\n) STRICT"},
    {"note_file", "CREATE INDEX note_file ON note (file, place)"},
    {"note_gone", "CREATE INDEX note_gone ON note (id) WHERE gone = 1"},

    {"media", "CREATE TABLE media (\n"
              "    id INTEGER PRIMARY KEY,\n"
              "    hash BLOB NOT NULL UNIQUE,\n"
              "    bytes BLOB NOT NULL\n"
              ") STRICT"},
    /* What a file calls a picture, and the picture: NULL while it is missing.
     */
    {"image", "CREATE TABLE image (\n"
              "    file INTEGER NOT NULL REFERENCES file (id),\n"
              "    target TEXT NOT NULL,\n"
              "    media INTEGER REFERENCES media (id),\n"
              "    PRIMARY KEY (file, target)\n"
              ") STRICT, WITHOUT ROWID"},

    {"card", CARD},
    {"card_note", "CREATE UNIQUE INDEX card_note ON card (note, ord)"},
    /* for the queue: what it holds spares reading the rows */
    {"card_due", "CREATE INDEX card_due ON card "
                 "(pile, due, interval, note, buried_day, seen)"},
    {"card_drill", "CREATE INDEX card_drill ON card (last) WHERE drill = 1"},
    {"card_first",
     "CREATE INDEX card_first ON card (first) WHERE first IS NOT NULL"},

    /* What tag events say of a card, over the tags of its file. */
    {"tag", "CREATE TABLE tag (\n"
            "    card INTEGER NOT NULL REFERENCES card (id),\n"
            "    name TEXT NOT NULL,\n"
            "    has INTEGER NOT NULL,\n"
            "    PRIMARY KEY (card, name)\n"
            ") STRICT, WITHOUT ROWID"},
    {"tag_name", "CREATE UNIQUE INDEX tag_name ON tag (name, card)"},
    /* Other uids under which a card's events were logged. */
    {"alias", "CREATE TABLE alias (\n"
              "    uid INTEGER PRIMARY KEY,\n"
              "    card INTEGER NOT NULL REFERENCES card (id)\n"
              ") STRICT"},
    {"alias_card", "CREATE INDEX alias_card ON alias (card)"},

    /* How things were before an import, while it can be undone. */
    {"note_was",
     "CREATE TABLE note_was (\n"
     "    import INTEGER NOT NULL REFERENCES event (id),\n"
     "    note INTEGER NOT NULL REFERENCES note (id),\n"
     "    was_import INTEGER REFERENCES event (id),\n" NOTE_COLUMNS ",\n"
     "    PRIMARY KEY (import, note)\n"
     ") STRICT"},
    {"card_was", "CREATE TABLE card_was (\n"
                 "    import INTEGER NOT NULL REFERENCES event (id),\n"
                 "    card INTEGER NOT NULL REFERENCES card (id),\n"
                 "    place INTEGER NOT NULL,\n"
                 "    changed_ms INTEGER NOT NULL,\n"
                 "    gone INTEGER NOT NULL,\n"
                 "    left BLOB,\n"
                 "    PRIMARY KEY (import, card)\n"
                 ") STRICT, WITHOUT ROWID"},
};

const struct schema_history schema_history = {
    .objects = objects,
    .nobjects = sizeof objects / sizeof *objects,
    .steps = NULL, /* none yet */
    .nsteps = 0,
    .oldest = 1,
};
