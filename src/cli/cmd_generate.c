#include "cli/command.h"
#include "cli/generate.h"

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
