#include "deck/skill.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "deck/event.h"
#include "deck/fold.h"
#include "deck/store.h"
#include "sched/day.h"
#include "sys/hash.h"

/* --- rows --------------------------------------------------------------- */

static uint64_t uid_of(const char *kind)
{
    struct slice parts[] = {SLICE("problem kind"), slice_from(kind)};
    struct hash hash = hash_of_parts(parts, 2);

    return hash_u64(&hash);
}

static int has(struct deck *deck, const char *kind, struct err *err)
{
    struct stmt *q = db_query(deck->db, "SELECT 1 FROM card WHERE uid = ?1");
    int rc;

    bind_uid(q, 1, uid_of(kind));
    rc = stmt_next(q, err);
    stmt_end(q);
    return rc;
}

/* It counts as gone, so that it is in no pile of cards. */
static int make(struct deck *deck, const char *kind, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "INSERT OR IGNORE INTO card (uid, skill, ord, place, gone,"
                  " pile) VALUES (?1, ?2, 1, 0, ?3, ?4)");

    bind_uid(q, 1, uid_of(kind));
    bind_text(q, 2, slice_from(kind));
    bind_int(q, 3, GONE_CLOZE);
    bind_int(q, 4, PILE_AWAY);
    return stmt_run(q, err);
}

int deck_skills_want(struct deck *deck, const char *const *kinds, size_t n,
                     struct moment now, struct err *err)
{
    size_t missing = 0;

