/* Any bytes at all: a tree whose places lie in the source, or one finding
 * that does. */
#include <assert.h>
#include <stdint.h>

#include "base/str.h"
#include "sys/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t nodes;

/* A place is a byte of the source, or just behind its last. */
static void check_place(struct slice source, size_t line, size_t col)
{
    struct slice rest = source, found = {0};

    assert(line >= 1 && col >= 1);
    for (size_t n = 1; n < line; n++)
        slice_line(&rest, &found);
    found = rest;
    slice_line(&rest, &found);
    assert(col - 1 <= found.len + 1);
}

static void check_node(const struct yaml_doc *doc, const struct yaml *node,
                       int depth)
{
    const struct yaml *c;
    size_t n = 0;

    assert(depth <= YAML_DEPTH_MAX && ++nodes <= YAML_NODES_MAX);
    check_place(doc->source, node->line, node->col);
    for (c = node->first; c != NULL; c = c->next, n++) {
        if (node->kind == YAML_MAP) {
            check_place(doc->source, c->key_line, c->key_col);
            for (const struct yaml *b = node->first; b != c; b = b->next)
                assert(!slice_eq(b->key, c->key));
        }
        check_node(doc, c, depth + 1);
    }
    assert(n == node->n && (n == 0 || node->kind != YAML_SCALAR));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = {(const char *)data, size};
    struct yaml_doc doc;
    struct diags found = {0};

    nodes = 0;
    if (yaml_read(&doc, text, SLICE("f"), 1, &found) == 0) {
        assert(found.n == 0);
        if (doc.root != NULL)
            check_node(&doc, doc.root, 0);
        yaml_release(&doc);
    } else {
        assert(found.n == 1 && found.errors == 1);
        check_place(text, found.at[0].line, found.at[0].col);
    }
    diags_release(&found);
    return 0;
}
