#include "review/course.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "deck/config.h"
#include "sched/skill.h"

/* --- what the deck wants ------------------------------------------------ */

/* The ids of the kinds that the words of the setting mean. */
static size_t wanted(struct slice setting, const char **ids,
                     struct slice *unknown)
{
    bool want[256] = {false};
    struct slice word;
    size_t n = 0;

    while (slice_line(&setting, &word)) {
        bool any = false;
        word = slice_trim(word);
        for (size_t i = 0; i < nkinds; i++)
            if (kind_meant(kinds[i], word))
                any = want[i] = true;
        if (!any && word.len > 0 && unknown != NULL && unknown->len == 0)
            *unknown = word;
    }
    for (size_t i = 0; i < nkinds; i++)
        if (want[i])
            ids[n++] = kinds[i]->id;
    return n;
}

/* Those of the deck, and one that nobody has seen for each kind that it has
 * none of yet. */
static void add_missing(struct course *c, const char *const *ids, size_t n)
{
    struct skill *all = arena_new_array(&c->arena, n + 1, sizeof *all);
    size_t had = 0;

    for (size_t i = 0; i < n; i++)
        if (had < c->n && slice_is(c->skills[had].kind, ids[i]))
            all[i] = c->skills[had++];
        else
            all[i] = (struct skill){.kind = slice_from(ids[i]),
                                    .sched = sm2_new()};
    c->skills = all;
    c->n = n;
}

static int read_all(struct course *c, struct deck *deck,
                    const struct moment *now, struct slice *unknown,
                    struct err *err)
{
    const char **ids = arena_new_array(&c->arena, nkinds + 1, sizeof *ids);
    struct slice setting;
    size_t n;

    if (deck_setting(deck, config_find(SLICE("kinds")), &setting, &c->arena,
                     err) < 0)
        return -1;
    n = wanted(setting, ids, unknown);
    if (now != NULL && deck_skills_want(deck, ids, n, *now, err) < 0)
        return -1;
    if (deck_skills(deck, ids, n, &c->skills, &c->n, &c->arena, err) < 0)
        return -1;
    if (now == NULL)
        add_missing(c, ids, n);
    c->kinds = arena_new_array(&c->arena, c->n + 1, sizeof *c->kinds);
    for (size_t i = 0; i < c->n; i++)
        c->kinds[i] = kind_find(c->skills[i].kind);
    return 0;
}

void course_release(struct course *c)
{
    arena_release(&c->arena);
    *c = (struct course){0};
}

int course_read(struct course *out, struct deck *deck, struct moment now,
                struct slice *unknown, struct err *err)
{
    struct course c = {.stepped = out->stepped};

    if (unknown != NULL)
        *unknown = SLICE("");
    if (read_all(&c, deck, &now, unknown, err) < 0) {
        course_release(&c);
        return -1;
    }
    course_release(out);
    *out = c;
    return 0;
}

int course_look(struct course *out, struct deck *deck, struct err *err)
{
    struct course c = {0};

    if (read_all(&c, deck, NULL, NULL, err) < 0) {
        course_release(&c);
        return -1;
    }
    course_release(out);
    *out = c;
    return 0;
}

/* --- which of them today ------------------------------------------------ */

static const struct skill *find(const struct course *c, const char *id)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->kinds[i]->id, id) == 0)
            return &c->skills[i];
    return NULL;
}

/* Prerequisites that the deck does not have are nobody's to wait for. */
static bool is_unlocked(const struct course *c, const struct kind *kind)
{
    for (int i = 0; i < 3 && kind->needs[i] != NULL; i++) {
        const struct skill *need = find(c, kind->needs[i]);
        if (need != NULL && !skill_known(need->sched))
            return false;
    }
    return true;
}

static bool is_away(const struct skill *s)
{
    return (s->flags & (CARD_SUSPENDED | CARD_BURIED)) != 0;
}

static size_t begun_today(const struct course *c, int today)
{
    size_t n = 0;

    for (size_t i = 0; i < c->n; i++)
        n += c->skills[i].ntries > 0 && c->skills[i].tries[0].day == today;
    return n;
}

static int by_due(const void *a, const void *b)
{
    const struct skill *x = *(const struct skill *const *)a;
    const struct skill *y = *(const struct skill *const *)b;

    if (x->sched.due != y->sched.due)
        return x->sched.due < y->sched.due ? -1 : 1;
    return slice_compare(x->kind, y->kind);
}

