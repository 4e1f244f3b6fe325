/* A scenario or a raw machine, as a stranger may have written it. Whatever it
 * says, it is refused with findings at its own lines, or it runs within the
 * limits that script.h states: the machine stays in order, and every
 * expectation is judged. */
#include <assert.h>
#include <stdint.h>

#include "vm/narrate.h"
#include "vm/script_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Findings are in the file, and each is a sentence. */
static void check_findings(const struct diags *found, struct slice text)
{
    struct slice line;
    size_t lines = 0;

    while (slice_line(&text, &line))
        lines++;
    for (size_t i = 0; i < found->n; i++) {
        assert(found->at[i].line >= 1 && found->at[i].line <= lines + 1);
        assert(found->at[i].col >= 1);
        assert(found->at[i].text.len > 0);
    }
}

static void check_state(struct run *run)
{
    struct err err;

    for (unsigned k = 0; k < run->machines; k++)
        assert(machine_ok(&run->m[k], &err));
    assert(!run->shared || share_ok(&run->share, &err));
    assert(run->steps <= SCRIPT_STEPS);
}

static void carry_out(const struct script *script)
{
    struct narration told = {.text = STR_EMPTY};
    struct run_names store;
    struct narrator narrator;
    struct names names;
    enum run_end end = RUN_OK;
    struct err err;
    struct run *run = run_new(script, NULL, &err);

    if (run == NULL)
        return;
    names = run_names(run, 0, &store);
    narrator = narrator_new(script->format, &names, DETAIL_FULL);
    for (int i = 0; end != RUN_FAILED && end != RUN_END; i++) {
        end = run_next(run, &err);
        if (end == RUN_END || !run_acted(run))
            continue;
        if (run->trace[0].n < 4096)
            narrate(&narrator, run->trace[0].at, run->trace[0].n, &told);
        narration_clear(&told);
        if (i % 16 == 0)
            check_state(run);
    }
    check_state(run);
    narration_release(&told);
    narrator_release(&narrator);
    run_free(run);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = {(const char *)data, size};
    struct diags found = {0};
    struct script script;

    if (script_parse(&script, text, SLICE("x"), &found) == 0) {
        assert(found.errors == 0);
        carry_out(&script);
        script_release(&script);
    } else {
        assert(found.errors > 0);
        check_findings(&found, text);
    }
    diags_release(&found);
    return 0;
}
