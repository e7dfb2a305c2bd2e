package org.trunkline.media.rtp.internal.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Decides from whom one socket takes packets (symmetric RTP, RFC 4961), so that a stranger who finds the port cannot
 * put himself into the call. Not thread-safe.
 *
 * <p>Only the addresses that the signalling vouches for may begin: that of the SDP, and that of the SIP messages, for
 * phones behind NAT; any port of theirs, since NAT changes ports. The first valid packet decides, and from then on
 * only its exact source counts, until the side signals another address or falls silent for {@link #RELATCH}; even then
 * the same host must go on.
 */
final class Latch {
    /** A NAT that forgot its mapping gives a new port; the stream goes on from there without a word of signalling. */
    static final Duration RELATCH = Duration.ofSeconds(3);
    /** How long packets that were on their way when the side moved can still come from its former place. */
    static final Duration STRAY = Duration.ofSeconds(2);

    private Set<InetAddress> allowed = Set.of();
    private @Nullable InetSocketAddress source;
    private @Nullable InetSocketAddress left;
    private long leftAt;
    private long heardAt;

    /** The side signalled a new address: the source heard before is forgotten. */
    void arm(Set<InetAddress> addresses, InetSocketAddress signalled, long nanos) {
        allowed = Set.copyOf(addresses);
        left = signalled.equals(source) ? null : source;
        leftAt = nanos;
        source = null;
    }

    /** Where packets came from, and where answers go; null before the first. */
    @Nullable InetSocketAddress source() {
        return source;
    }

    /** Whether a packet from there may be taken, if it is valid: that costs more to find out. */
    boolean trusts(InetSocketAddress from, long nanos) {
        if (source == null)
            return allowed.contains(from.getAddress()) && !isStray(from, nanos);
        return from.equals(source) || isStale(nanos) && from.getAddress().equals(source.getAddress());
    }

    /** A valid packet came from a source that is trusted: from now on it is the one. */
    void take(InetSocketAddress from, long nanos) {
        source = from;
        heardAt = nanos;
    }

    /** A packet came over a connected socket, so from the source. */
    void heard(long nanos) {
        heardAt = nanos;
    }

    /** Whether the source fell silent, so that the same host may go on from another port. */
    boolean isStale(long nanos) {
        return source != null && nanos - heardAt > RELATCH.toNanos();
    }

    private boolean isStray(InetSocketAddress from, long nanos) {
        if (left != null && nanos - leftAt > STRAY.toNanos())
            left = null;
        return from.equals(left);
    }
}
