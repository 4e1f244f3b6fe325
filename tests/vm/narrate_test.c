/* narrate_test.c - stories, as they are told. */
#include "box.h"
#include "check.h"
#include "vm/narrate.h"
#include "vm/share.h"

enum { AT = 0x4000 };

static uint64_t nth(const struct box *b, unsigned page)
{
    return AT + page * b->page;
}

/* --- stories -------------------------------------------------------------
 */

static void zeros_on_demand(struct box *b)
{
    struct err err;

    b->p->heap_start = b->p->heap_end = AT;
    map_brk(&b->m, b->p, nth(b, 4), &err);
    machine_store(&b->m, b->p, nth(b, 1) + 0x10, 0x2a);
    machine_load(&b->m, b->p, nth(b, 1) + 0x11);
    machine_load(&b->m, b->p, nth(b, 2));
    machine_store(&b->m, b->p, nth(b, 2), 7);
    machine_load(&b->m, b->p, nth(b, 7));
}

static void fork_and_write(struct box *b)
{
    struct process *child;

    box_map(b, b->p, AT, 2, RW, NO_OBJECT);
    machine_store(&b->m, b->p, AT, 1);
    child = process_fork(&b->m, b->p);
    process_switch(&b->m, child);
    machine_store(&b->m, child, AT, 2);
    machine_store(&b->m, b->p, AT, 3);
    process_exit(&b->m, child);
}

static void files(struct box *b)
{
    struct err err;
    int file = box_file(b, "notes", 4);

    box_map(b, b->p, nth(b, 0), 5, RW, file);
    box_map(b, b->p, nth(b, 8), 4, RW | AREA_SHARED, file);
    machine_load(&b->m, b->p, nth(b, 1));
    machine_store(&b->m, b->p, nth(b, 2), 0x11);
    machine_load(&b->m, b->p, nth(b, 4));
    b->m.object[file].notify = true;
    machine_load(&b->m, b->p, nth(b, 8));
    machine_store(&b->m, b->p, nth(b, 8), 0x22);
    map_sync(&b->m, b->p, nth(b, 8), b->page, &err);
}

static void swapping(struct box *b)
{
    struct err err;
    uint64_t pages;

    box_map(b, b->p, AT, 2, RW, NO_OBJECT);
    machine_store(&b->m, b->p, AT, 1);
    map_advise(&b->m, b->p, AT, 2 * b->page, ADVICE_PAGE_OUT, &pages, &err);
    machine_load(&b->m, b->p, AT);
    map_advise(&b->m, b->p, AT, 2 * b->page, ADVICE_DISCARD, &pages, &err);
    map_remove(&b->m, b->p, AT, b->page, &err);
}

static void what_is_not_allowed(struct box *b)
{
    struct err err;

    box_map(b, b->p, AT, 1, PERM_R, NO_OBJECT);
    machine_load(&b->m, b->p, AT);
    machine_store(&b->m, b->p, AT, 1);
    machine_fetch(&b->m, b->p, AT);
    map_protect(&b->m, b->p, AT, b->page, 0, &err);
    machine_load(&b->m, b->p, AT);
    machine_load(&b->m, b->p, b->m.kernel_va);
    if (b->m.format->high == HIGH_SIGN)
        machine_load(&b->m, b->p, UINT64_C(1) << 63);
}

static void stack_and_watch(struct box *b)
{
    struct request q = {.access = ACCESS_STORE, .bytes = 4, .value = 0x1234};
    struct err err;

    box_map(b, b->p, nth(b, 8), 1, RW | AREA_GROWS_DOWN, NO_OBJECT);
    q.va = nth(b, 7) - 2;
    machine_access(&b->m, b->p, q);
    watch_add(&b->m, b->p, nth(b, 7), 2, &err);
    machine_store(&b->m, b->p, nth(b, 7) + 1, 5);
    machine_store(&b->m, b->p, nth(b, 7) + 2, 6);
}

/* --- how they are told ---------------------------------------------------
 */

static void put_my_process(void *at, struct str *out, unsigned process)
{
    (void)at;
    str_puts(out, process == 0 ? "Shell" : "");
}

static void put_my_object(void *at, struct str *out, unsigned object)
{
    str_printf(out, "%s-%u.txt", (const char *)at, object);
}

static void put_my_area(void *at, struct str *out, unsigned process,
                        uint64_t start)
{
    (void)at;
    if (process == 0 && start == AT)
        str_puts(out, "the buffer");
}

static const struct names mine = {.at = (void *)"page",
                                  .process = put_my_process,
                                  .object = put_my_object,
                                  .area = put_my_area};

static const struct telling {
    const char *name; /* of the golden file */
    void (*story)(struct box *b);
    const char *format, *profile;
    enum detail detail;
    const struct names *names;
} tellings[] = {
    {"zeros-linear", zeros_on_demand, "toy-flags", "linux", DETAIL_FULL,
     NULL},
    {"zeros-x86-64", zeros_on_demand, "x86-64", "textbook", DETAIL_FULL,
     NULL},
    {"zeros-brief", zeros_on_demand, "x86-32", "linux", DETAIL_BRIEF, NULL},
    {"fork-sv39", fork_and_write, "sv39", "linux", DETAIL_FULL, NULL},
    {"fork-brief", fork_and_write, "sv39", "textbook", DETAIL_BRIEF, NULL},
    {"files", files, "x86-32", "linux", DETAIL_FULL, &mine},
    {"files-brief", files, "x86-32", "linux", DETAIL_BRIEF, &mine},
    {"swap", swapping, "x86-32", "textbook", DETAIL_FULL, NULL},
    {"swap-brief", swapping, "x86-32", "textbook", DETAIL_BRIEF, NULL},
    {"signals", what_is_not_allowed, "x86-64", "linux", DETAIL_FULL, &mine},
    {"signals-brief", what_is_not_allowed, "sv39", "linux", DETAIL_BRIEF,
     NULL},
    {"stack", stack_and_watch, "toy-3", "linux", DETAIL_FULL, NULL},
    {"stack-brief", stack_and_watch, "toy-3", "linux", DETAIL_BRIEF, NULL},
};

