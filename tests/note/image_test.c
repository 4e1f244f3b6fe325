/* Where pictures are looked for, and where never. */
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "note/image.h"
#include "program.h"
#include "reader.h"

static struct program home;

/* Notes in notes/sub, notes/ being what was imported; a media folder beside
 * it, a secret outside. */
static int furnish(void **state)
{
    static const char *const files[] = {
        "notes/sub/here.png", "notes/top.png", "notes/sub/my fig.png",
        "media/shared.png",   "secret.png",    "notes/sub/100%.png",
    };
    struct str path = STR_EMPTY;

    (void)state;
    program_init(&home);
    for (size_t i = 0; i < COUNT(files); i++)
        program_write(&home, files[i], files[i]);
    str_printf(&path, "%s/notes/link.png", home.home);
    assert_int_equal(symlink("../secret.png", path.at), 0);
    str_clear(&path);
    str_printf(&path, "%s/notes/inner.png", home.home);
    assert_int_equal(symlink("sub/here.png", path.at), 0);
    str_clear(&path);
    str_printf(&path, "%s/notes/pipe.png", home.home);
    assert_int_equal(mkfifo(path.at, 0600), 0);
    str_release(&path);
    return 0;
}

static int clear(void **state)
{
    (void)state;
    program_release(&home);
    return 0;
}

static const struct fate {
    const char *target;
    enum image_fate with_root, alone, with_media;
} fates[] = {
    {"here.png", IMAGE_FOUND, IMAGE_FOUND, IMAGE_FOUND},
    {"./here.png", IMAGE_FOUND, IMAGE_FOUND, IMAGE_FOUND},
    {"my%20fig.png", IMAGE_FOUND, IMAGE_FOUND, IMAGE_FOUND},
    {"100%.png", IMAGE_FOUND, IMAGE_FOUND, IMAGE_FOUND},
    {"100%25.png", IMAGE_FOUND, IMAGE_FOUND, IMAGE_FOUND},
    {"../top.png", IMAGE_FOUND, IMAGE_OUTSIDE, IMAGE_FOUND},
    {"../sub/../top.png", IMAGE_FOUND, IMAGE_OUTSIDE, IMAGE_FOUND},
    {"../inner.png", IMAGE_FOUND, IMAGE_OUTSIDE, IMAGE_FOUND},
    {"nowhere.png", IMAGE_MISSING, IMAGE_MISSING, IMAGE_MISSING},
    {"no/where.png", IMAGE_MISSING, IMAGE_MISSING, IMAGE_MISSING},
    {"shared.png", IMAGE_MISSING, IMAGE_MISSING, IMAGE_FOUND},
    {"../../media/shared.png", IMAGE_OUTSIDE, IMAGE_OUTSIDE, IMAGE_FOUND},
    {"../../secret.png", IMAGE_OUTSIDE, IMAGE_OUTSIDE, IMAGE_OUTSIDE},
    {"%2e%2e/%2e%2e/secret.png", IMAGE_OUTSIDE, IMAGE_OUTSIDE, IMAGE_OUTSIDE},
    {"../link.png", IMAGE_OUTSIDE, IMAGE_OUTSIDE, IMAGE_OUTSIDE},
    {"/etc/passwd", IMAGE_OUTSIDE, IMAGE_OUTSIDE, IMAGE_OUTSIDE},
    {"//host/x.png", IMAGE_OUTSIDE, IMAGE_OUTSIDE, IMAGE_OUTSIDE},
    {"file:///etc/passwd", IMAGE_OUTSIDE, IMAGE_OUTSIDE, IMAGE_OUTSIDE},
    {"~/.ssh/id_rsa", IMAGE_OUTSIDE, IMAGE_OUTSIDE, IMAGE_OUTSIDE},
    {"C:\\x.png", IMAGE_OUTSIDE, IMAGE_OUTSIDE, IMAGE_OUTSIDE},
    {"..\\..\\x.png", IMAGE_OUTSIDE, IMAGE_OUTSIDE, IMAGE_OUTSIDE},
    {"a\\b.png", IMAGE_MISSING, IMAGE_MISSING, IMAGE_MISSING},
    {"https://a.b/c.png", IMAGE_REMOTE, IMAGE_REMOTE, IMAGE_REMOTE},
    {"data:image/png;base64,AA", IMAGE_REMOTE, IMAGE_REMOTE, IMAGE_REMOTE},
    {"..", IMAGE_OUTSIDE, IMAGE_OUTSIDE, IMAGE_OUTSIDE},
    {"../sub", IMAGE_BAD, IMAGE_OUTSIDE, IMAGE_BAD},
    {"../pipe.png", IMAGE_BAD, IMAGE_OUTSIDE, IMAGE_BAD},
    {"a%00.png", IMAGE_BAD, IMAGE_BAD, IMAGE_BAD},
    {"a%ff.png", IMAGE_BAD, IMAGE_BAD, IMAGE_BAD},
    {"a\nb.png", IMAGE_BAD, IMAGE_BAD, IMAGE_BAD},
    {"", IMAGE_BAD, IMAGE_BAD, IMAGE_BAD},
};

