#include "cli/report.h"

#include "text/escape.h"
#include "text/unicode.h"

/* Drops whole characters in front until the rest is `columns` wide. */
static struct slice last_columns(struct slice text, int columns)
{
    struct grapheme g;

    for (int width = text_width(text); width > columns; width -= g.width)
        if (!grapheme_next(&text, &g))
            break;
    return text;
}

/* The source line, cut so that the caret is on the screen:
 *
 *     12 | …the rest of a long line {{ and what follows…
 *        |                          ^                                     */
static void source_line(struct out *out, const struct diag *d)
{
    struct str before = STR_EMPTY, gutter = STR_EMPTY;
    size_t at = d->col > 0 ? d->col - 1 : 0;
    struct slice left, rest = slice_sub(d->source, at, d->source.len);
    int room, width;

    str_printf(&gutter, "%5zu | ", d->line);
    room = out->columns - (int)gutter.len;
    if (room < 20)
        room = 20;
    escape_line(&before, slice_sub(d->source, 0, at));
    left = last_columns(str_slice(&before), room * 2 / 3);
    width = text_width(left);
    out_style(out, ROLE_DIM);
    out_puts(out, gutter.at);
    out_style(out, ROLE_PLAIN);
    if (left.len < before.len)
        out_puts(out, "…");
    out_put(out, left);
    out_cell(out, rest, room - width - (left.len < before.len), false);
    out_printf(out, "\n%*s", (int)gutter.len - 2, "");
    out_style(out, ROLE_DIM);
    out_puts(out, "| ");
    out_printf(out, "%*s", width + (left.len < before.len), "");
    out_styled(out, d->level == DIAG_ERROR ? ROLE_ERROR : ROLE_WARN, "^");
    out_puts(out, "\n");
    str_release(&before);
    str_release(&gutter);
}

static const char *level_name(const struct diag *d)
{
    return d->level == DIAG_ERROR ? "error" : "warning";
}

void report_findings(struct out *out, struct diags *found)
{
    diags_sort(found);
    for (size_t i = 0; i < found->n; i++) {
        const struct diag *d = &found->at[i];
        out_style(out, ROLE_PATH);
        out_put(out, d->file);
        out_printf(out, ":%zu:%zu: ", d->line, d->col);
        out_style(out, ROLE_PLAIN);
        out_style(out, d->level == DIAG_ERROR ? ROLE_ERROR : ROLE_WARN);
        out_printf(out, "%s: ", level_name(d));
        out_style(out, ROLE_PLAIN);
        out_put(out, d->text);
        out_style(out, ROLE_DIM);
        out_printf(out, " [%s]", d->rule);
        out_style(out, ROLE_PLAIN);
        out_puts(out, "\n");
        if (out->moves && d->source.len > 0)
            source_line(out, d);
    }
}

void report_json(struct json *w, struct diags *found)
{
    diags_sort(found);
    for (size_t i = 0; i < found->n; i++) {
        const struct diag *d = &found->at[i];
        json_open_object(w, NULL);
        json_put_text(w, "file", d->file);
        json_put_int(w, "line", (int64_t)d->line);
        json_put_int(w, "col", (int64_t)d->col);
        json_put_text(w, "level", slice_from(level_name(d)));
        json_put_text(w, "rule", slice_from(d->rule));
        json_put_text(w, "text", d->text);
        json_close(w);
    }
}

void report_sum(struct out *out, size_t errors, size_t warnings)
{
    if (errors + warnings == 0)
        out_puts(out, "nothing to complain of");
    if (errors > 0)
        out_count(out, errors, "error");
    if (errors > 0 && warnings > 0)
        out_puts(out, " and ");
    if (warnings > 0)
        out_count(out, warnings, "warning");
}
