/*
 * A server that answers Invoke requests with prebuilt bytes, so that it costs less than any client it serves.
 * Prints its port; then answers every line on stdin with what came in since the last one, as JSON, and ends
 * with stdin. A function named hold-5 answers after 5 ms, every other one at once.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answers.h"
#include "monotonic.h"

enum { most_connections = 20000, longest_request = 16384, events_at_once = 512 };

/** Held answers are a list in the order they are due. */
struct connection {
    int fd;
    size_t length;
    int held, tail;
    int64_t received_at, due;
    struct connection *before, *after;
    char request[longest_request];
};

static struct connection *connections[most_connections];
static struct connection *first_due, *last_due;
static struct { long requests; long long bytes; int64_t first_at, last_at, cpu_us; } traffic;
static char at_once[2][longest_answer];
static size_t at_once_length[2];

static int listen_on_loopback(void);
static void accept_all(int listener, int epoll);
static void receive(struct connection *from);
static void serve(struct connection *to);
static void release_due(void);
static void answer_stdin(void);

int main(void)
{
    prctl(PR_SET_TIMERSLACK, 1000UL);
    for (int tail = 0; tail < 2; tail++) at_once_length[tail] = write_answer(at_once[tail], tail, 0);
    int listener = listen_on_loopback(), epoll = epoll_create1(0);
    struct epoll_event own[] = {{.events = EPOLLIN, .data.fd = listener}, {.events = EPOLLIN, .data.fd = 0}};
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &own[0])) fail("epoll");
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &own[1])) fail("stdin");
    for (;;) {
        struct epoll_event events[events_at_once];
        int64_t left = first_due ? first_due->due - now_ns() : 0;
        if (left < 0) left = 0;
        struct timespec wait = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
        int count = epoll_pwait2(epoll, events, events_at_once, first_due ? &wait : NULL, NULL);
        if (count < 0 && errno != EINTR) fail("epoll_pwait2");
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) accept_all(listener, epoll);
            else if (fd == 0) answer_stdin();
            else if (connections[fd]) receive(connections[fd]);
        }
        release_due();
    }
}

static int listen_on_loopback(void)
{
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, length)) fail("bind");
    if (listen(listener, 4096) || getsockname(listener, (struct sockaddr *)&address, &length)) fail("listen");
    printf("{\"port\":%d}\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static void accept_all(int listener, int epoll)
{
    int fd, one = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct connection *made = fd < most_connections ? malloc(sizeof *made) : NULL;
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        if (!made || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event)) {
            free(made);
            close(fd);
            continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        made->fd = fd;
        made->length = 0;
        made->held = 0;
        connections[fd] = made;
    }
}

static void unlink_due(struct connection *held)
{
    if (held->before) held->before->after = held->after;
    else first_due = held->after;
    if (held->after) held->after->before = held->before;
    else last_due = held->before;
    held->held = 0;
}

static void drop(struct connection *gone)
{
    if (gone->held) unlink_due(gone);
    connections[gone->fd] = NULL;
    close(gone->fd);
    free(gone);
}

static void receive(struct connection *from)
{
    size_t room = longest_request - 1 - from->length;
    ssize_t got = room == 0 ? 0 : recv(from->fd, from->request + from->length, room, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) {
        drop(from);
        return;
    }
    traffic.bytes += got;
    from->length += (size_t)got;
    if (!from->held) serve(from);
}

/** Small answers always fit into the buffer of a socket that has no other answer in it. */
static void send_whole(struct connection *to, const char *bytes, size_t length)
{
    if (send(to->fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length) shutdown(to->fd, SHUT_RDWR);
}

/** From the earliest to the latest; with holds of one length this looks at the last alone. */
static void hold(struct connection *held, long millis)
{
    held->due = held->received_at + millis * 1000000;
    struct connection *before = last_due;
    while (before && before->due > held->due) before = before->before;
    held->before = before;
    held->after = before ? before->after : first_due;
    if (held->after) held->after->before = held;
    else last_due = held;
    if (before) before->after = held;
    else first_due = held;
    held->held = 1;
}

/** The value of a header of the request, or NULL. Its end is the end of the line. */
static const char *header(const char *head, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = strstr(head, "\r\n"); line; line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, length) || line[2 + length] != ':') continue;
        const char *value = line + 3 + length;
        return value + strspn(value, " ");
    }
    return NULL;
}

/** Answers the requests that are whole, one after the other: one that is held holds up those behind it. */
static void serve(struct connection *to)
{
    static const char path[] = "POST /2015-03-31/functions/";
    for (;;) {
        to->request[to->length] = '\0';
        char *end = strstr(to->request, "\r\n\r\n");
        if (!end) return;
        end[2] = '\0';
        const char *size = header(to->request, "content-length"), *log = header(to->request, "x-amz-log-type");
        size_t length = (size_t)(end + 4 - to->request) + (size_t)(size ? strtoul(size, NULL, 10) : 0);
        end[2] = '\r';
        if (length > to->length) return;
        to->received_at = now_ns();
        if (traffic.requests++ == 0) traffic.first_at = to->received_at;
        traffic.last_at = to->received_at;
        int known = !strncmp(to->request, path, sizeof path - 1);
        const char *name = to->request + sizeof path - 1;
        long millis = known && !strncmp(name, "hold-", 5) ? strtol(name + 5, NULL, 10) : 0;
        to->tail = log && !strncasecmp(log, "tail", 4);
        to->length -= length;
        memmove(to->request, to->request + length, to->length);
        if (known && millis > 0) {
            hold(to, millis);
            return;
        }
        char not_found[longest_answer];
        if (known) send_whole(to, at_once[to->tail], at_once_length[to->tail]);
        else send_whole(to, not_found, write_not_found(not_found));
    }
}

/** What an answer says it was held for is measured: from the whole request to the write. */
static void release_due(void)
{
    while (first_due && first_due->due <= now_ns()) {
        struct connection *to = first_due;
        unlink_due(to);
        char answer[longest_answer];
        size_t length = write_answer(answer, to->tail, now_ns() - to->received_at);
        send_whole(to, answer, length);
        serve(to);
    }
}

static void answer_stdin(void)
{
    char line[64];
    if (read(0, line, sizeof line) <= 0) exit(0);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    int64_t cpu_us = (int64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 +
                     used.ru_utime.tv_usec + used.ru_stime.tv_usec;
    printf("{\"requests\":%ld,\"bytes\":%lld,\"firstAt\":%lld,\"lastAt\":%lld,\"cpuMicros\":%lld}\n",
        traffic.requests, traffic.bytes, (long long)(traffic.first_at / 1000),
        (long long)(traffic.last_at / 1000), (long long)(cpu_us - traffic.cpu_us));
    fflush(stdout);
    traffic.requests = 0;
    traffic.bytes = 0;
    traffic.cpu_us = cpu_us;
}
