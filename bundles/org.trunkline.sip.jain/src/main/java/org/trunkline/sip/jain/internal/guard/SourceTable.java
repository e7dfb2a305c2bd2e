package org.trunkline.sip.jain.internal.guard;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.border.BlockedSource.Reason;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.SourceKey;
import org.trunkline.sip.jain.internal.wire.BorderLimits;

/** The sources that the guard knows, bounded, and how many of them are blocked. <b>Threads:</b> any. */
final class SourceTable {
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final BorderLimits limits;
    private final Refusals refusals;
    private final double burst;
    private final Map<SourceKey, Source> sources = new ConcurrentHashMap<>();
    private final AtomicInteger blocked = new AtomicInteger();
    private volatile Instant swept = Instant.EPOCH;

    /** @param burst requests that a new source may make at once */
    SourceTable(BorderLimits limits, Refusals refusals, double burst) {
        this.limits = limits;
        this.refusals = refusals;
        this.burst = burst;
    }

    int size() {
        return sources.size();
    }

    @Nullable Source of(InetAddress address) {
        return sources.get(SourceKey.of(address));
    }

    /** A new one where it is not known. @return null where there is no room, which is counted */
    @Nullable Source of(InetAddress address, Instant now) {
        var key = SourceKey.of(address);
        var known = sources.get(key);
        if (known != null)
            return known;
        if (sources.size() >= limits.sources() && !swept(now)) {
            refusals.count("sources-full");
            return null;
        }
        return sources.computeIfAbsent(key, _ -> new Source(now, burst));
    }

    /** Forgets who was quiet. @return whether there is room */
    private boolean swept(Instant now) {
        if (Duration.between(swept, now).abs().compareTo(SWEEP) < 0)
            return false;
        swept = now;
        sources.values().removeIf(source -> {
            synchronized (source) {
                return !isBlocked(source, now) && source.idle(now);
            }
        });
        return sources.size() < limits.sources();
    }

    // ---- with the source's lock

    void block(Source source, Reason reason, Hold hold, Instant from, Instant until) {
        if (!source.blocked())
            blocked.incrementAndGet();
        source.block(reason, hold, from, until);
    }

    /** Lets it free when its time is over. */
    boolean isBlocked(Source source, Instant now) {
        if (!source.blocked())
            return false;
        source.set(now);
        if (now.isBefore(source.until()))
            return true;
        release(source, now);
        return false;
    }

    void release(Source source, Instant now) {
        source.release(now);
        blocked.decrementAndGet();
    }

    // ---- all of them

    boolean noneBlocked() {
        return blocked.get() == 0;
    }

    /** The last to come free first. */
    List<BlockedSource> blocked(Instant now) {
        if (noneBlocked())
            return List.of();
        return sources.entrySet().stream().map(e -> {
            var source = e.getValue();
            synchronized (source) {
                return isBlocked(source, now) ? List.of(source.shown(e.getKey().name())) : List.<BlockedSource>of();
            }
        }).flatMap(List::stream).sorted(Comparator.comparing(BlockedSource::until).reversed()).toList();
    }
}
