#include "exams.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "exam/document.h"
#include "note/file.h"
#include "sys/file.h"

enum { POINTS = 400 };

static struct made *begin(struct made *m, unsigned nforms)
{
    *m = (struct made){0};
    m->exam = (struct exam){
        .title = "Virtual memory: <practice> & \"more\"",
        .instructions = document_read(
            SLICE("Answer *all*. Numbers are read as you write them, `0x0a4` "
                  "or `a4h`.\n\n- One line an answer.\n- 100% is \\$5."),
            &m->arena),
        .minutes = 50,
        .page = "a4",
        .items = arena_new_array(&m->arena, ITEMS_MAX, sizeof(struct item)),
        .forms = arena_new_array(&m->arena, nforms, sizeof(struct form)),
        .nforms = nforms,
    };
    for (unsigned f = 0; f < nforms; f++) {
        struct form *form = (struct form *)&m->exam.forms[f];
        *form = (struct form){
            .name = arena_printf(&m->arena, "%u", f),
            .room = f == 1 ? "B_204" : "",
            .questions =
                arena_new_array(&m->arena, ITEMS_MAX, sizeof(void *)),
        };
    }
    return m;
}

/* Form `f` asks `q` as its row `item`. */
static void put(struct made *m, unsigned f, size_t item,
                const struct question *q)
{
    struct question *own = arena_new(&m->arena, sizeof *own);
    const struct question **at =
        (const struct question **)m->exam.forms[f].questions;
    struct item *row = (struct item *)&m->exam.items[item];

    *own = *q;
    own->number = (unsigned)item + 1;
    at[item] = own;
    *row = (struct item){.number = own->number,
                         .title = own->title,
                         .points = own->points,
                         .lines = 2};
}

static void end(struct made *m, size_t nitems)
{
    m->exam.nitems = nitems;
    m->exam.points = (unsigned)nitems * POINTS;
    m->pools = arena_new_array(&m->arena, nitems, sizeof *m->pools);
    for (size_t i = 0; i < nitems; i++) {
        const struct question **at =
            arena_new_array(&m->arena, m->exam.nforms, sizeof *at);
        for (size_t f = 0; f < m->exam.nforms; f++)
            at[f] = m->exam.forms[f].questions[i];
        m->pools[i] = (struct pool){&m->exam.items[i], at, m->exam.nforms};
    }
}

/* --- problems ----------------------------------------------------------- */

static void problems(struct made *m, bool choice, unsigned seeds)
{
    size_t item = 0;

    begin(m, seeds);
    for (size_t k = 0; k < nkinds; k++) {
        for (int level = 1; level <= LEVELS; level++) {
            if (!kind_has_level(kinds[k], level))
                continue;
            for (unsigned f = 0; f < seeds; f++) {
                const struct problem *p =
                    problem_make(&m->arena, kinds[k], level, f);
                put(m, f, item,
                    question_of_problem(p, choice, POINTS, &m->arena));
            }
            item++;
        }
    }
    end(m, item);
}

/* --- notes -------------------------------------------------------------- */

static void note_items(struct made *m, const char *path, size_t *item)
{
    static const struct note_options options = {.root = ""};
    const struct slice siblings[] = {SLICE("=1+1"),
                                     SLICE("</p><script>x</script>"),
                                     SLICE("}#~%0%\\input{x}")};
    struct str text = STR_EMPTY;
    struct note_file file;
    struct diags diags = {0};
    struct err err;

    if (file_read(&text, path, 1 << 20, &err) < 0 ||
        note_file_read(&file, arena_copy(&m->arena, str_slice(&text)),
                       slice_from(path), NULL, &options, &diags) < 0) {
        diags_release(&diags);
        str_release(&text);
        return;
    }
    for (size_t n = 0; n < file.nnotes; n++) {
        for (uint32_t card = 0; card < file.notes[n].ncards; card++) {
            put(m, 0, *item,
                question_of_cloze(&file.notes[n], card,
                                  SLICE("0123456789abcdef"), NULL, 0, POINTS,
                                  &m->arena));
            put(m, 1, *item,
                question_of_cloze(&file.notes[n], card,
                                  SLICE("0123456789abcdef"), siblings, 3,
                                  POINTS, &m->arena));
            ++*item;
        }
    }
    note_file_release(&file);
    diags_release(&diags);
    str_release(&text);
}

/* --- texts of marks ----------------------------------------------------- */

enum { RANDOM_ITEMS = 60, RANDOM_PIECES = 7 };

