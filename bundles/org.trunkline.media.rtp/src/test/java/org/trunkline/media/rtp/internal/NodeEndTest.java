package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.audio.codec.G711;
import org.trunkline.media.rtp.internal.meter.Rtp;
import org.trunkline.media.rtp.internal.mix.Mixes;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;

/** The node as one end of a call: what it sends, when, and what it hears. */
@Timeout(120)
class NodeEndTest {
    private static final MediaEnd.Format MU = new MediaEnd.Format(0, false, 101);
    private static final Duration FRAME = Duration.ofMillis(20);

    private final List<byte[]> sent = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Duration> recorded = new CompletableFuture<>();
    private final Mixes mixes = new Mixes(AudioCodecs.inJava(), new Refusals(), 1);
    private final CallId call = CallId.next(Instant.EPOCH, new Random(1));
    private final NodeEnd end = new NodeEnd(MU, new Heard(), new NodeEnd.Room(call, mixes), new NodeEnd.Wires(Runnable::run, packet -> {
        var bytes = new byte[packet.limit()];
        packet.get(0, bytes);
        sent.add(bytes);
    }, _ -> {}, _ -> told.add("left"), System::nanoTime));

    @AfterEach
    void close() {
        mixes.close();
    }

    private final class Heard implements MediaEnd.Listener {
        @Override
        public void digit(char digit) {
            told.add("key " + digit);
        }

        @Override
        public void played(String id, boolean whole) {
            told.add("played " + id + ' ' + whole);
        }

        @Override
        public void recorded(String id, Duration length) {
            recorded.complete(length);
        }

        @Override
        public void notRecorded(String id, String reason) {
            told.add("not recorded " + reason);
        }
    }

    /**
     * In a mix the caller hears the other, on the same stream as what was played before; alone what is played to it. The clock is
     * the mix's: a packet is heard for each that it makes.
     */
    @Test
    void twoInAMixHearEachOther() throws Exception {
        var heard = new CopyOnWriteArrayList<byte[]>();
        var other = new NodeEnd(MU, new Heard(), new NodeEnd.Room(CallId.next(Instant.EPOCH, new Random(2)), mixes),
                new NodeEnd.Wires(Runnable::run, packet -> {
                    heard.add(bytes(packet));
                    end.heard(ByteBuffer.wrap(tone(heard.size())));
                }, _ -> {}, _ -> {}, System::nanoTime));
        end.tick(0);
        int first = sequence(sent.getFirst());
        end.join(new MediaEnd.Seat("room", true, false, 2));
        other.join(new MediaEnd.Seat("room", true, false, 2));
        assertThrows(MediaUnavailableException.class, () -> other.join(new MediaEnd.Seat("room", true, false, 2)));
        Relay.await(() -> heard.stream().filter(packet -> level(packet) > 100).count() >= 10);
        assertEquals(List.of(new Media.Mixed.Member(call, true, false, true, Duration.ZERO)),
                mixes.all().getFirst().members().stream().filter(each -> each.call().equals(call))
                        .map(each -> new Media.Mixed.Member(each.call(), each.speaks(), each.muted(), each.speaking(), Duration.ZERO)).toList());
        assertEquals(first + 1 & 0xFFFF, sequence(sent.get(1)), "one stream");
        assertTrue(mixes.mute(call, true));
        int muted = heard.size();
        Relay.await(() -> heard.size() > muted + 30);
        assertTrue(heard.subList(muted + 10, muted + 30).stream().allMatch(packet -> level(packet) < 100), "a muted one is heard");
        other.close();
        end.close();
        assertEquals(List.of(), mixes.all());
        assertEquals(0, mixes.table().used());
    }

    /** 500 Hz, µ-law. */
    private static byte[] tone(int number) {
        var packet = ByteBuffer.wrap(Rtp.packet(0, number, 160L * number, 77, 160));
        for (int i = 0; i < 160; i++)
            packet.put(12 + i, G711.encode((short) (8000 * Math.sin(2 * Math.PI * 500 * i / 8000)), false));
        return packet.array();
    }

    private static byte[] bytes(ByteBuffer packet) {
        var bytes = new byte[packet.limit()];
        packet.get(0, bytes);
        return bytes;
    }

