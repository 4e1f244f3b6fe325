#include "view/style.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

enum attr {
    BOLD = 1 << 0,
    FAINT = 1 << 1, /* only where there is no grey */
    ITALIC = 1 << 2,
    UNDER = 1 << 3,
    REVERSE = 1 << 4,
    STRIKE = 1 << 5,
    INVERSE = 1 << 6, /* reverse only where there is no colour */
};

/* The colours lie halfway between black and white, so that they can be read
 * on both: at least 3:1 on either (the tests reckon it). */
enum {
    NONE = -1,
    GREY = 0x858585,
    SLATE = 0x6f88a8,
    AMBER = 0xc27c0e,
    GREEN = 0x2f9e44,
    RED = 0xe03131,
    BLUE = 0x4a86e8,
    TEAL = 0x1098ad,
    VIOLET = 0x9775fa,
};

/* `ansi` is the colour of 16, 0..7, or NONE. */
struct look {
    unsigned attrs;
    int ansi;
    int32_t ink;
};

static const struct look roles[ROLE_COUNT] = {
    [ROLE_PLAIN] = {0, NONE, NONE},
    [ROLE_DIM] = {FAINT, NONE, GREY},
    [ROLE_PATH] = {FAINT, 4, SLATE},
    [ROLE_TITLE] = {BOLD, NONE, NONE},
    [ROLE_RULE] = {FAINT, NONE, GREY},
    [ROLE_BLANK] = {BOLD, 3, AMBER},
    [ROLE_HIDDEN] = {FAINT, NONE, GREY},
    [ROLE_ANSWER] = {BOLD | UNDER, 2, GREEN},
    [ROLE_HINT] = {ITALIC, 3, AMBER},
    [ROLE_GOOD] = {BOLD | UNDER, 2, GREEN},
    [ROLE_WARN] = {BOLD, 3, AMBER},
    [ROLE_ERROR] = {BOLD | INVERSE, 1, RED},
    [ROLE_KEY] = {BOLD, 4, BLUE},
    [ROLE_DEFAULT] = {BOLD | REVERSE, 4, BLUE},
    [ROLE_DONE] = {BOLD, 4, BLUE},
    [ROLE_HEAT_1] = {0, 2, GREEN},
    [ROLE_HEAT_2] = {0, 2, GREEN},
    [ROLE_HEAT_3] = {0, 2, GREEN},
    [ROLE_HEAT_4] = {BOLD, 2, GREEN},
    [ROLE_PICTURE] = {0, NONE, NONE},
};

/* What marks add; a colour only where the role has none of its own. */
static const struct {
    unsigned mark;
    struct look look;
} marks[] = {
    {MARK_STRONG, {BOLD, NONE, NONE}},   {MARK_EMPH, {ITALIC, NONE, NONE}},
    {MARK_STRIKE, {STRIKE, NONE, NONE}}, {MARK_CODE, {0, 6, TEAL}},
    {MARK_MATH, {ITALIC, 5, VIOLET}},    {MARK_LINK, {UNDER, NONE, NONE}},
};

static bool set(const char *value)
{
    return value != NULL && value[0] != '\0';
}

enum depth style_depth(const char *term, const char *colorterm,
                       const char *no_color)
{
    if (!set(term) || strcmp(term, "dumb") == 0)
        return DEPTH_NONE;
    if (set(no_color) || strncmp(term, "vt", 2) == 0)
        return DEPTH_MONO;
    if (set(colorterm) && (strcmp(colorterm, "truecolor") == 0 ||
                           strcmp(colorterm, "24bit") == 0))
        return DEPTH_RGB;
    if (strstr(term, "direct") != NULL)
        return DEPTH_RGB;
    return strstr(term, "256") != NULL ? DEPTH_256 : DEPTH_16;
}

static struct look look_of(struct style style)
{
    struct look look = roles[style.role];

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if ((style.marks & marks[i].mark) == 0)
            continue;
        look.attrs |= marks[i].look.attrs;
        if (style.role == ROLE_PLAIN && marks[i].look.ink != NONE) {
            look.ink = marks[i].look.ink;
            look.ansi = marks[i].look.ansi;
        }
    }
    if (style.role == ROLE_PICTURE)
        look.ink = (int32_t)style.ink;
    return look;
}

/* The nearest of the 216 colours 16..231 of the 6x6x6 cube, whose levels
 * are 0, 95, 135, ... 255, or of the 24 greys 8, 18, ... 238 from 232 on. */
static int level(int v)
{
    return v < 48 ? 0 : v < 115 ? 1 : (v - 35) / 40;
}

static int square(int v)
{
    return v * v;
}

static int index_256(uint32_t rgb)
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    int r = (int)(rgb >> 16 & 255), g = (int)(rgb >> 8 & 255),
        b = (int)(rgb & 255);
    int mean = (r + g + b) / 3;
    int step = mean < 3 ? 0 : mean > 238 ? 23 : (mean - 3) / 10;
    int grey = 8 + 10 * step;
    int cube = square(levels[level(r)] - r) + square(levels[level(g)] - g) +
               square(levels[level(b)] - b);

    if (square(grey - r) + square(grey - g) + square(grey - b) < cube)
        return 232 + step;
    return 16 + 36 * level(r) + 6 * level(g) + level(b);
}

/* `plane` is 38 for the ink, 48 for the paper. */
static void put_colour(struct str *out, int plane, uint32_t rgb,
                       enum depth depth)
{
    if (depth == DEPTH_RGB)
        str_printf(out, ";%d;2;%u;%u;%u", plane, rgb >> 16 & 255,
                   rgb >> 8 & 255, rgb & 255);
    else
        str_printf(out, ";%d;5;%d", plane, index_256(rgb));
}

static void put_attrs(struct str *out, unsigned attrs)
{
    static const struct {
        enum attr attr;
        int code;
    } codes[] = {{BOLD, 1},  {FAINT, 2},   {ITALIC, 3},
                 {UNDER, 4}, {REVERSE, 7}, {STRIKE, 9}};

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if ((attrs & codes[i].attr) != 0)
            str_printf(out, ";%d", codes[i].code);
}

void style_put(struct str *out, struct style style, enum depth depth)
{
    struct look look = look_of(style);

    assert(style.role < ROLE_COUNT);
    if (depth == DEPTH_NONE)
        return;
    str_puts(out, "\033[0");
    if (depth >= DEPTH_256 && look.ink != NONE)
        look.attrs &= ~(unsigned)FAINT;
    if (depth == DEPTH_MONO && (look.attrs & INVERSE) != 0)
        look.attrs |= REVERSE;
    put_attrs(out, look.attrs);
    if (depth >= DEPTH_256 && look.ink != NONE)
        put_colour(out, 38, (uint32_t)look.ink, depth);
    else if (depth == DEPTH_16 && look.ansi != NONE)
        str_printf(out, ";%d", 30 + look.ansi);
    if (depth >= DEPTH_256 && style.role == ROLE_PICTURE)
        put_colour(out, 48, style.paper, depth);
    str_putc(out, 'm');
}
