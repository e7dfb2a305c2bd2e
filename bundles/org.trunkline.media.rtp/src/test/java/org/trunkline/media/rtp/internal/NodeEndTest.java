package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.PluginCodecs;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.audio.codec.EncoderTuning;
import org.trunkline.media.audio.codec.G711;
import org.trunkline.media.rtp.internal.convert.Converters;
import org.trunkline.media.rtp.internal.convert.SpokenCodecs;
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
    private final Mixes mixes = new Mixes(new Refusals(), 1);
    private final AudioCodecs codecs = AudioCodecs.inJava();
    private final Converters converters = new Converters(codecs, PluginCodecs.NONE, new Refusals(), 1, -1);
    private final SpokenCodecs spoken = new SpokenCodecs(codecs, converters, 1);
    private final CallId call = CallId.next(Instant.EPOCH, new Random(1));
    private final NodeEnd end = new NodeEnd(MU, new Heard(), new NodeEnd.Room(call, mixes, spoken), new NodeEnd.Wires(Runnable::run, packet -> {
        var bytes = new byte[packet.limit()];
        packet.get(0, bytes);
        sent.add(bytes);
    }, _ -> {}, _ -> told.add("left"), System::nanoTime));

    @AfterEach
    void close() {
        mixes.close();
        converters.close();
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
        var other = new NodeEnd(MU, new Heard(), new NodeEnd.Room(CallId.next(Instant.EPOCH, new Random(2)), mixes, spoken),
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

    // ---- wideband

    private static MediaEnd.Format wide(String name, int type, int clock, int packetMillis, boolean keys) {
        return new MediaEnd.Format(new Conversion.Format(type, new Encoding(name, clock)),
                keys ? Optional.of(new Conversion.Format(110, new Encoding("telephone-event", clock))) : Optional.empty(),
                Duration.ofMillis(packetMillis), 48_000, "useinbandfec=1");
    }

    /** 16 kHz, 16 bits: a tone that telephone speech does not have. */
    private static Audio wideWave(int hertz, int millis) {
        var wave = ByteBuffer.allocate(44 + 32 * millis).order(ByteOrder.LITTLE_ENDIAN).putInt(0x46464952).putInt(36 + 32 * millis)
                .putInt(0x45564157).putInt(0x20746D66).putInt(16).putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000)
                .putShort((short) 2).putShort((short) 16).putInt(0x61746164).putInt(32 * millis);
        for (int i = 0; i < 16 * millis; i++)
            wave.putShort((short) (8000 * Math.sin(2 * Math.PI * hertz * i / 16_000)));
        return new Audio.Wave(wave.array());
    }

    @Test
    void anAnnouncementIsHeardInWideband() throws Exception {
        for (var format : List.of(wide("opus", 111, 48_000, 20, true), wide("G722", 9, 8000, 40, true))) {
            int packets = format.packet().toMillis() == 20 ? 50 : 25;
            var encoding = format.voice().encoding();
            sent.clear();
            end.format(format);
            end.play("p", wideWave(5000, 1000), 1);
            turns(Duration.ofSeconds(format.voice().payloadType() == 111 ? 10 : 20).toNanos(), 50, 0);
            Relay.await(() -> sent.size() == packets);
            for (int i = 1; i < packets; i++) {
                assertEquals(sequence(sent.get(i - 1)) + 1 & 0xFFFF, sequence(sent.get(i)));
                assertEquals(encoding.clockRate() / packets, timestamp(sent.get(i)) - timestamp(sent.get(i - 1)));
                assertEquals(format.voice().payloadType(), sent.get(i)[1]);
            }
            assertTrue(Tones.loudness(sent, encoding, 5000) > 5000, encoding.name() + " at " + Tones.loudness(sent, encoding, 5000));
        }
        assertEquals(1, spoken.table().used());
        end.format(MU);
        assertEquals(0, spoken.table().used());
    }

    /** 16 kHz, 16 bits. */
    private static Audio speech(int millis) {
        var wave = ByteBuffer.wrap(((Audio.Wave) wideWave(0, millis)).bytes()).order(ByteOrder.LITTLE_ENDIAN).position(44);
        for (short sample : Speech.samples(16_000, 16 * millis))
            wave.putShort(sample);
        return new Audio.Wave(wave.array());
    }

    private static int octets(List<byte[]> packets) {
        return packets.stream().mapToInt(packet -> packet.length - 12).sum();
    }

    private static long withFec(List<byte[]> packets) {
        return packets.stream().filter(Speech::isRepeated).count();
    }

    private static void assertFollowed(List<byte[]> before, List<byte[]> lossy) {
        assertTrue(withFec(lossy) > lossy.size() / 3, withFec(lossy) + " packets repeat the one before");
        assertTrue(octets(lossy) < octets(before) * 0.75, octets(lossy) + " octets, " + octets(before) + " before");
    }

    /** What the caller hears in so many steps of 20 ms. */
    private static List<byte[]> played(Relay relay, Peer caller, int packets) {
        var heard = new ArrayList<byte[]>();
        while (heard.size() < packets) {
            heard.add(caller.receive().orElseThrow());
            relay.pass(FRAME);
        }
        return heard;
    }

    @Test
    void anAnnouncementFollowsTheLossOfItsCaller() throws Exception {
        try (var relay = new Relay(); var alice = new Peer()) {
            var session = relay.open();
            alice.talksTo(session.port(0, LegSide.CALLER, alice.address()));
            session.remote(0, LegSide.CALLER, alice.media(true, true));
            var opened = session.end(0, LegSide.CALLER, wide("opus", 111, 48_000, 20, true), new Heard());
            opened.play("p", speech(3000), 100);
            var before = played(relay, alice, 150);
            int source = ByteBuffer.wrap(before.getFirst()).getInt(8);
            for (int i = 1; i <= 5; i++) {
                int reports = i;
                alice.receive().orElseThrow();
                alice.sendRtcp(Rtp.receiverReport(1, source, 51, 10, 0)); // of 256: a fifth
                Relay.await(() -> session.reports().stream().anyMatch(r -> r.from() == LegSide.CALLEE
                        && r.farEnd().filter(far -> far.reports() == reports).isPresent()));
                relay.pass(Duration.ofSeconds(5));
            }
            assertFollowed(before, played(relay, alice, 150));
            session.close();
        }
    }

    /** The clock is the mix's: the other says a frame for each that it makes. */
    @Test
    void aConferenceFollowsTheLossOfEachCaller() throws Exception {
        var other = new NodeEnd(MU, new Heard(), new NodeEnd.Room(CallId.next(Instant.EPOCH, new Random(2)), mixes, spoken),
                new NodeEnd.Wires(Runnable::run, _ -> {}, _ -> {}, _ -> {}, System::nanoTime));
        end.format(wide("opus", 111, 48_000, 20, true));
        end.join(new MediaEnd.Seat("room", true, false, 2));
        other.join(new MediaEnd.Seat("room", true, false, 2));
        hears(other, 0, 120);
        int source = ByteBuffer.wrap(sent.getLast()).getInt(8);
        for (int i = 0; i < 5; i++)
            end.heardLoss(source, 51, i * Duration.ofSeconds(5).toNanos());
        for (int i = 0; i < 5; i++)
            end.heardLoss(source + 1, 0, Duration.ofMinutes(1 + i).toNanos()); // of another
        hears(other, 120, 240);
        assertFollowed(sent.subList(20, 120), sent.subList(140, 240));
        other.close();
        end.close();
    }

    /** Until that many packets were sent to the caller. */
    private void hears(NodeEnd other, int from, int until) {
        var speech = Speech.samples(8000, 160 * 300);
        int[] said = {from};
        Relay.await(() -> {
            for (; said[0] < Math.min(sent.size() + 3, 300); said[0]++) {
                var packet = ByteBuffer.wrap(Rtp.voice(said[0], 77));
                for (int i = 0; i < 160; i++)
                    packet.put(12 + i, G711.encode(speech[160 * said[0] + i], false));
                other.heard(packet);
            }
            return sent.size() >= until;
        });
    }

    /** A second of speech. @param parameters what the receiver says in {@code a=fmtp} */
    private List<byte[]> opus(String parameters) {
        var packets = new ArrayList<byte[]>();
        var speech = Speech.samples(16_000, 320 * 50);
        try (var encoder = codecs.of("opus").orElseThrow().encoder(16_000, parameters)) {
            encoder.tune(new EncoderTuning(20, EncoderTuning.Rate.FULL));
            for (int i = 0; i < 50; i++) {
                var packet = ByteBuffer.allocate(1500).put((byte) 0x80).put((byte) 111).putShort((short) i).putInt(960 * i).putInt(7);
                encoder.encode(speech, 320 * i, 320, packet);
                packets.add(bytes(packet.flip()));
            }
        }
        return packets;
    }

    /** What is recorded of packets, by new coders. */
    private short[] recording(Path file, List<byte[]> packets) throws Exception {
        int source = file.hashCode();
        end.format(wide("opus", 111, 48_000, 20, true));
        end.record("r", file, Duration.ofSeconds(10), false);
        for (var packet : packets)
            end.heard(ByteBuffer.wrap(packet.clone()).putInt(8, source));
        decoded();
        end.stopRecording();
        Relay.await(() -> Files.exists(file));
        end.format(MU);
        var wave = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).position(44).slice().order(ByteOrder.LITTLE_ENDIAN);
        var samples = new short[wave.remaining() / 2];
        wave.asShortBuffer().get(samples);
        return samples;
    }

    /** What the loss of each tenth packet changes in what is recorded, against all of it, in dB. */
    private double signalToNoise(Path folder, String parameters) throws Exception {
        var packets = opus(parameters);
        var whole = recording(folder.resolve("whole.wav"), packets);
        var lossy = recording(folder.resolve("lossy.wav"), IntStream.range(0, 50).filter(i -> i % 10 != 5).mapToObj(packets::get).toList());
        assertEquals(8000, whole.length);
        assertEquals(8000, lossy.length);
        double signal = 0;
        double noise = 1;
        for (int i = 0; i < whole.length; i++) {
            signal += (double) whole[i] * whole[i];
            noise += Math.pow(whole[i] - lossy[i], 2);
        }
        return 10 * Math.log10(signal / noise);
    }

    /** RFC 6716 §2.1.7: the packet after a lost one holds it. */
    @Test
    void whatARecordingLostIsMadeOfTheNextPacket(@TempDir Path with, @TempDir Path without) throws Exception {
        double fec = signalToNoise(with, "useinbandfec=1");
        double none = signalToNoise(without, "");
        assertTrue(fec > none + 3, fec + " dB with FEC, " + none + " dB without");
        end.close();
    }

    @Test
    void whatComesLateOrTwiceIsNotDecoded(@TempDir Path folder) throws Exception {
        var packets = opus("useinbandfec=1");
        var inOrder = new ArrayList<>(packets);
        inOrder.remove(24);
        var late = new ArrayList<>(inOrder);
        late.add(25, packets.get(24));
        late.add(31, late.get(30));
        assertArrayEquals(recording(folder.resolve("order.wav"), inOrder), recording(folder.resolve("late.wav"), late));
        end.close();
    }

    /** The only thread that decodes has done what was handed to it before. */
    private void decoded() throws Exception {
        var done = new CompletableFuture<Void>();
        spoken.begin().offer(() -> done.complete(null));
        spoken.end();
        done.get(20, TimeUnit.SECONDS);
    }

    @Test
    void opusIsRecordedAndItsKeysAreHeard(@TempDir Path folder) throws Exception {
        var opus = codecs.of("opus").orElseThrow();
        var encoder = opus.encoder(48_000);
        end.format(wide("opus", 111, 48_000, 20, false));
        end.record("r", folder.resolve("a.wav"), Duration.ofSeconds(10), false);
        for (int i = 0; i < 10; i++) {
            var samples = new short[960];
            for (int n = 0; n < 960; n++) {
                double at = 2 * Math.PI * (960 * i + n) / 48_000;
                samples[n] = (short) (6000 * (Math.sin(770 * at) + Math.sin(1336 * at)));
            }
            var packet = ByteBuffer.allocate(1500).put((byte) 0x80).put((byte) 111).putShort((short) i).putInt(960 * i).putInt(7);
            encoder.encode(samples, 0, 960, packet);
            end.heard(packet.flip());
        }
        Relay.await(() -> told.contains("key 5"));
        decoded();
        end.format(MU);
        end.stopRecording();
        assertTrue(recorded.get(20, TimeUnit.SECONDS).toMillis() >= 80, "recorded " + recorded.get());
        end.format(wide("opus", 111, 48_000, 20, true));
        end.heard(ByteBuffer.allocate(16).put((byte) 0x80).put((byte) 110).putShort((short) 11).putInt(9600).putInt(7)
                .put(new byte[] {8, 10, 3, (byte) 0xC0}).flip());
        assertTrue(told.contains("key 8"), told.toString());
        end.close();
        assertEquals(0, spoken.table().used());
    }

    /** A browser in Opus hears one who speaks G.711, and the other way round. */
    @Test
    void opusAndTelephonesMeetInAMix() throws Exception {
        var opus = codecs.of("opus").orElseThrow();
        var encoder = opus.encoder(48_000);
        var heard = new CopyOnWriteArrayList<byte[]>();
        var others = new CopyOnWriteArrayList<byte[]>();
        var other = new NodeEnd(wide("opus", 111, 48_000, 20, true), new Heard(),
                new NodeEnd.Room(CallId.next(Instant.EPOCH, new Random(2)), mixes, spoken), new NodeEnd.Wires(Runnable::run, packet -> {
                    others.add(bytes(packet));
                    end.heard(ByteBuffer.wrap(tone(others.size())));
                }, _ -> {}, _ -> {}, System::nanoTime));
        end.join(new MediaEnd.Seat("room", true, false, 2));
        other.join(new MediaEnd.Seat("room", true, false, 2));
        var samples = new short[960];
        Relay.await(() -> {
            while (heard.size() < others.size()) {
                for (int n = 0; n < 960; n++)
                    samples[n] = (short) (6000 * Math.sin(2 * Math.PI * 1500 * (960 * heard.size() + n) / 48_000));
                var packet = ByteBuffer.allocate(1500).put((byte) 0x80).put((byte) 111).putShort((short) heard.size())
                        .putInt(960 * heard.size()).putInt(7);
                encoder.encode(samples, 0, 960, packet);
                heard.add(bytes(packet.flip()));
                other.heard(packet);
            }
            return others.size() >= 80;
        });
        double opusHears = Tones.loudness(others.subList(30, 80), new Encoding("opus", 48_000), 500);
        assertTrue(opusHears > 4000, "Opus hears " + opusHears);
        double telephoneHears = Tones.loudness(sent.subList(30, 75), new Encoding("PCMU", 8000), 1500);
        assertTrue(telephoneHears > 3000, "G.711 hears " + telephoneHears);
        end.close();
        other.close();
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
