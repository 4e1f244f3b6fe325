#include "cli/generate.h"

static const char head[] =
    "#compdef pagein\n"
    "# Completion of pagein for zsh; made by: pagein generate zsh\n"
    "_pagein_decks() {\n"
    "    local -a decks\n"
    "    "
    "decks=(${XDG_DATA_HOME:-$HOME/.local/share}/pagein/*.sqlite(N:t:r))\n"
    "    _alternative 'decks:deck:compadd -a decks' 'files:file:_files'\n"
    "}\n\n"
    "_pagein_commands() {\n"
    "    local -a commands\n"
    "    commands=(\n";

static const char tail[] = "    esac\n"
                           "}\n\n"
                           "if [[ $funcstack[1] == _pagein ]]; then\n"
                           "    _pagein \"$@\"\n"
                           "elif (( $+functions[compdef] )); then\n"
                           "    compdef _pagein pagein\n"
                           "fi\n";

/* Text inside '...' of an _arguments spec, where : [ and ] have a meaning. */
static void put_spec(struct str *out, const char *text)
{
    char one[2] = "";

    for (; *text != '\0'; text++) {
        if (strchr(":[]\\", *text) != NULL)
            str_putc(out, '\\');
        one[0] = *text;
        generate_quoted(out, one);
    }
}

static void put_fill(struct str *out, enum fill fill, const char *words)
{
    switch (fill) {
    case FILL_NOTHING:
        str_putc(out, ' ');
        break;
    case FILL_WORDS:
    case FILL_SETTING:
        str_putc(out, '(');
        generate_words(out, fill, words);
        str_putc(out, ')');
        break;
    case FILL_FILE:
        str_puts(out, "_files");
        break;
    case FILL_FOLDER:
        str_puts(out, "_files -/");
        break;
    case FILL_DECK:
        str_puts(out, "_pagein_decks");
        break;
    case FILL_COMMAND:
        str_puts(out, "_pagein_commands");
        break;
    }
}

static void put_option(struct str *out, const struct option_row *o)
{
    str_puts(out, "            ");
    if (o->letter != 0)
        str_printf(out, "'(-%c --%s)'{-%c", o->letter, o->name, o->letter);
    if (o->letter != 0 && o->value != NULL)
        str_printf(out, "+,--%s=}'", o->name);
    else if (o->letter != 0)
        str_printf(out, ",--%s}'", o->name);
    else
        str_printf(out, "'--%s%s", o->name, o->value != NULL ? "=" : "");
    str_putc(out, '[');
    put_spec(out, o->blurb);
    str_putc(out, ']');
    if (o->value != NULL) {
        str_putc(out, ':');
        put_spec(out, o->fill == FILL_WORDS ? o->name : o->value);
        str_putc(out, ':');
        put_fill(out, o->fill, o->value);
    }
    str_puts(out, "' \\\n");
}

static void put_options(struct str *out, const struct command *c)
{
    for (int id = 0; id < OPTION_COUNT; id++)
        if (option_in(command_options(c), (enum option_id)id))
            put_option(out, &option_rows[id]);
}

static void put_command(struct str *out, const struct command *c)
{
    str_printf(out, "    %s)\n        _arguments -s \\\n", c->name);
    put_options(out, c);
    str_puts(out, "            '*:");
    put_spec(out, *c->operands != '\0' ? c->operands : "nothing");
    str_putc(out, ':');
    put_fill(out, c->fill, c->words);
    str_puts(out, "'\n        ;;\n");
}

static void put_commands(struct str *out)
{
    for (size_t i = 0; i < ncommands; i++) {
        if (commands[i]->group == NULL)
            continue;
        str_printf(out, "        '%s:", commands[i]->name);
        put_spec(out, commands[i]->blurb);
        str_puts(out, "'\n");
    }
    str_puts(out, "    )\n    _describe command commands\n}\n\n");
}

void generate_zsh(struct out *out)
{
    struct str script = STR_EMPTY;

    str_puts(&script, head);
    put_commands(&script);
    str_puts(&script, "_pagein() {\n"
                      "    local state line context curcontext=$curcontext\n"
                      "    typeset -A opt_args\n"
                      "    _arguments -C -s \\\n");
    put_options(&script, command_find(""));
    str_puts(&script, "            '1: :_pagein_commands' '*:: :->rest'\n"
                      "    [[ $state == rest ]] || return\n"
                      "    case $words[1] in\n");
    for (size_t i = 0; i < ncommands; i++)
        if (commands[i]->group != NULL)
            put_command(&script, commands[i]);
    str_puts(&script, tail);
    out_puts(out, script.at);
    str_release(&script);
}
