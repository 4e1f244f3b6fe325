/* object.h - what memory can be a view of: files and shared memory.
 *
 * An object has pages, and a page cache: the frames that hold some of them
 * now. Every process that maps the object, shared or privately, finds the
 * same frame there; a private writer copies it first (fault.c).
 *
 *     page      0     1     2     3
 *     cache    f7     -    f3     -        f: frame, -: not in memory
 *     disk     ..    ..    ..    ..        a file only
 *
 * Shared memory has no disk: a page of it starts as zeros. Objects are
 * numbered from 0 and are never renumbered. */
#ifndef VM_OBJECT_H
#define VM_OBJECT_H

#include <stdbool.h>
#include <stdint.h>

#include "vm/phys.h"

struct machine;

enum object_kind {
    OBJECT_NONE, /* the number is free */
    OBJECT_FILE,
    OBJECT_SHARED, /* shared memory, while somebody maps it */
};

enum { NO_OBJECT = -1 };

struct object {
    uint8_t kind;  /* enum object_kind */
    bool notify;   /* the file system wants to hear of the first write to a
                      clean page (ext4 does, tmpfs does not) */
    char name[32]; /* for people; escaped by whoever prints it */
    uint32_t pages;
    uint32_t *cache; /* a frame a page, or NO_FRAME */
    struct phys disk;
};

/* A new object of so many pages, all of them zero. Its number, or NO_OBJECT
 * when there are too many. Files are set up before anything runs: their
 * bytes go to object->disk by phys_store and leave no event. */
int object_new(struct machine *m, enum object_kind kind, const char *name,
               uint32_t pages);

struct object *object_at(struct machine *m, int object);

/* The frame that holds the page. With `load` one that is not in memory is
 * read, or made; NO_FRAME then says that no frame is left, and without that
 * it is not in memory. The page must be one of the object's. */
uint32_t object_frame(struct machine *m, int object, uint32_t page,
                      bool load);

/* Brings all pages of a file into memory, as after a recent read of it. */
void object_warm(struct machine *m, int object);

/* To be called when an area that mapped it is gone: shared memory that no
 * area maps any more goes, and its frames are free. */
void object_unmapped(struct machine *m, int object);

#endif
