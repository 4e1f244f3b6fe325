#include "cli/report.h"
#include "cli/vm_work.h"
#include "sys/file.h"
#include "vm/numeral.h"

const struct profile *vm_profile(const struct args *args)
{
    return args->system == 0 ? NULL : &profiles[args->system - 1];
}

int vm_address(const char *text, const char *what, uint64_t *out,
               struct err *err)
{
    const char *why = NULL;

    if (!numeral_is(slice_from(text), out, &why))
        return err_set(err, ERR_USAGE, "%s \"%s\": %s.", what, text, why);
    return 0;
}

static void tell(struct cli *cli, const struct vm_scene *scene,
                 struct diags *found)
{
    for (size_t i = 0; i < found->n; i++)
        found->at[i].line -= scene->skip;
    report_findings(cli->say, found);
}

static int start(struct cli *cli, struct vm_scene *scene, struct err *err)
{
    struct diags found = {0};
    int rc = -1;

    if (script_parse(&scene->script, str_slice(&scene->text),
                     slice_from(scene->path), &found) < 0) {
        tell(cli, scene, &found);
        rc = STATUS_NOTES;
    } else {
        scene->run = run_new(&scene->script, vm_profile(cli->args), err);
        rc = scene->run != NULL ? 0 : err_prefix(err, "%s: ", scene->path);
    }
    diags_release(&found);
    return rc;
}

int vm_open(struct cli *cli, const char *path, struct vm_scene *scene,
            struct err *err)
{
    *scene = (struct vm_scene){.path = path, .text = STR_EMPTY};
    if (file_read(&scene->text, path, SCRIPT_BYTES, err) < 0)
        return -1;
    return start(cli, scene, err);
}

int vm_open_text(struct cli *cli, const char *path, struct slice text,
                 size_t skip, struct vm_scene *scene, struct err *err)
{
    *scene = (struct vm_scene){.path = path, .skip = skip, .text = STR_EMPTY};
    str_put(&scene->text, text);
    return start(cli, scene, err);
}

int vm_run_to_end(struct cli *cli, struct vm_scene *scene)
{
    enum run_end end;
    struct err err;

    while ((end = run_next(scene->run, &err)) != RUN_END)
        if (end == RUN_FAILED) {
            vm_tell_failure(cli, scene, &err);
            return STATUS_NOTES;
        }
    return 0;
}

void vm_close(struct vm_scene *scene)
{
    run_free(scene->run);
    script_release(&scene->script);
    str_release(&scene->text);
}

/* The line of that number. */
static struct slice source_line(struct slice text, size_t number)
{
    struct slice line = {0};

    while (number-- > 0 && slice_line(&text, &line))
        ;
    return line;
}

void vm_tell_failure(struct cli *cli, const struct vm_scene *scene,
                     const struct err *err)
{
    const struct statement *st = run_last(scene->run);
    struct diags found = {0};
    int len = (int)strlen(err->text);

    if (len > 0 && err->text[len - 1] == '.')
        len--;
    diags_add(&found, DIAG_ERROR, "run", slice_from(scene->path), st->line,
              st->col, source_line(str_slice(&scene->text), st->line), "%.*s",
              len, err->text);
    tell(cli, scene, &found);
    diags_release(&found);
}
