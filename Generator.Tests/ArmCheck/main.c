/* program FAMILIES CASES SET... prints a line "family set case digest" for every case of every family on each of the instruction sets, given by number. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

extern intptr_t octavo_scratch_length(void);
extern uint64_t octavo_digest(int family, int set, int number, void* memory, intptr_t length);

int main(int argc, char** argv)
{
    if (argc < 4)
    {
        fprintf(stderr, "usage: %s FAMILIES CASES SET...\n", argv[0]);
        return 2;
    }

    /* A page that cannot be touched follows the memory, so that a kernel that reads too far dies. */
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t length = ((size_t)octavo_scratch_length() + page - 1) / page * page;
    char* memory = mmap(NULL, length + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + length, page, PROT_NONE) != 0)
    {
        perror("memory");
        return 3;
    }

    for (int family = 0; family < atoi(argv[1]); family++)
    {
        for (int argument = 3; argument < argc; argument++)
        {
            for (int number = 0; number < atoi(argv[2]); number++)
            {
                int set = atoi(argv[argument]);
                printf("%d %d %d %016" PRIx64 "\n", family, set, number, octavo_digest(family, set, number, memory, (intptr_t)length));
                fflush(stdout);
            }
        }
    }

    return 0;
}