    for (size_t i = 0; i < n; i++) {
        int there = has(deck, kinds[i], err);
        if (there < 0)
            return -1;
        missing += there == 0;
    }
    if (missing == 0)
        return 0;
    if (command_begin(deck, now, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (make(deck, kinds[i], err) < 0) {
            command_abort(deck);
            return -1;
        }
    return command_commit(deck, err);
}

/* --- reading ------------------------------------------------------------ */

/* "version level seed"; false when it is something else. */
static bool read_instance(struct slice name, struct skill_try *out)
{
    char text[64], *at = text;

    if (name.len == 0 || name.len >= sizeof text)
        return false;
    memcpy(text, name.at, name.len);
    text[name.len] = '\0';
    out->version = (int)strtol(at, &at, 10);
    out->level = (int)strtol(at, &at, 10);
    out->seed = strtoull(at, &at, 10);
    return *at == '\0' && out->version > 0 && out->level > 0;
}

static int read_tries(struct deck *deck, struct skill *s, uint64_t uid,
                      struct arena *arena, struct err *err)
{
    struct event *events;
    size_t n;

    if (event_list(deck, s->id, uid, &events, &n, arena, err) < 0)
        return -1;
    s->tries = arena_new_array(arena, n > 0 ? n : 1, sizeof *s->tries);
    for (size_t i = 0; i < n; i++) {
        struct skill_try t = {.grade = events[i].grade,
                              .day = events[i].day,
                              .answer = events[i].value,
                              .mistake = events[i].fault};
        bool answer =
            events[i].kind == EVENT_REVIEW || events[i].kind == EVENT_DRILL;
        if (answer && !events[i].undone && read_instance(events[i].name, &t))
            s->tries[s->ntries++] = t;
    }
    return 0;
}

static unsigned flags_of(struct deck *deck, const struct fold *fold)
{
    return (fold->suspended ? CARD_SUSPENDED : 0u) |
           (fold->marked ? CARD_MARKED : 0u) |
           (fold->buried_day >= deck->today ? CARD_BURIED : 0u) |
           (fold->sched.lapses >= SM2_LEECH ? CARD_LEECH : 0u);
}

/* The skill of that kind: 1, or 0 when the deck has none. */
static int read_skill(struct deck *deck, const char *kind, struct skill *out,
                      struct arena *arena, struct err *err)
{
    struct stmt *q = db_query(deck->db, "SELECT id, " FOLD_COLUMNS
                                        " FROM card WHERE uid = ?1");
    int rc;

    bind_uid(q, 1, uid_of(kind));
    rc = stmt_next(q, err);
    if (rc == 1) {
        struct fold fold = fold_row(q, 1);
        *out = (struct skill){
            .id = row_int(q, 0),
            .kind = arena_copy(arena, slice_from(kind)),
            .sched = sm2_clamp(fold.sched),
            .flags = flags_of(deck, &fold),
        };
        rc = row_ok(q, err) < 0 ? -1 : 1;
    }
    stmt_end(q);
    return rc;
}

int deck_skills(struct deck *deck, const char *const *kinds, size_t nkinds,
                struct skill **out, size_t *n, struct arena *arena,
                struct err *err)
{
    struct skill *list =
        arena_new_array(arena, nkinds > 0 ? nkinds : 1, sizeof *list);
    size_t count = 0;

    for (size_t i = 0; i < nkinds; i++) {
        int rc = read_skill(deck, kinds[i], &list[count], arena, err);
        if (rc == 1)
            rc = read_tries(deck, &list[count++], uid_of(kinds[i]), arena,
                            err);
        if (rc < 0)
            return -1;
    }
    *out = list;
    *n = count;
    return 0;
}

/* --- answering ---------------------------------------------------------- */

/* What a problem adds to the event of an answer. */
struct instance {
    struct str name;
    struct slice answer, mistake;
};

static int log_skill(struct deck *deck, const struct skill_answer *a,
                     const struct instance *instance, struct err *err)
{
    struct deck_settings settings;
    struct fold fold;
    struct event e;
    uint64_t uid;
    struct stmt *q;
    int rc;

    if (deck_settings(deck, &settings, err) < 0 ||
        fold_uid(deck, a->skill, &uid, err) < 0)
        return -1;
    q = db_query(deck->db, "SELECT " FOLD_COLUMNS " FROM card WHERE id = ?1");
    bind_int(q, 1, a->skill);
    rc = stmt_next(q, err);
    fold = rc == 1 ? fold_row(q, 0) : fold_new();
    stmt_end(q);
    if (rc < 0)
        return -1;
    e = event_of(replay_answer_kind(fold.sched, deck->command.day) ==
                         REPLAY_DRILL
                     ? EVENT_DRILL
                     : EVENT_REVIEW,
                 uid);
    e.grade = a->grade;
    e.took_ms = a->ms < 0 ? 0 : a->ms > DAY_MS ? DAY_MS : a->ms;
    e.name = str_slice(&instance->name);
    e.value = instance->answer;
    e.fault = instance->mistake;
    if (command_log(deck, &e, NULL, err) < 0)
        return -1;
    return fold_again(deck, a->skill, err);
}

static int state_of(struct deck *deck, int64_t skill, struct sm2 *out,
                    struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT " FOLD_COLUMNS " FROM card WHERE id = ?1");
    int rc;

    bind_int(q, 1, skill);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = sm2_clamp(fold_row(q, 0).sched);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

int deck_skill_answer(struct deck *deck, const struct skill_answer *answer,
                      struct moment now, struct sm2 *after, struct err *err)
{
    struct instance instance = {.name = STR_EMPTY,
                                .answer = answer->first.answer,
                                .mistake = answer->first.mistake};
    int rc = -1;

    assert(answer->grade >= 0 && answer->grade <= 5);
    str_printf(&instance.name, "%d %d %llu", answer->first.version,
               answer->first.level, (unsigned long long)answer->first.seed);
    if (command_begin(deck, now, err) < 0)
        goto done;
    if (log_skill(deck, answer, &instance, err) < 0 ||
        (after != NULL && state_of(deck, answer->skill, after, err) < 0))
        command_abort(deck);
    else
        rc = command_commit(deck, err);
done:
    str_release(&instance.name);
    return rc;
}

/* --- mistakes ----------------------------------------------------------- */

int deck_mistakes(struct deck *deck, struct mistake_count **out, size_t *n,
                  struct arena *arena, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT fault, count(*), max(day) FROM event"
                  " WHERE undone = 0 AND fault IS NOT NULL AND fault <> ''"
                  " GROUP BY fault ORDER BY 2 DESC, 1");
    struct mistake_count *list = NULL;
    size_t count = 0, cap = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        list = mem_grow(list, count, &cap, sizeof *list);
        list[count++] = (struct mistake_count){
            .mistake = arena_copy(arena, row_text(q, 0)),
            .times = row_between(q, 1, 0, INT64_MAX),
            .last_day = (int)row_between(q, 2, 0, DAY_LAST),
        };
    }
    stmt_end(q);
    if (rc == 0) {
        *out = arena_new_array(arena, count > 0 ? count : 1, sizeof **out);
        if (count > 0)
            memcpy(*out, list, count * sizeof **out);
        *n = count;
    }
    free(list);
    return rc;
}
