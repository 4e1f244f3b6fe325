/* problems.c - a session's problems: shown, answered, graded. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "problem/number.h"
#include "review/state.h"

/* --- into the pile ------------------------------------------------------ */

bool session_wants_problems(const struct session *s)
{
    const struct selection *chosen = &s->options.queue.selection;
    bool all = chosen->tag.len == 0 && chosen->path.len == 0 &&
               chosen->heading.len == 0;

    return s->options.only != REVIEW_CARDS &&
           s->options.queue.mode != QUEUE_CRAM &&
           (all || s->options.only == REVIEW_PROBLEMS);
}

/* Cards and problems, the problems spread evenly among the cards. */
static void mix(struct pile *pile, const int64_t *rows, size_t n)
{
    struct pile mixed = {0};
    size_t total = pile->n + n, problem = 0, card = 0;
    int64_t *all = mem_new_array(total, sizeof *all);

    for (size_t i = 0; i < total; i++) {
        bool turn =
            problem < n && (problem + 1) * (total + 1) / (n + 1) <= i + 1;
        if (turn || card == pile->n)
            all[i] = rows[problem++];
        else
            all[i] = pile->cards[card++];
    }
    pile_fill(&mixed, all, total);
    pile_release(pile);
    *pile = mixed;
    free(all);
}

int session_plan_problems(struct session *s, struct err *err)
{
    struct arena arena = {0};
    struct slice unknown;
    bool near_exam = s->counts.exam_days_left >= 0 &&
                     s->counts.exam_days_left <= COURSE_EXAM_DAYS;
    bool only = s->options.only == REVIEW_PROBLEMS;
    int64_t *rows;
    size_t n;

    if (!session_wants_problems(s))
        return 0;
    if (course_read(&s->course, s->deck, s->at.now, &unknown, err) < 0)
        return -1;
    if (unknown.len > 0)
        session_say(
            s, ROLE_WARN,
            "The deck asks for \"%.*s\", which is no kind or topic of "
            "problems.",
            SLICE_FMT(unknown));
    if (only)
        pile_fill(&s->pile, NULL, 0);
    if (only && s->course.n == 0)
        session_say(
            s, ROLE_WARN,
            "This deck has no problems. `kinds: all` in its definition "
            "brings them.");
    rows = course_today(&s->course, s->today, only || near_exam,
                        (size_t)s->options.queue.limit, &n, &arena);
    mix(&s->pile, rows, n);
    arena_release(&arena);
    return 0;
}

/* --- the problem at hand ------------------------------------------------ */

static const struct problem *draw(struct session *s, int64_t row,
                                  struct arena *arena)
{
    uint64_t state = (uint64_t)s->at.now.utc_ms;
    uint64_t salt = rng_mix(&state) ^ (uint64_t)s->turn ^ (uint64_t)row << 32;

    return course_problem(&s->course, row, salt, arena);
}

bool session_load_problem(struct session *s, int64_t row)
{
    const struct skill *skill = course_skill(&s->course, row);
    struct arena arena = {0};
    const struct problem *p;

    if (skill == NULL || (skill->flags & (CARD_SUSPENDED | CARD_BURIED)) != 0)
        return false;
    p = draw(s, row, &arena);
    if (p == NULL) {
        arena_release(&arena);
        return false;
    }
    asked_begin(&s->asked, row, p, &arena);
    s->page.card = (struct card){.id = row,
                                 .uid = skill->kind,
                                 .sched = skill->sched,
                                 .flags = skill->flags};
    field_clear(&s->typed);
    session_enter(s, SESSION_PROBLEM);
    return true;
}

/* The skills as they are now, after something was logged. */
void session_reread_course(struct session *s)
{
    struct err err;

    if (session_wants_problems(s) &&
        course_read(&s->course, s->deck, s->at.now, NULL, &err) < 0)
        session_say(s, ROLE_ERROR, "%s", err.text);
}

/* --- answering ---------------------------------------------------------- */

/* "calc 2^12*3": a scratch line. True when it was one. */
static bool reckon(struct session *s, struct slice line)
{
    struct number_question question = {.base = 10};
    struct number_reading reading;
    struct str text = STR_EMPTY;
    const char *why;

    line = slice_trim(line);
    if (!slice_has_prefix(line, SLICE("calc ")))
        return false;
    if (number_read(slice_skip(line, 5), &question, &reading, &why)) {
        number_put_all(&text, reading.value);
        session_say(s, ROLE_HINT, "%s", text.at);
    } else {
        session_say(s, ROLE_WARN, "That can't be reckoned: %s.", why);
    }
    field_clear(&s->typed);
    str_release(&text);
    return true;
}

enum session_wish act_submit(struct session *s, int arg)
{
    struct str note = STR_EMPTY;
    enum read_result result;

    (void)arg;
    if (reckon(s, str_slice(&s->typed.text)))
        return SESSION_ON;
    result = asked_answer(&s->asked, str_slice(&s->typed.text), &note);
    if (note.len > 0)
        session_say(s, result == READ_OK ? ROLE_DIM : ROLE_WARN, "%s",
                    note.at);
    str_release(&note);
    if (result == READ_UNREADABLE)
        return SESSION_ON;
    field_clear(&s->typed);
    if (s->asked.judged)
        session_enter(s, SESSION_SOLVED);
    return SESSION_ON;
}

