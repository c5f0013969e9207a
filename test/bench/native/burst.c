/*
 * burst PORT COUNT: opens COUNT connections, then writes the request from stdin to each of them as fast as it
 * can. Prints when it began and how many answers were no 200, as JSON, once all answers are there.
 */
#define _GNU_SOURCE
#include <sys/epoll.h>
#include <unistd.h>

#include "client.h"
#include "monotonic.h"

enum { events_at_once = 512, settle_us = 20000 };

static int receive_all(struct client *clients, int count, int epoll);

int main(int arguments, char **argument)
{
    int port = arguments == 3 ? atoi(argument[1]) : 0, count = arguments == 3 ? atoi(argument[2]) : 0;
    if (port < 1 || count < 1 || count > most_clients) {
        fputs("burst PORT COUNT < request\n", stderr);
        return 2;
    }
    static struct request request;
    read_request(&request);
    int epoll = epoll_create1(0);
    if (epoll < 0) fail("epoll_create1");
    struct client *clients = open_clients(port, count, epoll);
    /* As a planned instant has it: otherwise the server would still be awake from accepting connections. */
    usleep(settle_us);
    int64_t triggered_at = now_ns();
    for (int i = 0; i < count; i++) send_request(&clients[i], &request);
    int errors = receive_all(clients, count, epoll);
    printf("{\"triggeredAt\":%lld,\"errors\":%d}\n", (long long)(triggered_at / 1000), errors);
    return 0;
}

static int receive_all(struct client *clients, int count, int epoll)
{
    int errors = 0;
    for (int received = 0; received < count;) {
        struct epoll_event events[events_at_once];
        int ready = epoll_wait(epoll, events, events_at_once, 30000);
        if (ready <= 0) fail("epoll_wait");
        for (int i = 0; i < ready; i++) {
            struct answer answer;
            if (!receive_answer(&clients[events[i].data.u32], &answer)) continue;
            if (answer.status != 200) errors++;
            received++;
        }
    }
    return errors;
}
