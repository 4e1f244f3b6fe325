# make help lists what you can do here.

PREFIX   ?= /usr/local
B        ?= build
CPPFLAGS += -Isrc -D_GNU_SOURCE
CFLAGS   ?= -O2 -g $(HARDEN)
LDFLAGS  ?= -pie -Wl,-z,relro,-z,now
LDLIBS   += -lcmark-gfm -lcmark-gfm-extensions -lsqlite3 -ltermkey -lunistring \
            -ljansson -lyaml -lcsv -lsodium -lmd -lzip -lzstd -lgumbo -lm
override CFLAGS += -std=c11 $(WARN)
WARN      = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wformat=2 \
            -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings
HARDEN    = -fPIE -D_FORTIFY_SOURCE=2 -fstack-protector-strong \
            $(if $(filter x86_64,$(shell uname -m)),-fcf-protection -fstack-clash-protection)
SANITIZE  = -fsanitize=address,undefined -fno-sanitize-recover=all

# Debian packages: to build and run, to test as well, to mend and measure.
NEED      = gcc libc6-dev pkg-config libcmark-gfm-dev libcmark-gfm-extensions-dev \
            libsqlite3-dev libtermkey-dev libunistring-dev libjansson-dev \
            libyaml-dev libcsv-dev libsodium-dev libmd-dev libzip-dev libzstd-dev \
            libgumbo-dev libchafa-dev libpng-dev libjpeg-dev libglib2.0-dev libcairo2-dev \
            libpango1.0-dev libfontconfig-dev fonts-dejavu-core fonts-dejavu-extra
NEED_TEST = $(NEED) libcmocka-dev libvterm-dev clang lld wasi-libc \
            libclang-rt-14-dev libclang-rt-14-dev-wasm32 mandoc zsh fish \
            python3 python3-venv strace chromium cmark libxml2-utils unzip \
            poppler-utils qpdf zstd $(if $(shell command -v npm),,npm) \
            $(if $(filter x86_64,$(shell uname -m)),gcc-multilib)
NEED_CARE = $(NEED_TEST) clang-tidy clang-format librsvg2-bin
NEED_TEX  = $(NEED_TEST) texlive-latex-base texlive-latex-recommended \
            texlive-fonts-recommended lmodern poppler-utils
NEED_VEC  = $(NEED_TEST) qemu-system-x86 qemu-system-misc

# Pictures are a shared object of their own, opened when one is drawn; without
# its libraries alt texts stand instead.
IMAGE     := src/view/image_chafa.c
IMAGE_LIB := chafa libpng libjpeg
IMAGE_FLAGS = $(patsubst -I%,-isystem%,$(shell pkg-config --cflags $(IMAGE_LIB)))
IMAGE_SO  := $(if $(shell pkg-config --exists $(IMAGE_LIB) 2>/dev/null && echo yes),$B/pagein-image.so)

# So is print: without it every other format is still written.
PRINT     := src/view/press_cairo.c src/view/press_cairo_draw.c
PRINT_LIB := pangocairo cairo-pdf fontconfig
PRINT_FLAGS = $(patsubst -I%,-isystem%,$(shell pkg-config --cflags $(PRINT_LIB)))
PRINT_SO  := $(if $(shell pkg-config --exists $(PRINT_LIB) 2>/dev/null && echo yes),$B/pagein-print.so)
OBJECT_SO := $(IMAGE_SO) $(PRINT_SO)

