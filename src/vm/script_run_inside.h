/* script_run_inside.h - what the parts of the runner share: script_run.c
 * keeps the machines and the order of things, script_act.c does statements
 * about processes and files, script_memory.c those about memory, script_raw.c those of a raw machine, script_judge.c checks. */
#ifndef VM_SCRIPT_RUN_INSIDE_H
#define VM_SCRIPT_RUN_INSIDE_H

#include "vm/script_run.h"

/* By verb. 0, or -1 with a sentence and nothing changed. */
extern int (*const script_actors[VERBS])(struct run *run,
                                         const struct statement *st,
                                         struct err *err);

/* The process that does the statement, and its machine; NULL when it does not
 * run now. */
struct process *run_own(struct run *run, const struct statement *st,
                        struct machine **m, struct err *err);

/* The name stands for that from now on. */
void run_put_region(struct run_process *rp, uint16_t name, uint64_t va,
                    uint64_t bytes);

/* Whether the process shares memory with other machines, and which one it is
 * to them; -1 when it does, and must not for what it is about to do. */
bool run_is_sharing(const struct run *run, const struct process *p,
                    unsigned *node);
int run_must_not_share(const struct run *run, const struct process *p,
                       struct err *err);

int act_map(struct run *run, const struct statement *st, struct err *err);
int act_unmap(struct run *run, const struct statement *st, struct err *err);
int act_protect(struct run *run, const struct statement *st, struct err *err);
int act_advise(struct run *run, const struct statement *st, struct err *err);
int act_sync(struct run *run, const struct statement *st, struct err *err);
int act_sample(struct run *run, const struct statement *st, struct err *err);
int act_move_heap(struct run *run, const struct statement *st,
                  struct err *err);
int act_access_all(struct run *run, const struct statement *st,
                   struct err *err);
int act_watch(struct run *run, const struct statement *st, struct err *err);
int act_share(struct run *run, const struct statement *st, struct err *err);

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
