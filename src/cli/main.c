#include <stdio.h>

int main(void)
{
    puts("pagein");
    return 0;
}
