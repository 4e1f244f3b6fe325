#include "kernel/touch.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <ucontext.h>
#include <unistd.h>

/* Signals that an instruction can bring about, and the one that starts a
 * fetch. */
static const int signals[] = {SIGSEGV, SIGBUS,  SIGILL,
                              SIGFPE,  SIGTRAP, SIGUSR1};

enum { ROOM = 1 << 16 };

/* A number that is no address (it is not canonical), and whose lower half is
 * no system call. */
#define NOWHERE ((greg_t)UINT64_C(0x80000000ffffffff))

/* A sanitizer's own memory would be touched, and counted, in between. */
#define PLAIN \
    __attribute__((no_sanitize("address"), no_sanitize("undefined")))

/* What the handler needs to know and tells. In memory of the process that is
 * written in every rehearsal. */
static struct {
    enum { IDLE, LOADING, FETCHING } doing;
    uint64_t landing; /* where a load or store that failed goes on */
    gregset_t saved;  /* what a fetch goes on with */
    struct request request;
    struct live_result result;
    struct rusage before, after;
    bool cold;
} now;

static unsigned char alternate[ROOM], spare[ROOM];

#ifdef __x86_64__

enum { PAGE_FAULT = 14, TRAP_FLAG = 0x100, WAS_FETCH = 0x10, LONGEST = 15 };

/* From the handler of SIGUSR1 the processor goes on at the address. */
static PLAIN void aim(greg_t *g, uint64_t va)
{
    for (int i = REG_R8; i <= REG_RCX; i++)
        g[i] = NOWHERE;
    g[REG_RSP] = (greg_t)(uintptr_t)(spare + ROOM / 2);
    g[REG_RIP] = (greg_t)va;
    g[REG_EFL] |= TRAP_FLAG;
}

/* Whether the signal came for the fetch, not for what was fetched. */
static PLAIN bool is_of_fetch(const greg_t *g, uint64_t va)
{
    uint64_t cr2 = (uint64_t)g[REG_CR2];

    if ((uint64_t)g[REG_RIP] != va || g[REG_TRAPNO] == 1)
        return false;
    if (va >> 47 != 0 && va >> 47 != 0x1ffff)
        return true;
    return g[REG_TRAPNO] == PAGE_FAULT && (g[REG_ERR] & WAS_FETCH) &&
           cr2 - va < LONGEST;
}

static PLAIN void tell(int signo, const siginfo_t *info, const greg_t *g)
{
    struct live_result *r = &now.result;

    r->signal = signo;
    r->code = info->si_code;
    r->signal_va = (uint64_t)(uintptr_t)info->si_addr;
    r->fault_va = (uint64_t)g[REG_CR2];
    r->error_code = (uint32_t)g[REG_ERR];
    if (signo == SIGBUS)
        r->outcome = OUTCOME_BUS;
    else if (info->si_code == SEGV_MAPERR)
        r->outcome = OUTCOME_SEGV_MAPERR;
    else
        r->outcome = info->si_code == SEGV_ACCERR ? OUTCOME_SEGV_ACCERR
                                                  : OUTCOME_SEGV_GP;
}

static PLAIN void on_signal(int signo, siginfo_t *info, void *context)
{
    greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;

    if (now.doing == IDLE)
        _exit(1); /* a fault of the worker's own */
    if (signo == SIGUSR1) {
        memcpy(now.saved, g, sizeof now.saved);
        aim(g, now.request.va);
        return;
    }
    if (now.doing == LOADING) {
        tell(signo, info, g);
        g[REG_RIP] = (greg_t)now.landing;
        return;
    }
    if (is_of_fetch(g, now.request.va))
        tell(signo, info, g);
    memcpy(g, now.saved, sizeof now.saved);
}

/* One instruction, and where to go on if it fails. */
#define ONE(instruction)                                           \
    __asm__ volatile("leaq 1f(%%rip), %%r11\n\t"                   \
                     "movq %%r11, %[landing]\n\t" instruction "\n" \
                     "1:"                                          \
                     : [v] "+r"(v), [landing] "=m"(now.landing)    \
                     : [va] "r"(va)                                \
                     : "r11", "memory", "cc")

static PLAIN uint64_t load_piece(uint64_t va, unsigned bytes)
{
    uint64_t v = 0;

    if (bytes == 8)
        ONE("movq (%[va]), %[v]");
    else if (bytes == 4)
        ONE("movl (%[va]), %k[v]");
    else if (bytes == 2)
        ONE("movzwl (%[va]), %k[v]");
    else
        ONE("movzbl (%[va]), %k[v]");
    return v;
}

static PLAIN void store_piece(uint64_t va, unsigned bytes, uint64_t v)
{
    if (bytes == 8)
        ONE("movq %[v], (%[va])");
    else if (bytes == 4)
        ONE("movl %k[v], (%[va])");
    else if (bytes == 2)
        ONE("movw %w[v], (%[va])");
    else
        ONE("movb %b[v], (%[va])");
}

