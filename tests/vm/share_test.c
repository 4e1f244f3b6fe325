/* share_test.c - memory that several machines share by faults. */
#include "base/rng.h"
#include "box.h"
#include "check.h"
#include "vm/count.h"
#include "vm/share.h"

enum { AT = 0x4000, MACHINES = 3, PAGES = 3 };

/* Machines that share PAGES pages at AT. */
struct net {
    struct box box[MACHINES];
    struct share share;
};

static void net_open(struct net *net, const char *format, const char *profile)
{
    struct share_node nodes[MACHINES];
    struct err err = {0};

    for (unsigned i = 0; i < MACHINES; i++) {
        box_open(&net->box[i], format, profile);
        nodes[i] = (struct share_node){&net->box[i].m, net->box[i].p};
    }
    if (share_init(&net->share, nodes, MACHINES, AT, PAGES, &err) < 0)
        fail_msg("%s", err.text);
}

static void net_check(struct net *net)
{
    struct err err = {0};

    if (!share_ok(&net->share, &err))
        fail_msg("%s", err.text);
    for (unsigned i = 0; i < MACHINES; i++)
        if (!machine_ok(&net->box[i].m, &err))
            fail_msg("machine %u: %s", i, err.text);
}

static void net_close(struct net *net)
{
    net_check(net);
    for (unsigned i = 0; i < MACHINES; i++) {
        box_check(&net->box[i]);
        box_close(&net->box[i]);
    }
}

static struct result load(struct net *net, unsigned machine, uint64_t va)
{
    return share_access(
        &net->share, machine,
        (struct request){.access = ACCESS_LOAD, .bytes = 1, .va = va});
}

static struct result store(struct net *net, unsigned machine, uint64_t va,
                           uint64_t value)
{
    return share_access(
        &net->share, machine,
        (struct request){
            .access = ACCESS_STORE, .bytes = 1, .va = va, .value = value});
}

/* The states of a page on all machines: "WII". */
static void assert_states(const struct net *net, unsigned page,
                          const char *states)
{
    char got[MACHINES + 1] = "";

    for (unsigned i = 0; i < MACHINES; i++)
        got[i] = share_state_name(net->share.state[i][page])[0];
    assert_string_equal(got, states);
}

/* The messages that a machine's accesses caused: "req 1>0 R, data 0>1 R". */
static void assert_messages(struct net *net, unsigned machine,
                            const char *messages)
{
    struct trace *t = &net->box[machine].trace;
    struct str got = STR_EMPTY;

    for (size_t i = 0; i < t->n; i++) {
        const struct event *e = &t->at[i];
        if (e->kind == EVENT_MESSAGE)
            str_printf(&got, "%s%s %u>%u %s", got.len > 0 ? ", " : "",
                       message_name(e->level), e->x >> 16, e->x & 0xffff,
                       share_state_name((enum share_state)e->b));
    }
    assert_string_equal(got.at, messages);
    str_release(&got);
}

static void a_reader_gets_a_copy_and_the_owner_may_only_read(void **state)
{
    struct net net;
    struct result r;

    (void)state;
    net_open(&net, "x86-64", "linux");
    store(&net, 0, AT + 5, 0x77);
    r = load(&net, 1, AT + 5);
    assert_int_equal(r.outcome, OUTCOME_DONE);
    assert_int_equal(r.value, 0x77);
    assert_true(r.faults >= 1);
    assert_states(&net, 0, "RRI");
    assert_messages(&net, 1, "req 1>0 R, data 0>1 R");
    assert_int_equal(load(&net, 1, AT + 6).faults, 0);
    net_close(&net);
}

static void a_writer_takes_the_page_from_all_readers(void **state)
{
    struct net net;

    (void)state;
    net_open(&net, "sv39", "textbook");
    store(&net, 0, AT, 1);
    load(&net, 1, AT);
    store(&net, 2, AT + 1, 2);
    assert_states(&net, 0, "IIW");
    assert_messages(&net, 2, "req 2>0 I, data 0>2 W, inval 2>1 I, ack 1>2 W");
    assert_int_equal(load(&net, 0, AT).value, 1);
    assert_int_equal(load(&net, 0, AT + 1).value, 2);
    assert_states(&net, 0, "RIR");
    net_close(&net);
}

static void a_reader_that_writes_needs_no_page(void **state)
{
    struct net net;
    struct counts counts = {0};

    (void)state;
    net_open(&net, "x86-32", "linux");
    load(&net, 1, AT);
    trace_clear(&net.box[1].trace);
    assert_int_equal(store(&net, 1, AT, 3).faults, 1);
    assert_messages(&net, 1, "inval 1>0 I, ack 0>1 W");
    count_events(&counts, net.box[1].trace.at, net.box[1].trace.n);
    assert_int_equal(counts.of[COUNT_PAGES_SENT], 0);
    assert_int_equal(counts.of[COUNT_INVALIDATIONS], 1);
    assert_int_equal(counts.of[COUNT_MESSAGES], 2);
    assert_states(&net, 0, "IWI");
    for (unsigned i = 0; i < MACHINES; i++)
        box_close(&net.box[i]);
}

