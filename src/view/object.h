/* object.h - shared objects of pagein's own, opened on first use.
 *
 * What few starts need and large libraries do (pictures, print) lives in such
 * objects beside the program or in ../lib/pagein, so that a plain start does
 * not pay for them. */
#ifndef VIEW_OBJECT_H
#define VIEW_OBJECT_H

/* The address of `symbol` in the object `name` ("pagein-image.so"), or in the
 * one whose path is `name` when it has a slash; NULL when it can't be opened.
 * It stays open: the libraries behind it don't like to go. */
void *object_symbol(const char *name, const char *symbol);

#endif
