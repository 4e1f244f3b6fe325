#include "deck/select.h"

#include "text/unicode.h"

bool selection_is_all(const struct selection *s)
{
    return s->tag.len == 0 && s->path.len == 0 && s->heading.len == 0 &&
           s->root == 0;
}

/* True when one of the headings of a section, one a line, is `folded`. */
static bool has_heading(struct slice section, struct slice folded)
{
    struct str one = STR_EMPTY;
    struct slice line;
    bool found = false;

    while (!found && slice_line(&section, &line)) {
        str_clear(&one);
        text_fold(&one, line);
        found = slice_eq(str_slice(&one), folded);
    }
    str_release(&one);
    return found;
}

static int find_sections(struct deck *deck, struct slice heading,
                         struct str *out, struct err *err)
{
    struct stmt *q = db_query(deck->db, "SELECT id, path FROM section");
    struct str folded = STR_EMPTY;
    const char *comma = "";
    int rc;

    text_fold(&folded, heading);
    str_putc(out, '[');
    while ((rc = stmt_next(q, err)) == 1) {
        if (!has_heading(row_text(q, 1), str_slice(&folded)))
            continue;
        str_printf(out, "%s%lld", comma, (long long)row_int(q, 0));
        comma = ",";
    }
    str_putc(out, ']');
    stmt_end(q);
    str_release(&folded);
    return rc;
}

int select_prepare(struct deck *deck, const struct selection *selection,
                   struct select *out, struct err *err)
{
    struct select s = {selection, STR_EMPTY};

    if (selection->heading.len > 0 &&
        find_sections(deck, selection->heading, &s.sections, err) < 0) {
        str_release(&s.sections);
        return -1;
    }
    *out = s;
    return 0;
}

void select_release(struct select *select)
{
    str_release(&select->sections);
}

void select_bind(struct stmt *q, const struct select *select)
{
    const struct selection *s = select->selection;

    if (s->tag.len > 0)
        bind_text(q, 11, s->tag);
    if (s->path.len > 0)
        bind_text(q, 12, s->path);
    if (select->sections.len > 0)
        bind_text(q, 13, str_slice(&select->sections));
    if (s->root != 0)
        bind_int(q, 14, s->root);
}
