package org.trunkline.engine.port.signaling;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;

/** Requests outside dialogs that the node sends itself: OPTIONS, REGISTER and NOTIFY. */
public interface OutOfDialog {
    /**
     * Sends one request in a client transaction of its own.
     *
     * <p><b>Threads:</b> any; the outcome comes once, on a thread of the adapter's: enqueue and return.
     */
    void send(Request request, Consumer<Outcome> result);

    /** Every address that a name leads to, by whatever records. Blocks. */
    default List<InetAddress> addresses(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }

    /**
     * @param method {@code OPTIONS}, {@code REGISTER} or {@code NOTIFY}
     * @param host where to send, a name or an address
     * @param port 0 where the name says it, and the transport too
     * @param requestUri {@code sip:192.0.2.1}
     * @param from URI of From, without tag
     * @param to URI of To
     * @param contactUser user part of a Contact at the node's own address, empty for none
     * @param expires Expires header in seconds
     * @param callId the same for all registrations of a trunk; empty for a fresh one
     * @param cseq at least 1
     * @param headers more headers, such as Authorization
     */
    record Request(String method, String host, int port, Transport transport, String requestUri, String from,
            String to, Optional<String> contactUser, OptionalInt expires, Optional<String> callId, long cseq,
            Map<String, String> headers) {
        public Request {
            requireNonNull(method);
            headers = Map.copyOf(headers);
        }
    }

    sealed interface Outcome {
        /**
         * A final response.
         *
         * @param headers by lower-case long name
         * @param roundTrip from sending to this response
         */
        record Answered(int status, String reason, Map<String, List<String>> headers, Duration roundTrip)
                implements Outcome {
            /** The answer as the reason why something did not come about. */
            public LocalizableText said() {
                return new LocalizableText("answered", List.of(String.valueOf(status), reason), status + " " + reason);
            }
        }

        /** Timer F ran out. */
        record NoAnswer() implements Outcome {}

        /** The name did not resolve, the connection was refused, … */
        record NotSent(LocalizableText problem) implements Outcome {}
    }
}
