package org.trunkline.phone.internal.sip;

import java.net.URI;

import org.trunkline.domain.part.LocalizableText;

/** A connection that carries whole SIP messages. */
interface SipConnection {
    /** Gets everything on the thread of the phone. */
    interface Listener {
        void opened();

        void received(String message);

        /** Once, also where it never opened. */
        void closed(LocalizableText why);
    }

    interface Connector {
        /** Begins to connect. */
        SipConnection connect(URI server, Listener listener);
    }

    void send(String message);

    /** Nothing more comes after it, not even {@link Listener#closed}. */
    void close();
}
