/* exec.h - a program takes over an address space.
 *
 *     text     r-x  private, from the file      shared by all who run it
 *     rodata   r--  private, from the file      likewise
 *     data     rw-  private, from the file      copied on the first write
 *     bss      rw-  zeros
 *     heap     rw-  zeros, empty at first       grows up by brk
 *       ...
 *     stack    rw-  zeros, grows down           below the kernel
 *
 * To the system these are mappings like any other. */
#ifndef VM_EXEC_H
#define VM_EXEC_H

#include "vm/machine.h"

/* Sizes in pages; a part of 0 pages is left out. The parts that come from the
 * file lie in it one behind the other, from page 0. */
struct image {
    int object;
    uint64_t base; /* address of the text */
    uint32_t text, rodata, data, bss;
    uint32_t stack;     /* mapped at the start; at least 1 */
    uint64_t stack_top; /* its end; 0: the end of the user's addresses */
};

/* Removes what is mapped and maps the program. -1 with a sentence, and
 * nothing changed, when it does not fit. */
int exec_image(struct machine *m, struct process *p,
               const struct image *image, struct err *err);

#endif
