/* err.h - one failure, described once, carried up to whoever can speak.
 *
 * A function that can fail returns 0, or -1 after filling *err. The text is
 * one or more whole sentences for the person at the keyboard, without a
 * final newline: what is wrong, where, what to do. It may quote bytes of a
 * stranger's file as they are; the command line (cli/) is the only place
 * that prints it, through the escaper of text/. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* What went wrong, by who can mend it. cli/ maps each kind to an exit
 * status: 64 usage, 65 notes, 66 no input, 73 create, 74 I/O, 75 busy,
 * 76 unsafe. */
enum err_kind {
    ERR_NONE,
    ERR_USAGE,    /* the command line asks for something that can't be */
    ERR_NOTES,    /* a note, deck definition or answer file is wrong */
    ERR_NO_INPUT, /* a file or deck that was named is not there */
    ERR_CREATE,   /* an output can't be made */
    ERR_IO,       /* disk, database or terminal let us down */
    ERR_BUSY,     /* another program holds the deck */
    ERR_UNSAFE,   /* a deck or package that must not be opened, or is newer */
};

struct err {
    enum err_kind kind;
    char text[512]; /* cut short if longer, always NUL-terminated */
};

/* Fills *err and returns -1, so a caller can write `return err_set(...)`. */
int err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts words in front of a text that is already there ("deck NAME: ") and
 * returns -1. The kind stays. */
int err_prefix(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
