#include "review/key.h"

#include "text/unicode.h"

static const struct {
    const char *name;
    struct key key;
} names[] = {
    {"lt", {KEY_TEXT, '<', false}},      {"Space", {KEY_TEXT, ' ', false}},
    {"Enter", {KEY_ENTER, 0, false}},    {"Esc", {KEY_ESC, 0, false}},
    {"Tab", {KEY_TAB, 0, false}},        {"BS", {KEY_BACKSPACE, 0, false}},
    {"Del", {KEY_DELETE, 0, false}},     {"Up", {KEY_UP, 0, false}},
    {"Down", {KEY_DOWN, 0, false}},      {"Left", {KEY_LEFT, 0, false}},
    {"Right", {KEY_RIGHT, 0, false}},    {"Home", {KEY_HOME, 0, false}},
    {"End", {KEY_END, 0, false}},        {"PgUp", {KEY_PAGE_UP, 0, false}},
    {"PgDn", {KEY_PAGE_DOWN, 0, false}},
};

static bool named(struct slice name, struct key *out)
{
    if (name.len == 3 && name.at[0] == 'C' && name.at[1] == '-') {
        *out = (struct key){KEY_CTRL, (unsigned char)name.at[2], false};
        return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!slice_is(name, names[i].name))
            continue;
        *out = names[i].key;
        return true;
    }
    return false;
}

bool key_next(struct slice *spelling, struct key *out)
{
    size_t len, end = slice_find(*spelling, 0, SLICE(">"));

    if (spelling->len == 0)
        return false;
    if (spelling->at[0] == '<' && end < spelling->len &&
        named(slice_sub(*spelling, 1, end - 1), out)) {
        *spelling = slice_skip(*spelling, end + 1);
        return true;
    }
    *out = (struct key){KEY_TEXT, utf8_next(*spelling, &len), false};
    *spelling = slice_skip(*spelling, len);
    return true;
}
