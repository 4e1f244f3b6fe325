/* What lies where in a process: LAYOUT. This program is that process; it has
 * one of each thing that the problem asks about, looks it up in its own
 * /proc/self/maps, and tries accesses in children. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exam/prove_inside.h"
#include "problem/kind/layout.h"

/* Where the linker begins and ends the zeros. */
extern char __bss_start[], _end[];

#define KERNEL_HALF UINT64_C(0xffff800000000000)

enum { NAME_SEEN = 512, CLIMBS = 4, NOWHERE = REGIONS };

static volatile int hits = 3;
static volatile int table[1000];
static const int limit = 7;
static const char *volatile word = "hi";

/* --- the list of areas --------------------------------------------------- */

struct place {
    unsigned region, perms;
};

struct area_line {
    uint64_t start, end;
    char perms[5], name[NAME_SEEN];
};

static bool read_line(FILE *maps, struct area_line *line)
{
    unsigned long start, end;
    char text[NAME_SEEN + 128];

    if (fgets(text, sizeof text, maps) == NULL)
        return false;
    line->name[0] = '\0';
    if (sscanf(text, "%lx-%lx %4s %*x %*x:%*x %*u %511[^\n]", &start, &end,
               line->perms, line->name) < 3)
        return false;
    line->start = start;
    line->end = end;
    return true;
}

static unsigned region_of(const struct area_line *line, uint64_t va,
                          const char *program)
{
    bool ours = strcmp(line->name, program) == 0;

    if (va >= (uintptr_t)__bss_start && va < (uintptr_t)_end)
        return BSS;
    if (ours)
        return line->perms[1] == 'w' ? DATA : CODE;
    return strcmp(line->name, "[heap]") == 0    ? HEAP
           : strcmp(line->name, "[stack]") == 0 ? STACK
                                                : MAPPINGS;
}

/* The region and permissions of an address, as /proc/self/maps has them. */
static struct place look_up(uint64_t va)
{
    struct place place = {va >= KERNEL_HALF ? KERNEL : NOWHERE, 0};
    FILE *maps = fopen("/proc/self/maps", "re");
    char program[NAME_SEEN];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    struct area_line line;

    program[n > 0 ? n : 0] = '\0';
    while (maps != NULL && read_line(maps, &line)) {
        if (va < line.start || va >= line.end || va >= KERNEL_HALF)
            continue;
        place.region = region_of(&line, va, program);
        place.perms = (line.perms[0] == 'r' ? PERM_R : 0u) |
                      (line.perms[1] == 'w' ? PERM_W : 0u) |
                      (line.perms[2] == 'x' ? PERM_X : 0u);
    }
    if (maps != NULL)
        fclose(maps);
    return place;
}

/* --- accesses ------------------------------------------------------------ */

/* In a child. A jump is made only to where it must fail: nobody knows what
 * the code there would do. */
static _Noreturn void access_it(uint64_t va, unsigned access)
{
    const struct rlimit none = {0, 0};
    volatile unsigned char *byte = (unsigned char *)(uintptr_t)va;
    void (*code)(void);

    signal(SIGSEGV, SIG_DFL);
    signal(SIGBUS, SIG_DFL);
    setrlimit(RLIMIT_CORE, &none);
    if (access == PERM_R)
        (void)*byte;
    else if (access == PERM_W)
        *byte = 1;
    memcpy(&code, &byte, sizeof code);
    if (access == PERM_X)
        code();
    _exit(0);
}

static enum word outcome(struct stage *s, uint64_t va, unsigned access,
                         const struct place *place)
{
    int status = 0;
    pid_t pid;

    if (access == PERM_X && (place->perms & PERM_X))
        return WORD_OK;
    pid = fork();
    if (pid == 0)
        access_it(va, access);
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        stage_stop(s, "No child can be made: %s.", strerror(errno));
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV ? WORD_SIGSEGV
                                                              : WORD_OK;
}

/* --- one of each --------------------------------------------------------- */

/* The rows of the bank by their declaration, or by the thing where they have
 * none; `pointee`: what the pointer points to. */
