package org.trunkline.media.rtp.internal.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.trunkline.media.rtp.internal.net.RingQueue.Kind;
import org.trunkline.media.rtp.internal.net.RingWatches.Watch;

/**
 * Sockets of calls that have no descriptors (see {@link FixedFiles}). One that listens to anybody has the ring tell of the
 * next packet, and is then read by a descriptor that it has for that long.
 */
final class ParkedSockets {
    private final RingQueue queue;
    private final FixedFiles parking;
    private final RingWatches watches;
    private final EpollPoller listening;
    /** To be listened to when there is something to do it with. */
    private final List<Watch> deaf = new ArrayList<>();
    /** Of calls that ended, to be closed when the ring has let go of them. */
    private final List<LinuxSocket> leaving = new ArrayList<>();

    ParkedSockets(RingQueue queue, int places, RingWatches watches, EpollPoller listening) {
        this.queue = queue;
        this.watches = watches;
        this.listening = listening;
        parking = new FixedFiles(queue.ring(), places, RingQueue.tag(Kind.LENT, 0, 0));
    }

    boolean isEmpty() {
        return parking.isEmpty();
    }

    /** @return false if there is no place for it */
    boolean add(LinuxSocket socket, MediaSocket endpoint) {
        synchronized (listening) { // where others announce it by its descriptor
            if (!socket.park(parking))
                return false;
            listening.leave(socket);
            socket.giveBack();
        }
        listen(watches.add(socket, endpoint));
        return true;
    }

    /** It is closed, as soon as what was told of its place is done: another may have that then. */
    void remove(LinuxSocket socket) {
        socket.servedWith(null);
        leaving.add(socket);
        var watch = watches.remove(socket.file());
        if (watch != null) {
            if (watch.ending != 0)
                queue.cancel(RingQueue.tag(Kind.RECEIVED, watch.ending, socket.file()));
            queue.cancel(RingQueue.tag(Kind.POLLED, watch.listening, socket.file()));
        }
        close();
    }

    /** Those that are to be. */
    void close() {
        if (leaving.isEmpty() || !queue.isFine())
            return;
        leaving.forEach(LinuxSocket::leave);
        leaving.clear();
    }

    void connected(LinuxSocket socket) {
        if (watches.get(socket.file()) instanceof Watch watch)
            receive(watch);
    }

    /** Has packets of its peer received. */
    void receive(Watch watch) {
        watch.receiving = true;
        watch.turn = queue.nextTurn();
        int file = watch.socket.file();
        try {
            queue.room().receive(file, RingQueue.tag(Kind.RECEIVED, watch.turn, file));
        } catch (IOException e) {
            wait(watch, e);
        }
    }

    void disconnect(Watch watch) {
        watch.parting = true;
        listen(watch);
    }

    /** Has the ring tell of the next packet. */
    void listen(Watch watch) {
        int file = watch.socket.file();
        try {
            letGo(watch, file);
            if (watch.polling)
                return;
            watch.listening = queue.nextTurn();
            queue.room().poll(file, RingQueue.tag(Kind.POLLED, watch.listening, file));
            watch.polling = true;
        } catch (IOException e) {
            wait(watch, e);
        }
    }

    /** As far as the kernel was not told so yet. */
    private void letGo(Watch watch, int file) throws IOException {
        if (watch.ending != 0)
            queue.room().cancel(RingQueue.tag(Kind.RECEIVED, watch.ending, file), RingQueue.tag(Kind.CANCELLED, 0, 0));
        watch.ending = 0;
        if (watch.parting)
            queue.room().disconnect(file, RingQueue.tag(Kind.CANCELLED, 0, 0));
        watch.parting = false;
    }

    private void wait(Watch watch, IOException why) {
        queue.failed(why);
        deaf.add(watch);
    }

    /** There is a packet, or was. */
    void polled(int file, int turn, Poller.Taker taker) {
        var watch = watches.get(file);
        if (watch == null || watch.listening != turn)
            return;
        watch.polling = false;
        if (!watch.socket.borrow()) {
            deaf.add(watch); // until the next tick: asked now it would tell of the packet at once
            return;
        }
        try {
            taker.readable(watch.endpoint);
        } finally {
            watch.socket.giveBack();
        }
        if (watches.get(file) == watch && !watch.receiving)
            listen(watch);
    }

    /** A descriptor came when who wanted it had gone on without. */
    static void tooLate(int fd) {
        if (fd >= 0)
            Syscalls.close(fd);
    }

    /** Tries again what could not be. */
    void tick() {
        var again = List.copyOf(deaf);
        deaf.clear();
        for (var watch : again) {
            if (watches.get(watch.socket.file()) != watch)
                continue;
            if (watch.receiving)
                receive(watch);
            else
                listen(watch);
        }
    }
}
