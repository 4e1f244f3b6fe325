/* What came of making an exam. */
#include "cli/exam_making.h"
#include "sys/json.h"

/* As text: JSON has no 64 bits. */
static void put_number(struct json *w, const char *key, uint64_t n)
{
    struct str text = STR_EMPTY;

    str_printf(&text, "%llu", (unsigned long long)n);
    json_put_text(w, key, str_slice(&text));
    str_release(&text);
}

static void tell_json(const struct making *m)
{
    const struct exam_order *o = m->order;
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);

    json_open_object(&w, NULL);
    if (o->cli->args->out != NULL)
        json_put_text(&w, "folder", slice_from(o->cli->args->out));
    json_put_bool(&w, "written", !o->cli->args->dry_run);
    if (!o->blueprint.graded)
        put_number(&w, "seed", o->seed);
    json_put_int(&w, "forms", (int64_t)m->fairness.nforms);
    json_put_int(&w, "files", (int64_t)m->files);
    json_put_int(&w, "points", m->fairness.exam->points);
    json_put_int(&w, "keys solved again", (int64_t)m->keys);
    json_put_int(&w, "keys told by the kernel", (int64_t)m->proved);
    json_put_int(&w, "forms equal to another", (int64_t)m->equal);
    json_put_bool(&w, "fair", fairness_is_fair(&m->fairness));
    json_open_array(&w, "items");
    for (size_t i = 0; i < m->fairness.exam->nitems; i++) {
        const struct row_plan *plan = &m->fairness.plans[i];
        json_open_object(&w, NULL);
        json_put_text(&w, "kind",
                      slice_from(plan->kind ? plan->kind->id : "CLOZE"));
        json_put_int(&w, "level", plan->level);
        json_put_int(&w, "least steps", m->fairness.rows[i].least);
        json_put_int(&w, "most steps", m->fairness.rows[i].most);
        json_put_text(&w, "comes to", slice_from(plan->outcome));
        json_put_int(&w, "points", m->fairness.exam->items[i].points);
        json_close(&w);
    }
    json_close(&w);
    json_close(&w);
    out_json(o->cli->out, &text);
    str_release(&text);
}

static void tell_table(struct making *m)
{
    str_clear(&m->text);
    fairness_put(&m->text, &m->fairness);
    out_lines(m->order->cli->out, str_slice(&m->text));
}

static void tell_words(const struct making *m)
{
    const struct exam_order *o = m->order;
    struct out *say = o->cli->say;

    out_count(say, m->fairness.nforms, o->bank ? "instance" : "form");
    out_puts(say, o->bank ? " of each item. " : ". ");
    out_count(say, m->keys, "key");
    out_puts(say, " solved again in another way: all the same");
    if (o->cli->args->prove)
        out_printf(say, "; %zu also told by this machine's kernel",
                   m->proved);
    out_puts(say, ".\n");
    if (m->equal > 0)
        out_printf(say,
                   "%zu of the forms are equal to another: the blueprint's "
                   "kinds do not have enough different problems.\n",
                   m->equal);
    if (!o->blueprint.graded && o->cli->args->seed == NULL)
        out_printf(say, "The seed was %llu.\n", (unsigned long long)o->seed);
    out_count(say, m->files, "file");
    out_puts(say,
             o->cli->args->dry_run ? " would be written" : " written to ");
    if (!o->cli->args->dry_run)
        out_put(say, slice_from(o->cli->args->out));
    out_puts(say, ".\n");
}

void exam_tell(struct making *m)
{
    if (m->order->cli->args->json)
        tell_json(m);
    else
        tell_table(m);
    if (!m->order->cli->args->json && !m->order->cli->args->quiet)
        tell_words(m);
}
