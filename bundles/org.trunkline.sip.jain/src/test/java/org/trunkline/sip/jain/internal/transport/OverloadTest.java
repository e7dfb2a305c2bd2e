package org.trunkline.sip.jain.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;
import org.trunkline.engine.port.signaling.AdmissionSnapshot.Load;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.JainSignaling;
import org.trunkline.sip.jain.internal.Peer;
import org.trunkline.sip.jain.internal.tls.SipSettings;

/** A node that has no time for new calls. */
@Timeout(300)
class OverloadTest {
    private static final class Busy implements Signaling.Handler {
        final BlockingQueue<SignalEvent> events = new LinkedBlockingQueue<>();

        @Override
        public boolean on(SignalEvent event) {
            events.add(event);
            return true;
        }

        @Override
        public void passed(WireMessage message) {}

        @Override
        public RegisterHandler registrar() {
            return request -> RegisterHandler.Reply.of(200, "");
        }
    }

    @Test
    void refusesNewCallsAtOnceAndNothingElse() throws Exception {
        var endpoints = new Endpoints(new SipSettings(List.of(InetAddress.getLoopbackAddress()), 0,
                EnumSet.of(Transport.UDP), 1));
        var signaling = new JainSignaling(endpoints);
        signaling.open();
        var busy = new Busy();
        signaling.attach(busy);
        signaling.admission(AdmissionSnapshot.NOTHING.under(new Load(true, true)));
        String own = endpoints.local(InetAddress.getLoopbackAddress());
        int port = Integer.parseInt(own.substring(own.lastIndexOf(':') + 1));
        try (var peer = new Peer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            String invite = peer.request("INVITE", "c1", "c1", "");
            peer.send(invite);
            String refused = peer.receive("SIP/2.0 503");
            assertTrue(Integer.parseInt(Peer.header(refused, "Retry-After").strip()) >= 2);
            peer.send(invite);
            assertEquals(refused, peer.receive("SIP/2.0 503"));
            peer.send(peer.request("REGISTER", "r1", "r1", ""));
            peer.receive("SIP/2.0 200");
            String within = peer.request("INVITE", "c2", "c2", "")
                    .replace("To: <sip:bob@127.0.0.1>", "To: <sip:bob@127.0.0.1>;tag=known");
            peer.send(within);
            var event = assertInstanceOf(SignalEvent.Request.class, busy.events.poll(60, TimeUnit.SECONDS));
            assertEquals("c2", event.request().callId(), "the refused one made no event");
            signaling.admission(AdmissionSnapshot.NOTHING);
            peer.send(peer.request("INVITE", "c3", "c3", ""));
            event = assertInstanceOf(SignalEvent.Request.class, busy.events.poll(60, TimeUnit.SECONDS));
            assertEquals("c3", event.request().callId());
        } finally {
            endpoints.close();
        }
    }
}
