package org.trunkline.media.rtp.internal.tcp;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.DtlsSrtp.Ice;
import org.trunkline.media.rtp.internal.ice.CheckVerifier;

/** The TCP connections of one side of a call. Opened and closed by its relay loop, else touched by the thread of {@link TcpPaths}. */
public final class TcpEnd implements AutoCloseable {
    /** Packets that wait for the relay loop. */
    static final int MOST_WAITING = 256;

    /** Takes what arrives. Called by the executor. */
    public interface Taker {
        /** A packet, from 0 to its limit, with room behind it; the first of a path is a right check. */
        void arrived(ByteBuffer packet, TcpPath path);

        /** So many were dropped, since too many waited. */
        void overloaded(int packets);

        /** The connection is closed. */
        void lost(TcpPath path);
    }

    private final TcpPaths paths;
    private final Executor loop;
    private final Taker taker;
    private final AtomicInteger waiting = new AtomicInteger();
    /** Of which the taker does not know yet. */
    private final AtomicInteger dropped = new AtomicInteger();
    private final Set<TcpPath> own = new LinkedHashSet<>(2);
    private volatile @Nullable CheckVerifier expected;

    TcpEnd(TcpPaths paths, Executor loop, Taker taker) {
        this.paths = paths;
        this.loop = loop;
        this.taker = taker;
    }

    /** Only connections with checks of these credentials are given to it from now on; it keeps those it has. */
    public void expect(Ice local, Ice remote) {
        var before = expected;
        var now = new CheckVerifier(local, remote);
        expected = now;
        paths.expect(this, before, now);
    }

    boolean verifies(ByteBuffer check) {
        var by = expected;
        return by != null && by.isGenuine(check);
    }

    Set<TcpPath> own() {
        return own;
    }

    void hand(List<ByteBuffer> packets, TcpPath path) {
        int room = MOST_WAITING - waiting.get();
        var taken = packets.size() <= room ? List.copyOf(packets) : List.copyOf(packets.subList(0, Math.max(0, room)));
        dropped.addAndGet(packets.size() - taken.size());
        if (taken.isEmpty())
            return;
        waiting.addAndGet(taken.size());
        loop.execute(() -> {
            waiting.addAndGet(-taken.size());
            tellDropped();
            for (var packet : taken)
                taker.arrived(packet, path);
        });
    }

    private void tellDropped() {
        int packets = dropped.getAndSet(0);
        if (packets > 0)
            taker.overloaded(packets);
    }

    void lost(TcpPath path) {
        own.remove(path);
        loop.execute(() -> {
            tellDropped();
            taker.lost(path);
        });
    }

    /** Closes its connections. Again does nothing. */
    @Override
    public void close() {
        var by = expected;
        expected = null;
        if (by != null)
            paths.close(this, by);
    }
}