static void a_store_over_two_shared_pages_takes_both(void **state)
{
    struct net net;
    struct result r;

    (void)state;
    net_open(&net, "x86-64", "linux");
    store(&net, 1, AT + 0x1000, 9);
    r = share_access(&net.share, 2,
                     (struct request){.access = ACCESS_STORE,
                                      .bytes = 8,
                                      .va = AT + 0xffc,
                                      .value = 0x0807060504030201});
    assert_int_equal(r.outcome, OUTCOME_DONE);
    assert_states(&net, 0, "IIW");
    assert_states(&net, 1, "IIW");
    assert_int_equal(load(&net, 0, AT + 0xfff).value, 4);
    assert_int_equal(load(&net, 0, AT + 0x1000).value, 5);
    net_close(&net);
}

static void outside_of_the_range_a_fault_is_the_program_s_own(void **state)
{
    struct net net;

    (void)state;
    net_open(&net, "x86-64", "linux");
    assert_int_equal(load(&net, 0, AT + PAGES * 0x1000).outcome,
                     OUTCOME_SEGV_MAPERR);
    assert_int_equal(load(&net, 1, AT - 1).outcome, OUTCOME_SEGV_MAPERR);
    share_release(&net.share);
    assert_int_equal(machine_load(&net.box[0].m, net.box[0].p, AT).outcome,
                     OUTCOME_SEGV_MAPERR);
    for (unsigned i = 0; i < MACHINES; i++) {
        box_check(&net.box[i]);
        box_close(&net.box[i]);
    }
}

static void machines_that_do_not_fit_are_refused_whole(void **state)
{
    struct share_node nodes[2];
    struct box a, b;
    struct share s;
    struct err err = {0};

    (void)state;
    box_open(&a, "x86-64", "linux");
    box_open(&b, "toy-flags", "linux");
    nodes[0] = (struct share_node){&a.m, a.p};
    nodes[1] = (struct share_node){&b.m, b.p};
    assert_int_equal(share_init(&s, nodes, 2, AT, 1, &err), -1);
    assert_string_equal(err.text, "Machines with pages of 4096 and of 256 "
                                  "bytes can't share memory.");
    box_close(&b);
    box_open(&b, "x86-64", "linux");
    box_map(&b, b.p, AT, 1, RW, NO_OBJECT);
    nodes[1] = (struct share_node){&b.m, b.p};
    assert_int_equal(share_init(&s, nodes, 2, AT, 1, &err), -1);
    assert_int_equal(a.p->nareas, 0);
    box_close(&a);
    box_close(&b);
}

/* Every load returns the last store to that byte, by whomever. */
static void loads_return_the_last_store_of_any_machine(void **state)
{
    static const char *const shapes[] = {"toy-flags", "toy-3", "x86-64",
                                         "sv32"};

    (void)state;
    for (int seed = 1; seed <= often(12); seed++) {
        struct rng r = rng_new((uint64_t)seed);
        uint8_t model[PAGES * 4096] = {0};
        struct net net;
        size_t bytes;

        net_open(&net, shapes[seed % 4], seed % 3 ? "linux" : "textbook");
        bytes = PAGES * net.share.page_bytes;
        for (int i = 0; i < 300; i++) {
            unsigned who = (unsigned)rng_below(&r, MACHINES);
            uint64_t at = rng_below(&r, bytes);
            if (rng_below(&r, 2)) {
                model[at] = (uint8_t)rng_next(&r);
                assert_int_equal(store(&net, who, AT + at, model[at]).outcome,
                                 OUTCOME_DONE);
            } else {
                struct result l = load(&net, who, AT + at);
                assert_int_equal(l.outcome, OUTCOME_DONE);
                assert_int_equal(l.value, model[at]);
            }
            if (i % 6 == 0)
                net_check(&net);
        }
        net_close(&net);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reader_gets_a_copy_and_the_owner_may_only_read),
        cmocka_unit_test(a_writer_takes_the_page_from_all_readers),
        cmocka_unit_test(a_reader_that_writes_needs_no_page),
        cmocka_unit_test(a_store_over_two_shared_pages_takes_both),
        cmocka_unit_test(outside_of_the_range_a_fault_is_the_program_s_own),
        cmocka_unit_test(machines_that_do_not_fit_are_refused_whole),
        cmocka_unit_test(loads_return_the_last_store_of_any_machine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