struct specimen {
    const char *text;
    bool pointee;
    uint64_t at;
};

enum { SPECIMENS_MAX = 24 };

struct specimens {
    struct specimen at[SPECIMENS_MAX];
    unsigned n;
};

static void add(struct specimens *all, const char *text, bool pointee,
                const volatile void *at)
{
    if (all->n < SPECIMENS_MAX)
        all->at[all->n++] =
            (struct specimen){text, pointee, (uint64_t)(uintptr_t)at};
}

/* The address of that row's thing; 0 when there is none of it here. */
static uint64_t find(const struct specimens *all,
                     const struct layout_row *row)
{
    const char *text = row->outside != NULL  ? row->outside
                       : row->inside != NULL ? row->inside
                                             : row->thing;
    bool pointee = strncmp(row->thing, "`*", 2) == 0;

    for (unsigned i = 0; i < all->n; i++)
        if (strcmp(all->at[i].text, text) == 0 &&
            all->at[i].pointee == pointee)
            return all->at[i].at;
    return 0;
}

static const void *code_of(int (*function)(const char *, ...))
{
    const void *at;

    memcpy(&at, &function, sizeof at);
    return at;
}

static const void *own_code(void)
{
    witness *function = witness_layout;
    const void *at;

    memcpy(&at, &function, sizeof at);
    return at;
}

static void answer_item(struct stage *s, const struct layout *l, unsigned i,
                        uint64_t va, struct answers *out)
{
    struct place place = look_up(va);

    if (place.region == NOWHERE) {
        stage_stop(s, "This program has no \"%s\".",
                   layout_bank[l->item[i]].thing);
        return;
    }
    answer_word(out, region_word(place.region));
    if (l->level == 3)
        answer_word(out, outcome(s, va, l->access[i], &place));
}

/* Its locals are those of the problem's main. */
static void answer_bank(struct stage *s, const struct layout *l,
                        struct answers *out)
{
    static volatile int zero;
    static volatile double half = 0.5;
    volatile int five = 5;
    volatile char room[64] = {0}, letters[] = "word";
    char *volatile block = malloc(100);
    struct specimens all = {.n = 0};
    int fd = memfd_create("file", MFD_CLOEXEC);
    char *volatile mapped =
        mmap(NULL, LIVE_PAGE, PROT_READ, MAP_PRIVATE, fd, 0);

    add(&all, "static int $ = 3;", false, &hits);
    add(&all, "int $[1000];", false, &table[0]);
    add(&all, "const int $ = 7;", false, &limit);
    add(&all, "char *$ = \"hi\";", true, word);
    add(&all, "char *$ = \"hi\";", false, &word);
    add(&all, "static int $;", false, &zero);
    add(&all, "static double $ = 0.5;", false, &half);
    add(&all, "int $ = 5;", false, &five);
    add(&all, "char $[64];", false, &room[0]);
    add(&all, "char $[] = \"word\";", false, &letters[0]);
    add(&all, "char *$ = malloc(100);", true, block);
    add(&all, "char *$ = malloc(100);", false, &block);
    add(&all, "char *$ = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);",
        true, mapped);
    add(&all, "the code of `main`", false, own_code());
    add(&all, "the code of `printf`", false, code_of(printf));
    add(&all, "`argv[0][0]`", false, program_invocation_name);
    add(&all, "the byte at `0xffffffff81000000`", false,
        (void *)(uintptr_t)UINT64_C(0xffffffff81000000));
    if (mapped == MAP_FAILED || ftruncate(fd, LIVE_PAGE) < 0)
        stage_stop(s, "No file can be mapped: %s.", strerror(errno));
    for (unsigned i = 0; i < l->n && !s->stopped; i++)
        answer_item(s, l, i, find(&all, &layout_bank[l->item[i]]), out);
    munmap(mapped, LIVE_PAGE);
    close(fd);
    free(block);
}

/* --- their order --------------------------------------------------------- */

/* The address of something in the region, which must be where it is expected.
 */
