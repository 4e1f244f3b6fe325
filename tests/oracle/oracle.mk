# Do the tests of tests/oracle see what they are there to see?
oracle: $B/tests/oracle/vectors_test $B/tests/oracle/kernel_test ## faults planted in the engine are found
	@for p in planted planted_kernel; do \
	  python3 tests/oracle/$$p.py $B $(CC) -O1 -std=c11 -D_GNU_SOURCE $(LDFLAGS); \
	  echo "# tests/oracle/$$p.py ends with $$?"; done

# What emulated processors answer about page tables: a guest for each of four,
# made without a compiler or a library of theirs.
VECTORS := $(addprefix tests/oracle/vectors/,x86-32 x86-64 sv32 sv39 sv48)
GUEST    = --target=$(1)-unknown-none-elf -O1 -ffreestanding -fno-pic \
           -fno-stack-protector -fno-asynchronous-unwind-tables -Wall -Wextra -Werror \
           -nostdlib -static -fuse-ld=lld -Wl,--oformat=binary \
           -Wl,-T,tests/oracle/qemu/guest.ld
GUEST_i386    = -mno-sse -Wl,--defsym=BASE=0x100000
GUEST_x86_64  = $(GUEST_i386) -mno-red-zone
GUEST_riscv32 = -march=rv32ima -mabi=ilp32 -mcmodel=medany -mno-relax -Wl,--defsym=BASE=0x80000000
GUEST_riscv64 = -march=rv64ima -mabi=lp64 -mcmodel=medany -mno-relax -Wl,--defsym=BASE=0x80000000

vectors: need-vectors $(VECTORS:%=%.new) ## ask QEMU anew: tests/oracle/vectors
$(VECTORS:%=%.new): tests/oracle/vectors/%.new: $B/tests/oracle/qemu/generate \
    $(patsubst %,$B/guest-%.bin,i386 x86_64 riscv32 riscv64)
	@$< $* $B 1 20000 >$B/$*.vectors
	@gzip -9n <$B/$*.vectors >tests/oracle/vectors/$*.gz
$B/tests/oracle/qemu/generate: $B/tests/oracle/qemu/generate.o $B/tests/shared.a $B/libpagein.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lvterm -lcmocka
$B/guest-i386.bin $B/guest-x86_64.bin: tests/oracle/qemu/x86.c
$B/guest-riscv32.bin $B/guest-riscv64.bin: tests/oracle/qemu/riscv.c
$B/guest-%.bin: tests/oracle/qemu/guest.c tests/oracle/qemu/guest.h tests/oracle/qemu/guest.ld
	@mkdir -p $(@D)
	clang $(call GUEST,$*) $(GUEST_$*) -o $@ $(filter %.c,$^)
