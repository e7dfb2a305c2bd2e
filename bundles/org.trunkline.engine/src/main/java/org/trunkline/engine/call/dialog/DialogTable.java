package org.trunkline.engine.call.dialog;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.call.message.Invitation;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.WireMessage;

/** The legs of all calls, by what messages name them by. <b>Threads:</b> any. */
public final class DialogTable {
    private final Map<String, Leg> legs = new ConcurrentHashMap<>();
    /** By Call-ID and From tag: what a caller's request names before it has our tag. */
    private final Map<String, Begun> callers = new ConcurrentHashMap<>();

    /** An INVITE that began a call, and the leg of its sender. */
    public record Begun(Invitation invite, Leg caller) {}

    private static String key(String callId, String fromTag) {
        return callId + '\n' + fromTag;
    }

    public Optional<Leg> find(String localTag, String callId) {
        return Optional.ofNullable(legs.get(localTag)).filter(leg -> leg.dialog.callId.equals(callId));
    }

    /** The leg that a message came from, or goes to. */
    public Optional<Leg> of(WireMessage message) {
        @Nullable Leg leg = message.localTag().isEmpty() ? null : legs.get(message.localTag());
        if (leg != null)
            return Optional.of(leg);
        return Optional.ofNullable(callers.get(key(message.callId(), message.remoteTag()))).map(Begun::caller);
    }

    /** The dialog that a Replaces header names by our tag and that of the peer. */
    public Optional<Leg> find(String callId, String ours, String theirs) {
        return find(ours, callId).filter(leg -> theirs.equals(leg.dialog.knownTag()));
    }

    /** The call that an INVITE of those names has begun. */
    public Optional<Begun> begunBy(IncomingRequest invite) {
        return Optional.ofNullable(callers.get(key(invite.callId(), invite.fromTag())));
    }

    public void begun(Begun call) {
        callers.put(key(call.invite().callId, call.invite().fromTag), call);
        register(call.caller());
    }

    /** Where those are that speak over a connection. */
    public Set<InetSocketAddress> connected() {
        return legs.values().stream().map(leg -> leg.dialog.hop()).filter(hop -> hop.transport() != Transport.UDP)
                .map(Hop::address).collect(Collectors.toSet());
    }

    void register(Leg leg) {
        legs.put(leg.dialog.localTag, leg);
    }

    public void forget(Invitation invite, Collection<Leg> ofCall) {
        callers.computeIfPresent(key(invite.callId, invite.fromTag), // a later one of the same names may be there
                (_, begun) -> begun.invite() == invite ? null : begun);
        for (var leg : ofCall)
            legs.remove(leg.dialog.localTag, leg);
    }
}
