#include "cli/generate.h"

#include "cli/help.h"

enum { PAGE_COLUMNS = 72 };

/* Text as roff wants it: no line begins with a control character, a
 * backslash is \e, a dash one that can be copied. */
static void put(struct str *out, const char *text)
{
    bool first = true;

    for (; *text != '\0'; text++) {
        if (first && (*text == '.' || *text == '\''))
            str_puts(out, "\\&");
        if (*text == '\\')
            str_puts(out, "\\e");
        else if (*text == '-')
            str_puts(out, "\\-");
        else
            str_putc(out, *text);
        first = *text == '\n';
    }
}

static bool ends_sentence(const char *at)
{
    return strchr(".?!:", at[0]) != NULL && at[1] == ' ' && at[2] >= 'A' &&
           at[2] <= 'Z';
}

static void put_paragraph(struct str *out, struct slice text)
{
    struct str sentence = STR_EMPTY, lines = STR_EMPTY;

    for (size_t i = 0; i < text.len; i++) {
        bool last = i + 1 == text.len || ends_sentence(text.at + i);
        str_putc(&sentence, text.at[i]);
        if (!last)
            continue;
        help_wrap(&lines, sentence.at, 0, PAGE_COLUMNS);
        str_clear(&sentence);
        i++; /* the blank behind it */
    }
    put(out, lines.at);
    str_release(&lines);
    str_release(&sentence);
}

/* Paragraphs; each sentence begins a line, as mdoc likes it. */
static void put_prose(struct str *out, const char *text)
{
    struct slice rest = slice_from(text);

    for (;;) {
        size_t gap = slice_find(rest, 0, SLICE("\n\n"));
        put_paragraph(out, slice_sub(rest, 0, gap));
        if (gap == rest.len)
            return;
        str_puts(out, ".Pp\n");
        rest = slice_skip(rest, gap + 2);
    }
}

static void put_options(struct str *out, uint64_t set)
{
    str_puts(out, ".Bl -tag -width Ds\n");
    for (int id = 0; id < OPTION_COUNT; id++) {
        const struct option_row *o = &option_rows[id];
        if (!option_in(set, (enum option_id)id))
            continue;
        str_puts(out, ".It ");
        if (o->letter != 0)
            str_printf(out, "Fl %c , ", o->letter);
        str_puts(out, "Fl \\-");
        put(out, o->name);
        if (o->value != NULL)
            str_printf(out, " Ar %s", o->value);
        str_putc(out, '\n');
        put(out, o->blurb);
        str_putc(out, '\n');
    }
    str_puts(out, ".El\n");
}

static void put_examples(struct str *out, const struct example *e)
{
    if (e == NULL)
        return;
    str_puts(out, ".Pp\nExamples:\n.Pp\n.Bl -tag -width Ds -compact\n");
    for (; e->line != NULL; e++) {
        str_puts(out, ".It Ic ");
        put(out, e->line);
        str_putc(out, '\n');
        put(out, e->what);
        str_puts(out, "\n");
    }
    str_puts(out, ".El\n");
}

static void put_list(struct str *out, const struct help_list *l)
{
    struct example row;

    str_puts(out, ".Pp\n");
    put(out, l->title);
    str_puts(out, ":\n.Bl -tag -width Ds\n");
    for (size_t i = 0; l->row(i, &row); i++) {
        str_puts(out, ".It Ic ");
        put(out, row.line);
        str_putc(out, '\n');
        put_prose(out, row.what);
    }
    str_puts(out, ".El\n");
}

static void put_lists(struct str *out, const struct help_list *l)
{
    for (; l != NULL && l->title != NULL; l++)
        put_list(out, l);
}

static void put_command(struct str *out, const struct command *c)
{
    str_printf(out, ".Ss %s\n.Bd -literal\npagein %s", c->name, c->name);
    if (*c->operands != '\0')
        str_printf(out, " %s", c->operands);
    str_puts(out, " [options]\n.Ed\n.Pp\n");
    put_prose(out, c->about);
    if (c->options != 0)
        put_options(out, c->options);
    put_lists(out, c->lists);
    put_examples(out, c->examples);
}

static const struct {
    int status;
    const char *what;
} statuses[] = {
    {STATUS_DONE, "All was done."},
    {STATUS_FOUND, "A check found something; due \\-q: nothing is due."},
    {STATUS_USAGE, "The command line is wrong."},
    {STATUS_NOTES, "The notes, or another file that was read, are wrong."},
    {STATUS_NO_INPUT,
     "A file, a deck or a card that was named is not there."},
    {71, "There was not enough memory."},
    {STATUS_CREATE, "An output could not be made."},
    {STATUS_IO, "Reading or writing failed."},
    {STATUS_BUSY, "Another program is using the deck."},
    {STATUS_UNSAFE, "The deck is not safe to open, or newer than pagein."},
};

static const char files[] =
    ".Sh ENVIRONMENT\n"
    ".Bl -tag -width Ds\n"
    ".It Ev VISUAL , Ev EDITOR\n"
    "The editor for notes; a command line such as\n"
    ".Ql code \\-\\-wait\n"
    "is fine.\n"
    ".It Ev NO_COLOR\n"
    "When not empty, no colour unless\n"
    ".Fl \\-color\n"
    "asks for it.\n"
    ".It Ev TERM\n"
    "With\n"
    ".Ql dumb ,\n"
    "nothing is redrawn and nothing is coloured.\n"
    ".It Ev PAGEIN_PLAIN\n"
    "When not empty, as with\n"
    ".Fl \\-plain .\n"
    ".It Ev XDG_DATA_HOME , Ev XDG_CONFIG_HOME , Ev XDG_CACHE_HOME\n"
    "Where the folders below lie.\n"
    ".El\n"
    ".Sh FILES\n"
    ".Bl -tag -width Ds\n"
    ".It Pa ~/.local/share/pagein/NAME.sqlite\n"
    "The deck NAME.\n"
    ".It Pa ~/.config/pagein/config.yaml\n"
    "Your own ways: the keys\n"
    ".Ql color ,\n"
    ".Ql plain ,\n"
    ".Ql editor\n"
    "and\n"
    ".Ql deck .\n"
    ".It Pa ~/.cache/pagein\n"
    "Search indexes; they may be deleted.\n"
    ".El\n";

static void put_statuses(struct str *out)
{
    str_puts(out, ".Sh EXIT STATUS\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        str_printf(out, ".It %d\n%s\n", statuses[i].status, statuses[i].what);
    str_printf(out, ".It %d + n\nEnded by signal n.\n.El\n", STATUS_SIGNAL);
}

void generate_man(struct out *out)
{
    struct str page = STR_EMPTY;

    str_printf(&page,
               ".Dd %s\n.Dt PAGEIN 1\n.Os\n.Sh NAME\n.Nm pagein\n"
               ".Nd Markdown notes to a daily review in the terminal\n"
               ".Sh SYNOPSIS\n.Nm\n.Op Ar command\n.Op Ar options\n"
               ".Op Ar operands\n.Sh DESCRIPTION\n",
               PAGEIN_DATE);
    put_prose(&page, command_find("")->about);
    str_puts(&page, ".Pp\nEvery command takes these options:\n");
    put_options(&page, OPTIONS_EVERYWHERE);
    str_puts(&page, ".Sh COMMANDS\n");
    for (size_t i = 0; i < ncommands; i++)
        if (commands[i]->group != NULL)
            put_command(&page, commands[i]);
    str_puts(&page, files);
    put_statuses(&page);
    out_puts(out, page.at);
    str_release(&page);
}
