#define _GNU_SOURCE
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "monotonic.h"

static int open_connection(int port);
static long number_after(const char *text, const char *name, long otherwise);

void read_request(struct request *request)
{
    request->length = fread(request->bytes, 1, sizeof request->bytes, stdin);
    if (request->length == 0 || request->length == sizeof request->bytes) {
        fputs("no request, or too long a one, on stdin\n", stderr);
        exit(2);
    }
}

struct client *open_clients(int port, int count, int epoll)
{
    struct client *clients = calloc((size_t)count, sizeof *clients);
    if (!clients) fail("calloc");
    for (int i = 0; i < count; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
        clients[i].fd = open_connection(port);
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].fd, &event)) fail("epoll_ctl");
    }
    return clients;
}

static int open_connection(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address)) fail("connect");
    if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one)) fail("setsockopt");
    if (fcntl(fd, F_SETFL, O_NONBLOCK)) fail("fcntl");
    return fd;
}

void send_request(struct client *client, const struct request *request)
{
    if (send(client->fd, request->bytes, request->length, MSG_NOSIGNAL) != (ssize_t)request->length)
        fail("send");
}

int receive_answer(struct client *client, struct answer *answer)
{
    size_t room = sizeof client->response - 1 - client->length;
    ssize_t got = recv(client->fd, client->response + client->length, room, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    if (got <= 0) fail("recv");
    client->length += (size_t)got;
    client->response[client->length] = '\0';
    const char *end = strstr(client->response, "\r\n\r\n");
    if (!end) return 0;
    long length = number_after(client->response, "Content-Length: ", 0);
    if ((size_t)(end + 4 - client->response) + (size_t)length > client->length) return 0;
    answer->status = (int)number_after(client->response, "HTTP/1.1 ", 0);
    answer->held_us = number_after(client->response, "x-held-us: ", 0);
    client->length = 0;
    return 1;
}

static long number_after(const char *text, const char *name, long otherwise)
{
    const char *found = strstr(text, name);
    return found ? strtol(found + strlen(name), NULL, 10) : otherwise;
}
