/* What the stub says to an Invoke request: the same bytes as the stub written for Node. */
#ifndef BENCH_ANSWERS_H
#define BENCH_ANSWERS_H

#include <stddef.h>
#include <stdint.h>

enum { longest_answer = 2048 };

/**
 * Writes an answer to `out`, which has room for `longest_answer` bytes, and returns its length. With `tail`
 * it has the end of the log, whose REPORT line gives `held_ns` as the Duration. `x-held-us` is that in µs.
 */
size_t write_answer(char *out, int tail, int64_t held_ns);

/** Says 404. */
size_t write_not_found(char *out);

#endif
