/* model.h - the memory of some processes, as simply as it can be said.
 *
 * Pages are bytes; a private one is a copy of its own from the first write
 * on, a shared one is the object's. There are no frames, tables or faults:
 * what the engine (vm/access.h) makes of all these must look the same to a
 * program. */
#ifndef TESTS_VM_MODEL_H
#define TESTS_VM_MODEL_H

#include "vm/access.h"

enum { MODEL_PROCESSES = 5, MODEL_PAGES = 24, MODEL_OBJECTS = 200 };

struct model_page {
    bool mapped, shared;
    unsigned perms;
    int object; /* of the model's, or -1: zeros */
    unsigned object_page;
    uint8_t *own; /* bytes, or NULL */
};

struct model_object {
    unsigned pages;
    uint8_t *bytes;
};

struct model {
    const struct format *format;
    size_t page_bytes;
    uint64_t base; /* address of page 0 */
    bool late;     /* a fetch is refused only once the page is there */
    bool alive[MODEL_PROCESSES];
    struct model_page page[MODEL_PROCESSES][MODEL_PAGES];
    struct model_object object[MODEL_OBJECTS];
    int nobjects;
};

void model_release(struct model *m);

/* An object of so many pages, all zero; -1 when there are too many. */
int model_object(struct model *m, unsigned pages);

void model_map(struct model *m, unsigned process, unsigned page,
               struct model_page how);
void model_unmap(struct model *m, unsigned process, unsigned page);
void model_discard(struct model *m, unsigned process, unsigned page);
void model_fork(struct model *m, unsigned parent, unsigned child);
void model_exit(struct model *m, unsigned process);

/* What an access of one byte must end with, if memory does not run out. */
enum outcome model_outcome(const struct model *m, unsigned process,
                           uint64_t va, enum access access);

/* A private page that is about to be written becomes a copy of its own, even
 * if the store then fails on the next page. */
void model_own(struct model *m, unsigned process, uint64_t va);

/* The byte; store it. The access must be one that succeeds. */
uint8_t model_load(const struct model *m, unsigned process, uint64_t va);
void model_store(struct model *m, unsigned process, uint64_t va,
                 uint8_t value);

#endif
