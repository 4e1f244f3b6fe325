#include "exam/prove.h"

#include <string.h>

#include "exam/prove_inside.h"

static const struct row {
    const char *kind;
    witness *play;
    const char *how; /* where it was seen, without a full stop */
} rows[] = {
    {"LAYOUT", witness_layout,
     "this program's own things, looked up in /proc/self/maps; accesses "
     "tried by children"},
    {"DEMAND", witness_demand,
     "faults are those that getrusage counted, access by access"},
    {"STACKGROW", witness_stackgrow,
     "a stack mapped with MAP_GROWSDOWN, its start read in /proc/PID/maps"},
    {"RSSVSZ", witness_rssvsz,
     "sizes from /proc/PID/maps and smaps, faults from getrusage"},
    {"ZEROPG", witness_zeropg,
     "faults from getrusage, frames and the page of zeros from "
     "/proc/PID/pagemap and /proc/kpageflags"},
    {"COWFRAME", witness_cowframe,
     "frames are the different ones that /proc/PID/pagemap names"},
    {"COWFAULT", witness_cowfault,
     "faults from getrusage, a copy where /proc/PID/pagemap names another "
     "frame than before"},
    {"COWBITS", witness_cowbits,
     "frames from /proc/PID/pagemap; W is 0 where a write faults, everything "
     "done anew for each entry that is tried"},
    {"COWVIEW", witness_cowview,
     "what parent and child loaded, and their frames in /proc/PID/pagemap"},
    {"MMAPVIEW", witness_mmapview,
     "what mmap, loads, stores, pread and pwrite of one file gave"},
    {"MMAPOFF", witness_mmapoff,
     "every byte of the file told where it is; signals and fstat the rest"},
    {"MAPSREAD", witness_mapsread,
     "lines of /proc/PID/maps; stores told by signals and by reading the "
     "file"},
    {"MPROTECT", witness_mprotect,
     "lines of /proc/PID/maps, frames of /proc/PID/pagemap, and signals"},
    {"SHFRAMES", witness_shframes,
     "frames are the different ones that /proc/PID/pagemap names, those of a "
     "process that only reads the files among them"},
    {"WATCH", witness_watch, "mprotect, and SIGSEGV as a debugger gets it"},
};

static const struct row *row_of(const struct kind *kind)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].kind, kind->id) == 0)
            return &rows[i];
    return NULL;
}

bool prove_knows(const struct kind *kind)
{
    return row_of(kind) != NULL;
}

/* Whether all that was seen is as the key has it, and something was. */
static bool agrees(const struct answers *key, const struct answers *seen)
{
    unsigned n = 0;

    if (seen->n != key->n)
        return false;
    for (unsigned i = 0; i < key->n; i++) {
        if (seen->at[i].kind == VALUE_NONE)
            continue;
        if (!value_eq(&key->at[i], &seen->at[i]))
            return false;
        n++;
    }
    return n > 0;
}

/* One play, from an empty stage to its end. */
static enum proof play(const struct row *row, const struct problem *p,
                       struct testimony *out, struct err *err)
{
    struct stage stage;

    out->seen = (struct answers){.arena = out->seen.arena};
    stage_open(&stage);
    row->play(&stage, p->params, &out->seen);
    stage_close(&stage);
    if (stage.stopped) {
        out->seen.n = 0;
        *err = stage.why;
        return stage.surprised ? PROOF_DIFFERS : PROOF_CANNOT;
    }
    out->how = row->how;
    return agrees(&p->key, &out->seen) ? PROOF_AGREES : PROOF_DIFFERS;
}

/* A kernel may move a page to another frame at any time, for reasons of its
 * own. So what differs is played once more: a wrong key differs again. */
enum proof prove_on_kernel(const struct problem *p, struct arena *arena,
                           struct testimony *out, struct err *err)
{
    const struct row *row = row_of(p->kind);
    enum proof proof = PROOF_DIFFERS;

    *out = (struct testimony){.seen = {.arena = arena}};
    *err = (struct err){0};
    if (row == NULL) {
        err_set(err, ERR_USAGE,
                "%s asks for nothing that a kernel could show.", p->kind->id);
        return PROOF_CANNOT;
    }
    for (int tries = 0; tries < 2 && proof == PROOF_DIFFERS; tries++) {
        *err = (struct err){0};
        proof = play(row, p, out, err);
    }
    return proof;
}