/* A text in which everything means something to somebody. */
static const char *marks(struct made *m, struct rng *rng)
{
    static const char *const pieces[] = {"]]>",
                                         "<![CDATA[",
                                         "</text>",
                                         "<b onclick=x>",
                                         "<!--",
                                         "-->",
                                         "&",
                                         "&amp;",
                                         "&#125;",
                                         "&&058;",
                                         "{",
                                         "}",
                                         "{{",
                                         "}}",
                                         "{#1}",
                                         "~",
                                         "=",
                                         "#",
                                         "####",
                                         "%50%",
                                         "*",
                                         "\\",
                                         "\\*",
                                         "\\}",
                                         "\\n",
                                         "\"",
                                         "`",
                                         "``",
                                         "$",
                                         "$$",
                                         "[",
                                         "]",
                                         "(a)",
                                         ":",
                                         "::",
                                         "//",
                                         "->",
                                         "^^5c",
                                         "\\input{x}",
                                         "\\end{document}",
                                         "_",
                                         "__",
                                         "|",
                                         "\xc3\xa4",

                                         "\xf0\x9f\x99\x82",

                                         "1",
                                         "T",
                                         "a",
                                         "x y",
                                         " ",
                                         "--",
                                         "''",
                                         ",,",
                                         "!`",
                                         "+1",
                                         "@x",
                                         "{1:SA:=y}"};
    struct str text = STR_EMPTY;
    const char *copy;

    for (uint64_t n = 1 + rng_below(rng, RANDOM_PIECES); n > 0; n--)
        str_puts(&text,
                 pieces[rng_below(rng, sizeof pieces / sizeof *pieces)]);
    if (slice_trim(str_slice(&text)).len == 0)
        str_puts(&text, "z");
    copy = arena_copy(&m->arena, slice_trim(str_slice(&text))).at;
    str_release(&text);
    return copy;
}

static struct question_part random_part(struct made *m, struct rng *rng,
                                        bool choice)
{
    struct question_part part = {
        .ask = marks(m, rng), .key = marks(m, rng), .points = POINTS / 2};
    const char **options;

    if (!choice)
        return part;
    options = arena_new_array(&m->arena, 3, sizeof *options);
    options[0] = arena_printf(&m->arena, "%s 0", marks(m, rng));
    options[1] = arena_printf(&m->arena, "%s 1", part.key);
    options[2] = arena_printf(&m->arena, "%s 2", marks(m, rng));
    part.key = options[1];
    part.options = options;
    part.noptions = 3;
    part.right = 2;
    return part;
}

/* To fill in, or with options; of one part or two. */
static const struct question *random_question(struct made *m, struct rng *rng,
                                              bool choice)
{
    struct question *q = arena_new(&m->arena, sizeof *q);
    struct question_part *parts =
        arena_new_array(&m->arena, 2, sizeof *parts);
    struct block *body = doc_add(&m->arena, NULL, BLOCK_ROOT);

    doc_add(&m->arena, body, BLOCK_PARAGRAPH)->text =
        slice_from(marks(m, rng));
    parts[0] = random_part(m, rng, choice);
    parts[1] = random_part(m, rng, choice);
    *q = (struct question){
        .code =
            arena_printf(&m->arena, "R%u", (unsigned)rng_below(rng, 9999)),
        .id = "CLOZE",
        .title = marks(m, rng),
        .topic = marks(m, rng),
        .points = POINTS,
        .body = body,
        .parts = parts,
        .nparts = 1 + (unsigned)rng_below(rng, 2),
        .outcome = ""};
    if (q->nparts == 1)
        parts[0].points = POINTS;
    return q;
}

static void hostile(struct made *m)
{
    struct rng rng = rng_new(2027);
    glob_t found;
    size_t item = 0;

    begin(m, 2);
    m->exam.title = "]]> <b>=HYPERLINK(\"http://evil.example\")\\input{x}";
    glob("tests/hostile/exp-*.md", 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++)
        note_items(m, found.gl_pathv[i], &item);
    globfree(&found);
    note_items(m, "tests/publish/hostile.md", &item);
    for (int i = 0; i < RANDOM_ITEMS; i++, item++)
        for (unsigned f = 0; f < 2; f++)
            put(m, f, item, random_question(m, &rng, f == 1));
    end(m, item);
}

bool make_exam(struct made *out, const char *name, unsigned seeds)
{
    if (strcmp(name, "hostile") == 0)
        hostile(out);
    else if (strcmp(name, "free") == 0 || strcmp(name, "choice") == 0)
        problems(out, name[0] == 'c', seeds);
    else
        return false;
    return true;
}
