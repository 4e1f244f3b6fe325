/* mapsread_test.c - lines of /proc/self/maps worked out by hand, and the text
 * of lines beside what this machine's kernel writes. */
#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "problem/kind/kinds.h"
#include "problem/kind/mapsread.h"
#include "vm/format.h"

enum { RX = PERM_R | PERM_X, RW = PERM_R | PERM_W };

/*  1  08048000-0804a000 r-xp 00000000  program
 *  2  0804a000-0804b000 rw-p 00002000  program
 *  3  08050000-08062000 rw-p 00000000  [heap]
 *  4  b7000000-b7003000 rw-s 00005000  notes
 *  5  b7004000-b7006000 r--s 00000000  library
 *  6  bf000000-bf010000 rw-p 00000000  [stack] */
static const struct mapsread space = {
    .device = 1,
    .inode = {1000, 2000, 3000},
    .nlines = 6,
    .pick = {2, 5},
    .file = MAPS_PROG,
    .line = {{0x8048, 2, 0, RX, 0, MAPS_PROG},
             {0x804a, 1, 2, RW, 0, MAPS_PROG},
             {0x8050, 0x12, 0, RW, 0, MAPS_HEAP},
             {0xb7000, 3, 5, RW, 1, MAPS_NOTES},
             {0xb7004, 2, 0, PERM_R, 1, MAPS_LIBC},
             {0xbf000, 0x10, 0, RW, 0, MAPS_STACK}},
    .at = {0x8048000, 0x8048000, 0x8048000},
    .byte = 0,
};

/* What both ways say to part `part`. */
static struct value ask(const struct mapsread *m, unsigned part)
{
    struct arena arena = {0};
    struct answers engine = {.arena = &arena}, text = {.arena = &arena};
    struct value value;

    kind_mapsread.solve(m, &engine);
    kind_solve_again(&kind_mapsread, m, &text);
    assert_true(answers_eq(&engine, &text));
    assert_true(part < engine.n);
    value = engine.at[part];
    arena_release(&arena);
    return value;
}

/* --- level 1 ------------------------------------------------------------ */

struct place {
    const char *name;
    uint64_t va;
    unsigned line; /* 0: none */
    enum word store;
};

/* clang-format off */
static const struct place places[] = {
    {"the first byte of a line is in it", 0x8048000, 1, WORD_SIGSEGV},
    {"the last byte too", 0x8049fff, 1, WORD_SIGSEGV},
    {"its end is not: it is the next line's", 0x804a000, 2, WORD_PRIVATE},
    {"or nobody's", 0x804b000, 0, WORD_SIGSEGV},
    {"a store to a private page of a file is private", 0x804a123, 2,
     WORD_PRIVATE},
    {"so is one to the heap", 0x8050000, 3, WORD_PRIVATE},
    {"one to a shared page is not", 0xb7002fff, 4, WORD_SHARED},
    {"shared pages without w can't be written", 0xb7004000, 5, WORD_SIGSEGV},
    {"below all lines is nothing", 0x1000, 0, WORD_SIGSEGV},
    {"above all lines too", 0xbf010000, 0, WORD_SIGSEGV},
};
/* clang-format on */

static void check_place(void **state)
{
    const struct place *p = *state;
    struct mapsread m = space;
    struct value line;

    m.level = 1;
    m.at[1] = p->va;
    line = ask(&m, 2);
    if (p->line == 0)
        assert_int_equal(line.word, WORD_NONE);
    else
        assert_int_equal(line.number.top, p->line);
    assert_int_equal(ask(&m, 3).word, p->store);
}

/* --- levels 2 and 3 ----------------------------------------------------- */

static void sizes_are_differences_in_hex(void **state)
{
    struct mapsread m = space;

    (void)state;
    m.level = 2;
    assert_int_equal(ask(&m, 0).number.top, 18);
    assert_int_equal(ask(&m, 1).number.top, 65536);
    assert_int_equal(ask(&m, 2).number.top, 1 + 18 + 3 + 16);
    assert_int_equal(ask(&m, 3).number.top, 18 + 16);
}

struct byte {
    const char *name;
    uint64_t va;
    enum maps_name file;
    uint64_t byte;
};

/* clang-format off */
static const struct byte bytes[] = {
    {"the first byte of the file", 0x8048000, MAPS_PROG, 0},
    {"its bytes go on in the next line", 0x804a004, MAPS_PROG, 0x2004},
    {"the offset is the byte at the start", 0xb7000000, MAPS_NOTES, 0x5000},
    {"and what is behind it is behind that", 0xb7002abc, MAPS_NOTES, 0x7abc},
};
/* clang-format on */

