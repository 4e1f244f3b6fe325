/* generate.c - asks the processors that QEMU emulates about page tables.
 *
 *     generate FORMAT GUESTS SEED QUERIES     vectors (vectors.h) to stdout
 *
 * GUESTS is the folder of guest-MACHINE.bin, made of guest.c. See guest.h for
 * what goes back and forth. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "oracle/vectors.h"

extern char **environ;

struct machine {
    const char *format, *qemu, *guest, *cpu;
    uint64_t base;    /* where its memory begins */
    unsigned pa_bits; /* of the processor */
    uint64_t satp;    /* RISC-V: what switches paging on, without the root */
    unsigned states;  /* STATE_... bits that make a difference */
    uint64_t never_large; /* see image.h */
};

/* On 4 MiB pages QEMU takes the bits 20..13 as bits 39..32 of the address
 * (PSE-36), even on a processor that has not so many. */
static const struct machine machines[] = {
    {"x86-32", "qemu-system-i386", "i386", "qemu32,-pse36", 0, 32, 0,
     STATE_USER | STATE_WP | STATE_PSE, 0x1fe000},
    {"x86-64", "qemu-system-x86_64", "x86_64", "qemu64,+pdpe1gb,+nx", 0, 40,
     0, STATE_USER | STATE_WP | STATE_NXE, 0},
    {"sv32", "qemu-system-riscv32", "riscv32", "rv32", 0x80000000, 34,
     UINT64_C(1) << 31, STATE_USER | STATE_SUM | STATE_MXR, 0},
    {"sv39", "qemu-system-riscv64", "riscv64", "rv64", 0x80000000, 56,
     UINT64_C(8) << 60, STATE_USER | STATE_SUM | STATE_MXR, 0},
    {"sv48", "qemu-system-riscv64", "riscv64", "rv64", 0x80000000, 56,
     UINT64_C(9) << 60, STATE_USER | STATE_SUM | STATE_MXR, 0},
};

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "generate: %s\n", what);
    exit(1);
}

static bool is_x86(const struct machine *m)
{
    return m->base == 0;
}

static const struct machine *machine_find(const char *format)
{
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (strcmp(machines[i].format, format) == 0)
            return &machines[i];
    give_up("there is no machine for this format");
}

/* --- questions -----------------------------------------------------------
 */

/* What may be and what must be: bits that make no difference are set as
 * systems have them. */
static unsigned random_state(const struct machine *m, struct rng *r)
{
    unsigned usual = is_x86(m) ? STATE_WP | STATE_NXE | STATE_PSE : 0;
    unsigned state = usual | (rng_below(r, 2) ? STATE_USER : 0);

    if (rng_below(r, 3) == 0)
        state ^= m->states & (unsigned)rng_next(r) & ~(unsigned)STATE_USER;
    return state;
}

/* Where in the page: among the words, or among the pieces of code. */
static uint64_t random_offset(enum access access, struct rng *r)
{
    if (access == ACCESS_FETCH)
        return GUEST_CODE +
               rng_below(r, (4096 - GUEST_CODE) / GUEST_SLOT) * GUEST_SLOT;
    return rng_below(r, GUEST_CODE / 4) * 4;
}

static void make_image(struct image *image, const struct machine *m,
                       struct rng *r)
{
    *image = (struct image){
        .f = *format_find(slice_from(m->format)),
        .root = m->base + GUEST_TABLES,
        .pages = 49,
        .frames = m->base + GUEST_FRAMES,
        .frames_end = m->base + GUEST_FRAMES_END,
        .never_large = m->never_large,
        .kept = is_x86(m) ? 0 : -1,
    };
    format_narrow(&image->f, m->pa_bits);
    phys_init(&image->mem, image->frames_end);
    image_fill(image, r);
}

static void make_queries(struct vectors *v, const struct machine *m,
                         struct rng *r)
{
    v->at = mem_new_array(v->n, sizeof *v->at);
    for (size_t i = 0; i < v->n;) {
        struct vector *q = &v->at[i];

        q->state = (uint8_t)random_state(m, r);
        q->access = (enum access)rng_below(r, 3);
        q->va = image_address(&v->image, r) + random_offset(q->access, r);
        if (image_is_safe(&v->image, q->va, q->access, vectors_cpu(q->state)))
            i++;
    }
}

/* --- the guest's memory --------------------------------------------------
 */

static void copy_memory(uint8_t *ram, const struct phys *mem, uint64_t base)
{
    uint64_t at = base;

    while ((at = phys_skip_zero(mem, at, mem->bytes)) < mem->bytes) {
        ram[at - base] = (uint8_t)phys_load(mem, at, 1);
        at++;
    }
}

/* Beside the image: the map of all memory as it is, which the root under test
 * leads to as well. It is the guest's own and no part of the vectors. */
static void put_identity(uint8_t *ram, const struct image *image)
{
    const struct format *f = &image->f;
    struct phys mem;

    phys_init(&mem, GUEST_BYTES);
    if (image_identity(&mem, f, GUEST_IDENTITY, GUEST_BYTES) > GUEST_QUERIES)
        give_up("the map of all memory is too large");
    copy_memory(ram, &mem, 0);
    memcpy(ram + GUEST_TABLES, ram + GUEST_IDENTITY, f->entry_bytes);
    phys_release(&mem);
}

