package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.Conversion.Format;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.audio.codec.G711;
import org.trunkline.media.rtp.internal.meter.Rtp;

/** Two sides without a codec in common: a tone of each is measured at the other. */
@Timeout(120)
class ConvertedCallTest {
    private static final Encoding OPUS = new Encoding("opus", 48_000);
    private static final Encoding PCMA = new Encoding("PCMA", 8000);
    private static final Encoding KEYS = new Encoding("telephone-event", 8000);
    private static final Encoding OPUS_KEYS = new Encoding("telephone-event", 48_000);
    private static final Map<Integer, Encoding> BROWSER = Map.of(111, OPUS, 110, OPUS_KEYS);
    private static final Map<Integer, Encoding> TRUNK = Map.of(8, PCMA, 101, KEYS, 13, new Encoding("CN", 8000));
    private static final Conversion TO_TRUNK = new Conversion(BROWSER, new Format(8, PCMA), Optional.of(new Format(101, KEYS)), Duration.ofMillis(20), Conversion.Parameters.NONE);
    private static final Conversion TO_BROWSER = new Conversion(TRUNK, new Format(111, OPUS), Optional.of(new Format(110, OPUS_KEYS)), Duration.ofMillis(20), Conversion.Parameters.NONE);
    private static final int TONE = 1000;
    private static final int SSRC = 77;

    private final AudioCodecs codecs = AudioCodecs.inJava();
    private final Relay relay = new Relay();
    private final Peer browser = new Peer();
    private final Peer trunk = new Peer();

    @AfterEach
    void close() {
        relay.close();
        browser.close();
        trunk.close();
    }

    private MediaSession call() throws MediaUnavailableException {
        return call(TO_BROWSER);
    }

    private MediaSession call(Conversion toBrowser) throws MediaUnavailableException {
        var session = relay.open();
        browser.talksTo(session.port(0, LegSide.CALLER, browser.address()));
        trunk.talksTo(session.port(0, LegSide.CALLEE, trunk.address()));
        session.remote(0, LegSide.CALLER, media(browser, BROWSER));
        session.remote(0, LegSide.CALLEE, media(trunk, TRUNK));
        session.convert(0, LegSide.CALLER, Optional.of(TO_TRUNK));
        session.convert(0, LegSide.CALLEE, Optional.of(toBrowser));
        Relay.settle(session);
        return session;
    }

    private static RemoteMedia media(Peer peer, Map<Integer, Encoding> codecs) {
        var plain = peer.media(true, true);
        return new RemoteMedia("audio", plain.rtp(), new InetSocketAddress(peer.address(), peer.rtcp.getLocalPort()), true, true, codecs);
    }

    private static byte[] packet(int type, boolean mark, int sequence, int timestamp, byte[] payload) {
        return ByteBuffer.allocate(12 + payload.length).put((byte) 0x80).put((byte) (type | (mark ? 0x80 : 0))).putShort((short) sequence)
                .putInt(timestamp).putInt(SSRC).put(payload).array();
    }

    private AudioCodec codec(Encoding encoding) {
        return codecs.of(encoding.name()).orElseThrow();
    }

    /** Packets of 20 ms of the tone. */
    private static List<byte[]> tone(int type, Encoding encoding, int count) {
        var packets = Tones.tone(type, encoding, TONE, SSRC, count);
        packets.getFirst()[1] |= (byte) 0x80;
        return packets;
    }

    private List<byte[]> exchanged(Peer from, Peer to, List<byte[]> packets, int expected) {
        for (var packet : packets) {
            from.send(packet);
            relay.pass(Duration.ofMillis(20)); // as a phone sends: more at once would be a flood
        }
        var heard = new ArrayList<byte[]>();
        for (int i = 0; i < expected; i++)
            heard.add(to.receive().orElseThrow(() -> new AssertionError("only " + heard.size() + " packets arrived")));
        return heard;
    }

    private void assertTone(List<byte[]> packets, Encoding encoding) {
        var codec = codec(encoding);
        int rate = codec.sampleRate();
        var decoder = codec.decoder(rate);
        var all = new short[rate * packets.size() / 50];
        var some = new short[rate * AudioCodec.LONGEST_MILLIS / 1000];
        int length = 0;
        for (var packet : packets) {
            int count = decoder.decode(ByteBuffer.wrap(packet, 12, packet.length - 12), some);
            System.arraycopy(some, 0, all, length, count);
            length += count;
        }
        int from = rate / 4;
        double sine = 0;
        double cosine = 0;
        double energy = 0;
        for (int i = from; i < length; i++) {
            sine += all[i] * Math.sin(2 * Math.PI * TONE * i / rate);
            cosine += all[i] * Math.cos(2 * Math.PI * TONE * i / rate);
            energy += (double) all[i] * all[i];
        }
        double tone = 2 * (sine * sine + cosine * cosine) / (length - from);
        double ratio = 10 * Math.log10(tone / Math.max(1, energy - tone));
        assertTrue(ratio > 15, ratio + " dB");
        assertEquals(Tones.LOUD, Math.sqrt(2 * tone / (length - from)), Tones.LOUD / 6);
    }

