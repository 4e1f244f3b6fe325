/* script_inside.h - what the parts of the parser share.
 *
 *     script.c          lines, names, the head of a statement
 *     script_tokens.c   a line cut into tokens
 *     script_words.c    operands: sizes, places, ranges, permissions
 *     script_parse.c    statements; _memory, _format, _check: of those kinds
 *     script_verbs.c    the table of statements */
#ifndef VM_SCRIPT_INSIDE_H
#define VM_SCRIPT_INSIDE_H

#include "vm/script.h"

enum token_kind {
    TOKEN_END,
    TOKEN_WORD, /* a letter, then letters, digits, _, and - before a letter */
    TOKEN_NUMBER,
    TOKEN_TEXT, /* "..." */
    TOKEN_SIGN, /* + - [ ] : , = .. == != < <= > >= */
    TOKEN_BAD,  /* a finding was made of it */
};

struct token {
    enum token_kind kind;
    size_t at;         /* byte in the line */
    struct slice text; /* as written; of a text, what it stands for */
    uint64_t number;
};

/* A script being read. Operands are read from the line from left to right:
 * `now` is the token that comes next. What fails makes one finding and
 * returns false; the rest of the line is then left alone. */
struct parser {
    struct script *script;
    struct diags *found;
    struct slice file;
    struct slice line;   /* without comment */
    struct slice source; /* with it */
    size_t number;       /* of the line, from 1 */
    struct token now;
    struct statement st; /* being made */
    uint64_t page_bytes; /* of the machine as said so far */
};

/* --- tokens --------------------------------------------------------------
 */

/* Begins to read the line; the next token; the rest of the line as it is. */
void words_begin(struct parser *p);
void words_next(struct parser *p);
struct slice words_rest(const struct parser *p);

/* Continues from that byte of the line on. */
void words_go(struct parser *p, size_t at);

/* A finding at that byte of the line; false. */
bool words_fail(struct parser *p, size_t at, const char *rule,
                const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* A finding at the token that comes next: "what" was expected there. */
bool words_expected(struct parser *p, const char *what);

/* Takes the token if it is that word or sign. */
bool words_take(struct parser *p, const char *word);
bool words_need(struct parser *p, const char *word);
bool words_are_over(const struct parser *p);
bool words_end(struct parser *p); /* a finding unless it is over */

static inline bool words_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* --- operands ------------------------------------------------------------
 */

/* A word that is no statement's; what it is called in findings. */
bool words_word(struct parser *p, const char *what, struct slice *out);

/* A run of bytes up to a blank: x86-64. */
bool words_bare(struct parser *p, const char *what, struct slice *out);

bool words_number(struct parser *p, const char *what, uint64_t lo,
                  uint64_t hi, uint64_t *out);

/* A number of bytes: 32K, 0x100, 4 pages, 16 bytes. */
bool words_size(struct parser *p, uint64_t *out);

/* heap, heap[2]+8, heap[1..3], 0x1000. */
bool words_place(struct parser *p, struct place *out);

/* A place and how much of it: the region, its pages, or a size behind. */
bool words_range(struct parser *p, struct place *out, uint64_t *bytes);

/* rw, r-x, none; false without a finding when nothing like it is there. */
bool words_perms(struct parser *p, unsigned *out);

/* ": 82 8a 00" up to the end of the line: values of at most so many bytes, in
 * hexadecimal, into the statement's data. */
bool words_hexes(struct parser *p, unsigned most);

/* --- names ---------------------------------------------------------------
 */

/* The name, or NO_NAME. */
uint16_t names_find(const struct script *s, enum name_kind kind,
                    struct slice text);

/* Takes a name that must be there; one that is made now, or made again. */
bool names_use(struct parser *p, enum name_kind kind, uint16_t *out);
bool names_make(struct parser *p, enum name_kind kind, uint16_t *out);

/* --- statements ----------------------------------------------------------
 */

/* By verb; each reads the operands up to the end of the line. */
extern bool (*const script_parsers[VERBS])(struct parser *p);

bool parse_format(struct parser *p);
bool parse_map(struct parser *p);
bool parse_share(struct parser *p);
bool parse_range(struct parser *p);
bool parse_protect(struct parser *p);
bool parse_heap(struct parser *p);
bool parse_read(struct parser *p);
bool parse_fetch(struct parser *p);
bool parse_write(struct parser *p);
bool parse_watch(struct parser *p);
bool parse_unwatch(struct parser *p);
bool parse_translate(struct parser *p);
bool parse_expect(struct parser *p);

/* "x, y or z" of the words at `words`, `stride` bytes apart. */
void words_list(struct str *out, const void *words, size_t n, size_t stride);

/* The number of the row whose first member is the word that comes next, which
 * is taken; -1 when there is none. */
int words_row(struct parser *p, const void *words, size_t n, size_t stride);

#endif
