#include "cli/grade.h"

#include "publish/asking.h"

static void put_points(struct out *out, unsigned hundredths)
{
    struct str text = STR_EMPTY;

    points_put(&text, hundredths);
    out_puts(out, text.at);
    str_release(&text);
}

static void put_change(struct out *out, const struct old_mark *old,
                       const struct marks *now)
{
    out_put(out, now->attempt->student);
    out_puts(out, "  ");
    put_points(out, old->points);
    if (old->full != now->full) {
        out_puts(out, " of ");
        put_points(out, old->full);
    }
    out_puts(out, " \u2192 ");
    put_points(out, now->points);
    out_puts(out, " of ");
    put_points(out, now->full);
    if (mark_change(old, now) < 0)
        out_styled(out, ROLE_WARN, "  lower");
    out_puts(out, "\n");
}

/* Those whom the table names no more, by line each; how many. */
static size_t put_gone(struct cli *cli, const struct earlier *earlier,
                       const struct results *now)
{
    struct roll here = {0};
    size_t gone = 0, i;

    for (i = 0; i < now->n; i++)
        roll_put(&here, now->marks[i].attempt->student, i);
    for (size_t k = 0; k < earlier->n; k++) {
        const struct old_mark *old = &earlier->mark[k];

        if (roll_find(&here, old->student, &i))
            continue;
        gone++;
        if (cli->args->json)
            continue;
        out_put(cli->out, old->student);
        out_puts(cli->out, "  ");
        put_points(cli->out, old->points);
        out_puts(cli->out, " of ");
        put_points(cli->out, old->full);
        out_puts(cli->out, " \u2192 ");
        out_styled(cli->out, ROLE_WARN, "not in the table\n");
    }
    roll_release(&here);
    if (gone > 0) {
        out_count(cli->say, gone, "student");
        out_puts(cli->say, " of the earlier marking ");
        out_puts(cli->say, gone == 1 ? "is" : "are");
        out_puts(cli->say, " not in this table; one table holds them all.\n");
    }
    return gone;
}

size_t grade_changes(struct cli *cli, const struct earlier *earlier,
                     const struct results *now)
{
    size_t changed = 0, lower = 0;

    if (earlier->n == 0)
        return 0;
    for (size_t i = 0; i < now->n; i++) {
        const struct marks *marks = &now->marks[i];
        const struct old_mark *old =
            earlier_of(earlier, marks->attempt->student);

        if (old == NULL || mark_change(old, marks) == 0)
            continue;
        changed++;
        lower += mark_change(old, marks) < 0;
        if (!cli->args->json)
            put_change(cli->out, old, marks);
    }
    out_printf(cli->say, "%zu of ", changed);
    out_count(cli->say, now->n, "student");
    out_puts(cli->say, changed == 1 ? " has another mark than before.\n"
                                    : " have another mark than before.\n");
    return lower + put_gone(cli, earlier, now);
}
