/* A script line by line: comments and blanks off, the head of the statement,
 * the names. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "vm/count.h"
#include "vm/script_inside.h"

/* --- names ---------------------------------------------------------------
 */

static const char *const kinds[] = {
    [NAME_REGION] = "region",
    [NAME_PROCESS] = "process",
    [NAME_FILE] = "file",
    [NAME_PROGRAM] = "program",
};

uint16_t names_find(const struct script *s, enum name_kind kind,
                    struct slice text)
{
    for (size_t i = 0; i < s->nnames; i++)
        if (s->name[i].kind == kind && slice_eq(s->name[i].text, text))
            return (uint16_t)i;
    return NO_NAME;
}

bool names_use(struct parser *p, enum name_kind kind, uint16_t *out)
{
    struct token at = p->now;

    if (at.kind != TOKEN_WORD) {
        char what[32];
        snprintf(what, sizeof what, "a %s", kinds[kind]);
        return words_expected(p, what);
    }
    *out = names_find(p->script, kind, at.text);
    if (*out == NO_NAME)
        return words_fail(p, at.at, "name", "there is no %s \"%.*s\" so far",
                          kinds[kind], SLICE_FMT(at.text));
    words_next(p);
    return true;
}

static uint16_t add_name(struct script *s, enum name_kind kind,
                         struct slice text)
{
    s->name[s->nnames] = (struct name){
        .kind = kind, .text = arena_copy(&s->arena, text), .file = SIZE_MAX};
    return (uint16_t)s->nnames++;
}

/* Words that could not be told from a process in `expect`. */
static bool is_ours(struct slice word)
{
    for (size_t i = 0; i < TERMS; i++)
        if (script_terms[i].word != NULL &&
            slice_is(word, script_terms[i].word))
            return true;
    for (size_t i = 0; i < COUNTERS; i++)
        if (slice_is(word, counters[i].name))
            return true;
    for (size_t i = 0; i < OUTCOMES; i++)
        if (slice_is(word, script_outcomes[i].word))
            return true;
    return slice_is(word, "no") || slice_is(word, "not");
}

bool names_make(struct parser *p, enum name_kind kind, uint16_t *out)
{
    struct token at = p->now;
    char what[64];

    snprintf(what, sizeof what, "a name for the %s", kinds[kind]);
    if (at.kind != TOKEN_WORD)
        return words_expected(p, what);
    if (at.text.len > 31)
        return words_fail(p, at.at, "name", "a name has at most 31 letters");
    if (kind == NAME_PROCESS && is_ours(at.text))
        return words_fail(p, at.at, "name",
                          "\"%.*s\" is a word of the language and can't be a "
                          "process",
                          SLICE_FMT(at.text));
    *out = names_find(p->script, kind, at.text);
    if (*out == NO_NAME && p->script->nnames == SCRIPT_NAMES)
        return words_fail(p, at.at, "limit",
                          "a script can have %d names at most", SCRIPT_NAMES);
    if (*out == NO_NAME)
        *out = add_name(p->script, kind, at.text);
    words_next(p);
    return true;
}

/* The parts of a program and the kernel's memory are regions of every script.
 */
static void add_ours(struct script *s)
{
    for (unsigned use = 0; use <= USE_STACK; use++) {
        uint16_t at =
            add_name(s, NAME_REGION, slice_from(area_use_name(use)));
        s->name[at].use = (uint8_t)use;
    }
    add_name(s, NAME_REGION, SLICE("kernel"));
}

/* --- statements ----------------------------------------------------------
 */

static int verb_of(struct slice word, bool process, bool makes)
{
    for (int v = 0; v < VERBS; v++) {
        enum script_form form = script_verbs[v].form;
        bool fits = form == FORM_EITHER ? !makes
                                        : form == (process ? FORM_PROCESS
                                                   : makes ? FORM_MAKES
                                                           : FORM_PLAIN);
        if (fits && slice_is(word, script_verbs[v].word))
            return v;
    }
    return -1;
}

/* What would be right instead, when the word is a verb in another form. */
static bool no_verb(struct parser *p, size_t at, struct slice word)
{
    for (int v = 0; v < VERBS; v++)
        if (slice_is(word, script_verbs[v].word))
            return words_fail(p, at, "statement", "this is written: %s",
                              script_verbs[v].usage);
    return words_fail(p, at, "statement",
                      "\"%.*s\" is no statement; pagein vm --help lists them",
                      SLICE_FMT(word));
}

/* The byte behind the first word and blanks. */
static size_t behind_word(const struct parser *p)
{
    size_t at = p->now.at + p->now.text.len;

    while (at < p->line.len &&
           (p->line.at[at] == ' ' || p->line.at[at] == '\t'))
        at++;
    return at;
}

