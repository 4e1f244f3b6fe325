/*  How entries look, the bit of least weight on the right:
 *
 *  x86-64   63  62       52 51           12 11   9 8 7  6 5 4   3   2 1 0
 *          | NX | ignored  |      PPN      |  ign  |G|PS|D|A|PCD|PWT|U|W|P|
 *
 *  sv39     63      54 53              10 9   8 7 6 5 4 3 2 1 0
 *          | reserved |       PPN        | RSW |D|A|G|U|X|W|R|V|
 *
 *  toy      7 6   4 3   0
 *          |V| ign | PPN |                       0x82: valid, page 2 */
#include "vm/format.h"

#define BIT(n) (UINT64_C(1) << (n))
#define BITS(hi, lo) (UINT64_MAX >> (63 - (hi)) & UINT64_MAX << (lo))

#define X86_FLAGS                                                           \
    .rules = RULES_X86, .valid = BIT(0), .write = BIT(1), .user = BIT(2),   \
    .accessed = BIT(5), .dirty = BIT(6), .large = BIT(7), .global = BIT(8), \
    .ppn_at = 12

#define RISCV_FLAGS                                                         \
    .rules = RULES_RISCV, .valid = BIT(0), .read = BIT(1), .write = BIT(2), \
    .exec = BIT(3), .user = BIT(4), .global = BIT(5), .accessed = BIT(6),   \
    .dirty = BIT(7), .ppn_at = 10

/* A, D and U of an entry that names a table. */
#define RISCV_UNUSED (BIT(4) | BIT(6) | BIT(7))

#define SV64(levels_, bits)                                             \
    RISCV_FLAGS, .levels = (levels_), .va_bits = (bits), .pa_bits = 56, \
                 .page_bits = 12, .entry_bytes = 8, .high = HIGH_SIGN,  \
                 .ppn_bits = 44, .large_at = (1 << (levels_)) - 2

#define HIGH_10 BITS(63, 54)
#define TABLE_64 (HIGH_10 | RISCV_UNUSED)

const struct format formats[] = {
    {.name = "toy",
     .blurb = "64-byte pages, 8 of them, one byte an entry",
     .va_bits = 9,
     .pa_bits = 10,
     .page_bits = 6,
     .levels = 1,
     .index_bits = {3},
     .entry_bytes = 1,
     .valid = BIT(7),
     .ppn_bits = 4},
    {.name = "toy-flags",
     .blurb = "256-byte pages, 256 of them, entries with permissions",
     .va_bits = 16,
     .pa_bits = 16,
     .page_bits = 8,
     .levels = 1,
     .index_bits = {8},
     .entry_bytes = 2,
     .valid = BIT(0),
     .read = BIT(1),
     .write = BIT(2),
     .exec = BIT(3),
     .user = BIT(4),
     .accessed = BIT(5),
     .dirty = BIT(6),
     .ppn_at = 8,
     .ppn_bits = 8},
    {.name = "toy-2",
     .blurb = "two levels of 32 one-byte entries, 32-byte pages",
     .va_bits = 15,
     .pa_bits = 12,
     .page_bits = 5,
     .levels = 2,
     .index_bits = {5, 5},
     .entry_bytes = 1,
     .valid = BIT(7),
     .ppn_bits = 7},
    {.name = "toy-3",
     .blurb = "three levels of 16 entries with permissions, 64-byte pages",
     .va_bits = 18,
     .pa_bits = 14,
     .page_bits = 6,
     .levels = 3,
     .index_bits = {4, 4, 4},
     .entry_bytes = 2,
     .valid = BIT(0),
     .write = BIT(1),
     .user = BIT(2),
     .accessed = BIT(5),
     .dirty = BIT(6),
     .ppn_at = 8,
     .ppn_bits = 8},
    {.name = "linear-32",
     .blurb = "one table of 2^20 entries for 32-bit addresses",
     .va_bits = 32,
     .pa_bits = 32,
     .page_bits = 12,
     .levels = 1,
     .index_bits = {20},
     .entry_bytes = 4,
     .valid = BIT(0),
     .write = BIT(1),
     .user = BIT(2),
     .accessed = BIT(5),
     .dirty = BIT(6),
     .ppn_at = 12,
     .ppn_bits = 20},
    {X86_FLAGS, .name = "x86-32",
     .blurb = "32-bit x86: two levels, pages of 4 KiB and 4 MiB",
     .va_bits = 32, .pa_bits = 32, .page_bits = 12, .levels = 2,
     .index_bits = {10, 10}, .entry_bytes = 4, .large_at = 1 << 1,
     .large_switch = true, .ppn_bits = 20,
     .reserved_leaf = {0, BITS(21, 13)}},
    {X86_FLAGS, .name = "x86-64",
     .blurb = "64-bit x86: four levels, pages of 4 KiB, 2 MiB and 1 GiB",
     .va_bits = 48, .pa_bits = 52, .page_bits = 12, .levels = 4,
     .index_bits = {9, 9, 9, 9}, .entry_bytes = 8, .high = HIGH_SIGN,
     .no_exec = BIT(63), .large_at = 1 << 1 | 1 << 2, .ppn_bits = 40,
     .reserved_table = {0, 0, 0, BIT(7)},
     .reserved_leaf = {0, BITS(20, 13), BITS(29, 13)}},
    {RISCV_FLAGS, .name = "sv32",
     .blurb = "32-bit RISC-V: two levels, pages of 4 KiB and 4 MiB",
     .va_bits = 32, .pa_bits = 34, .page_bits = 12, .levels = 2,
     .index_bits = {10, 10}, .entry_bytes = 4, .large_at = 1 << 1,
     .ppn_bits = 22, .reserved_table = {RISCV_UNUSED, RISCV_UNUSED}},
    {SV64(3, 39), .name = "sv39",
     .blurb = "64-bit RISC-V: three levels, pages of 4 KiB, 2 MiB and 1 GiB",
     .index_bits = {9, 9, 9},
     .reserved_table = {TABLE_64, TABLE_64, TABLE_64},
     .reserved_leaf = {HIGH_10, HIGH_10, HIGH_10}},
    {SV64(4, 48), .name = "sv48",
     .blurb = "64-bit RISC-V: four levels, pages from 4 KiB to 512 GiB",
     .index_bits = {9, 9, 9, 9},
     .reserved_table = {TABLE_64, TABLE_64, TABLE_64, TABLE_64},
     .reserved_leaf = {HIGH_10, HIGH_10, HIGH_10, HIGH_10}},
};
const size_t nformats = sizeof formats / sizeof *formats;
