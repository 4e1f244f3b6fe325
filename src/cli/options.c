#include "cli/options.h"

#define AT(field) offsetof(struct args, field)

const struct option_row option_rows[OPTION_COUNT] = {
    [OPTION_LIMIT] = {"limit", 0, OPTION_IS_NUMBER, "N", FILL_NOTHING,
                      AT(limit), "stop after N cards or problems"},
    [OPTION_ONLY] = {"only", 0, OPTION_IS_CHOICE, "cards|problems",
                     FILL_WORDS, AT(only),
                     "one of the two alone"},
    [OPTION_AHEAD] = {"ahead", 0, OPTION_IS_FLAG, NULL, FILL_NOTHING,
                      AT(ahead),
                      "when today is done, go on with what comes next"},
    [OPTION_CRAM] = {"cram", 0, OPTION_IS_FLAG, NULL, FILL_NOTHING, AT(cram),
                     "go through everything; no schedule changes"},
    [OPTION_FOR] = {"for", 0, OPTION_IS_SPAN, "TIME", FILL_NOTHING,
                    AT(for_seconds), "stop after TIME: 15m, 1h, 90s"},
    [OPTION_KEEP_GOING] = {"keep-going", 'k', OPTION_IS_FLAG, NULL,
                           FILL_NOTHING, AT(keep_going),
                           "take the good files when others are bad"},
    [OPTION_FORCE] = {"force", 'f', OPTION_IS_FLAG, NULL, FILL_NOTHING,
                      AT(force), "even where it looks like a mistake"},
    [OPTION_MEDIA] = {"media", 0, OPTION_IS_TEXT, "DIR", FILL_FOLDER,
                      AT(media), "a second folder where images may lie"},
    [OPTION_NAME] = {"name", 0, OPTION_IS_TEXT, "FILE", FILL_FILE, AT(name),
                     "what to call the text of standard input"},
    [OPTION_LIST] = {"list", 'l', OPTION_IS_FLAG, NULL, FILL_NOTHING,
                     AT(list), "show what there is"},
    [OPTION_GRADES] = {"grades", 'g', OPTION_IS_TEXT, "LIST", FILL_NOTHING,
                       AT(grades), "grades from 0 to 5: 4,5,3"},
    [OPTION_PROFILE] = {"profile", 0, OPTION_IS_CHOICE, "sm2|sm2-delphi",
                        FILL_WORDS, AT(profile), "the rule to follow"},
    [OPTION_LEVEL] = {"level", 0, OPTION_IS_NUMBER, "1..4", FILL_NOTHING,
                      AT(level), "how hard; without it, getting harder"},
    [OPTION_SEED] = {"seed", 0, OPTION_IS_TEXT, "N", FILL_NOTHING, AT(seed),
                     "the same N, the same problems"},
    [OPTION_CHOICE] = {"choice", 0, OPTION_IS_FLAG, NULL, FILL_NOTHING,
                       AT(choice), "answer by choosing from options"},
    [OPTION_MISTAKES] = {"mistakes", 0, OPTION_IS_FLAG, NULL, FILL_NOTHING,
                         AT(mistakes), "the mistakes made in problems"},
    [OPTION_SYSTEM] = {"profile", 0, OPTION_IS_CHOICE, "textbook|linux",
                       FILL_WORDS, AT(system),
                       "the habits of the operating system, whatever the "
                       "script says"},
    [OPTION_EXPLAIN] = {"explain", 0, OPTION_IS_FLAG, NULL, FILL_NOTHING,
                        AT(explain), "tell it in sentences (so it does)"},
    [OPTION_TRACE] = {"trace", 0, OPTION_IS_FLAG, NULL, FILL_NOTHING,
                      AT(trace), "print every event, one a line"},
    [OPTION_ON] = {"on", 0, OPTION_IS_CHOICE, "engine|kernel", FILL_WORDS,
                   AT(on),
                   "kernel: run it in real processes too, and compare"},
    [OPTION_FORMAT] = {"format", 0, OPTION_IS_TEXT, "NAME", FILL_NOTHING,
                       AT(format), "how page tables are written"},
    [OPTION_ROOT] = {"root", 0, OPTION_IS_TEXT, "ADDRESS", FILL_NOTHING,
                     AT(root), "where the page table is in memory"},
    [OPTION_MEMORY] = {"memory", 0, OPTION_IS_TEXT, "FILE", FILL_FILE,
                       AT(memory),
                       "bytes of memory: lines such as 0x100: 82 8a 00"},
    [OPTION_ACCESS] = {"access", 0, OPTION_IS_CHOICE, "read|write|fetch",
                       FILL_WORDS, AT(access), "what the access is"},
    [OPTION_AS] = {"as", 0, OPTION_IS_CHOICE, "user|kernel", FILL_WORDS,
                   AT(as), "who makes it"},
    [OPTION_JSON] = {"json", 0, OPTION_IS_FLAG, NULL, FILL_NOTHING, AT(json),
                     "print one JSON document"},
    [OPTION_DRY_RUN] = {"dry-run", 'n', OPTION_IS_FLAG, NULL, FILL_NOTHING,
                        AT(dry_run), "say what would happen, change nothing"},
    [OPTION_DECK] = {"deck", 'd', OPTION_IS_TEXT, "NAME|FILE", FILL_DECK,
                     AT(deck), "the deck to use; without it, default"},
    [OPTION_PLAIN] = {"plain", 0, OPTION_IS_FLAG, NULL, FILL_NOTHING,
                      AT(plain), "line by line: no redrawing, no colour"},
    [OPTION_COLOR] = {"color", 0, OPTION_IS_CHOICE, "auto|always|never",
                      FILL_WORDS, AT(color), "when to use colour"},
    [OPTION_QUIET] = {"quiet", 'q', OPTION_IS_FLAG, NULL, FILL_NOTHING,
                      AT(quiet), "no words but errors"},
    [OPTION_HELP] = {"help", 'h', OPTION_IS_FLAG, NULL, FILL_NOTHING,
                     AT(help), "this text"},
    [OPTION_VERSION] = {"version", 'V', OPTION_IS_FLAG, NULL, FILL_NOTHING,
                        AT(version), "which pagein this is"},
};

bool option_word(struct slice *words, struct slice *word)
{
    size_t bar = slice_find(*words, 0, SLICE("|"));

    if (words->len == 0)
        return false;
    *word = slice_sub(*words, 0, bar);
    *words = slice_skip(*words, bar < words->len ? bar + 1 : bar);
    return true;
}
