package org.trunkline.sip.jain.internal;

import java.util.Optional;

import javax.sip.ClientTransaction;
import javax.sip.ServerTransaction;
import javax.sip.SipProvider;

import gov.nist.javax.sip.message.SIPRequest;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.sip.jain.internal.transaction.Served;
import org.trunkline.sip.jain.internal.wire.WireRequest;
import org.trunkline.sip.jain.internal.wire.WireResponse;

/** The stack's transactions, of connections, with what belongs to them. */
final class JainTransactions {
    private JainTransactions() {}

    static final class Server extends Served {
        /** Absent where the request is refused without one (RFC 3261 §8.2.7). */
        final Optional<ServerTransaction> transaction;
        final SipProvider provider;
        /** What the stack repeats, without a word, when the request comes again. */
        volatile @Nullable WireResponse lastResponse;

        Server(Optional<ServerTransaction> transaction, SIPRequest request, SipProvider provider) {
            super(request);
            this.transaction = transaction;
            this.provider = provider;
        }
    }

    static final class Client implements Signaling.ClientTransaction {
        final WireRequest request;
        private final Object owner;
        volatile @Nullable ClientTransaction transaction;
        /** The first 2xx was handed over; the stack lets further ones through for a while. */
        volatile boolean succeeded;

        Client(WireRequest request, Object owner) {
            this.request = request;
            this.owner = owner;
        }

        @Override
        public Object owner() {
            return owner;
        }

        /** The stack keeps the transaction for seconds more; it shall not keep the call as well. */
        void forget() {
            var over = transaction;
            if (over != null)
                over.setApplicationData(null);
        }
    }
}
