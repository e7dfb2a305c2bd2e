package org.trunkline.sip.jain.internal;

import java.util.Optional;

import javax.sip.ClientTransaction;
import javax.sip.ServerTransaction;
import javax.sip.SipProvider;

import gov.nist.javax.sip.message.SIPRequest;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.Signaling;

/** The stack's transactions with what belongs to them. */
final class JainTransactions {
    private JainTransactions() {}

    static final class Server implements Signaling.ServerTransaction {
        /** Absent where the request is answered statelessly (RFC 3261 §8.2.7). */
        final Optional<ServerTransaction> transaction;
        final SIPRequest request;
        final SipProvider provider;
        private volatile @Nullable Object owner;
        /** A final response went out, so a CANCEL has no effect (RFC 3261 §9.2). */
        volatile boolean answered;
        /** What the stack repeats, without a word, when the request comes again. */
        volatile @Nullable WireResponse lastResponse;

        Server(Optional<ServerTransaction> transaction, SIPRequest request, SipProvider provider) {
            this.transaction = transaction;
            this.request = request;
            this.provider = provider;
        }

        @Override
        public Optional<Object> owner() {
            return Optional.ofNullable(owner);
        }

        @Override
        public void own(Object it) {
            owner = it;
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
