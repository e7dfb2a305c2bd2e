package org.trunkline.media.rtp.internal.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * io_uring for the sockets that are connected, which is where nearly all packets come and go: they are received and sent
 * many with one system call ({@link RingRelay}). Sockets that listen to anybody are under an epoll of their own, since
 * who sent a packet matters there; the ring tells when it has something. Once descriptors are few, sockets are parked in
 * the ring ({@link ParkedSockets}), which hears of all their packets.
 *
 * <p>A ring that fails, as where the kernel has no memory for it, is given up: that epoll then has all the sockets, and
 * after {@link #AGAIN} another ring is tried. One in which sockets are parked cannot be: it is asked until it goes on.
 */
final class RingPoller implements Poller {
    /** Makes rings. */
    interface Rings {
        IoUring open() throws IOException;
    }

    static final Duration AGAIN = Duration.ofMinutes(5);
    private static final Logger log = LoggerFactory.getLogger(RingPoller.class);
    /** Between two tries of a ring that cannot be given up. */
    private static final long PAUSE_MS = 20;

    private final Rings rings;
    private final int places;
    private final Descriptors descriptors;
    private final EpollPoller listening;
    private @Nullable RingRelay ring;
    private boolean stuck;
    /** When the ring was found missing, if it is. */
    private @Nullable Long missedAt;

    /** @param places for sockets to park in, 0 for none */
    RingPoller(Rings rings, int places, Descriptors descriptors) throws IOException {
        this.rings = rings;
        this.places = places;
        this.descriptors = descriptors;
        listening = new EpollPoller();
        try {
            ring = new RingRelay(rings.open(), places, listening);
        } catch (IOException e) {
            log.warn("a thread of the media relay uses epoll because it cannot create an io_uring: {}", e.getMessage());
        }
    }

    @Override
    public Packets packets() {
        return listening.packets();
    }

    @Override
    public void expect(RelaySocket socket) throws IOException {
        synchronized (listening) {
            if (!((LinuxSocket) socket).isParked()) // its number may be another's by now
                listening.expect(socket);
        }
    }

    @Override
    public void add(RelaySocket socket, MediaSocket endpoint) {
        listening.add(socket, endpoint);
        if (ring == null || stuck || !descriptors.areFew() || !ring.parked().add((LinuxSocket) socket, endpoint))
            descriptors.serves();
    }

    @Override
    public void remove(RelaySocket socket) {
        var linux = (LinuxSocket) socket;
        if (!linux.isServed())
            return;
        if (ring != null && linux.isParked()) {
            ring.parked().remove(linux);
            return;
        }
        if (ring != null)
            ring.forget(linux);
        listening.remove(socket);
        descriptors.servesNoMore();
    }

    @Override
    public void connected(RelaySocket socket, MediaSocket endpoint) throws IOException {
        var linux = (LinuxSocket) socket;
        if (ring != null && (!stuck || linux.isParked()))
            ring.connected(linux, endpoint);
    }

    @Override
    public void disconnecting(RelaySocket socket) throws IOException {
        if (ring != null)
            ring.disconnecting((LinuxSocket) socket);
    }

    @Override
    public void await(long millis, Runnable first, Taker taker) throws IOException {
        var now = ring;
        if (now == null) {
            listening.await(millis, first, taker);
            return;
        }
        try {
            now.round(millis, first, taker);
            if (stuck)
                log.info("a thread of the media relay continues with io_uring");
            stuck = false;
        } catch (IOException e) {
            if (now.parked().isEmpty())
                giveUp(now, e, taker);
            else
                hold(e, first, taker);
        }
    }

    private void giveUp(RingRelay failed, IOException why, Taker taker) {
        ring = null;
        log.warn("a thread of the media relay now uses epoll because its io_uring failed: {}", why.getMessage());
        failed.abandon(taker);
    }

    private void hold(IOException why, Runnable first, Taker taker) throws IOException {
        if (!stuck)
            log.warn("the io_uring of a thread of the media relay fails; its calls have no audio "
                    + "until it recovers: {}", why.getMessage());
        stuck = true;
        listening.await(PAUSE_MS, first, taker);
    }

    /** What is connected stays under epoll; what comes to be goes by the ring. */
    @Override
    public void tick(long nanos) {
        if (ring != null) {
            ring.parked().tick();
            return;
        }
        if (missedAt == null)
            missedAt = nanos;
        if (nanos - missedAt < AGAIN.toNanos())
            return;
        missedAt = nanos;
        try {
            ring = new RingRelay(rings.open(), places, listening);
            missedAt = null;
            log.info("a thread of the media relay uses io_uring again");
        } catch (IOException e) {
            log.debug("still no ring: {}", e.getMessage());
        }
    }

    @Override
    public boolean keep(ByteBuffer packet, MediaSocket target) {
        return ring != null && ring.isLookedAt(packet) ? ring.keep(target, packet) : listening.keep(packet, target);
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
        if (ring != null)
            ring.close();
    }
}
