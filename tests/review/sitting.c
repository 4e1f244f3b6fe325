#include "sitting.h"

#include "check.h"

void sitting_init(struct sitting *s, const char *notes)
{
    *s = (struct sitting){.text = STR_EMPTY};
    s->options.depth = DEPTH_RGB;
    desk_init(&s->desk);
    desk_notes(&s->desk, notes);
}

void sitting_release(struct sitting *s)
{
    session_free(s->session);
    cells_release(&s->cells);
    str_release(&s->text);
    desk_release(&s->desk);
}

struct instant sitting_now(const struct sitting *s)
{
    struct instant at = {s->desk.now, s->ticks};

    if (!s->stopped)
        at.now.utc_ms += s->ticks;
    return at;
}

void sitting_open(struct sitting *s)
{
    struct err err;

    session_free(s->session);
    s->session = NULL;
    s->wish = SESSION_ON;
    if (session_open(&s->session, s->desk.deck, &s->options, sitting_now(s),
                     &err) < 0)
        fail_msg("%s", err.text);
}

void sitting_press(struct sitting *s, const char *keys)
{
    struct slice spelling = slice_from(keys);
    struct key key;

    while (key_next(&spelling, &key)) {
        s->ticks += KEY_MS;
        s->wish = session_key(s->session, key, sitting_now(s));
    }
}

const char *sitting_screen(struct sitting *s, int rows, int columns)
{
    cells_release(&s->cells);
    cells_init(&s->cells, rows, columns);
    session_draw(s->session, &s->cells);
    str_clear(&s->text);
    cells_text(&s->text, &s->cells);
    return s->text.at;
}

void assert_frame_at(struct sitting *s, const char *words, bool shown,
                     const char *file, int line)
{
    const char *screen = sitting_screen(s, 24, 80);

    if ((strstr(screen, words) != NULL) == shown)
        return;
    print_error("%s:%d: the screen %s \"%s\":\n%s\n", file, line,
                shown ? "lacks" : "should not show", words, screen);
    fail();
}

const char *sitting_answer(struct sitting *s)
{
    const struct card_face *face = session_face(s->session);
    struct str answer = STR_EMPTY;
    const char *kept;

    if (face != NULL)
        note_answer(&answer, face->note, face->card);
    kept = arena_copy(&s->desk.arena, str_slice(&answer)).at;
    str_release(&answer);
    return kept;
}
