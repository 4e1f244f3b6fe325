#include "problem/kind/cowview_run.h"

#include "problem/computer.h"

const uint8_t view_orders[ORDERS][4] = {
    {CHILD, CHILD, PARENT, PARENT}, {CHILD, PARENT, CHILD, PARENT},
    {CHILD, PARENT, PARENT, CHILD}, {PARENT, CHILD, CHILD, PARENT},
    {PARENT, CHILD, PARENT, CHILD}, {PARENT, PARENT, CHILD, CHILD},
};

bool view_has(const struct view *v, unsigned variable)
{
    return variable != P || v->level == 3;
}

bool view_is_free(const struct view *v)
{
    return v->level == 4;
}

unsigned view_changed(struct change c, unsigned value)
{
    switch (c.op) {
    case '+':
        return value + c.arg;
    case '*':
        return value * c.arg;
    case '=':
        return c.arg;
    default:
        return value;
    }
}

/* --- the engine --------------------------------------------------------- */

enum { PAGE_BITS = 8, VPN_BITS = 4, FRAMES = 32 };

static uint64_t va(unsigned variable)
{
    return (uint64_t)(variable + 1) << PAGE_BITS;
}

static void change_all(const struct view *v, struct computer *c,
                       struct process *p, unsigned side)
{
    for (unsigned i = 0; i < VARIABLES; i++) {
        struct change how = v->change[side][i];
        if (how.op == 0)
            continue;
        machine_store(
            &c->m, p, va(i),
            (uint8_t)view_changed(
                how, (unsigned)machine_load(&c->m, p, va(i)).value));
    }
}

static void look(struct computer *c, struct process *const *process,
                 uint32_t frame[SIDES][VARIABLES])
{
    for (unsigned side = 0; side < SIDES; side++)
        for (unsigned i = 0; i < VARIABLES; i++)
            frame[side][i] = computer_frame(c, process[side], i + 1);
}

void view_run(const struct view *v, const uint8_t order[4], struct seen *out)
{
    struct process *process[SIDES];
    bool acted[SIDES] = {false, false};
    struct computer c;

    computer_start(&c, PAGE_BITS, VPN_BITS, FRAMES, false);
    process[PARENT] = computer_spawn(&c);
    for (unsigned i = 0; i < VARIABLES; i++) {
        computer_map(&c, process[PARENT], i + 1, 1, i == S ? AREA_SHARED : 0);
        machine_store(&c.m, process[PARENT], va(i), v->first[i]);
    }
    process[CHILD] = computer_fork(&c, process[PARENT]);
    look(&c, process, out->forked);
    for (unsigned k = 0; k < 4; k++) {
        unsigned side = order[k];
        struct process *p = process[side];
        if (!acted[side]) {
            change_all(v, &c, p, side);
            acted[side] = true;
            continue;
        }
        for (unsigned i = 0; i < VARIABLES; i++)
            out->printed[side][i] =
                (unsigned)machine_load(&c.m, p, va(i)).value;
        if (side == CHILD)
            look(&c, process, out->frame);
    }
    computer_stop(&c);
}

const uint8_t view_sides[SIDES] = {CHILD, PARENT};

static void solve_free(const struct view *v, struct answers *out)
{
    struct seen seen[ORDERS];

    for (unsigned k = 0; k < ORDERS; k++)
        view_run(v, view_orders[k], &seen[k]);
    for (unsigned i = 0; i < SIDES; i++) {
        uint64_t values[ORDERS];
        for (unsigned k = 0; k < ORDERS; k++)
            values[k] = seen[k].printed[view_sides[i]][S];
        answer_number(out, seen[0].printed[view_sides[i]][G]);
        answer_set(out, values, ORDERS);
    }
    out->steps = ORDERS * 4;
}

void view_solve(const struct view *v, struct answers *out)
{
    struct seen seen;

    if (view_is_free(v)) {
        solve_free(v, out);
        return;
    }
    view_run(v, view_orders[0], &seen);
    for (unsigned i = 0; i < SIDES; i++)
        for (unsigned k = 0; k < VARIABLES; k++)
            if (view_has(v, k))
                answer_number(out, seen.printed[view_sides[i]][k]);
    out->steps = out->n;
    if (v->level != 3)
        return;
    answer_yes(out, true); /* the engine forks addresses as they are */
    answer_yes(out, seen.forked[PARENT][G] == seen.forked[CHILD][G]);
    answer_yes(out, seen.frame[PARENT][G] == seen.frame[CHILD][G]);
    answer_yes(out, seen.frame[PARENT][S] == seen.frame[CHILD][S]);
}

/* --- by hand, also as one who believes something else ------------------- */

static bool is_shared(unsigned variable, unsigned beliefs)
{
    return variable == S ? !(beliefs & VIEW_NONE_SHARED)
                         : (beliefs & VIEW_ALL_SHARED) != 0;
}

/* What a side prints when the child is through before the parent begins. */
unsigned view_in_turn(const struct view *v, unsigned side, unsigned i,
                      unsigned beliefs)
{
    unsigned by_child = view_changed(v->change[CHILD][i], v->first[i]);

    if (side == CHILD)
        return by_child;
    return view_changed(v->change[PARENT][i],
                        is_shared(i, beliefs) ? by_child : v->first[i]);
}

/* All that a side may print of the shared variable when nobody waits: the
 * other has done nothing yet, was first, or came in between. */
static void in_any_order(const struct view *v, unsigned side,
                         unsigned beliefs, struct answers *out)
{
    struct change mine = v->change[side][S];
    struct change other = v->change[side == CHILD ? PARENT : CHILD][S];
    uint64_t values[3];

    values[0] = view_changed(mine, v->first[S]);
    values[1] = view_changed(mine, view_changed(other, v->first[S]));
    values[2] = view_changed(other, view_changed(mine, v->first[S]));
    if (beliefs & VIEW_CHILD_FIRST)
        values[0] = view_in_turn(v, side, S, beliefs);
    answer_set(out, values,
               beliefs & (VIEW_CHILD_FIRST | VIEW_NONE_SHARED) ? 1 : 3);
}

bool view_believing(const void *params, unsigned beliefs, struct answers *out)
{
    const struct view *v = params;

    for (unsigned i = 0; i < SIDES; i++) {
        unsigned side = view_sides[beliefs & VIEW_SWAPPED ? 1 - i : i];
        for (unsigned k = 0; k < VARIABLES; k++) {
            if (k == S && view_is_free(v))
                in_any_order(v, side, beliefs, out);
            else if (view_has(v, k))
                answer_number(out, view_in_turn(v, side, k, beliefs));
        }
    }
    if (v->level == 3) {
        answer_yes(out, !(beliefs & VIEW_VA_DIFFERS));
        answer_yes(out, !(beliefs & VIEW_FORK_COPIES));
        answer_yes(out, (beliefs & (VIEW_SAME_PA | VIEW_ALL_SHARED)) != 0);
        answer_yes(out, !(beliefs & VIEW_NONE_SHARED));
    }
    return true;
}
