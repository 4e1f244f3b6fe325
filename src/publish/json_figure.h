/* json_figure.h - a figure as data, and the same in words. */
#ifndef PUBLISH_JSON_FIGURE_H
#define PUBLISH_JSON_FIGURE_H

#include "sys/json.h"
#include "view/figure.h"

void json_put_figure(struct json *w, const char *key,
                     const struct figure *figure);

#endif
