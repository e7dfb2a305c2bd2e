package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.Conversion.Format;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.PluginCodec;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.G711;

/** Calls with the codec of a plug-in, which works, fails, or hangs. */
@Timeout(120)
class PluginCodecCallTest {
    private static final Encoding LINEAR = new Encoding("L8", 8000);
    private static final Encoding PCMA = new Encoding("PCMA", 8000);
    private static final Encoding PCMU = new Encoding("PCMU", 8000);
    private static final int TYPE = 96;
    private static final byte LOUD = 40;
    private static final Conversion TO_TRUNK = new Conversion(Map.of(TYPE, LINEAR), new Format(8, PCMA), Optional.empty(), Duration.ofMillis(20),
            new Conversion.Parameters(Map.of(TYPE, "mode=slow"), ""));
    private static final Conversion TO_PHONE = new Conversion(Map.of(8, PCMA), new Format(TYPE, LINEAR), Optional.empty(), Duration.ofMillis(20),
            new Conversion.Parameters(Map.of(), "mode=fast"));

    /** The high octet of each sample; silence is not sent. */
    private final class Linear implements PluginCodec {
        @Override
        public ConvertibleCodec described() {
            return new ConvertibleCodec(LINEAR, -1, "L8/8000", "mode=any", false, Duration.ofMillis(20));
        }

        @Override
        public int sampleRate() {
            return 8000;
        }

        @Override
        public Stream open(String parameters) {
            opened.add(parameters);
            return new Stream() {
                @Override
                public Optional<byte[]> encode(short[] samples) {
                    asked();
                    var payload = new byte[samples.length];
                    boolean quiet = true;
                    for (int i = 0; i < payload.length; i++) {
                        payload[i] = (byte) (samples[i] >> 8);
                        quiet &= Math.abs(samples[i]) < 256;
                    }
                    return fails ? Optional.empty() : Optional.of(quiet ? new byte[0] : payload);
                }

                @Override
                public Optional<short[]> decode(byte[] payload) {
                    asked();
                    var samples = new short[payload.length];
                    for (int i = 0; i < samples.length; i++)
                        samples[i] = (short) (payload[i] << 8);
                    return fails ? Optional.empty() : Optional.of(samples);
                }

                @Override
                public Optional<short[]> conceal(int samples) {
                    concealed.add(samples);
                    return fails ? Optional.empty() : Optional.of(new short[samples]);
                }

                @Override
                public void close() {
                    closed.add(parameters);
                }
            };
        }
    }

    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final List<Integer> concealed = new CopyOnWriteArrayList<>();
    private volatile boolean fails;
    private volatile CountDownLatch hangs = new CountDownLatch(0);
    private volatile List<PluginCodec> plugins = List.of(new Linear());
    private final Relay relay = Relay.converting(() -> plugins);
    private final Peer phone = new Peer();
    private final Peer trunk = new Peer();
    private final MediaSession session = relay.open();
    private int sequence = 100;

