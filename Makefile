# make help lists what you can do here.

CC       ?= cc
CPPFLAGS += -Isrc -D_GNU_SOURCE
CFLAGS   ?= -O2 -g
override CFLAGS += -std=c11 $(WARN)
WARN      = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla \
            -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings
LDLIBS   += -lcmark-gfm -lcmark-gfm-extensions -lsqlite3 -ltermkey -lunistring \
            -ljansson -lyaml -lsodium -lm
TIDY      = clang-analyzer-*,bugprone-*,-bugprone-easily-swappable-parameters,-clang-analyzer-optin.performance.Padding,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling
B        ?= build

SRC   := $(sort $(wildcard src/*/*.c src/*/*/*.c))
LIB   := $(patsubst %.c,$B/%.o,$(filter-out src/cli/main.c,$(SRC)))
TESTS := $(patsubst %.c,$B/%,$(sort $(wildcard tests/*/*_test.c)))
FUZZ  := $(patsubst tests/fuzz/%_fuzz.c,%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))

.PHONY: all test replay layers headers san fuzz fuzz-run tidy format cover help clean
.SECONDARY:

all: $B/pagein                 ## build ./build/pagein

$B/pagein: $B/src/cli/main.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$B/tests/%: CPPFLAGS += -Itests
$B/tests/%_test: $B/tests/%_test.o $B/tests/check.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

test: $(TESTS) layers replay   ## run every test; UPDATE=1 rewrites golden files
	@for t in $(TESTS); do $$t || exit 1; done

replay: $(FUZZ:%=$B/replay-%)  ## feed every saved fuzz input back in
	@for f in $(FUZZ); do $B/replay-$$f tests/fuzz/$$f.corpus/* || exit 1; done

$B/replay-%: $B/tests/fuzz/%_fuzz.o $B/tests/fuzz/replay.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

layers:                        ## includes point only down the layers
	@awk -f tests/layers.awk src/layers $(wildcard src/*/*.[ch] src/*/*/*.[ch])

headers:                       ## every header compiles on its own
	@for h in $(wildcard src/*/*.h src/*/*/*.h); do echo "#include \"$${h#src/}\"" | \
	  $(CC) $(CPPFLAGS) $(CFLAGS) -fsyntax-only -x c - || exit 1; done

san:                           ## tests under address and undefined sanitizers
	@$(MAKE) B=build/san CFLAGS="-O1 -g -fsanitize=address,undefined \
	  -fno-sanitize-recover=all" LDFLAGS="-fsanitize=address,undefined" test

fuzz:                          ## make fuzz F=cloze T=60, with clang
	@$(MAKE) B=build/fuzz CC=clang F=$(or $(F),cloze) fuzz-run
fuzz-run:
	@mkdir -p $B/$F.new
	$(CC) $(CPPFLAGS) -std=c11 -g -fsanitize=fuzzer,address,undefined -o $B/$F \
	  tests/fuzz/$F_fuzz.c $(filter-out src/cli/main.c,$(SRC)) $(LDLIBS)
	$B/$F -max_total_time=$(or $(T),60) $B/$F.new tests/fuzz/$F.corpus

tidy:                          ## clang-tidy and gcc's -fanalyzer
	clang-tidy --quiet -checks='$(TIDY)' \
	  -warnings-as-errors='*' $(SRC) -- $(CPPFLAGS) -std=c11
	@for f in $(SRC); do gcc $(CPPFLAGS) -std=c11 -O1 -fanalyzer -Werror -c -o /dev/null $$f || exit 1; done

format:                        ## lay the code out with clang-format
	clang-format -i src/*/*.[ch] tests/*.[ch] tests/*/*.c

cover:                         ## line coverage of the tests, by gcov
	@$(MAKE) B=build/cov CFLAGS="-O0 -g --coverage" LDFLAGS=--coverage test
	@cd build/cov && gcov -n $$(find src -name '*.gcda' | sort) | \
	  awk '/^File .src/ {f=$$2} /^Lines/ && f {print f, $$0; f=""}'

help:                          ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

clean:                         ## remove build/
	rm -rf build

-include $(shell find $B -name '*.d' 2>/dev/null)
