/* pagein vm maps: what ought to be there, beside what is. */
#include "cli/vm_work.h"
#include "vm/table.h"

/* How many pages of an area are in which state. */
struct tally {
    uint64_t of[PAGE_SWAPPED + 1];
};

static struct tally tally(struct machine *m, struct process *p,
                          const struct area *a)
{
    struct cursor c = table_cursor(m, p);
    struct tally t = {{0}};
    uint64_t va = a->start, entry;

    for (; table_next(&c, &va, a->end, &entry); va += m->page_bytes)
        t.of[page_state(m, entry)]++;
    t.of[PAGE_NONE] = ((a->end - a->start) >> m->format->page_bits) -
                      t.of[PAGE_PRESENT] - t.of[PAGE_KEPT] -
                      t.of[PAGE_SWAPPED];
    return t;
}

static void put_tally(struct str *out, const struct tally *t)
{
    static const char *const words[] = {"not yet", "present", "kept",
                                        "swapped"};
    static const int order[] = {PAGE_PRESENT, PAGE_KEPT, PAGE_SWAPPED,
                                PAGE_NONE};
    const char *gap = "";

    for (int i = 0; i < 4; i++)
        if (t->of[order[i]] > 0) {
            str_printf(out, "%s%llu %s", gap,
                       (unsigned long long)t->of[order[i]], words[order[i]]);
            gap = ", ";
        }
}

static void put_area(struct out *out, struct machine *m, struct process *p,
                     const struct area *a, const struct names *names)
{
    struct str line = STR_EMPTY, backing = STR_EMPTY;
    struct tally t = tally(m, p, a);
    int digits = (int)name_va_digits(m->format);

    str_printf(&line, "%0*llx-%0*llx ", digits, (unsigned long long)a->start,
               digits, (unsigned long long)a->end);
    name_area_flags(&line, a->flags);
    if (a->object == NO_OBJECT)
        str_puts(&backing,
                 a->flags & AREA_GROWS_DOWN ? "zeros, grows down" : "zeros");
    else
        name_object(&backing, names, (unsigned)a->object);
    if (a->page_offset > 0)
        str_printf(&backing, " from page %llu",
                   (unsigned long long)a->page_offset);
    str_printf(&line, " %-8s", area_use_name(a->use));
    out_put(out, str_slice(&line));
    out_cell(out, str_slice(&backing), 24, true);
    str_clear(&line);
    put_tally(&line, &t);
    out_puts(out, line.at);
    out_puts(out, "\n");
    str_release(&line);
    str_release(&backing);
}

static void put_process(struct out *out, const struct run *run, size_t name)
{
    const struct run_process *rp = &run->process[name];
    struct machine *m = (struct machine *)&run->m[rp->machine];
    struct process *p = process_at(m, rp->id);
    struct run_names store;
    struct names names = run_names(run, rp->machine, &store);

    out_style(out, ROLE_KEY);
    out_put(out, run->script->name[name].text);
    out_style(out, ROLE_PLAIN);
    if (run->machines > 1)
        out_printf(out, " on machine %u", rp->machine + 1u);
    out_puts(out, "\n");
    for (size_t i = 0; i < p->nareas; i++)
        put_area(out, m, p, &p->areas[i], &names);
}

int vm_work_maps(struct cli *cli, struct err *err)
{
    struct vm_scene scene;
    int rc;

    if (cli->args->noperands != 2)
        return err_set(err, ERR_USAGE, "pagein vm maps takes one FILE.");
    rc = vm_open(cli, cli->args->operands[1], &scene, err);
    if (rc == 0)
        rc = vm_run_to_end(cli, &scene);
    if (rc == 0 && scene.script.raw) {
        rc = err_set(err, ERR_USAGE,
                     "%s is about a raw machine: it has no processes.",
                     scene.path);
    }
    for (size_t i = 0; rc == 0 && i < scene.script.nnames; i++)
        if (scene.run->process[i].alive)
            put_process(cli->out, scene.run, i);
    vm_close(&scene);
    return rc;
}