    private static int sequence(byte[] packet) {
        return ByteBuffer.wrap(packet).getShort(2) & 0xFFFF;
    }

    private static int timestamp(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(4);
    }

    private static int level(byte[] packet) {
        int most = 0;
        for (int i = 12; i < packet.length; i++)
            most = Math.max(most, Math.abs(G711.decode(packet[i], false)));
        return most;
    }

    /** @param jitter by which the turns come early and late */
    private void turns(long from, int count, long jitter) {
        for (int i = 0; i < count; i++)
            end.tick(from + i * FRAME.toNanos() + (i % 3 - 1) * jitter);
    }

    @Test
    void aPacketIsSentForEachTwentyMillisecondsWhateverTheTurnsDo() {
        turns(1_000_000_000L, 500, 7_000_000);
        assertEquals(500, sent.size(), 2);
        for (int i = 1; i < sent.size(); i++) {
            assertEquals(sequence(sent.get(i - 1)) + 1 & 0xFFFF, sequence(sent.get(i)));
            assertEquals(160, timestamp(sent.get(i)) - timestamp(sent.get(i - 1)));
            assertEquals(172, sent.get(i).length);
        }
        assertTrue((sent.getFirst()[1] & 0x80) != 0 && (sent.get(1)[1] & 0x80) == 0, "the first has the marker");
        assertEquals(0, level(sent.getLast()), "nothing is played");
    }

    @Test
    void aLoopThatWasKeptFromItsWorkSendsAFewAtOnceAndNoMore() {
        end.tick(0);
        end.tick(Duration.ofMillis(80).toNanos());
        assertEquals(5, sent.size());
        end.tick(Duration.ofSeconds(9).toNanos());
        assertEquals(6, sent.size());
        end.tick(Duration.ofSeconds(9).plus(FRAME).toNanos());
        assertEquals(7, sent.size());
    }

    @Test
    void aToneIsPlayedAsOftenAsAsked() throws Exception {
        end.play("p", new Audio.Tone("congestion"), 2);
        turns(0, 49, 0);
        assertEquals(List.of(), told);
        assertTrue(level(sent.get(1)) > 6000 && level(sent.get(27)) > 6000);
        assertEquals(0, level(sent.get(15)));
        turns(49 * FRAME.toNanos(), 3, 0);
        assertEquals(List.of("played p true"), told);
        assertEquals(0, level(sent.getLast()));
    }

    @Test
    void whatIsPlayedIsStoppedByTheNext() throws Exception {
        end.play("one", new Audio.Tone("ringback"), 1);
        end.tick(0);
        end.play("two", new Audio.Tone("busy"), 1);
        end.stopPlaying();
        end.stopPlaying();
        end.close();
        end.close();
        end.tick(FRAME.toNanos());
        assertEquals(List.of("played one false", "played two false", "left"), told);
        assertEquals(1, sent.size());
    }

    @Test
    void keysAreHeardThroughExtensionsAndPadding() {
        byte[] event = {5, (byte) 0x8A, 3, (byte) 0xC0};
        var packet = ByteBuffer.allocate(64).put((byte) 0xB1).put((byte) 101).putShort((short) 1).putInt(77).putInt(9)
                .putInt(4711).putShort((short) 0).putShort((short) 1).putInt(0).put(event).put((byte) 0).put((byte) 2);
        end.heard(packet.flip());
        assertEquals(List.of("key 5"), told);
        end.heard(ByteBuffer.wrap(new byte[] {(byte) 0xBF, 101, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0}));
        assertEquals(1, told.size(), "a header that says more than there is");
    }

    @Test
    void keysOfACallerWithoutEventsAreHeardAsTones() {
        for (int events : new int[] {101, -1}) {
            end.format(new MediaEnd.Format(0, false, events));
            for (int i = 0; i < 5; i++) {
                var packet = ByteBuffer.wrap(Rtp.voice(i, 7));
                for (int n = 0; n < 160; n++) {
                    double at = 2 * Math.PI * (160 * i + n) / 8000;
                    packet.put(12 + n, G711.encode((short) (6000 * (Math.sin(770 * at) + Math.sin(1336 * at))), false));
                }
                end.heard(packet);
            }
        }
        assertEquals(List.of("key 5"), told, "once, and not where keys come as events");
    }

