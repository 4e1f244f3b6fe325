/* exam.json back: the head at once, each form when it is asked for. */
#include <stdlib.h>

#include "base/mem.h"
#include "exam/paper.h"
#include "exam/paper_form.h"
#include "exam/paper_start.h"
#include "sys/file.h"

enum { PAPER_BYTES_MAX = INT32_MAX, SHARDS_MAX = 4096 };

static const char forms_line[] = "\n  \"forms\": [";

/* One file of the exam. */
struct sheet {
    const char *path;
    struct str text;
    struct json_doc whole; /* of a file that is not one form a line */
};

/* Where a form stands: a line of JSON, or a value of a whole document. */
struct place_of_form {
    struct slice name, line;
    const struct json_value *value;
    const char *path;
};

struct paper {
    struct paper_start start;
    struct sheet *sheets;
    size_t nsheets;
    struct place_of_form *forms;
    size_t nforms, cap;
    size_t *slots; /* a hash table of names: index + 1, or 0 */
    size_t nslots;
    struct arena arena;
};

/* --- heads ------------------------------------------------------------- */

/* Shards are of one exam: their heads agree in what marking looks at. */
static bool same_exam(const struct paper_start *a,
                      const struct paper_start *b)
{
    bool same = a->exam.nitems == b->exam.nitems &&
                strcmp(a->exam.title, b->exam.title) == 0;

    for (size_t i = 0; same && i < a->exam.nitems; i++)
        same = a->exam.items[i].points == b->exam.items[i].points &&
               strcmp(a->kinds[i], b->kinds[i]) == 0;
    return same;
}

static int take_start(struct paper *p, const struct json_value *root,
                      const char *path, struct err *err)
{
    struct paper_start start;

    if (paper_start_read(&start, root, path, &p->arena, err) < 0)
        return -1;
    if (p->start.kinds != NULL && !same_exam(&p->start, &start))
        return err_set(err, ERR_NOTES,
                       "%.300s is of another exam than the files beside it.",
                       path);
    p->start = start;
    return 0;
}

static int take_head(struct paper *p, struct slice text, const char *path,
                     struct err *err)
{
    struct json_doc doc;
    int rc = json_read(&doc, text, path, err);

    if (rc < 0)
        return -1;
    rc = take_start(p, doc.root, path, err);
    json_release(&doc);
    return rc;
}

/* --- where the forms are ------------------------------------------------ */

static size_t *slot_of(const struct paper *p, struct slice name)
{
    struct hash h = hash_of(name);
    size_t i = (size_t)hash_u64(&h) & (p->nslots - 1);

    while (p->slots[i] != 0 &&
           !slice_eq(p->forms[p->slots[i] - 1].name, name))
        i = (i + 1) & (p->nslots - 1);
    return &p->slots[i];
}

/* Called when all names are there. */
static int index_names(struct paper *p, const char *path, struct err *err)
{
    for (p->nslots = 16; p->nslots < 2 * p->nforms;)
        p->nslots *= 2;
    p->slots = mem_new_array(p->nslots, sizeof *p->slots);
    for (size_t i = 0; i < p->nforms; i++) {
        size_t *slot = slot_of(p, p->forms[i].name);
        if (*slot != 0)
            return err_set(err, ERR_NOTES, "%.300s has form \"%.*s\" twice.",
                           path,
                           SLICE_FMT(slice_sub(p->forms[i].name, 0, 60)));
        *slot = i + 1;
    }
    return 0;
}

static int add_form(struct paper *p, struct place_of_form place,
                    struct err *err)
{
    if (p->nforms == FORMS_MAX)
        return err_set(err, ERR_NOTES, "%.300s has more than %d forms.",
                       place.path, FORMS_MAX);
    p->forms = mem_grow(p->forms, p->nforms, &p->cap, sizeof *p->forms);
    p->forms[p->nforms++] = place;
    return 0;
}

/* The name that a form's line begins with: {"form": "NAME", ... */
static bool line_name(struct paper *p, struct slice line, struct slice *out)
{
    static const char head[] = "{\"form\": ";
    struct str one = STR_EMPTY;
    struct json_doc doc;
    struct err err;
    size_t end = sizeof head; /* behind the first quote */
    bool found;

    if (!slice_has_prefix(line, slice_from(head)))
        return false;
    while (end < line.len && line.at[end] != '"')
        end += line.at[end] == '\\' ? 2 : 1;
    if (end >= line.len)
        return false;
    str_put(&one, slice_sub(line, 0, end + 1));
    str_putc(&one, '}');
    if (json_read(&doc, str_slice(&one), "form", &err) < 0) {
        str_release(&one);
        return false;
    }
    found = json_find_text(doc.root, "form", out);
    *out = arena_copy(&p->arena, found ? *out : SLICE(""));
    json_release(&doc);
    str_release(&one);
    return found;
}

/* 1 when the file is one form a line, 0 when it is not. */
static int take_lines(struct paper *p, const struct sheet *s, struct err *err)
{
    struct slice text = str_slice(&s->text), line;
    size_t at = slice_find(text, 0, slice_from(forms_line));
    size_t before = p->nforms;
    struct str head = STR_EMPTY;
    int rc = 1;

    if (at == text.len)
        return 0;
    str_put(&head, slice_sub(text, 0, at + sizeof forms_line - 1));
    str_puts(&head, "]}");
    rc = take_head(p, str_slice(&head), s->path, err) < 0 ? -1 : 1;
    str_release(&head);
    text = slice_skip(text, at + sizeof forms_line - 1);
    slice_line(&text, &line); /* the rest of that line */
    while (rc == 1 && slice_line(&text, &line)) {
        struct place_of_form place = {.path = s->path};
        line = slice_trim(line);
        if (line.len > 0 && line.at[0] == ']')
            return 1;
        if (slice_has_suffix(line, SLICE(",")))
            line.len--;
        place.line = line;
        rc = !line_name(p, line, &place.name) ? 0
             : add_form(p, place, err) < 0    ? -1
                                              : 1;
    }
    if (rc == 0)
        p->nforms = before;
    return rc;
}

