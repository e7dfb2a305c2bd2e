package org.trunkline.media.rtp.internal.ice;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

import org.trunkline.engine.port.media.DtlsSrtp.Ice;

/**
 * The lite agent of ICE (RFC 8445 §2.5) of one transport: it answers checks that have the right password, and never sends
 * any. A source whose check was right is known; one that the other side nominated is where media goes. Not thread-safe.
 */
public final class IceLite {
    /** Without a check for so long nothing may be sent any more (RFC 7675 §5.1). */
    public static final Duration CONSENT = Duration.ofSeconds(30);
    /** Paths that one phone tries at a time. */
    private static final int MOST_SOURCES = 8;

    /**
     * What became of a check.
     *
     * @param answer to be sent to where it came from
     * @param right whether the one who sent it knows the password
     * @param nominated whether it wants media on this path
     */
    public record Check(ByteBuffer answer, boolean right, boolean nominated) {}

    private final String username;
    private final StunKey key;
    private final ArrayDeque<IcePath> known = new ArrayDeque<>(1);
    private boolean checked;
    private long checkedAt;

    public IceLite(Ice local, Ice remote) {
        username = local.user() + ':' + remote.user();
        key = new StunKey(local.password());
    }

    /** Empty for what is not answered: no request, or of someone who does not know the password. */
    public Optional<Check> check(ByteBuffer packet, IcePath from, long nanos) {
        var request = StunRequest.read(packet);
        if (request == null || !request.username().equals(username) || !key.isGenuine(request))
            return Optional.empty();
        if (!request.unknown().isEmpty())
            return Optional.of(new Check(key.error(request, 420, request.unknown()), false, false));
        if (request.controlled()) // a lite agent never controls (RFC 8445 §6.1.1)
            return Optional.of(new Check(key.error(request, 487, List.of()), false, false));
        know(from);
        checked = true;
        checkedAt = nanos;
        return Optional.of(new Check(key.success(request, from.address()), true, request.nominates()));
    }

    private void know(IcePath from) {
        if (known.contains(from))
            return;
        if (known.size() == MOST_SOURCES)
            known.removeFirst();
        known.addLast(from);
    }

    /** Whether a right check came from there. */
    public boolean knows(IcePath from) {
        return known.contains(from);
    }

    /** The path is no more. */
    public void forget(IcePath path) {
        known.remove(path);
    }

    /** Whether the other side still wants to get anything. */
    public boolean consents(long nanos) {
        return checked && nanos - checkedAt <= CONSENT.toNanos();
    }

    /** When it was last checked; that other time where it never was. */
    public long checkedSince(long otherwise) {
        return checked ? checkedAt : otherwise;
    }
}