    private static void assertStream(List<byte[]> packets, int type, int step) {
        var first = ByteBuffer.wrap(packets.getFirst());
        assertNotEquals(SSRC, first.getInt(8));
        for (int i = 0; i < packets.size(); i++) {
            var packet = ByteBuffer.wrap(packets.get(i));
            assertEquals(type, packet.get(1) & 0x7F);
            assertEquals((short) (first.getShort(2) + i), packet.getShort(2));
            assertEquals(first.getInt(4) + i * step, packet.getInt(4));
            assertEquals(first.getInt(8), packet.getInt(8));
        }
    }

    @Test
    void aToneArrivesAtEitherSide() throws Exception {
        var session = call();
        var heard = exchanged(browser, trunk, tone(111, OPUS, 50), 50);
        assertStream(heard, 8, 160);
        assertTone(heard, PCMA);
        var back = exchanged(trunk, browser, tone(8, PCMA, 50), 50);
        assertStream(back, 111, 960);
        assertTone(back, OPUS);
        var reports = session.reports();
        assertEquals("opus", reports.get(0).codec());
        assertEquals("PCMA", reports.get(1).codec());
    }

    @Test
    void aShortLossIsConcealedAndAPauseStaysAPause() throws Exception {
        call();
        var packets = tone(111, OPUS, 20);
        packets.remove(10);
        assertStream(exchanged(browser, trunk, packets, 20), 8, 160);
        var late = packet(111, true, 120, 5000 + 20 * 960 + 480_000, java.util.Arrays.copyOfRange(packets.getLast(), 12, packets.getLast().length));
        var heard = exchanged(browser, trunk, List.of(late), 1).getFirst();
        assertTrue((heard[1] & 0x80) != 0, "it begins again");
        browser.send(late);
        assertTrue(trunk.peek().isEmpty(), "twice the same");
    }

    @Test
    void keysGoOnTheClockOfTheOtherSide() throws Exception {
        call();
        exchanged(browser, trunk, tone(111, OPUS, 5), 5);
        var pressed = packet(110, true, 105, 5000 + 5 * 960, new byte[] {5, 10, 960 >> 8, (byte) (960 & 0xFF)});
        var held = packet(110, false, 106, 5000 + 5 * 960, new byte[] {5, (byte) 0x8A, 1920 >> 8, (byte) (1920 & 0xFF)});
        var heard = exchanged(browser, trunk, List.of(pressed, held), 2);
        var first = ByteBuffer.wrap(heard.get(0));
        var second = ByteBuffer.wrap(heard.get(1));
        assertEquals(101 | 0x80, first.get(1) & 0xFF);
        assertEquals(5, first.get(12));
        assertEquals(160, first.getShort(14));
        assertEquals(320, second.getShort(14));
        assertEquals(first.getInt(4), second.getInt(4));
        assertEquals((byte) 0x8A, second.get(13));
    }

    @Test
    void comfortNoiseIsNotPassedOn() throws Exception {
        call();
        trunk.send(packet(13, false, 1, 160, new byte[] {60}));
        var heard = exchanged(trunk, browser, tone(8, PCMA, 2), 2);
        assertEquals(111, heard.getFirst()[1] & 0x7F);
    }

    @Test
    void whatNeedsNoConversionAnyMoreIsPassedOnAsItIs() throws Exception {
        var session = call();
        assertEquals(1, calls());
        session.remote(0, LegSide.CALLER, media(browser, TRUNK));
        session.convert(0, LegSide.CALLER, Optional.empty());
        session.convert(0, LegSide.CALLEE, Optional.empty());
        Relay.settle(session);
        assertEquals(0, calls());
        var sent = tone(8, PCMA, 1).getFirst();
        trunk.send(sent);
        org.junit.jupiter.api.Assertions.assertArrayEquals(sent, browser.receive().orElseThrow());
        session.close();
        assertEquals(0, calls());
    }

    private long calls() {
        return relay.media.border().tables().stream().filter(table -> table.name().equals("transcoded-calls")).findFirst().orElseThrow().used();
    }

    @Test
    void moreCallsThanAllowedAreNotConverted() throws Exception {
        call();
        assertFalse(relay.media.convertible().isEmpty());
        var second = call();
        assertTrue(relay.media.convertible().isEmpty(), "no offer speaks of it any more");
        assertTrue(assertThrows(MediaUnavailableException.class, this::call).getMessage().contains("trunkline.transcoding.max"));
        assertEquals("transcoding-full", relay.media.border().refused().getFirst().reason());
        second.close();
        second.close();
        assertEquals(1, calls());
        call();
    }

