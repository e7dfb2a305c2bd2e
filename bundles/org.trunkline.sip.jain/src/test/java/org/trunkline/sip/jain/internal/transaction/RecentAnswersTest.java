package org.trunkline.sip.jain.internal.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.JainSignaling;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.transport.OutgoingMessage;
import org.trunkline.sip.jain.internal.transport.UdpSocket;

@Timeout(300)
class RecentAnswersTest {
    private final RecentAnswers answers = new RecentAnswers();
    private final WheelScheduler clock = new WheelScheduler(() -> 0);
    private Endpoints endpoints;
    private UdpSocket port;

    @BeforeEach
    void open() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        endpoints = new Endpoints(new SipSettings(List.of(loopback), 0, EnumSet.of(Transport.UDP), 1), clock);
        new JainSignaling(endpoints).open();
        port = endpoints.datagrams(new Hop(new InetSocketAddress(loopback, 5060), Transport.UDP));
    }

    @AfterEach
    void close() {
        endpoints.close();
    }

    private OutgoingMessage answer(InetAddress to, String text, boolean noted) {
        return new OutgoingMessage(port, new WireMessage(Instant.EPOCH, true, new InetSocketAddress(to, 5062), Transport.UDP,
                "call@ängen", "mine", "", "200 OK", text.getBytes(UTF_8)), noted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "fe80::1%1"})
    void anAnswerComesBackAsItWas(String address) throws Exception {
        var to = InetAddress.getByName(address);
        answers.keep("INVITE z9hG4bKa", answer(to, "SIP/2.0 200 Grüezi", true), port);
        answers.keep("BYE z9hG4bKa", answer(to, "SIP/2.0 481 No", false), port);
        var kept = answers.to("INVITE z9hG4bKa");
        assertNotNull(kept);
        assertSame(port, kept.flow());
        assertTrue(kept.noted());
        var message = kept.message();
        assertEquals(new InetSocketAddress(to, 5062), message.remote());
        assertEquals(to.getHostAddress(), message.remote().getAddress().getHostAddress(), "with its zone");
        assertEquals(List.of("call@ängen", "mine", "", "200 OK"),
                List.of(message.callId(), message.localTag(), message.remoteTag(), message.label()));
        assertArrayEquals("SIP/2.0 200 Grüezi".getBytes(UTF_8), message.bytes());
        assertTrue(message.sent());
        assertFalse(answers.to("BYE z9hG4bKa").noted());
        assertFalse(answers.has("ACK z9hG4bKa"));
    }

    @Test
    void anAnswerIsKeptFromABufferToo() {
        var buffer = ByteBuffer.allocateDirect(32).put("SIP/2.0 401 No".getBytes(UTF_8)).flip();
        var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5062);
        answers.keep("REGISTER z9hG4bKa", buffer, port, to);
        assertEquals(14, buffer.remaining(), "it is still to be sent");
        var kept = answers.to("REGISTER z9hG4bKa");
        assertNotNull(kept);
        assertSame(port, kept.flow());
        assertFalse(kept.noted());
        assertEquals(to, kept.message().remote());
        assertArrayEquals("SIP/2.0 401 No".getBytes(UTF_8), kept.message().bytes());
    }

    @Test
    void asManyAreKeptAsSaid() {
        for (int i = 0; i < 9_000; i++)
            answers.keep("OPTIONS z9hG4bK" + i, answer(InetAddress.getLoopbackAddress(), "answer " + i, false), port);
        assertNull(answers.to("OPTIONS z9hG4bK" + (9_000 - 8_193)));
        assertTrue(answers.has("OPTIONS z9hG4bK" + (9_000 - 8_192)));
        assertArrayEquals("answer 8999".getBytes(UTF_8), answers.to("OPTIONS z9hG4bK8999").message().bytes());
    }
}
