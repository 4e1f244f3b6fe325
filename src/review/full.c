/* full.c - the review on a whole screen: the terminal's events to the
 * session, the session's cells to the terminal. */
#include <signal.h>
#include <stdio.h>

#include "review/editor.h"
#include "review/input.h"
#include "review/screen.h"
#include "review/session.h"
#include "review/state.h"
#include "review/term.h"

struct full {
    struct session *session;
    struct screen screen;
    struct cells cells;
    struct input *input;
};

static struct instant instant_now(void)
{
    return (struct instant){clock_now(), clock_stopwatch_ms()};
}

static int draw(struct full *f, struct err *err)
{
    struct str bytes = STR_EMPTY;
    int rows, columns, rc;

    term_size(&rows, &columns);
    if (rows != f->cells.rows || columns != f->cells.columns) {
        cells_release(&f->cells);
        cells_init(&f->cells, rows, columns);
        screen_forget(&f->screen);
    }
    session_draw(f->session, &f->cells);
    screen_update(&bytes, &f->screen, &f->cells);
    rc = term_write(str_slice(&bytes), err);
    str_release(&bytes);
    return rc;
}

static void edit(struct full *f)
{
    struct str path = STR_EMPTY;
    struct err err;
    int line, rc;

    if (session_source(f->session, &path, &line)) {
        term_lend();
        rc = editor_run(path.at, line, &err);
        term_resume();
        screen_forget(&f->screen);
        session_edited(f->session, rc < 0 ? err.text : NULL, instant_now());
    }
    str_release(&path);
}

static void stop(struct full *f)
{
    term_stop();
    screen_forget(&f->screen);
}

/* One key; true when the person leaves. */
static bool press(struct full *f, struct key key)
{
    if (key.code == KEY_CTRL && key.text == 'l')
        screen_forget(&f->screen);
    switch (session_key(f->session, key, instant_now())) {
    case SESSION_EDIT:
        edit(f);
        return false;
    case SESSION_STOP:
        stop(f);
        return false;
    case SESSION_OVER:
        return true;
    default:
        return false;
    }
}

/* All keys that have come; *wait is how long a half one may still take. */
static bool press_all(struct full *f, bool late, int *wait)
{
    struct key key;

    while (input_next(f->input, &key, late, wait))
        if (press(f, key))
            return true;
    return false;
}

/* Until the person leaves (0) or a signal ends it (its number). A terminal
 * that has gone is one that hung up, whether its signal came or not. */
static int run(struct full *f)
{
    struct err err;
    int wait = -1;

    for (;;) {
        struct str bytes = STR_EMPTY;
        enum term_event event;

        if (draw(f, &err) < 0)
            return SIGHUP;
        event = term_wait(&bytes, wait);
        if (event == TERM_INPUT)
            input_push(f->input, str_slice(&bytes));
        str_release(&bytes);
        if (event == TERM_SIGNAL)
            return term_signal();
        if (event == TERM_GONE)
            return SIGHUP;
        if (event == TERM_STOP)
            stop(f);
        if (event == TERM_RESIZE)
            screen_forget(&f->screen);
        if ((event == TERM_INPUT || event == TERM_IDLE) &&
            press_all(f, event == TERM_IDLE, &wait))
            return 0;
    }
}

/* What was done stays readable where the person typed the command. */
static void say_goodbye(const struct session *s)
{
    struct str text = STR_EMPTY;

    session_put_summary(&text, s);
    if (text.len > 0)
        printf("%s.\n", text.at);
    str_release(&text);
}

int review_full(struct deck *deck, const struct review_options *options,
                struct err *err)
{
    struct full f = {.screen = {.depth = options->depth}};
    int rc = -1;

    if (f.screen.depth < DEPTH_MONO)
        f.screen.depth = DEPTH_MONO;
    if (session_open(&f.session, deck, options, instant_now(), err) < 0)
        return -1;
    if (term_open(err) < 0)
        goto done;
    f.input = input_new();
    rc = run(&f);
    if (rc != 0)
        session_leave_problem(f.session); /* without a key */
    term_close();
    if (rc == 0 && session_failed(f.session, err))
        rc = -1;
    if (rc == 0)
        say_goodbye(f.session);
done:
    input_free(f.input);
    screen_release(&f.screen);
    cells_release(&f.cells);
    session_free(f.session);
    return rc;
}
