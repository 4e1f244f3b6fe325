/* Feeds saved inputs to a fuzz target, so `make test` replays every corpus
 * with any compiler: replay FILE... */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        uint8_t *buf = malloc(1 << 20);
        if (f == NULL || buf == NULL) {
            perror(argv[i]);
            return 1;
        }
        LLVMFuzzerTestOneInput(buf, fread(buf, 1, 1 << 20, f));
        free(buf);
        fclose(f);
    }
    printf("ok - %s: %d inputs\n", argv[0], argc - 1);
    return 0;
}
