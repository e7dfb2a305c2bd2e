package org.trunkline.sip.jain.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;
import org.trunkline.engine.port.signaling.AdmissionSnapshot.Load;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.testkit.SampleAdmission;

/** The adapter without an engine: a published snapshot says who may do what, and events go up with their bytes. */
@Timeout(300)
class AdmissionTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int AT_ONCE = 4;

    private final ReceivedEvents events = new ReceivedEvents();
    private Endpoints endpoints;
    private JainSignaling signaling;
    private Peer peer;

    @BeforeEach
    void open() throws Exception {
        var d = BorderLimits.DEFAULT;
        var slow = new BorderLimits(d.messageBytes(), d.headers(), d.headerBytes(), d.parse(), 1, d.failures(), d.challenges(),
                d.block(), d.sources(), d.connections(), d.transactions(), d.handshakes(), d.scanners());
        endpoints = new Endpoints(new SipSettings(List.of(LOOPBACK), 0, EnumSet.of(Transport.UDP), 1, slow));
        signaling = new JainSignaling(endpoints);
        signaling.open();
        signaling.attach(events);
        peer = new Peer(ReceivedEvents.address(endpoints));
    }

    @AfterEach
    void close() {
        peer.close();
        endpoints.close();
    }

    private SignalEvent.Request next() throws InterruptedException {
        return events.next(SignalEvent.Request.class);
    }

    private void send(String id) throws Exception {
        peer.send(peer.request("OPTIONS", id, id, ""));
    }

    @Test
    void anEventHasTheBytesOfItsMessage() throws Exception {
        String invite = peer.request("INVITE", "c1", "c1", "").replace("Content-Length: 0\n\n", Peer.sdp(4000));
        peer.send(invite);
        var wire = next().request().wire();
        assertEquals(invite.replace("\n", "\r\n"), new String(wire.bytes(), UTF_8));
        assertEquals("INVITE", wire.label());
        assertEquals(peer.address(), wire.remote());
        assertEquals(List.of(), events.passed(), "a message that makes an event is told once");
    }

    @Test
    void aStrangerMayAskSoOftenAndATrunkAsItLikes() throws Exception {
        for (int i = 0; i < 3 * AT_ONCE; i++)
            send("stranger" + i);
        peer.receive("SIP/2.0 503");
        signaling.admission(SampleAdmission.trunks(LOOPBACK));
        var admitted = new ArrayList<String>();
        for (int i = 0; i < 3 * AT_ONCE; i++)
            send("trunk" + i);
        while (!admitted.contains("trunk" + (3 * AT_ONCE - 1)))
            admitted.add(next().request().callId());
        admitted.removeIf(id -> id.startsWith("stranger"));
        assertEquals(3 * AT_ONCE, admitted.size(), "what is read after the snapshot is judged by it");
    }

    @Test
    void emergencyCallsAreAdmittedInAnOverload() throws Exception {
        signaling.admission(SampleAdmission.emergency("112").under(new Load(false, true)));
        peer.send(peer.request("INVITE", "plain", "plain", ""));
        peer.receive("SIP/2.0 503");
        peer.send(peer.request("INVITE", "help", "help", "").replace("sip:bob@127.0.0.1 SIP", "sip:112@127.0.0.1 SIP"));
        assertEquals("help", next().request().callId());
        signaling.admission(AdmissionSnapshot.NOTHING);
        peer.send(peer.request("INVITE", "after", "after", ""));
        assertEquals("after", next().request().callId());
    }
}
