/* qti21_item.h - one question as an item of QTI 2.1: an interaction a part,
 * with the points of each answer in a mapping, and feedback to each known
 * mistake. */
#ifndef PUBLISH_QTI21_ITEM_H
#define PUBLISH_QTI21_ITEM_H

#include "publish/pack.h"

/* Appends a document of its own. */
void qti21_item_put(struct str *out, struct pack *pack,
                    const struct question *q, const char *name);

#endif
