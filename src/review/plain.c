/* plain.c - the review line by line: for screen readers, dumb terminals and
 * pipes. Nothing is ever redrawn; a line typed is a key, a grade's name, or
 * in front of a question the answer itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "review/editor.h"
#include "review/session.h"
#include "review/state.h"
#include "review/term.h"
#include "sys/file.h"
#include "text/unicode.h"
#include "view/diff.h"
#include "view/plain.h"

struct plain {
    struct session *session;
    size_t turn;            /* of the card that was shown last, 0: none */
    enum session_mode mode; /* as it was told last */
    bool explained;
};

static struct instant instant_now(void)
{
    return (struct instant){clock_now(), clock_stopwatch_ms()};
}

static void say(const struct str *text)
{
    fwrite(text->at, 1, text->len, stdout);
}

/* --- telling ----------------------------------------------------------- */

static void tell_question(struct plain *p)
{
    const struct card_face *face = session_face(p->session);
    struct str text = STR_EMPTY;

    str_putc(&text, '\n');
    session_put_place(&text, p->session);
    str_puts(&text, "\n");
    plain_path(&text, face);
    plain_card(&text, face);
    if (!p->explained)
        str_puts(&text, "Enter shows the answer; or type it. ? lists the "
                        "keys, q leaves.\n");
    p->explained = true;
    say(&text);
    str_release(&text);
}

static void tell_answer(struct plain *p)
{
    const struct card_face *face = session_face(p->session);
    struct slice typed = session_typed(p->session);
    struct str text = STR_EMPTY, answer = STR_EMPTY;

    if (typed.len > 0) {
        note_answer(&answer, face->note, face->card);
        diff_plain(&text, typed, str_slice(&answer));
        str_putc(&text, '\n');
    }
    plain_answer(&text, face);
    session_put_grades(&text, p->session);
    str_putc(&text, '\n');
    say(&text);
    str_release(&text);
    str_release(&answer);
}

enum { PAGE_COLUMNS = 78 };

static void tell_page(struct plain *p)
{
    struct arena arena = {0};
    struct lines lines = lines_new(&arena, PAGE_COLUMNS);
    struct str text = STR_EMPTY;

    session_page(&lines, p->session);
    lines_print(&text, &lines, DEPTH_NONE);
    say(&text);
    str_release(&text);
    lines_release(&lines);
    arena_release(&arena);
}

/* The statement once a problem, and what is asked now each time. */
static void tell_problem(struct plain *p, bool anew)
{
    struct arena arena = {0};
    struct lines lines = lines_new(&arena, PAGE_COLUMNS);
    struct str text = STR_EMPTY;

    if (anew) {
        str_putc(&text, '\n');
        session_put_place(&text, p->session);
        str_putc(&text, '\n');
        problem_title(&lines, p->session->asked.problem);
        problem_statement(&lines, &p->session->asked.prompt, FACE_WORDS);
    }
    problem_question(&lines, &p->session->asked.prompt,
                     p->session->asked.given.n);
    lines_print(&text, &lines, DEPTH_NONE);
    say(&text);
    str_release(&text);
    lines_release(&lines);
    arena_release(&arena);
}

static void press(struct plain *p, struct key key);

/* Says what has changed since the last time. */
static void tell(struct plain *p)
{
    enum session_mode mode = session_mode(p->session);
    struct slice notice = session_notice(p->session);

    if (notice.len > 0)
        printf("%.*s\n", SLICE_FMT(notice));
    if (mode == SESSION_HELP || mode == SESSION_INFO) {
        tell_page(p);
        press(p, (struct key){KEY_ESC, 0, false});
    } else if (mode == SESSION_SUMMARY) {
        putchar('\n');
        tell_page(p);
    } else if (mode == SESSION_PROBLEM) {
        tell_problem(p, session_turn(p->session) != p->turn);
    } else if (mode == SESSION_SOLVED && p->mode != mode) {
        tell_page(p);
        puts("Enter goes on.");
    } else if (mode == SESSION_TYPING) {
        puts("Type the answer:");
    } else if (mode == SESSION_QUESTION &&
               (session_turn(p->session) != p->turn || p->mode != mode)) {
        tell_question(p);
    } else if (mode == SESSION_ANSWER && p->mode != mode) {
        tell_answer(p);
    }
    p->mode = session_mode(p->session);
    p->turn = session_turn(p->session);
}

/* --- listening --------------------------------------------------------- */

static void edit(struct plain *p)
{
    struct str path = STR_EMPTY;
    struct err err;
    int line, rc;

    if (!term_present()) {
        puts("The editor needs a terminal.");
    } else if (session_source(p->session, &path, &line)) {
        rc = editor_run(path.at, line, &err);
        session_edited(p->session, rc < 0 ? err.text : NULL, instant_now());
        p->mode = SESSION_SUMMARY; /* so that the card is told anew */
    }
    str_release(&path);
}

