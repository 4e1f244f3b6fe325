/* pack.h - what the two kinds of QTI packages share: names that are allowed,
 * pictures beside the questions, and the archive of it all. */
#ifndef PUBLISH_PACK_H
#define PUBLISH_PACK_H

#include "publish/web.h"
#include "publish/writers.h"
#include "publish/zip.h"

/* A package in the making. What it holds lives in the arena. */
struct pack {
    struct arena arena;
    struct zip_out *zip;
    const char *id;   /* of all of it, "pagein_0123456789abcdef" */
    const char *from; /* in front of the address of a picture */
    const char *type; /* of pictures, in the manifest; NULL: they are files
                             of what they belong to */
    const char *question; /* the name of the one being written */
    struct str pictures;  /* of the manifest: what each is */
};

/* `what` tells this package from others of the exam: a form's name. */
void pack_init(struct pack *p, const struct exam *exam, const char *what);
void pack_release(struct pack *p);

/* A name of letters and digits for a question, new in this package: `group`
 * and `n` count from 1. */
const char *pack_name(struct pack *p, const struct question *q,
                      unsigned group, unsigned n);

/* For struct web, whose arg is the pack: puts the picture in. */
void pack_address(struct web *w, const struct figure *figure, unsigned n);

/* Adds a file; the bytes are copied. */
void pack_add(struct pack *p, const char *name, const struct str *bytes);

/* Closes the archive and appends it. */
int pack_put(struct pack *p, struct str *out, struct err *err);

/* "<title>...</title>": an element of escaped text on one line. */
void pack_element(struct str *out, const char *tag, const char *text);

/* Text for an attribute, without control characters. */
void pack_text(struct str *out, const char *text);

#endif
