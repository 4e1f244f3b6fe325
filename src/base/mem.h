/* mem.h - memory that is there, or the program ends.
 *
 * A reviewer that can't get a few kilobytes has nothing useful left to do:
 * when memory runs out these functions end the program by exit(MEM_STATUS),
 * so that exit handlers give the terminal back and say why. Answers already
 * given are safe in the deck by then. Nobody checks for NULL. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

enum { MEM_STATUS = 71 }; /* EX_OSERR of sysexits.h */

/* `size` zeroed bytes, from free()'s heap. A size of 0 gives one byte. */
void *mem_new(size_t size);

/* `n` * `size` zeroed bytes; a product that overflows is no memory. */
void *mem_new_array(size_t n, size_t size);

/* Grows or shrinks `old` (may be NULL); new bytes are not zeroed. */
void *mem_resize(void *old, size_t size);

/* A copy of `len` bytes with a NUL behind it. */
char *mem_copy(const void *bytes, size_t len);

/* Ends the program as if memory had run out; for the allocation hooks of
 * libraries that would abort instead. */
_Noreturn void mem_exhausted(void);

/* Makes room for one more element in a growable array of `*cap` elements of
 * which `n` are used:
 *
 *     list->at = mem_grow(list->at, list->n, &list->cap, sizeof *list->at);
 *     list->at[list->n++] = item;                                        */
void *mem_grow(void *at, size_t n, size_t *cap, size_t size);

#endif
