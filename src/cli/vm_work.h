/* vm_work.h - what `pagein vm` can do, one function each; they return as
 * command.run does. */
#ifndef CLI_VM_WORK_H
#define CLI_VM_WORK_H

#include "base/diag.h"
#include "cli/command.h"
#include "vm/script_run.h"

int vm_work_run(struct cli *cli, struct err *err);
int vm_work_translate(struct cli *cli, struct err *err);
int vm_work_maps(struct cli *cli, struct err *err);
int vm_work_formats(struct cli *cli, struct err *err);

/* A script, read from a file ("-" is standard input). */
struct vm_scene {
    const char *path;
    size_t skip; /* lines in front that are not the file's */
    struct str text;
    struct script script;
    struct run *run;
};

/* Reads it and makes its machines. -1 with *err; or STATUS_NOTES when it has
 * mistakes, which are told then; 0. vm_close in all cases. */
int vm_open(struct cli *cli, const char *path, struct vm_scene *scene,
            struct err *err);

/* The same for a text that is not a whole file: `skip` lines stand before
 * those of the file `path`. */
int vm_open_text(struct cli *cli, const char *path, struct slice text,
                 size_t skip, struct vm_scene *scene, struct err *err);
void vm_close(struct vm_scene *scene);

/* Runs what is left of it. 0, or STATUS_NOTES after telling what could not be
 * done. What an expect says does not matter. */
int vm_run_to_end(struct cli *cli, struct vm_scene *scene);

/* Tells that a statement could not be done, as a finding. */
void vm_tell_failure(struct cli *cli, const struct vm_scene *scene,
                     const struct err *err);

/* The profile of --profile, or NULL. */
const struct profile *vm_profile(const struct args *args);

/* An operand that is an address. */
int vm_address(const char *text, const char *what, uint64_t *out,
               struct err *err);

#endif
