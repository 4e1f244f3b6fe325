"""Faults planted in the walk: does the comparison with real processors see
them? See plant.py."""
import plant

CONTROL = ("nothing is planted", "walk.c", "#include \"vm/walk.h\"", "#include \"vm/walk.h\"")

ROWS = [
    ("bits that must be zero are ignored", "walk.c",
     "zero |= leaf ? f->reserved_leaf[level] : f->reserved_table[level];",
     ""),
    ("no-execute of an upper level is ignored", "walk.c",
     "| ((upper | entry) & f->no_exec)", "| (entry & f->no_exec)"),
    ("the user bit counts in the leaf alone", "walk.c",
     "(upper & entry) |", "((upper | f->user) & entry) |"),
    ("the write bit counts in the leaf alone", "walk.c",
     "(upper & entry) |", "((upper | f->write) & entry) |"),
    ("a load makes the page dirty", "walk.c",
     "i == last && access == ACCESS_STORE", "i == last"),
    ("a store leaves the page clean", "walk.c",
     "i == last && access == ACCESS_STORE", "false"),
    ("upper entries are not marked as accessed", "walk.c",
     "i = f->rules == RULES_X86 ? 0 : last", "i = last"),
    ("a large page's offset is a bit too narrow", "walk.c",
     "uint64_t offset = (UINT64_C(1) << shift) - 1;",
     "uint64_t offset = (UINT64_C(1) << (shift > 12 ? shift - 1 : shift)) - 1;"),
    ("the sign of an address is not checked", "format.h",
     "return high == 0 ||", "return true || high == 0 ||"),
    ("the PAT bit is part of the address", "walk.c",
     "f->page_bits & ~offset) |", "f->page_bits) |"),
    ("the kernel may always write", "walk.c",
     "x86 && !cpu.user && !cpu.write_protect", "x86 && !cpu.user"),
    ("the kernel may never write to what is read only", "walk.c",
     "x86 && !cpu.user && !cpu.write_protect", "false"),
    ("no-execute without EFER.NXE is no fault", "walk.c",
     "f->rules == RULES_X86 && !cpu.no_execute ? f->no_exec : 0", "0"),
    ("large pages without CR4.PSE", "walk.c",
     "f->large_switch && !cpu.large_pages", "false"),
    ("RISC-V: a misaligned large page is a page", "walk.c",
     "return leaf && misaligned(f, shift, entry);", "return false;"),
    ("RISC-V: SUM lets the kernel execute the user's pages", "walk.c",
     "(access == ACCESS_FETCH || !cpu.user_memory)", "!cpu.user_memory"),
    ("RISC-V: MXR is ignored", "walk.c",
     "riscv && cpu.exec_readable && perms & PERM_X", "false"),
    ("RISC-V: write without read is a page", "walk.c",
     "(entry & f->write && !(entry & f->read))", "false"),
    ("the error code does not say that the fault is a reserved bit", "walk.c",
     "x86 && w->cause == CAUSE_RESERVED) << 3", "false) << 3"),
    ("the error code says present when nothing is", "walk.c",
     "w->cause != CAUSE_NOT_PRESENT &&", "true &&"),
]

if __name__ == "__main__":
    plant.main("vectors_test", [CONTROL, *ROWS], ["walk.c", "format.c"])
