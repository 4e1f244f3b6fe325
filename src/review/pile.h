/* pile.h - the cards of one sitting in order, with those that come again. */
#ifndef REVIEW_PILE_H
#define REVIEW_PILE_H

#include <stddef.h>
#include <stdint.h>

/* A card that comes again lets so many others go first. */
enum { PILE_APART = 10 };

struct pile {
    int64_t *cards;
    size_t n, cap;
    size_t next; /* index of the card at hand; n when there is none */
};

void pile_release(struct pile *p);
void pile_fill(struct pile *p, const int64_t *cards, size_t n);

/* Puts a card that is at hand or was just left further back; returns where,
 * for pile_take. */
size_t pile_again(struct pile *p, int64_t card);
void pile_take(struct pile *p, size_t at);

/* Puts one right behind the card at hand, and takes it away from where it
 * would have come later. */
void pile_put_next(struct pile *p, int64_t card);

size_t pile_left(const struct pile *p);

#endif
