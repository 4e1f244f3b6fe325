/* What the columns of a table of answers are called. */
#include "base/mem.h"
#include "exam/attempt_inside.h"

static const struct {
    const char *name;
    enum column_kind kind;
} column_names[] = {
    {"id", COLUMN_STUDENT},    {"student", COLUMN_STUDENT},
    {"name", COLUMN_STUDENT},  {"form", COLUMN_FORM},
    {"item", COLUMN_ITEM},     {"question", COLUMN_ITEM},
    {"part", COLUMN_PART},     {"code", COLUMN_CODE},
    {"answer", COLUMN_ANSWER}, {"response", COLUMN_ANSWER},
};

static bool same_word(struct slice text, const char *word)
{
    size_t i = 0;

    for (; i < text.len && word[i] != '\0'; i++) {
        char c = text.at[i] >= 'A' && text.at[i] <= 'Z'
                     ? (char)(text.at[i] + 32)
                     : text.at[i];
        if (c != word[i])
            return false;
    }
    return i == text.len && word[i] == '\0';
}

static struct column column_of(struct slice name)
{
    struct column c = {.kind = COLUMN_OTHER};

    name = slice_trim(name);
    for (size_t i = 0; i < sizeof column_names / sizeof *column_names; i++)
        if (same_word(name, column_names[i].name))
            return (struct column){.kind = column_names[i].kind};
    if (attempt_place(name, &c.item, &c.part))
        c.kind = COLUMN_PLACE;
    return c;
}

/* The first column of that kind. */
static int seek(const struct reading *r, enum column_kind kind)
{
    for (size_t i = 0; i < r->ncolumns; i++)
        if (r->column[i].kind == kind)
            return (int)i;
    return NOT_THERE;
}

static int refuse_header(struct reading *r, const char *text)
{
    const struct csv_cell start = {.line = 1, .col = 1};

    csv_complain(r->table,
                 r->table->n > 0 ? &r->table->row[0].cell[0] : &start,
                 DIAG_ERROR, r->found, "%s", text);
    return -1;
}

int attempt_header(struct reading *r)
{
    const struct csv_row *row;

    if (r->table->n == 0)
        return refuse_header(r, "the table is empty; its first row names the "
                                "columns: id,form,1,2.1,2.2");
    row = &r->table->row[0];
    r->ncolumns = row->n;
    r->column = mem_new_array(row->n, sizeof *r->column);
    for (size_t i = 0; i < row->n; i++)
        r->column[i] = column_of(row->cell[i].text);
    r->student = seek(r, COLUMN_STUDENT);
    r->form = seek(r, COLUMN_FORM);
    r->item = seek(r, COLUMN_ITEM);
    r->part = seek(r, COLUMN_PART);
    r->code = seek(r, COLUMN_CODE);
    r->answer = seek(r, COLUMN_ANSWER);
    if (r->student == NOT_THERE)
        return refuse_header(r, "no column is called id; the first row names "
                                "the columns: id,form,1,2.1,2.2");
    if (r->answer != NOT_THERE && r->item == NOT_THERE &&
        r->code == NOT_THERE)
        return refuse_header(r, "a row an answer needs a column item or code "
                                "beside answer");
    if (r->answer == NOT_THERE && seek(r, COLUMN_PLACE) == NOT_THERE)
        return refuse_header(r, "no column holds answers; name them as on "
                                "paper, 1, 2.1, 2.2, or use columns item and "
                                "answer");
    return 0;
}
