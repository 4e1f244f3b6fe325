/* pagein vm formats: the kinds of page tables, and their entries as bits. */
#include "cli/vm_tell.h"

/* Entries for pages, for tables, and for large pages of the lowest level that
 * has them. */
static void put_entries(struct out *out, const struct format *f, bool ascii)
{
    struct arena arena = {0};
    struct figure figure = figure_entry(&arena, f, 0, true, NULL);

    vm_draw_on(out, &figure, ascii);
    if (f->levels > 1) {
        figure = figure_entry(&arena, f, 1, false, NULL);
        vm_draw_on(out, &figure, ascii);
    }
    for (unsigned l = 1; l < f->levels; l++)
        if (f->large_at >> l & 1) {
            figure = figure_entry(&arena, f, l, true, NULL);
            vm_draw_on(out, &figure, ascii);
            break;
        }
    arena_release(&arena);
}

static void put_format(struct cli *cli, const struct format *f)
{
    struct out *out = cli->out;

    out_styled(out, ROLE_KEY, f->name);
    out_printf(out, "  %s\n", f->blurb);
    out_printf(out, "    virtual address, %u bits: ", f->va_bits);
    for (unsigned l = f->levels; l-- > 0;)
        out_printf(out, "%u + ", f->index_bits[l]);
    out_printf(out, "%u of offset; physical address, %u bits\n", f->page_bits,
               f->pa_bits);
    put_entries(out, f, cli->args->plain);
    out_puts(out, "\n");
}

int vm_work_formats(struct cli *cli, struct err *err)
{
    const struct format *f;

    if (cli->args->noperands > 2)
        return err_set(err, ERR_USAGE, "pagein vm formats takes one NAME.");
    if (cli->args->noperands == 2) {
        f = format_find(slice_from(cli->args->operands[1]));
        if (f == NULL)
            return err_set(err, ERR_USAGE,
                           "There is no format \"%s\"; pagein vm formats "
                           "lists them.",
                           cli->args->operands[1]);
        put_format(cli, f);
        return STATUS_DONE;
    }
    for (size_t i = 0; i < nformats; i++)
        put_format(cli, &formats[i]);
    return STATUS_DONE;
}
