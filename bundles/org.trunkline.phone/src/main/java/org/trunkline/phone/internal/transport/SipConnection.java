package org.trunkline.phone.internal.transport;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;

/** A connection that carries whole SIP messages. On the thread of the phone. */
public interface SipConnection {
    /** Gets everything on the thread of the phone. */
    interface Listener {
        void opened();

        void received(String message);

        /** Once, also where it never opened. */
        void closed(LocalizableText why);
    }

    interface Connector {
        /** Begins to connect. @param server as in {@link ServerUri} */
        SipConnection connect(URI server, Listener listener);
    }

    void send(String message);

    /** Nothing more comes after it, not even {@link Listener#closed}. */
    void close();

    /** Asks at once whether the other end is there. @param alive told if it is, or cannot be asked; {@link Listener#closed} is told if not */
    default void probe(Runnable alive) {
        alive.run();
    }

    /**
     * As {@link #close}; the next connection prefers another address of the server, as this one answers nothing or refuses everything (RFC 3263 §4.3).
     *
     * @return whether the server has another one, as far as is known, that did not fail
     */
    default boolean abandon() {
        close();
        return false;
    }

    /** Of this end, while it is open; empty where nobody can connect to it (RFC 7118 §5.2). */
    default Optional<InetSocketAddress> local() {
        return Optional.empty();
    }

    /** Of the server, while it is open; empty where media does not need it. */
    default Optional<InetSocketAddress> remote() {
        return Optional.empty();
    }
}
