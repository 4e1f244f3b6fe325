#include "cli/use.h"

#include <stdlib.h>

#include "publish/anki_in.h"
#include "sched/day.h"
#include "sys/file.h"
#include "sys/place.h"
#include "text/escape.h"

static const char *deck_name(const struct args *args)
{
    return args->deck != NULL ? args->deck : "default";
}

static struct slice deck_word(const struct args *args)
{
    return slice_from(args->deck != NULL ? args->deck : "");
}

/* Opens the deck; 1 when there is none. */
static int open_deck(struct cli *cli, enum deck_access access,
                     struct deck **out, struct err *err)
{
    struct str path = STR_EMPTY;
    int rc = place_deck(&path, deck_word(cli->args), err);

    if (rc == 0 && access != DECK_CREATE && !file_stat_of(path.at).exists)
        rc = 1;
    if (rc == 0)
        rc = deck_open(out, path.at, access, cli->now, err);
    str_release(&path);
    return rc;
}

int use_deck(struct cli *cli, enum deck_access access, struct deck **out,
             struct err *err)
{
    struct str option = STR_EMPTY;
    int rc = open_deck(cli, access, out, err);

    if (rc <= 0)
        return rc;
    use_deck_option(&option, cli->args);
    err_set(err, ERR_NO_INPUT,
            "There is no deck \"%s\" yet. Notes make one: pagein import%s "
            "NOTES.md",
            deck_name(cli->args), option.at);
    str_release(&option);
    return -1;
}

int use_deck_or_none(struct cli *cli, enum deck_access access,
                     struct deck **out, struct err *err)
{
    int rc;

    *out = NULL;
    rc = open_deck(cli, access, out, err);
    return rc < 0 ? -1 : 0;
}

int use_deck_kindly(struct cli *cli, enum deck_access access,
                    struct deck **out, struct err *err)
{
    int rc = open_deck(cli, access, out, err);

    if (rc > 0 && !cli->args->quiet)
        use_greeting(cli, cli->say);
    return rc;
}

static int add_deck(const char *path, void *arg)
{
    struct slice name = path_name(slice_from(path));

    str_puts(arg, "  ");
    escape_line(arg, slice_sub(name, 0, name.len - strlen(".sqlite")));
    str_putc(arg, '\n');
    return 0;
}

/* The name may just have been mistyped. */
static void put_other_decks(struct out *out)
{
    static const char *const suffixes[] = {".sqlite", NULL};
    struct str folder = STR_EMPTY, names = STR_EMPTY;
    size_t skipped;
    struct err err;

    place_data(&folder);
    if (file_stat_of(folder.at).is_folder)
        file_walk(folder.at, suffixes, add_deck, &names, &skipped, &err);
    if (names.len > 0) {
        out_puts(out, "\nThe decks you have:\n\n");
        out_puts(out, names.at);
    }
    str_release(&names);
    str_release(&folder);
}

void use_greeting(struct cli *cli, struct out *out)
{
    struct str option = STR_EMPTY;

    use_deck_option(&option, cli->args);
    out_puts(out, "There is no deck \"");
    out_put(out, slice_from(deck_name(cli->args)));
    out_puts(out, "\" yet. Notes with {{hidden}} spans make one:\n\n");
    out_puts(out, "  pagein import");
    out_put(out, str_slice(&option));
    out_puts(out, " NOTES.md\n  pagein review");
    out_put(out, str_slice(&option));
    out_puts(out, "\n");
    put_other_decks(out);
    str_release(&option);
}

static bool holds(const struct card_ids *ids, int64_t card)
{
    for (size_t i = 0; i < ids->n; i++)
        if (ids->at[i] == card)
            return true;
    return false;
}

static void add_cards(struct card_ids *ids, const int64_t *cards, size_t n,
                      struct arena *arena)
{
    int64_t *all = arena_new_array(arena, ids->n + n, sizeof *all);

    if (ids->n > 0)
        memcpy(all, ids->at, ids->n * sizeof *all);
    ids->at = all;
    for (size_t i = 0; i < n; i++)
        if (!holds(ids, cards[i]))
            ids->at[ids->n++] = cards[i];
}

int use_cards(struct cli *cli, struct deck *deck, size_t first,
              struct card_ids *out, struct arena *arena, struct err *err)
{
    struct card_ids ids = {0};

    for (size_t i = first; i < cli->args->noperands; i++) {
        int64_t *cards;
        size_t n;
        if (deck_find(deck, slice_from(cli->args->operands[i]), &cards, &n,
                      arena, err) < 0)
            return -1;
        add_cards(&ids, cards, n, arena);
    }
    *out = ids;
    return 0;
}

int use_selection(struct cli *cli, struct deck *deck, struct selection *out,
                  struct arena *arena, struct err *err)
{
    *out = (struct selection){0};
    if (cli->args->noperands == 0)
        return 0;
    return deck_select(deck, slice_from(cli->args->operands[0]), out, arena,
                       err);
}

int use_media(const struct args *args, struct err *err)
{
    if (args->media == NULL || file_stat_of(args->media).is_folder)
        return 0;
    return err_set(err, ERR_NO_INPUT,
                   "--media takes a folder, and %s is none.", args->media);
}

bool use_is_package(const char *path)
{
    return anki_in_is_name(path);
}

bool use_is_definition(const char *path)
{
    struct slice name = slice_from(path);

    return slice_has_suffix(name, SLICE(".yaml")) ||
           slice_has_suffix(name, SLICE(".yml"));
}

void use_shell_word(struct str *out, const char *word)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
                               "RSTUVWXYZ0123456789_./:@%+=,-";

    if (*word != '\0' && word[strspn(word, safe)] == '\0') {
        str_puts(out, word);
        return;
    }
    str_putc(out, '\'');
    for (; *word != '\0'; word++)
        if (*word == '\'')
            str_puts(out, "'\\''");
        else
            str_putc(out, *word);
    str_putc(out, '\'');
}

void use_deck_option(struct str *out, const struct args *args)
{
    if (args->deck == NULL)
        return;
    str_puts(out, " --deck ");
    use_shell_word(out, args->deck);
}

void use_day(struct str *out, int day, int today)
{
    int days = day - today;

    str_printf(out, "in %d day%s", days, days == 1 ? "" : "s");
}

void use_moment(struct str *out, int64_t utc_ms, int offset_minutes)
{
    int64_t local_minutes = utc_ms / 60000 + offset_minutes;

    day_put(out, day_of(utc_ms, offset_minutes, 0));
    str_printf(out, " %02d:%02d", (int)(local_minutes / 60 % 24),
               (int)(local_minutes % 60));
}
