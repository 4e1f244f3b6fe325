#include "problem/prompt.h"

#include <stdlib.h>

#include "base/mem.h"
#include "problem/bits.h"

void prompt_init(struct prompt *p, struct arena *arena)
{
    *p = (struct prompt){.arena = arena, .text = STR_EMPTY};
}

void prompt_release(struct prompt *p)
{
    str_release(&p->text);
    free(p->assumptions);
    free(p->figures);
    free(p->parts);
    *p = (struct prompt){.text = STR_EMPTY};
}

void prompt_say(struct prompt *p, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(&p->text, fmt, ap);
    va_end(ap);
}

void prompt_assume(struct prompt *p, const char *fmt, ...)
{
    va_list ap;

    p->assumptions = mem_grow(p->assumptions, p->nassumptions,
                              &p->assumptions_cap, sizeof *p->assumptions);
    va_start(ap, fmt);
    p->assumptions[p->nassumptions++] = arena_vprintf(p->arena, fmt, ap);
    va_end(ap);
}

void prompt_show(struct prompt *p, const struct figure *figure)
{
    p->figures = mem_grow(p->figures, p->nfigures, &p->figures_cap,
                          sizeof *p->figures);
    p->figures[p->nfigures++] = figure;
}

void prompt_ask(struct prompt *p, struct part part)
{
    p->parts = mem_grow(p->parts, p->nparts, &p->parts_cap, sizeof *p->parts);
    p->parts[p->nparts++] = part;
}

void prompt_ask_address(struct prompt *p, const char *ask, unsigned digits)
{
    prompt_ask(p, (struct part){.ask = ask,
                                .kind = ASK_ADDRESS,
                                .base = 16,
                                .digits = (uint8_t)digits});
}

void prompt_ask_field(struct prompt *p, const char *ask, unsigned bits,
                      bool binary)
{
    prompt_ask(p, (struct part){.ask = ask,
                                .kind = ASK_ADDRESS,
                                .base = 16,
                                .digits = (uint8_t)hex_digits(bits),
                                .bits = binary ? (uint8_t)bits : 0});
}

void prompt_ask_integer(struct prompt *p, const char *ask)
{
    prompt_ask(p, (struct part){.ask = ask, .kind = ASK_INTEGER, .base = 10});
}

void prompt_ask_size(struct prompt *p, const char *ask)
{
    prompt_ask(p, (struct part){.ask = ask, .kind = ASK_SIZE, .base = 10});
}

void prompt_ask_word(struct prompt *p, const char *ask,
                     const enum word *words, unsigned nwords)
{
    prompt_ask(p, (struct part){.ask = ask,
                                .kind = ASK_CLASS,
                                .base = 10,
                                .words = words,
                                .nwords = (uint8_t)nwords});
}
