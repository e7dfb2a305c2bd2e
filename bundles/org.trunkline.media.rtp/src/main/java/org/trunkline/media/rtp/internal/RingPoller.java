package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * io_uring for the sockets that are connected, which is where nearly all packets come and go: they are received and sent
 * many with one system call. Sockets that listen to anybody are under an epoll of their own, since who sent a packet
 * matters there; the ring tells when it has something.
 *
 * <p>A ring that fails, as where the kernel has no memory for it, is given up: that epoll then has all the sockets.
 */
final class RingPoller implements Poller {
    private static final Logger log = LoggerFactory.getLogger(RingPoller.class);
    /** So many packets wait for each other at most. */
    private static final int TOGETHER = 64;

    // what a completion is of: in the top bits of its tag; then the number of the receiving, then the socket's
    private static final int RECEIVED = 1;
    private static final int SENT = 2;
    private static final int LISTENED = 3;
    private static final int CANCELLED = 4;
    private static final int KIND_AT = 60;
    private static final int TURN_AT = 32;
    private static final int TURNS = 0xFFF_FFFF;

    private final EpollPoller listening;
    private final IoUring ring;
    private @Nullable Endpoint[] endpoints = new Endpoint[256];
    /** Of the last receiving; what comes of one before it is not looked at. */
    private int[] turns = new int[256];
    private boolean[] receiving = new boolean[256];
    private final int[] used = new int[IoUring.BUFFERS];
    private int usedCount;
    private int sending;
    private int current = -1;
    private boolean enabled;
    private boolean asked;
    /** What the ring failed with; it is to be given up when the round ends. */
    private @Nullable IOException broken;
    private boolean givenUp;

    RingPoller() throws IOException {
        this(new IoUring());
    }

    RingPoller(IoUring ring) throws IOException {
        this.ring = ring;
        try {
            listening = new EpollPoller();
        } catch (IOException | RuntimeException e) {
            ring.close();
            throw e;
        }
    }

    private static long tag(int kind, int turn, int fd) {
        return (long) kind << KIND_AT | (long) turn << TURN_AT | fd;
    }

    @Override
    public Packets packets() {
        return listening.packets();
    }

    @Override
    public void expect(RelaySocket socket) throws IOException {
        listening.expect(socket);
    }

    @Override
    public void add(RelaySocket socket, Endpoint endpoint) {
        listening.add(socket, endpoint);
    }

    @Override
    public void remove(RelaySocket socket) {
        int fd = ((LinuxSocket) socket).fd();
        if (fd < endpoints.length)
            endpoints[fd] = null;
        listening.remove(socket);
    }

    @Override
    public void connected(RelaySocket socket, Endpoint endpoint) throws IOException {
        if (givenUp)
            return;
        int fd = ((LinuxSocket) socket).fd();
        if (fd >= endpoints.length) {
            int length = Math.max(fd + 1, endpoints.length * 2);
            endpoints = Arrays.copyOf(endpoints, length);
            turns = Arrays.copyOf(turns, length);
            receiving = Arrays.copyOf(receiving, length);
        }
        listening.pause(socket);
        endpoints[fd] = endpoint;
        try {
            receive(fd);
        } catch (IOException e) { // as if there were no ring
            listening.resume(socket);
            throw e;
        }
    }

    private void receive(int fd) throws IOException {
        turns[fd] = turns[fd] + 1 & TURNS;
        room();
        ring.receive(fd, tag(RECEIVED, turns[fd], fd));
        receiving[fd] = true;
    }

    private void room() throws IOException {
        if (ring.isFull())
            submit();
        if (ring.isFull())
            throw new IOException("the kernel takes no packets to send any more");
    }

    /**
     * The ring has let go of it when this returns: what it has still to tell of came from the peer, what comes then is
     * anybody's.
     */
    @Override
    public void disconnecting(RelaySocket socket) throws IOException {
        int fd = ((LinuxSocket) socket).fd();
        if (fd >= receiving.length || !receiving[fd])
            return;
        receiving[fd] = false;
        try {
            room();
            ring.cancel(tag(RECEIVED, turns[fd], fd), tag(CANCELLED, 0, fd));
            submit();
        } catch (IOException e) {
            broken = e;
        }
        if (broken != null || !ring.isDone()) // it may hold on to it
            turns[fd] = turns[fd] + 1 & TURNS;
        listening.resume(socket);
    }

    private void submit() throws IOException {
        ring.submit();
        sent();
    }

    /** What was told is done: the kernel may have the buffers of packets sent again. */
    private void sent() {
        if (!ring.isDone())
            return;
        for (int i = 0; i < usedCount; i++)
            ring.giveBack(used[i]);
        ring.given();
        usedCount = 0;
        sending = 0;
    }

