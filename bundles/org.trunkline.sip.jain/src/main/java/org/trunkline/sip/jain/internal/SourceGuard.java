package org.trunkline.sip.jain.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.border.BlockedSource.Reason;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.Border;
import org.trunkline.engine.port.Standing;

/**
 * Who behaves how. A source that guesses passwords, scans or floods is dropped for a while: never a trunk's address,
 * and one with live registrations (an office behind NAT) only for ten times as much. <b>Threads:</b> any.
 */
final class SourceGuard implements Border {
    /** Failures and challenges are counted within. */
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(SourceGuard.class);
    private static final int PATIENCE_WITH_REGISTERED = 10;
    private static final int BURST = 4;
    /** Refused for its rate so often within the window, it is no accident. */
    private static final int FLOOD = 20;
    private static final int ANSWERED_MALFORMED = 50;
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final int IPV6_NETWORK_BYTES = 8;

    private final BorderLimits limits;
    private final InstantSource clock;
    private final Function<InetAddress, Standing> standing;
    private final Refusals refusals = new Refusals();
    private final Map<InetAddress, Source> sources = new ConcurrentHashMap<>();
    private final AtomicInteger blocked = new AtomicInteger();
    private volatile Supplier<List<BorderStatus.Table>> tables = List::of;
    private volatile Instant swept = Instant.EPOCH;

    /** Guarded by itself. */
    private static final class Source {
        private Instant windowStart;
        private Instant refilled;
        private double tokens;
        private int failures;
        private int challenges;
        private int malformed;
        private int tooMany;
        private Instant until = Instant.EPOCH;
        private Instant since = Instant.EPOCH;
        private Reason reason = Reason.FLOOD;
        private long dropped;

        Source(Instant now, double tokens) {
            windowStart = now;
            refilled = now;
            this.tokens = tokens;
        }

        void window(Instant now) {
            if (Duration.between(windowStart, now).compareTo(WINDOW) < 0)
                return;
            windowStart = now;
            failures = 0;
            challenges = 0;
            malformed = 0;
            tooMany = 0;
        }

        boolean idle(Instant now) {
            return until.equals(Instant.EPOCH) && Duration.between(refilled, now).compareTo(WINDOW) > 0
                    && Duration.between(windowStart, now).compareTo(WINDOW) > 0;
        }
    }

    SourceGuard(BorderLimits limits, InstantSource clock, Function<InetAddress, Standing> standing) {
        this.limits = limits;
        this.clock = clock;
        this.standing = standing;
    }

    Refusals refusals() {
        return refusals;
    }

    // ---- for the sockets

    /** Whether a message from there is to be thrown away unread. Costs nothing while nobody is blocked. */
    boolean drops(InetAddress address) {
        if (blocked.get() == 0)
            return false;
        var source = sources.get(key(address));
        if (source == null)
            return false;
        synchronized (source) {
            if (!isBlocked(source, clock.instant()))
                return false;
            source.dropped++;
        }
        refusals.count("blocked");
        return true;
    }

    /** A trunk's. */
    boolean trusts(InetAddress address) {
        return standing.apply(address) == Standing.TRUNK;
    }

    /** A request outside dialogs came. @return whether it may go on */
    boolean admits(InetAddress address) {
        Instant now = clock.instant();
        var source = source(address, now);
        if (source == null)
            return true; // counted as sources-full
        synchronized (source) {
            refill(source, now);
            if (source.tokens >= 1) {
                source.tokens--;
                return true;
            }
        }
        var who = standing.apply(address);
        if (who == Standing.TRUNK)
            return true;
        refusals.count("source-rate");
        int patience = who == Standing.REGISTERED ? PATIENCE_WITH_REGISTERED : 1;
        synchronized (source) {
            source.window(now);
            if (++source.tooMany > (long) FLOOD * limits.newPerSecond() * patience)
                block(address, source, Reason.FLOOD, now);
        }
        return false;
    }

    private void refill(Source source, Instant now) {
        double seconds = Duration.between(source.refilled, now).toNanos() / 1e9;
        source.tokens = Math.min((double) BURST * limits.newPerSecond(), source.tokens + seconds * limits.newPerSecond());
        source.refilled = now;
    }

    /** A message was refused. @return whether it deserves an answer: nobody gets more than a few of those */
    boolean refused(InetAddress address, Refusal refusal) {
        refusals.count(refusal.counted());
        Instant now = clock.instant();
        var source = source(address, now);
        if (source == null)
            return false;
        synchronized (source) {
            source.window(now);
            return ++source.malformed <= ANSWERED_MALFORMED || standing.apply(address) == Standing.TRUNK;
        }
    }

    /** Its User-Agent says that it scans. @return whether it is dropped for it */
    boolean scans(InetAddress address) {
        if (standing.apply(address) != Standing.STRANGER)
            return false;
        Instant now = clock.instant();
        var source = source(address, now);
        if (source == null)
            return false;
        synchronized (source) {
            return block(address, source, Reason.SCANNING, now);
        }
    }

    // ---- for the answers

