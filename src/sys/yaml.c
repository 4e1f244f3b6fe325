/* From libyaml's events to our tree. */
#include "sys/yaml.h"

#include <yaml.h>

#include "base/mem.h"
#include "base/str.h"

enum { SHOWN_BYTES = 60 };

/* A place in the source that only moves forward, unless it has to go back:
 * libyaml counts characters, we count bytes. */
struct place {
    size_t chars, bytes; /* from the start of the text */
    size_t line, col;    /* from 1 */
};

/* An open list or mapping. */
struct level {
    struct yaml *node, *last; /* last child so far */
    bool has_key;             /* a key was read, its value is to come */
    struct slice key;
    size_t key_line, key_col;
};

struct reader {
    struct yaml_doc doc; /* what will be handed out */
    struct yaml *root;
    struct place at;
    struct level level[YAML_DEPTH_MAX];
    size_t depth, nodes, documents;
    struct diags *found;
};

/* Goes to a character. Lines end as slice_line says, by LF, CRLF or CR; the
 * other line ends of YAML are characters like any other to an editor. */
static void go_to(struct reader *r, size_t chars)
{
    struct slice s = r->doc.source;
    struct place *p = &r->at;

    if (chars < p->chars || p->line == 0)
        *p = (struct place){0, 0, r->doc.first_line, 1};
    for (; p->chars < chars && p->bytes < s.len; p->chars++) {
        char c = s.at[p->bytes++];
        bool lf_next = p->bytes < s.len && s.at[p->bytes] == '\n';

        p->col++;
        while (p->bytes < s.len &&
               ((unsigned char)s.at[p->bytes] & 0xc0) == 0x80) {
            p->bytes++;
            p->col++;
        }
        if (c == '\n' || (c == '\r' && !lf_next)) {
            p->line++;
            p->col = 1;
        }
    }
}

/* An error at the reader's place; returns -1. */
__attribute__((format(printf, 2, 3))) static int refuse(struct reader *r,
                                                        const char *fmt, ...)
{
    struct yaml spot = {.line = r->at.line, .col = r->at.col};
    struct str text = STR_EMPTY;
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(&text, fmt, ap);
    va_end(ap);
    yaml_complain(&r->doc, &spot, DIAG_ERROR, "yaml", r->found, "%s",
                  text.at);
    str_release(&text);
    return -1;
}

/* Why libyaml stopped, in words for whoever wrote the file. */
static const struct reason {
    const char *theirs, *ours;
    bool at_context; /* point at what was begun, not where it broke */
} reasons[] = {
    {"found character that cannot start any token",
     "a value can't begin with this character; put it in quotes", false},
    {"mapping values are not allowed in this context",
     "a colon can't stand here; put the value in quotes, or mend the "
     "indentation",
     false},
    {"could not find expected ':'",
     "a key needs a colon and a blank behind it", true},
    {"did not find expected key",
     "a key is expected here; is the line indented as its neighbours?",
     false},
    {"did not find expected '-' indicator",
     "a list item is expected here; is the line indented as its neighbours?",
     false},
    {"did not find expected ',' or ']'",
     "a comma or ] is missing before this", false},
    {"did not find expected ',' or '}'",
     "a comma or } is missing before this", false},
    {"block sequence entries are not allowed in this context",
     "a list can't begin here; give it a line of its own", false},
    {"found unexpected ':'",
     "a colon here needs a blank behind it, or quotes around the value",
     false},
    {"did not find expected node content", "a value is expected here", false},
    {"found unexpected end of stream", "this quote is never closed", true},
    {"found unexpected document indicator", "this quote is never closed",
     true},
    {"found unknown escape character",
     "this escape is unknown; a backslash is written \\\\", false},
    {"did not find expected <document start>",
     "nothing may follow here; is the line indented as its neighbours?",
     false},
};

static int refuse_syntax(struct reader *r, const yaml_parser_t *p)
{
    const struct reason *why = reasons;
    const struct reason *end = why + sizeof reasons / sizeof *reasons;

    if (p->error == YAML_MEMORY_ERROR || p->problem == NULL)
        mem_exhausted();
    while (why < end && strcmp(p->problem, why->theirs) != 0)
        why++;
    go_to(r, why < end && why->at_context ? p->context_mark.index
                                          : p->problem_mark.index);
    if (r->at.bytes < r->doc.source.len &&
        r->doc.source.at[r->at.bytes] == '\t')
        return refuse(r, "a tab can't indent YAML; use blanks");
    return refuse(r, "%s", why < end ? why->ours : p->problem);
}

/* How many characters the first `bytes` bytes of the source are. */
static size_t chars_in(struct slice source, size_t bytes)
{
    size_t n = 0;

    for (size_t i = 0; i < bytes && i < source.len; i++)
        n += ((unsigned char)source.at[i] & 0xc0) != 0x80;
    return n;
}

/* The reader stops before the parser sees anything, and gives bytes. */
static int refuse_bytes(struct reader *r, const yaml_parser_t *p)
{
    go_to(r, chars_in(r->doc.source, p->problem_offset));
    if (strcmp(p->problem, "control characters are not allowed") == 0)
        return refuse(r, "a control character; write it as \\x1b inside "
                         "double quotes");
    return refuse(r, "this is not UTF-8");
}

