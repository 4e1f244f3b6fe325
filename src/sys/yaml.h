/* yaml.h - a YAML document as a read-only tree that knows where it stands.
 *
 * For what people write by hand: the front matter of a note, a deck
 * definition, the config file. So the language is cut down to what such
 * files need, and every other thing is a finding with its place:
 *
 *   - one document; keys are scalars and appear once in a mapping
 *   - no anchors, aliases, tags or directives
 *   - depth, nodes and bytes are limited
 *
 * A scalar is its text. What it means (a number, yes or no, a date) is for
 * the reader to ask; `quoted` tells "12" from 12. Positions count from 1,
 * columns in bytes. libyaml does the parsing and stays inside. */
#ifndef SYS_YAML_H
#define SYS_YAML_H

#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

enum {
    YAML_DEPTH_MAX = 16,
    YAML_NODES_MAX = 10000,
    YAML_BYTES_MAX = 1 << 20,
};

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
    enum yaml_kind kind;
    bool quoted;       /* scalar: written in quotes or as a block */
    struct slice text; /* scalar: its value, UTF-8 */
    struct slice key;  /* of a mapping's child: the key before it */
    size_t key_line, key_col;
    size_t line, col;   /* where the node itself begins */
    size_t n;           /* children */
    struct yaml *first; /* children in the order of the file, or NULL */
    struct yaml *next;  /* the following child of the same parent */
};

struct yaml_doc {
    const struct yaml *root; /* NULL: an empty file, or only comments */
    struct slice file;       /* its name, for findings */
    struct slice source;     /* its bytes */
    size_t first_line;       /* number of the first line of `source` */
    struct arena arena;      /* owns the tree and both slices */
};

/* Reads `text`, whose first line is line `first_line` of `file` (1, or 2 for
 * front matter below its ---). Returns 0, or -1 after adding an error to
 * `found`, its rule "yaml". *out is untouched on failure. */
int yaml_read(struct yaml_doc *out, struct slice text, struct slice file,
              size_t first_line, struct diags *found);

void yaml_release(struct yaml_doc *doc);

/* The child of a mapping by its key, or NULL: also when `map` is NULL or no
 * mapping. */
const struct yaml *yaml_find(const struct yaml *map, const char *key);

/* What a scalar says, read strictly. False when it says something else, is
 * quoted, or (integers) lies outside lo..hi; *out is untouched then. A bool
 * is true/false, yes/no or on/off; null is an empty scalar, ~ or null. */
bool yaml_is_int(const struct yaml *node, int64_t lo, int64_t hi,
                 int64_t *out);
bool yaml_is_bool(const struct yaml *node, bool *out);
bool yaml_is_null(const struct yaml *node);

/* The same with a finding (rule "yaml") when it isn't so: "`new` must be a
 * whole number from 0 to 9999". 0, or -1 with *out untouched. */
int yaml_int(const struct yaml_doc *doc, const struct yaml *node, int64_t lo,
             int64_t hi, int64_t *out, struct diags *found);
int yaml_bool(const struct yaml_doc *doc, const struct yaml *node, bool *out,
              struct diags *found);
int yaml_text(const struct yaml_doc *doc, const struct yaml *node,
              struct slice *out, struct diags *found);
int yaml_want(const struct yaml_doc *doc, const struct yaml *node,
              enum yaml_kind want, struct diags *found);

/* Adds a finding at a node of the document (NULL: at its first line). */
void yaml_complain(const struct yaml_doc *doc, const struct yaml *node,
                   enum diag_level level, const char *rule,
                   struct diags *found, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

/* Adds an error for each key of `map` that is not among the NULL-terminated
 * `known`, saying which are and which is near; stops after ten. Returns how many. */
size_t yaml_check_keys(const struct yaml_doc *doc, const struct yaml *map,
                       const char *const *known, struct diags *found);

#endif
