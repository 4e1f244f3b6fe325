/* The part of the guest that is the same on every machine: it asks the
 * processor one query after another, each time from the same tables. */
#include "guest.h"

static void *at(uint32_t offset)
{
    return (void *)(machine_base + offset);
}

static void paint_frames(void)
{
    for (uint32_t pa = GUEST_FRAMES; pa < GUEST_FRAMES_END; pa += 4)
        if (pa % 4096 < GUEST_CODE)
            *(uint32_t *)at(pa) = (uint32_t)machine_base + pa;
        else if (pa % GUEST_SLOT == 0)
            machine_code(at(pa), (uint32_t)machine_base + pa);
}

static void copy_tables(uint64_t pages)
{
    const uint32_t *from = at(GUEST_TABLES);
    uint32_t *to = at(GUEST_COPY);

    for (uint32_t i = 0; i < pages * 1024; i++)
        to[i] = from[i];
}

/* Where the value went that was stored: its place in a frame is known. */
static uint64_t find_stored(uint64_t va)
{
    for (uint32_t pa = GUEST_FRAMES + (uint32_t)(va & 4095);
         pa < GUEST_FRAMES_END; pa += 4096) {
        volatile uint32_t *word = at(pa);

        if (*word == GUEST_STORED) {
            *word = (uint32_t)machine_base + pa;
            return machine_base + pa;
        }
    }
    return 0;
}

/* Notes every word of the tables that changed and puts it back. */
static void find_marks(uint64_t pages, struct guest_answer *a)
{
    volatile unsigned long *now = at(GUEST_TABLES);
    const unsigned long *old = at(GUEST_COPY);

    for (uint32_t i = 0; i < pages * 4096 / sizeof *now; i++) {
        if (now[i] == old[i])
            continue;
        if (a->nmarks < GUEST_MARKS)
            a->mark[a->nmarks] = (struct guest_mark){
                (uint32_t)(i * sizeof *now), (uint32_t)(now[i] ^ old[i])};
        a->nmarks++;
        now[i] = old[i];
    }
}

void guest_main(void)
{
    struct guest_header *h = at(GUEST_QUERIES);
    const struct guest_query *q = (const void *)(h + 1);
    struct guest_answer *a = at(GUEST_ANSWERS);

    machine_init(h);
    paint_frames();
    copy_tables(h->pages);
    for (uint32_t i = 0; i < h->queries; i++) {
        a[i] = (struct guest_answer){0};
        machine_probe(&q[i], &a[i]);
        if (a[i].vector == ANSWER_DONE && q[i].access == 1)
            a[i].pa = find_stored(q[i].va);
        find_marks(h->pages, &a[i]);
    }
    h->done = GUEST_DONE;
    machine_exit();
}

/* Compilers call it for large assignments. */
void *memset(void *to, int byte, unsigned long n)
{
    volatile unsigned char *p = to;

    while (n-- > 0)
        *p++ = (unsigned char)byte;
    return to;
}

void *memcpy(void *to, const void *from, unsigned long n)
{
    volatile unsigned char *p = to;
    const unsigned char *q = from;

    while (n-- > 0)
        *p++ = *q++;
    return to;
}
