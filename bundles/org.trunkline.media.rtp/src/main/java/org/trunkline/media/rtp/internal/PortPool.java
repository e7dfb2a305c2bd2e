package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Inet6Address;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.trunkline.engine.port.MediaPort;
import org.trunkline.engine.port.MediaUnavailableException;

/**
 * Pairs of ports, an even one for RTP and the next for RTCP, at most so many as the range holds.
 *
 * <p>A pair that was given back rests for {@link #REST}, so that packets of a call that ended do not fall into the
 * next; unless nothing else is left. The search starts anywhere, so that ports are not guessed from call to call.
 *
 * <p><b>Threads:</b> any; never waits for more than another's table look-up.
 */
final class PortPool {
    static final Duration REST = Duration.ofSeconds(5);
    /** Ports that other programs hold are passed over; more than this in a row is a wrong range or address. */
    private static final int MAX_ATTEMPTS = 64;
    /** DSCP EF (RFC 3246): networks that look at it hurry voice along. */
    private static final int EXPEDITED = 0xB8;

    private final int min;
    private final int max;
    private final int pairs;
    private final RandomGenerator random;
    private final LongSupplier nanos;
    private final BitSet taken = new BitSet();
    private final Deque<Rest> resting = new ArrayDeque<>();

    private record Rest(int index, long since) {}

    /** @throws IllegalArgumentException if there is no pair in the range */
    PortPool(int min, int max, RandomGenerator random, LongSupplier nanos) {
        if (min < 1024 || max > 65535 || max <= min)
            throw new IllegalArgumentException(
                    "portMin " + min + ", portMax " + max + ": a range between 1024 and 65535 is needed");
        this.min = min + (min & 1);
        this.max = max;
        this.pairs = (max - this.min + 1) / 2;
        if (pairs < 1)
            throw new IllegalArgumentException(
                    "portMin " + min + ", portMax " + max + ": no even port with the next one after it in this range");
        this.random = random;
        this.nanos = nanos;
    }

    int total() {
        return pairs;
    }

    synchronized int used() {
        return taken.cardinality() - resting.size();
    }

    /** Two bound, non-blocking sockets. */
    PortPair open(InetAddress local) throws MediaUnavailableException {
        var failed = new ArrayList<Integer>();
        try {
            return open(local, failed);
        } finally {
            failed.forEach(this::free);
        }
    }

    private PortPair open(InetAddress local, List<Integer> failed) throws MediaUnavailableException {
        while (true) {
            int index = take();
            int port = min + 2 * index;
            try {
                var rtp = bind(local, port);
                try {
                    return new PortPair(rtp, bind(local, port + 1), new MediaPort(local, port, port + 1), this);
                } catch (IOException e) {
                    rtp.close();
                    throw e;
                }
            } catch (BindException e) {
                failed.add(index);
                if (failed.size() >= Math.min(MAX_ATTEMPTS, pairs))
                    throw new MediaUnavailableException("no media port could be bound on " + local.getHostAddress()
                            + " in " + min + "-" + max + " (" + failed.size() + " tried): " + e.getMessage(), e);
            } catch (IOException e) {
                failed.add(index);
                throw new MediaUnavailableException("no media socket could be opened: " + e.getMessage(), e);
            }
        }
    }

    private static DatagramChannel bind(InetAddress local, int port) throws IOException {
        var channel = DatagramChannel.open(
                local instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.IP_TOS, EXPEDITED);
            return channel.bind(new InetSocketAddress(local, port));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private synchronized int take() throws MediaUnavailableException {
        while (!resting.isEmpty() && nanos.getAsLong() - resting.peekFirst().since() > REST.toNanos())
            taken.clear(resting.removeFirst().index());
        int index = taken.nextClearBit(random.nextInt(pairs));
        if (index >= pairs)
            index = taken.nextClearBit(0);
        if (index >= pairs) {
            if (resting.isEmpty())
                throw new MediaUnavailableException("all " + pairs + " media port pairs of " + min + "-" + max
                        + " are in use: widen the range");
            index = resting.removeFirst().index();
        }
        taken.set(index);
        return index;
    }

    private synchronized void free(int index) {
        taken.clear(index);
    }

    synchronized void rest(MediaPort port) {
        resting.addLast(new Rest((port.rtp() - min) / 2, nanos.getAsLong()));
    }
}