/* A write that changes nothing. */
static PLAIN void probe(uint64_t va)
{
    uint64_t v = 0;

    ONE("lock addb %b[v], (%[va])");
}

#else /* live_open says that this needs x86-64 */

static void on_signal(int signo, siginfo_t *info, void *context)
{
    (void)signo;
    (void)info;
    (void)context;
}
static uint64_t load_piece(uint64_t va, unsigned bytes)
{
    (void)va;
    return bytes;
}
static void store_piece(uint64_t va, unsigned bytes, uint64_t v)
{
    (void)va;
    (void)bytes;
    (void)v;
}
static void probe(uint64_t va)
{
    (void)va;
}

#endif

/* The most that one instruction does of so many bytes. */
static PLAIN unsigned piece(unsigned bytes)
{
    return bytes >= 8 ? 8 : bytes >= 4 ? 4 : bytes >= 2 ? 2 : 1;
}

static PLAIN uint64_t load(uint64_t va, unsigned bytes)
{
    uint64_t value = 0;
    unsigned done = 0;

    while (done < bytes && now.result.signal == 0) {
        unsigned n = piece(bytes - done);
        value |= load_piece(va + done, n) << 8 * done;
        done += n;
    }
    return value;
}

static PLAIN void store(uint64_t va, unsigned bytes, uint64_t value)
{
    uint64_t last = (va + bytes - 1) & ~(uint64_t)(LIVE_PAGE - 1);
    unsigned done = 0;

    if (piece(bytes) != bytes) {
        probe(va);
        if (now.result.signal == 0 && last > va)
            probe(last);
    }
    while (done < bytes && now.result.signal == 0) {
        unsigned n = piece(bytes - done);
        store_piece(va + done, n, value >> 8 * done);
        done += n;
    }
}

static PLAIN void perform(const struct request *q)
{
    now.doing = q->access == ACCESS_FETCH ? FETCHING : LOADING;
    if (q->access == ACCESS_FETCH)
        raise(SIGUSR1); /* comes back when the instruction has run */
    else if (q->access == ACCESS_STORE)
        store(q->va, q->bytes, q->value);
    else
        now.result.value = load(q->va, q->bytes);
    now.doing = IDLE;
}

static PLAIN void attempt(const struct request *request)
{
    now.request = *request;
    now.result = (struct live_result){.outcome = OUTCOME_DONE};
    getrusage(RUSAGE_SELF, &now.before);
    getrusage(RUSAGE_SELF, &now.after);
    getrusage(RUSAGE_SELF, &now.before);
    perform(&now.request);
    getrusage(RUSAGE_SELF, &now.after);
    now.result.faults =
        (uint32_t)(now.after.ru_minflt - now.before.ru_minflt +
                   now.after.ru_majflt - now.before.ru_majflt);
}

static uint64_t low_bytes(uint64_t value, unsigned bytes)
{
    return bytes < 8 ? value & ((UINT64_C(1) << 8 * bytes) - 1) : value;
}

/* What was fetched can mostly be read as well; if not, or if it goes on in
 * the next page, it stays unknown. */
static void look_at_fetched(const struct request *q)
{
    struct live_result fetched = now.result;
    struct request look = *q;

    look.access = ACCESS_LOAD;
    if (fetched.signal != 0 ||
        q->va % LIVE_PAGE + q->bytes > (uint64_t)LIVE_PAGE)
        return;
    perform(&look);
    if (now.result.signal == 0)
        fetched.value = now.result.value;
    now.result = fetched;
}

/* The same on memory of our own, which can't be executed: a fetch ends in a
 * signal. After a fork all kinds, for what they have in common. */
static void rehearse(struct request request)
{
    static const enum access all[] = {ACCESS_LOAD, ACCESS_STORE,
                                      ACCESS_FETCH};
    enum access wanted = request.access;

    request.va = (uint64_t)(uintptr_t)spare;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        request.access = all[i];
        if (now.cold || all[i] == wanted)
            attempt(&request);
    }
    now.cold = false;
}

void touch(const struct request *request, struct live_result *result)
{
    rehearse(*request);
    if (request->access == ACCESS_FETCH)
        memset(spare, 0, sizeof spare);
    attempt(request);
    if (request->access == ACCESS_FETCH)
        look_at_fetched(request);
    if (request->access == ACCESS_STORE)
        now.result.value = low_bytes(request->value, request->bytes);
    *result = now.result;
}

void touch_cold(void)
{
    now.cold = true;
}

int touch_init(void)
{
    struct sigaction act = {.sa_sigaction = on_signal,
                            .sa_flags = SA_SIGINFO | SA_ONSTACK};
    stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};

    memset(alternate, 0, sizeof alternate);
    now.cold = true;
    if (sigaltstack(&stack, NULL) < 0)
        return -1;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], &act, NULL) < 0)
            return -1;
    return 0;
}
