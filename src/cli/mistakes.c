#include "cli/mistakes.h"

#include "deck/skill.h"
#include "problem/kind.h"
#include "sched/day.h"
#include "sys/json.h"

/* The first kind in which the mistake can be made, or NULL. */
static const struct kind *kind_with(enum mistake mistake)
{
    for (size_t i = 0; i < nkinds; i++)
        for (size_t k = 0; k < kinds[i]->nwrongs; k++)
            if (kinds[i]->wrongs[k].mistake == mistake)
                return kinds[i];
    return NULL;
}

static void put_row(struct out *out, const struct mistake_count *m)
{
    const struct mistake_row *row = &mistake_rows[mistake_find(m->mistake)];
    struct str day = STR_EMPTY;

    day_put(&day, m->last_day);
    out_printf(out, "%4lld x  last %s  ", (long long)m->times, day.at);
    out_put(out, m->mistake);
    if (row->does[0] != '\0')
        out_printf(out, " %s. But %s.", row->does, row->rule);
    out_puts(out, "\n");
    str_release(&day);
}

static void put_json(struct cli *cli, const struct mistake_count *all,
                     size_t n)
{
    struct str text = STR_EMPTY, day = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_array(&w, NULL);
    for (size_t i = 0; i < n; i++) {
        str_clear(&day);
        day_put(&day, all[i].last_day);
        json_open_object(&w, NULL);
        json_put_text(&w, "mistake", all[i].mistake);
        json_put_int(&w, "times", all[i].times);
        json_put_text(&w, "last", str_slice(&day));
        json_close(&w);
    }
    json_close(&w);
    out_json(cli->out, &text);
    str_release(&day);
    str_release(&text);
}

static void advise(struct cli *cli, const struct mistake_count *worst)
{
    const struct kind *kind = kind_with(mistake_find(worst->mistake));

    if (kind != NULL)
        out_printf(cli->say, "To practise it: pagein quiz %s\n", kind->id);
}

int mistakes_print(struct cli *cli, struct deck *deck, struct err *err)
{
    struct arena arena = {0};
    struct mistake_count *all;
    size_t n;
    int rc = deck_mistakes(deck, &all, &n, &arena, err);

    if (rc == 0 && cli->args->json) {
        put_json(cli, all, n);
    } else if (rc == 0) {
        for (size_t i = 0; i < n; i++)
            put_row(cli->out, &all[i]);
        if (n > 0)
            advise(cli, &all[0]);
        else
            out_puts(cli->say, "No mistake that has a name so far.\n");
    }
    arena_release(&arena);
    return rc;
}
