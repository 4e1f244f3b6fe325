/* settle.h - after pages were sent to the swap area.
 *
 * A page on its way to a disk can't be taken out of the swap cache, so a
 * store to it copies it or not, as the disk is slow or fast. */
#ifndef KERNEL_SETTLE_H
#define KERNEL_SETTLE_H

/* Waits until no page of the system is on its way, a second at most. */
void settle(void);

#endif
