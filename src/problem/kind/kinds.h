/* kinds.h - every kind there is; their numbers are in codes on paper.
 *
 *     1 SPLIT    2 GEOM      3 PTSIZE    4 RANGEPG    5 LAYOUT
 *     6 LOOKUP   7 LOADBYTE  8 REVERSE   9 PTEADDR   10 PTEBITS
 *    11 PERM    12 WHICHPTE 23 DEMAND   25 STACKGROW 26 RSSVSZ
 *    27 ZEROPG  28 LOADFILE 29 COWFRAME 30 COWFAULT  31 COWBITS
 *    32 COWVIEW 33 MMAPVIEW 34 MMAPOFF  35 MAPSREAD  36 VMADECIDE
 *    37 MPROTECT            39 SHFRAMES 41 SWAPIO    42 ADBITS
 *    43 WATCH   44 DSM      45 TRICKS   47 FAULTREG  48 RESTART
 *
 * A small kind is one file. A larger one is cut in the same places as all the
 * others, so that who knows one finds the way in the next:
 *
 *     KIND.h       its parameters, and what the files below share
 *     KIND.c       the row, the draws, mistakes that need code of their own
 *     KIND_run.c   solved twice; often the second way is believe() as well
 *     KIND_say.c   asked and explained
 *
 * What two kinds are about has a name of its own, such as cow_trace.h, as has
 * what one is about that is a story by itself, such as sharing.h. */
#ifndef PROBLEM_KIND_KINDS_H
#define PROBLEM_KIND_KINDS_H

#include "problem/kind.h"

extern const struct kind kind_split;
extern const struct kind kind_geom;
extern const struct kind kind_ptsize;
extern const struct kind kind_rangepg;
extern const struct kind kind_layout;

extern const struct kind kind_lookup;
extern const struct kind kind_loadbyte;
extern const struct kind kind_reverse;
extern const struct kind kind_pteaddr;
extern const struct kind kind_ptebits;
extern const struct kind kind_perm;
extern const struct kind kind_whichpte;
extern const struct kind kind_faultreg;
extern const struct kind kind_restart;

extern const struct kind kind_demand;
extern const struct kind kind_stackgrow;
extern const struct kind kind_rssvsz;
extern const struct kind kind_zeropg;
extern const struct kind kind_loadfile;

extern const struct kind kind_cowframe;
extern const struct kind kind_cowfault;
extern const struct kind kind_cowbits;
extern const struct kind kind_cowview;

extern const struct kind kind_mmapview;
extern const struct kind kind_shframes;
extern const struct kind kind_mprotect;
extern const struct kind kind_mapsread;
extern const struct kind kind_vmadecide;
extern const struct kind kind_mmapoff;
extern const struct kind kind_swapio;
extern const struct kind kind_adbits;
extern const struct kind kind_watch;
extern const struct kind kind_dsm;
extern const struct kind kind_tricks;

#endif
