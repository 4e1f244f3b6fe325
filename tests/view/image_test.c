/* Pictures: the shared object beside the program, or an alt text. */
#include "view/image.h"

#include <stdio.h>
#include <unistd.h>

#include "check.h"
#include "shown.h"

/* The object that was built with this test. */
#define OBJECT PAGEIN "-image.so"

struct album {
    struct pictures pictures;
    int reads;
};

static int read_file(void *arg, struct slice target, struct str *bytes)
{
    struct album *album = arg;
    char path[128], chunk[4096];
    FILE *f;
    size_t n;

    album->reads++;
    snprintf(path, sizeof path, "tests/view/%.*s", SLICE_FMT(target));
    f = fopen(path, "rb");
    if (f == NULL)
        return -1;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        str_put(bytes, (struct slice){chunk, n});
    fclose(f);
    return 0;
}

static void album_open(struct album *album)
{
    *album = (struct album){.pictures = {.read = read_file,
                                         .rows = 4,
                                         .depth = DEPTH_RGB,
                                         .object = OBJECT}};
    album->pictures.arg = album;
}

static bool built(void)
{
    if (access(OBJECT, R_OK) == 0)
        return true;
    print_message("skipped: %s was not built (no libchafa)\n", OBJECT);
    return false;
}

static bool reddish(uint32_t rgb)
{
    return (rgb >> 16) > 150 && (rgb & 255) < 90;
}

static bool bluish(uint32_t rgb)
{
    return (rgb >> 16) < 90 && (rgb & 255) > 150;
}

/* What a cell looks like on the whole; its character may be empty or full. */
static uint32_t colour_of(const struct span *cell)
{
    return slice_is(cell->text, " ") ? cell->style.paper : cell->style.ink;
}

static const struct picture_case {
    const char *name, *file;
} halves[] = {
    {"a PNG", "halves.png"},
    {"a progressive JPEG", "halves.jpg"},
};

static void is_red_on_the_left_and_blue_on_the_right(void **state)
{
    const struct picture_case *c = *state;
    struct album album;
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 8);

    if (!built())
        skip();
    album_open(&album);
    assert_true(picture_draw(&l, &album.pictures, slice_from(c->file)));
    assert_in_range(l.n, 1, 4);
    for (size_t i = 0; i < l.n; i++) {
        const struct line *line = &l.at[i];

        assert_int_equal(line->nspans, 8);
        assert_int_equal(line->width, 8);
        assert_int_equal(line->spans[0].style.role, ROLE_PICTURE);
        assert_true(reddish(colour_of(&line->spans[1])));
        assert_true(bluish(colour_of(&line->spans[6])));
    }
    pictures_release(&album.pictures);
    lines_release(&l);
    arena_release(&arena);
}

static void what_is_clear_becomes_paper(void **state)
{
    struct album album;
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 20);

    (void)state;
    if (!built())
        skip();
    album_open(&album);
    assert_true(picture_draw(&l, &album.pictures, SLICE("clear.png")));
    assert_int_equal(colour_of(&l.at[0].spans[0]), 0xffffff);
    pictures_release(&album.pictures);
    lines_release(&l);
    arena_release(&arena);
}

static void a_second_drawing_reads_nothing(void **state)
{
    struct album album;
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 8);
    size_t rows;

    (void)state;
    if (!built())
        skip();
    album_open(&album);
    picture_draw(&l, &album.pictures, SLICE("halves.png"));
    rows = l.n;
    picture_draw(&l, &album.pictures, SLICE("halves.png"));
    assert_int_equal(l.n, 2 * rows);
    assert_int_equal(album.reads, 1);
    l.width = 6;
    picture_draw(&l, &album.pictures, SLICE("halves.png"));
    assert_int_equal(album.reads, 2);
    pictures_release(&album.pictures);
    lines_release(&l);
    arena_release(&arena);
}

static const struct refusal {
    const char *name, *file, *object;
    enum depth depth;
    int rows;
} refusals[] = {
    {"a missing file", "none.png", OBJECT, DEPTH_RGB, 4},
    {"a file that is no picture", "image_test.c", OBJECT, DEPTH_RGB, 4},
    {"a picture of 100,000 by 100,000 dots", "huge.png", OBJECT, DEPTH_RGB,
     4},
    {"a sound picture of more dots than are decoded", "large.png", OBJECT,
     DEPTH_RGB, 4},
    {"a JPEG of two hundred passes", "scans.jpg", OBJECT, DEPTH_RGB, 4},
    {"no shared object", "halves.png", "/nowhere/pagein-image.so", DEPTH_RGB,
     4},
    {"a shared object that is none", "halves.png", "tests/view/huge.png",
     DEPTH_RGB, 4},
    {"too few colours", "halves.png", OBJECT, DEPTH_16, 4},
    {"no rows for it", "halves.png", OBJECT, DEPTH_RGB, 0},
};

static void leaves_the_alt_text(void **state)
{
    const struct refusal *c = *state;
    struct album album;
    struct arena arena = {0};
    struct lines l = lines_new(&arena, 8);

    album_open(&album);
    album.pictures.object = c->object;
    album.pictures.depth = c->depth;
    album.pictures.rows = c->rows;
    assert_false(picture_draw(&l, &album.pictures, slice_from(c->file)));
    assert_int_equal(l.n, 0);
    pictures_release(&album.pictures);
    lines_release(&l);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_clear_becomes_paper),
        cmocka_unit_test(a_second_drawing_reads_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           RUN_CASES(halves, is_red_on_the_left_and_blue_on_the_right) +
           RUN_CASES(refusals, leaves_the_alt_text);
}
