/* What a YAML tree says, and complaints about it. Knows no libyaml. */
#include <stdarg.h>
#include <stdlib.h>

#include "base/near.h"
#include "base/str.h"
#include "sys/yaml.h"

enum { SHOWN_BYTES = 60, UNKNOWN_KEYS_MAX = 10 };

const struct yaml *yaml_find(const struct yaml *map, const char *key)
{
    const struct yaml *c;

    if (map == NULL || map->kind != YAML_MAP)
        return NULL;
    for (c = map->first; c != NULL && !slice_is(c->key, key);)
        c = c->next;
    return c;
}

static bool plain(const struct yaml *node)
{
    return node->kind == YAML_SCALAR && !node->quoted;
}

bool yaml_is_int(const struct yaml *node, int64_t lo, int64_t hi,
                 int64_t *out)
{
    struct slice s = node->text;
    bool minus = s.len > 0 && s.at[0] == '-';
    int64_t n = 0;

    if (minus)
        s = slice_skip(s, 1);
    if (!plain(node) || s.len == 0 || (s.at[0] == '0' && s.len > 1))
        return false; /* 010 is eight to some readers */
    for (size_t i = 0; i < s.len; i++) {
        int digit = s.at[i] - '0';

        if (digit < 0 || digit > 9 || __builtin_mul_overflow(n, 10, &n) ||
            __builtin_sub_overflow(n, digit, &n))
            return false; /* counts down: the least number has no opposite */
    }
    if ((!minus && __builtin_sub_overflow(0, n, &n)) || n < lo || n > hi)
        return false;
    *out = n;
    return true;
}

bool yaml_is_bool(const struct yaml *node, bool *out)
{
    static const struct {
        const char *word;
        bool yes;
    } words[] = {{"true", true},   {"yes", true}, {"on", true},
                 {"false", false}, {"no", false}, {"off", false}};

    for (size_t i = 0; plain(node) && i < sizeof words / sizeof *words; i++)
        if (slice_is(node->text, words[i].word)) {
            *out = words[i].yes;
            return true;
        }
    return false;
}

bool yaml_is_null(const struct yaml *node)
{
    return plain(node) && (node->text.len == 0 || slice_is(node->text, "~") ||
                           slice_is(node->text, "null"));
}

/* The line of the source, for a caret below it. */
static struct slice source_line(const struct yaml_doc *doc, size_t line)
{
    struct slice rest = doc->source, found = {0};

    for (size_t n = doc->first_line; n <= line; n++)
        if (!slice_line(&rest, &found))
            return (struct slice){0};
    return found;
}

void yaml_complain(const struct yaml_doc *doc, const struct yaml *node,
                   enum diag_level level, const char *rule,
                   struct diags *found, const char *fmt, ...)
{
    size_t line = node != NULL ? node->line : doc->first_line;
    struct str text = STR_EMPTY;
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(&text, fmt, ap);
    va_end(ap);
    diags_add(found, level, rule, doc->file, line,
              node != NULL ? node->col : 1, source_line(doc, line), "%s",
              text.at);
    str_release(&text);
}

/* "`new` must be " and what it must be; returns -1. */
static int must_be(const struct yaml_doc *doc, const struct yaml *node,
                   struct diags *found, const char *what)
{
    struct slice key = node != NULL ? node->key : (struct slice){0};

    if (key.len > 0)
        yaml_complain(
            doc, node, DIAG_ERROR, "yaml", found, "`%.*s` must be %s",
            key.len > SHOWN_BYTES ? SHOWN_BYTES : (int)key.len, key.at, what);
    else
        yaml_complain(doc, node, DIAG_ERROR, "yaml", found, "this must be %s",
                      what);
    return -1;
}

int yaml_int(const struct yaml_doc *doc, const struct yaml *node, int64_t lo,
             int64_t hi, int64_t *out, struct diags *found)
{
    struct str what = STR_EMPTY;

    if (yaml_is_int(node, lo, hi, out))
        return 0;
    str_printf(&what, "a whole number from %lld to %lld", (long long)lo,
               (long long)hi);
    must_be(doc, node, found, what.at);
    str_release(&what);
    return -1;
}

int yaml_bool(const struct yaml_doc *doc, const struct yaml *node, bool *out,
              struct diags *found)
{
    return yaml_is_bool(node, out)
               ? 0
               : must_be(doc, node, found, "yes or no (true or false)");
}

int yaml_text(const struct yaml_doc *doc, const struct yaml *node,
              struct slice *out, struct diags *found)
{
    if (yaml_want(doc, node, YAML_SCALAR, found) < 0)
        return -1;
    *out = node->text;
    return 0;
}

int yaml_want(const struct yaml_doc *doc, const struct yaml *node,
              enum yaml_kind want, struct diags *found)
{
    static const char *const names[] = {
        [YAML_SCALAR] = "one value, not a list or mapping",
        [YAML_LIST] = "a list",
        [YAML_MAP] = "a mapping (key: value)",
    };

    if (node != NULL && node->kind == want)
        return 0;
    return must_be(doc, node, found, names[want]);
}

static bool among(struct slice key, const char *const *known)
{
    while (*known != NULL && !slice_is(key, *known))
        known++;
    return *known != NULL;
}

static void complain_of_key(const struct yaml_doc *doc,
                            const struct yaml *node, struct diags *found,
                            const char *const *keys, struct slice known)
{
    struct near near = {.word = node->key};

    for (; *keys != NULL; keys++)
        near_try(&near, *keys);
    diags_add(found, DIAG_ERROR, "yaml", doc->file, node->key_line,
              node->key_col, source_line(doc, node->key_line),
              "unknown key `%.*s`%s%s%s; the keys here are %.*s",
              SLICE_FMT(slice_sub(node->key, 0, SHOWN_BYTES)),
              near.best != NULL ? " (`" : "",
              near.best != NULL ? near.best : "",
              near.best != NULL ? "`?)" : "", SLICE_FMT(known));
}

size_t yaml_check_keys(const struct yaml_doc *doc, const struct yaml *map,
                       const char *const *known, struct diags *found)
{
    struct str list = STR_EMPTY;
    size_t unknown = 0;

    for (size_t i = 0; known[i] != NULL; i++)
        str_printf(&list, "%s%s", i > 0 ? ", " : "", known[i]);
    for (const struct yaml *c = map->first;
         c != NULL && unknown < UNKNOWN_KEYS_MAX; c = c->next) {
        if (among(c->key, known))
            continue;
        unknown++;
        complain_of_key(doc, c, found, known, str_slice(&list));
    }
    str_release(&list);
    return unknown;
}
