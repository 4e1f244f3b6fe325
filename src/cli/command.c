#include "cli/command.h"

#include <string.h>

extern const struct command cmd_home, cmd_review, cmd_due, cmd_decks,
    cmd_stats, cmd_quiz, cmd_daily, cmd_exam, cmd_key, cmd_prove, cmd_import,
    cmd_check, cmd_export, cmd_grade, cmd_id, cmd_list, cmd_search, cmd_show,
    cmd_edit, cmd_suspend, cmd_unsuspend, cmd_bury, cmd_unbury, cmd_mark,
    cmd_unmark, cmd_tag, cmd_reset, cmd_undo, cmd_config, cmd_deck,
    cmd_simulate, cmd_vm, cmd_help, cmd_generate;

const struct command *const commands[] = {
    &cmd_home,      &cmd_review, &cmd_due,    &cmd_decks,    &cmd_stats,
    &cmd_quiz,      &cmd_daily,  &cmd_key,    &cmd_prove,    &cmd_import,
    &cmd_check,     &cmd_export, &cmd_id,     &cmd_exam,     &cmd_grade,
    &cmd_list,      &cmd_search, &cmd_show,   &cmd_edit,     &cmd_suspend,
    &cmd_unsuspend, &cmd_bury,   &cmd_unbury, &cmd_mark,     &cmd_unmark,
    &cmd_tag,       &cmd_reset,  &cmd_undo,   &cmd_config,   &cmd_deck,
    &cmd_simulate,  &cmd_vm,     &cmd_help,   &cmd_generate,
};
const size_t ncommands = sizeof commands / sizeof commands[0];

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < ncommands; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

uint64_t command_options(const struct command *command)
{
    return command->options | OPTIONS_EVERYWHERE;
}

int status_of(enum err_kind kind)
{
    static const int statuses[] = {
        [ERR_NONE] = STATUS_DONE,     [ERR_USAGE] = STATUS_USAGE,
        [ERR_NOTES] = STATUS_NOTES,   [ERR_NO_INPUT] = STATUS_NO_INPUT,
        [ERR_CREATE] = STATUS_CREATE, [ERR_IO] = STATUS_IO,
        [ERR_BUSY] = STATUS_BUSY,     [ERR_UNSAFE] = STATUS_UNSAFE,
    };

    return statuses[kind];
}
