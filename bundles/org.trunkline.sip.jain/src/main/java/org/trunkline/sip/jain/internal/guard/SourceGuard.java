package org.trunkline.sip.jain.internal.guard;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.border.BlockedSource.Reason;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.SourceKey;
import org.trunkline.engine.port.signaling.Border;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.sip.jain.internal.wire.Refusal;

/**
 * Blocks sources that guess passwords, scan or flood: never a trunk's address, nor one with live registrations.
 *
 * <p>A source address over UDP can be forged, so what comes by datagrams never holds back connections, and without a proof holds
 * back new requests without credentials alone ({@link Hold}). No block is a silence: {@link Allowance#PER_SECOND} messages a second
 * are still read, and a right password lifts it. Wrong passwords count only where they answer a challenge that was sent to the
 * same address. <b>Threads:</b> any.
 */
public final class SourceGuard implements Border {
    /** Failures and challenges are counted within. */
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(SourceGuard.class);
    private static final int PATIENCE_WITH_REGISTERED = 10;
    private static final int BURST = 4;
    /** Refused for its rate so often within the window, it is no accident. */
    private static final int FLOOD = 20;
    private static final int ANSWERED_MALFORMED = 50;

    private final BorderLimits limits;
    private final InstantSource clock;
    private final Function<InetAddress, SourceTrust> standing;
    private final Refusals refusals = new Refusals();
    private final SourceTable sources;
    private volatile Supplier<List<BorderStatus.Table>> tables = List::of;

    public SourceGuard(BorderLimits limits, InstantSource clock, Function<InetAddress, SourceTrust> standing) {
        this.limits = limits;
        this.clock = clock;
        this.standing = standing;
        this.sources = new SourceTable(limits, refusals, burst());
    }

    public Refusals refusals() {
        return refusals;
    }

    // ---- for the sockets

    /** Whether a message from there is thrown away unread. Costs nothing while nobody is blocked. */
    boolean drops(InetAddress address, boolean datagram) {
        return holds(address, datagram, datagram ? Hold::allDatagrams : Hold::connections);
    }

    /** Whether a datagram with a new request that shows no credentials, and that {@link #drops} let through, is thrown away. */
    boolean throttles(InetAddress address) {
        return holds(address, true, hold -> !hold.allDatagrams()); // a block of all datagrams has taken its allowance already
    }

    /** @param judges whether such a message is judged here where the source has this block */
    private boolean holds(InetAddress address, boolean datagram, Predicate<Hold> judges) {
        if (sources.noneBlocked())
            return false;
        var source = sources.of(address);
        if (source == null || knows(address))
            return false;
        synchronized (source) {
            Instant now = clock.instant();
            if (!sources.isBlocked(source, now) || !judges.test(source.hold()) || source.passes(now, datagram))
                return false;
            source.drop();
        }
        refusals.count("blocked");
        return true;
    }

    /** What it is to this node. */
    public SourceTrust standing(InetAddress address) {
        return standing.apply(address);
    }

    /** A trunk's. */
    public boolean trusts(InetAddress address) {
        return standing.apply(address) == SourceTrust.TRUNK;
    }

    /** A trunk's, or one with live registrations. */
    public boolean knows(InetAddress address) {
        return standing.apply(address) != SourceTrust.STRANGER;
    }

    /** A request outside dialogs came, or a connection. @return whether it may go on */
    public boolean admits(InetAddress address, boolean datagram) {
        Instant now = clock.instant();
        var source = sources.of(address, now);
        if (source == null)
            return true; // counted as sources-full
        synchronized (source) {
            if (source.counts(datagram).spends(now, limits.newPerSecond(), burst()))
                return true;
        }
        if (trusts(address))
            return true;
        refusals.count("source-rate");
        synchronized (source) {
            source.window(now);
            if (++source.counts(datagram).tooMany > (long) FLOOD * limits.newPerSecond())
                block(address, source, Reason.FLOOD, datagram, now);
        }
        return false;
    }

    /**
     * A request above the rate came by a datagram, maybe in another's name.
     *
     * @return whether it is answered: while its address is blocked, only {@link Allowance#PER_SECOND} are
     */
    boolean answersAboveRate(InetAddress address) {
        if (sources.noneBlocked())
            return true;
        var source = sources.of(address);
        if (source == null || knows(address))
            return true;
        synchronized (source) {
            Instant now = clock.instant();
            return !sources.isBlocked(source, now) || source.answers(now);
        }
    }

    /**
     * A request within a dialog came, or a CANCEL. Who keeps speaking of what is not there may do so as often as it may ask
     * for something new. @return whether it may go on
     */
    boolean follows(InetAddress address, boolean datagram) {
        var source = sources.of(address);
        if (source == null)
            return true;
        int strays;
        synchronized (source) {
            strays = source.strays;
        }
        if (strays <= burst())
            return true;
        boolean patience = standing.apply(address) == SourceTrust.REGISTERED && strays <= PATIENCE_WITH_REGISTERED * burst();
        return patience || admits(address, datagram);
    }

