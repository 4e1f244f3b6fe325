/* pagein vm translate: one address through page tables, step by step. */
#include <string.h>

#include "base/str.h"
#include "cli/vm_tell.h"
#include "sys/file.h"

/* What is translated, and by what. */
struct question {
    const struct format *format;
    const struct phys *mem;
    uint64_t root, va;
    enum access access;
    struct cpu cpu;
    struct walk walk;
};

/* --- the answer ----------------------------------------------------------
 */

static void put_split(struct str *out, const struct question *q)
{
    const struct format *f = q->format;

    name_va(out, f, q->va);
    str_puts(out, " =");
    for (unsigned l = f->levels; l-- > 0;) {
        str_puts(out, f->levels > 1 ? " " : " VPN ");
        if (f->levels > 1)
            str_printf(out, "VPN[%u] ", l);
        name_hex(out, format_index(f, l, q->va));
        str_putc(out, ',');
    }
    str_puts(out, " offset ");
    name_hex(out, format_offset(f, q->va));
}

/* "V W U": the flags that are set. */
static void put_flags(struct str *out, const struct format *f, unsigned level,
                      uint64_t entry)
{
    struct format_field field[64];
    bool leaf = format_is_leaf(f, level, entry);
    size_t n = format_fields(f, level, leaf, field);
    bool any = false;

    for (size_t i = 0; i < n; i++)
        if (field[i].kind == FIELD_FLAG && entry >> field[i].lo & 1) {
            str_puts(out, any ? " " : " (");
            str_puts(out, field[i].name);
            any = true;
        }
    str_puts(out, any ? ")" : " (no flag is set)");
}

static void put_step(struct str *out, const struct question *q, unsigned i)
{
    const struct format *f = q->format;
    const struct walk_step *s = &q->walk.step[i];
    unsigned level = f->levels - 1u - i;

    if (f->levels > 1)
        str_printf(out, "level %u: ", level);
    str_puts(out, "entry ");
    name_hex(out, s->index);
    str_puts(out, " is at ");
    name_pa(out, f, s->at);
    str_puts(out, " and holds ");
    name_entry(out, f, s->entry);
    put_flags(out, f, level, s->entry);
    if (s->entry & f->valid) {
        str_puts(out, format_is_leaf(f, level, s->entry)
                          ? ", page "
                          : ", table in page ");
        name_hex(out, format_ppn(f, s->entry));
    }
}

static void put_end(struct str *out, const struct question *q)
{
    const struct walk *w = &q->walk;

    if (w->cause == CAUSE_NONE) {
        name_va(out, q->format, q->va);
        str_puts(out, " is ");
        name_pa(out, q->format, w->pa);
        str_puts(out, " in memory");
        return;
    }
    str_printf(out, "page fault: %s; error code ", cause_name(w->cause));
    name_hex(out, walk_error_code(q->format, w, q->access, q->cpu));
}

static void put_line(struct out *out, struct str *line)
{
    out_put(out, str_slice(line));
    out_puts(out, "\n");
    str_clear(line);
}

static void put_text(struct out *out, const struct question *q)
{
    struct str line = STR_EMPTY;

    put_split(&line, q);
    put_line(out, &line);
    for (unsigned i = 0; i < q->walk.nsteps; i++) {
        put_step(&line, q, i);
        put_line(out, &line);
    }
    put_end(&line, q);
    put_line(out, &line);
    str_release(&line);
}

static void put_json(struct out *out, const struct question *q)
{
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    json_put_text(&w, "format", slice_from(q->format->name));
    vm_json_hex(&w, "va", q->va);
    json_open_array(&w, "steps");
    for (unsigned i = 0; i < q->walk.nsteps; i++) {
        json_open_object(&w, NULL);
        json_put_int(&w, "level", q->format->levels - 1 - (int)i);
        vm_json_hex(&w, "index", q->walk.step[i].index);
        vm_json_hex(&w, "at", q->walk.step[i].at);
        vm_json_hex(&w, "entry", q->walk.step[i].entry);
        json_close(&w);
    }
    json_close(&w);
    if (q->walk.cause == CAUSE_NONE) {
        vm_json_hex(&w, "pa", q->walk.pa);
    } else {
        json_put_text(&w, "fault", slice_from(cause_name(q->walk.cause)));
        vm_json_hex(&w, "error_code",
                    walk_error_code(q->format, &q->walk, q->access, q->cpu));
    }
    json_close(&w);
    out_json(out, &text);
    str_release(&text);
}

