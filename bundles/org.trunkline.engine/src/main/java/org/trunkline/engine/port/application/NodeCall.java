package org.trunkline.engine.port.application;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.trunkline.engine.port.signaling.Header;

/**
 * A call that the node starts itself.
 *
 * @param codecs that are offered, the preferred first, of {@link #CODECS}; at least one; with {@link Target.VoiceOverTrunk}, to the trunk
 * @param headers of the INVITE beside the engine's own, at most {@link #MAX_HEADERS}; with {@link Target.VoiceOverTrunk}, to the trunk
 * @param longest until the node hangs up, while no second side has been connected
 */
public record NodeCall(Target target, List<String> codecs, List<Header> headers, Duration longest) {
    public static final int MAX_HEADERS = 10;
    public static final int MAX_VALUE = 256;
    /** What the node itself can speak, the preferred first. */
    public static final List<String> CODECS = List.of("opus", "G722", "PCMA", "PCMU");
    private static final Set<String> TELEPHONE = Set.of("PCMA", "PCMU");
    /** Before the slash in the names of mixes that calls of the node may be in; no application is called so. */
    public static final String MIXES = "node:calls";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{1,39}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{1," + MAX_VALUE + '}');
    /** Headers that the engine, the adapter or the dial plan writes, or that change what a request is. */
    private static final Set<String> OWNED = Set.of("via", "from", "to", "call-id", "cseq", "contact", "route", "record-route",
            "max-forwards", "content-type", "content-length", "content-encoding", "content-disposition", "content-language",
            "mime-version", "authorization", "proxy-authorization", "proxy-authenticate", "www-authenticate", "authentication-info",
            "require", "proxy-require", "supported", "unsupported", "allow", "allow-events", "accept", "accept-encoding", "accept-language",
            "session-expires", "min-se", "rack", "rseq", "user-agent", "server", "replaces", "refer-to", "referred-by", "refer-sub", "event",
            "subscription-state", "path", "service-route", "expires", "min-expires", "date", "timestamp", "history-info", "diversion",
            "p-asserted-identity", "p-preferred-identity", "privacy", "identity", "geolocation", "geolocation-routing", "join",
            "target-dialog", "recv-info", "info-package", "retry-after", "in-reply-to", "resource-priority", "security-client",
            "security-verify", "security-server");

    /** Who is called first. */
    public sealed interface Target {
        /**
         * A number over one trunk, whatever the routes say.
         *
         * @param caller the number that is shown; empty for the trunk's own
         */
        record OverTrunk(String trunk, String number, String caller, String callerName) implements Target {
            public OverTrunk {
                requireNonNull(trunk);
                requireNonNull(number);
                requireNonNull(caller);
                requireNonNull(callerName);
            }
        }

        /**
         * The phones of a subscriber, and nobody in its place; after the answer the application connects it with the number over the
         * trunk, to which its user speaks.
         */
        record VoiceOverTrunk(String username, OverTrunk over) implements Target {
            public VoiceOverTrunk {
                requireNonNull(username);
                requireNonNull(over);
            }
        }

        /**
         * The phones of a subscriber, which see the number; after the answer the application can connect it with the rights of
         * that subscriber.
         *
         * @param number as the subscriber would dial it
         * @param trunk the number is called over it alone, whatever the routes say; empty for the dial plan
         */
        record ForSubscriber(String username, String number, Optional<String> trunk) implements Target {
            public ForSubscriber {
                requireNonNull(username);
                requireNonNull(number);
                requireNonNull(trunk);
            }
        }

        /**
         * The phones of a subscriber, for the node itself: nobody else is called in its place.
         *
         * @param shown name that the phones show
         */
        record PhonesOf(String username, String shown) implements Target {
            public PhonesOf {
                requireNonNull(username);
                requireNonNull(shown);
            }
        }
    }

    /** @throws IllegalArgumentException if a codec, a header or the duration is not allowed */
    public NodeCall {
        requireNonNull(target);
        codecs = List.copyOf(codecs);
        headers = List.copyOf(headers);
        if (codecs.isEmpty() || !CODECS.containsAll(codecs) || Set.copyOf(codecs).size() < codecs.size())
            throw new IllegalArgumentException("codecs: " + codecs);
        if (headers.size() > MAX_HEADERS)
            throw new IllegalArgumentException("headers: " + headers.size());
        for (var header : headers)
            problem(header.name(), header.value()).ifPresent(why -> {
                throw new IllegalArgumentException(why);
            });
        if (longest.isNegative() || longest.isZero() || longest.compareTo(Duration.ofHours(4)) > 0)
            throw new IllegalArgumentException("longest: " + longest);
    }

    /** The same, with the codecs of telephone speech first: for a call that goes on to a telephone network. */
    public NodeCall telephoneFirst() {
        return new NodeCall(target, codecs.stream().sorted(Comparator.comparing(codec -> !TELEPHONE.contains(codec))).toList(), headers, longest);
    }

    /** As the phone is offered it that rings before the trunk: with the other codecs behind, and without the headers. */
    public NodeCall toPhone() {
        return new NodeCall(target, Stream.concat(codecs.stream(), CODECS.stream()).distinct().toList(), List.of(), longest);
    }

    /** Why a header cannot be added; empty where it can. */
    public static Optional<String> problem(String name, String value) {
        if (!NAME.matcher(name).matches())
            return Optional.of("\"" + name + "\" is not the long name of a header, such as X-Account");
        if (OWNED.contains(name.toLowerCase(Locale.ROOT)))
            return Optional.of("the node writes the header " + name + " itself");
        return VALUE.matcher(value).matches() ? Optional.empty()
                : Optional.of("the value of " + name + " must be 1 to " + MAX_VALUE + " printable ASCII characters");
    }
}
