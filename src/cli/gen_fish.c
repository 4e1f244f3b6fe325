#include "cli/generate.h"

static const char head[] =
    "# Completion of pagein for fish; made by: pagein generate fish\n"
    "function __pagein_decks\n"
    "    set -l data $XDG_DATA_HOME\n"
    "    test -n \"$data\"; or set data ~/.local/share\n"
    "    for deck in $data/pagein/*.sqlite\n"
    "        string replace -r '.*/(.*)\\.sqlite$' '$1' -- $deck\n"
    "    end\n"
    "end\n\n";

/* fish knows two escapes inside '...': \' and \\. */
static void put(struct str *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\')
            str_putc(out, '\\');
        str_putc(out, *text);
    }
}

static void put_words(struct str *out, enum fill fill, const char *bars)
{
    str_puts(out, " -x -a '");
    generate_words(out, fill, bars);
    str_putc(out, '\'');
}

static void put_fill(struct str *out, enum fill fill, const char *words)
{
    static const char *const texts[] = {
        [FILL_NOTHING] = " -x",
        [FILL_WORDS] = "",
        [FILL_FILE] = " -r -F",
        [FILL_FOLDER] = " -x -a '(__fish_complete_directories)'",
        [FILL_DECK] = " -r -F -a '(__pagein_decks)'",
        [FILL_COMMAND] = "",
        [FILL_SETTING] = "",
    };

    str_puts(out, texts[fill]);
    if (fill == FILL_WORDS)
        put_words(out, fill, words);
}

static void put_option(struct str *out, const struct option_row *o,
                       const char *where)
{
    str_printf(out, "complete -c pagein%s -l %s", where, o->name);
    if (o->letter != 0)
        str_printf(out, " -s %c", o->letter);
    if (o->value != NULL)
        put_fill(out, o->fill, o->value);
    str_puts(out, " -d '");
    put(out, o->blurb);
    str_puts(out, "'\n");
}

static void put_command(struct str *out, const struct command *c)
{
    struct str where = STR_EMPTY;

    str_printf(out,
               "complete -c pagein -n __fish_use_subcommand -f -a %s -d '",
               c->name);
    put(out, c->blurb);
    str_puts(out, "'\n");
    str_printf(&where, " -n '__fish_seen_subcommand_from %s'", c->name);
    for (int id = 0; id < OPTION_COUNT; id++)
        if (option_in(c->options, (enum option_id)id))
            put_option(out, &option_rows[id], where.at);
    if (c->fill != FILL_FILE)
        str_printf(out, "complete -c pagein%s -f", where.at);
    if (c->fill == FILL_WORDS || c->fill == FILL_SETTING)
        put_words(out, c->fill, c->words);
    if (c->fill != FILL_FILE)
        str_putc(out, '\n');
    str_release(&where);
}

void generate_fish(struct out *out)
{
    struct str script = STR_EMPTY;

    str_puts(&script, head);
    for (int id = 0; id < OPTION_COUNT; id++)
        if (option_in(OPTIONS_EVERYWHERE, (enum option_id)id))
            put_option(&script, &option_rows[id], "");
    for (size_t i = 0; i < ncommands; i++)
        if (commands[i]->group != NULL)
            put_command(&script, commands[i]);
    out_puts(out, script.at);
    str_release(&script);
}
