#include "exam/marking.h"

#include "check.h"
#include "note/file.h"

static const struct question *problem(struct arena *arena, const char *id,
                                      uint64_t seed, bool choice,
                                      unsigned points)
{
    const struct problem *p =
        problem_make(arena, kind_find(slice_from(id)), 2, seed);

    assert_non_null(p);
    return question_of_problem(p, choice, points, arena);
}

static const struct question *cloze(struct arena *arena)
{
    static const struct note_options options = {.root = ""};
    struct note_file file;
    struct diags found = {0};
    struct str packed = STR_EMPTY;
    struct note *note = arena_new(arena, sizeof *note);
    struct err err;

    assert_int_equal(note_file_read(&file,
                                    SLICE("- Each process has its own "
                                          "{{page table}}\n"),
                                    SLICE("n.md"), NULL, &options, &found),
                     0);
    note_pack(&packed, &file.notes[0]);
    assert_int_equal(note_unpack(note, str_slice(&packed), arena, &err), 0);
    str_release(&packed);
    note_file_release(&file);
    diags_release(&found);
    return question_of_cloze(note, 0, SLICE("0123456789abcdef"), NULL, 0, 100,
                             arena);
}

/* The questions as a form, numbered. */
static struct form form_of(const char *name,
                           const struct question *const *questions, size_t n,
                           struct arena *arena)
{
    const struct question **copy = arena_new_array(arena, n, sizeof *copy);

    for (size_t i = 0; i < n; i++) {
        struct question *q = arena_new(arena, sizeof *q);
        *q = *questions[i];
        q->number = (unsigned)i + 1;
        copy[i] = q;
    }
    return (struct form){.name = name, .room = "", .questions = copy};
}

static struct exam *exam_of(const struct form *forms, size_t nforms, size_t n,
                            struct arena *arena)
{
    struct exam *exam = arena_new(arena, sizeof *exam);
    struct item *items = arena_new_array(arena, n, sizeof *items);
    struct block *root = doc_add(arena, NULL, BLOCK_ROOT);

    for (size_t i = 0; i < n; i++) {
        const struct question *q = forms[0].questions[i];
        items[i] = (struct item){.number = (unsigned)i + 1,
                                 .title = q->title,
                                 .points = q->points};
        exam->points += q->points;
    }
    exam->title = "Small exam";
    exam->instructions = root;
    exam->page = "a4";
    exam->items = items;
    exam->nitems = n;
    exam->forms = forms;
    exam->nforms = nforms;
    return exam;
}

const struct exam *marking_exam_of(const struct question *const *questions,
                                   size_t n, struct arena *arena)
{
    struct form *form = arena_new(arena, sizeof *form);

    *form = form_of("A", questions, n, arena);
    return exam_of(form, 1, n, arena);
}

const struct exam *marking_exam(struct arena *arena)
{
    static const char *const names[] = {"A", "B"};
    struct form *forms = arena_new_array(arena, 2, sizeof *forms);

    for (uint64_t f = 0; f < 2; f++) {
        const struct question *questions[] = {
            problem(arena, "SPLIT", 5 + f, false, 400),
            problem(arena, "COWFRAME", 5 + f, true, 300),
            problem(arena, "WHICHPTE", 5 + f, false, 200),
            cloze(arena),
        };
        forms[f] = form_of(names[f], questions, COUNT(questions), arena);
    }
    return exam_of(forms, 2, 4, arena);
}
