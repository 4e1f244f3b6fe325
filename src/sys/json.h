/* json.h - JSON out and in, by jansson.
 *
 * The writer appends one document to a str as it goes and holds no tree:
 *
 *     struct json w = json_to(&out);
 *
 *     json_open_object(&w, NULL);
 *     json_put_text(&w, "deck", name);
 *     json_open_array(&w, "cards");
 *     json_put_int(&w, NULL, 7);
 *     json_close(&w);
 *     json_close(&w);      -> {"deck": "vm", "cards": [7]}, one item a line
 *
 * Inside an object every call names a key, inside an array and at the top
 * the key is NULL. What comes out is ASCII without control characters: other
 * characters are \u escapes, so the text is safe on a terminal as it is.
 * Bytes that are not UTF-8 (in a file name) become U+FFFD. */
#ifndef SYS_JSON_H
#define SYS_JSON_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { JSON_DEPTH_MAX = 32 };

struct json {
    struct str *out;
    bool compact;    /* all on one line, for a document a line */
    int depth;       /* open objects and arrays */
    uint32_t object; /* bit d: level d is an object, else an array */
    uint32_t filled; /* bit d: level d has an item already */
};

struct json json_to(struct str *out);
struct json json_to_line(struct str *out);

void json_open_object(struct json *w, const char *key);
void json_open_array(struct json *w, const char *key);
void json_close(struct json *w); /* the last one also ends the line */

void json_put_text(struct json *w, const char *key, struct slice text);
void json_put_int(struct json *w, const char *key, int64_t n);

/* A number with that many decimals, at most 9; null where it is none. */
void json_put_real(struct json *w, const char *key, double n, int decimals);
void json_put_bool(struct json *w, const char *key, bool yes);
void json_put_null(struct json *w, const char *key);

/* The reader gives a tree in an arena. Objects keep the order of the file;
 * keys appear once. Numbers that fit are exact 64-bit integers. */
enum json_kind {
    JSON_NIL,
    JSON_BOOL,
    JSON_INT,
    JSON_FLOAT,
    JSON_TEXT,
    JSON_LIST,
    JSON_MAP,
};

struct json_value {
    enum json_kind kind;
    bool yes;                 /* JSON_BOOL */
    int64_t number;           /* JSON_INT */
    double real;              /* JSON_FLOAT */
    struct slice text;        /* JSON_TEXT: UTF-8, may hold NUL */
    struct slice key;         /* of an object's child */
    size_t n;                 /* children */
    struct json_value *first; /* children in order, or NULL */
    struct json_value *next;  /* the following child of the same parent */
};

struct json_doc {
    const struct json_value *root;
    struct arena arena; /* owns the tree */
};

/* Reads one document. -1 with ERR_NOTES and FILE:LINE:COL: what is wrong;
 * `file` is only for that. */
int json_read(struct json_doc *out, struct slice text, const char *file,
              struct err *err);
void json_release(struct json_doc *doc);

/* The child of an object, or NULL: also when `v` is NULL or no object. */
const struct json_value *json_find(const struct json_value *v,
                                   const char *key);

/* The child of an object as a type. False when it is missing or something
 * else (an integer: outside lo..hi); *out is untouched then. */
bool json_find_text(const struct json_value *v, const char *key,
                    struct slice *out);
bool json_find_int(const struct json_value *v, const char *key, int64_t lo,
                   int64_t hi, int64_t *out);
bool json_find_bool(const struct json_value *v, const char *key, bool *out);

#endif
