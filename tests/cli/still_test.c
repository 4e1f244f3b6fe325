/* What the program does in a home that it can't write to: whatever reads,
 * works; whatever writes is refused before a person has done anything. */
#include "runs.h"

#include <string.h>

#define CANT "Nothing can be saved in the deck "

static const struct order {
    const char *name; /* the command line */
    int status;
    const char *out, *err; /* it says this there */
} orders[] = {
    {"list", 0, "A page is [...].", ""},
    {"search page", 0, "A page is 4 KiB.", ""},
    {"show vm.md:1", 0, "at vm.md:1", ""},
    {"stats", 0, "", ""},
    {"due", 0, "2 new", ""},
    {"decks", 0, "default", ""},
    {"", 0, "pagein review", ""},
    {"config", 0, "others", ""},
    {"undo --list", 0, "import of vm.md", ""},
    {"deck verify", 0, "", "all is well"},
    {"deck backup --list", 0, "", "no backups"},
    {"suspend --dry-run vm.md:1", 0, "", "Would suspend 1 card."},
    {"review", 74, "", CANT},
    {"review --plain --cram", 74, "", CANT},
    {"import vm.md", 74, "", CANT},
    {"suspend vm.md:1", 74, "", CANT},
    {"tag hard vm.md:1", 74, "", CANT},
    {"undo", 74, "", CANT},
    {"config new 5", 74, "", CANT},
    {"edit vm.md:1", 74, "", CANT},
    {"deck backup", 73, "", "can't be made"},
    {"import --deck other vm.md", 73, "", "can't be made"},
};

static const char read_only[] =
    "unshare -m bash -c 'mount --bind . . && cd \"$PWD\" &&"
    " mount -o remount,ro,bind . && exec \"$@\"' bash";

/* Runs a command in the home made read-only; out and err lie outside. */
static void run_still(struct program *p, struct ran *r, const char *words)
{
    struct str line = STR_EMPTY;

    str_printf(&line,
               "T=$(mktemp -d) && { TMPDIR=$T %s $P %s </dev/null >$T/o"
               " 2>$T/e; s=$?; cat $T/o; cat $T/e >&2; rm -r $T; exit $s; }",
               read_only, words);
    run_shell(p, r, line.at);
    str_release(&line);
}

static void is_done_or_refused(void **state)
{
    const struct order *order = *state;
    struct program p;
    struct ran r = {0};

    program_init(&p);
    program_write(&p, "vm.md",
                  "- A page is {{4 KiB}}.\n- A TLB {{caches}}.\n");
    RUN(&p, &r, 0, "import", "vm.md");
    run_shell(&p, &r, "unshare -m mount --bind . .");
    if (r.status != 0) {
        print_message("no mounts here\n");
        ran_release(&r);
        program_release(&p);
        skip();
    }
    run_still(&p, &r, order->name);
    assert_holds(&r.out, order->out);
    assert_holds(&r.err, order->err);
    assert_int_equal(r.status, order->status);
    assert_lacks(&r.out, "Card 1 of");
    ran_release(&r);
    program_release(&p);
}

int main(void)
{
    return RUN_CASES(orders, is_done_or_refused);
}
