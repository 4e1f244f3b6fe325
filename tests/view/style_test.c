#include "view/style.h"

#include <math.h>
#include <stdio.h>

#include "check.h"

static const struct depth_case {
    const char *name, *term, *colorterm, *no_color;
    enum depth depth;
} depths[] = {
    {"no TERM at all", NULL, NULL, NULL, DEPTH_NONE},
    {"an empty TERM", "", "truecolor", NULL, DEPTH_NONE},
    {"a dumb terminal, whatever COLORTERM says", "dumb", "truecolor", NULL,
     DEPTH_NONE},
    {"a real VT100", "vt100", NULL, NULL, DEPTH_MONO},
    {"a VT220", "vt220", NULL, NULL, DEPTH_MONO},
    {"xterm", "xterm", NULL, NULL, DEPTH_16},
    {"the Linux console", "linux", NULL, NULL, DEPTH_16},
    {"xterm-256color", "xterm-256color", NULL, NULL, DEPTH_256},
    {"tmux", "tmux-256color", NULL, NULL, DEPTH_256},
    {"24 bits by COLORTERM", "xterm-256color", "truecolor", NULL, DEPTH_RGB},
    {"its other name", "screen", "24bit", NULL, DEPTH_RGB},
    {"24 bits by TERM", "xterm-direct", NULL, NULL, DEPTH_RGB},
    {"an unknown COLORTERM", "xterm", "yes", NULL, DEPTH_16},
    {"NO_COLOR", "xterm-256color", "truecolor", "1", DEPTH_MONO},
    {"an empty NO_COLOR is none", "xterm-256color", NULL, "", DEPTH_256},
};

static void the_depth_is(void **state)
{
    const struct depth_case *c = *state;

    assert_int_equal(style_depth(c->term, c->colorterm, c->no_color),
                     c->depth);
}

static const struct put_case {
    const char *name;
    struct style style;
    enum depth depth;
    const char *bytes;
} puts_[] = {
    {"a pipe gets nothing", {.role = ROLE_ERROR}, DEPTH_NONE, ""},
    {"plain takes everything back",
     {.role = ROLE_PLAIN},
     DEPTH_RGB,
     "\033[0m"},
    {"an answer without colour",
     {.role = ROLE_ANSWER},
     DEPTH_MONO,
     "\033[0;1;4m"},
    {"an answer in 16", {.role = ROLE_ANSWER}, DEPTH_16, "\033[0;1;4;32m"},
    {"an answer in 256",
     {.role = ROLE_ANSWER},
     DEPTH_256,
     "\033[0;1;4;38;5;35m"},
    {"an answer in 24 bits",
     {.role = ROLE_ANSWER},
     DEPTH_RGB,
     "\033[0;1;4;38;2;47;158;68m"},
    {"small print is faint where there is no grey",
     {.role = ROLE_DIM},
     DEPTH_16,
     "\033[0;2m"},
    {"and grey where there is",
     {.role = ROLE_DIM},
     DEPTH_256,
     "\033[0;38;5;102m"},
    {"code has a colour of its own",
     {.role = ROLE_PLAIN, .marks = MARK_CODE},
     DEPTH_16,
     "\033[0;36m"},
    {"but not inside an answer",
     {.role = ROLE_ANSWER, .marks = MARK_CODE},
     DEPTH_16,
     "\033[0;1;4;32m"},
    {"all marks at once",
     {.role = ROLE_PLAIN, .marks = MARK_STRONG | MARK_EMPH | MARK_STRIKE},
     DEPTH_MONO,
     "\033[0;1;3;9m"},
    {"a cell of a picture",
     {.role = ROLE_PICTURE, .ink = 0xff8000, .paper = 0x000001},
     DEPTH_RGB,
     "\033[0;38;2;255;128;0;48;2;0;0;1m"},
    {"a grey of the ramp",
     {.role = ROLE_PICTURE, .ink = 0x767676},
     DEPTH_256,
     "\033[0;38;5;243;48;5;16m"},
    {"white is in the cube",
     {.role = ROLE_PICTURE, .ink = 0xffffff},
     DEPTH_256,
     "\033[0;38;5;231;48;5;16m"},
};

static void the_bytes_are(void **state)
{
    const struct put_case *c = *state;
    struct str out = STR_EMPTY;

    style_put(&out, c->style, c->depth);
    assert_string_equal(out.at, c->bytes);
    str_release(&out);
}

/* WCAG's relative luminance of a colour. */
static double luminance(int32_t rgb)
{
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;

    for (int i = 0; i < 3; i++) {
        double c = (rgb >> (16 - 8 * i) & 255) / 255.0;

        sum += weights[i] *
               (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/* The colour of a role as 24 bits; false when it has none. */
static bool ink_of(struct style style, int32_t *rgb)
{
    struct str out = STR_EMPTY;
    const char *at;
    int r, g, b;
    bool has;

    style_put(&out, style, DEPTH_RGB);
    at = strstr(out.at, "38;2;");
    has = at != NULL && sscanf(at, "38;2;%d;%d;%d", &r, &g, &b) == 3;
    if (has)
        *rgb = r << 16 | g << 8 | b;
    str_release(&out);
    return has;
}

static void every_colour_can_be_read_on_black_and_on_white(void **state)
{
    int colours = 0;

    (void)state;
    for (unsigned marks = 0; marks < 1u << 6; marks++) {
        for (int role = 0; role < ROLE_PICTURE; role++) {
            int32_t ink;
            double light;

            if (!ink_of(style_marked((enum role)role, marks), &ink))
                continue;
            colours++;
            light = luminance(ink);
            assert_true((light + 0.05) / 0.05 >= 3);
            assert_true(1.05 / (light + 0.05) >= 3);
        }
    }
    assert_true(colours > 100);
}

/* What a student must not miss is told without colour too. */
static void what_matters_differs_from_plain_without_colour(void **state)
{
    static const enum role matters[] = {ROLE_BLANK,  ROLE_ANSWER, ROLE_GOOD,
                                        ROLE_ERROR,  ROLE_WARN,   ROLE_KEY,
                                        ROLE_DEFAULT};

    (void)state;
    for (size_t i = 0; i < COUNT(matters); i++) {
        struct str out = STR_EMPTY;

        style_put(&out, style_of(matters[i]), DEPTH_MONO);
        assert_string_not_equal(out.at, "\033[0m");
        str_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_colour_can_be_read_on_black_and_on_white),
        cmocka_unit_test(what_matters_differs_from_plain_without_colour),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    failed += RUN_CASES(depths, the_depth_is);
    return failed + RUN_CASES(puts_, the_bytes_are);
}
