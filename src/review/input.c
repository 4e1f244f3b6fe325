#include "review/input.h"

#include <stdlib.h>
#include <termkey.h>

#include "base/mem.h"
#include "base/str.h"

enum { ESCAPE_WAIT_MS = 40 };

struct input {
    TermKey *tk;
    struct str ahead; /* bytes that did not fit into the decoder yet */
    struct key held;  /* the second key of a pair, or KEY_NONE */
    bool pasting;
};

/* No terminfo entry is asked: what all terminals send today libtermkey knows
 * by heart, and the entries only add mistakes (a mouse key "ESC [ <"). For a
 * terminal whose name can't be one it leaves all of that out, and with it the
 * places where it doesn't look whether it got the memory it asked for. */
struct input *input_new(void)
{
    struct input *in = mem_new(sizeof *in);

    in->ahead = STR_EMPTY;
    in->tk = termkey_new_abstract(
        "/", TERMKEY_FLAG_UTF8 | TERMKEY_FLAG_NOTERMIOS | TERMKEY_FLAG_CTRLC |
                 TERMKEY_FLAG_CONVERTKP);
    if (in->tk == NULL)
        mem_exhausted();
    termkey_set_waittime(in->tk, ESCAPE_WAIT_MS);
    return in;
}

void input_free(struct input *in)
{
    if (in == NULL)
        return;
    termkey_destroy(in->tk);
    str_release(&in->ahead);
    free(in);
}

void input_push(struct input *in, struct slice bytes)
{
    str_put(&in->ahead, bytes);
}

/* Hands the decoder as much as it takes; true when it took something. */
static bool feed(struct input *in)
{
    size_t room = termkey_get_buffer_remaining(in->tk);
    size_t n = in->ahead.len < room ? in->ahead.len : room;
    struct str rest = STR_EMPTY;

    if (n == 0)
        return false;
    n = termkey_push_bytes(in->tk, in->ahead.at, n);
    if (n == (size_t)-1)
        return false;
    str_put(&rest, slice_skip(str_slice(&in->ahead), n));
    str_swap(&rest, &in->ahead);
    str_release(&rest);
    return n > 0;
}

/* --- translation ------------------------------------------------------- */

static const struct {
    TermKeySym sym;
    enum key_code code;
} syms[] = {
    {TERMKEY_SYM_ENTER, KEY_ENTER},
    {TERMKEY_SYM_KPENTER, KEY_ENTER},
    {TERMKEY_SYM_ESCAPE, KEY_ESC},
    {TERMKEY_SYM_TAB, KEY_TAB},
    {TERMKEY_SYM_BACKSPACE, KEY_BACKSPACE},
    {TERMKEY_SYM_DEL, KEY_BACKSPACE}, /* what 0x7f is called elsewhere */
    {TERMKEY_SYM_DELETE, KEY_DELETE},
    {TERMKEY_SYM_UP, KEY_UP},
    {TERMKEY_SYM_DOWN, KEY_DOWN},
    {TERMKEY_SYM_LEFT, KEY_LEFT},
    {TERMKEY_SYM_RIGHT, KEY_RIGHT},
    {TERMKEY_SYM_HOME, KEY_HOME},
    {TERMKEY_SYM_FIND, KEY_HOME}, /* ESC [ 1 ~ */
    {TERMKEY_SYM_END, KEY_END},
    {TERMKEY_SYM_SELECT, KEY_END}, /* ESC [ 4 ~ */
    {TERMKEY_SYM_PAGEUP, KEY_PAGE_UP},
    {TERMKEY_SYM_PAGEDOWN, KEY_PAGE_DOWN},
};

static struct key from_sym(TermKeySym sym)
{
    struct key key = {KEY_NONE, 0, false};

    if (sym == TERMKEY_SYM_SPACE)
        return (struct key){KEY_TEXT, ' ', false};
    for (size_t i = 0; i < sizeof syms / sizeof *syms; i++)
        if (syms[i].sym == sym)
            key.code = syms[i].code;
    return key;
}

static struct key from_text(const TermKeyKey *tk)
{
    uint32_t code = (uint32_t)tk->code.codepoint;

    if ((tk->modifiers & TERMKEY_KEYMOD_CTRL) == 0)
        return (struct key){KEY_TEXT, code, false};
    switch (code) {
    case 'j':
    case 'm':
        return (struct key){KEY_ENTER, 0, false};
    case 'h':
        return (struct key){KEY_BACKSPACE, 0, false};
    default:
        return (struct key){KEY_CTRL, code, false};
    }
}

/* CSI 200 ~ and CSI 201 ~ stand around what is pasted. */
static void note_paste(struct input *in, const TermKeyKey *tk)
{
    long args[8];
    size_t n = sizeof args / sizeof *args;
    unsigned long command;

    if (termkey_interpret_csi(in->tk, tk, args, &n, &command) !=
            TERMKEY_RES_KEY ||
        n == 0 || command != '~')
        return;
    if (args[0] == 200)
        in->pasting = true;
    if (args[0] == 201)
        in->pasting = false;
}

/* An Escape that is quickly followed by a character looks like Alt with it;
 * Alt means nothing here, so it is taken for the two keys. */
static struct key translate(struct input *in, const TermKeyKey *tk)
{
    struct key key = {KEY_NONE, 0, false};

    if (tk->type == TERMKEY_TYPE_UNICODE)
        key = from_text(tk);
    else if (tk->type == TERMKEY_TYPE_KEYSYM)
        key = from_sym(tk->code.sym);
    else if (tk->type == TERMKEY_TYPE_UNKNOWN_CSI)
        note_paste(in, tk);
    if (key.code == KEY_CTRL && key.text == 'c')
        in->pasting = false; /* a way out, whatever was lost */
    key.pasted = in->pasting;
    if ((tk->modifiers & TERMKEY_KEYMOD_ALT) != 0 && key.code != KEY_NONE &&
        !key.pasted) {
        in->held = key;
        key = (struct key){KEY_ESC, 0, false};
    }
    return key;
}

bool input_next(struct input *in, struct key *out, bool late, int *wait)
{
    *wait = -1;
    if (in->held.code != KEY_NONE) {
        *out = in->held;
        in->held.code = KEY_NONE;
        return true;
    }
    for (;;) {
        bool fed = feed(in);
        TermKeyKey tk;
        TermKeyResult got = late && !fed ? termkey_getkey_force(in->tk, &tk)
                                         : termkey_getkey(in->tk, &tk);

        if (got == TERMKEY_RES_KEY) {
            *out = translate(in, &tk);
            if (out->code != KEY_NONE)
                return true;
        } else if (!fed || got == TERMKEY_RES_ERROR) {
            *wait = got == TERMKEY_RES_AGAIN ? ESCAPE_WAIT_MS : -1;
            return false;
        }
    }
}
