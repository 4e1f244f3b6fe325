/* pagein vm translate: one address through page tables, step by step. It is
 * put behind the script as a statement, and that alone is told. */
#include <string.h>

#include "cli/vm_tell.h"
#include "sys/file.h"

/* --- the answer ----------------------------------------------------------
 */

static void tell_text(struct vm_teller *t)
{
    const struct action *a = &t->scene->run->action;
    const struct format *f = t->scene->script.format;
    struct arena arena = {0};
    struct figure figure = figure_split(&arena, f, a->walk.va, false);

    vm_draw(t, &figure);
    vm_tell_steps(t);
    for (unsigned i = 0; i < a->walk.nsteps; i++) {
        unsigned level = f->levels - 1u - i;
        uint64_t entry = a->walk.step[i].entry;
        figure = figure_entry(&arena, f, level,
                              format_is_leaf(f, level, entry), &entry);
        vm_draw(t, &figure);
    }
    arena_release(&arena);
}

/* Runs all but the last statement for what it does, and tells the last. */
static int answer(struct cli *cli, struct vm_scene *scene)
{
    struct run *run = scene->run;
    enum run_end end = RUN_OK;
    struct vm_teller teller;
    struct err err = {ERR_NONE, ""};

    vm_teller_open(&teller, cli, scene);
    while (end != RUN_FAILED && run->next < scene->script.n) {
        end = run_next(run, &err);
        if (end != RUN_FAILED && run->next < scene->script.n &&
            run_acted(run))
            vm_narrate(&teller);
    }
    if (end == RUN_FAILED)
        vm_tell_failure(cli, scene, &err);
    else if (cli->args->json)
        vm_tell_json(&teller, end, &err);
    else
        tell_text(&teller);
    if (end != RUN_FAILED)
        vm_tell_end(&teller);
    vm_teller_close(&teller);
    return end == RUN_FAILED ? STATUS_NOTES : STATUS_DONE;
}

/* --- the question --------------------------------------------------------
 */

/* Whose address it is: "A: "; nothing for a raw machine. */
static int put_process(struct str *out, const struct script *script,
                       struct slice name, struct err *err)
{
    struct slice found = {0};
    size_t n = 0;

    for (size_t i = 0; i < script->nnames; i++) {
        const struct name *at = &script->name[i];
        if (at->kind != NAME_PROCESS ||
            (name.len > 0 && !slice_eq(at->text, name)))
            continue;
        found = at->text;
        n++;
    }
    if (name.len > 0 && n == 0)
        return err_set(err, ERR_USAGE, "The script has no process \"%.*s\".",
                       SLICE_FMT(name));
    if (n == 0)
        return 0;
    if (n > 1)
        return err_set(err, ERR_USAGE,
                       "The script has %zu processes; say whose address it "
                       "is: A:ADDRESS.",
                       n);
    str_printf(out, "%.*s: ", SLICE_FMT(found));
    return 0;
}

/* Appends the statement that asks. */
static int put_question(struct cli *cli, struct str *text,
                        const struct script *script, const char *operand,
                        struct err *err)
{
    static const char *const accesses[] = {"read", "read", "write", "fetch"};
    const char *colon = strchr(operand, ':');
    struct slice name = {0};
    uint64_t va;

    if (colon != NULL)
        name = slice_range(operand, colon);
    if (vm_address(colon != NULL ? colon + 1 : operand, "The address", &va,
                   err) < 0)
        return -1;
    str_putc(text, '\n');
    if (put_process(text, script, name, err) < 0)
        return -1;
    str_printf(text, "translate 0x%llx %s as %s\n", (unsigned long long)va,
               accesses[cli->args->access],
               cli->args->as == AS_KERNEL ? "kernel" : "user");
    return 0;
}

/* Reads the script once to know its processes, and once more with the
 * question behind it. */
static int ask(struct cli *cli, const char *path, struct str *text,
               size_t skip, const char *operand, struct err *err)
{
    struct vm_scene scene;
    int rc = vm_open_text(cli, path, str_slice(text), skip, &scene, err);

    if (rc == 0)
        rc = put_question(cli, text, &scene.script, operand, err);
    vm_close(&scene);
    if (rc != 0)
        return rc;
    rc = vm_open_text(cli, path, str_slice(text), skip, &scene, err);
    if (rc == 0)
        rc = answer(cli, &scene);
    vm_close(&scene);
    return rc;
}

/* --- where the tables come from ------------------------------------------
 */

static int how(struct err *err)
{
    return err_set(err, ERR_USAGE,
                   "translate takes FILE ADDRESS, or ADDRESS with --format, "
                   "--root and --memory.");
}

/* --format, --root and --memory are a raw machine: its script in two lines
 * and those of the file. */
static int put_machine(struct cli *cli, struct str *out, struct err *err)
{
    const struct args *args = cli->args;
    struct str bytes = STR_EMPTY;
    struct slice rest, line;
    uint64_t root;

    if (args->format == NULL || args->root == NULL || args->memory == NULL)
        return how(err);
    if (format_find(slice_from(args->format)) == NULL)
        return err_set(err, ERR_USAGE,
                       "There is no format \"%s\"; pagein vm formats lists "
                       "them.",
                       args->format);
    if (vm_address(args->root, "--root", &root, err) < 0 ||
        file_read(&bytes, args->memory, SCRIPT_BYTES / 2, err) < 0) {
        str_release(&bytes);
        return -1;
    }
    str_printf(out, "format %s\nptbr 0x%llx\n", args->format,
               (unsigned long long)root);
    rest = str_slice(&bytes);
    while (slice_line(&rest, &line)) {
        line = slice_trim(line);
        if (line.len > 0 && line.at[0] != '#')
            str_puts(out, "memory ");
        str_put(out, line);
        str_putc(out, '\n');
    }
    str_release(&bytes);
    return 0;
}

int vm_work_translate(struct cli *cli, struct err *err)
{
    const struct args *args = cli->args;
    struct str text = STR_EMPTY;
    int rc = -1;

    if (args->noperands == 2 && put_machine(cli, &text, err) == 0)
        rc = ask(cli, args->memory, &text, 2, args->operands[1], err);
    else if (args->noperands == 3 &&
             file_read(&text, args->operands[1], SCRIPT_BYTES, err) == 0)
        rc = ask(cli, args->operands[1], &text, 0, args->operands[2], err);
    else if (args->noperands == 1)
        rc = how(err);
    str_release(&text);
    return rc;
}
