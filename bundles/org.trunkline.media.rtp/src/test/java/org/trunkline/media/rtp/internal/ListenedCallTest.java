package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.engine.port.media.Unheard;
import org.trunkline.media.audio.codec.AudioCodecs;

/** A call that somebody listens to: each side sends a tone of its own, and what arrives is measured. */
@Timeout(60)
class ListenedCallTest {
    private static final String MIX = "node:calls/1";
    private static final int CONSENT = 1400;
    private static final int CALLERS = 700;
    private static final int CALLEES = 2100;
    /** Half a second. */
    private static final int TONE_PACKETS = 25;
    private static final MediaEnd.Listener DEAF = new MediaEnd.Listener() {
        @Override
        public void digit(char digit) {}

        @Override
        public void played(String id, boolean whole) {}

        @Override
        public void recorded(String id, Duration length) {}

        @Override
        public void notRecorded(String id, String reason) {}
    };

    private final AudioCodecs codecs = AudioCodecs.inJava();
    private final Relay relay = new Relay();
    private final Peer caller = new Peer();
    private final Peer callee = new Peer();
    private final Peer listener = new Peer();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() {
        relay.close();
        caller.close();
        callee.close();
        listener.close();
    }

    private MediaSession call(int type, Encoding encoding) throws MediaUnavailableException {
        var session = relay.open();
        caller.talksTo(session.port(0, LegSide.CALLER, caller.address()));
        callee.talksTo(session.port(0, LegSide.CALLEE, callee.address()));
        session.remote(0, LegSide.CALLER, media(caller, Map.of(type, encoding)));
        session.remote(0, LegSide.CALLEE, media(callee, Map.of(type, encoding)));
        Relay.settle(session);
        return session;
    }

    private static RemoteMedia media(Peer peer, Map<Integer, Encoding> codecs) {
        var plain = peer.media(true, true);
        return new RemoteMedia("audio", plain.rtp(), new InetSocketAddress(peer.address(), peer.rtcp.getLocalPort()), true, true, codecs);
    }

    /** Both sides send a packet every 20 ms. @return what the callee and the caller got */
    private List<List<byte[]>> talk(List<byte[]> said, List<byte[]> answered) {
        var atCallee = new ArrayList<byte[]>();
        var atCaller = new ArrayList<byte[]>();
        for (int i = 0; i < said.size(); i++) {
            caller.send(said.get(i));
            callee.send(answered.get(i));
            atCallee.add(callee.receive().orElseThrow());
            atCaller.add(caller.receive().orElseThrow());
            relay.pass(Duration.ofMillis(20));
        }
        return List.of(atCallee, atCaller);
    }

