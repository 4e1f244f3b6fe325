/* figure.h - drawings of memory (vm/figure.h) in a terminal.
 *
 *     ┌──────┬───────┬──────┐      VPN[1]     VPN[0]     offset
 *     │ VPN  │ valid │ PPN  │    ┌──────────┬──────────┬────────┐
 *     ├──────┼───────┼──────┤    │ 31    22 │ 21    12 │ 11   0 │
 *   ▶ │ 0x10 │ 1     │ 0x09 │    └──────────┴──────────┴────────┘
 *     └──────┴───────┴──────┘
 *
 * `ascii` draws with +, - and | for terminals that have nothing else; marks
 * are letters as well as styles, so nothing is lost without colour. */
#ifndef VIEW_FIGURE_H
#define VIEW_FIGURE_H

#include "view/lines.h"
#include "vm/figure.h"

/* Draws it into the room of `out`, whatever that is; what is too wide goes on
 * in further lines. The title stands above. */
void figure_draw(struct lines *out, const struct figure *figure, bool ascii);

#endif
