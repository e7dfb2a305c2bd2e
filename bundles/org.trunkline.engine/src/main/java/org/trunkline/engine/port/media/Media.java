package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.call.CallId;

/** Media as the engine sees it. */
public interface Media {
    /** Why a call's media is of no use any more. */
    enum Failure {
        /** Nothing came from either side for the configured time though at least one may send. */
        SILENCE,
        /** A browser sent no right connectivity check for longer than it consents to be sent media (RFC 7675 §5.1). */
        CONSENT_EXPIRED,
        /** A browser did not complete a DTLS handshake. */
        NO_KEYS,
        /** The codec of a plug-in gives no sound. */
        NO_CODEC
    }

    /** Told once of a session's failure. Called on a media thread: enqueue and return. */
    interface Listener {
        /** @param since how long it has been so */
        void failed(CallId call, Failure failure, Duration since);
    }

    /** A relay for one call; cheap, holds no port until asked for one. */
    MediaSession open(CallId call, Listener listener);

    /** Whether the node has an address of the same family to send from. */
    default boolean reaches(InetAddress address) {
        return true;
    }

    /** Of the certificate that browsers are told; empty where the node takes no media as browsers have it. */
    default Optional<DtlsSrtp.Fingerprint> fingerprint() {
        return Optional.empty();
    }

    /** What the relay can convert between, the best first; empty where it can nothing, or is to convert no more calls. */
    default List<ConvertibleCodec> convertible() {
        return List.of();
    }

    /** What the node's own end of a media line speaks ({@link MediaSession#end}), the best first. */
    default List<ConvertibleCodec> spoken() {
        return ConvertibleCodec.TELEPHONE;
    }

    /** Whether one more of the node's own ends may speak a wideband codec: it costs more than G.711. */
    default boolean speaksMoreWideband() {
        return true;
    }

    /** Sessions open now, port pairs used and in all. */
    Usage usage();

    /** Tables beside those of {@link #usage}, {@code open-files} of the process, {@code transcoded-calls}, {@code mixed-calls}, {@code wideband-calls}, {@code ice-tcp} (connections of browsers for media), and what was refused for want of room, by name. */
    default BorderStatus border() {
        return BorderStatus.NONE;
    }

    /** The mixes with somebody in them, by name. */
    default List<Mixed> mixes() {
        return List.of();
    }

    /** Whether the others of its mix hear a call from now on. @return false where the call is in none, or there to listen */
    default boolean mute(CallId call, boolean muted) {
        return false;
    }

    /** A mix and who is in it, in the order of coming. */
    record Mixed(String name, List<Member> members) {
        public Mixed {
            requireNonNull(name);
            members = List.copyOf(members);
        }

        /**
         * @param speaks whether it came to speak, or to listen only
         * @param speaking whether the others hear something of it now
         * @param delay how long its packets wait to be mixed
         */
        public record Member(CallId call, boolean speaks, boolean muted, boolean speaking, Duration delay) {
            public Member {
                requireNonNull(call);
                requireNonNull(delay);
            }
        }
    }

    record Usage(int sessions, int portsUsed, int portsTotal) {}
}
