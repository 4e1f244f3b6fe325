#include "deck/plans.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "deck/inside.h"

/* What an index can't do, and why it does no harm. */
static bool harmless(const char *sql, const char *line)
{
    static const struct {
        const char *sql, *line;
    } allowed[] = {
        /* the latest few answers, picked by index before */
        {"LIMIT 200) e JOIN card", "SCAN e"},
        {"", "SCAN CONSTANT ROW"},
        /* the tags of one card */
        {"ft.name NOT IN", "USE TEMP B-TREE"},
        /* all files, to see whether they changed */
        {"FROM file f JOIN root r", "SCAN f"},
        /* after an edit: the one row of the deck, orphans, what the latest
         * imports overwrote; no child is looked for unless a key is broken */
        {"UPDATE deck SET notes_version", "SCAN deck"},
        {"FROM note WHERE gone = 1", "SCAN note USING INDEX note_gone"},
        {"SELECT DISTINCT import FROM note_was", "SCAN note_was USING"},
        {"INSERT INTO file (", "SCAN note_was"},
        {"INSERT OR IGNORE INTO note (", "SCAN note_was"},
    };

    for (size_t i = 0; i < COUNT(allowed); i++)
        if (strstr(sql, allowed[i].sql) != NULL &&
            strstr(line, allowed[i].line) == line)
            return true;
    return false;
}

struct looking {
    const char *sql;
    int bad;
};

static void look(const char *line, void *arg)
{
    struct looking *l = arg;

    if ((strstr(line, "SCAN ") == NULL &&
         strstr(line, "TEMP B-TREE") == NULL) ||
        harmless(l->sql, line))
        return;
    print_error("%s\n    %s\n", line, l->sql);
    l->bad++;
}

void assert_plans_good(struct deck *deck)
{
    struct looking l = {NULL, 0};
    struct err err;

    for (size_t i = 0; (l.sql = db_statement(deck->db, i)) != NULL; i++)
        if (strncmp(l.sql, "PRAGMA", 6) != 0 &&
            strstr(l.sql, "sqlite_schema") == NULL)
            assert_int_equal(db_explain(deck->db, l.sql, look, &l, &err), 0);
    assert_int_equal(l.bad, 0);
}
