/* qti_item.h - one question as an item of QTI 1.2, of the sorts that Canvas
 * knows:
 *
 *     one part      short_answer, multiple_choice, multiple_answers
 *     several       multiple_dropdowns, or fill_in_multiple_blanks
 *
 * Canvas counts a blank as right or wrong, all of them alike; what the known
 * mistakes are is told with the worked way. */
#ifndef PUBLISH_QTI_ITEM_H
#define PUBLISH_QTI_ITEM_H

#include "publish/pack.h"

void qti_item_put(struct str *out, struct pack *pack,
                  const struct question *q, const char *name);

#endif
