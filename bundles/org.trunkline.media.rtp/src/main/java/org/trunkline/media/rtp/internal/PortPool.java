package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.media.rtp.internal.net.Sockets;

/**
 * Pairs of ports, an even one for RTP and the next for RTCP, at most so many as the range holds.
 *
 * <p>A pair that was given back rests, see {@link PortQuarantine}, and then serves again with its sockets open, which is most
 * of what a call without packets would cost. Ports are picked at random, so that they are not guessed from call to call.
 *
 * <p><b>Threads:</b> any; never waits for more than another's table look-up.
 */
final class PortPool implements AutoCloseable {
    static final Duration REST = PortQuarantine.REST;
    /** Ports that other programs hold are passed over; more than this in a row is a wrong range or address. */
    private static final int MAX_ATTEMPTS = 64;

    /** What refusals are counted as. */
    static final String PORTS_FULL = "media-full";
    static final String FILES_FULL = "files-full";

    private final Sockets sockets;
    private final int min;
    private final int max;
    private final int pairs;
    private final int most;
    private final RandomGenerator random;
    private final LongSupplier nanos;
    private final BitSet taken = new BitSet();
    private final PortQuarantine resting;
    private final Refusals refusals;
    private boolean closed;

    /**
     * @param most pairs that may be open at a time, as files may be, however many ports there are
     * @param refusals counts what was not to be had
     * @throws IllegalArgumentException if there is no pair in the range
     */
    PortPool(Sockets sockets, int min, int max, int most, RandomGenerator random, LongSupplier nanos,
            Refusals refusals) {
        if (min < 1024 || max > 65535 || max <= min)
            throw new IllegalArgumentException(
                    "portMin " + min + ", portMax " + max + ": must be a range between 1024 and 65535");
        this.sockets = sockets;
        this.min = min + (min & 1);
        this.max = max;
        this.pairs = (max - this.min + 1) / 2;
        if (pairs < 1)
            throw new IllegalArgumentException(
                    "portMin " + min + ", portMax " + max + ": no even port with the next one after it in this range");
        this.most = Math.min(pairs, most);
        this.random = random;
        this.nanos = nanos;
        this.refusals = refusals;
        resting = new PortQuarantine(random);
    }

    int total() {
        return most;
    }

    /** Whether open files are the limit, not ports. */
    boolean isShortOfFiles() {
        return most < pairs;
    }

    synchronized int used() {
        return taken.cardinality() - resting.size();
    }

    /** Two bound sockets, with nothing in them. */
    PortPair open(InetAddress local) throws MediaUnavailableException {
        var rested = again(local);
        if (rested.isPresent()) {
            rested.get().drain();
            return rested.get();
        }
        var failed = new ArrayList<Integer>();
        try {
            return open(local, failed);
        } finally {
            failed.forEach(this::free);
        }
    }

    private Optional<PortPair> again(InetAddress local) {
        synchronized (this) {
            return resting.take(local, nanos.getAsLong(), pair -> taken.clear(index(pair.port())));
        }
    }

    /** Closes sockets that a busier hour left open; call it every some seconds. */
    void sweep() {
        List<PortPair> unused;
        synchronized (this) {
            unused = resting.unused(nanos.getAsLong());
            unused.forEach(pair -> taken.clear(index(pair.port())));
        }
        unused.forEach(PortPair::closeSockets);
    }

    private PortPair open(InetAddress local, List<Integer> failed) throws MediaUnavailableException {
        while (true) {
            int index = take();
            int port = min + 2 * index;
            try {
                var rtp = sockets.open(local, port);
                try {
                    return new PortPair(rtp, sockets.open(local, port + 1), new MediaPort(local, port, port + 1), this);
                } catch (IOException e) {
                    rtp.close();
                    throw e;
                }
            } catch (BindException e) {
                failed.add(index);
                if (failed.size() >= Math.min(MAX_ATTEMPTS, pairs))
                    throw refused(PORTS_FULL, new MediaUnavailableException("no media port could be bound on " + local.getHostAddress()
                            + " in " + min + "-" + max + " (" + failed.size() + " tried): " + e.getMessage(), e));
            } catch (IOException e) {
                failed.add(index);
                if (!closeRested()) // it may have been the most sockets a process may have
                    throw refused(FILES_FULL,
                            new MediaUnavailableException("no media socket could be opened: " + e.getMessage(), e));
            }
        }
    }

    private int take() throws MediaUnavailableException {
        Optional<PortPair> rested = Optional.empty();
        try {
            synchronized (this) {
                boolean room = sockets.hasRoom();
                if (!room || taken.cardinality() >= most) {
                    rested = room ? resting.longest() : resting.longestOpen();
                    taken.clear(index(rested.map(PortPair::port).orElseThrow(() -> noneLeft(room))));
                }
                int index = taken.nextClearBit(random.nextInt(pairs));
                if (index >= pairs)
                    index = taken.nextClearBit(0);
                taken.set(index);
                return index;
            }
        } finally {
            rested.ifPresent(PortPair::closeSockets);
        }
    }

    private MediaUnavailableException noneLeft(boolean room) {
        boolean files = !room || isShortOfFiles();
        return refused(files ? FILES_FULL : PORTS_FULL, new MediaUnavailableException(files
                ? used() + " media port pairs are in use, and the process has reached its limit of sockets: raise its limit of "
                        + "open files (systemd: LimitNOFILE, shell: ulimit -n)"
                : "all " + pairs + " media port pairs of " + min + "-" + max + " are in use: widen the range"));
    }

    private MediaUnavailableException refused(String counted, MediaUnavailableException why) {
        refusals.count(counted);
        return why;
    }

    private int index(MediaPort port) {
        return (port.rtp() - min) / 2;
    }

    private synchronized void free(int index) {
        taken.clear(index);
    }

    void rest(PortPair pair) {
        synchronized (this) {
            if (!closed) {
                resting.add(pair, nanos.getAsLong());
                return;
            }
        }
        pair.closeSockets();
    }

    /** @return whether there were any */
    private boolean closeRested() {
        List<PortPair> all;
        synchronized (this) {
            all = resting.all();
            all.forEach(pair -> taken.clear(index(pair.port())));
        }
        all.forEach(PortPair::closeSockets);
        return !all.isEmpty();
    }

    /** Closes those at rest now, and those in use when they are given back. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        closeRested();
    }
}
