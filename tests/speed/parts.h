/* parts.h - what there is to measure; each prints its figures. */
#ifndef TESTS_SPEED_PARTS_H
#define TESTS_SPEED_PARTS_H

#include <stddef.h>

void measure_start(void);
void measure_vm(void);
void measure_vm_os(void);
void measure_problems(void);
void measure_exam(void);
void measure_print(void);
void measure_import(size_t notes);
void measure_apkg(size_t notes);
void measure_merge(void);
void measure_review(void);

#endif
