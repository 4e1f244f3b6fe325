#include "cli/command.h"
#include "cli/generate.h"
#include "deck/config.h"

static const struct {
    const char *name;
    void (*write)(struct out *out);
} kinds[] = {
    {"man", generate_man},
    {"bash", generate_bash},
    {"zsh", generate_zsh},
    {"fish", generate_fish},
};

void generate_quoted(struct str *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '\'')
            str_puts(out, "'\\''");
        else
            str_putc(out, *text);
}

static void put_bars(struct str *out, const char *bars)
{
    struct slice words = slice_from(bars), word;

    while (option_word(&words, &word)) {
        str_put(out, word);
        str_putc(out, ' ');
    }
}

static void put_commands(struct str *out)
{
    for (size_t i = 0; i < ncommands; i++)
        if (commands[i]->group != NULL)
            str_printf(out, "%s ", commands[i]->name);
}

static void put_settings(struct str *out)
{
    for (size_t i = 0; i < config_nrows; i++)
        if (config_rows[i].blurb != NULL)
            str_printf(out, "%s ", config_rows[i].name);
}

bool generate_words(struct str *out, enum fill fill, const char *bars)
{
    if (fill == FILL_WORDS)
        put_bars(out, bars);
    else if (fill == FILL_COMMAND)
        put_commands(out);
    else if (fill == FILL_SETTING)
        put_settings(out);
    else
        return false;
    return true;
}

static int run(struct cli *cli, struct err *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(cli->args->operands[0], kinds[i].name) == 0) {
            kinds[i].write(cli->out);
            return STATUS_DONE;
        }
    return err_set(err, ERR_USAGE,
                   "generate makes man, bash, zsh or fish, not \"%s\".",
                   cli->args->operands[0]);
}

const struct command cmd_generate = {
    .name = "generate",
    .operands = "man|bash|zsh|fish",
    .blurb = "the manual page or a shell's completions",
    .about = "Prints the manual page or the completions of a shell; make "
             "install calls it.",
    .examples =
        (const struct example[]){
            {"pagein generate man | man -l -", "read the manual page"},
            {"source <(pagein generate bash)", "completion, here and now"},
            {NULL, NULL},
        },
    .min = 1,
    .max = 1,
    .fill = FILL_WORDS,
    .words = "man|bash|zsh|fish",
    .run = run,
};
