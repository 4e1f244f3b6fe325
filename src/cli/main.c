#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/parse.h"
#include "cli/report.h"

/* A program started with one of its three standard files closed would give
 * that number to the next file it opens, and print into it. Each gets a
 * stand-in that fails when used, so that the failure is told. */
static void hold_standard_files(void)
{
    int fd;

    while ((fd = open("/dev/null", O_RDONLY)) >= 0 && fd <= STDERR_FILENO)
        if (fd == STDIN_FILENO) {
            close(fd);
            open("/dev/null", O_WRONLY);
        }
    if (fd >= 0)
        close(fd);
}

/* base/mem.h ends the program by exit(71) from wherever it was. */
static void say_why(int status, void *arg)
{
    static const char text[] =
        "pagein: There is not enough memory to go on. What was saved is "
        "safe.\n";
    ssize_t ignored;

    (void)arg;
    if (status == MEM_STATUS)
        ignored = write(STDERR_FILENO, text, sizeof text - 1);
    (void)ignored;
}

static void complain(struct out *say, const struct args *args,
                     const struct err *err)
{
    const struct command *c = args->command;

    out_styled(say, ROLE_ERROR, "pagein: ");
    out_put(say, slice_from(err->text));
    out_puts(say, "\n");
    if (err->kind != ERR_USAGE)
        return;
    if (c != NULL && *c->name != '\0')
        out_printf(say, "More: pagein help %s\n", c->name);
    else
        out_puts(say, "More: pagein help\n");
}

static int run(struct cli *cli, struct err *err)
{
    const struct command *c = cli->args->command;

    if (cli->args->version) {
        out_puts(cli->out, "pagein " PAGEIN_VERSION "\n");
        return STATUS_DONE;
    }
    if (cli->args->help && *c->name == '\0') {
        help_program(cli->out);
        return STATUS_DONE;
    }
    if (cli->args->help) {
        help_command(cli->out, c);
        return STATUS_DONE;
    }
    return c->run(cli, err);
}

/* The last word: data that could not be written is a failure, except that a
 * reader who has seen enough (`pagein list | head`) is no news. */
static int finish(struct cli *cli, int status)
{
    int failed = out_close(cli->out);

    if (failed == EPIPE) {
        status = STATUS_SIGNAL + SIGPIPE;
    } else if (failed != 0) {
        out_styled(cli->say, ROLE_ERROR, "pagein: ");
        out_printf(cli->say, "Writing the output failed: %s.\n",
                   strerror(failed));
        status = STATUS_IO;
    }
    out_close(cli->say);
    return status;
}

/* A mistake in the config file is told, and all else goes on. */
static void read_manners(struct cli *cli, struct manners *manners,
                         struct args *args)
{
    struct diags found = {0};
    struct err err;

    if (manners_read(manners, &found, &err) < 0)
        complain(cli->say, args, &err);
    manners_apply(manners, args);
    out_close(cli->out);
    out_close(cli->say);
    out_init(cli->out, STDOUT_FILENO, args->color, args->plain);
    out_init(cli->say, STDERR_FILENO, args->color, args->plain);
    report_findings(cli->say, &found);
    diags_release(&found);
}

int main(int argc, char **argv)
{
    struct args args = {0};
    struct err err = {ERR_NONE, ""};
    struct manners manners;
    struct out out, say;
    struct cli cli = {&args, &manners, &out, &say, {0, 0}};
    int status;

    hold_standard_files();
    on_exit(say_why, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    status = args_parse(&args, argc, argv, &err);
    out_init(&out, STDOUT_FILENO, args.color, args.plain);
    out_init(&say, STDERR_FILENO, args.color, args.plain);
    read_manners(&cli, &manners, &args);
    if (status == 0) {
        cli.now = clock_now();
        status = run(&cli, &err);
    }
    if (status < 0) {
        out_flush(&out);
        complain(&say, &args, &err);
        status = status_of(err.kind);
    }
    status = finish(&cli, status);
    manners_release(&manners);
    return status;
}
