package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodecs;

/** Calls of a phone that were brought together: its microphone and each of the others have a tone of their own, and what arrives is measured. */
@Timeout(60)
class JoinedCallsTest {
    private static final Encoding PCMA = new Encoding("PCMA", 8000);
    private static final int MICROPHONE = 700;
    private static final int[] OTHERS = {1100, 1700, 2300};
    private static final int PACKETS = 60;
    /** Until the jitter buffers play. */
    private static final int SETTLED = 25;

    private final Relay relay = new Relay();
    private final JoinedCalls party = new JoinedCalls();
    private final List<Call> calls = new ArrayList<>();

    /** @param phone the caller @param other of a tone of its own */
    private record Call(MediaSession session, int type, Encoding encoding, Peer phone, Peer other, List<byte[]> spoken, List<byte[]> said, List<byte[]> atPhone, List<byte[]> atOther) {
        void talk(int from, int to) {
            for (int i = from; i < to; i++)
                talk(i);
        }

        void talk(int i) {
            phone.send(spoken.get(i));
            other.send(said.get(i));
            atOther.add(other.receive().orElseThrow());
            atPhone.add(phone.receive().orElseThrow());
        }

        double hears(int hertz) {
            return Tones.loudness(atOther.subList(SETTLED, atOther.size()), encoding, hertz);
        }
    }

    @AfterEach
    void close() {
        party.close();
        relay.close();
        for (var each : calls) {
            each.phone.close();
            each.other.close();
        }
    }

    private Call call(int type, Encoding encoding) throws MediaUnavailableException {
        int number = calls.size();
        var session = relay.open();
        var phone = new Peer();
        var other = new Peer();
        phone.talksTo(session.port(0, LegSide.CALLER, phone.address()));
        other.talksTo(session.port(0, LegSide.CALLEE, other.address()));
        session.remote(0, LegSide.CALLER, media(phone, type, encoding));
        session.remote(0, LegSide.CALLEE, media(other, type, encoding));
        Relay.settle(session);
        var call = new Call(session, type, encoding, phone, other, Tones.tone(type, encoding, MICROPHONE, 7, 2 * PACKETS),
                Tones.tone(type, encoding, OTHERS[number], 8 + number, 2 * PACKETS), new ArrayList<>(), new ArrayList<>());
        calls.add(call);
        return call;
    }

    private static RemoteMedia media(Peer peer, int type, Encoding encoding) {
        var plain = peer.media(true, true);
        return new RemoteMedia("audio", plain.rtp(), new InetSocketAddress(peer.address(), peer.rtcp.getLocalPort()), true, true, Map.of(type, encoding));
    }

    private void join(Call... some) {
        for (var each : some) {
            party.add(each.session, LegSide.CALLER);
            Relay.settle(each.session);
        }
    }

    private void talk(int from, int to) {
        for (int i = from; i < to; i++) {
            for (var each : calls)
                each.talk(i);
            relay.pass(Duration.ofMillis(20));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCMU", "PCMA", "G722", "opus"})
    void eachHearsThePhoneAndTheOther(String name) throws Exception {
        var codec = AudioCodecs.inJava().of(name).orElseThrow();
        var one = call(codec.payloadType() < 0 ? 111 : codec.payloadType(), new Encoding(codec.name(), codec.clockRate()));
        var two = call(8, PCMA);
        join(one, two);
        talk(0, PACKETS);
        for (var each : calls) {
            int own = calls.indexOf(each);
            assertEquals(Tones.LOUD, each.hears(MICROPHONE), Tones.LOUD / 4, "the phone at " + own);
            assertEquals(Tones.LOUD, each.hears(OTHERS[1 - own]), Tones.LOUD / 4, "the other at " + own);
            assertTrue(each.hears(OTHERS[own]) < Tones.LOUD / 40, "itself at " + own + ": " + each.hears(OTHERS[own]));
            for (int i = 0; i < PACKETS; i++) {
                assertArrayEquals(each.said.get(i), each.atPhone.get(i), "the phone gets what was said as it is");
                assertArrayEquals(Arrays.copyOf(each.spoken.get(i), 12), Arrays.copyOf(each.atOther.get(i), 12), "header of packet " + i);
            }
        }
    }

    @Test
    void threeHearEachOtherUntilOneLeaves() throws Exception {
        var one = call(8, PCMA);
        var two = call(8, PCMA);
        var three = call(8, PCMA);
        join(one, two, three, one);
        talk(0, PACKETS);
        assertEquals(Tones.LOUD, three.hears(OTHERS[0]), Tones.LOUD / 4);
        assertEquals(Tones.LOUD, three.hears(OTHERS[1]), Tones.LOUD / 4);
        assertEquals(Tones.LOUD, one.hears(OTHERS[2]), Tones.LOUD / 4);
        party.remove(three.session);
        party.remove(three.session);
        Relay.settle(three.session);
        calls.forEach(each -> each.atOther.clear());
        talk(PACKETS, 2 * PACKETS);
        assertTrue(one.hears(OTHERS[2]) < Tones.LOUD / 40);
        assertEquals(Tones.LOUD, one.hears(OTHERS[1]), Tones.LOUD / 4);
        for (int i = 0; i < PACKETS; i++)
            assertArrayEquals(three.spoken.get(PACKETS + i), three.atOther.get(i), "as it is again");
    }

    @Test
    void aCallThatHasEndedIsNotInIt() throws Exception {
        var one = call(8, PCMA);
        var over = call(8, PCMA);
        over.session.close();
        party.add(over.session, LegSide.CALLER);
        party.add(relay.open(), LegSide.CALLER);
        join(one);
        one.talk(0, PACKETS);
        assertEquals(Tones.LOUD, one.hears(MICROPHONE), Tones.LOUD / 4);
    }

    /** Keys are in their order among the sound (RFC 4733 §2.5.1.2). */
    @Test
    void whatIsNoSoundGoesTheSameWay() throws Exception {
        var one = call(8, PCMA);
        join(one, call(8, PCMA));
        var key = one.spoken.getFirst().clone();
        key[1] = 101;
        one.phone.send(one.spoken.get(0));
        one.phone.send(key);
        one.phone.send(one.spoken.get(1));
        assertEquals(8, one.other.receive().orElseThrow()[1]);
        assertArrayEquals(key, one.other.receive().orElseThrow());
        assertEquals(8, one.other.receive().orElseThrow()[1]);
    }
}
