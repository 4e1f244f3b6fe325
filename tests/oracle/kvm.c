#include "oracle/kvm.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    GDT = 0x1000,
    IDT = 0x2000,
    TSS = 0x3000,
    CODE = 0x4000,
    STACK = 0x5000,
    MAP = 0x6000,
    PAGE = 4096,
    LOAD_AT = 0x200, /* in the page of code, behind a HLT for each vector */
    STORE_AT = 0x210,
    PORT = 0x10,
    TSS_BYTES = 104,
    CPUID_MAX = 256,
};

enum { CR0_USUAL = 0x33, CR0_WP = 0x10000, CR4_PAE = 0x20 };
enum { EFER_LME_LMA = 0x500, EFER_NXE = 0x800 };
enum { SEL_CODE_0 = 8, SEL_DATA_0 = 16, SEL_CODE_3 = 24, SEL_DATA_3 = 32 };

static const uint64_t cr0_paging = 0x80000000;

/* Where the lowest pages appear. */
static const uint64_t top = 0xffffffffffe00000;

static void put(struct kvm *k, uint64_t at, uint64_t value)
{
    memcpy(k->ram + at, &value, 8);
}

/* --- the lowest pages ----------------------------------------------------
 */

static void put_descriptors(struct kvm *k)
{
    uint64_t tss = top + TSS;

    put(k, GDT + SEL_CODE_0, 0x00af9b000000ffff);
    put(k, GDT + SEL_DATA_0, 0x00cf93000000ffff);
    put(k, GDT + SEL_CODE_3, 0x00affb000000ffff);
    put(k, GDT + SEL_DATA_3, 0x00cff3000000ffff);
    put(k, GDT + 40,
        (TSS_BYTES - 1) | (tss & 0xffffff) << 16 | UINT64_C(0x8b) << 40 |
            (tss >> 24 & 0xff) << 56);
    put(k, GDT + 48, tss >> 32);
    put(k, TSS + 4, top + STACK + PAGE - 16);
    /* Behind the TSS a bit for each port: 0, allowed. */
    k->ram[TSS + 102] = TSS_BYTES;
}

static void put_gates(struct kvm *k)
{
    for (unsigned vector = 0; vector < 256; vector++) {
        uint64_t to = top + CODE + vector;

        put(k, IDT + 16 * vector,
            (to & 0xffff) | SEL_CODE_0 << 16 | UINT64_C(0xee) << 40 |
                (to >> 16 & 0xffff) << 48);
        put(k, IDT + 16 * vector + 8, to >> 32);
    }
}

static void put_code(struct kvm *k)
{
    static const uint8_t load[] = {0x8b, 0x07, 0xe6, PORT};
    static const uint8_t store[] = {0x89, 0x07, 0xe6, PORT};

    memset(k->ram + CODE, 0xf4, 256);
    memcpy(k->ram + CODE + LOAD_AT, load, sizeof load);    /* (%rdi), %eax */
    memcpy(k->ram + CODE + STORE_AT, store, sizeof store); /* %eax, (%rdi) */
}

/* The tables below entry 511; the code is the user's as well. */
static void put_map(struct kvm *k)
{
    put(k, MAP + 511 * 8, (MAP + PAGE) | 0x27);
    put(k, MAP + PAGE + 511 * 8, (MAP + 2 * PAGE) | 0x27);
    for (uint64_t pa = GDT; pa <= STACK; pa += PAGE)
        put(k, MAP + 2 * PAGE + pa / PAGE * 8,
            pa | (pa == CODE ? 0x67 : 0x63));
}

/* As in guest.h: words that hold their address; mov $pa, %eax; out. */
static void paint_frames(struct kvm *k)
{
    for (uint32_t pa = KVM_FRAMES; pa < KVM_RAM; pa += 4) {
        uint8_t code[8] = {0xb8, 0, 0, 0, 0, 0xe6, PORT, 0};

        if (pa % PAGE < GUEST_CODE) {
            memcpy(k->ram + pa, &pa, 4);
        } else if (pa % GUEST_SLOT == 0) {
            memcpy(code + 1, &pa, 4);
            memcpy(k->ram + pa, code, 8);
        }
    }
}

