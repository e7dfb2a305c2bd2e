package org.trunkline.engine.call.media;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.sdp.SessionDescription;

/** The relays of one call, and what its caller offered. The mailbox's, but for {@link #relay}. */
public final class CallMedia {
    private final CallScope call;
    private final BiConsumer<Media.Failure, Duration> failed;
    /** The one in use, and those that a transfer or takeover prepares. */
    private final List<MediaBridge> relays = new ArrayList<>(1);
    private volatile @Nullable MediaBridge relay;
    private Optional<SessionDescription> offer = Optional.empty();
    /** Of relays that the call no longer goes through. */
    private List<StreamReport> earlierQuality = List.of();
    private List<StreamSeries> earlierSeries = List.of();

    /** @param failed told why media is of no use, and for how long, in the call's mailbox */
    public CallMedia(CallScope call, BiConsumer<Media.Failure, Duration> failed) {
        this.call = call;
        this.failed = failed;
    }

    /** @param offered by the caller's INVITE */
    public void begin(Leg caller, Optional<SessionDescription> offered) {
        offer = offered;
        var first = open();
        relay = first;
        offered.ifPresent(sdp -> first.believe(caller, sdp));
    }

    /** The caller describes itself anew before the answer. */
    public void described(SessionDescription description) {
        offer = Optional.of(description);
    }

    public Optional<SessionDescription> offer() {
        return offer;
    }

    /** The one in use. <b>Threads:</b> any. */
    public Optional<MediaBridge> relay() {
        return Optional.ofNullable(relay);
    }

    /** What was measured in the call, relays that are not used any more included. */
    public List<StreamReport> reports() {
        var all = new ArrayList<>(earlierQuality);
        relay().ifPresent(now -> all.addAll(now.reports()));
        return all;
    }

    public List<StreamSeries> series() {
        var all = new ArrayList<>(earlierSeries);
        relay().ifPresent(now -> all.addAll(now.series()));
        return all;
    }

    /** What the relay in use measures now. <b>Threads:</b> any. */
    public List<StreamReport> reportsNow() {
        return relay().map(MediaBridge::reports).orElse(List.of());
    }

    /** A relay for two legs of the call. */
    public MediaBridge open() {
        var next = new MediaBridge(call.ports().media().open(call.id,
                (_, failure, since) -> call.post(() -> failed.accept(failure, since))));
        relays.add(next);
        return next;
    }

    /** Media goes through another relay from now on: one of the legs is another. */
    public void use(MediaBridge next) {
        relay().ifPresent(old -> {
            close(old);
            earlierQuality = Stream.concat(earlierQuality.stream(), old.reports().stream()).toList();
            earlierSeries = Stream.concat(earlierSeries.stream(), old.series().stream()).toList();
        });
        relay = next;
    }

    /** A relay that nobody will use after all; the end of the call closes every other. */
    public void close(MediaBridge one) {
        if (relays.remove(one))
            one.close();
    }

    public void closeAll() {
        List.copyOf(relays).forEach(this::close);
    }

    /** The caller's offer as a callee leg is to see it. */
    public Optional<Body> offerTo(Leg leg) throws MediaUnavailableException {
        if (offer.isEmpty())
            return Optional.empty();
        return Optional.of(offer(leg, offer.get()));
    }

    /** The node's own offer or answer. */
    public Body tell(Leg leg, SessionDescription description) throws MediaUnavailableException {
        return relay.tell(leg, description);
    }

    /** The other side's offer, as the leg is to see it. */
    public Body offer(Leg leg, SessionDescription description) throws MediaUnavailableException {
        return relay.offer(leg, description);
    }

    /** The other side's answer, as the leg is to see it. */
    public Body answer(Leg leg, SessionDescription description) throws MediaUnavailableException {
        return relay.answer(leg, description);
    }
}