static void press(struct plain *p, struct key key)
{
    enum session_wish wish = session_key(p->session, key, instant_now());

    if (wish == SESSION_EDIT)
        edit(p);
}

static void press_text(struct plain *p, struct slice text)
{
    size_t len;

    for (; text.len > 0; text = slice_skip(text, len))
        press(p, (struct key){KEY_TEXT, utf8_next(text, &len), false});
}

/* One character that means something now: an answer may be one letter long
 * as well. */
static bool is_key(const struct plain *p, struct slice line)
{
    size_t len;
    struct key key = {KEY_TEXT, utf8_next(line, &len), false};

    return len == line.len && binding_find(p->session, key) != NULL;
}

/* A grade by its name; true when it was one. */
static bool press_grade(struct plain *p, struct slice line)
{
    size_t n;
    const struct grade_word *words = grade_words(p->session, &n);

    for (size_t i = 0; i < n; i++) {
        if (strlen(words[i].name) != line.len ||
            strncasecmp(words[i].name, line.at, line.len) != 0)
            continue;
        press(p, (struct key){KEY_TEXT, (uint32_t)words[i].key, false});
        return true;
    }
    return false;
}

/* A line in answer to a problem: "?" asks for a hint, ":q" leaves, and what
 * else is a key is one behind a colon. */
static void hear_answer(struct plain *p, struct slice line)
{
    if (slice_is(line, "?")) {
        press(p, (struct key){KEY_TAB, 0, false});
    } else if (line.len == 2 && line.at[0] == ':') {
        press(p, (struct key){KEY_ESC, 0, false});
        press_text(p, slice_skip(line, 1));
        if (session_mode(p->session) == SESSION_HELD)
            press(p, (struct key){KEY_ESC, 0, false});
    } else {
        press_text(p, line);
        press(p, (struct key){KEY_ENTER, 0, false});
    }
}

static void hear(struct plain *p, struct slice line)
{
    const struct key enter = {KEY_ENTER, 0, false};
    enum session_mode mode = session_mode(p->session);

    line = slice_trim(line);
    if (mode == SESSION_PROBLEM) {
        hear_answer(p, line);
    } else if (mode == SESSION_TYPING) {
        press_text(p, line);
        press(p, enter);
    } else if (line.len == 0) {
        press(p, enter);
    } else if (is_key(p, line) || slice_is(line, ":q")) {
        press_text(p, line);
    } else if (mode == SESSION_QUESTION) {
        press_text(p, SLICE("t"));
        press_text(p, line);
        press(p, enter);
    } else if (!press_grade(p, line)) {
        puts("One key, please; ? lists them.");
    }
}

static void listen(struct plain *p)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;

    tell(p);
    while (session_mode(p->session) != SESSION_SUMMARY && !p->session->over) {
        if (fflush(stdout) != 0)
            break; /* nobody sees the card that the next line would answer */
        n = file_next_line(&line, &cap);
        if (n < 0)
            break;
        hear(p, (struct slice){line, (size_t)n});
        if (!p->session->over)
            tell(p);
    }
    if (!p->session->over)
        session_leave_problem(p->session); /* the input has ended */
    free(line);
}

static void say_goodbye(const struct plain *p)
{
    struct str text = STR_EMPTY;

    if (p->mode != SESSION_SUMMARY) {
        session_put_summary(&text, p->session);
        str_puts(&text, text.len > 0 ? ".\n" : "Nothing answered.\n");
        say(&text);
    }
    str_release(&text);
}

int review_plain(struct deck *deck, const struct review_options *options,
                 struct err *err)
{
    struct review_options plain_options = *options;
    struct plain p = {.mode = SESSION_SUMMARY};
    int rc = -1;

    plain_options.depth = DEPTH_NONE;
    if (session_open(&p.session, deck, &plain_options, instant_now(), err) <
        0)
        return -1;
    listen(&p);
    say_goodbye(&p);
    if (session_failed(p.session, err))
        goto done;
    if (ferror(stdin)) {
        err_set(err, ERR_IO, "Standard input can't be read.");
        goto done;
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        err_set(err, ERR_IO, "Standard output can't be written.");
        goto done;
    }
    rc = 0;
done:
    session_free(p.session);
    return rc;
}

bool review_wants_plain(bool asked)
{
    const char *plain = getenv("PAGEIN_PLAIN"), *name = getenv("TERM");

    return asked || (plain != NULL && plain[0] != '\0') || name == NULL ||
           name[0] == '\0' || strcmp(name, "dumb") == 0 || !term_present();
}