    @Test
    void aRecordingBeginsAfterItsTone(@TempDir Path folder) throws Exception {
        end.record("r", folder.resolve("a.wav"), Duration.ofSeconds(10), true);
        end.heard(ByteBuffer.wrap(Rtp.voice(1, 7)));
        turns(0, 22, 0);
        assertTrue(level(sent.get(1)) > 6000, "the tone");
        for (int i = 2; i < 12; i++)
            end.heard(ByteBuffer.wrap(Rtp.voice(i, 7)));
        end.stopRecording();
        assertEquals(Duration.ofMillis(200), recorded.get(20, TimeUnit.SECONDS));
        assertEquals(44 + 3200, Files.size(folder.resolve("a.wav")));
    }

    // ---- with sockets

    @Test
    void theCallerHearsAndIsHeard() throws Exception {
        try (var relay = new Relay(); var alice = new Peer()) {
            var session = relay.open();
            alice.talksTo(session.port(0, LegSide.CALLER, alice.address()));
            session.remote(0, LegSide.CALLER, alice.media(true, true));
            var opened = session.end(0, LegSide.CALLER, MU, new Heard());
            opened.play("p", new Audio.Tone("unobtainable"), 1);
            assertEquals(0, alice.receive().orElseThrow()[1] & 0x7F);
            for (int i = 0; i < 40; i++) {
                relay.pass(FRAME);
                assertEquals(172, alice.receive().orElseThrow().length);
                alice.send(Rtp.voice(i, 1));
            }
            alice.send(Rtp.packet(101, 99, 99 * 160, 1, 4));
            Relay.await(() -> session.reports().stream().anyMatch(r -> r.from() == LegSide.CALLER && r.packets() == 41));
            var own = session.reports().stream().filter(r -> r.from() == LegSide.CALLEE).findFirst().orElseThrow();
            assertEquals("PCMU", own.codec());
            assertTrue(own.packets() >= 40 && own.lost() == 0, own.toString());
            opened.close();
            Relay.settle(session);
            relay.pass(FRAME);
            Relay.tick(session);
            assertTrue(alice.peek().isEmpty(), "closed");
            session.close();
        }
    }

    @Test
    void whatIsPlayedIsEncryptedWhereTheCallerWantsThat() throws Exception {
        var suite = SrtpKeys.Suite.AEAD_AES_128_GCM;
        try (var relay = new Relay(); var alice = new Peer()) {
            var session = relay.open();
            alice.talksTo(session.port(0, LegSide.CALLER, alice.address()));
            var ours = new byte[suite.octets()];
            var theirs = new byte[suite.octets()];
            theirs[0] = 1;
            session.remote(0, LegSide.CALLER, alice.media(true, true)
                    .with(Optional.of(new SrtpKeys(suite, ours, theirs))));
            session.end(0, LegSide.CALLER, MU, new Heard());
            var packet = alice.receive().orElseThrow();
            assertEquals(172 + suite.tagOctets(), packet.length);
            var received = ByteBuffer.allocate(packet.length + SrtpContext.OVERHEAD).put(packet).flip();
            assertTrue(new SrtpContext(new SrtpKeys(suite, theirs, ours)).unprotect(received));
            assertEquals((byte) 0xFF, received.get(12), "silence");
            session.close();
        }
    }

    @Test
    void theNodeLeavesItsPlaceToASecondLeg() throws Exception {
        try (var relay = new Relay(); var alice = new Peer(); var bob = new Peer()) {
            var session = relay.open();
            alice.talksTo(session.port(0, LegSide.CALLER, alice.address()));
            session.remote(0, LegSide.CALLER, alice.media(true, true));
            session.end(0, LegSide.CALLER, MU, new Heard()).close();
            Relay.join(session, alice, bob);
            alice.send(Rtp.voice(1, 1));
            assertEquals(172, bob.receive().orElseThrow().length);
            session.close();
        }
    }
}
