#include "review/editor.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>

extern char **environ;

/* How editors take a line, by the name of their program; the others take
 * +LINE FILE, as vi did. */
enum form { PLUS, GOTO, COLON };

static const struct {
    const char *name;
    enum form form;
} editors[] = {
    {"code", GOTO},   {"codium", GOTO},   {"code-insiders", GOTO},
    {"cursor", GOTO}, {"windsurf", GOTO}, {"subl", COLON},
    {"zed", COLON},   {"hx", COLON},      {"helix", COLON},
};

/* Debian's way to the editor a person chose, and the one that is everywhere.
 */
static const char usual[] = "command -v sensible-editor >/dev/null && "
                            "exec sensible-editor \"$@\"; exec vi \"$@\"";

/* The name of the program in a command like "/usr/bin/code --wait". */
static struct slice program_name(const char *command)
{
    struct slice word = slice_trim(slice_from(command));
    size_t end = 0;

    while (end < word.len && word.at[end] != ' ' && word.at[end] != '\t')
        end++;
    word.len = end;
    for (size_t i = word.len; i > 0; i--)
        if (word.at[i - 1] == '/')
            return slice_skip(word, i);
    return word;
}

static enum form form_of(const char *editor)
{
    struct slice name = program_name(editor);

    for (size_t i = 0; i < sizeof editors / sizeof *editors; i++)
        if (slice_is(name, editors[i].name))
            return editors[i].form;
    return PLUS;
}

void editor_command(struct str *command, struct str *first,
                    struct str *second, const char *editor, const char *path,
                    int line)
{
    enum form form = editor != NULL ? form_of(editor) : PLUS;

    if (editor != NULL)
        str_printf(command, "exec %s \"$@\"", editor);
    else
        str_puts(command, usual);
    if (line <= 0) {
        str_puts(first, path);
    } else if (form == PLUS) {
        str_printf(first, "+%d", line);
        str_puts(second, path);
    } else {
        str_puts(first, form == GOTO ? "--goto" : "");
        str_printf(form == GOTO ? second : first, "%s:%d", path, line);
    }
}

/* As system(3) has it: while a child owns the terminal, its Ctrl-C is not
 * ours. Returns the wait status, or -1 with errno. */
static int run(char *const *argv)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, intr, quit;
    posix_spawnattr_t attr;
    sigset_t set;
    pid_t pid;
    int status = -1, rc;

    sigemptyset(&ignore.sa_mask);
    sigaction(SIGINT, &ignore, &intr);
    sigaction(SIGQUIT, &ignore, &quit);
    posix_spawnattr_init(&attr);
    sigemptyset(&set);
    posix_spawnattr_setsigmask(&attr, &set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGQUIT);
    posix_spawnattr_setsigdefault(&attr, &set);
    posix_spawnattr_setflags(&attr,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    rc = posix_spawn(&pid, "/bin/sh", NULL, &attr, argv, environ);
    while (rc == 0 && waitpid(pid, &status, 0) < 0)
        rc = errno == EINTR ? 0 : errno;
    posix_spawnattr_destroy(&attr);
    sigaction(SIGINT, &intr, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    errno = rc;
    return rc == 0 ? status : -1;
}

static int run_editor(const char *editor, const char *path, int line)
{
    struct str command = STR_EMPTY, first = STR_EMPTY, second = STR_EMPTY;
    char sh[] = "sh", c[] = "-c", name[] = "pagein";
    char *argv[] = {sh, c, NULL, name, NULL, NULL, NULL};
    int status;

    editor_command(&command, &first, &second, editor, path, line);
    argv[2] = command.at;
    argv[4] = first.at;
    argv[5] = second.len > 0 ? second.at : NULL;
    status = run(argv);
    str_release(&command);
    str_release(&first);
    str_release(&second);
    return status;
}

static const char *set(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && slice_trim(slice_from(value)).len > 0 ? value
                                                                  : NULL;
}

int editor_run(const char *path, int line, struct err *err)
{
    const char *editor = set("VISUAL");
    int status;

    if (editor == NULL)
        editor = set("EDITOR");
    status = run_editor(editor, path, line);
    if (status == 0)
        return 0;
    editor = editor != NULL ? editor : "vi";
    if (status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return err_set(err, ERR_IO,
                       "There is no editor \"%s\"; set EDITOR to yours.",
                       editor);
    return err_set(err, ERR_IO, "The editor \"%s\" ended with an error.",
                   editor);
}
