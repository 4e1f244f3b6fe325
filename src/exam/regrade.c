#include "exam/regrade.h"

#include "sys/json.h"

static bool read_mark(const struct json_value *v, struct arena *arena,
                      struct old_mark *out)
{
    struct slice student;
    int64_t points, full;

    if (!json_find_text(v, "id", &student) ||
        !json_find_int(v, "hundredths", 0, UINT32_MAX, &points) ||
        !json_find_int(v, "of_hundredths", 0, UINT32_MAX, &full))
        return false;
    *out = (struct old_mark){arena_copy(arena, student), (unsigned)points,
                             (unsigned)full};
    return true;
}

static bool read_all(struct earlier *e, const struct json_value *root)
{
    const struct json_value *students = json_find(root, "students"),
                            *rules = json_find(root, "rules");
    struct slice format;

    if (!json_find_text(root, "format", &format) ||
        !slice_is(format, "pagein-results-1") || students == NULL ||
        students->kind != JSON_LIST || rules == NULL ||
        rules->kind != JSON_LIST)
        return false;
    e->mark = arena_new_array(&e->arena, students->n, sizeof *e->mark);
    e->rule = arena_new_array(&e->arena, rules->n, sizeof *e->rule);
    for (const struct json_value *v = rules->first; v != NULL; v = v->next) {
        if (v->kind != JSON_TEXT)
            return false;
        e->rule[e->nrules++] = arena_copy(&e->arena, v->text);
    }
    for (const struct json_value *v = students->first; v != NULL;
         v = v->next) {
        if (!read_mark(v, &e->arena, &e->mark[e->n]))
            return false;
        roll_put(&e->students, e->mark[e->n].student, e->n);
        e->n++;
    }
    return true;
}

int earlier_read(struct earlier *out, struct slice text, const char *file,
                 struct err *err)
{
    struct json_doc doc;
    bool good;

    *out = (struct earlier){0};
    if (json_read(&doc, text, file, err) < 0)
        return -1;
    good = read_all(out, doc.root);
    json_release(&doc);
    if (good)
        return 0;
    earlier_release(out);
    return err_set(err, ERR_NOTES,
                   "%s does not hold the results of an earlier marking. Move "
                   "it away to mark anew.",
                   file);
}

void earlier_release(struct earlier *e)
{
    roll_release(&e->students);
    arena_release(&e->arena);
    *e = (struct earlier){0};
}

const struct old_mark *earlier_of(const struct earlier *e,
                                  struct slice student)
{
    size_t i;

    return roll_find(&e->students, student, &i) ? &e->mark[i] : NULL;
}

int mark_change(const struct old_mark *old, const struct marks *now)
{
    uint64_t before = (uint64_t)old->points * now->full,
             after = (uint64_t)now->points * old->full;

    if (now->points == old->points && now->full == old->full)
        return 0;
    /* All was dropped: nobody is the worse for it. */
    if (now->full == 0 || old->full == 0)
        return 1;
    return after < before ? -1 : 1;
}