    /** @param showed whether the request that is answered so showed credentials */
    void answered(InetAddress address, int status, boolean stale, BooleanSupplier showed) {
        boolean asked = status == 401 || status == 407;
        boolean granted = status >= 200 && status < 300;
        if (!(asked && !stale || status == 403 || granted))
            return;
        Instant now = clock.instant();
        var source = asked ? source(address, now) : sources.get(key(address));
        if (source == null)
            return;
        synchronized (source) {
            source.window(now);
            if (granted && source.challenges + source.failures == 0)
                return;
            boolean tried = showed.getAsBoolean();
            if (!tried && !asked)
                return;
            if (granted) {
                source.challenges = 0;
                source.failures /= 2;
            } else if (tried) {
                source.failures++;
            } else {
                source.challenges++;
            }
            judge(address, source, now);
        }
    }

    private void judge(InetAddress address, Source source, Instant now) {
        boolean guesses = source.failures > limits.failures();
        if (!guesses && source.challenges <= limits.challenges())
            return;
        int patience = switch (standing.apply(address)) {
            case TRUNK -> Integer.MAX_VALUE / Math.max(1, limits.challenges() + limits.failures());
            case REGISTERED -> PATIENCE_WITH_REGISTERED;
            case STRANGER -> 1;
        };
        if (source.failures > limits.failures() * patience)
            block(address, source, Reason.GUESSING, now);
        else if (source.challenges > limits.challenges() * patience)
            block(address, source, Reason.SCANNING, now);
    }

    private boolean block(InetAddress address, Source source, Reason reason, Instant now) {
        if (limits.block().isZero())
            return false;
        if (isBlocked(source, now))
            return true;
        source.since = now;
        source.until = now.plus(limits.block());
        source.reason = reason;
        source.dropped = 0;
        blocked.incrementAndGet();
        LOG.info("{} is dropped until {}: {}", name(key(address)), source.until, reason);
        return true;
    }

    /** Lets it free when its time is over. */
    private boolean isBlocked(Source source, Instant now) {
        if (source.until.equals(Instant.EPOCH))
            return false;
        if (now.isBefore(source.until))
            return true;
        release(source, now);
        return false;
    }

    private void release(Source source, Instant now) {
        source.until = Instant.EPOCH;
        source.windowStart = now;
        source.failures = 0;
        source.challenges = 0;
        source.tooMany = 0;
        blocked.decrementAndGet();
    }

    // ---- the table

    private @Nullable Source source(InetAddress address, Instant now) {
        var key = key(address);
        var known = sources.get(key);
        if (known != null)
            return known;
        if (sources.size() >= limits.sources() && !swept(now)) {
            refusals.count("sources-full");
            return null;
        }
        return sources.computeIfAbsent(key, _ -> new Source(now, (double) BURST * limits.newPerSecond()));
    }

    /** Forgets who was quiet. @return whether there is room */
    private boolean swept(Instant now) {
        if (Duration.between(swept, now).compareTo(SWEEP) < 0)
            return false;
        swept = now;
        sources.values().removeIf(source -> {
            synchronized (source) {
                return !isBlocked(source, now) && source.idle(now);
            }
        });
        return sources.size() < limits.sources();
    }

    /** Whoever has an IPv6 address has its whole network. */
    private static InetAddress key(InetAddress address) {
        if (!(address instanceof Inet6Address v6) || v6.isLoopbackAddress() || v6.isLinkLocalAddress())
            return address;
        byte[] bytes = v6.getAddress();
        Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // sixteen bytes are an address
        }
    }

    private static String name(InetAddress key) {
        String text = key.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return key instanceof Inet6Address && !key.isLoopbackAddress() && !key.isLinkLocalAddress() ? plain + "/64"
                : plain;
    }

    // ---- Border

    /** @param more tables of the adapter */
    void tables(Supplier<List<BorderStatus.Table>> more) {
        tables = more;
    }

    @Override
    public BorderStatus status() {
        var own = new BorderStatus.Table("sources", sources.size(), limits.sources());
        return new BorderStatus(Stream.concat(tables.get().stream(), Stream.of(own)).toList(), refusals.list(), limits.list(), blocked().size());
    }

    @Override
    public List<BlockedSource> blocked() {
        if (blocked.get() == 0)
            return List.of();
        Instant now = clock.instant();
        return sources.entrySet().stream().map(e -> {
            var source = e.getValue();
            synchronized (source) {
                return isBlocked(source, now) ? List.of(new BlockedSource(name(e.getKey()), source.reason, source.since,
                        source.until, source.dropped)) : List.<BlockedSource>of();
            }
        }).flatMap(List::stream).sorted(Comparator.comparing(BlockedSource::until).reversed()).toList();
    }

    @Override
    public boolean unblock(String text) {
        try {
            var address = InetAddress.ofLiteral(text.endsWith("/64") ? text.substring(0, text.length() - 3) : text);
            var source = sources.get(key(address));
            if (source == null)
                return false;
            synchronized (source) {
                Instant now = clock.instant();
                if (!isBlocked(source, now))
                    return false;
                release(source, now);
            }
            LOG.info("{} is heard again", name(key(address)));
            return true;
        } catch (IllegalArgumentException e) {
            return false; // no address
        }
    }
}
