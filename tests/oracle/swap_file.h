/* swap_file.h - a small swap file for a test, on while it runs. */
#ifndef TESTS_ORACLE_SWAP_FILE_H
#define TESTS_ORACLE_SWAP_FILE_H

#include <stdbool.h>

#include "base/err.h"

/* Turns one on, when the system has none. Only root can, and not on every
 * file system: -1 with a sentence. */
int swap_file_on(struct err *err);

/* Off and gone; does nothing when none was turned on. */
void swap_file_off(void);

#endif
