#include "publish/anki_in_note.h"

#include <stdlib.h>

#include "base/mem.h"
#include "publish/anki_in_template.h"
#include "publish/from_html.h"

/* A note being made. */
struct making {
    const struct anki_source *source;
    struct html html;
    struct arena *arena;
    struct left_list *left;
    struct draft draft;           /* the leaf */
    struct block *leadin, *extra; /* roots */
};

static struct making begin(const struct anki_source *source,
                           struct arena *arena, struct left_list *left)
{
    return (struct making){
        .source = source,
        .html = {.arena = arena, .left = left, .clozes = source->type->cloze},
        .arena = arena,
        .left = left,
        .draft = draft_new(arena, left),
        .leadin = doc_add(arena, NULL, BLOCK_ROOT),
        .extra = doc_add(arena, NULL, BLOCK_ROOT),
    };
}

/* --- the finished note -------------------------------------------------- */

/* A rule says nothing before or behind everything else. */
static const struct block *const *
children(struct arena *arena, const struct block *root, size_t *n)
{
    const struct block **list;
    size_t count = 0;

    for (const struct block *b = root->first; b != NULL; b = b->next)
        count++;
    list = arena_new_array(arena, count, sizeof *list);
    *n = 0;
    for (const struct block *b = root->first;
         b != NULL && *n < NOTE_LEADIN_MAX; b = b->next)
        if (*n > 0 || b->kind != BLOCK_RULE)
            list[(*n)++] = b;
    while (*n > 0 && list[*n - 1]->kind == BLOCK_RULE)
        --*n;
    return list;
}

/* Only what can be stored and shown is a note. */
static bool is_good(const struct making *m, const struct note *note)
{
    struct str packed = STR_EMPTY;
    bool good = doc_ok(note->leaf) && doc_ok(m->leadin) && doc_ok(m->extra);

    if (good) {
        note_pack(&packed, note);
        good = packed.len <= NOTE_PACKED_MAX;
    }
    str_release(&packed);
    return good;
}

/* The guid, so that it goes out again under that. */
static void put_id(struct making *m, struct block *leaf)
{
    struct str id = STR_EMPTY;

    str_printf(&id, "%s%.*s", ANKI_ID, SLICE_FMT(m->source->guid));
    leaf->id = arena_copy(m->arena, str_slice(&id));
    str_release(&id);
}

/* False when there is no card in it. */
static bool finish(struct making *m, struct anki_made *out, int part)
{
    struct block *leaf = draft_end(&m->draft, NULL, BLOCK_PARAGRAPH);
    struct note note = {.leaf = leaf, .ncards = leaf->ncards};
    bool good;

    if (part == 0)
        put_id(m, leaf);
    note.leadin = children(m->arena, m->leadin, &note.nleadin);
    note.extra = children(m->arena, m->extra, &note.nextra);
    good = note.ncards > 0 && is_good(m, &note);
    if (note.ncards > 0 && !good)
        left_add(m->left, LEFT_TANGLE);
    draft_release(&m->draft);
    *out = (struct anki_made){note, part};
    return good;
}

/* --- cloze notes -------------------------------------------------------- */

static size_t make_cloze(struct anki_made *out,
                         const struct anki_source *source,
                         struct arena *arena, struct left_list *left)
{
    const struct anki_template *t = &source->type->templates[0];
    struct making m = begin(source, arena, left);
    size_t n = source->type->nfields;
    bool *used = mem_new_array(n, sizeof *used);
    struct anki_render q = {.type = source->type,
                            .fields = source->fields,
                            .question = true,
                            .used = used};
    struct anki_render a = {
        .type = source->type, .fields = source->fields, .leave = used};
    struct str html = STR_EMPTY;
    bool good;

    anki_render(&html, &q, t->question);
    html_blocks(&m.html, str_slice(&html), m.leadin, &m.draft);
    str_clear(&html);
    anki_render(&html, &a, t->answer);
    m.html.clozes = false;
    html_all(&m.html, str_slice(&html), m.extra);
    str_release(&html);
    free(used);
    good = finish(&m, out, 0);
    if (!good)
        left_add(left, LEFT_CARDLESS);
    return good;
}

