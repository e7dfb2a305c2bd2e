package org.trunkline.sip.jain.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.JainSignaling;
import org.trunkline.sip.jain.internal.tls.SignalingException;
import org.trunkline.sip.jain.internal.tls.SipSettings;

/** IPv6, and connections that live. */
@Timeout(300)
class TransportTest {
    /** Answers whatever comes. */
    private static Endpoints open(InetAddress address) throws SignalingException {
        var endpoints = new Endpoints(new SipSettings(List.of(address), 0, EnumSet.of(Transport.UDP, Transport.TCP), 1));
        var signaling = new JainSignaling(endpoints);
        signaling.open();
        signaling.attach(new Signaling.Handler() {
            @Override
            public boolean on(SignalEvent event) {
                if (event instanceof SignalEvent.Request(var transaction, var request))
                    signaling.respond(transaction, new OutgoingResponse(200, "", "t", java.util.Optional.of("node"),
                            List.of(), java.util.Optional.empty()));
                return true;
            }

            @Override
            public void passed(WireMessage message) {}

            @Override
            public RegisterHandler registrar() {
                return request -> RegisterHandler.Reply.of(200, "");
            }
        });
        return endpoints;
    }

    private static int port(Endpoints endpoints, InetAddress towards) {
        String own = endpoints.local(towards);
        return Integer.parseInt(own.substring(own.lastIndexOf(':') + 1));
    }

    private static String request(String transport, String sentBy, String branch) {
        return ("OPTIONS sip:node SIP/2.0\nVia: SIP/2.0/" + transport + ' ' + sentBy + ";rport;branch=z9hG4bK" + branch
                + "\nMax-Forwards: 70\nFrom: <sip:a@b>;tag=1\nTo: <sip:node>\nCall-ID: " + branch
                + "\nCSeq: 1 OPTIONS\nContent-Length: 0\n\n").replace("\n", "\r\n");
    }

    @Test
    void ipv6() throws Exception {
        var loopback = InetAddress.ofLiteral("::1");
        try (var peer = bound(loopback)) {
            var endpoints = open(loopback);
            try {
                int port = port(endpoints, loopback);
                assertEquals("[0:0:0:0:0:0:0:1]:" + port, endpoints.local(loopback));
                byte[] bytes = request("UDP", "[::1]:" + peer.getLocalPort(), "v6").getBytes(UTF_8);
                peer.send(new DatagramPacket(bytes, bytes.length, loopback, port));
                var packet = new DatagramPacket(new byte[4096], 4096);
                peer.setSoTimeout(60_000);
                peer.receive(packet);
                String answer = new String(packet.getData(), 0, packet.getLength(), UTF_8);
                assertTrue(answer.startsWith("SIP/2.0 200"), answer);
                assertTrue(answer.contains("Contact: <sip:node@[0:0:0:0:0:0:0:1]:" + port), answer);
            } finally {
                endpoints.close();
            }
        }
    }

    private static DatagramSocket bound(InetAddress address) {
        try {
            return new DatagramSocket(new InetSocketAddress(address, 0));
        } catch (IOException e) {
            assumeTrue(false, "this machine has no IPv6 loopback");
            throw new AssertionError(e);
        }
    }

    @Test
    void keepAlivesOnAConnectionAreHarmless() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        var endpoints = open(loopback);
        try (var socket = new Socket(loopback, port(endpoints, loopback))) {
            socket.setSoTimeout(60_000);
            var out = socket.getOutputStream();
            out.write("\r\n\r\n".getBytes(UTF_8)); // RFC 5626 §3.5.1
            out.write(request("TCP", "127.0.0.1:" + socket.getLocalPort(), "t1").getBytes(UTF_8));
            out.write("\r\n\r\n\r\n".getBytes(UTF_8));
            out.write(request("TCP", "127.0.0.1:" + socket.getLocalPort(), "t2").getBytes(UTF_8));
            out.flush();
            var text = new StringBuilder();
            while (!text.toString().contains("Call-ID: t2"))
                text.append((char) socket.getInputStream().read());
            assertTrue(text.toString().contains("Call-ID: t1"), text.toString());
        } finally {
            endpoints.close();
        }
    }
}
