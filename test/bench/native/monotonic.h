/* Time and requests as every program of the bench reads them. Linux only: epoll and its like are. */
#ifndef BENCH_MONOTONIC_H
#define BENCH_MONOTONIC_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/** Now, in ns of the monotonic clock that all processes of a machine share. */
static inline int64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/** Ends the program with what could not be done and why. */
_Noreturn static inline void fail(const char *what)
{
    perror(what);
    exit(1);
}

#endif
