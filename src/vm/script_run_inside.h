/* script_run_inside.h - what the parts of the runner share: script_run.c
 * keeps the machines and the order of things, script_act.c does statements,
 * script_raw.c those of a raw machine, script_judge.c checks. */
#ifndef VM_SCRIPT_RUN_INSIDE_H
#define VM_SCRIPT_RUN_INSIDE_H

#include "vm/script_run.h"

/* By verb. 0, or -1 with a sentence and nothing changed. */
extern int (*const script_actors[VERBS])(struct run *run,
                                         const struct statement *st,
                                         struct err *err);

int raw_translate(struct run *run, const struct statement *st,
                  struct err *err);
int raw_cpu(struct run *run, const struct statement *st, struct err *err);
int raw_ram(struct run *run, const struct statement *st, struct err *err);
int raw_ptbr(struct run *run, const struct statement *st, struct err *err);
int raw_memory(struct run *run, const struct statement *st, struct err *err);
int raw_entries(struct run *run, const struct statement *st, struct err *err);

/* 1 when the check holds, 0 when not and *err says what is the case, -1 when
 * it can't be made. */
int run_judge(struct run *run, const struct check *check, struct err *err);

/* The process of that name on its machine. */
int run_find(struct run *run, uint16_t name, struct process **out,
             struct machine **m, struct err *err);

/* What a place is in that process, and how much: the region's or the place's
 * own bytes; 0 when it is just an address. */
int run_locate(struct run *run, uint16_t process, const struct place *place,
               uint64_t *va, uint64_t *bytes, struct err *err);

/* One step more; -1 when the script has taken too many. */
int run_step(struct run *run, struct err *err);

#endif
