#include "deck/numbers.h"

#include <stdlib.h>

#include "base/mem.h"

void numbers_add(struct numbers *list, int64_t number)
{
    list->at = mem_grow(list->at, list->n, &list->cap, sizeof *list->at);
    list->at[list->n++] = number;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

void numbers_sort(struct numbers *list)
{
    size_t n = 0;

    if (list->n > 1)
        qsort(list->at, list->n, sizeof *list->at, by_number);
    for (size_t i = 0; i < list->n; i++)
        if (n == 0 || list->at[n - 1] != list->at[i])
            list->at[n++] = list->at[i];
    list->n = n;
}

bool numbers_have(const struct numbers *sorted, int64_t number)
{
    return sorted->n > 0 && bsearch(&number, sorted->at, sorted->n,
                                    sizeof number, by_number) != NULL;
}
