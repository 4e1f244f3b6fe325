/* Answers as anybody may type them: to a made-up question of any sort, or to
 * all parts of a problem, which then are judged.
 *
 *     | kind | level, units | seed | line \n line \n ...
 *
 * A first byte that is no kind's number asks a made-up question with the
 * second byte's base; each line answers it. What is read can be written, and
 * is read back as the same; what can't be read is told why. */
#include <assert.h>
#include <stdint.h>

#include "problem/judge.h"
#include "problem/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const enum word words[] = {WORD_FAULT, WORD_SIGSEGV,
                                  WORD_NONE,  WORD_PROTECTION,
                                  WORD_OK,    WORD_READ_ONLY};

static struct part made_up(unsigned kind, unsigned base)
{
    static const uint8_t bases[] = {16, 10, 2};
    static const char *const options[] = {"one", "two", "three", "four"};

    return (struct part){.ask = "",
                         .kind = (enum ask_kind)(kind % (ASK_CHOICES + 1)),
                         .base = bases[base % 3],
                         .digits = (uint8_t)(base / 3 % 9),
                         .bits = (uint8_t)(base / 27 * 5),
                         .words = words,
                         .nwords = sizeof words / sizeof *words,
                         .options = options,
                         .noptions = sizeof options / sizeof *options};
}

/* What we write for a value that was read is that value. */
static void check_back(const struct part *part, const struct value *v,
                       struct arena *arena)
{
    struct str text = STR_EMPTY, note = STR_EMPTY;
    struct value back = {.kind = VALUE_NONE};

    answer_put(&text, part, v);
    assert(answer_read(str_slice(&text), part, 0, arena, &back, &note) ==
           READ_OK);
    assert(value_eq(v, &back));
    str_release(&text);
    str_release(&note);
}

static struct value read_line(struct slice line, const struct part *part,
                              uint64_t page_bytes, struct arena *arena)
{
    struct value v = {.kind = VALUE_NONE};
    struct str note = STR_EMPTY;

    switch (answer_read(line, part, page_bytes, arena, &v, &note)) {
    case READ_OK:
        assert(v.kind != VALUE_NONE);
        check_back(part, &v, arena);
        break;
    case READ_UNREADABLE:
        assert(v.kind == VALUE_NONE && note.len > 0);
        break;
    case READ_BLANK:
        assert(v.kind == VALUE_NONE);
        break;
    }
    str_release(&note);
    return v;
}

/* Right is what is the key, or works; and all is right only if each part is.
 */
static void check_judgement(const struct problem *p,
                            const struct prompt *prompt,
                            const struct answers *given)
{
    struct judgement j = judge(p, given);
    bool all = true;

    for (unsigned i = 0; i < p->key.n; i++) {
        bool same = i < given->n && value_eq(&given->at[i], &p->key.at[i]);
        assert(!same || j.part[i] == VERDICT_RIGHT);
        assert(j.part[i] != VERDICT_RIGHT || same ||
               prompt->parts[i].property);
        all = all && j.part[i] == VERDICT_RIGHT;
    }
    assert(j.all_right == all && (!all || j.wrong == NULL));
}

static void answer_problem(const struct problem *p, struct slice text,
                           struct arena *arena)
{
    struct answers given = {.arena = arena};
    struct prompt prompt;
    struct slice line;

    problem_ask(p, arena, &prompt);
    while (given.n < prompt.nparts && slice_line(&text, &line))
        answer_value(&given,
                     read_line(line, &prompt.parts[given.n], 0, arena));
    check_judgement(p, &prompt, &given);
    prompt_release(&prompt);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = {(const char *)data + 3, size - 3}, line;
    struct arena arena = {0};
    const struct problem *p = NULL;

    if (size < 3)
        return 0;
    if (kind_of_number(data[0]) != NULL)
        p = problem_make(&arena, kind_of_number(data[0]),
                         1 + data[1] % LEVELS, data[2]);
    if (p != NULL) {
        answer_problem(p, text, &arena);
    } else {
        struct part part = made_up(data[0], data[1]);
        while (slice_line(&text, &line))
            read_line(line, &part, data[2] % 2 ? 4096 : 0, &arena);
    }
    arena_release(&arena);
    return 0;
}
