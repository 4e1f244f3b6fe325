#include <string.h>

#include "cli/vm_work.h"

static const struct work {
    const char *name;
    int (*run)(struct cli *cli, struct err *err);
} works[] = {
    {"run", vm_work_run},
    {"translate", vm_work_translate},
    {"maps", vm_work_maps},
    {"formats", vm_work_formats},
};

static int run(struct cli *cli, struct err *err)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        if (strcmp(cli->args->operands[0], works[i].name) == 0)
            return works[i].run(cli, err);
    return err_set(err, ERR_USAGE,
                   "vm can run, translate, maps and formats, not \"%s\".",
                   cli->args->operands[0]);
}

/* --- what help tells of scenarios, out of the tables ----------------------
 */

static bool statement(size_t i, struct example *row)
{
    if (i >= VERBS)
        return false;
    *row = (struct example){script_verbs[i].usage, script_verbs[i].help};
    return true;
}

static bool word(const struct script_word *words, size_t n, size_t i,
                 struct example *row)
{
    if (i >= n)
        return false;
    *row = (struct example){words[i].word, words[i].help};
    return true;
}

static bool outcome(size_t i, struct example *row)
{
    return word(script_outcomes, OUTCOMES, i, row);
}

static bool page(size_t i, struct example *row)
{
    return word(script_pages, PAGES_WHATS, i, row);
}

/* The first terms are numbers and counters, which have no word. */
static bool term(size_t i, struct example *row)
{
    return word(script_terms + TERM_VALUE, TERMS - TERM_VALUE, i, row);
}

static bool counter(size_t i, struct example *row)
{
    if (i >= COUNTERS)
        return false;
    *row = (struct example){counters[i].name, counters[i].words};
    return true;
}

static const struct help_list lists[] = {
    {"Statements of a scenario", statement},
    {"expect [no] END: how the last access ended", outcome},
    {"expect [no] COUNT, COUNT == 2: of the last statement", counter},
    {"expect A PLACE [not] STATE: of a page", page},
    {"expect NUMBER == NUMBER, or !=, <, <=, >, >=", term},
    {NULL, NULL},
};

/* --- the command --------------------------------------------------------- */

const struct command cmd_vm = {
    .name = "vm",
    .operands = "run|translate|maps|formats [FILE] [ADDRESS]",
    .blurb = "a computer with virtual memory, to try things on",
    .about =
        "run FILE carries out a scenario: what programs and the system do on "
        "a machine whose page tables lie in simulated memory, and what comes "
        "of it, step by step. With --on kernel the same is done by real "
        "processes on this machine, and each line says whether the kernel "
        "agrees: = or the difference. content/scenarios has one scenario for "
        "each idea. The exit status is 1 when an expect does not hold.\n\n"
        "translate takes an address through page tables: those that a script "
        "leaves behind (translate FILE ADDRESS, of a process A as "
        "A:ADDRESS), or bytes of memory (translate --format sv39 --root "
        "0x1000 --memory FILE ADDRESS).\n\n"
        "maps FILE shows the areas of each process at the end, as "
        "/proc/PID/maps does, beside what the page tables say of them. "
        "formats draws the entries of each kind of page table.\n\n"
        "A scenario is a text with a statement a line; # begins a comment. "
        "Numbers are decimal, hexadecimal (0x24) or binary (0b 0010 0100); "
        "2^20, 4K and 2MiB are numbers too. A PLACE is an address or a "
        "region: heap is its start, heap+0x10 lies behind that, heap[2] is "
        "its page 2 and heap[2]+8 lies in it. A RANGE is a region, heap[2], "
        "heap[1..3], or an address and a size: 0x1000 2 pages.\n\n"
        "A script may describe a raw machine instead, one without a system: "
        "a format, memory by its bytes, and addresses to translate. So any "
        "exercise of a textbook can be typed in.",
    .examples =
        (const struct example[]){
            {"pagein vm run content/scenarios/fork-three.vm",
             "tell the story"},
            {"pagein vm run fork.vm --profile linux --trace",
             "as Linux does it, event by event"},
            {"pagein vm run fork.vm --on kernel", "and does Linux?"},
            {"pagein vm translate toy.vm 0x024", "one address, step by step"},
            {"pagein vm maps fork.vm", "regions beside page tables"},
            {"pagein vm formats sv39", "what an entry looks like"},
            {NULL, NULL},
        },
    .lists = lists,
    .options = OPTION_BIT(OPTION_SYSTEM) | OPTION_BIT(OPTION_EXPLAIN) |
               OPTION_BIT(OPTION_TRACE) | OPTION_BIT(OPTION_JSON) |
               OPTION_BIT(OPTION_ON) | OPTION_BIT(OPTION_FORMAT) |
               OPTION_BIT(OPTION_ROOT) | OPTION_BIT(OPTION_MEMORY) |
               OPTION_BIT(OPTION_ACCESS) | OPTION_BIT(OPTION_AS),
    .min = 1,
    .max = 3,
    .fill = FILL_WORDS,
    .words = "run|translate|maps|formats",
    .group = "Virtual memory",
    .run = run,
};
