/* pagein vm run: a scenario from its first statement to its last. */
#include "cli/vm_tell.h"

/* A document of --json and the lines of --trace are for programs; sentences
 * are what comes without either. */
static int check_args(const struct args *args, struct err *err)
{
    if (args->noperands != 2)
        return err_set(err, ERR_USAGE, "pagein vm run takes one FILE.");
    if (args->json + args->trace + args->explain > 1)
        return err_set(err, ERR_USAGE,
                       "--explain, --trace and --json: one of them can be.");
    if (args->on == ON_KERNEL && (args->json || args->trace || args->explain))
        return err_set(err, ERR_USAGE,
                       "--on kernel compares, in a way of its own: it takes "
                       "no --explain, --trace or --json.");
    return 0;
}

static int sum_up(struct cli *cli, const struct vm_teller *t)
{
    if (t->unmet == 0)
        return STATUS_DONE;
    out_flush(cli->out);
    out_printf(cli->say, "%zu of ", t->unmet);
    out_count(cli->say, t->checks, "expectation");
    out_puts(cli->say,
             t->unmet == 1 ? " does not hold.\n" : " do not hold.\n");
    return STATUS_FOUND;
}

static int tell(struct cli *cli, struct vm_scene *scene)
{
    struct vm_teller teller;
    enum run_end end = RUN_OK;
    struct err err = {ERR_NONE, ""};
    int rc;

    vm_teller_open(&teller, cli, scene);
    while (end != RUN_FAILED && out_ok(cli->out) &&
           (end = run_next(scene->run, &err)) != RUN_END)
        vm_tell(&teller, end, &err);
    vm_tell_end(&teller);
    rc = sum_up(cli, &teller);
    if (end == RUN_FAILED) {
        out_flush(cli->out);
        vm_tell_failure(cli, scene, &err);
        rc = STATUS_NOTES;
    }
    vm_teller_close(&teller);
    return rc;
}

int vm_work_run(struct cli *cli, struct err *err)
{
    struct vm_scene scene;
    int rc;

    if (check_args(cli->args, err) < 0)
        return -1;
    rc = vm_open(cli, cli->args->operands[1], &scene, err);
    if (rc == 0)
        rc = cli->args->on == ON_KERNEL ? vm_run_on_kernel(cli, &scene, err)
                                        : tell(cli, &scene);
    vm_close(&scene);
    return rc;
}
