/* generate.h - what `make install` puts beside the program, out of the same
 * tables as everything else. */
#ifndef CLI_GENERATE_H
#define CLI_GENERATE_H

#include "cli/command.h"

void generate_man(struct out *out); /* pagein.1, in mdoc */
void generate_bash(struct out *out);
void generate_zsh(struct out *out);
void generate_fish(struct out *out);

/* Appends the text with ' made safe inside '...' of a shell: '\'' */
void generate_quoted(struct str *out, const char *text);

/* Appends the words to choose from, each with a blank behind it: those of
 * "a|b|c", of commands or of settings. False when `fill` is no choice. */
bool generate_words(struct str *out, enum fill fill, const char *bars);

#endif
