/* pagein vm formats: the kinds of page tables, and their entries as bits. */
#include <stdio.h>

#include "cli/vm_work.h"

/* "63" over "NX", side by side:
 *
 *      63  62      52  51      12  11   9  8   7
 *     | NX | ignored |    PPN    | ignored | G | PS | ...             */
static void put_picture(struct out *out, const struct format *f,
                        unsigned level, bool leaf)
{
    struct format_field field[64];
    size_t n = format_fields(f, level, leaf, field);
    struct str bits = STR_EMPTY, names = STR_EMPTY;

    for (size_t i = 0; i < n; i++) {
        const char *name = field[i].name;
        char range[16];
        size_t width;
        if (field[i].hi == field[i].lo)
            snprintf(range, sizeof range, "%u", field[i].hi);
        else
            snprintf(range, sizeof range, "%u..%u", field[i].hi, field[i].lo);
        if (field[i].kind == FIELD_IGNORED)
            name = "-";
        width = strlen(range) > strlen(name) ? strlen(range) : strlen(name);
        str_printf(&bits, "  %-*s", (int)width, range);
        str_printf(&names, "| %-*s", (int)width, name);
    }
    out_printf(out, "    %s\n    %s |\n", bits.at, names.at);
    str_release(&bits);
    str_release(&names);
}

static void put_address(struct out *out, const struct format *f)
{
    out_printf(out, "    address, %u bits: ", f->va_bits);
    for (unsigned l = f->levels; l-- > 0;)
        out_printf(out, "%u + ", f->index_bits[l]);
    out_printf(out, "%u of offset; physical, %u bits\n", f->page_bits,
               f->pa_bits);
}

static void put_levels(struct out *out, const struct format *f)
{
    bool told = false;

    out_puts(out, "    an entry for a page:\n");
    put_picture(out, f, 0, true);
    if (f->levels > 1) {
        out_puts(out, "    an entry for a table:\n");
        put_picture(out, f, 1, false);
    }
    for (unsigned l = 1; l < f->levels && !told; l++)
        if (f->large_at >> l & 1) {
            out_puts(out, "    an entry for a large page, on level 1:\n");
            put_picture(out, f, l, true);
            told = true;
        }
}

static void put_format(struct out *out, const struct format *f, bool whole)
{
    out_styled(out, ROLE_KEY, f->name);
    out_printf(out, "  %s\n", f->blurb);
    if (!whole)
        return;
    put_address(out, f);
    put_levels(out, f);
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
        put_format(cli->out, f, true);
        return STATUS_DONE;
    }
    for (size_t i = 0; i < nformats; i++)
        put_format(cli->out, &formats[i], true);
    return STATUS_DONE;
}
