/* mmapview.h - a file that processes have mapped, and what they do to it. */
#ifndef PROBLEM_KIND_MMAPVIEW_H
#define PROBLEM_KIND_MMAPVIEW_H

#include <stdint.h>

enum { VIEW_MAPS = 3, VIEW_PLACES = 3, VIEW_STEPS = 9 };

enum view_what { VIEW_LOAD, VIEW_STORE, VIEW_PREAD, VIEW_PWRITE };

struct view_step {
    uint8_t what;  /* enum view_what */
    uint8_t who;   /* process; its mapping */
    uint8_t place; /* which byte */
    uint8_t value; /* that is stored or written */
};

struct view {
    uint8_t level;
    uint8_t maps;    /* processes, each with one mapping of the whole file */
    uint8_t shared;  /* bit m: mapping m is MAP_SHARED */
    uint8_t pages;   /* of the file, of 4 KiB */
    uint8_t places;  /* bytes that are used */
    uint8_t initial; /* what all bytes of the file are */
    uint8_t vpn[VIEW_MAPS];   /* where each mapping begins */
    uint16_t at[VIEW_PLACES]; /* which byte of the file */
    uint8_t n;
    struct view_step step[VIEW_STEPS];
};

#endif
