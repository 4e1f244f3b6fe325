/* moodle_fraction.h - the credits that Moodle knows; it refuses others. */
#ifndef PUBLISH_MOODLE_FRACTION_H
#define PUBLISH_MOODLE_FRACTION_H

/* The nearest not above `percent` (0 .. 100), as Moodle writes it:
 * "33.33333". */
const char *moodle_fraction(double percent);

#endif
