package org.trunkline.phone.internal.border;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.media.Media;
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
 * that needs it. On the thread of the phone.
 */
public final class MediaBorder implements UserAgent.MediaPath {
    /** The phone around it. */
    public interface Owner {
        /** The media of a call is of no use any more. */
        void failed(CallMedia call, LocalizableText why);
    }

    private static final Logger LOG = LoggerFactory.getLogger(MediaBorder.class);
    static final LocalizableText BROKEN = new LocalizableText("phone-border-failed", List.of(),
            "The sound of the call failed inside the desk. Call again.");

    private final Work work;
    private final Owner owner;
    private final RandomGenerator random = new SecureRandom();
    private Optional<CompletableFuture<PhoneRelay>> relay = Optional.empty();

    public MediaBorder(Work work, Owner owner) {
        this.work = work;
        this.owner = owner;
    }

    /** Starts the relay, so that the first call does not wait for it. Again does nothing. */
    public void begin() {
        started();
    }

    private CompletableFuture<PhoneRelay> started() {
        if (relay.isEmpty()) {
            var started = new CompletableFuture<PhoneRelay>();
            relay = Optional.of(started);
            Thread.ofVirtual().name("phone-border").start(() -> start(started));
        }
        return relay.get();
    }

    private void start(CompletableFuture<PhoneRelay> started) {
        try {
            var made = PhoneRelay.start();
            work.run(() -> started.complete(made));
        } catch (MediaUnavailableException | RuntimeException e) {
            LOG.warn("the phone can make no calls at SIP servers without DTLS-SRTP: {}", e.getMessage());
            work.run(() -> {
                relay = Optional.empty(); // the next call tries again
                started.completeExceptionally(new CallFailure(new LocalizableText("phone-no-border", List.of(String.valueOf(e.getMessage())),
                        "The desk cannot carry the sound to this server: " + e.getMessage())));
            });
        }
    }

    @Override
    public CallMedia to(InetSocketAddress server, Transport transport, CallMedia sound) {
        var hop = new Hop(server, transport);
        var call = new BorderedMedia[1]; // it is told of by its own listener
        var relayed = started().thenApply(ready -> new RelayedMedia(ready.media(), CallId.next(work.now(), random), hop,
                (_, failure, since) -> work.run(() -> failed(call[0], failure, since))));
        call[0] = new BorderedMedia(sound, relayed);
        return call[0];
    }

    private void failed(CallMedia call, Media.Failure failure, Duration since) {
        LOG.info("media of a call of the phone failed: {} for {}", failure, since);
        owner.failed(call, BROKEN);
    }

    /** Ends all media that it carries. */
    public void close() {
        relay.ifPresent(it -> it.thenAccept(PhoneRelay::close));
        relay = Optional.empty();
    }
}