/* From the address to the byte and back. */
static void check_byte(void **state)
{
    const struct byte *b = *state;
    struct mapsread m = space;

    m.level = 3;
    m.at[0] = b->va;
    m.file = (uint8_t)b->file;
    m.byte = b->byte;
    assert_int_equal(ask(&m, 1).number.top, b->byte);
    assert_int_equal(ask(&m, 3).number.top, b->va);
}

/* --- level 4 ------------------------------------------------------------ */

/* mmap of 10 pages, then pages 2 to 4 read-only, 6 and 7 unmapped; or 6 and 7
 * read-only, 2 to 4 unmapped. */
static void check_calls(const struct maps_calls *calls,
                        const struct maps_line line[4])
{
    const uint64_t want[] = {
        calls->pages,         0,          calls->file_page, calls->guarded,
        calls->guarded_pages, calls->cut, calls->cut_pages};
    struct mapsread m = space;

    m.level = 4;
    m.nlines = 8;
    m.calls = *calls;
    memcpy(&m.line[3], line, 4 * sizeof *line);
    m.line[7] = space.line[5];
    for (unsigned part = 0; part < COUNT(want); part++)
        if (part != 1)
            assert_int_equal(ask(&m, part).number.top, want[part]);
    assert_int_equal(ask(&m, 1).word,
                     calls->shared ? WORD_SHARED : WORD_PRIVATE);
}

static void lines_tell_the_calls_that_made_them(void **state)
{
    (void)state;
    check_calls(
        &(struct maps_calls){10, 0x20, 2, 3, 6, 2, PERM_R, 1},
        (const struct maps_line[]){{0xb7000, 2, 0x20, RW, 1, MAPS_NOTES},
                                   {0xb7002, 3, 0x22, PERM_R, 1, MAPS_NOTES},
                                   {0xb7005, 1, 0x25, RW, 1, MAPS_NOTES},
                                   {0xb7008, 2, 0x28, RW, 1, MAPS_NOTES}});
    check_calls(
        &(struct maps_calls){10, 7, 6, 2, 2, 3, 0, 0},
        (const struct maps_line[]){{0xb7000, 2, 7, RW, 0, MAPS_NOTES},
                                   {0xb7005, 1, 12, RW, 0, MAPS_NOTES},
                                   {0xb7006, 2, 13, 0, 0, MAPS_NOTES},
                                   {0xb7008, 2, 15, RW, 0, MAPS_NOTES}});
}

/* --- the text ----------------------------------------------------------- */

static void lines_read_like_the_kernels(void **state)
{
    struct arena arena = {0};
    struct mapsread m = space;

    (void)state;
    m.line[3].first = UINT64_C(0x7f0123456);
    assert_string_equal(maps_text(&m, 1, &arena),
                        "0804a000-0804b000 rw-p 00002000 08:01 1000   "
                        "/usr/bin/sort");
    m.line[3].name = MAPS_ZEROS;
    m.line[3].file_page = 0;
    assert_string_equal(maps_text(&m, 3, &arena),
                        "7f0123456000-7f0123459000 rw-s 00000000 00:00 0");
    arena_release(&arena);
}

static void this_kernel_writes_such_lines(void **state)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    struct arena arena = {0};
    char line[4096];
    unsigned n = 0;
    regex_t form;

    (void)state;
    assert_int_equal(regcomp(&form,
                             "^[0-9a-f]{8,16}-[0-9a-f]{8,16} "
                             "[r-][w-][x-][ps] [0-9a-f]{8,} "
                             "[0-9a-f]{2,}:[0-9a-f]{2,} [0-9]+( *[^ ].*)?$",
                             REG_EXTENDED | REG_NOSUB),
                     0);
    for (unsigned i = 0; i < space.nlines; i++)
        assert_int_equal(
            regexec(&form, maps_text(&space, i, &arena), 0, NULL, 0), 0);
    if (maps == NULL)
        skip(); /* not on this system */
    for (; fgets(line, sizeof line, maps) != NULL; n++) {
        for (size_t end = strlen(line);
             end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\n');)
            line[--end] = '\0';
        if (regexec(&form, line, 0, NULL, 0) != 0)
            fail_msg("the kernel writes \"%s\"", line);
    }
    assert_true(n > 3);
    fclose(maps);
    regfree(&form);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_are_differences_in_hex),
        cmocka_unit_test(lines_tell_the_calls_that_made_them),
        cmocka_unit_test(lines_read_like_the_kernels),
        cmocka_unit_test(this_kernel_writes_such_lines),
    };

    return RUN_CASES(places, check_place) + RUN_CASES(bytes, check_byte) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