/* A key may stand once in its mapping. */
static int take_key(struct reader *r, struct level *up, struct slice key)
{
    const struct yaml *c;

    for (c = up->node->first; c != NULL; c = c->next)
        if (slice_eq(c->key, key))
            return refuse(r,
                          "the key `%.*s` stands here twice; first in line "
                          "%zu",
                          key.len > SHOWN_BYTES ? SHOWN_BYTES : (int)key.len,
                          key.at, c->key_line);
    up->has_key = true;
    up->key = arena_copy(&r->doc.arena, key);
    up->key_line = r->at.line;
    up->key_col = r->at.col;
    return 0;
}

/* Hangs a new node below the innermost open one. */
static struct yaml *add_node(struct reader *r, enum yaml_kind kind)
{
    struct yaml *node = arena_new(&r->doc.arena, sizeof *node);
    struct level *up = r->depth > 0 ? &r->level[r->depth - 1] : NULL;

    node->kind = kind;
    node->line = r->at.line;
    node->col = r->at.col;
    if (up == NULL) {
        r->root = node;
        return node;
    }
    if (up->has_key) {
        node->key = up->key;
        node->key_line = up->key_line;
        node->key_col = up->key_col;
        up->has_key = false;
    }
    *(up->last != NULL ? &up->last->next : &up->node->first) = node;
    up->last = node;
    up->node->n++;
    return node;
}

static bool key_comes(const struct reader *r)
{
    const struct level *up = r->depth > 0 ? &r->level[r->depth - 1] : NULL;

    return up != NULL && up->node->kind == YAML_MAP && !up->has_key;
}

static int check_node(struct reader *r, const yaml_char_t *anchor,
                      const yaml_char_t *tag)
{
    if (anchor != NULL)
        return refuse(r, "anchors (&) are not read here");
    if (tag != NULL)
        return refuse(r, "tags (!) are not read here");
    if (++r->nodes > YAML_NODES_MAX)
        return refuse(r, "more than %d values", YAML_NODES_MAX);
    return 0;
}

static int take_scalar(struct reader *r, const yaml_event_t *e)
{
    struct slice text = {(const char *)e->data.scalar.value,
                         e->data.scalar.length};
    struct yaml *node;

    if (check_node(r, e->data.scalar.anchor, e->data.scalar.tag) < 0)
        return -1;
    if (key_comes(r))
        return take_key(r, &r->level[r->depth - 1], text);
    node = add_node(r, YAML_SCALAR);
    node->text = arena_copy(&r->doc.arena, text);
    node->quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return 0;
}

static int open_level(struct reader *r, enum yaml_kind kind,
                      const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (check_node(r, anchor, tag) < 0)
        return -1;
    if (key_comes(r))
        return refuse(r, "a key can't be a list or mapping");
    if (r->depth == YAML_DEPTH_MAX)
        return refuse(r, "nested deeper than %d levels", YAML_DEPTH_MAX);
    r->level[r->depth] = (struct level){.node = add_node(r, kind)};
    r->depth++;
    return 0;
}

static int take_document(struct reader *r, const yaml_event_t *e)
{
    if (r->documents++ > 0)
        return refuse(r, "a second document begins here; one is read");
    if (e->data.document_start.version_directive != NULL ||
        e->data.document_start.tag_directives.start !=
            e->data.document_start.tag_directives.end)
        return refuse(r, "directives (%%) are not read here");
    return 0;
}

static int take(struct reader *r, const yaml_event_t *e)
{
    go_to(r, e->start_mark.index);
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT:
        return take_document(r, e);
    case YAML_ALIAS_EVENT:
        return refuse(r, "aliases (*) are not read here");
    case YAML_SCALAR_EVENT:
        return take_scalar(r, e);
    case YAML_SEQUENCE_START_EVENT:
        return open_level(r, YAML_LIST, e->data.sequence_start.anchor,
                          e->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return open_level(r, YAML_MAP, e->data.mapping_start.anchor,
                          e->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        r->depth--;
        return 0;
    default:
        return 0;
    }
}

static int read_events(struct reader *r, yaml_parser_t *p)
{
    yaml_event_type_t type;
    yaml_event_t e;
    int rc;

    do {
        if (!yaml_parser_parse(p, &e))
            return p->error == YAML_READER_ERROR ? refuse_bytes(r, p)
                                                 : refuse_syntax(r, p);
        type = e.type;
        rc = take(r, &e);
        yaml_event_delete(&e);
    } while (rc == 0 && type != YAML_STREAM_END_EVENT);
    return rc;
}

int yaml_read(struct yaml_doc *out, struct slice text, struct slice file,
              size_t first_line, struct diags *found)
{
    struct reader r = {.found = found, .doc = {.first_line = first_line}};
    yaml_parser_t p;
    int rc = -1;

    r.doc.file = arena_copy(&r.doc.arena, file);
    r.doc.source = text;
    go_to(&r, 0);
    if (text.len > YAML_BYTES_MAX) {
        refuse(&r, "more than %d bytes of YAML", YAML_BYTES_MAX);
        goto done;
    }
    if (!yaml_parser_initialize(&p))
        mem_exhausted();
    yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &p, (const unsigned char *)(text.len > 0 ? text.at : ""), text.len);
    rc = read_events(&r, &p);
    yaml_parser_delete(&p);
    if (rc < 0)
        goto done;
    r.doc.source = arena_copy(&r.doc.arena, text);
    r.doc.root = r.root;
    *out = r.doc;
    return 0;
done:
    arena_release(&r.doc.arena);
    return rc;
}

void yaml_release(struct yaml_doc *doc)
{
    arena_release(&doc->arena);
    *doc = (struct yaml_doc){0};
}
