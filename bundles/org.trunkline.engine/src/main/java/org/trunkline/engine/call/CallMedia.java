package org.trunkline.engine.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.sdp.SessionDescription;

/** The relays of one call, and what its caller offered. The mailbox's, but for {@link #relay}. */
final class CallMedia {
    private final Call call;
    /** The one in use, and those that a transfer or takeover prepares. */
    private final List<MediaBridge> relays = new ArrayList<>(1);
    private volatile @Nullable MediaBridge relay;
    private Optional<SessionDescription> offer = Optional.empty();

    CallMedia(Call call) {
        this.call = call;
    }

    /** @param offered by the caller's INVITE */
    void begin(Optional<SessionDescription> offered) {
        offer = offered;
        var first = open();
        relay = first;
        offered.ifPresent(sdp -> first.believe(call.caller, sdp));
    }

    /** The caller describes itself anew before the answer. */
    void described(SessionDescription description) {
        offer = Optional.of(description);
    }

    Optional<SessionDescription> offer() {
        return offer;
    }

    /** The one in use. <b>Threads:</b> any. */
    Optional<MediaBridge> relay() {
        return Optional.ofNullable(relay);
    }

    /** A relay for two legs of the call. */
    MediaBridge open() {
        var next = new MediaBridge(call.ports().media().open(call.id,
                (_, since) -> call.post(() -> call.mediaSilent(since))));
        relays.add(next);
        return next;
    }

    /** Media goes through another relay from now on: one of the legs is another. */
    void use(MediaBridge next) {
        relay().ifPresent(old -> {
            close(old);
            call.record.relayedBefore(old);
        });
        relay = next;
    }

    /** A relay that nobody will use after all; the end of the call closes every other. */
    void close(MediaBridge one) {
        if (relays.remove(one))
            one.close();
    }

    void closeAll() {
        List.copyOf(relays).forEach(this::close);
    }

    /** The caller's offer as a callee leg is to see it. */
    Optional<Body> offerTo(Leg leg) throws MediaUnavailableException {
        if (offer.isEmpty())
            return Optional.empty();
        return Optional.of(tell(leg, offer.get()));
    }

    Body tell(Leg leg, SessionDescription description) throws MediaUnavailableException {
        return relay.tell(leg, description);
    }
}