/* --- one card of a template --------------------------------------------- */

/* What follows the line between question and answer, or all of it. */
static struct slice behind_line(struct slice html)
{
    static const char *const lines[] = {
        "<hr id=answer>",       "<hr id=\"answer\">", "<hr id='answer'>",
        "<hr id=\"answer\" />", "<hr id=answer />",   "<hr id=\"answer\"/>"};

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct slice line = slice_from(lines[i]);
        size_t at = slice_find(html, 0, line);

        if (at < html.len)
            return slice_skip(html, at + line.len);
    }
    return html;
}

/* The answer, without what the question shows if there is anything else. */
static void put_answer(struct making *m, const struct anki_template *t,
                       const bool *used)
{
    struct anki_render r = {
        .type = m->source->type, .fields = m->source->fields, .leave = used};
    struct str html = STR_EMPTY;

    anki_render(&html, &r, t->answer);
    if (anki_field_blank(behind_line(str_slice(&html)))) {
        str_clear(&html);
        r.leave = NULL;
        anki_render(&html, &r, t->answer);
    }
    html_split(&m->html, behind_line(str_slice(&html)), &m->draft, m->extra);
    str_release(&html);
}

static bool make_one(struct anki_made *out, const struct anki_source *source,
                     int ord, int part, struct arena *arena,
                     struct left_list *left)
{
    const struct anki_template *t = &source->type->templates[ord];
    struct making m = begin(source, arena, left);
    bool *used = mem_new_array(source->type->nfields, sizeof *used);
    struct anki_render q = {.type = source->type,
                            .fields = source->fields,
                            .question = true,
                            .used = used};
    struct str html = STR_EMPTY;
    uint32_t number = (uint32_t)ord + 1;
    bool good;

    anki_render(&html, &q, t->question);
    html_blocks(&m.html, str_slice(&html), m.leadin, &m.draft);
    m.draft.quiet = true;
    draft_line(&m.draft);
    draft_open(&m.draft, &number, 1);
    put_answer(&m, t, used);
    draft_close(&m.draft);
    str_release(&html);
    free(used);
    good = finish(&m, out, part);
    if (!good)
        left_add(left, LEFT_CARD);
    return good;
}

/* --- several templates -------------------------------------------------- */

enum { TEMPLATES_MAX = 64 };

/* Which fields which card shows in its question: bit i for template i. */
struct sides {
    uint64_t cards;  /* that there are */
    uint64_t *asked; /* [nfields] */
    bool *any;       /* [nfields]: on either side of any */
    bool words;      /* templates have words of their own */
};

static void look(struct sides *s, const struct anki_source *source, int ord)
{
    const struct anki_template *t = &source->type->templates[ord];
    size_t n = source->type->nfields;
    bool *used = mem_new_array(n, sizeof *used);
    struct anki_render r = {.type = source->type,
                            .fields = source->fields,
                            .question = true,
                            .used = used};
    struct str ignored = STR_EMPTY;

    anki_render(&ignored, &r, t->question);
    for (size_t i = 0; i < n; i++)
        s->asked[i] |= used[i] ? UINT64_C(1) << ord : 0;
    r.question = false;
    anki_render(&ignored, &r, t->answer);
    for (size_t i = 0; i < n; i++)
        s->any[i] |= used[i];
    s->words |= r.words;
    str_release(&ignored);
    free(used);
}

static unsigned bits(uint64_t n)
{
    unsigned count = 0;

    for (; n != 0; n &= n - 1)
        count++;
    return count;
}

/* Clozes nest three deep, so that many cards may hide one field. */
static bool fits(const struct sides *s, size_t nfields)
{
    for (size_t i = 0; i < nfields; i++)
        if (s->any[i] && bits(s->cards & ~s->asked[i]) > CLOZE_DEPTH_MAX)
            return false;
    return true;
}

