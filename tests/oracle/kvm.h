/* kvm.h - a processor without a system on it, lent by /dev/kvm.
 *
 * Its 32 MiB of memory are ours to fill: page tables under test, frames as
 * guest.h paints them, and on the lowest pages what a 64-bit processor needs
 * to take an exception. Entry 511 of the root leads to those pages:
 *
 *      0x1000 GDT   0x2000 IDT   0x3000 TSS   0x4000 code   0x5000 stack
 *      0x6000 .. 0x8000 the tables that map them at the top of all addresses
 *
 * A probe ends either by an `out`, which user code may execute as well, or on
 * a page full of HLT, where every vector has a byte of its own. */
#ifndef TESTS_ORACLE_KVM_H
#define TESTS_ORACLE_KVM_H

#include "oracle/vectors.h"

enum {
    KVM_RAM = 32 << 20,
    KVM_TABLES = 0x100000,
    KVM_FRAMES = 0x1000000,
    KVM_KEPT = 511, /* index in the root */
};

struct kvm {
    int dev, vm, cpu;
    void *run; /* what the kernel tells of the last run */
    size_t run_bytes;
    uint8_t *ram;
    unsigned pa_bits; /* of this processor */
    bool pages_of_1_gib;
    void *cpuid;
};

/* False, with a sentence in *why, where there is no such device or it does
 * not work. The frames are painted; kvm_close in any case. */
bool kvm_open(struct kvm *k, const char **why);
void kvm_close(struct kvm *k);

/* A new processor for the memory as it is now, its tables at KVM_TABLES: they
 * may change only by its own hand from here on. */
bool kvm_boot(struct kvm *k, const char **why);

/* One access; fills in the answer's vector, code and pa. False when the
 * processor did something else. */
bool kvm_probe(struct kvm *k, struct vector *q);

#endif