/* --- the machine ---------------------------------------------------------
 */

static struct kvm_cpuid_entry2 *cpuid_find(struct kvm *k, unsigned function)
{
    struct kvm_cpuid2 *all = k->cpuid;

    for (unsigned i = 0; i < all->nent; i++)
        if (all->entries[i].function == function)
            return &all->entries[i];
    return NULL;
}

static bool read_features(struct kvm *k)
{
    struct kvm_cpuid2 *all;
    struct kvm_cpuid_entry2 *sizes, *features;

    k->cpuid = all =
        calloc(1, sizeof *all + CPUID_MAX * sizeof(struct kvm_cpuid_entry2));
    if (all == NULL)
        return false;
    all->nent = CPUID_MAX;
    if (ioctl(k->dev, KVM_GET_SUPPORTED_CPUID, all) < 0)
        return false;
    sizes = cpuid_find(k, 0x80000008);
    features = cpuid_find(k, 0x80000001);
    k->pa_bits = sizes != NULL ? sizes->eax & 0xff : 36;
    k->pages_of_1_gib = features != NULL && features->edx >> 26 & 1;
    return true;
}

bool kvm_open(struct kvm *k, const char **why)
{
    *k = (struct kvm){.dev = -1, .vm = -1, .cpu = -1};
    k->dev = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    *why = "/dev/kvm can't be opened";
    if (k->dev < 0)
        return false;
    *why = "/dev/kvm tells nothing of its processor";
    if (!read_features(k))
        return false;
    k->ram = mmap(NULL, KVM_RAM, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *why = "there is no memory for a machine";
    if (k->ram == MAP_FAILED) {
        k->ram = NULL;
        return false;
    }
    put_descriptors(k);
    put_gates(k);
    put_code(k);
    put_map(k);
    paint_frames(k);
    return true;
}

static void shut_down(struct kvm *k)
{
    if (k->run != NULL)
        munmap(k->run, k->run_bytes);
    if (k->cpu >= 0)
        close(k->cpu);
    if (k->vm >= 0)
        close(k->vm);
    k->run = NULL;
    k->cpu = k->vm = -1;
}

void kvm_close(struct kvm *k)
{
    shut_down(k);
    if (k->ram != NULL)
        munmap(k->ram, KVM_RAM);
    if (k->dev >= 0)
        close(k->dev);
    free(k->cpuid);
}

bool kvm_boot(struct kvm *k, const char **why)
{
    struct kvm_userspace_memory_region memory = {
        .memory_size = KVM_RAM,
        .userspace_addr = (uint64_t)(uintptr_t)k->ram};
    int bytes;

    shut_down(k);
    *why = "/dev/kvm makes no machine";
    k->vm = ioctl(k->dev, KVM_CREATE_VM, 0);
    if (k->vm < 0 || ioctl(k->vm, KVM_SET_TSS_ADDR, 0xfffbd000ul) < 0 ||
        ioctl(k->vm, KVM_SET_USER_MEMORY_REGION, &memory) < 0)
        return false;
    k->cpu = ioctl(k->vm, KVM_CREATE_VCPU, 0);
    bytes = ioctl(k->dev, KVM_GET_VCPU_MMAP_SIZE, 0);
    if (k->cpu < 0 || bytes < 0 ||
        ioctl(k->cpu, KVM_SET_CPUID2, k->cpuid) < 0)
        return false;
    k->run_bytes = (size_t)bytes;
    k->run = mmap(NULL, k->run_bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
                  k->cpu, 0);
    if (k->run == MAP_FAILED)
        k->run = NULL;
    put(k, KVM_TABLES + KVM_KEPT * 8, MAP | 0x27);
    return k->run != NULL;
}

/* --- a probe -------------------------------------------------------------
 */

static struct kvm_segment segment(unsigned selector, unsigned type,
                                  unsigned ring, bool is_long)
{
    return (struct kvm_segment){
        .limit = 0xffffffff,
        .selector = (uint16_t)(selector | ring),
        .type = (uint8_t)type,
        .present = 1,
        .dpl = (uint8_t)ring,
        .db = !is_long,
        .s = 1,
        .l = is_long,
        .g = 1,
    };
}

static bool set_state(struct kvm *k, unsigned state)
{
    bool user = state & STATE_USER;
    struct kvm_sregs s;

    if (ioctl(k->cpu, KVM_GET_SREGS, &s) < 0)
        return false;
    s.cr3 = KVM_TABLES;
    s.cr0 = cr0_paging | CR0_USUAL | (state & STATE_WP ? CR0_WP : 0);
    s.cr4 = CR4_PAE;
    s.cr2 = 0;
    s.efer = EFER_LME_LMA | (state & STATE_NXE ? EFER_NXE : 0);
    s.gdt.base = top + GDT;
    s.gdt.limit = 55;
    s.idt.base = top + IDT;
    s.idt.limit = PAGE - 1;
    s.cs = segment(user ? SEL_CODE_3 : SEL_CODE_0, 11, user ? 3 : 0, true);
    s.ss = segment(user ? SEL_DATA_3 : SEL_DATA_0, 3, user ? 3 : 0, false);
    s.ds = s.es = s.fs = s.gs = s.ss;
    s.tr = (struct kvm_segment){.base = top + TSS,
                                .limit = TSS_BYTES + 33,
                                .selector = 40,
                                .type = 11,
                                .present = 1};
    s.ldt = (struct kvm_segment){.unusable = 1};
    return ioctl(k->cpu, KVM_SET_SREGS, &s) == 0;
}

static bool set_registers(struct kvm *k, const struct vector *q)
{
    struct kvm_regs r = {
        .rdi = q->va,
        .rax = GUEST_STORED,
        .rsp = top + STACK + PAGE - 16,
        .rflags = 2,
        .rip = q->access == ACCESS_FETCH  ? q->va
               : q->access == ACCESS_LOAD ? top + CODE + LOAD_AT
                                          : top + CODE + STORE_AT,
    };

    return ioctl(k->cpu, KVM_SET_REGS, &r) == 0;
}

static uint32_t find_stored(struct kvm *k, uint64_t va)
{
    uint32_t pa = KVM_FRAMES + (uint32_t)(va % PAGE), word;

    for (; pa < KVM_RAM; pa += PAGE) {
        memcpy(&word, k->ram + pa, 4);
        if (word == GUEST_STORED) {
            memcpy(k->ram + pa, &pa, 4);
            return pa;
        }
    }
    return 0;
}

/* The kernel still has to end the `out` that it told us of. */
static void end_out(struct kvm *k)
{
    struct kvm_run *run = k->run;

    run->immediate_exit = 1;
    (void)!ioctl(k->cpu, KVM_RUN, 0);
    run->immediate_exit = 0;
}

static bool take_exception(struct kvm *k, const struct kvm_regs *r,
                           struct vector *q)
{
    uint64_t vector = r->rip - 1 - top - CODE, stack = r->rsp - top;
    struct kvm_sregs s;

    if (vector > 255 || stack > STACK + PAGE - 8 ||
        ioctl(k->cpu, KVM_GET_SREGS, &s) < 0)
        return false;
    q->vector = (uint8_t)vector;
    q->code = k->ram[stack];
    return vector != 14 || s.cr2 == q->va;
}

bool kvm_probe(struct kvm *k, struct vector *q)
{
    struct kvm_run *run = k->run;
    struct kvm_regs r;

    if (!set_state(k, q->state) || !set_registers(k, q))
        return false;
    if (ioctl(k->cpu, KVM_RUN, 0) < 0 || ioctl(k->cpu, KVM_GET_REGS, &r) < 0)
        return false;
    q->code = 0;
    q->pa = 0;
    if (run->exit_reason == KVM_EXIT_HLT)
        return take_exception(k, &r, q);
    if (run->exit_reason != KVM_EXIT_IO || run->io.port != PORT)
        return false;
    end_out(k);
    q->vector = ANSWER_DONE;
    q->pa =
        q->access == ACCESS_STORE ? find_stored(k, q->va) : (uint32_t)r.rax;
    return true;
}
