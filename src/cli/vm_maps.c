/* pagein vm maps: what ought to be there, beside what is. */
#include "cli/vm_tell.h"

static int no_processes(const struct vm_scene *scene, struct err *err)
{
    return err_set(err, ERR_USAGE,
                   "%s is about a raw machine: it has no processes.",
                   scene->path);
}

static void put_maps(struct cli *cli, struct vm_scene *scene)
{
    struct vm_teller teller;

    vm_teller_open(&teller, cli, scene);
    for (size_t i = 0; i < scene->script.nnames; i++)
        if (scene->run->process[i].alive)
            vm_show(&teller, SHOW_MAPS, (uint16_t)i);
    vm_teller_close(&teller);
}

int vm_work_maps(struct cli *cli, struct err *err)
{
    struct vm_scene scene;
    int rc;

    if (cli->args->noperands != 2)
        return err_set(err, ERR_USAGE, "pagein vm maps takes one FILE.");
    rc = vm_open(cli, cli->args->operands[1], &scene, err);
    if (rc == 0)
        rc = scene.script.raw ? no_processes(&scene, err)
                              : vm_run_to_end(cli, &scene);
    if (rc == 0)
        put_maps(cli, &scene);
    vm_close(&scene);
    return rc;
}
