#include "kernel/touch.h"

#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <ucontext.h>

/* Signals that an instruction can bring about, and the one that starts a
 * fetch. */
static const int signals[] = {SIGSEGV, SIGBUS,  SIGILL,
                              SIGFPE,  SIGTRAP, SIGUSR1};

enum { ROOM = 1 << 16 };

/* A number that is no address (it is not canonical), and whose lower half is
 * no system call. */
#define NOWHERE ((greg_t)UINT64_C(0x80000000ffffffff))

/* What the handler needs to know and tells. In memory of the process that is
 * written in every rehearsal. */
static struct {
    sigjmp_buf back;
    struct request request;
    struct live_result result;
    struct rusage before, after;
    bool cold;
} now;

static unsigned char alternate[ROOM], spare[ROOM];

#ifdef __x86_64__

enum { PAGE_FAULT = 14, TRAP_FLAG = 0x100, WAS_FETCH = 0x10, LONGEST = 15 };

/* From the handler of SIGUSR1 the processor goes on at the address. */
static void aim(greg_t *g, uint64_t va)
{
    for (int i = REG_R8; i <= REG_RCX; i++)
        g[i] = NOWHERE;
    g[REG_RSP] = (greg_t)(uintptr_t)(spare + ROOM / 2);
    g[REG_RIP] = (greg_t)va;
    g[REG_EFL] |= TRAP_FLAG;
}

/* Whether the signal came for the fetch, not for what was fetched. */
static bool is_of_fetch(const greg_t *g, uint64_t va)
{
    uint64_t cr2 = (uint64_t)g[REG_CR2];

    if ((uint64_t)g[REG_RIP] != va || g[REG_TRAPNO] == 1)
        return false;
    if (va >> 47 != 0 && va >> 47 != 0x1ffff)
        return true;
    return g[REG_TRAPNO] == PAGE_FAULT && (g[REG_ERR] & WAS_FETCH) &&
           cr2 - va < LONGEST;
}

static void tell(int signo, const siginfo_t *info, const greg_t *g)
{
    struct live_result *r = &now.result;

    if (now.request.access == ACCESS_FETCH && !is_of_fetch(g, now.request.va))
        return;
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

static void on_signal(int signo, siginfo_t *info, void *context)
{
    greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;

    if (signo == SIGUSR1) {
        aim(g, now.request.va);
        return;
    }
    tell(signo, info, g);
    siglongjmp(now.back, 1);
}

static uint64_t load_piece(uint64_t va, unsigned bytes)
{
    uint64_t v = 0;

    if (bytes == 8)
        __asm__ volatile("movq (%1), %0" : "=r"(v) : "r"(va) : "memory");
    else if (bytes == 4)
        __asm__ volatile("movl (%1), %k0" : "=r"(v) : "r"(va) : "memory");
    else if (bytes == 2)
        __asm__ volatile("movzwl (%1), %k0" : "=r"(v) : "r"(va) : "memory");
    else
        __asm__ volatile("movzbl (%1), %k0" : "=r"(v) : "r"(va) : "memory");
    return v;
}

static void store_piece(uint64_t va, unsigned bytes, uint64_t v)
{
    if (bytes == 8)
        __asm__ volatile("movq %1, (%0)" ::"r"(va), "r"(v) : "memory");
    else if (bytes == 4)
        __asm__ volatile("movl %k1, (%0)" ::"r"(va), "r"(v) : "memory");
    else if (bytes == 2)
        __asm__ volatile("movw %w1, (%0)" ::"r"(va), "r"(v) : "memory");
    else
        __asm__ volatile("movb %b1, (%0)" ::"r"(va), "r"(v) : "memory");
}

/* A write that changes nothing. */
static void probe(uint64_t va)
{
    __asm__ volatile("lock addb $0, (%0)" ::"r"(va) : "memory", "cc");
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
static unsigned piece(unsigned bytes)
{
    return bytes >= 8 ? 8 : bytes >= 4 ? 4 : bytes >= 2 ? 2 : 1;
}

static uint64_t load(uint64_t va, unsigned bytes)
{
    uint64_t value = 0;

    for (unsigned done = 0; done < bytes; done += piece(bytes - done))
        value |= load_piece(va + done, piece(bytes - done)) << 8 * done;
    return value;
}

static uint64_t store(uint64_t va, unsigned bytes, uint64_t value)
{
    if (piece(bytes) != bytes) {
        uint64_t last = (va + bytes - 1) & ~(uint64_t)(LIVE_PAGE - 1);
        probe(va);
        probe(last > va ? last : va);
    }
    for (unsigned done = 0; done < bytes; done += piece(bytes - done))
        store_piece(va + done, piece(bytes - done), value >> 8 * done);
    return bytes < 8 ? value & ((UINT64_C(1) << 8 * bytes) - 1) : value;
}

/* Ends in the handler, always. */
static void fetch(void)
{
    raise(SIGUSR1);
}

/* What was fetched can mostly be read as well; if not, it stays unknown. */
static void look_at_fetched(void)
{
    if (now.result.signal == 0 && sigsetjmp(now.back, 1) == 0)
        now.result.value = load(now.request.va, now.request.bytes);
}

static void attempt(const struct request *request)
{
    now.request = *request;
    now.result = (struct live_result){.outcome = OUTCOME_DONE};
    getrusage(RUSAGE_SELF, &now.before);
    getrusage(RUSAGE_SELF, &now.after);
    getrusage(RUSAGE_SELF, &now.before);
    if (sigsetjmp(now.back, 1) == 0) {
        if (request->access == ACCESS_LOAD)
            now.result.value = load(request->va, request->bytes);
        else if (request->access == ACCESS_STORE)
            now.result.value =
                store(request->va, request->bytes, request->value);
        else
            fetch();
    }
    getrusage(RUSAGE_SELF, &now.after);
    now.result.faults =
        (uint32_t)(now.after.ru_minflt - now.before.ru_minflt +
                   now.after.ru_majflt - now.before.ru_majflt);
}

/* The same on memory of our own, which can't be executed: the fetch ends in
 * a signal. */
static void rehearse(struct request request)
{
    static const enum access all[] = {ACCESS_LOAD, ACCESS_STORE,
                                      ACCESS_FETCH};

    request.va = (uint64_t)(uintptr_t)spare;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        request.access = all[i];
        if (now.cold || request.access == all[0])
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
        look_at_fetched();
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