    private void asked() {
        try {
            hangs.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        hangs.countDown();
        relay.close();
        phone.close();
        trunk.close();
    }

    private void call() throws Exception {
        join(session, phone, Map.of(TYPE, LINEAR), TO_TRUNK, trunk, Map.of(8, PCMA), TO_PHONE);
        session.watchSilence(true);
        Relay.settle(session);
    }

    private static void join(MediaSession session, Peer one, Map<Integer, Encoding> ones, Conversion there, Peer other, Map<Integer, Encoding> others,
            Conversion back) throws Exception {
        one.talksTo(session.port(0, LegSide.CALLER, one.address()));
        other.talksTo(session.port(0, LegSide.CALLEE, other.address()));
        session.remote(0, LegSide.CALLER, media(one, ones));
        session.remote(0, LegSide.CALLEE, media(other, others));
        session.convert(0, LegSide.CALLER, Optional.of(there));
        session.convert(0, LegSide.CALLEE, Optional.of(back));
        Relay.settle(session);
    }

    private static RemoteMedia media(Peer peer, Map<Integer, Encoding> codecs) {
        var plain = peer.media(true, true);
        return new RemoteMedia("audio", plain.rtp(), new InetSocketAddress(peer.address(), peer.rtcp.getLocalPort()), true, true, codecs);
    }

    private byte[] packet(int type, byte each) {
        var payload = new byte[160];
        Arrays.fill(payload, each);
        int number = sequence++;
        return ByteBuffer.allocate(12 + payload.length).put((byte) 0x80).put((byte) type).putShort((short) number).putInt(number * 160).putInt(77)
                .put(payload).array();
    }

    private byte[] heard(Peer from, Peer by, byte[] packet) {
        from.send(packet);
        relay.pass(Duration.ofMillis(20));
        return by.receive().orElseThrow(() -> new AssertionError("nothing arrived"));
    }

    private static int level(byte[] packet) {
        return Math.abs(G711.decode(packet[100], true));
    }

    @Test
    void soundGoesBothWaysWithWhatTheSidesSayOfTheCodec() throws Exception {
        call();
        assertEquals(LOUD << 8, level(heard(phone, trunk, packet(TYPE, LOUD))), LOUD << 4);
        var back = heard(trunk, phone, packet(8, G711.encode((short) (LOUD << 8), true)));
        assertEquals(TYPE, back[1] & 0x7F);
        assertEquals(LOUD, back[100], 1);
        assertEquals(List.of("mode=slow", "mode=fast"), opened.stream().sorted().toList().reversed());
        session.close();
        Relay.await(() -> closed.size() == 2);
    }

    @Test
    void pluginCodecsAreOfferedBehindTheOwnAndGoWithTheirPlugin() {
        var all = relay.media.convertible();
        assertEquals("L8/8000", all.getLast().mapping());
        assertEquals("mode=any", all.getLast().parameters());
        assertFalse(relay.media.spoken().stream().anyMatch(codec -> codec.is(LINEAR)), "an own end waits for no plug-in");
        plugins = List.of();
        assertEquals(all.size() - 1, relay.media.convertible().size());
    }

    @Test
    void whatIsNotToBeSentIsAPause() throws Exception {
        call();
        var first = ByteBuffer.wrap(heard(trunk, phone, packet(8, G711.encode((short) (LOUD << 8), true))));
        trunk.send(packet(8, G711.encode((short) 0, true)));
        trunk.send(packet(8, G711.encode((short) 0, true)));
        relay.pass(Duration.ofMillis(40));
        var next = ByteBuffer.wrap(heard(trunk, phone, packet(8, G711.encode((short) (LOUD << 8), true))));
        assertEquals((short) (first.getShort(2) + 1), next.getShort(2), "no packet between");
        assertEquals(first.getInt(4) + 3 * 160, next.getInt(4), "the clock went on");
        assertTrue((next.get(1) & 0x80) != 0, "speech begins again");
    }

    @Test
    void wholeFramesAreConcealed() throws Exception {
        call();
        heard(phone, trunk, packet(TYPE, LOUD));
        sequence++;
        phone.send(packet(TYPE, LOUD));
        assertTrue(trunk.receive().isPresent() && trunk.receive().isPresent(), "the lost one, and the next");
        assertEquals(List.of(160), concealed);
    }

    @Test
    void aCodecThatFailsIsSilentAndEndsItsCallAfterFiveSeconds() throws Exception {
        call();
        heard(phone, trunk, packet(TYPE, LOUD));
        fails = true;
        var levels = new ArrayList<Integer>();
        for (int i = 0; i < 10; i++)
            levels.add(level(heard(phone, trunk, packet(TYPE, LOUD))));
        assertTrue(levels.getLast() < 16, levels::toString);
        awaitFailureOn(phone, TYPE);
    }

    private void awaitFailureOn(Peer from, int type) {
        Relay.await(() -> {
            from.send(packet(type, LOUD));
            relay.pass(Duration.ofMillis(250));
            Relay.tick(session);
            return !relay.failures.isEmpty();
        });
        assertEquals(List.of(Media.Failure.NO_CODEC), relay.failures);
    }

    /** As on hold, or with a codec that sends nothing in pauses. */
    @Test
    void aFailureBeforeAPauseEndsNoCall() throws Exception {
        call();
        fails = true;
        heard(phone, trunk, packet(TYPE, LOUD));
        Relay.tick(session);
        for (int i = 0; i < 20; i++) {
            relay.pass(Duration.ofSeconds(1));
            Relay.tick(session);
        }
        assertEquals(List.of(), relay.failures);
    }

    @Test
    void aCodecThatIsWellAgainInTimeIsHeardAgain() throws Exception {
        call();
        fails = true;
        heard(phone, trunk, packet(TYPE, LOUD));
        fails = false;
        heard(phone, trunk, packet(TYPE, LOUD));
        assertEquals(LOUD << 8, level(heard(phone, trunk, packet(TYPE, LOUD))), LOUD << 4);
    }

    @Test
    void aCodecThatWentAfterTheOfferEndsTheCall() throws Exception {
        plugins = List.of();
        call();
        awaitFailureOn(trunk, 8);
    }

    @Test
    void callsWithoutThePluginAreHeardWhileItHangs() throws Exception {
        call();
        hangs = new CountDownLatch(1);
        for (int i = 0; i < 10; i++)
            phone.send(packet(TYPE, LOUD));
        try (var alice = new Peer(); var bob = new Peer()) {
            var other = relay.open();
            join(other, alice, Map.of(8, PCMA), new Conversion(Map.of(8, PCMA), new Format(0, PCMU), Optional.empty(), Duration.ofMillis(20),
                    Conversion.Parameters.NONE), bob, Map.of(0, PCMU),
                    new Conversion(Map.of(0, PCMU), new Format(8, PCMA), Optional.empty(), Duration.ofMillis(20), Conversion.Parameters.NONE));
            for (int i = 0; i < 20; i++) {
                assertEquals(0, heard(alice, bob, packet(8, LOUD))[1] & 0x7F);
                assertEquals(8, heard(bob, alice, packet(0, LOUD))[1] & 0x7F);
            }
        }
    }
}
