package org.trunkline.engine.port.signaling;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;

/**
 * SIP transactions and transports (RFC 3261 §17, §18). Dialogs are the engine's.
 *
 * <p><b>Threads:</b> any. Sending never waits for the network longer than a system call.
 */
public interface Signaling {
    /** Hears of everything that comes in. */
    interface Handler {
        /**
         * Called on a stack thread: enqueue and return. The event has its message's bytes.
         *
         * @return false for an ACK to a dialog that is not there
         */
        boolean on(SignalEvent event);

        /**
         * A message of an INVITE dialog that makes no event and was not sent by a call of this interface: one that came or
         * went out again, a CANCEL, the ACK to a refusal. On any thread: note and return.
         */
        void passed(WireMessage message);

        /** Answers REGISTER; called on a stack thread. */
        RegisterHandler registrar();

        /** Whether messages wait to be read, so that who reads them must do nothing else. Told on change, on any thread. */
        default void hurried(boolean now) {}

        /** Where the peers of calls in progress are, of those over TCP and TLS; asked now and then, on any thread. */
        default Set<InetSocketAddress> connected() {
            return Set.of();
        }
    }

    /** What the node shows over TLS; empty where it does not speak it. */
    default Optional<TlsCertificate> certificate() {
        return Optional.empty();
    }

    /** Why the files of {@link #certificate} are not used as they are now; empty where they are, or there are none. */
    default Optional<LocalizableText> certificateTrouble() {
        return Optional.empty();
    }

    /** The last one shown by whom this name was expected of, good or not, or by a caller that proved it. */
    default Optional<TlsCertificate> certificateOf(String name) {
        return Optional.empty();
    }

    /** Starts to receive. One handler at a time; closing refuses new requests with 503. */
    AutoCloseable attach(Handler handler);

    /**
     * Publishes what messages are admitted by from now on: a message that is read after this returns is judged by it. The
     * adapter never asks the engine instead.
     */
    void admission(AdmissionSnapshot snapshot);

    /**
     * {@code host:port} of the node as that peer can reach it: {@code 192.0.2.1:5060}. For records: requests have
     * {@link OutgoingRequest#OWN_HOST} in their URIs instead.
     */
    String local(Hop towards);

    /**
     * Finds the address of a name; addresses at once, on the caller's thread, names later on another.
     *
     * @param port 0 for the transport's default
     */
    void resolve(String host, int port, Transport transport, Consumer<Optional<Hop>> result);

    /**
     * The same where the name says the port and the transport too (RFC 3263 §4.1).
     *
     * @param otherwise where it says nothing; TLS is never left for another
     */
    default void resolve(String host, Transport otherwise, Consumer<Optional<Hop>> result) {
        resolve(host, 0, otherwise, result);
    }

    /**
     * Nobody answers there, or answers 503: it comes last for a while when its name is resolved.
     *
     * @return whether that name leads elsewhere too (RFC 3263 §4.3)
     */
    default boolean failed(Hop hop) {
        return false;
    }

    /** Sends a request other than ACK and CANCEL. What comes of it comes as events, {@code NotSent} included. */
    ClientTransaction send(OutgoingRequest request, Object owner);

    /** Cancels an INVITE that a provisional response came to (RFC 3261 §9.1). */
    void cancel(ClientTransaction invite, List<Header> headers);

    /** Sends the ACK to a 2xx, which has no transaction. */
    Transmission acknowledge(OutgoingRequest ack);

    /** Answers. A 2xx to INVITE is the caller's to repeat until the ACK (RFC 3261 §13.3.1.4). */
    Transmission respond(ServerTransaction transaction, OutgoingResponse response);

    /** Forgets a transaction without an answer. */
    void drop(ServerTransaction transaction);

    interface ServerTransaction {
        /** For the engine to find what this belongs to. */
        Optional<Object> owner();

        void own(Object owner);
    }

    interface ClientTransaction {
        /** As given to {@link #send}. */
        Object owner();

        /** As it was sent at once; empty where that failed, or takes a while and comes by {@link Handler#passed}. */
        default Optional<WireMessage> wire() {
            return Optional.empty();
        }
    }
}