int64_t *course_today(const struct course *c, int today, bool waive,
                      size_t most, size_t *n, struct arena *arena)
{
    const struct skill **due = arena_new_array(arena, c->n + 1, sizeof *due);
    int64_t *rows = arena_new_array(arena, c->n + 1, sizeof *rows);
    size_t ndue = 0, fresh = begun_today(c, today);

    for (size_t i = 0; i < c->n; i++)
        if (!is_away(&c->skills[i]) && sm2_due(c->skills[i].sched, today))
            due[ndue++] = &c->skills[i];
    qsort(due, ndue, sizeof *due, by_due);
    *n = 0;
    for (size_t i = 0; i < ndue; i++)
        rows[(*n)++] = due[i]->id;
    for (size_t k = 0; k < nkinds && fresh < COURSE_NEW; k++) {
        const struct skill *s = find(c, kinds[k]->id);
        if (s == NULL || is_away(s) || sm2_seen(s->sched) ||
            !(waive || is_unlocked(c, kinds[k])))
            continue;
        rows[(*n)++] = s->id;
        fresh++;
    }
    if (most > 0 && *n > most)
        *n = most;
    return rows;
}

struct course_counts course_counts(const struct course *c, int today,
                                   bool waive)
{
    struct course_counts counts = {0};
    struct arena arena = {0};
    size_t n;

    for (size_t i = 0; i < c->n; i++)
        counts.due +=
            !is_away(&c->skills[i]) && sm2_due(c->skills[i].sched, today);
    course_today(c, today, waive, 0, &n, &arena);
    counts.fresh = (int)n - counts.due;
    arena_release(&arena);
    return counts;
}

const struct skill *course_skill(const struct course *c, int64_t row)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->skills[i].id == row)
            return &c->skills[i];
    return NULL;
}

const struct kind *course_kind(const struct course *c, int64_t row)
{
    const struct skill *s = course_skill(c, row);

    return s != NULL ? c->kinds[s - c->skills] : NULL;
}

/* --- one of them -------------------------------------------------------- */

static int level_of(const struct skill *s, const struct kind *kind)
{
    bool right[256];
    size_t n = s->ntries < sizeof right ? s->ntries : sizeof right;
    const struct skill_try *tries = s->tries + (s->ntries - n);
    int low = 1, high = LEVELS, level;

    while (!kind_has_level(kind, low))
        low++;
    while (!kind_has_level(kind, high))
        high--;
    for (size_t i = 0; i < n; i++)
        right[i] = tries[i].grade >= 4;
    level = skill_level(skill_level_mille(right, n, low, high));
    while (level < high && !kind_has_level(kind, level))
        level++;
    return level;
}

static bool is_recent(const struct skill *s, const struct kind *kind,
                      const struct problem *p)
{
    size_t from = s->ntries > COURSE_RECENT ? s->ntries - COURSE_RECENT : 0;
    struct arena arena = {0};
    bool found = false;

    for (size_t i = from; i < s->ntries && !found; i++) {
        const struct skill_try *t = &s->tries[i];
        const struct problem *was = NULL;
        if (t->version == kind->version && t->level == p->level)
            was = problem_make(&arena, kind, t->level, t->seed);
        found = was != NULL && problem_same(p, was);
    }
    arena_release(&arena);
    return found;
}

const struct problem *course_problem(const struct course *c, int64_t row,
                                     uint64_t salt, struct arena *arena)
{
    enum { TRIES = 20 };
    const struct skill *s = course_skill(c, row);
    const struct kind *kind = course_kind(c, row);
    const struct problem *p = NULL;
    uint64_t state = salt ^ (uint64_t)kind->number << 56;
    int level = level_of(s, kind);

    for (int i = 0; i < TRIES; i++) {
        p = problem_make(arena, kind, level, rng_mix(&state));
        if (p != NULL && !is_recent(s, kind, p))
            break;
    }
    return p;
}

int64_t course_step_down(struct course *c, int64_t row, int today)
{
    const struct kind *kind = course_kind(c, row);
    const struct skill *least = NULL;

    for (int i = 0; i < 3 && kind->needs[i] != NULL && !c->stepped; i++) {
        const struct skill *need = find(c, kind->needs[i]);
        bool asked = need != NULL && need->ntries > 0 &&
                     need->tries[need->ntries - 1].day == today;
        if (need != NULL && !asked && !is_away(need) &&
            (least == NULL || need->sched.n < least->sched.n))
            least = need;
    }
    c->stepped = c->stepped || least != NULL;
    return least != NULL ? least->id : 0;
}
