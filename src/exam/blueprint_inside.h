/* blueprint_inside.h - what the sources of blueprint.h share: values of a
 * YAML tree, each with a finding when it is not what it must be. A key that
 * is not there leaves *out as it is. */
#ifndef EXAM_BLUEPRINT_INSIDE_H
#define EXAM_BLUEPRINT_INSIDE_H

#include "exam/blueprint.h"
#include "sys/yaml.h"

/* One blueprint on its way from the tree. */
struct reading {
    struct blueprint *out;
    const struct yaml_doc *doc;
    struct diags *diags;
};

/* Adds an error at the node; returns -1. */
int blueprint_complain(struct reading *r, const struct yaml *node,
                       const char *rule, const char *text);

void blueprint_number(struct reading *r, const struct yaml *map,
                      const char *key, int64_t lo, int64_t hi, unsigned *out);
void blueprint_bool(struct reading *r, const struct yaml *map,
                    const char *key, bool *out);
void blueprint_text(struct reading *r, const struct yaml *map,
                    const char *key, const char **out);

/* `points`, as hundredths. */
void blueprint_points(struct reading *r, const struct yaml *map,
                      unsigned *out);

/* A problem's code, of a kind that is there. */
int blueprint_code(struct reading *r, const struct yaml *node,
                   struct code *out);

/* `items`, each with the usual values where it says nothing. */
void blueprint_items(struct reading *r, const struct yaml *root,
                     const struct entry *usual);

#endif
