#include "vm/narrating.h"

#include <stdlib.h>

#include "base/mem.h"

struct narrator narrator_new(const struct format *format,
                             const struct names *names, enum detail detail)
{
    return (struct narrator){
        .format = format, .names = names, .detail = detail};
}

void narrator_release(struct narrator *n)
{
    free(n->area);
    *n = (struct narrator){0};
}

/* --- what events say about areas -----------------------------------------
 */

static struct narrated_area *known(struct narrator *n, const struct event *e)
{
    for (size_t i = 0; i < n->nareas; i++)
        if (n->area[i].process == e->process && n->area[i].start == e->a)
            return &n->area[i];
    return NULL;
}

static void learn_area(struct narrator *n, const struct event *e)
{
    struct narrated_area *a = known(n, e);

    if (a == NULL) {
        n->area =
            mem_grow(n->area, n->nareas, &n->areas_cap, sizeof *n->area);
        a = &n->area[n->nareas++];
        *a = (struct narrated_area){
            .start = e->a, .process = e->process, .object = NO_OBJECT};
    }
    a->end = e->b;
    a->use = e->level;
}

static void forget(struct narrator *n, struct narrated_area *a)
{
    *a = n->area[--n->nareas];
}

static void forget_process(struct narrator *n, unsigned process)
{
    for (size_t i = n->nareas; i-- > 0;)
        if (n->area[i].process == process)
            forget(n, &n->area[i]);
}

static void learn_object(struct narrator *n, const struct event *e)
{
    uint64_t bit = UINT64_C(1) << (e->x - 1) % 64;

    n->shared_memory &= ~bit;
    if (e->level == OBJECT_SHARED)
        n->shared_memory |= bit;
}

static void learn(struct narrator *n, const struct event *e)
{
    struct narrated_area *a;

    n->seen++;
    switch (e->kind) {
    case EVENT_AREA_PUT:
        learn_area(n, e);
        break;
    case EVENT_AREA_BACK:
        if ((a = known(n, e)) != NULL) {
            a->object = (int)(e->b >> 48) - 1;
            a->page_offset = e->b << 16 >> 16;
        }
        break;
    case EVENT_AREA_DROP:
        if ((a = known(n, e)) != NULL)
            forget(n, a);
        break;
    case EVENT_EXIT:
        forget_process(n, e->process);
        break;
    case EVENT_OBJECT:
        learn_object(n, e);
        break;
    default:
        break;
    }
}

const struct narrated_area *narrator_area(const struct narrator *n,
                                          unsigned process, uint64_t va)
{
    for (size_t i = 0; i < n->nareas; i++)
        if (n->area[i].process == process && va >= n->area[i].start &&
            va < n->area[i].end)
            return &n->area[i];
    return NULL;
}

/* --- steps ---------------------------------------------------------------
 */

struct str *reading_begin(struct reading *r, enum step_kind kind, bool first)
{
    struct narration *out = r->out;

    out->step = mem_grow(out->step, out->n, &out->cap, sizeof *out->step);
    out->step[out->n++] = (struct narrated){.kind = kind,
                                            .first = first,
                                            .process = r->at->process,
                                            .event = r->n->seen,
                                            .events = 1,
                                            .from = out->text.len};
    return &out->text;
}

void reading_end(struct reading *r)
{
    struct narrated *step = &r->out->step[r->out->n - 1];

    step->len = r->out->text.len - step->from;
}

void reading_take(struct reading *r, size_t count)
{
    for (size_t i = 0; i < count; i++)
        learn(r->n, &r->at[i]);
    r->at += count;
    r->left -= count;
}

struct phrase reading_about(const struct reading *r, const struct event *e)
{
    return (struct phrase){.n = r->n, .e = e, .from = NO_FRAME};
}

void reading_tell(struct reading *r, enum step_kind kind, const char *phrase)
{
    struct phrase p = reading_about(r, r->at);

    phrase_put(reading_begin(r, kind, false), phrase, &p);
    reading_end(r);
}

size_t reading_to_rule(const struct reading *r)
{
    for (size_t i = 0; i < r->left; i++) {
        unsigned kind = r->at[i].kind;
        if (kind == EVENT_RULE)
            return i + 1;
        if (kind == EVENT_RETRY || kind == EVENT_SIGNAL ||
            kind == EVENT_AREA_FOUND)
            break;
    }
    return 0;
}

/* The frame of which the rule makes a copy. */
static uint32_t copied(const struct event *events, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (events[i].kind == EVENT_COPY)
            return (uint32_t)events[i].a;
    return NO_FRAME;
}

void reading_put_rule(struct str *out, const struct reading *r, size_t n,
                      const char *const *phrases)
{
    struct phrase p = reading_about(r, &r->at[n - 1]);

    p.from = copied(r->at, n);
    phrase_put(out, phrases[p.e->level], &p);
}

void reading_start(struct reading *r)
{
    r->n->access = *r->at;
    r->n->accessing = true;
    r->n->handling = false;
    r->n->turn = 0;
}

/* --- what was told ---
 */

void narration_clear(struct narration *out)
{
    str_clear(&out->text);
    out->n = 0;
}

void narration_release(struct narration *out)
{
    str_release(&out->text);
    free(out->step);
    *out = (struct narration){.text = STR_EMPTY};
}

struct slice narration_text(const struct narration *out, size_t step)
{
    return slice_sub(str_slice(&out->text), out->step[step].from,
                     out->step[step].len);
}

void narration_put(struct str *out, const struct narration *n)
{
    for (size_t i = 0; i < n->n; i++) {
        if (i > 0)
            str_putc(out, n->step[i].first ? '\n' : ' ');
        str_put(out, narration_text(n, i));
    }
    if (n->n > 0)
        str_putc(out, '\n');
}
