/*
 * paced PORT RATE COUNT CONNECTIONS: sends the request from stdin COUNT times, RATE a second, each at its instant
 * whatever the answers do; polls, so that it is not late. Prints service time and hold of each, µs, as a line.
 */
#define _GNU_SOURCE
#include <sys/epoll.h>

#include "client.h"
#include "monotonic.h"

enum { events_at_once = 64 };

/** Connections without a request in flight, the last used first. */
struct pool {
    int free;
    int indices[most_clients];
};

static int receive_ready(struct client *clients, struct pool *pool, int epoll);

int main(int arguments, char **argument)
{
    int port = arguments == 5 ? atoi(argument[1]) : 0, rate = arguments == 5 ? atoi(argument[2]) : 0;
    int count = arguments == 5 ? atoi(argument[3]) : 0, connections = arguments == 5 ? atoi(argument[4]) : 0;
    if (port < 1 || rate < 1 || count < 1 || connections < 1 || connections > most_clients) {
        fputs("paced PORT RATE COUNT CONNECTIONS < request\n", stderr);
        return 2;
    }
    static struct request request;
    static struct pool pool;
    read_request(&request);
    int epoll = epoll_create1(0);
    if (epoll < 0) fail("epoll_create1");
    struct client *clients = open_clients(port, connections, epoll);
    while (pool.free < connections) {
        pool.indices[pool.free] = pool.free;
        pool.free++;
    }
    int64_t start = now_ns() + 10000000;
    for (int sent = 0, received = 0; received < count;) {
        if (sent < count && pool.free > 0 && now_ns() >= start + (int64_t)sent * 1000000000 / rate) {
            struct client *client = &clients[pool.indices[--pool.free]];
            client->sent_at = now_ns();
            send_request(client, &request);
            sent++;
        }
        received += receive_ready(clients, &pool, epoll);
    }
    return 0;
}

static int receive_ready(struct client *clients, struct pool *pool, int epoll)
{
    struct epoll_event events[events_at_once];
    int ready = epoll_wait(epoll, events, events_at_once, 0), received = 0;
    if (ready < 0) fail("epoll_wait");
    for (int i = 0; i < ready; i++) {
        int index = (int)events[i].data.u32;
        struct answer answer;
        if (!receive_answer(&clients[index], &answer)) continue;
        long long service_us = (now_ns() - clients[index].sent_at) / 1000;
        printf("%lld %ld %d\n", service_us, answer.held_us, answer.status);
        pool->indices[pool->free++] = index;
        received++;
    }
    return received;
}
