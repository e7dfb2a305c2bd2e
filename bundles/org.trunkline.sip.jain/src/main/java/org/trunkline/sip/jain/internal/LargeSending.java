package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.time.InstantSource;

import javax.sip.SipException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.Signaling.ClientTransaction;
import org.trunkline.sip.jain.internal.transaction.LargeRequests;

/**
 * Sends what is too large for one datagram: over TCP, and where nobody takes it there, over UDP (RFC 3261 §18.1.1).
 * <b>Threads:</b> any.
 */
final class LargeSending {
    private static final Logger LOG = LoggerFactory.getLogger(LargeSending.class);

    /** A request that went over TCP, or over UDP after all. */
    static final class Large implements ClientTransaction {
        private final Object owner;
        private volatile @Nullable ClientTransaction sent;

        private Large(Object owner) {
            this.owner = owner;
        }

        @Override
        public Object owner() {
            return owner;
        }

        /** How it went; null before. */
        @Nullable ClientTransaction sent() {
            return sent;
        }
    }

    private final JainSignaling signaling;
    private final StreamTransactions streams;
    private final LargeRequests takers = new LargeRequests(InstantSource.system());

    LargeSending(JainSignaling signaling, StreamTransactions streams) {
        this.signaling = signaling;
        this.streams = streams;
    }

    /** Asks and sends on a thread of its own. @param datagram not sent yet */
    Large begin(UdpClient datagram, Object owner) {
        var large = new Large(owner);
        Thread.ofVirtual().name("sip-large-send").start(() -> send(large, datagram));
        return large;
    }

    private void send(Large large, UdpClient datagram) {
        var peer = datagram.request.hop().address();
        if (takers.takes(peer) && overTcp(large, datagram))
            return;
        try {
            large.sent = datagram;
            signaling.udp().send(datagram);
        } catch (IOException e) {
            signaling.notSent(large, OwnRequests.notSent(e.getMessage()));
        }
    }

    private boolean overTcp(Large large, UdpClient datagram) {
        var client = streams.client(overTcp(datagram.request), large.owner);
        if (!streams.hasRoom(client))
            return false;
        try {
            large.sent = client;
            streams.startOrThrow(client);
            return true;
        } catch (SipException e) {
            LOG.debug("{} does not take a large request over TCP: {}", datagram.request.hop().text(),
                    StreamTransactions.reason(e));
            takers.failed(datagram.request.hop().address());
            return false;
        }
    }

    private static OutgoingRequest overTcp(OutgoingRequest r) {
        return new OutgoingRequest(r.method(), r.requestUri(), r.callId(), r.cseq(), r.from(), r.fromTag(), r.to(),
                r.toTag(), r.maxForwards(), r.routes(), r.contactUser(), new Hop(r.hop().address(), Transport.TCP), r.headers(),
                r.body());
    }
}
