/* What a wrong command line gets: what is wrong, and what to type. */
#include "runs.h"

#define WRONG(...) .args = {__VA_ARGS__}, .status = 64, .out = ""

static const struct run_case wrong[] = {
    {"a mistyped command", WRONG("reveiw"),
     .err = "pagein: There is no command \"reveiw\". Did you mean: pagein "
            "review\nMore: pagein help\n"},
    {"an abbreviated command is no command", WRONG("sim"),
     .err = "pagein: There is no command \"sim\". Did you mean: pagein "
            "simulate\nMore: pagein help\n"},
    {"a command like none", WRONG("frobnicate"),
     .err = "pagein: There is no command \"frobnicate\".\nMore: pagein "
            "help\n"},
    {"a file where a command should be", WRONG("notes.md"),
     .files = {"notes.md", "- a\n"},
     .err = "pagein: \"notes.md\" is not a command. To make cards of that "
            "file: pagein import notes.md\nMore: pagein help\n"},
    {"a mistyped option", WRONG("review", "--limt", "3"),
     .err = "pagein: review has no option --limt. Did you mean --limit?\n"
            "More: pagein help review\n"},
    {"an option of another command", WRONG("simulate", "--cram"),
     .err = "pagein: simulate has no option --cram; it belongs to pagein "
            "review.\nMore: pagein help simulate\n"},
    {"an option of none", WRONG("list", "--frobnicate=7"),
     .err = "pagein: list has no option --frobnicate.\nMore: pagein help "
            "list\n"},
    {"an option before the command", WRONG("--limit", "3", "list"),
     .err = "pagein: pagein has no option --limit; it belongs to pagein "
            "review.\nMore: pagein help\n"},
    {"a letter that is no option", WRONG("check", "-rf.md"),
     .err = "pagein: check has no option -r. A file whose name begins with a "
            "dash is written ./-NAME.\nMore: pagein help check\n"},
    {"a value that is missing", WRONG("check", "notes.md", "--name"),
     .err = "pagein: --name needs a value: --name FILE.\nMore: pagein help "
            "check\n"},
    {"a value that is too much", WRONG("list", "--json=yes"),
     .err = "pagein: --json takes no value.\nMore: pagein help list\n"},
    {"a number that is none", WRONG("review", "--limit", "many"),
     .err = "pagein: --limit takes a whole number from 1, not \"many\".\n"
            "More: pagein help review\n"},
    {"a number below one", WRONG("review", "--limit", "0"),
     .err = "pagein: --limit takes a whole number from 1, not \"0\".\nMore: "
            "pagein help review\n"},
    {"a number that does not fit", WRONG("list", "--limit", "9999999999"),
     .err = "pagein: --limit takes a whole number from 1, not "
            "\"9999999999\".\nMore: pagein help list\n"},
    {"a level that the kind has not", WRONG("quiz", "SWAPIO", "--level", "1"),
     .err = "pagein: SWAPIO has no level 1; it has 2 3 4.\n"
            "More: pagein help quiz\n"},
    {"a time that is none", WRONG("review", "--for", "soon"),
     .err = "pagein: --for takes a time up to a day, such as 15m, 1h or 90s, "
            "not \"soon\".\nMore: pagein help review\n"},
    {"a choice that is none", WRONG("list", "--color", "blue"),
     .err = "pagein: --color is one of auto|always|never, not \"blue\".\n"
            "More: pagein help list\n"},
    {"nothing to work on", WRONG("check"),
     .err = "pagein: check needs to know more: pagein check PATH...|DECK.yaml"
            "\nMore: pagein help check\n"},
    {"one operand too many", WRONG("review", "copy", "on", "write"),
     .err =
         "pagein: review takes 1 of [SELECTION]; \"on\" is one too many. "
         "Words that belong together go between quotes.\nMore: pagein help "
         "review\n"},
    {"an operand where none belongs", WRONG("due", "--json", "a", "b"),
     .err =
         "pagein: due takes 1 of [SELECTION]; \"b\" is one too many. Words "
         "that belong together go between quotes.\nMore: pagein help "
         "due\n"},
    {"stats takes no operand", WRONG("stats", "all"),
     .err = "pagein: stats takes options only; \"all\" is too many.\nMore: "
            "pagein help stats\n"},
    {"help on what is no command", WRONG("help", "reviews"),
     .err = "pagein: There is no command \"reviews\". Did you mean: pagein "
            "help review\nMore: pagein help help\n"},
    {"an escape sequence in a word is shown, not obeyed", WRONG("\x1b[31m"),
     .err = "pagein: There is no command \"␛[31m\".\nMore: pagein help\n"},
    {"a deck name that can't be one", WRONG("list", "--deck", ".."),
     .err = NULL},
};

static const struct run_case right[] = {
    {"the version", .args = {"--version"}, .out = "pagein 0.1.0\n",
     .err = ""},
    {"its letter", .args = {"-V"}, .out = "pagein 0.1.0\n", .err = ""},
    {"the version of a command is the program's",
     .args = {"list", "--version"}, .out = "pagein 0.1.0\n", .err = ""},
    {"options may stand before the command",
     .args = {"--deck", "x", "--quiet", "list"}, .out = "", .err = ""},
    {"and behind it", .args = {"list", "--deck", "x", "-q"}, .out = "",
     .err = ""},
    {"a value may be joined", .args = {"list", "--deck=x", "-q"}, .out = "",
     .err = ""},
    {"help wins over operands that are missing", .args = {"show", "--help"},
     .err = ""},
};

int main(void)
{
    return RUN_CASES(wrong, run_holds) | RUN_CASES(right, run_holds);
}
