/* bench: what the program takes, divided by the least it could take.
 *
 *     bench [NOTES]            all figures, with notes of that many clozes
 *     bench floor-import N D   the floors, which run as programs too
 *     bench floor-again N
 *
 * Each pair is run in turn, several times, and the best CPU time of each
 * counts: a busy machine then harms both alike. Only ratios can be compared
 * with those of another day. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "corpus.h"
#include "floor.h"
#include "sys/file.h"

enum { ROUNDS = 5, ARGS = 8 };

/* What a run took. */
struct cost {
    double cpu_ms;
    long peak_kb;
};

struct bench {
    char folder[32];
    char *self, *pagein; /* absolute paths */
    size_t notes;
};

/* A figure: how each side is run, and what has to be removed before. */
struct figure {
    const char *name;
    const char *floor[ARGS], *ours[ARGS];
    bool fresh; /* no deck yet */
};

static const struct figure figures[] = {
    {"import",
     {"bench", "floor-import", "notes.md", "floor.sqlite"},
     {"pagein", "import", "-q", "--deck", "./ours.sqlite", "notes.md"},
     true},
    {"import again, unchanged",
     {"bench", "floor-again", "notes.md"},
     {"pagein", "import", "-q", "--deck", "./ours.sqlite", "notes.md"},
     false},
    {"start", {"/bin/true"}, {"pagein", "--version"}, false},
    {"what is due",
     {"/bin/true"},
     {"pagein", "due", "--deck", "./ours.sqlite"},
     false},
};

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
    exit(1);
}

static const char *program_of(const struct bench *b, const char *name)
{
    if (strcmp(name, "bench") == 0)
        return b->self;
    return strcmp(name, "pagein") == 0 ? b->pagein : name;
}

static struct cost run(const struct bench *b, const char *const *args)
{
    struct rusage used;
    int status, quiet;
    pid_t pid = fork();

    if (pid == 0) {
        quiet = open("/dev/null", O_RDWR);
        dup2(quiet, 0);
        dup2(quiet, 1);
        execv(program_of(b, args[0]), (char *const *)(uintptr_t)args);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &used) != pid)
        give_up(args[0]);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "bench: %s %s failed\n", args[0], args[1]);
        exit(1);
    }
    return (struct cost){
        (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
            (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3,
        used.ru_maxrss};
}

static void remove_decks(void)
{
    static const char *const files[] = {
        "ours.sqlite",  "ours.sqlite-wal",  "ours.sqlite-shm",
        "floor.sqlite", "floor.sqlite-wal", "floor.sqlite-shm",
    };

    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(files[i]);
}

static void keep_best(struct cost *best, struct cost now)
{
    if (best->cpu_ms == 0 || now.cpu_ms < best->cpu_ms)
        *best = now;
}

static void measure(const struct bench *b, const struct figure *f)
{
    struct cost floor = {0}, ours = {0};

    for (int i = 0; i < ROUNDS; i++) {
        if (f->fresh)
            remove_decks();
        keep_best(&floor, run(b, f->floor));
        keep_best(&ours, run(b, f->ours));
    }
    printf("%-26s %8.1f ms %8.1f ms %6.1f x %6ld MB\n", f->name, floor.cpu_ms,
           ours.cpu_ms, ours.cpu_ms / floor.cpu_ms, ours.peak_kb / 1024);
}

static void write_notes(struct bench *b)
{
    struct str text = STR_EMPTY;
    struct err err;

    b->notes = corpus_put(&text, b->notes, 1);
    if (file_write("notes.md", str_slice(&text), false, &err) < 0)
        give_up("notes.md");
    printf("%zu notes, %.1f MB of Markdown; CPU time, best of %d\n\n",
           b->notes, (double)text.len / 1e6, ROUNDS);
    str_release(&text);
}

static void prepare(struct bench *b, const char *self)
{
    b->self = realpath(self, NULL);
    b->pagein = realpath(PAGEIN, NULL);
    if (b->self == NULL || b->pagein == NULL)
        give_up(PAGEIN);
    strcpy(b->folder, "/tmp/pagein-bench-XXXXXX");
    if (mkdtemp(b->folder) == NULL || chdir(b->folder) < 0)
        give_up(b->folder);
    setenv("HOME", b->folder, 1);
    setenv("XDG_DATA_HOME", b->folder, 1);
    setenv("XDG_CONFIG_HOME", b->folder, 1);
    setenv("XDG_CACHE_HOME", b->folder, 1);
}

static void clean_up(struct bench *b)
{
    struct str command = STR_EMPTY;

    str_printf(&command, "rm -rf '%s'", b->folder);
    if (system(command.at) != 0)
        fprintf(stderr, "bench: %s is still there\n", b->folder);
    str_release(&command);
    free(b->self);
    free(b->pagein);
}

int main(int argc, char **argv)
{
    struct bench b = {.notes = 10000};

    if (argc == 4 && strcmp(argv[1], "floor-import") == 0)
        return floor_import(argv[2], argv[3]) < 0;
    if (argc == 3 && strcmp(argv[1], "floor-again") == 0)
        return floor_again(argv[2]) < 0;
    if (argc == 2)
        b.notes = strtoul(argv[1], NULL, 10);
    prepare(&b, argv[0]);
    write_notes(&b);
    printf("%-26s %11s %11s %8s %9s\n", "", "floor", "pagein", "ratio",
           "peak");
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        measure(&b, &figures[i]);
    clean_up(&b);
    return 0;
}
