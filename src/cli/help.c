#include "cli/help.h"

enum {
    PAGE_COLUMNS = 78,
    INDENT = 2,
    NAME_COLUMNS = 26,
    EXAMPLE_COLUMNS = 44
};

/* Where a line of at most `columns` ends: at a blank, so that a word such as
 * "id,grade" stays whole; a word that is too long has a line of its own. */
static size_t line_end(struct slice text, size_t columns)
{
    size_t end = slice_find(text, 0, SLICE(" "));

    for (size_t next = end; next <= columns && next < text.len;) {
        next = slice_find(text, end + 1, SLICE(" "));
        if (next <= columns)
            end = next;
    }
    return end;
}

static void wrap_paragraph(struct str *out, struct slice text, int indent,
                           int columns)
{
    while (text.len > 0) {
        size_t end = line_end(text, (size_t)(columns - indent));
        str_fill(out, ' ', (size_t)indent);
        str_put(out, slice_sub(text, 0, end));
        str_putc(out, '\n');
        text = slice_skip(text, end < text.len ? end + 1 : end);
    }
}

void help_wrap(struct str *out, const char *text, int indent, int columns)
{
    struct slice rest = slice_from(text);

    while (rest.len > 0) {
        size_t gap = slice_find(rest, 0, SLICE("\n\n"));
        wrap_paragraph(out, slice_sub(rest, 0, gap), indent, columns);
        if (gap == rest.len)
            break;
        str_putc(out, '\n');
        rest = slice_skip(rest, gap + 2);
    }
}

static void wrapped(struct out *out, const char *text, int indent)
{
    struct str lines = STR_EMPTY;

    help_wrap(&lines, text, indent, PAGE_COLUMNS);
    out_puts(out, lines.at);
    str_release(&lines);
}

static void heading(struct out *out, const char *text)
{
    out_puts(out, "\n");
    out_strong(out, text);
    out_puts(out, "\n");
}

/* A name in a column, and the text about it beside or below. */
static void entry(struct out *out, const char *name, const char *text,
                  int columns)
{
    struct str lines = STR_EMPTY;
    int width = (int)strlen(name); /* ASCII */

    help_wrap(&lines, text, columns + INDENT, PAGE_COLUMNS);
    out_puts(out, "  ");
    out_styled(out, ROLE_KEY, name);
    if (width + 2 > columns)
        out_printf(out, "\n%s", lines.at);
    else
        out_printf(out, "%*s%s", columns - width, "",
                   lines.at + columns + INDENT);
    str_release(&lines);
}

/* "  -n, --dry-run" as help shows an option. */
static void option_name(struct str *out, const struct option_row *option)
{
    if (option->letter != 0)
        str_printf(out, "-%c, ", option->letter);
    else
        str_puts(out, "    ");
    str_printf(out, "--%s", option->name);
    if (option->value != NULL)
        str_printf(out, " %s", option->value);
}

static void options(struct out *out, const char *title, uint64_t set)
{
    struct str name = STR_EMPTY;

    if (set == 0)
        return;
    heading(out, title);
    for (int id = 0; id < OPTION_COUNT; id++) {
        if (!option_in(set, (enum option_id)id))
            continue;
        str_clear(&name);
        option_name(&name, &option_rows[id]);
        entry(out, name.at, option_rows[id].blurb, NAME_COLUMNS);
    }
    str_release(&name);
}

static void examples(struct out *out, const struct example *e)
{
    if (e == NULL)
        return;
    heading(out, "Examples");
    for (; e->line != NULL; e++)
        entry(out, e->line, e->what, EXAMPLE_COLUMNS);
}

static void lists(struct out *out, const struct help_list *l)
{
    struct example row;

    for (; l != NULL && l->title != NULL; l++) {
        heading(out, l->title);
        for (size_t i = 0; l->row(i, &row); i++)
            entry(out, row.line, row.what, NAME_COLUMNS);
    }
}

void help_command(struct out *out, const struct command *command)
{
    const char *gap = *command->name != '\0' ? " " : "";

    out_strong(out, "Usage");
    out_printf(out, " pagein%s%s%s%s [options]\n\n", gap, command->name,
               *command->operands != '\0' ? " " : "", command->operands);
    wrapped(out, command->about, 0);
    examples(out, command->examples);
    options(out, "Options", command->options);
    lists(out, command->lists);
    options(out, "Options of every command", OPTIONS_EVERYWHERE);
}

static void group(struct out *out, const char *title)
{
    struct str name = STR_EMPTY;

    heading(out, title);
    for (size_t i = 0; i < ncommands; i++) {
        const struct command *c = commands[i];
        if (c->group == NULL || strcmp(c->group, title) != 0)
            continue;
        str_clear(&name);
        str_printf(&name, "%s %s", c->name, c->operands);
        entry(out, name.at, c->blurb, NAME_COLUMNS);
    }
    str_release(&name);
}

void help_program(struct out *out)
{
    const char *last = "";

    out_strong(out, "Usage");
    out_puts(out, " pagein [COMMAND] [...]\n\n");
    wrapped(out, command_find("")->about, 0);
    for (size_t i = 0; i < ncommands; i++)
        if (commands[i]->group != NULL &&
            strcmp(commands[i]->group, last) != 0)
            group(out, last = commands[i]->group);
    options(out, "Options of every command", OPTIONS_EVERYWHERE);
    out_puts(out, "\npagein help COMMAND shows more of one, with examples; "
                  "man pagein has it all.\n");
}
