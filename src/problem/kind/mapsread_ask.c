/* The statement of MAPSREAD. */
#include "problem/kind/mapsread.h"
#include "vm/format.h"

static const enum word none[] = {WORD_NONE};

static const char *address(uint64_t va, struct arena *a)
{
    return arena_printf(a, "0x%s", maps_address(va, a));
}

static void say_lines(const struct mapsread *m, struct prompt *p)
{
    prompt_say(p, "```text\n");
    for (unsigned i = 0; i < m->nlines; i++)
        prompt_say(p, "%2u  %s\n", i + 1, maps_text(m, i, p->arena));
    prompt_say(p, "```\n\n");
}

static void ask_line(struct prompt *p, const char *ask)
{
    prompt_ask(p, (struct part){.ask = ask,
                                .kind = ASK_INTEGER,
                                .base = 10,
                                .words = none,
                                .nwords = 1});
}

static void ask_places(const struct mapsread *m, struct prompt *p)
{
    static const enum word words[] = {WORD_SHARED, WORD_PRIVATE,
                                      WORD_SIGSEGV};
    struct arena *a = p->arena;

    prompt_say(p,
               "Which line holds each of these addresses (`none` if no line "
               "does)? And what becomes of a store to it: is it `shared`, "
               "so that all who map the page see it, is it `private` to "
               "this process, or does it end with `SIGSEGV`?\n\n");
    for (unsigned i = 0; i < MAPS_PLACES; i++) {
        const char *va = address(m->at[i], a);
        prompt_say(p, "%u. `%s`\n", i + 1, va);
        ask_line(p, arena_printf(a, "(%u) line of %s", i + 1, va));
        prompt_ask_word(p, arena_printf(a, "(%u) store to %s", i + 1, va),
                        words, 3);
    }
}

static void ask_sizes(const struct mapsread *m, struct prompt *p)
{
    unsigned one = m->pick[0] + 1u, other = m->pick[1] + 1u;

    prompt_say(p,
               "How many pages has line %u? How many bytes has line %u? In "
               "all lines together, how many pages can the process write "
               "to, and how many show no file?",
               one, other);
    prompt_ask_integer(p, arena_printf(p->arena, "pages of line %u", one));
    prompt_ask_size(p, arena_printf(p->arena, "size of line %u", other));
    prompt_ask_integer(p, "pages that can be written to");
    prompt_ask_integer(p, "pages without a file");
}

static void ask_bytes(const struct mapsread *m, struct prompt *p)
{
    struct arena *a = p->arena;
    const char *one = address(m->at[0], a);
    const char *other = address(m->at[1], a);
    const char *byte = arena_printf(a, "0x%llx", (unsigned long long)m->byte);

    prompt_say(p,
               "Which line holds `%s`, and which byte of its file is there? "
               "Which line holds `%s` (`none` if no line does)? And at which "
               "address is byte %s of %s? The bytes of a file are counted "
               "from 0.",
               one, other, byte, maps_name(m, m->file));
    ask_line(p, arena_printf(a, "line of %s", one));
    prompt_ask_address(p, "byte of its file", 0);
    ask_line(p, arena_printf(a, "line of %s", other));
    prompt_ask_address(p, arena_printf(a, "address of byte %s", byte), 8);
}

static void ask_calls(const struct mapsread *m, struct prompt *p)
{
    static const enum word words[] = {WORD_SHARED, WORD_PRIVATE};

    prompt_say(p,
               "The program came to its part of %s by these calls and no "
               "others, where P is 4096:\n\n"
               "```c\n"
               "char *p = mmap(NULL, A * P, PROT_READ | PROT_WRITE,\n"
               "               MAP_..., fd, B * P);\n"
               "mprotect(p + C * P, D * P, %s);\n"
               "munmap(p + E * P, F * P);\n"
               "```\n\n"
               "Each of them changed the lines. What were the numbers, "
               "written in decimal, and was it MAP_SHARED or MAP_PRIVATE?",
               maps_name(m, MAPS_NOTES),
               m->calls.perms == 0 ? "PROT_NONE" : "PROT_READ");
    prompt_ask_integer(p, "A");
    prompt_ask_word(p, "shared or private", words, 2);
    for (const char *name = "B\0C\0D\0E\0F\0"; *name != '\0'; name += 2)
        prompt_ask_integer(p, name);
}

void maps_ask(const void *params, struct prompt *p)
{
    static void (*const asks[])(const struct mapsread *, struct prompt *) = {
        ask_places, ask_sizes, ask_bytes, ask_calls};
    const struct mapsread *m = params;

    prompt_assume(p, "Pages are 4 KiB");
    if (m->level == 1)
        prompt_assume(p, "The files are as long as the lines that show "
                         "them");
    prompt_say(p, "A program reads its `/proc/self/maps`; the numbers in "
                  "front are ours:\n\n");
    say_lines(m, p);
    asks[m->level - 1](m, p);
}
