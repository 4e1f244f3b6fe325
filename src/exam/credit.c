#include "exam/credit.h"

static const unsigned char credits[MISTAKES] = {
    [M_NOPTESZ] = 75, [M_KB1000] = 75,  [M_NOTOP] = 50,
    [M_COUNT] = 50,   [M_PTEBITS] = 50, [M_ENDINCL] = 50,
};

unsigned credit_of(enum mistake mistake)
{
    return credits[mistake];
}