static void a_story_is_told_like_this(void **state)
{
    const struct telling *t = *state;
    struct narration out = NARRATION_EMPTY;
    struct str text = STR_EMPTY, file = STR_EMPTY;
    struct narrator n;
    struct box b;

    box_open(&b, t->format, t->profile);
    n = narrator_new(b.m.format, t->names, t->detail);
    t->story(&b);
    narrate(&n, b.trace.at, b.trace.n, &out);
    narration_put(&text, &out);
    str_printf(&file, "vm/tell-%s.txt", t->name);
    assert_golden(file.at, text.at);
    str_release(&file);
    str_release(&text);
    narration_release(&out);
    narrator_release(&n);
    box_close(&b);
}

/* --- what is promised of steps -------------------------------------------
 */

static void steps_cover_the_text_and_the_events_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(tellings); i++) {
        struct narration out = NARRATION_EMPTY;
        size_t text = 0, event = 0;
        struct narrator n;
        struct box b;

        box_open(&b, tellings[i].format, tellings[i].profile);
        n = narrator_new(b.m.format, NULL, tellings[i].detail);
        tellings[i].story(&b);
        narrate(&n, b.trace.at, b.trace.n, &out);
        assert_true(out.n > 0);
        for (size_t k = 0; k < out.n; k++) {
            const struct narrated *step = &out.step[k];
            struct slice words = narration_text(&out, k);

            assert_int_equal(step->from, text);
            assert_true(step->event >= event);
            assert_true(step->events >= 1);
            assert_true(step->event + step->events <= b.trace.n);
            assert_true(words.len > 0 && words.at[words.len - 1] == '.');
            text += step->len;
            event = step->event;
        }
        assert_int_equal(text, out.text.len);
        assert_int_equal(n.seen, b.trace.n);
        narration_release(&out);
        narrator_release(&n);
        box_close(&b);
    }
}

static void
a_part_of_a_trace_is_told_with_what_was_learned_before(void **state)
{
    struct narration whole = NARRATION_EMPTY, part = NARRATION_EMPTY;
    struct str text = STR_EMPTY;
    struct narrator n;
    struct box b;
    size_t before;

    (void)state;
    box_open(&b, "x86-64", "linux");
    zeros_on_demand(&b);
    before = b.trace.n;
    machine_store(&b.m, b.p, nth(&b, 3), 9);
    n = narrator_new(b.m.format, NULL, DETAIL_FULL);
    narrate(&n, b.trace.at, before, NULL);
    narrate(&n, b.trace.at + before, b.trace.n - before, &part);
    narration_put(&text, &part);
    assert_non_null(strstr(text.at, "is in the heap [0x000000004000, "));
    assert_int_equal(part.step[0].event, before);
    narrator_release(&n);

    n = narrator_new(b.m.format, NULL, DETAIL_FULL);
    narrate(&n, b.trace.at, b.trace.n, &whole);
    str_truncate(&text, text.len - 1);
    assert_true(slice_has_suffix(str_slice(&whole.text),
                                 narration_text(&part, part.n - 1)));
    narration_clear(&part);
    assert_int_equal(part.n, 0);
    str_release(&text);
    narration_release(&whole);
    narration_release(&part);
    narrator_release(&n);
    box_close(&b);
}

static void messages_between_machines_are_told(void **state)
{
    struct narration out = NARRATION_EMPTY;
    struct str text = STR_EMPTY;
    struct share_node nodes[2];
    struct narrator n;
    struct share s;
    struct box a, b;
    struct err err;

    (void)state;
    box_open(&a, "x86-32", "linux");
    box_open(&b, "x86-32", "linux");
    nodes[0] = (struct share_node){&a.m, a.p};
    nodes[1] = (struct share_node){&b.m, b.p};
    assert_int_equal(share_init(&s, nodes, 2, AT, 2, &err), 0);
    machine_store(&a.m, a.p, AT, 5);
    trace_clear(&b.trace);
    share_access(
        &s, 1, (struct request){.access = ACCESS_LOAD, .bytes = 1, .va = AT});
    share_access(
        &s, 1,
        (struct request){.access = ACCESS_STORE, .bytes = 1, .va = AT});
    n = narrator_new(b.m.format, NULL, DETAIL_BRIEF);
    narrate(&n, b.trace.at, b.trace.n, &out);
    narration_put(&text, &out);
    assert_golden("vm/tell-share-brief.txt", text.at);
    str_release(&text);
    narration_release(&out);
    narrator_release(&n);
    box_close(&a);
    box_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_cover_the_text_and_the_events_in_order),
        cmocka_unit_test(
            a_part_of_a_trace_is_told_with_what_was_learned_before),
        cmocka_unit_test(messages_between_machines_are_told),
    };
    int failed = RUN_CASES(tellings, a_story_is_told_like_this);

    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