static void put_name(struct making *m, struct slice name)
{
    struct str label = STR_EMPTY;

    str_printf(&label, "%.*s: ", SLICE_FMT(name));
    m->draft.style = RUN_EMPH;
    draft_text(&m->draft, str_slice(&label));
    m->draft.style = 0;
    str_release(&label);
}

static void put_field(struct making *m, const struct sides *s, size_t i,
                      bool named)
{
    uint64_t hidden = s->cards & ~s->asked[i];
    uint32_t numbers[CLOZE_DEPTH_MAX], n = 0;

    draft_line(&m->draft);
    if (named)
        put_name(m, m->source->type->fields[i]);
    for (uint32_t ord = 0; ord < TEMPLATES_MAX; ord++)
        if ((hidden >> ord & 1) != 0)
            numbers[n++] = ord + 1;
    m->draft.quiet = true;
    if (n > 0)
        draft_open(&m->draft, numbers, n);
    html_draft(&m->html, m->source->fields[i], &m->draft);
    if (n > 0)
        draft_close(&m->draft);
}

/* Every card of it that hides nothing is left. */
static void count_idle(struct making *m, const struct sides *s)
{
    for (int ord = 0; ord < TEMPLATES_MAX; ord++) {
        bool hides = (s->cards >> ord & 1) == 0;

        for (size_t i = 0; i < m->source->type->nfields; i++)
            hides |= s->any[i] && (s->asked[i] >> ord & 1) == 0;
        if (!hides)
            left_add(m->left, LEFT_CARD);
    }
}

static size_t make_fields(struct anki_made *out,
                          const struct anki_source *source,
                          const struct sides *s, struct arena *arena,
                          struct left_list *left)
{
    struct making m = begin(source, arena, left);
    size_t shown = 0;

    for (size_t i = 0; i < source->type->nfields; i++)
        shown += s->any[i];
    for (size_t i = 0; i < source->type->nfields; i++)
        if (s->any[i])
            put_field(&m, s, i, shown > 2 || s->words);
    count_idle(&m, s);
    return finish(&m, out, 0);
}

static size_t make_apart(struct anki_made *out,
                         const struct anki_source *source,
                         struct arena *arena, struct left_list *left)
{
    size_t n = 0;

    for (size_t i = 0; i < source->nords; i++)
        n += make_one(&out[n], source, source->ords[i], source->ords[i] + 1,
                      arena, left);
    return n;
}

static size_t make_several(struct anki_made *out,
                           const struct anki_source *source,
                           struct arena *arena, struct left_list *left)
{
    size_t n = source->type->nfields, made;
    struct sides s = {
        .asked = mem_new_array(n, sizeof *s.asked),
        .any = mem_new_array(n, sizeof *s.any),
    };

    for (size_t i = 0; i < source->nords; i++) {
        s.cards |= UINT64_C(1) << source->ords[i];
        look(&s, source, source->ords[i]);
    }
    made = fits(&s, n) ? make_fields(out, source, &s, arena, left)
                       : make_apart(out, source, arena, left);
    free(s.asked);
    free(s.any);
    return made;
}

/* --- any of them -------------------------------------------------------- */

size_t anki_make(struct anki_made **out, const struct anki_source *source,
                 struct arena *arena, struct left_list *left)
{
    const struct anki_type *type = source->type;

    *out = arena_new_array(arena, source->nords + 1, sizeof **out);
    if (source->nords == 0) {
        left_add(left, LEFT_CARDLESS);
        return 0;
    }
    if (type->cloze)
        return make_cloze(*out, source, arena, left);
    if (source->ords[source->nords - 1] >= (int)type->ntemplates ||
        source->ords[source->nords - 1] >= TEMPLATES_MAX) {
        left_add(left, LEFT_FIELDS);
        return 0;
    }
    if (type->ntemplates == 1)
        return make_one(*out, source, 0, 0, arena, left);
    return make_several(*out, source, arena, left);
}
