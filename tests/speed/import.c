/* import.c - imports of new, unchanged and edited notes, against the floor.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "speed/corpus.h"
#include "speed/count.h"
#include "speed/figure.h"
#include "speed/floor.h"
#include "speed/parts.h"
#include "speed/run.h"
#include "sys/file.h"

enum { ROUNDS = 3, COUNTED_NOTES = 10000 };

static const char deck[] = "import.sqlite";

/* The notes of one measurement. */
struct notes {
    const char *name;   /* "100 files" */
    const char *folder; /* below work */
    size_t files, notes, largest_bytes;
};

/* What each round does, one after the other; the best of all rounds. */
struct times {
    struct took first, again, touched, edited, search, floor, floor_words;
};

static struct took import(const struct notes *n)
{
    const char *const argv[] = {
        program,  "import",        "-q",
        "--deck", work_path(deck), work_path(n->folder),
        NULL};

    return run(NULL, argv);
}

/* The first search makes the index. */
static struct took search(void)
{
    const char *const argv[] = {program,  "search",        "journal",
                                "--deck", work_path(deck), NULL};

    return run(NULL, argv);
}

/* Other times, the same bytes. */
static void touch(const struct notes *n)
{
    char name[64];

    for (size_t i = 0; i < n->files; i++) {
        snprintf(name, sizeof name, "%s/%03zu.md", n->folder, i);
        if (utimensat(AT_FDCWD, work_path(name), NULL, 0) < 0)
            bench_fail("%s can't be touched", name);
    }
}

/* One more word in the first file; `on` false takes it out again. */
static void edit(const struct notes *n, bool on)
{
    const struct slice word = SLICE("\n- A page {{more}}.\n");
    struct str text = STR_EMPTY, path = STR_EMPTY;
    struct err err;

    str_printf(&path, "%s/000.md", work_path(n->folder));
    if (file_read(&text, path.at, FILE_NOTES_MAX, &err) < 0)
        bench_fail("%s", err.text);
    if (on)
        str_put(&text, word);
    else
        str_truncate(&text, text.len - word.len);
    work_write(n->folder, "000.md", str_slice(&text));
    str_release(&text);
    str_release(&path);
}

static struct times round_of(const struct notes *n)
{
    struct times t;

    work_clear_home();
    work_remove(deck);
    t.first = import(n);
    t.again = import(n);
    t.floor = floor_import(n->folder, deck, false);
    t.search = search();
    t.floor_words = floor_import(n->folder, deck, true);
    touch(n);
    t.touched = import(n);
    edit(n, true);
    t.edited = import(n);
    edit(n, false);
    return t;
}

static void keep_best(struct times *best, const struct times *t)
{
    best->first = took_best(best->first, t->first);
    best->again = took_best(best->again, t->again);
    best->touched = took_best(best->touched, t->touched);
    best->edited = took_best(best->edited, t->edited);
    best->search = took_best(best->search, t->search);
    best->floor = took_best(best->floor, t->floor);
    best->floor_words = took_best(best->floor_words, t->floor_words);
}

static void print(const struct notes *n, const struct times *t)
{
    double with_words = t->first.cpu_ms + t->search.cpu_ms;
    const struct measured figures[] = {
        {"the floor", t->floor.cpu_ms / 1e3, "s", 0, NULL, 0},
        {"import", t->first.cpu_ms / 1e3, "s",
         t->first.cpu_ms / t->floor.cpu_ms, "the floor", 1.5},
        {"import, by the clock", t->first.wall_ms / 1e3, "s",
         t->first.wall_ms / t->floor.wall_ms, "the floor's", 1.5},
        {"import and search index", with_words / 1e3, "s",
         with_words / t->floor_words.cpu_ms, "floor with index", 1.5},
        {"most memory", t->first.peak_mb, "MB", 0, NULL,
         64 + 16 * (double)n->largest_bytes / 1e6},
        {"again, unchanged", t->again.cpu_ms / 1e3, "s",
         t->again.cpu_ms / t->first.cpu_ms, "the first", 0.1},
        {"again, touched but unchanged", t->touched.cpu_ms / 1e3, "s",
         t->touched.cpu_ms / t->first.cpu_ms, "the first", 0.1},
        {"again, one note more", t->edited.cpu_ms / 1e3, "s",
         t->edited.cpu_ms / t->first.cpu_ms, "the first", 0},
        {"most memory then", t->edited.peak_mb, "MB", 0, NULL, 0},
    };

    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        figure_print(figures[i]);
}

static void measure(struct notes n)
{
    struct times best, t;
    char title[128];

    n.largest_bytes = corpus_write(n.folder, n.files, n.notes);
    snprintf(title, sizeof title, "Import of %zu notes in %s", n.notes,
             n.name);
    figure_part(title);
    best = round_of(&n);
    for (int i = 1; i < ROUNDS; i++) {
        t = round_of(&n);
        keep_best(&best, &t);
    }
    print(&n, &best);
    work_remove(deck);
    work_remove("floor.sqlite");
    work_remove("floor-words.sqlite");
}

static void count(void)
{
    const struct notes n = {"", "notes-counted", 10, COUNTED_NOTES, 0};
    const char *const argv[] = {
        program,  "import",        "-q",
        "--deck", work_path(deck), work_path(n.folder),
        NULL};
    double least, took;

    if (!can_run("valgrind")) {
        figure_skip("instructions of 10,000 notes", "valgrind is not here");
        return;
    }
    corpus_write(n.folder, n.files, n.notes);
    work_clear_home();
    work_remove(deck);
    took = count_instructions(argv, NULL);
    least = floor_count(n.folder, deck);
    figure_print((struct measured){"instructions, 10,000 notes", took, "M",
                                 took / least, "the floor", 0});
}

void measure_import(size_t notes)
{
    measure((struct notes){"100 files", "notes-many", 100, notes, 0});
    measure((struct notes){"one file", "notes-one", 1, notes, 0});
    count();
}
