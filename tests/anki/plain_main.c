/* plain DECK: every card of a deck as pagein itself shows it in plain words,
 * one JSON object a line, for comparison with what Anki makes of it. */
#include <stdio.h>
#include <stdlib.h>

#include "deck/export.h"
#include "publish/anki_text.h"
#include "sys/json.h"
#include "view/plain.h"

static void put_side(struct json *w, const char *key, struct card_face face,
                     bool revealed)
{
    struct str text = STR_EMPTY;

    face.revealed = revealed;
    plain_card(&text, &face);
    json_put_text(w, key, str_slice(&text));
    str_release(&text);
}

static int put_note(const struct export_note *note, void *arg,
                    struct err *err)
{
    struct str line = STR_EMPTY, text = STR_EMPTY;

    (void)arg;
    (void)err;
    for (size_t i = 0; i < note->ncards; i++) {
        struct card_face face = {.note = &note->note,
                                 .card = note->cards[i].index,
                                 .file = note->path,
                                 .revealed = true};
        struct json w = json_to_line(&line);

        json_open_object(&w, NULL);
        str_clear(&text);
        anki_note_guid(&text, note->uid);
        json_put_text(&w, "guid", str_slice(&text));
        json_put_int(&w, "ord", note->cards[i].ord);
        str_clear(&text);
        str_printf(&text, "%016llx", (unsigned long long)note->cards[i].uid);
        json_put_text(&w, "uid", str_slice(&text));
        str_clear(&text);
        plain_path(&text, &face);
        json_put_text(&w, "path", str_slice(&text));
        put_side(&w, "question", face, false);
        put_side(&w, "answer", face, true);
        json_close(&w);
    }
    fwrite(line.at, 1, line.len, stdout);
    str_release(&line);
    str_release(&text);
    return 0;
}

int main(int argc, char **argv)
{
    struct deck *deck = NULL;
    struct err err;
    int rc = argc == 2 ? 0 : 64;

    if (rc == 0 &&
        (deck_open(&deck, argv[1], DECK_READ, clock_now(), &err) < 0 ||
         deck_export(deck, put_note, NULL, &err) < 0)) {
        fprintf(stderr, "%s\n", err.text);
        rc = 1;
    }
    deck_close(deck);
    return rc;
}
