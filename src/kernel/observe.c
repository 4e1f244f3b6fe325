#include "kernel/observe.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Bits of a word of pagemap. */
#define MAP_PFN ((UINT64_C(1) << 55) - 1)
#define MAP_EXCLUSIVE (UINT64_C(1) << 56)
#define MAP_FILE (UINT64_C(1) << 61)
#define MAP_SWAPPED (UINT64_C(1) << 62)
#define MAP_PRESENT (UINT64_C(1) << 63)

/* Bits of a word of kpageflags. */
#define FLAG_HUGE (UINT64_C(1) << 22) /* KPF_THP */
#define FLAG_ZERO (UINT64_C(1) << 24) /* KPF_ZERO_PAGE */

enum { AT_ONCE = 512 }; /* words of pagemap */

static bool word(int fd, uint64_t n, uint64_t *value)
{
    return pread(fd, value, sizeof *value, (off_t)(n * sizeof *value)) ==
           (ssize_t)sizeof *value;
}

/* A frame number that is 0 for a page that is there was hidden from us. */
static void look_around(struct observer *o)
{
    volatile unsigned char here = 1;
    uint64_t entry = 0, count;
    int self = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);

    o->sees_pages =
        self >= 0 && word(self, (uintptr_t)&here / LIVE_PAGE, &entry);
    o->sees_frames = o->sees_pages && (entry & MAP_PFN) != 0 &&
                     o->count >= 0 && o->flags >= 0 &&
                     word(o->count, entry & MAP_PFN, &count);
    if (self >= 0)
        close(self);
    if (!o->sees_pages)
        o->blind = "This system keeps /proc/PID/pagemap to itself, so pages "
                   "in memory are not compared.";
    else if (!o->sees_frames)
        o->blind = "Only root may see frame numbers and how many entries "
                   "name a frame, so those are not compared.";
}

void observer_open(struct observer *o, const struct live *live)
{
    *o = (struct observer){
        .live = live,
        .count = open("/proc/kpagecount", O_RDONLY | O_CLOEXEC),
        .flags = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC)};
    for (int i = 0; i < MACHINE_PROCESSES; i++)
        o->pagemap[i] = -1;
    look_around(o);
}

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void observer_close(struct observer *o)
{
    for (int i = 0; i < MACHINE_PROCESSES; i++)
        shut(&o->pagemap[i]);
    shut(&o->count);
    shut(&o->flags);
}

/* The process' pagemap, opened when it is first asked for. */
static int pagemap(struct observer *o, unsigned id)
{
    pid_t pid = live_pid(o->live, id);
    char path[64];

    if (pid == 0)
        return -1;
    if (o->pid[id] != pid) {
        shut(&o->pagemap[id]);
        snprintf(path, sizeof path, "/proc/%d/pagemap", (int)pid);
        o->pagemap[id] = open(path, O_RDONLY | O_CLOEXEC);
        o->pid[id] = pid;
    }
    return o->pagemap[id];
}

static struct sight sight_of(const struct observer *o, uint64_t entry)
{
    struct sight s = {.present = (entry & MAP_PRESENT) != 0,
                      .swapped = (entry & MAP_SWAPPED) != 0,
                      .exclusive = (entry & MAP_EXCLUSIVE) != 0,
                      .file = (entry & MAP_FILE) != 0};
    uint64_t flags = 0;

    if (!s.present || !o->sees_frames)
        return s;
    s.pfn = entry & MAP_PFN;
    word(o->count, s.pfn, &s.mapcount);
    word(o->flags, s.pfn, &flags);
    s.zero = (flags & FLAG_ZERO) != 0;
    s.huge = (flags & FLAG_HUGE) != 0;
    return s;
}

bool observe_pages(struct observer *o, unsigned id, uint64_t va, size_t pages,
                   struct sight *sight)
{
    uint64_t entry[AT_ONCE], first = live_address(va) / LIVE_PAGE;
    int fd = pagemap(o, id);

    if (fd < 0 || !o->sees_pages)
        return false;
    while (pages > 0) {
        size_t n = pages < AT_ONCE ? pages : AT_ONCE;
        if (pread(fd, entry, n * sizeof *entry,
                  (off_t)(first * sizeof *entry)) !=
            (ssize_t)(n * sizeof *entry))
            return false;
        for (size_t i = 0; i < n; i++)
            *sight++ = sight_of(o, entry[i]);
        first += n;
        pages -= n;
    }
    return true;
}

/*     110000400000-110000402000 rw-s 00001000 00:01 1042  /memfd:pagein  */
static bool parse(const char *line, struct seen_area *a)
{
    uint64_t start, end, offset, inode;
    char perms[5];

    if (sscanf(line,
               "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %*x:%*x %" SCNu64,
               &start, &end, perms, &offset, &inode) != 5 ||
        !live_inside_worker(start))
        return false;
    *a = (struct seen_area){.start = live_engine_address(start),
                            .end = live_engine_address(end - 1) + 1,
                            .page_offset = offset / LIVE_PAGE,
                            .inode = inode,
                            .flags = (perms[0] == 'r' ? PERM_R : 0u) |
                                     (perms[1] == 'w' ? PERM_W : 0u) |
                                     (perms[2] == 'x' ? PERM_X : 0u) |
                                     (perms[3] == 's' ? AREA_SHARED : 0u)};
    return true;
}

/* A file of the process in /proc, or NULL. */
static FILE *open_of(const struct observer *o, unsigned id, const char *name)
{
    pid_t pid = live_pid(o->live, id);
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    return pid != 0 ? fopen(path, "re") : NULL;
}

int observe_areas(struct observer *o, unsigned id, struct seen_area *area,
                  int max)
{
    FILE *maps = open_of(o, id, "maps");
    char line[512];
    struct seen_area a;
    int n = 0;

    if (maps == NULL)
        return -1;
    while (fgets(line, sizeof line, maps) != NULL)
        if (parse(line, &a) && n++ < max)
            area[n - 1] = a;
    fclose(maps);
    return n;
}

bool observe_resident(struct observer *o, unsigned id, uint64_t *bytes)
{
    FILE *smaps = open_of(o, id, "smaps");
    char line[512];
    struct seen_area a;
    bool inside = false;
    uint64_t kib;

    if (smaps == NULL)
        return false;
    *bytes = 0;
    while (fgets(line, sizeof line, smaps) != NULL) {
        if (sscanf(line, "%*x-%*x %*4s %*x %*x:%*x %" SCNu64, &kib) == 1)
            inside = parse(line, &a);
        else if (inside && sscanf(line, "Rss: %" SCNu64 " kB", &kib) == 1)
            *bytes += kib * 1024;
    }
    fclose(smaps);
    return true;
}
