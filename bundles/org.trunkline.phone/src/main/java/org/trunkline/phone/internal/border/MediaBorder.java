package org.trunkline.phone.internal.border;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaParty;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.relay.RelayedMedia;
import org.trunkline.media.rtp.PhoneRelay;
import org.trunkline.phone.internal.sip.CallFailure;
import org.trunkline.phone.internal.sip.CallMedia;
import org.trunkline.phone.internal.sip.UserAgent;
import org.trunkline.phone.internal.work.Work;

/**
 * The border of the node beside the phone: libwebrtc speaks DTLS-SRTP only, and most SIP servers plain RTP. Its relay starts with the first account
 * that needs it, and ends with the last. On the thread of the phone.
 */
public final class MediaBorder implements UserAgent.MediaPath {
    /** The phone around it. */
    public interface Owner {
        /** The media of a call is of no use any more. */
        void failed(CallMedia call, LocalizableText why);
    }

    /** Blocks. */
    interface Starter {
        Started start() throws MediaUnavailableException;
    }

    record Started(Media media, Runnable end) {
        void close() {
            end.run();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(MediaBorder.class);
    static final LocalizableText BROKEN = new LocalizableText("phone-border-failed", List.of(),
            "The sound of the call failed inside the desk. Call again.");

    private final Work work;
    private final Owner owner;
    private final RandomGenerator random = new SecureRandom();
    private final Starter starter;
    private final MediaParty party = PhoneRelay.party();
    private Set<RelayedMedia> joined = Set.of();
    private Optional<Relay> relay = Optional.empty();

    public MediaBorder(Work work, Owner owner) {
        this(work, owner, () -> {
            var relay = PhoneRelay.start();
            return new Started(relay.media(), relay::close);
        });
    }

    MediaBorder(Work work, Owner owner, Starter starter) {
        this.work = work;
        this.owner = owner;
        this.starter = starter;
    }

    /** Starts the relay, so that the first call does not wait for it. Again does nothing. */
    public void begin() {
        started();
    }

    private CompletableFuture<Media> started() {
        if (relay.isPresent())
            return relay.get().ready;
        var one = new Relay();
        relay = Optional.of(one);
        Thread.ofVirtual().name("phone-border").start(() -> start(one));
        return one.ready;
    }

    private void start(Relay one) {
        try {
            one.started(starter.start());
        } catch (Throwable e) { // else calls would wait for it for ever
            LOG.warn("the phone can make no calls at SIP servers without DTLS-SRTP: {}", String.valueOf(e.getMessage()));
            work.run(() -> {
                relay = relay.filter(it -> it != one); // the next call tries again
                one.ready.completeExceptionally(new CallFailure(new LocalizableText("phone-no-border", List.of(String.valueOf(e.getMessage())),
                        "The desk cannot carry the sound to this server: " + e.getMessage())));
            });
        }
    }

    /** One run of the relay, which may end before it has started. */
    private final class Relay {
        private final CompletableFuture<Media> ready = new CompletableFuture<>();
        private Optional<Started> running = Optional.empty();
        private boolean over;

        /** On the thread that starts it. */
        synchronized void started(Started made) {
            if (over) {
                made.close();
                return;
            }
            running = Optional.of(made);
            work.run(() -> ready.complete(made.media()));
        }

        /** On the thread of the phone. */
        synchronized void end() {
            over = true;
            running.ifPresent(it -> Thread.ofVirtual().name("phone-border-end").start(it::close)); // waits for its loops
            ready.completeExceptionally(new CallFailure(BROKEN));
        }
    }

    @Override
    public CallMedia to(InetSocketAddress server, Transport transport, CallMedia sound) {
        var hop = new Hop(server, transport);
        var call = new BorderedMedia[1]; // it is told of by its own listener
        var relayed = started().thenApply(ready -> new RelayedMedia(ready, CallId.next(work.now(), random), hop,
                (id, failure, since) -> work.run(() -> failed(id, call[0], failure, since))));
        call[0] = new BorderedMedia(sound, relayed);
        return call[0];
    }

    private void failed(CallId id, CallMedia call, Media.Failure failure, Duration since) {
        LOG.debug("{}: media of a call of the phone failed: {} for {}", id, failure, since);
        owner.failed(call, BROKEN);
    }

    /** The other sides of these calls hear each other from now on, and no others do. Calls that pass by the border are left out. */
    public void together(List<CallMedia> calls) {
        var now = calls.stream().map(BorderedMedia::relay).flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
        if (now.size() < 2)
            now = Set.of();
        for (var each : joined)
            if (!now.contains(each))
                each.leave(party);
        now.forEach(each -> each.join(party)); // again does nothing
        joined = now;
    }

    /** Ends all media that it carries. The next {@link #begin} or call starts it again. */
    public void close() {
        together(List.of());
        relay.ifPresent(Relay::end);
        relay = Optional.empty();
    }
}
