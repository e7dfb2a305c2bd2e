package org.trunkline.engine.call;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.trunkline.engine.SourceKey;
import org.trunkline.engine.port.signaling.SourceTrust;

/** Counts the calls that each source began, so that none takes all the room. <b>Threads:</b> any. */
final class CallsBySource {
    private final Map<SourceKey, Integer> calls = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final int most;

    CallsBySource(int most) {
        this.most = most;
    }

    /** Whether a source that is no trunk has enough. @param standing asked only then */
    boolean full(InetAddress source, Supplier<SourceTrust> standing) {
        return calls.getOrDefault(SourceKey.of(source), 0) >= most && standing.get() != SourceTrust.TRUNK;
    }

    /** @return what it counts for until it is over: a trunk takes no room from others in its network */
    SourceKey begun(InetAddress source, Supplier<SourceTrust> standing) {
        var network = SourceKey.of(source);
        var key = network.address().equals(source) || standing.get() != SourceTrust.TRUNK ? network : new SourceKey(source);
        all.incrementAndGet();
        calls.merge(key, 1, Integer::sum);
        return key;
    }

    void over(SourceKey source) {
        calls.computeIfPresent(source, (_, n) -> {
            all.decrementAndGet();
            return n > 1 ? n - 1 : null;
        });
    }

    /** Of all sources. */
    int all() {
        return all.get();
    }

    /** Sources that have any. */
    int size() {
        return calls.size();
    }
}
