/* Any bytes at all as a blueprint, as a roster, as a form of exam.json: they
 * are refused, or they are within what the headers promise. */
#include <assert.h>
#include <stdint.h>

#include "exam/blueprint.h"
#include "exam/exam.h"
#include "exam/paper_form.h"
#include "exam/roster.h"
#include "problem/judge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_entry(const struct entry *e)
{
    assert(e->count >= 1 && e->count <= ITEMS_MAX);
    assert(e->points >= 1 && e->points <= POINTS_MAX);
    assert(e->lines <= LINES_MAX);
    assert(e->level >= 0 && e->level <= LEVELS);
    if (e->what == ENTRY_KIND || e->what == ENTRY_PIN)
        assert(e->level == 0 || kind_has_level(e->kind, e->level));
    if (e->what == ENTRY_TOPIC)
        assert(e->topic != NULL);
}

static void as_blueprint(struct slice bytes)
{
    struct diags found = {0};
    struct blueprint b;

    if (blueprint_parse(&b, bytes, SLICE("b.yaml"), &found) == 0) {
        assert(found.errors == 0);
        assert(b.nitems >= 1 && b.nitems <= ITEMS_MAX);
        for (size_t i = 0; i < b.nentries; i++)
            check_entry(&b.entries[i]);
    } else {
        assert(found.errors > 0);
    }
    blueprint_release(&b);
    diags_release(&found);
}

static void check_name(const char *name)
{
    assert(name[0] != '\0' && name[0] != '.');
    assert(strchr(name, '/') == NULL && strstr(name, "..") == NULL);
    for (; *name != '\0'; name++)
        assert(*name > ' ' && *name < 0x7f);
}

static void as_roster(struct slice bytes)
{
    struct diags found = {0};
    struct roster r = {0};

    if (roster_parse(&r, bytes, SLICE("r.csv"), &found) == 0)
        for (size_t i = 0; i < r.n; i++) {
            assert(r.rows[i].id[0] != '\0');
            assert(r.rows[i].minutes <= MINUTES_MAX);
            check_name(r.rows[i].file);
        }
    else
        assert(found.errors > 0);
    roster_release(&r);
    diags_release(&found);
}

static void judge_all(const struct form *form, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct problem *p = form->questions[i]->problem;
        if (p == NULL)
            continue;
        assert(judge(p, &p->key).all_right);
        for (size_t k = 0; k < p->nwrongs; k++)
            judge(p, &p->wrongs[k].answers);
    }
}

/* As many items as it has itself, so that it is looked into. */
static void as_form(struct slice bytes)
{
    static const struct item items[ITEMS_MAX];
    struct exam exam = {.items = items};
    const struct json_value *list;
    struct arena arena = {0};
    struct json_doc doc;
    struct form form;
    struct err err;

    if (json_read(&doc, bytes, "exam.json", &err) < 0)
        return;
    list = json_find(doc.root, "items");
    if (list != NULL && list->n <= ITEMS_MAX)
        exam.nitems = list->n;
    if (form_from_json(&form, doc.root, &exam, "exam.json", &arena, &err) ==
        0)
        judge_all(&form, exam.nitems);
    json_release(&doc);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = {(const char *)data, size};

    if (size > 0 && data[0] == '{')
        as_form(bytes);
    as_blueprint(bytes);
    as_roster(bytes);
    return 0;
}
