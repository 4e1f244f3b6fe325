/* apkg.c - a package for Anki of many notes, against the floor, and beside
 * genanki, which people write such packages with in Python. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "speed/corpus.h"
#include "speed/figure.h"
#include "speed/floor_apkg.h"
#include "speed/parts.h"
#include "speed/run.h"

enum { ROUNDS = 3, FILES = 100 };

static const char deck[] = "apkg.sqlite";

static struct took export(void)
{
    const char *const argv[] = {
        program,  "export",        "-q",
        "--deck", work_path(deck), work_path("out.apkg"),
        NULL};

    return run(NULL, argv);
}

static void import(const char *folder)
{
    const char *const argv[] = {program,  "import",        "-q",
                                "--deck", work_path(deck), work_path(folder),
                                NULL};

    run(NULL, argv);
}

static void unpack(void)
{
    const char *const argv[] = {
        "unzip", "-qo", work_path("out.apkg"), "-d", work_path("out"), NULL};

    run(NULL, argv);
}

static double floor_ms(void)
{
    const char *const argv[] = {self,
                                "floor-apkg",
                                work_path("out/collection.anki2"),
                                work_path("floor.anki2"),
                                work_path("floor.apkg"),
                                NULL};
    struct str out = STR_EMPTY;
    double ms;

    run(&out, argv);
    ms = atof(out.at);
    str_release(&out);
    return ms;
}

/* Milliseconds of the processor, its start and its reading not counted; below
 * 0 where it can't be had. */
static double genanki_ms(void)
{
    static const char script[] =
        "import sys, time, sqlite3, genanki\n"
        "rows = sqlite3.connect(sys.argv[1]).execute('select guid, flds from"
        " notes').fetchall()\n"
        "start = time.process_time()\n"
        "model = genanki.Model(1761923641999, 'Cloze',"
        " model_type=genanki.Model.CLOZE, fields=[{'name': n} for n in"
        " ('Text', 'Context', 'Extra', 'Source')], templates=[{'name': 'C',"
        " 'qfmt': '{{cloze:Text}}', 'afmt': '{{cloze:Text}}'}])\n"
        "deck = genanki.Deck(1761923641998, 'x')\n"
        "for guid, fields in rows:\n"
        "    deck.add_note(genanki.Note(model=model, guid=guid,"
        " fields=fields.split('\\x1f')))\n"
        "genanki.Package(deck).write_to_file(sys.argv[2])\n"
        "print((time.process_time() - start) * 1000)\n";
    const char *python = getenv("PAGEIN_GENANKI");
    struct str out = STR_EMPTY;
    double ms;

    if (python == NULL || access(python, X_OK) != 0)
        return -1;
    work_write(".", "beside.py", SLICE(script));
    run(&out, (const char *const[]){python, work_path("beside.py"),
                                    work_path("out/collection.anki2"),
                                    work_path("genanki.apkg"), NULL});
    ms = atof(out.at);
    str_release(&out);
    return ms;
}

static void print(struct took best, double least, double genanki)
{
    figure_print(
        (struct measured){"the floor", least / 1e3, "s", 0, NULL, 0});
    figure_print((struct measured){"export", best.cpu_ms / 1e3, "s",
                                   best.cpu_ms / least, "the floor", 1.5});
    figure_print(
        (struct measured){"most memory", best.peak_mb, "MB", 0, NULL, 128});
    if (genanki < 0)
        figure_skip("genanki", "PAGEIN_GENANKI names no Python that has it");
    else
        /* it gets fields that are made already, and compresses nothing */
        figure_print((struct measured){"export, to genanki's",
                                       best.cpu_ms / 1e3, "s",
                                       best.cpu_ms / genanki, "its time", 0});
}

void measure_apkg(size_t notes)
{
    struct took best;
    double least;
    char title[80];

    corpus_write("notes-apkg", FILES, notes);
    work_clear_home();
    work_remove(deck);
    import("notes-apkg");
    snprintf(title, sizeof title, "A package for Anki of %zu notes", notes);
    figure_part(title);
    best = export();
    unpack();
    least = floor_ms();
    for (int i = 1; i < ROUNDS; i++) {
        double again;

        best = took_best(best, export());
        again = floor_ms();
        least = again < least ? again : least;
    }
    print(best, least, genanki_ms());
    work_remove(deck);
}