static void put_questions(uint8_t *ram, const struct vectors *v,
                          const struct machine *m)
{
    struct guest_header *h = (void *)(ram + GUEST_QUERIES);
    struct guest_query *q = (void *)(h + 1);

    copy_memory(ram, &v->image.mem, m->base);
    if (is_x86(m))
        put_identity(ram, &v->image);
    h->queries = v->n;
    h->pages = v->image.pages;
    h->satp = m->satp | v->image.root >> 12;
    for (size_t i = 0; i < v->n; i++)
        q[i] = (struct guest_query){v->at[i].va, v->at[i].access,
                                    v->at[i].state};
}

static uint8_t *open_memory(char *path)
{
    int fd = mkstemp(path);
    uint8_t *ram;

    if (fd < 0 || ftruncate(fd, GUEST_BYTES) < 0)
        give_up("no room for the guest's memory in /tmp");
    ram = mmap(NULL, GUEST_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (ram == MAP_FAILED)
        give_up("the guest's memory can't be mapped");
    close(fd);
    return ram;
}

static void run(const struct machine *m, const char *guests, const char *ram)
{
    char memory[256], image[256];
    const char *machine =
        is_x86(m) ? "pc,memory-backend=ram" : "virt,memory-backend=ram";
    const char *args[] = {
        "timeout",    "300",      m->qemu,
        "-accel",     "tcg",      "-machine",
        machine,      "-cpu",     m->cpu,
        "-m",         "64M",      "-object",
        memory,       "-display", "none",
        "-no-reboot", "-monitor", "none",
        "-serial",    "none",     is_x86(m) ? "-kernel" : "-bios",
        image,        "-device",  "isa-debug-exit,iobase=0xf4",
        NULL,
    };
    int status;
    pid_t pid;

    if (!is_x86(m))
        args[sizeof args / sizeof *args - 3] = NULL;
    snprintf(memory, sizeof memory,
             "memory-backend-file,id=ram,size=64M,share=on,mem-path=%s", ram);
    snprintf(image, sizeof image, "%s/guest-%s.bin", guests, m->guest);
    if (posix_spawnp(&pid, args[0], NULL, NULL, (char *const *)args,
                     environ) != 0 ||
        waitpid(pid, &status, 0) < 0)
        give_up("QEMU can't be started");
}

/* --- answers -------------------------------------------------------------
 */

/* QEMU 7.2 reports a reserved bit of a 32-bit table without saying that the
 * entry is present (8 instead of 9). Bit 3 implies bit 0 (Intel SDM vol. 3,
 * 4.7), and so it is written down. */
static uint8_t mended_code(uint32_t code, size_t *mended)
{
    if ((code & 9) != 8)
        return (uint8_t)code;
    ++*mended;
    return (uint8_t)(code | 1);
}

static void check_address(const struct vector *q,
                          const struct guest_answer *a, bool x86)
{
    if (a->vector == ANSWER_DONE || (x86 && a->vector == 13))
        return;
    if (a->address != q->va)
        give_up("a fault names another address than the one asked for");
}

static void take_answers(const uint8_t *ram, struct vectors *v, bool x86)
{
    const struct guest_header *h = (const void *)(ram + GUEST_QUERIES);
    const struct guest_answer *a = (const void *)(ram + GUEST_ANSWERS);
    size_t mended = 0, done = 0;

    if (h->done != GUEST_DONE)
        give_up("the guest did not come to its end");
    for (size_t i = 0; i < v->n; i++) {
        struct vector *q = &v->at[i];

        if (a[i].nmarks > GUEST_MARKS)
            give_up("an access changed the tables in too many places");
        check_address(q, &a[i], x86);
        q->vector = (uint8_t)a[i].vector;
        q->code = mended_code(a[i].code, &mended);
        q->pa = (uint32_t)a[i].pa;
        q->nmarks = (uint8_t)a[i].nmarks;
        memcpy(q->mark, a[i].mark, sizeof q->mark);
        done += q->vector == ANSWER_DONE;
    }
    fprintf(stderr,
            "%s: %zu queries, %zu without a fault, %zu codes mended\n",
            v->image.f.name, v->n, done, mended);
}

static void name_source(struct vectors *v, const char *qemu)
{
    char command[128];
    FILE *f;

    snprintf(command, sizeof command, "%s --version", qemu);
    f = popen(command, "r");
    if (f == NULL || fgets(v->from, sizeof v->from, f) == NULL)
        give_up("QEMU does not tell its version");
    pclose(f);
    v->from[strcspn(v->from, "\n")] = '\0';
}

int main(int argc, char **argv)
{
    char path[] = "/tmp/pagein-guest-XXXXXX";
    struct vectors v = {0};
    struct str out = STR_EMPTY;
    const struct machine *m;
    struct rng r;
    uint8_t *ram;

    if (argc != 5)
        give_up("FORMAT GUESTS SEED QUERIES");
    m = machine_find(argv[1]);
    r = rng_new((uint64_t)atol(argv[3]));
    v.n = (size_t)atol(argv[4]);
    make_image(&v.image, m, &r);
    make_queries(&v, m, &r);
    name_source(&v, m->qemu);

    ram = open_memory(path);
    put_questions(ram, &v, m);
    run(m, argv[2], path);
    take_answers(ram, &v, is_x86(m));
    munmap(ram, GUEST_BYTES);
    unlink(path);

    vectors_write(&v, &out);
    fwrite(out.at, 1, out.len, stdout);
    str_release(&out);
    vectors_release(&v);
    return 0;
}