static void look(const char *written, const struct image_place *place,
                 enum image_fate want)
{
    struct str target = STR_EMPTY, bytes = STR_EMPTY;
    enum image_fate got;

    image_target(&target, slice_from(written));
    got = image_read(place, str_slice(&target), &bytes);
    if (got != want)
        fail_msg("%s: %d, not %d", written, (int)got, (int)want);
    assert_int_equal(image_read(place, str_slice(&target), NULL), want);
    assert_int_equal(bytes.len > 0, want == IMAGE_FOUND);
    str_release(&target);
    str_release(&bytes);
}

static void nothing_outside_is_ever_opened(void **state)
{
    struct str path = STR_EMPTY, root = STR_EMPTY, media = STR_EMPTY;

    (void)state;
    str_printf(&path, "%s/notes/sub/n.md", home.home);
    str_printf(&root, "%s/notes", home.home);
    str_printf(&media, "%s/media", home.home);
    for (size_t i = 0; i < COUNT(fates); i++) {
        const struct fate *f = &fates[i];

        look(f->target, &(struct image_place){path.at, root.at, NULL},
             f->with_root);
        look(f->target, &(struct image_place){path.at, NULL, NULL}, f->alone);
        look(f->target, &(struct image_place){path.at, root.at, media.at},
             f->with_media);
    }
    str_release(&path);
    str_release(&root);
    str_release(&media);
}

static void from_a_pipe_only_the_media_folder_is_open(void **state)
{
    struct str media = STR_EMPTY;

    (void)state;
    str_printf(&media, "%s/media", home.home);
    look("here.png", &(struct image_place){NULL, "", NULL}, IMAGE_UNKNOWN);
    look("shared.png", &(struct image_place){NULL, "", media.at},
         IMAGE_FOUND);
    look("here.png", &(struct image_place){NULL, "", media.at},
         IMAGE_MISSING);
    look("/etc/passwd", &(struct image_place){NULL, "", NULL}, IMAGE_OUTSIDE);
    str_release(&media);
}

static void findings_stand_at_the_bang(void **state)
{
    const struct note_options options = {0};
    struct reader r = {0};
    struct str path = STR_EMPTY, got = STR_EMPTY;

    (void)state;
    str_printf(&path, "%s/notes/sub/n.md", home.home);
    r.rc = note_file_read(&r.file,
                          SLICE("- é ![a](here.png) ![b](gone.png)\n"
                                "  ![[../../secret.png]] ![[my fig.png]]\n"
                                "![c][c] ![d](http://x/y.png)\n\n"
                                "[c]: ../sub\n"),
                          SLICE("n.md"), path.at, &options, &r.diags);
    assert_int_equal(r.rc, -1);
    show_all(&got, &r);
    assert_string_equal(got.at, "1:21 image-missing\n2:3 image-outside\n"
                                "3:1 image-outside\n3:9 image-remote");
    reader_release(&r);
    str_release(&path);
    str_release(&got);
}

static void names_and_sizes_of_embeds(void **state)
{
    (void)state;
    assert_true(image_is_name(SLICE("a.PNG")));
    assert_true(image_is_name(SLICE("a/b c.jpeg")));
    assert_false(image_is_name(SLICE("png")));
    assert_false(image_is_name(SLICE(".png")));
    assert_false(image_is_name(SLICE("a.pngs")));
    assert_false(image_is_name(SLICE("")));
    assert_true(image_is_size(SLICE("300")));
    assert_true(image_is_size(SLICE("30x20")));
    assert_false(image_is_size(SLICE("wide")));
    assert_true(slice_is(image_name(SLICE("a/b.png")), "b.png"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_outside_is_ever_opened),
        cmocka_unit_test(from_a_pipe_only_the_media_folder_is_open),
        cmocka_unit_test(findings_stand_at_the_bang),
        cmocka_unit_test(names_and_sizes_of_embeds),
    };
    return cmocka_run_group_tests(tests, furnish, clear);
}
