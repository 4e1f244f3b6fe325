/* numbers.h - a growable list of rows or uids. Start from {0}; free(list.at).
 */
#ifndef DECK_NUMBERS_H
#define DECK_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct numbers {
    int64_t *at;
    size_t n, cap;
};

void numbers_add(struct numbers *list, int64_t number);
void numbers_sort(struct numbers *list); /* and drop what is twice in it */
bool numbers_have(const struct numbers *sorted, int64_t number);

#endif
