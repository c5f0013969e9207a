#include "answers.h"

#include <stdio.h>
#include <string.h>

static const char request_id[] = "6f1c2d1e-8a35-4c1b-9a53-0d6a4f6f2b10";
static const char body[] = "{\"statusCode\":200,\"body\":\"hello from the other side of it\"}";

static size_t write_base64(char *out, const unsigned char *text, size_t length);

size_t write_answer(char *out, int tail, int64_t held_ns)
{
    char log[512], encoded[sizeof log * 2] = "";
    long held_us = (long)(held_ns / 1000);
    if (tail) {
        int length = snprintf(log, sizeof log,
            "START RequestId: %s Version: $LATEST\nEND RequestId: %s\n"
            "REPORT RequestId: %s\tDuration: %ld.%03ld ms\tBilled Duration: %ld ms\t"
            "Memory Size: 128 MB\tMax Memory Used: 64 MB\t\n",
            request_id, request_id, request_id, held_us / 1000, held_us % 1000, held_us / 1000 + 1);
        encoded[write_base64(encoded, (const unsigned char *)log, (size_t)length)] = '\0';
    }
    return (size_t)snprintf(out, longest_answer,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
        "Connection: keep-alive\r\nx-amzn-RequestId: %s\r\nX-Amz-Executed-Version: $LATEST\r\n"
        "x-held-us: %ld\r\n%s%s%s\r\n%s",
        sizeof body - 1, request_id, held_us, tail ? "X-Amz-Log-Result: " : "", encoded,
        tail ? "\r\n" : "", body);
}

size_t write_not_found(char *out)
{
    return (size_t)snprintf(out, longest_answer,
        "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
        "Connection: keep-alive\r\nx-amzn-RequestId: %s\r\n\r\n%s",
        sizeof body - 1, request_id, body);
}

/** RFC 4648; no end of string is written. */
static size_t write_base64(char *out, const unsigned char *text, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t written = 0;
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        uint32_t three = (uint32_t)text[i] << 16 | (left > 1 ? (uint32_t)text[i + 1] << 8 : 0) |
                         (left > 2 ? text[i + 2] : 0);
        out[written++] = digits[three >> 18];
        out[written++] = digits[three >> 12 & 63];
        out[written++] = left > 1 ? digits[three >> 6 & 63] : '=';
        out[written++] = left > 2 ? digits[three & 63] : '=';
    }
    return written;
}