static uint64_t one_in(struct stage *s, unsigned region, const void *block,
                       const volatile void *local)
{
    const volatile void *const at[REGIONS] = {
        [CODE] = own_code(),
        [DATA] = &hits,
        [BSS] = &table[0],
        [HEAP] = block,
        [MAPPINGS] = code_of(printf),
        [STACK] = local,
        [KERNEL] = (void *)(uintptr_t)KERNEL_HALF};
    uint64_t va = (uint64_t)(uintptr_t)at[region];

    if (look_up(va).region != region)
        stage_stop(s, "Of this program not every region can be told from "
                      "/proc/self/maps.");
    return va;
}

/* How many of the addresses are below. */
static unsigned rank(const uint64_t *at, unsigned n, uint64_t va)
{
    unsigned below = 0;

    for (unsigned i = 0; i < n; i++)
        below += at[i] < va;
    return below;
}

static void answer_order(struct stage *s, const struct layout *l,
                         struct answers *out)
{
    void *block = malloc(100);
    volatile int local = 0;
    enum word order[REGIONS] = {WORD_NONE_OF};
    uint64_t at[REGIONS];

    for (unsigned i = 0; i < l->n; i++)
        at[i] = one_in(s, l->item[i], block, &local);
    for (unsigned i = 0; i < l->n; i++) {
        unsigned place = rank(at, l->n, at[i]);
        order[l->from_top ? l->n - 1u - place : place] =
            region_word(l->item[i]);
    }
    answer_word_list(out, order, l->n);
    free(block);
}

/* Where a call's array is, and those of the calls that it makes. */
static __attribute__((noinline)) void climb(unsigned n, uint64_t at[CLIMBS])
{
    volatile char note[40];

    at[CLIMBS - n] = (uint64_t)(uintptr_t)note;
    note[0] = 1;
    if (n > 1)
        climb(n - 1, at);
    note[1] = note[0];
}

/* What the program prints here has an order, and frames have a distance; the
 * addresses of the problem are told apart by that. */
static void answer_frames(struct stage *s, const struct layout *l,
                          struct answers *out)
{
    static const enum printed asked[PRINTED] = {MAIN,  GLOBAL, BLOCK, LIBRARY,
                                                FIRST, SECOND, THIRD};
    void *block = malloc(100);
    uint64_t frame[CLIMBS], at[PRINTED], shown[PRINTED] = {0};

    climb(CLIMBS, frame);
    at[MAIN] = one_in(s, CODE, block, frame);
    at[GLOBAL] = one_in(s, DATA, block, frame);
    at[BLOCK] = one_in(s, HEAP, block, frame);
    at[LIBRARY] = one_in(s, MAPPINGS, block, frame);
    at[FIRST] = frame[0];
    at[SECOND] = frame[1];
    at[THIRD] = frame[2];
    for (unsigned i = 0; i < PRINTED; i++) {
        unsigned role = asked[i];
        for (unsigned k = 0; k < PRINTED; k++)
            if (rank(l->at, PRINTED, l->at[k]) ==
                rank(at, PRINTED, at[role])) {
                answer_number(out, l->letter[k]);
                shown[role] = l->at[k];
            }
    }
    if (frame[2] - frame[3] != frame[1] - frame[2])
        stage_stop(s, "The frames of this program differ in size.");
    answer_number(out, frame[3] < frame[2]
                           ? shown[THIRD] - (shown[SECOND] - shown[THIRD])
                           : shown[THIRD] + (shown[THIRD] - shown[SECOND]));
    free(block);
}

/* A sanitizer brings a malloc of its own. */
static bool has_heap(void)
{
    void *block = malloc(100);
    bool is_heap = look_up((uint64_t)(uintptr_t)block).region == HEAP;

    free(block);
    return is_heap;
}

void witness_layout(struct stage *s, const void *params, struct answers *out)
{
    const struct layout *l = params;

    if (!has_heap())
        stage_stop(s, "Of this program malloc does not use the heap.");
    else if (l->level == 1)
        answer_order(s, l, out);
    else if (l->level == 4)
        answer_frames(s, l, out);
    else
        answer_bank(s, l, out);
}