SRC    := $(filter-out $(IMAGE) $(PRINT),$(sort $(wildcard src/*/*.c src/*/*/*.c)))
HDR    := $(sort $(wildcard src/*/*.h src/*/*/*.h))
LIB    := $(patsubst %.c,$B/%.o,$(filter-out src/cli/main.c,$(SRC)))
PURE   := $(filter src/base/% src/sched/% src/vm/% src/problem/%,$(SRC))
TESTS  := $(patsubst %.c,$B/%,$(sort $(wildcard tests/*/*_test.c)))
SHARED := $(patsubst %.c,$B/%.o,$(filter-out %_test.c %_main.c tests/fault/% tests/fuzz/% \
            tests/same/% tests/speed/%,$(wildcard tests/*.c tests/*/*.c)))
FUZZ   := $(patsubst tests/fuzz/%_fuzz.c,%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))
SUITES ?= build layers headers warnings wasm same replay unit oracle terminal publish anki san fault packages
PNG    := $(patsubst %.svg,%.png,$(filter-out %/review.svg,$(wildcard content/images/*.svg)))
PAGES  := share/man/man1/pagein.1 share/bash-completion/completions/pagein \
          share/zsh/site-functions/_pagein share/fish/vendor_completions.d/pagein.fish
THERE   = $(DESTDIR)$(PREFIX)
JOBS   := $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

.SECONDARY:
.PHONY: all run test install uninstall clean help build layers headers warnings wasm same \
        replay unit oracle terminal publish anki san sanitized fault packages pictures cover bench soak fuzz fuzz-run vectors tidy format need need-test need-care need-tex need-vectors

all: $B/pagein $(OBJECT_SO)    ## build ./build/pagein

run: need                      ## review the deck that comes with it
	@$(MAKE) -s $(JOBS) all
	@$B/pagein import decks/virtual-memory.yaml
	@$B/pagein review --deck virtual-memory

test: need-test                ## run every test; UPDATE=1 rewrites golden files
	@+tests/run $(MAKE) $(JOBS) -- $(SUITES)

install: all $(PAGES:%=$B/%)   ## below PREFIX (/usr/local) of DESTDIR
	install -D $B/pagein $(THERE)/bin/pagein
	@for o in $(OBJECT_SO); do install -D -m 644 $$o $(THERE)/lib/pagein/$${o##*/} || exit 1; done
	@for p in $(PAGES); do install -D -m 644 $B/$$p $(THERE)/$$p || exit 1; done

uninstall:                     ## take it away again
	rm -f $(THERE)/bin/pagein $(PAGES:%=$(THERE)/%)
	rm -rf $(THERE)/lib/pagein

clean:                         ## remove build/
	rm -rf build

help:                          ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile tests/oracle/oracle.mk

# What is built

$B/pagein: $B/src/cli/main.o $B/libpagein.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$B/pagein-image.so: $(IMAGE:%.c=$B/%.o)
	$(CC) $(filter-out -pie,$(LDFLAGS)) -shared -o $@ $^ $(shell pkg-config --libs $(IMAGE_LIB))
$(IMAGE:%.c=$B/%.o): override CFLAGS += -fPIC $(IMAGE_FLAGS)
$B/pagein-print.so: $(PRINT:%.c=$B/%.o)
	$(CC) $(filter-out -pie,$(LDFLAGS)) -shared -o $@ $^ $(shell pkg-config --libs $(PRINT_LIB))
$(PRINT:%.c=$B/%.o): override CFLAGS += -fPIC $(PRINT_FLAGS)

$B/libpagein.a: $(LIB)
$B/tests/shared.a: $(SHARED)
%.a:
	@rm -f $@
	$(AR) rcs $@ $^

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$B/tests/%: private CPPFLAGS += -Itests -DPAGEIN='"$B/pagein"'
$B/tests/%_test: $B/tests/%_test.o $B/tests/shared.a $B/libpagein.a | $B/pagein
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lvterm -lcmocka

# The program writes its own manual page and completions.
$B/share/man/%:             SPEAK = man
$B/share/bash-completion/%: SPEAK = bash
$B/share/zsh/%:             SPEAK = zsh
$B/share/fish/%:            SPEAK = fish
$B/share/%: $B/pagein
	@mkdir -p $(@D)
	@$B/pagein generate $(SPEAK) >$@ || { rm -f $@; exit 1; }

$B/replay-%: $B/tests/fuzz/%_fuzz.o $B/tests/fuzz/replay.o $B/libpagein.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

-include $(shell find $B/src $B/tests -name '*.d' 2>/dev/null)

# The suites of make test: they speak TAP, a line "ok" or "not ok" a test.

build: $B/pagein $(TESTS) $(FUZZ:%=$B/replay-%)
	@echo "ok - the program and $(words $(TESTS)) test programs"

unit: $(patsubst %,%.run,$(filter-out $B/tests/terminal/%,$(TESTS)))
terminal: $(patsubst %,%.run,$(filter $B/tests/terminal/%,$(TESTS)))
%_test.run: %_test $B/pagein $(OBJECT_SO)
	@CMOCKA_MESSAGE_OUTPUT=TAP $<; echo "# $< ends with $$?"

layers:                        ## includes point only down the layers
	@awk -f tests/layers.awk src/layers $(SRC) $(IMAGE) $(PRINT) $(HDR)
	@echo "ok - $(words $(SRC) $(HDR)) files keep to src/layers"

headers:                       ## every header compiles on its own
	@for h in $(HDR:src/%=%); do echo "#include \"$$h\"" | \
	  $(CC) $(CPPFLAGS) $(CFLAGS) $(PRINT_FLAGS) -Werror -fsyntax-only -x c - || exit 1; done
	@echo "ok - $(words $(HDR)) headers"

warnings:                      ## clang finds nothing to warn of either
	@clang $(CPPFLAGS) -Itests -DPAGEIN='""' -std=c11 $(WARN) -Werror -fsyntax-only \
	  $(SRC) $(wildcard tests/*.c tests/*/*.c)
	@echo "ok - no warning from clang"

wasm:                          ## the pure folders need nothing but libc: wasm32
	@mkdir -p $B
	@clang --target=wasm32-wasi -mexec-model=reactor -Oz -Wl,--export-all \
	  $(CPPFLAGS) -std=c11 $(WARN) -Werror -o $B/pure.wasm $(PURE)
	@echo "ok - $(words $(PURE)) files for wasm32"

# Problems must not depend on what builds them: see tests/same/problems.c.
SAME := gcc_-O0 gcc_-O3 clang_-O1 $(if $(filter x86_64,$(shell uname -m)),gcc_-O0_-m32)
same: $(SAME:%=$B/same/%.txt)  ## the same problems from every compiler
	@for f in $^; do cmp $< $$f || exit 1; done
	@echo "ok - $$(grep -c . $<) levels of kinds, the same by $(subst _, ,$(SAME))"
$B/same/%.txt: $(PURE) $(HDR) tests/same/problems.c tests/problem/show.c
	@$(MAKE) -s B=$B/same/$* CC=$(firstword $(subst _, ,$*)) LDFLAGS="$(filter -m32,$(subst _, ,$*))" \
	  CFLAGS="$(filter -O% -m32,$(subst _, ,$*))" WARN=-w $B/same/$*/problems
	@$B/same/$*/problems >$@
$B/problems: $(patsubst %.c,$B/%.o,$(filter-out src/sched/%,$(PURE)) tests/same/problems.c tests/problem/show.c)
	$(CC) $(LDFLAGS) -o $@ $^

replay: $(FUZZ:%=$B/replay-%)  ## feed every saved fuzz input back in
	@for f in $(FUZZ); do $B/replay-$$f tests/fuzz/$$f.corpus/* || exit 1; done

san:                           ## unit tests and replay, sanitized
	@$(MAKE) $(SAN) unit replay
sanitized:
	@$(MAKE) $(SAN) build/san/pagein build/san/replay-deck
SAN = B=build/san CFLAGS="-O1 -g -Werror -DVM_CHECK $(SANITIZE)" LDFLAGS="$(SANITIZE)"

FAULT := $(addprefix $B/,pagein tests/fault/victim $(patsubst %,tests/fault/%.so,oom io plant))
fault: sanitized $(FAULT)      ## power cuts, full disks, hostile decks and names
	@B=$B python3 tests/fault/run.py; echo "# tests/fault ends with $$?"
packages: all sanitized         ## packages that mean no good, one after the other
	@B=$B python3 tests/hostile/packages/run.py; echo "# tests/hostile/packages ends with $$?"

$B/tests/fault/victim: $B/tests/fault/victim.o
	$(CC) $(LDFLAGS) -o $@ $^ -lsqlite3
$B/tests/fault/%.so: tests/fault/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -shared -fPIC -O1 -o $@ $<

CHECKS := $(sort $(wildcard tests/publish/check_*))
publish: $B/tests/publish/papers $B/tests/publish/tool/files all ## files for others, by those who read them
	@rm -rf $B/papers && mkdir -p $B/papers && $< $B/papers
	@for c in $(CHECKS); do B=$B $$c; echo "# $$c ends with $$?"; done
$B/tests/publish/papers: $B/tests/publish/papers_main.o $B/tests/shared.a $B/libpagein.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lvterm -lcmocka

$B/tests/publish/tool/files: $(patsubst %.c,$B/%.o,$(wildcard tests/publish/tool/*.c)) $B/libpagein.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

anki: $B/tests/anki/plain all ## the real Anki takes what is exported
	@B=$B tests/anki/run; echo "# tests/anki ends with $$?"
$B/tests/anki/plain: $B/tests/anki/plain_main.o $B/libpagein.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Care

pictures: need-care all $(PNG) $B/tests/terminal/picture_test ## draw those of content/ and README.md anew
	@UPDATE=1 $B/tests/terminal/picture_test
content/images/%.png: content/images/%.svg
	rsvg-convert -o $@ $<

include tests/oracle/oracle.mk

cover:                         ## lines of src/ that the tests run; COVER_MIN=90 insists
	@mkdir -p build/cov && find build/cov -name '*.gcda' -delete
	@$(MAKE) --no-print-directory B=build/cov CFLAGS="-O0 -g --coverage" \
	  LDFLAGS=--coverage SUITES="build unit replay terminal" test; tests=$$?; \
	cd build/cov && find src -name '*.gcno' | sort | xargs gcov -n 2>/dev/null | \
	  awk -v least=$(or $(COVER_MIN),0) -f ../../tests/cover.awk && exit $$tests

bench: need $B/bench           ## how fast it is, against the least it takes; N=notes
	@$B/bench $(N)
$B/bench: $(patsubst %.c,$B/%.o,$(wildcard tests/speed/*.c) tests/publish/papers.c) $B/libpagein.a | all
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

soak: need-test need-tex sanitized $(FAULT) $B/tests/publish/tool/files ## hours: faults without end, random tests x 10, fuzzing
	@B=$B tests/publish/set_tex.py
	@SEEDS=20 B=$B tests/publish/check_formats.py
	@B=$B python3 tests/fault/run.py --long --keep $B/soak.kept
	@SOAK=10 $(MAKE) SUITES="unit terminal anki san" test
	@for f in $(FUZZ); do $(MAKE) fuzz F=$$f T=600 || exit 1; done

fuzz: need-test                ## make fuzz F=cloze T=60: seek new inputs
	@$(MAKE) B=build/fuzz CC=clang F=$(or $(F),$(firstword $(FUZZ))) fuzz-run
fuzz-run:
	@mkdir -p $B/$F.new
	$(CC) $(CPPFLAGS) -std=c11 -g -O1 -fsanitize=fuzzer,address,undefined -o $B/$F \
	  tests/fuzz/$F_fuzz.c $(filter-out src/cli/main.c,$(SRC)) $(LDLIBS)
	$B/$F -max_total_time=$(or $(T),60) $B/$F.new tests/fuzz/$F.corpus

tidy: need-care                ## clang-tidy and gcc's -fanalyzer
	@echo $(SRC) $(IMAGE) $(PRINT) | xargs -n 4 -P 2 sh -c 'clang-tidy --quiet "$$@" -- \
	  $(CPPFLAGS) $(IMAGE_FLAGS) $(PRINT_FLAGS) -std=c11 2>/dev/null' -
	@echo $(SRC) $(IMAGE) $(PRINT) | xargs -n 1 -P 2 gcc $(CPPFLAGS) $(IMAGE_FLAGS) $(PRINT_FLAGS) \
	  -std=c11 -O1 -fanalyzer -Werror -c -o /dev/null

format: need-care              ## lay the code out with clang-format
	clang-format -i $(SRC) $(HDR) $(wildcard tests/*.[ch] tests/*/*.[ch])

need:
	@.ci/need $(NEED)
need-test:
	@.ci/need $(NEED_TEST)
need-care:
	@.ci/need $(NEED_CARE)
need-tex:
	@.ci/need $(NEED_TEX)
need-vectors:
	@.ci/need $(NEED_VEC)
