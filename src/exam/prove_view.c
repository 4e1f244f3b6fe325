/* Two processes with ordinary, private and shared variables: COWVIEW. */
#include "exam/prove_inside.h"
#include "problem/kind/cowview_run.h"

enum { INT = 4 };

/* Which frame each side has for each variable. */
struct frames_of {
    uint64_t of[SIDES][VARIABLES];
};

struct seen_once {
    uint64_t printed[SIDES][VARIABLES];
    struct frames_of forked,
        printing;    /* after the fork; as the child prints */
    bool same_areas; /* of both, right after the fork */
};

static uint64_t va(unsigned variable)
{
    return (uint64_t)(variable + 1) * LIVE_PAGE;
}

static void change_all(struct stage *s, const struct view *v, unsigned id,
                       unsigned side)
{
    for (unsigned i = 0; i < VARIABLES; i++) {
        struct change how = v->change[side][i];
        uint64_t value;
        if (how.op == 0)
            continue;
        value = stage_load(s, id, va(i), INT).value;
        stage_store(s, id, va(i), INT,
                    how.op == '+'   ? value + how.arg
                    : how.op == '*' ? value * how.arg
                                    : how.arg);
    }
}

static void look(struct stage *s, const unsigned id[SIDES],
                 struct frames_of *out)
{
    for (unsigned side = 0; side < SIDES; side++)
        for (unsigned i = 0; i < VARIABLES; i++)
            out->of[side][i] = stage_look(s, id[side], va(i)).pfn;
}

static bool same_areas(struct stage *s, const unsigned id[SIDES])
{
    struct seen_area a[STAGE_AREAS], b[STAGE_AREAS];
    unsigned n = stage_areas(s, id[PARENT], a);

    if (n == 0 || n != stage_areas(s, id[CHILD], b))
        return false;
    for (unsigned i = 0; i < n; i++)
        if (a[i].start != b[i].start || a[i].end != b[i].end)
            return false;
    return true;
}

static void begin(struct stage *s, const struct view *v, unsigned id[SIDES])
{
    id[PARENT] = stage_spawn(s);
    for (unsigned i = 0; i < VARIABLES; i++) {
        stage_map(s, id[PARENT], va(i), LIVE_PAGE, i == S ? AREA_SHARED : 0);
        stage_store(s, id[PARENT], va(i), INT, v->first[i]);
    }
    id[CHILD] = stage_fork(s, id[PARENT]);
}

static void play(struct stage *s, const struct view *v,
                 const uint8_t order[4], struct seen_once *out)
{
    bool acted[SIDES] = {false, false}, frames = v->level == 3;
    unsigned id[SIDES];

    *out = (struct seen_once){.same_areas = false};
    begin(s, v, id);
    if (frames) {
        out->same_areas = same_areas(s, id);
        look(s, id, &out->forked);
    }
    for (unsigned k = 0; k < 4; k++) {
        unsigned side = order[k];
        if (!acted[side]) {
            change_all(s, v, id[side], side);
            acted[side] = true;
            continue;
        }
        for (unsigned i = 0; i < VARIABLES; i++)
            out->printed[side][i] = stage_load(s, id[side], va(i), INT).value;
        if (side == CHILD && frames)
            look(s, id, &out->printing);
    }
    stage_exit(s, id[CHILD]);
    stage_exit(s, id[PARENT]);
}

static bool same_frame(const struct frames_of *f, unsigned variable)
{
    return f->of[PARENT][variable] == f->of[CHILD][variable] &&
           f->of[PARENT][variable] != 0;
}

/* Nobody waits: in each order in turn. */
static void play_free(struct stage *s, const struct view *v,
                      struct answers *out)
{
    struct seen_once seen[ORDERS];

    for (unsigned k = 0; k < ORDERS; k++)
        play(s, v, view_orders[k], &seen[k]);
    for (unsigned i = 0; i < SIDES; i++) {
        uint64_t values[ORDERS];
        for (unsigned k = 0; k < ORDERS; k++)
            values[k] = seen[k].printed[view_sides[i]][S];
        answer_number(out, seen[0].printed[view_sides[i]][G]);
        answer_set(out, values, ORDERS);
    }
}

void witness_cowview(struct stage *s, const void *params, struct answers *out)
{
    const struct view *v = params;
    struct seen_once seen;

    if (view_is_free(v)) {
        play_free(s, v, out);
        return;
    }
    play(s, v, view_orders[0], &seen);
    for (unsigned i = 0; i < SIDES; i++)
        for (unsigned k = 0; k < VARIABLES; k++)
            if (view_has(v, k))
                answer_number(out, seen.printed[view_sides[i]][k]);
    if (v->level != 3)
        return;
    answer_yes(out, seen.same_areas);
    answer_yes(out, same_frame(&seen.forked, G));
    answer_yes(out, same_frame(&seen.printing, G));
    answer_yes(out, same_frame(&seen.printing, S));
}
