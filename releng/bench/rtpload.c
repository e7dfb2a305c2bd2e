/*
 * Sends G.711 in packets of 20 ms to many ports of a relay, from two sides, and counts what comes out on the other.
 *
 *   rtpload A-ADDRESS A-PORT B-ADDRESS B-PORT RELAY-ADDRESS SECONDS < PORTS
 *
 * PORTS are lines "A 20000" and "B 20002": where the relay wants the packets of each side. Each side has one socket, as
 * the relay tells calls apart by its own port. Prints "start" when counting begins, after a second, and then one line of
 * JSON. Loopback only; ends by itself. Build: cc -O2 -pthread -o rtpload rtpload.c
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { MAX_CALLS = 4096, PACKET = 172, BATCH = 64, FRAME_MS = 20, STAMP = 16, MARK = 24, MAX_US = 20000 };

struct side {
    int socket;
    int calls;
    struct sockaddr_in relay[MAX_CALLS];
    uint64_t sent;
    _Atomic uint64_t got;
};

static struct side sides[2];
static _Atomic int counting, stopping;
static uint32_t delays[MAX_US + 1]; /* by microsecond; only the receiver writes */

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static struct sockaddr_in address(const char *text, int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, text, &a.sin_addr) != 1 || ntohl(a.sin_addr.s_addr) >> 24 != 127) {
        fprintf(stderr, "rtpload: %s is no loopback address\n", text);
        exit(2);
    }
    return a;
}

static int open_socket(const char *text, int port) {
    struct sockaddr_in a = address(text, port);
    int s = socket(AF_INET, SOCK_DGRAM, 0), size = 16 << 20;
    setsockopt(s, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    setsockopt(s, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    setsockopt(s, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size); /* root only */
    if (bind(s, (struct sockaddr *)&a, sizeof a)) {
        perror("rtpload: bind");
        exit(2);
    }
    return s;
}

static void *receive(void *unused) {
    static uint8_t data[BATCH][2048];
    struct mmsghdr messages[BATCH] = {0};
    struct iovec parts[BATCH];
    struct pollfd polls[2] = {{sides[0].socket, POLLIN, 0}, {sides[1].socket, POLLIN, 0}};
    (void)unused;
    for (int i = 0; i < BATCH; i++) {
        parts[i] = (struct iovec){data[i], sizeof data[i]};
        messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
    }
    while (!stopping) {
        poll(polls, 2, 20);
        for (int s = 0; s < 2; s++) {
            int n;
            while ((n = recvmmsg(polls[s].fd, messages, BATCH, MSG_DONTWAIT, NULL)) > 0) {
                uint64_t t = now_ns();
                for (int i = 0; i < n; i++) {
                    uint64_t sent_at, us;
                    if (messages[i].msg_len != PACKET || memcmp(data[i] + MARK, "COUNTED.", 8))
                        continue;
                    memcpy(&sent_at, data[i] + STAMP, sizeof sent_at);
                    us = (t - sent_at) / 1000;
                    delays[us < MAX_US ? us : MAX_US]++;
                    sides[s].got++;
                }
            }
        }
    }
    return NULL;
}

/* One side's calls of one millisecond in twenty. */
static void send_slot(struct side *side, uint64_t ms, uint8_t packets[BATCH][PACKET], struct mmsghdr *messages) {
    uint16_t sequence = htons((uint16_t)(ms / FRAME_MS));
    uint32_t timestamp = htonl((uint32_t)(ms / FRAME_MS) * 160);
    int batch = 0;
    for (int call = ms % FRAME_MS; call < side->calls; call += FRAME_MS) {
        uint32_t ssrc = htonl(0x10000000u * (1 + (side == &sides[1])) + call);
        uint64_t t = now_ns();
        memcpy(packets[batch] + 2, &sequence, 2);
        memcpy(packets[batch] + 4, &timestamp, 4);
        memcpy(packets[batch] + 8, &ssrc, 4);
        memcpy(packets[batch] + STAMP, &t, 8);
        memcpy(packets[batch] + MARK, counting ? "COUNTED." : "WARM-UP.", 8);
        messages[batch].msg_hdr.msg_name = &side->relay[call];
        batch++;
        if (batch == BATCH || call + FRAME_MS >= side->calls) {
            int done = 0, n;
            while (done < batch && (n = sendmmsg(side->socket, messages + done, batch - done, 0)) > 0)
                done += n;
            if (counting)
                side->sent += done;
            batch = 0;
        }
    }
}

static void send_all(int seconds) {
    static uint8_t packets[BATCH][PACKET];
    struct mmsghdr messages[BATCH] = {0};
    struct iovec parts[BATCH];
    uint64_t began = now_ns();
    for (int i = 0; i < BATCH; i++) {
        memset(packets[i], 0xd5, PACKET);
        packets[i][0] = 0x80;
        packets[i][1] = 8;
        parts[i] = (struct iovec){packets[i], PACKET};
        messages[i].msg_hdr = (struct msghdr){
            .msg_iov = &parts[i], .msg_iovlen = 1, .msg_namelen = sizeof(struct sockaddr_in)};
    }
    for (uint64_t ms = 0; ms < (uint64_t)(seconds + 1) * 1000; ms++) {
        uint64_t due = began + ms * 1000000;
        struct timespec t = {due / 1000000000, due % 1000000000};
        if (ms == 1000) {
            counting = 1;
            puts("start");
            fflush(stdout);
        }
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
        send_slot(&sides[0], ms, packets, messages);
        send_slot(&sides[1], ms, packets, messages);
    }
}

static int quantile(double q) {
    uint64_t total = 0, sum = 0;
    for (int i = 0; i <= MAX_US; i++)
        total += delays[i];
    for (int i = 0; i <= MAX_US; i++)
        if ((sum += delays[i]) >= q * total)
            return i;
    return MAX_US;
}

int main(int count, char **args) {
    char letter;
    int port, seconds;
    pthread_t receiver;
    if (count != 7 || (seconds = atoi(args[6])) < 1 || seconds > 120) {
        fprintf(stderr, "rtpload A-ADDRESS A-PORT B-ADDRESS B-PORT RELAY-ADDRESS SECONDS < PORTS\n");
        return 2;
    }
    sides[0].socket = open_socket(args[1], atoi(args[2]));
    sides[1].socket = open_socket(args[3], atoi(args[4]));
    while (scanf(" %c %d", &letter, &port) == 2) {
        struct side *side = &sides[letter == 'B'];
        if (side->calls < MAX_CALLS)
            side->relay[side->calls++] = address(args[5], port);
    }
    pthread_create(&receiver, NULL, receive, NULL);
    send_all(seconds);
    puts("end");
    fflush(stdout);
    nanosleep(&(struct timespec){0, 300000000}, NULL);
    stopping = 1;
    pthread_join(receiver, NULL);
    printf("{\"sent\": %lu, \"got\": %lu, \"p50_us\": %d, \"p99_us\": %d}\n", sides[0].sent + sides[1].sent,
           sides[0].got + sides[1].got, quantile(0.5), quantile(0.99));
    return 0;
}