    @Override
    public void await(long millis, Runnable first, Taker taker) throws IOException {
        if (givenUp) {
            listening.await(millis, first, taker);
            return;
        }
        try {
            round(millis, first, taker);
        } catch (IOException e) {
            broken = e;
        }
        if (broken != null)
            giveUp(broken, taker);
    }

    private void round(long millis, Runnable first, Taker taker) throws IOException {
        if (!enabled) {
            ring.enable();
            enabled = true;
        }
        if (!asked) {
            room();
            ring.poll(listening.fd(), tag(LISTENED, 0, 0));
            asked = true;
        }
        ring.submitAndWait(millis);
        sent();
        first.run();
        while (ring.next()) {
            int fd = (int) ring.tag();
            switch ((int) (ring.tag() >>> KIND_AT)) {
                case RECEIVED -> received(fd, (int) (ring.tag() >>> TURN_AT) & TURNS, taker);
                case SENT -> failed(fd, ring.result());
                case LISTENED -> {
                    asked = false;
                    listening.look(first, taker);
                }
                default -> {} // what was to be ended had ended
            }
        }
        ring.seen();
    }

    /** What it had received is passed on, and then every socket is under epoll. */
    private void giveUp(IOException why, Taker taker) {
        givenUp = true;
        log.warn("a thread of the media relay goes by epoll from now on, as its io_uring failed: {}", why.getMessage());
        while (ring.next()) {
            int fd = (int) ring.tag();
            int turn = (int) (ring.tag() >>> TURN_AT) & TURNS;
            if ((int) (ring.tag() >>> KIND_AT) == RECEIVED && ring.buffer() >= 0 && ring.result() > 0
                    && turn == turns[fd] && endpoints[fd] instanceof Endpoint endpoint)
                taker.arrived(endpoint, ring.content(ring.buffer()).clear().limit(ring.result()));
        }
        ring.abandon();
        for (int fd = 0; fd < receiving.length; fd++) {
            if (receiving[fd] && endpoints[fd] instanceof Endpoint endpoint)
                listen(endpoint);
            receiving[fd] = false;
        }
    }

    /** One that cannot be listened to is no reason to leave the others. */
    private void listen(Endpoint endpoint) {
        try {
            listening.resume(endpoint.socket());
        } catch (IOException e) {
            endpoint.count(RelaySocket.FAILED);
        }
    }

    private void received(int fd, int turn, Taker taker) throws IOException {
        int result = ring.result();
        int buffer = ring.buffer();
        boolean more = ring.hasMore();
        var endpoint = turn == turns[fd] ? endpoints[fd] : null;
        if (buffer >= 0) {
            used[usedCount++] = buffer;
            if (endpoint != null && result > 0)
                take(endpoint, buffer, result, taker);
        }
        if (more || endpoint == null || turn != turns[fd] || !receiving[fd])
            return;
        if (result < 0)
            failed(fd, result);
        if (result == -Syscalls.ENOBUFS)
            submit(); // and so there are some again
        else if (result < 0 && LinuxSocket.told(-result) == RelaySocket.FAILED) {
            leave(endpoint);
            return;
        }
        receive(fd);
    }

    /** As if there were no ring. */
    private void leave(Endpoint endpoint) {
        try {
            disconnecting(endpoint.socket());
        } catch (IOException e) {
            endpoint.count(RelaySocket.FAILED);
        }
    }

    private void take(Endpoint endpoint, int buffer, int octets, Taker taker) throws IOException {
        current = buffer;
        taker.arrived(endpoint, ring.content(buffer).clear().limit(octets));
        current = -1;
        if (sending >= TOGETHER)
            submit();
    }

    private void failed(int fd, int result) {
        var endpoint = fd < endpoints.length ? endpoints[fd] : null;
        if (endpoint != null && result < 0 && result != -Syscalls.ENOBUFS)
            endpoint.count(LinuxSocket.told(-result));
    }

    @Override
    public boolean keep(ByteBuffer packet, Endpoint target) {
        if (givenUp)
            return listening.keep(packet, target);
        if (current < 0 || packet != ring.content(current) || !target.isConnected() || ring.isFull())
            return false;
        int fd = ((LinuxSocket) target.socket()).fd();
        ring.send(fd, current, packet.position(), packet.remaining(), tag(SENT, 0, fd));
        sending++;
        return true;
    }

    /** What the listening brought; the rest goes with the next waiting. */
    @Override
    public void sendAll() {
        listening.sendAll();
    }

    @Override
    public void wakeup() {
        listening.wakeup();
    }

    @Override
    public void close() {
        listening.close();
        if (!givenUp)
            ring.close();
    }
}