enum session_wish act_hint(struct session *s, int arg)
{
    (void)arg;
    session_say(s, ROLE_HINT, "%s", asked_hint(&s->asked));
    return SESSION_ON;
}

enum session_wish act_hold(struct session *s, int arg)
{
    (void)arg;
    session_enter(s, SESSION_HELD);
    return SESSION_ON;
}

enum session_wish act_resume(struct session *s, int arg)
{
    (void)arg;
    session_enter(s, SESSION_PROBLEM);
    return SESSION_ON;
}

/* --- what it amounts to ------------------------------------------------- */

static struct skill_answer answer_of(const struct session *s, int grade)
{
    const struct asked *a = &s->asked;

    return (struct skill_answer){
        .skill = a->skill,
        .grade = grade,
        .ms = s->at.ticks > s->shown ? s->at.ticks - s->shown : 0,
        .first = {.version = a->version,
                  .level = a->level,
                  .seed = a->seed,
                  .answer = str_slice(&a->first_typed),
                  .mistake = slice_from(mistake_rows[a->first_mistake].code)},
    };
}

static void step_down(struct session *s)
{
    int64_t need = course_step_down(&s->course, s->asked.skill, s->today);

    if (need == 0)
        return;
    pile_put_next(&s->pile, need);
    session_say(s, ROLE_DIM, "Next, what it builds on: %s.",
                course_kind(&s->course, need)->title);
}

/* Logs the problem and goes on. */
static enum session_wish finish(struct session *s, int grade)
{
    struct skill_answer answer = answer_of(s, grade);
    struct done before = s->done;
    struct sm2 after;
    struct err err;
    int rc = deck_skill_answer(s->deck, &answer, s->at.now, &after, &err);

    if (!session_went(s, rc, &err))
        return SESSION_ON;
    session_count(s, grade, answer.ms);
    session_remember(s, SIZE_MAX, before);
    session_reread_course(s);
    if (grade < SM2_PASS)
        step_down(s);
    session_next(s);
    return SESSION_ON;
}

/* Another one than the first, where there are any, at the same moment too. */
static const struct problem *draw_another(struct session *s,
                                          struct arena *arena)
{
    enum { TRIES = 20 };
    const struct problem *p = NULL;

    for (int i = 0; i < TRIES; i++) {
        s->turn++;
        p = draw(s, s->asked.skill, arena);
        if (p == NULL || !problem_same(p, s->asked.problem))
            break;
    }
    return p;
}

static enum session_wish second_attempt(struct session *s)
{
    struct arena arena = {0};
    const struct problem *p = draw_another(s, &arena);

    if (p == NULL) {
        arena_release(&arena);
        return finish(s, asked_grade(&s->asked));
    }
    asked_again(&s->asked, p, &arena);
    session_enter(s, SESSION_PROBLEM);
    session_say(s, ROLE_DIM, "Once more, with other numbers.");
    return SESSION_ON;
}

enum session_wish act_onward(struct session *s, int arg)
{
    (void)arg;
    return asked_goes_on(&s->asked) ? second_attempt(s)
                                    : finish(s, asked_grade(&s->asked));
}

/* An attempt that was made counts, whoever leaves before the next. */
void session_leave_problem(struct session *s)
{
    const struct asked *a = &s->asked;

    if (a->problem != NULL && (a->judged || a->attempt > 1))
        finish(s, asked_grade(a));
}

/* A grade of one's own, for what was right at once: Hard, Good, or, without
 * a hint, Easy. */
bool session_may_be_easy(const struct session *s)
{
    const struct asked *a = &s->asked;

    return a->judgement.all_right && a->attempt == 1 && !a->attempts.hinted;
}

enum session_wish act_grade_problem(struct session *s, int grade)
{
    const struct asked *a = &s->asked;

    if (!a->judgement.all_right || a->attempt > 1 || grade < SM2_PASS)
        return SESSION_ON;
    if (a->attempts.hinted && grade > 3) {
        session_say(s, ROLE_DIM, "With a hint it counts as Hard.");
        grade = 3;
    }
    return finish(s, grade);
}

/* --- as pages ----------------------------------------------------------- */

static enum face face_of(const struct session *s)
{
    return s->options.depth == DEPTH_NONE ? FACE_WORDS : FACE_DRAWN;
}

static void solved_page(struct lines *out, struct session *s)
{
    struct asked *a = &s->asked;
    const struct wrong *wrong = a->judgement.wrong;
    struct solution solution;

    problem_feedback(out, a->problem, &a->prompt, &a->given, &a->judgement);
    lines_blank(out);
    problem_explain(a->problem, out->arena, &solution);
    problem_solution(out, &solution, wrong != NULL ? wrong->step : 0,
                     face_of(s));
    solution_release(&solution);
}

void session_problem_page(struct lines *out, struct session *s)
{
    if (s->mode == SESSION_SOLVED) {
        solved_page(out, s);
        return;
    }
    problem_statement(out, &s->asked.prompt, face_of(s));
    if (s->options.depth == DEPTH_NONE ||
        (s->asked.prompt.nparts == 1 &&
         s->asked.prompt.parts[0].noptions > 0)) {
        lines_blank(out);
        problem_question(out, &s->asked.prompt, s->asked.given.n);
    }
}
