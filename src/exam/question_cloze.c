/* A blank of a note as a question, with what its card shows around it. */
#include "base/rng.h"
#include "exam/document.h"
#include "exam/question.h"
#include "sys/hash.h"

struct making {
    const struct note *note;
    uint32_t card;
    struct mask mask;
    struct arena *arena;
    struct question *q;
};

static const char *keep(struct making *m, struct str *text)
{
    const char *copy = arena_copy(m->arena, str_slice(text)).at;

    str_release(text);
    return copy;
}

/* --- the statement ------------------------------------------------------ */

static const char *title(struct making *m)
{
    struct str text = STR_EMPTY;

    for (size_t i = 0; i < m->note->npath; i++) {
        str_puts(&text, i > 0 ? " › " : "");
        document_text(&text, m->note->path[i], &m->mask);
    }
    if (text.len == 0)
        str_puts(&text, "Fill in");
    return keep(m, &text);
}

static struct block *copy(struct making *m, struct block *parent,
                          const struct block *from)
{
    struct block *to = document_copy(parent, from, &m->mask, m->arena);

    if (to->kind == BLOCK_HEADING) /* it is a sentence here, and no title */
        to->kind = BLOCK_PARAGRAPH;
    return to;
}

static struct block *item(struct making *m, struct block *parent)
{
    return doc_add(m->arena, doc_add(m->arena, parent, BLOCK_LIST),
                   BLOCK_ITEM);
}

static void own(struct making *m, struct block *parent)
{
    const struct note *note = m->note;
    struct block *table;

    if (note->row == NULL) {
        copy(m, parent, note->leaf);
        return;
    }
    table = doc_add(m->arena, parent, BLOCK_TABLE);
    if (note->header != NULL)
        document_copy(table, note->header, &m->mask, m->arena);
    if (note->header != note->row)
        document_copy(table, note->row, &m->mask, m->arena);
}

static const struct block *body(struct making *m)
{
    struct block *root = doc_add(m->arena, NULL, BLOCK_ROOT), *at = root;

    for (size_t i = 0; i < m->note->nleadin; i++)
        copy(m, root, m->note->leadin[i]);
    for (size_t i = 0; i < m->note->nancestors; i++) {
        at = item(m, at);
        copy(m, at, m->note->ancestors[i]);
    }
    own(m, at != root ? item(m, at) : root);
    return root;
}

/* --- its parts ---------------------------------------------------------- */

static const char *blank_text(struct making *m, uint32_t i)
{
    const struct cloze *c = mask_blank(m->note, m->card, i);
    struct str text = STR_EMPTY;

    str_put(&text, slice_sub(m->note->leaf->text, c->at, c->len));
    for (size_t k = 0; k < text.len; k++)
        if (text.at[k] == '\n')
            text.at[k] = ' ';
    return keep(m, &text);
}

/* A part a blank, as far as there are parts; the last takes no more. */
static void free_parts(struct making *m)
{
    uint32_t n = mask_blanks(m->note, m->card);
    struct question_part *parts;

    n = n < PARTS_MAX ? n : PARTS_MAX;
    parts = arena_new_array(m->arena, n, sizeof *parts);
    for (uint32_t i = 0; i < n; i++)
        parts[i] = (struct question_part){
            .ask = n > 1 ? arena_printf(m->arena, "blank %u", (unsigned)i + 1)
                         : "",
            .key = blank_text(m, i),
            .points = m->q->points / n + (i < m->q->points % n),
        };
    m->q->parts = parts;
    m->q->nparts = n;
}

/* The place of the answer follows from the uid, as does nothing else. */
static void shuffle(const char **options, unsigned n, struct slice uid)
{
    struct hash h = hash_of(uid);
    struct rng rng = rng_new(hash_u64(&h));

    for (unsigned i = n; i > 1; i--) {
        unsigned k = (unsigned)rng_below(&rng, i);
        const char *t = options[i - 1];
        options[i - 1] = options[k];
        options[k] = t;
    }
}

static void choice_part(struct making *m, const struct slice *siblings,
                        size_t n)
{
    struct question_part *part = arena_new(m->arena, sizeof *part);
    struct question_wrong *wrongs;
    const char **options;
    struct str key = STR_EMPTY;

    n = n < OPTIONS_OF_PART ? n : OPTIONS_OF_PART - 1;
    wrongs = arena_new_array(m->arena, n, sizeof *wrongs);
    options = arena_new_array(m->arena, n + 1, sizeof *options);
    note_answer(&key, m->note, m->card);
    *part = (struct question_part){.ask = "",
                                   .key = keep(m, &key),
                                   .options = options,
                                   .noptions = (unsigned)n + 1,
                                   .points = m->q->points};
    options[n] = part->key;
    for (size_t i = 0; i < n; i++) {
        const char **answer = arena_new(m->arena, sizeof *answer);

        *answer = options[i] = arena_copy(m->arena, siblings[i]).at;
        wrongs[i] = (struct question_wrong){
            .mistake = MISTAKE_NONE, .why = "", .answer = answer};
    }
    shuffle(options, (unsigned)n + 1, m->q->cloze);
    part->right = question_chosen(part, part->key);
    m->q->parts = part;
    m->q->nparts = 1;
    m->q->wrongs = wrongs;
    m->q->nwrongs = n;
}

/* What only the answer shows goes with the key. */
static void extra(struct making *m)
{
    struct question_step *step = arena_new(m->arena, sizeof *step);
    struct block *root = doc_add(m->arena, NULL, BLOCK_ROOT);

    for (size_t i = 0; i < m->note->nextra; i++)
        document_copy(root, m->note->extra[i], NULL, m->arena);
    step->text = root;
    m->q->steps = step;
    m->q->nsteps = m->note->nextra > 0;
}

const struct question *question_of_cloze(const struct note *note,
                                         uint32_t card, struct slice uid,
                                         const struct slice *siblings,
                                         size_t nsiblings, unsigned points,
                                         struct arena *arena)
{
    struct question *q = arena_new(arena, sizeof *q);
    struct making m = {note, card, mask_of(note, card, false, arena), arena,
                       q};

    *q = (struct question){
        .number = 1,
        .code = arena_copy(arena, slice_sub(uid, 0, 8)).at,
        .id = "CLOZE",
        .title = title(&m),
        .topic = "notes",
        .points = points,
        .body = body(&m),
        .outcome = nsiblings > 0 ? "a choice" : "words",
        .cloze = arena_copy(arena, uid),
    };
    if (nsiblings > 0)
        choice_part(&m, siblings, nsiblings);
    else
        free_parts(&m);
    extra(&m);
    mask_release(&m.mask);
    return q;
}
