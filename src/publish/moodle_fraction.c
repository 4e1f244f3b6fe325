#include "publish/moodle_fraction.h"

#include <stddef.h>

static const struct {
    double percent;
    const char *text;
} fractions[] = {
    {100, "100"},
    {90, "90"},
    {83.33333, "83.33333"},
    {80, "80"},
    {75, "75"},
    {70, "70"},
    {66.66667, "66.66667"},
    {60, "60"},
    {50, "50"},
    {40, "40"},
    {33.33333, "33.33333"},
    {30, "30"},
    {25, "25"},
    {20, "20"},
    {16.66667, "16.66667"},
    {14.28571, "14.28571"},
    {12.5, "12.5"},
    {11.11111, "11.11111"},
    {10, "10"},
    {5, "5"},
};

const char *moodle_fraction(double percent)
{
    /* A third is a little more or less than its five digits. */
    for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++)
        if (fractions[i].percent <= percent + 0.00001)
            return fractions[i].text;
    return "0";
}
