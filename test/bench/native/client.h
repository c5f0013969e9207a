/* Connections of the clients written in C, and the answers they get. */
#ifndef BENCH_CLIENT_H
#define BENCH_CLIENT_H

#include <stddef.h>
#include <stdint.h>

enum { longest_request = 16384, longest_response = 8192, most_clients = 20000 };

struct client {
    int fd;
    size_t length;
    int64_t sent_at;
    char response[longest_response];
};

/** The bytes of one request, as they come from stdin. */
struct request {
    size_t length;
    char bytes[longest_request];
};

void read_request(struct request *request);

/** Opens `count` connections to a port of this machine, and has `epoll` watch them by their index. */
struct client *open_clients(int port, int count, int epoll);

/** Writes a whole request; ends the program where the socket does not take it. */
void send_request(struct client *client, const struct request *request);

/** What an answer says: its status, and how long it was held, µs. */
struct answer {
    int status;
    long held_us;
};

/** Reads what there is. Returns 1 and fills in `answer` when it is whole, 0 while it is not. */
int receive_answer(struct client *client, struct answer *answer);

#endif
