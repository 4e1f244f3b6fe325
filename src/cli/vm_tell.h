/* vm_tell.h - a running scenario, for whoever watches: a statement at a time,
 * as text or as JSON. */
#ifndef CLI_VM_TELL_H
#define CLI_VM_TELL_H

#include "base/arena.h"
#include "cli/vm_work.h"
#include "sys/json.h"
#include "view/figure.h"
#include "vm/narrate.h"

struct vm_teller {
    struct cli *cli;
    struct vm_scene *scene;
    struct run_names store[SHARE_MACHINES];
    struct names names[SHARE_MACHINES];
    struct narrator narrator[SHARE_MACHINES];
    struct narration told; /* the last statement's; of all machines */
    size_t machine_at[SHARE_MACHINES]; /* its first step of each machine, the
                                          one on which it was done first */
    bool told_any;                     /* statement */
    bool silent; /* of what happens: somebody else tells */
    struct str json;
    struct json w; /* when --json is asked for */
    size_t checks, unmet;
};

void vm_teller_open(struct vm_teller *t, struct cli *cli,
                    struct vm_scene *scene);
void vm_teller_close(struct vm_teller *t);

/* Tells the statement that was run just now, and what an expect found, when
 * `end` is RUN_UNMET. */
void vm_tell(struct vm_teller *t, enum run_end end, const struct err *err);

/* Ends the document of --json. */
void vm_tell_end(struct vm_teller *t);

/* The narration of the last statement into t->told. */
void vm_narrate(struct vm_teller *t);

/* --on kernel: runs the scenario on the engine and in real processes, and
 * tells both. Returns as command.run does. */
int vm_run_on_kernel(struct cli *cli, struct vm_scene *scene,
                     struct err *err);

/* Its sentences alone, and figures; what a `show` asks for. */
void vm_tell_steps(struct vm_teller *t);
void vm_draw(struct vm_teller *t, const struct figure *figure);
void vm_draw_on(struct out *out, const struct figure *figure, bool ascii);
void vm_show(struct vm_teller *t, enum show what, uint16_t process);

/* A statement as an object of an open array. */
void vm_tell_json(struct vm_teller *t, enum run_end end,
                  const struct err *err);

/* A value of up to 64 bits is a text, since numbers of JSON may be less. */
void vm_json_hex(struct json *w, const char *key, uint64_t value);

#endif
