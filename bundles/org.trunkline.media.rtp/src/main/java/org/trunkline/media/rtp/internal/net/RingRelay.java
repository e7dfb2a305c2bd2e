package org.trunkline.media.rtp.internal.net;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.trunkline.media.rtp.internal.net.RingQueue.Kind;
import org.trunkline.media.rtp.internal.net.RingWatches.Watch;

/** Packets of sockets that are connected, by a ring. Of one thread, that of its first {@link #round} on. */
final class RingRelay {
    /** So many packets wait for each other at most. */
    private static final int TOGETHER = 64;

    private final IoUring ring;
    private final CompletionQueue done;
    private final EpollPoller listening;
    private final RingQueue queue;
    private final RingWatches watches = new RingWatches();
    private final ParkedSockets parked;
    /** The buffer that is looked at; -1 for none. */
    private int current = -1;
    private boolean enabled;
    private boolean asked;

    /** @param places for sockets to park in, 0 for none @param listening has the sockets that are not connected */
    RingRelay(IoUring ring, int places, EpollPoller listening) {
        this.ring = ring;
        done = ring.done();
        this.listening = listening;
        queue = new RingQueue(ring);
        parked = new ParkedSockets(queue, places, watches, listening);
    }

    ParkedSockets parked() {
        return parked;
    }

    void connected(LinuxSocket socket, MediaSocket endpoint) throws IOException {
        if (socket.isParked()) {
            parked.connected(socket);
            return;
        }
        listening.pause(socket);
        try {
            receive(watches.add(socket, endpoint));
        } catch (IOException e) { // as if there were no ring
            listening.resume(socket);
            throw e;
        }
    }

    private void receive(Watch watch) throws IOException {
        watch.turn = queue.nextTurn();
        int file = watch.socket.file();
        queue.room().receive(file, RingQueue.tag(Kind.RECEIVED, watch.turn, file));
        watch.receiving = true;
    }

    /**
     * The ring has let go of it when this returns: what it has still to tell of came from the peer, what comes then is
     * anybody's.
     */
    void disconnecting(LinuxSocket socket) throws IOException {
        var watch = watches.get(socket.file());
        if (watch == null || !watch.receiving && !socket.isParked())
            return;
        if (watch.receiving && !queue.cancel(RingQueue.tag(Kind.RECEIVED, watch.turn, socket.file()))) {
            watch.ending = watch.turn; // it may hold on to it
            watch.turn = queue.nextTurn();
        }
        watch.receiving = false;
        if (socket.isParked())
            parked.disconnect(watch);
        else
            listening.resume(socket);
    }

    /** It is not parked. */
    void forget(LinuxSocket socket) {
        watches.remove(socket.file());
    }

    /**
     * Waits, and does what there is to do.
     *
     * @throws IOException where the ring fails, also of what was told since the last round
     */
    void round(long millis, Runnable first, Poller.Taker taker) throws IOException {
        queue.check();
        if (!enabled) {
            ring.enable();
            enabled = true;
        }
        if (!asked) {
            queue.room().poll(listening.fd(), RingQueue.tag(Kind.LISTENED, 0, 0));
            asked = true;
        }
        ring.submitAndWait(millis);
        queue.submitted();
        parked.close();
        first.run();
        while (done.next())
            done(done.tag(), first, taker);
        done.seen();
        queue.check();
    }

    private void done(long tag, Runnable first, Poller.Taker taker) throws IOException {
        int file = RingQueue.file(tag);
        switch (RingQueue.kind(tag)) {
            case RECEIVED -> received(file, RingQueue.turn(tag), taker);
            case SENT -> failed(file, done.result());
            case POLLED -> parked.polled(file, RingQueue.turn(tag), taker);
            case LISTENED -> {
                asked = false;
                listening.look(first, taker);
            }
            case LENT -> ParkedSockets.tooLate(done.result());
            case CANCELLED, NONE -> {} // what was to be ended had ended
        }
    }

    private void received(int file, int turn, Poller.Taker taker) throws IOException {
        int result = done.result();
        int buffer = done.buffer();
        boolean more = done.hasMore();
        var watch = watches.get(file);
        boolean awaited = watch != null && watch.turn == turn;
        if (buffer >= 0) {
            queue.use(buffer);
            if (awaited && result > 0)
                take(watch.endpoint, buffer, result, taker);
        }
        if (!more && awaited && turn == watch.turn && watch.receiving && watches.get(file) == watch)
            again(watch, file, result);
    }

    private void take(MediaSocket endpoint, int buffer, int octets, Poller.Taker taker) throws IOException {
        current = buffer;
        taker.arrived(endpoint, ring.buffers().content(buffer).clear().limit(octets));
        current = -1;
        if (queue.sending() >= TOGETHER)
            queue.submit();
    }

    /** The kernel receives no more by itself. */
    private void again(Watch watch, int file, int result) throws IOException {
        if (result < 0)
            failed(file, result);
        if (result == -Syscalls.ENOBUFS)
            queue.submit(); // and so there are some again
        else if (result < 0 && LinuxSocket.told(-result) == RelaySocket.FAILED) {
            leave(watch);
            return;
        }
        if (watch.socket.isParked())
            parked.receive(watch);
        else
            receive(watch);
    }

    /** It keeps its peer, and is read as if there were no ring. */
    private void leave(Watch watch) {
        watch.receiving = false;
        if (watch.socket.isParked())
            parked.listen(watch);
        else
            resume(watch.endpoint);
    }

    /** One that cannot be listened to is no reason to leave the others. */
    private void resume(MediaSocket endpoint) {
        try {
            listening.resume(endpoint.socket());
        } catch (IOException e) {
            endpoint.count(RelaySocket.FAILED);
        }
    }

    private void failed(int file, int result) {
        var watch = watches.get(file);
        if (watch != null && result < 0 && result != -Syscalls.ENOBUFS)
            watch.endpoint.count(LinuxSocket.told(-result));
    }

    boolean isLookedAt(ByteBuffer packet) {
        return current >= 0 && packet == ring.buffers().content(current);
    }

    /** @param packet that is looked at @return whether it will be sent with the others */
    boolean keep(MediaSocket target, ByteBuffer packet) {
        if (!target.isConnected() || ring.isFull())
            return false;
        queue.send(((LinuxSocket) target.socket()).file(), current, packet.position(), packet.remaining());
        return true;
    }

    /** What it had received is passed on, and then every socket is under epoll; none is parked. */
    void abandon(Poller.Taker taker) {
        while (done.next()) {
            long tag = done.tag();
            if (RingQueue.kind(tag) == Kind.RECEIVED && done.buffer() >= 0 && done.result() > 0
                    && watches.get(RingQueue.file(tag)) instanceof Watch watch && watch.turn == RingQueue.turn(tag))
                taker.arrived(watch.endpoint, ring.buffers().content(done.buffer()).clear().limit(done.result()));
        }
        ring.abandon();
        for (var watch : watches.removeAll())
            if (watch.receiving)
                resume(watch.endpoint);
    }

    void close() {
        ring.close();
    }
}
