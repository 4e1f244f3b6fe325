#include "learner.h"

#include <math.h>
#include <stdbool.h>

static const double w[21] = {
    0.212,  1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194,
    0.001,  1.8722, 0.1666, 0.796,  1.4835, 0.0614, 0.2629,
    1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
};

static double clamp(double x, double lo, double hi)
{
    return fmin(fmax(x, lo), hi);
}

static double retrievability(const struct memory *card, int days)
{
    double factor = pow(0.9, -1 / w[20]) - 1;

    return pow(1 + factor * days / card->stability, -w[20]);
}

static double first_difficulty(int rating)
{
    return w[4] - exp(w[5] * (rating - 1)) + 1;
}

static double next_difficulty(double d, int rating)
{
    double moved = d + (10 - d) / 9 * (-w[6] * (rating - 3));

    return clamp(w[7] * first_difficulty(4) + (1 - w[7]) * moved, 1, 10);
}

static double after_same_day(double s, int rating)
{
    double k = exp(w[17] * (rating - 3 + w[18])) * pow(s, -w[19]);

    return s * (rating >= 2 ? fmax(k, 1) : k);
}

static double after_recall(const struct memory *card, double r, int rating)
{
    double s = card->stability;
    double growth = exp(w[8]) * (11 - card->difficulty) * pow(s, -w[9]) *
                    (exp(w[10] * (1 - r)) - 1);

    growth *= rating == 2 ? w[15] : rating == 4 ? w[16] : 1;
    return s * (1 + growth);
}

static double after_lapse(const struct memory *card, double r)
{
    double s = card->stability;
    double left = w[11] * pow(card->difficulty, -w[12]) *
                  (pow(s + 1, w[13]) - 1) * exp(w[14] * (1 - r));

    return fmin(left, s / exp(w[17] * w[18]));
}

static void learn(struct memory *card, int rating, int day)
{
    int days = day - card->day;
    double r, s;

    if (card->stability <= 0) {
        s = w[rating - 1];
        card->difficulty = clamp(first_difficulty(rating), 1, 10);
    } else {
        r = retrievability(card, days);
        s = days == 0     ? after_same_day(card->stability, rating)
            : rating == 1 ? after_lapse(card, r)
                          : after_recall(card, r, rating);
        card->difficulty = next_difficulty(card->difficulty, rating);
    }
    card->stability = clamp(s, 0.001, 36500);
    card->day = day;
}

static bool chance(struct rng *rng, double p)
{
    return (double)(rng_next(rng) >> 11) / 9007199254740992.0 < p;
}

int learner_answer(struct memory *card, int day, struct rng *rng)
{
    double known =
        card->stability <= 0 ? 0.8 : retrievability(card, day - card->day);
    int rating = 1; /* Again .. Easy */

    if (chance(rng, known))
        rating = chance(rng, 0.08) ? 2 : chance(rng, 0.12) ? 4 : 3;
    learn(card, rating, day);
    return rating + 1;
}