    private static void assertSameHeaders(List<byte[]> sent, List<byte[]> got) {
        for (int i = 0; i < sent.size(); i++)
            assertArrayEquals(Arrays.copyOf(sent.get(i), 12), Arrays.copyOf(got.get(i), 12), "packet " + i);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCMU", "PCMA", "G722", "opus"})
    void bothHearTheToneAtOnceAndAgain(String name) throws Exception {
        var codec = codecs.of(name).orElseThrow();
        var encoding = new Encoding(codec.name(), codec.clockRate());
        int type = codec.payloadType() < 0 ? 111 : codec.payloadType();
        var session = call(type, encoding);
        boolean again = name.startsWith("PCM"); // the others cannot be encoded as fast as this test runs, beside other tests
        int count = again ? 800 : 45;
        var said = Tones.tone(type, encoding, CALLERS, 7, count);
        var answered = Tones.tone(type, encoding, CALLEES, 8, count);
        talk(said.subList(0, 5), answered.subList(0, 5));
        assertEquals(Optional.empty(), session.unheard());
        session.listen(MIX, ended::incrementAndGet);
        Relay.settle(session);
        var got = talk(said.subList(5, count), answered.subList(5, count));
        for (int way = 0; way < 2; way++) {
            var packets = got.get(way);
            assertSameHeaders((way == 0 ? said : answered).subList(5, count), packets);
            assertEquals(3500, Tones.loudness(packets.subList(1, TONE_PACKETS - 1), encoding, CONSENT), 800);
            assertEquals(Tones.LOUD, Tones.loudness(packets.subList(1, TONE_PACKETS - 1), encoding, way == 0 ? CALLERS : CALLEES), Tones.LOUD / 6);
            if (!again)
                continue;
            assertTrue(Tones.loudness(packets.subList(40, 740), encoding, CONSENT) < 60);
            assertEquals(3500, Tones.loudness(packets.subList(752, 772), encoding, CONSENT), 800, "after 15 s");
        }
        for (int i = 30; i < Math.min(740, count - 5); i++)
            assertArrayEquals(said.get(5 + i), got.getFirst().get(i), "packets without the tone are passed on as they are");
        session.close();
        assertEquals(1, ended.get());
    }

    @Test
    void theListenerHearsBothAndIsNotHeard() throws Exception {
        var pcma = new Encoding("PCMA", 8000);
        var session = call(8, pcma);
        var own = relay.open();
        listener.talksTo(own.port(0, LegSide.CALLER, listener.address()));
        own.remote(0, LegSide.CALLER, media(listener, Map.of(8, pcma)));
        var end = own.end(0, LegSide.CALLER, new MediaEnd.Format(8, true, -1), DEAF);
        Relay.settle(own);
        end.join(new MediaEnd.Seat(MIX, false, false, 2));
        var listening = session.listen(MIX, ended::incrementAndGet);
        Relay.settle(session);
        var heard = new ArrayList<byte[]>();
        var said = Tones.tone(8, pcma, CALLERS, 7, 90);
        var answered = Tones.tone(8, pcma, CALLEES, 8, 90);
        var spoken = Tones.tone(8, pcma, 3000, 9, 90);
        var got = new ArrayList<byte[]>();
        for (int i = 0; i < 90; i++) {
            listener.send(spoken.get(i));
            got.addAll(talk(said.subList(i, i + 1), answered.subList(i, i + 1)).getFirst());
            listener.peek().ifPresent(heard::add); // the mix makes one every 20 ms of the clock
        }
        assertTrue(Tones.loudness(got, pcma, 3000) < 60, "the listener");
        assertTrue(heard.size() > 60, heard.size() + " packets");
        assertTrue(Tones.loudness(heard.subList(0, 15), pcma, CALLERS) < 200, "nobody is heard before the tone");
        var last = heard.subList(heard.size() - 15, heard.size());
        assertTrue(Tones.loudness(last, pcma, CALLERS) > Tones.LOUD / 2, "caller");
        assertTrue(Tones.loudness(last, pcma, CALLEES) > Tones.LOUD / 2, "callee");
        listening.close();
        listening.close();
        assertEquals(1, ended.get());
        Relay.settle(session);
        assertArrayEquals(said.getFirst(), talk(said.subList(0, 1), answered.subList(0, 1)).getFirst().getFirst());
    }

    @Test
    void whatCannotBeListenedTo() throws Exception {
        var gsm = call(3, new Encoding("GSM", 8000));
        assertEquals(Optional.of(new Unheard(Unheard.Why.CODEC, "GSM")), gsm.unheard());
        assertThrows(MediaUnavailableException.class, () -> gsm.listen(MIX, ended::incrementAndGet));
        gsm.close();
        assertEquals(Unheard.Why.GONE, gsm.unheard().orElseThrow().why());
        assertEquals(Unheard.Why.NO_SOUND, relay.open().unheard().orElseThrow().why());
        assertEquals(0, ended.get());
    }

    @Test
    void anApplicationThatTakesOverEndsIt() throws Exception {
        var session = call(8, new Encoding("PCMA", 8000));
        session.listen(MIX, ended::incrementAndGet);
        var end = session.end(0, LegSide.CALLER, new MediaEnd.Format(8, true, -1), DEAF);
        Relay.await(() -> ended.get() == 1);
        assertEquals(Unheard.Why.NODE_IS_A_SIDE, session.unheard().orElseThrow().why());
        end.close();
        Relay.settle(session);
        assertEquals(Optional.empty(), session.unheard());
    }
}