/* "A:" or "B =" in front; the verb is what comes next then. */
static bool head(struct parser *p, bool *process, bool *makes)
{
    struct slice rest = slice_skip(p->line, behind_word(p));
    struct token first = p->now;

    *process = slice_has_prefix(rest, SLICE(":"));
    *makes = slice_has_prefix(rest, SLICE("=")) &&
             !slice_has_prefix(rest, SLICE("=="));
    if (*makes)
        return names_make(p, NAME_PROCESS, &p->st.name) && words_need(p, "=");
    if (!*process)
        return true;
    p->st.process = names_find(p->script, NAME_PROCESS, first.text);
    if (p->st.process == NO_NAME)
        return words_fail(p, first.at, "name",
                          "there is no process \"%.*s\" so far: process "
                          "%.*s makes one",
                          SLICE_FMT(first.text), SLICE_FMT(first.text));
    words_next(p);
    return words_need(p, ":");
}

/* Raw statements and those of an operating system don't mix. */
static bool fits_machine(struct parser *p, enum verb verb)
{
    struct script *s = p->script;
    bool raw = verb == VERB_RAM || verb == VERB_PTBR || verb == VERB_MEMORY ||
               verb == VERB_ENTRIES || verb == VERB_CPU ||
               (verb == VERB_TRANSLATE && p->st.process == NO_NAME);
    bool any = verb == VERB_FORMAT || verb == VERB_EXPECT || verb == VERB_SAY;

    if (any)
        return true;
    if (verb == VERB_MACHINE && s->machine_line != 0)
        return words_fail(p, p->st.col - 1, "machine",
                          "the machine has to come first, but line %zu began "
                          "one already",
                          s->machine_line);
    if (raw && s->machine_line != 0)
        return words_fail(p, p->st.col - 1, "machine",
                          "this is for a raw machine, but line %zu began one "
                          "with an operating system",
                          s->machine_line);
    if (!raw && s->raw)
        return words_fail(p, p->st.col - 1, "machine",
                          "this needs an operating system, but this script "
                          "is about a raw machine");
    s->raw |= raw;
    if (!raw && s->machine_line == 0)
        s->machine_line = p->number;
    return true;
}

static void push(struct parser *p)
{
    struct script *s = p->script;

    s->at = mem_grow(s->at, s->n, &s->cap, sizeof *s->at);
    s->at[s->n++] = p->st;
}

static bool statement(struct parser *p)
{
    bool process, makes;
    struct token word;
    int verb;

    words_begin(p);
    if (words_are_over(p))
        return true;
    if (p->script->n == SCRIPT_STATEMENTS)
        return words_fail(p, p->now.at, "limit",
                          "a script can have %d statements at most",
                          SCRIPT_STATEMENTS);
    p->st = (struct statement){
        .line = p->number,
        .col = p->now.at + 1,
        .text = arena_copy(&p->script->arena, slice_trim(p->line)),
        .process = NO_NAME,
        .name = NO_NAME,
        .file = NO_NAME,
        .place.region = NO_NAME};
    if (p->now.kind != TOKEN_WORD)
        return words_expected(p, "a statement");
    if (!head(p, &process, &makes))
        return false;
    word = p->now;
    if (word.kind != TOKEN_WORD)
        return words_expected(p, "a verb, such as read,");
    verb = verb_of(word.text, process, makes);
    if (verb < 0)
        return no_verb(p, word.at, word.text);
    p->st.verb = (enum verb)verb;
    if (!fits_machine(p, p->st.verb))
        return false;
    words_next(p);
    if (!script_parsers[verb](p) || !words_end(p))
        return false;
    push(p);
    return true;
}

/* --- lines ---------------------------------------------------------------
 */

/* Without what is behind a # that is not in a text. */
static struct slice uncommented(struct slice line)
{
    bool quoted = false;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.at[i];
        if (c == '"')
            quoted = !quoted;
        else if (c == '\\' && quoted)
            i++;
        else if (c == '#' && !quoted)
            return slice_sub(line, 0, i);
    }
    return line;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* How many mistakes are told before the rest of a script is left alone. */
enum { MISTAKES = 100 };

static void lines(struct parser *p, struct slice text)
{
    size_t before = p->found->errors;

    while (slice_line(&text, &p->source)) {
        p->number++;
        p->line = uncommented(p->source);
        while (p->line.len > 0 && is_space(p->line.at[p->line.len - 1]))
            p->line.len--;
        if (!statement(p) && p->script->n == SCRIPT_STATEMENTS)
            break;
        if (p->found->errors - before >= MISTAKES)
            break;
    }
}

int script_parse(struct script *out, struct slice text, struct slice file,
                 struct diags *found)
{
    struct script s = {.format = format_find(SLICE("x86-64")),
                       .profile = &profiles[0],
                       .machines = 1};
    struct parser p = {.script = &s, .found = found, .file = file};
    size_t before = found->errors;

    p.page_bytes = format_page_bytes(s.format);
    if (text.len > SCRIPT_BYTES) {
        diags_add(found, DIAG_ERROR, "limit", file, 1, 1, (struct slice){0},
                  "a script can have %d bytes at most, this one has %zu",
                  SCRIPT_BYTES, text.len);
        return -1;
    }
    add_ours(&s);
    lines(&p, text);
    if (found->errors > before) {
        script_release(&s);
        return -1;
    }
    *out = s;
    return 0;
}

void script_release(struct script *s)
{
    free(s->at);
    arena_release(&s->arena);
    *s = (struct script){0};
}