    /** It spoke of a dialog that is not there. */
    public void strayed(InetAddress address) {
        Instant now = clock.instant();
        var source = sources.of(address, now);
        if (source == null)
            return; // counted as sources-full
        synchronized (source) {
            source.window(now);
            source.strays++;
        }
    }

    private double burst() {
        return (double) BURST * limits.newPerSecond();
    }

    /** A message was refused. @return whether it deserves an answer: nobody gets more than a few of those */
    boolean refused(InetAddress address, Refusal refusal) {
        refusals.count(refusal.counted());
        Instant now = clock.instant();
        var source = sources.of(address, now);
        if (source == null)
            return false;
        synchronized (source) {
            source.window(now);
            return ++source.malformed <= ANSWERED_MALFORMED || standing.apply(address) == SourceTrust.TRUNK;
        }
    }

    /**
     * Its User-Agent is that of a scanner.
     *
     * @param datagram whether anybody could have sent it in this address's name: then only the message is dropped
     * @return whether the message is dropped
     */
    boolean scans(InetAddress address, boolean datagram) {
        if (standing.apply(address) != SourceTrust.STRANGER)
            return false;
        if (datagram) {
            refusals.count("scanner");
            return true;
        }
        Instant now = clock.instant();
        var source = sources.of(address, now);
        if (source == null)
            return false;
        synchronized (source) {
            return block(address, source, Reason.SCANNING, false, now);
        }
    }

    // ---- for the answers

    /**
     * @param stale the challenge says so: what the request showed answers none that was sent to its address
     * @param showed whether the request that is answered so showed credentials
     * @param datagram whether it came over UDP, where a 403 is no proof
     */
    public void answered(InetAddress address, int status, boolean stale, boolean datagram, BooleanSupplier showed) {
        if (status == 481)
            strayed(address);
        boolean asked = status == 401 || status == 407;
        boolean granted = status >= 200 && status < 300;
        if (!(asked && !stale || status == 403 && !datagram || granted))
            return;
        Instant now = clock.instant();
        var source = asked ? sources.of(address, now) : sources.of(address);
        if (source == null)
            return;
        synchronized (source) {
            source.window(now);
            boolean blocked = sources.isBlocked(source, now);
            if (granted && !blocked && source.isTrusted())
                return;
            boolean tried = showed.getAsBoolean();
            if (!tried && !asked)
                return;
            if (granted) {
                source.trust();
                if (blocked)
                    sources.release(source, now);
            } else if (tried) {
                source.counts(datagram).failures++;
            } else {
                source.counts(datagram).challenges++;
            }
            judge(address, source, datagram, now);
        }
    }

    private void judge(InetAddress address, Source source, boolean datagram, Instant now) {
        var counts = source.counts(datagram);
        if (counts.failures > limits.failures())
            block(address, source, Reason.GUESSING, datagram, now);
        else if (counts.challenges > limits.challenges())
            block(address, source, Reason.SCANNING, datagram, now);
    }

    /** @return whether it is blocked now: a stranger is, where blocks are not switched off */
    private boolean block(InetAddress address, Source source, Reason reason, boolean datagram, Instant now) {
        if (limits.block().isZero() || knows(address))
            return false;
        var hold = Hold.of(reason, datagram);
        if (sources.isBlocked(source, now) && source.hold().compareTo(hold) >= 0)
            return true;
        var until = now.plus(limits.block());
        sources.block(source, reason, hold, now, until);
        LOG.info("{} is blocked until {}: {}", SourceKey.of(address).name(), until, reason);
        return true;
    }

    // ---- Border

    /** @param more tables of the adapter */
    public void tables(Supplier<List<BorderStatus.Table>> more) {
        tables = more;
    }

    @Override
    public BorderStatus status() {
        var own = new BorderStatus.Table("sources", sources.size(), limits.sources());
        return new BorderStatus(Stream.concat(tables.get().stream(), Stream.of(own)).toList(), refusals.list(), limits.list(), blocked().size());
    }

    @Override
    public List<BlockedSource> blocked() {
        return sources.blocked(clock.instant());
    }

    @Override
    public boolean unblock(String text) {
        try {
            var address = InetAddress.ofLiteral(text.endsWith("/64") ? text.substring(0, text.length() - 3) : text);
            var source = sources.of(address);
            if (source == null)
                return false;
            synchronized (source) {
                Instant now = clock.instant();
                if (!sources.isBlocked(source, now))
                    return false;
                sources.release(source, now);
            }
            LOG.info("{} is no longer blocked", SourceKey.of(address).name());
            return true;
        } catch (IllegalArgumentException e) {
            return false; // no address
        }
    }
}