    // ---- loss at the listener

    private static Conversion toBrowser(String parameters) {
        return new Conversion(TRUNK, TO_BROWSER.to(), TO_BROWSER.events(), TO_BROWSER.packet(), new Conversion.Parameters(Map.of(), parameters));
    }

    /** What the browser hears of that second of speech in G.711. */
    private List<byte[]> saidToBrowser(int second) {
        var speech = Speech.samples(8000, 8000);
        var packets = new ArrayList<byte[]>();
        for (int i = 0; i < 50; i++) {
            var payload = new byte[160];
            for (int n = 0; n < payload.length; n++)
                payload[n] = G711.encode(speech[160 * i + n], true);
            int number = 50 * second + i;
            packets.add(packet(8, number == 0, number, 160 * number, payload));
        }
        return exchanged(trunk, browser, packets, 50);
    }

    /** The browser reports five times, every five seconds, what it lost of what it heard. @param fraction in 256ths */
    private void reports(MediaSession session, byte[] heard, int fraction) {
        for (int i = 0; i < 5; i++) {
            long before = reported(session);
            relay.pass(Duration.ofSeconds(5));
            browser.sendRtcp(Rtp.receiverReport(SSRC, ByteBuffer.wrap(heard).getInt(8), fraction, 10, 0));
            Relay.await(() -> reported(session) > before);
        }
    }

    private static long reported(MediaSession session) {
        return session.reports().stream().filter(report -> report.from() == LegSide.CALLEE).findFirst().orElseThrow().farEnd().map(FarEnd::reports).orElse(0L);
    }

    private static long withFec(List<byte[]> packets) {
        return packets.stream().skip(2).filter(Speech::isRepeated).count();
    }

    private static int octets(List<byte[]> packets) {
        return packets.stream().skip(5).mapToInt(packet -> packet.length - 12).sum();
    }

    @Test
    void theEncoderFollowsTheLossOfTheListener() throws Exception {
        var session = call(toBrowser("minptime=10;useinbandfec=1"));
        var first = saidToBrowser(0);
        reports(session, first.getFirst(), 0);
        var clean = saidToBrowser(1);
        assertEquals(0, withFec(clean), "nothing is lost");
        reports(session, first.getFirst(), 51);
        var lossy = saidToBrowser(2);
        assertTrue(withFec(lossy) > 15, withFec(lossy) + " packets repeat the one before");
        assertTrue(octets(lossy) < octets(clean) * 0.75, octets(lossy) + " octets, " + octets(clean) + " without loss");
        assertEquals(ByteBuffer.wrap(first.getFirst()).getInt(8), ByteBuffer.wrap(lossy.getFirst()).getInt(8), "one stream");
        for (int i = 0; i < 3; i++)
            reports(session, first.getFirst(), 0);
        var again = saidToBrowser(3);
        assertEquals(0, withFec(again));
        assertEquals(octets(clean), octets(again), octets(clean) / 8);
    }

    @Test
    void aListenerThatDoesNotAskForFecGetsTheLowerRateOnly() throws Exception {
        var session = call(toBrowser("minptime=10"));
        var clean = saidToBrowser(0);
        reports(session, clean.getFirst(), 51);
        var lossy = saidToBrowser(1);
        assertEquals(0, withFec(clean) + withFec(lossy));
        assertTrue(octets(lossy) < octets(clean) * 0.75, octets(lossy) + " octets, " + octets(clean) + " before");
    }

    @Test
    void lossOfAnotherSourceIsNotFollowed() throws Exception {
        var session = call(toBrowser("useinbandfec=1"));
        var before = saidToBrowser(0);
        for (int i = 0; i < 5; i++) {
            relay.pass(Duration.ofSeconds(5));
            browser.sendRtcp(Rtp.receiverReport(SSRC, SSRC, 51, 10, 0)); // of the trunk, which it never heard
        }
        Relay.await(() -> reported(session) == 5);
        assertEquals(octets(before), octets(saidToBrowser(1)), octets(before) / 8);
    }

    @Test
    void eachSideGetsReportsOnWhatItGets() throws Exception {
        var session = call();
        var heard = exchanged(browser, trunk, tone(111, OPUS, 5), 5);
        browser.sendRtcp(ByteBuffer.allocate(8).put((byte) 0x80).put((byte) 201).putShort((short) 1).putInt(SSRC).array());
        relay.pass(RtcpReporter.HEAD_START.plusSeconds(10));
        Relay.tick(session);
        var report = ByteBuffer.wrap(trunk.receiveRtcp().orElseThrow());
        assertEquals((byte) 200, report.get(1), "a sender report of the node, not the browser's own");
        assertEquals(ByteBuffer.wrap(heard.getFirst()).getInt(8), report.getInt(4));
        assertEquals(5, report.getInt(20));
    }
}