static int answer(struct cli *cli, struct question *q)
{
    if (cli->args->access > 0)
        q->access = (enum access)(cli->args->access - 1);
    q->cpu.user = cli->args->as != AS_KERNEL;
    walk_translate(q->format, q->mem, q->root, q->va, q->access, q->cpu,
                   &q->walk);
    if (cli->args->json)
        put_json(cli->out, q);
    else
        put_text(cli->out, q);
    return STATUS_DONE;
}

/* --- what is translated --------------------------------------------------
 */

/* The process that is called so: "A:0x1000"; without one, the only one. */
static int find_process(struct run *run, struct slice name,
                        struct process **p, struct machine **m,
                        struct err *err)
{
    size_t found = 0;

    for (size_t i = 0; i < run->script->nnames; i++) {
        const struct run_process *rp = &run->process[i];
        if (!rp->alive ||
            (name.len > 0 && !slice_eq(run->script->name[i].text, name)))
            continue;
        *m = &run->m[rp->machine];
        *p = process_at(*m, rp->id);
        found++;
    }
    if (found == 1)
        return 0;
    if (name.len > 0)
        return err_set(err, ERR_USAGE,
                       "At the end of the script there is no process "
                       "\"%.*s\".",
                       SLICE_FMT(name));
    return err_set(err, ERR_USAGE,
                   found == 0 ? "At the end of the script there is no "
                                "process whose address this could be."
                              : "There are several processes; say whose "
                                "address it is: A:ADDRESS.");
}

/* translate FILE [PROCESS:]ADDRESS */
static int by_script(struct cli *cli, struct vm_scene *scene, struct err *err)
{
    const char *operand = cli->args->operands[2];
    const char *colon = strchr(operand, ':');
    struct run *run = scene->run;
    struct question q = {
        .format = scene->script.format, .mem = &run->ram, .cpu = run->cpu};
    struct slice name = {0};
    struct process *p = NULL;
    struct machine *m = NULL;
    int rc;

    if (colon != NULL)
        name = slice_range(operand, colon);
    if (vm_address(colon != NULL ? colon + 1 : operand, "The address", &q.va,
                   err) < 0)
        return -1;
    rc = vm_run_to_end(cli, scene);
    if (rc != 0)
        return rc;
    q.root = run->ptbr;
    q.cpu = run->cpu;
    if (!scene->script.raw) {
        if (find_process(run, name, &p, &m, err) < 0)
            return -1;
        q.mem = &m->ram;
        q.root = p->root;
        q.cpu = m->cpu;
    }
    return answer(cli, &q);
}

/* --format, --root and --memory are a raw machine in three parts: its script
 * is written here, and read as any other. */
static int write_script(struct cli *cli, struct str *out, struct err *err)
{
    const struct args *args = cli->args;
    struct str bytes = STR_EMPTY;
    struct slice rest, line;
    uint64_t root;

    if (args->format == NULL || args->root == NULL || args->memory == NULL)
        return err_set(err, ERR_USAGE,
                       "translate takes FILE ADDRESS, or ADDRESS with "
                       "--format, --root and --memory.");
    if (format_find(slice_from(args->format)) == NULL)
        return err_set(err, ERR_USAGE,
                       "There is no format \"%s\"; pagein vm formats lists "
                       "them.",
                       args->format);
    if (vm_address(args->root, "--root", &root, err) < 0)
        return -1;
    if (file_read(&bytes, args->memory, SCRIPT_BYTES / 2, err) < 0) {
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

static int by_options(struct cli *cli, struct err *err)
{
    struct str script = STR_EMPTY;
    struct vm_scene scene = {.text = STR_EMPTY};
    struct question q = {0};
    int rc = -1;

    if (vm_address(cli->args->operands[1], "The address", &q.va, err) == 0 &&
        write_script(cli, &script, err) == 0)
        rc = vm_open_text(cli, cli->args->memory, str_slice(&script), 2,
                          &scene, err);
    if (rc == 0)
        rc = vm_run_to_end(cli, &scene);
    if (rc == 0) {
        q.format = scene.script.format;
        q.mem = &scene.run->ram;
        q.root = scene.run->ptbr;
        q.cpu = scene.run->cpu;
        rc = answer(cli, &q);
    }
    vm_close(&scene);
    str_release(&script);
    return rc;
}

int vm_work_translate(struct cli *cli, struct err *err)
{
    struct vm_scene scene;
    int rc;

    if (cli->args->noperands == 2)
        return by_options(cli, err);
    if (cli->args->noperands != 3)
        return err_set(err, ERR_USAGE,
                       "translate takes FILE ADDRESS, or ADDRESS with "
                       "--format, --root and --memory.");
    rc = vm_open(cli, cli->args->operands[1], &scene, err);
    if (rc == 0)
        rc = by_script(cli, &scene, err);
    vm_close(&scene);
    return rc;
}