static int take_whole(struct paper *p, struct sheet *s, struct err *err)
{
    const struct json_value *forms, *v;
    int rc;

    if (json_read(&s->whole, str_slice(&s->text), s->path, err) < 0)
        return -1;
    rc = take_start(p, s->whole.root, s->path, err);
    forms = json_find(s->whole.root, "forms");
    if (rc == 0 && (forms == NULL || forms->kind != JSON_LIST))
        rc = paper_start_missing(s->path, err);
    for (v = rc == 0 ? forms->first : NULL; v != NULL && rc == 0;
         v = v->next) {
        struct place_of_form place = {.value = v, .path = s->path};
        rc = !json_find_text(v, "form", &place.name)
                 ? paper_start_missing(s->path, err)
                 : add_form(p, place, err);
    }
    return rc;
}

static int take_sheet(struct paper *p, const char *path, struct err *err)
{
    struct sheet *s = &p->sheets[p->nsheets++];
    int rc;

    s->path = arena_copy(&p->arena, slice_from(path)).at;
    s->text = STR_EMPTY;
    if (file_read(&s->text, path, PAPER_BYTES_MAX, err) < 0)
        return -1;
    rc = take_lines(p, s, err);
    return rc == 0 ? take_whole(p, s, err) : rc < 0 ? -1 : 0;
}

/* --- files -------------------------------------------------------------- */

/* exam-1-of-3.json .. exam-3-of-3.json; 0 when there is none. */
static size_t count_shards(const char *folder)
{
    for (unsigned n = 1; n <= SHARDS_MAX; n++) {
        struct str path = STR_EMPTY, name = STR_EMPTY;
        bool there;
        str_printf(&name, "exam-1-of-%u.json", n);
        path_join(&path, folder, str_slice(&name));
        there = file_stat_of(path.at).is_regular;
        str_release(&path);
        str_release(&name);
        if (there)
            return n;
    }
    return 0;
}

static int take_shards(struct paper *p, const char *folder, size_t n,
                       struct err *err)
{
    int rc = 0;

    for (size_t i = 1; i <= n && rc == 0; i++) {
        struct str path = STR_EMPTY, name = STR_EMPTY;
        str_printf(&name, "exam-%zu-of-%zu.json", i, n);
        path_join(&path, folder, str_slice(&name));
        rc = take_sheet(p, path.at, err);
        str_release(&path);
        str_release(&name);
    }
    return rc;
}

static int take_folder(struct paper *p, const char *folder, struct err *err)
{
    struct str path = STR_EMPTY;
    size_t shards = 0;
    int rc;

    path_join(&path, folder, SLICE(PAPER_NAME));
    if (!file_stat_of(path.at).exists)
        shards = count_shards(folder);
    p->sheets = mem_new_array(shards + 1, sizeof *p->sheets);
    rc = shards > 0 ? take_shards(p, folder, shards, err)
                    : take_sheet(p, path.at, err);
    str_release(&path);
    return rc;
}

int paper_open(struct paper **out, const char *path, struct err *err)
{
    struct paper *p = mem_new(sizeof *p);
    int rc;

    if (file_stat_of(path).is_folder) {
        rc = take_folder(p, path, err);
    } else {
        p->sheets = mem_new(sizeof *p->sheets);
        rc = take_sheet(p, path, err);
    }
    if (rc == 0)
        rc = index_names(p, path, err);
    p->start.exam.nforms = p->nforms;
    if (rc < 0)
        paper_close(p);
    else
        *out = p;
    return rc;
}

void paper_close(struct paper *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; i < p->nsheets; i++) {
        str_release(&p->sheets[i].text);
        json_release(&p->sheets[i].whole);
    }
    free(p->sheets);
    free(p->forms);
    free(p->slots);
    arena_release(&p->arena);
    free(p);
}

/* --- what is asked of it ------------------------------------------------ */

const struct exam *paper_exam(const struct paper *p)
{
    return &p->start.exam;
}

const char *paper_kind(const struct paper *p, size_t item)
{
    return p->start.kinds[item];
}

size_t paper_nforms(const struct paper *p)
{
    return p->nforms;
}

struct slice paper_name(const struct paper *p, size_t i)
{
    return p->forms[i].name;
}

ptrdiff_t paper_find(const struct paper *p, struct slice name)
{
    return (ptrdiff_t)*slot_of(p, name) - 1;
}

int paper_form(const struct paper *p, size_t i, struct arena *arena,
               struct form *out, struct err *err)
{
    const struct place_of_form *place = &p->forms[i];
    struct json_doc doc = {0};
    int rc;

    if (place->value != NULL)
        return form_from_json(out, place->value, &p->start.exam, place->path,
                              arena, err);
    if (json_read(&doc, place->line, place->path, err) < 0)
        return -1;
    rc = form_from_json(out, doc.root, &p->start.exam, place->path, arena,
                        err);
    json_release(&doc);
    return rc;
}
