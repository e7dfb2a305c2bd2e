package org.trunkline.media.rtp.internal.meter;

import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.quality.LossBursts;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;

class StreamMeterTest {
    private static final int SSRC = 0xCAFE;
    private static final long MS = 1_000_000;

    private final StreamMeter meter = new StreamMeter();
    private long now = 1_000_000_000_000L;

    private void hear(int sequence) {
        hear(Rtp.voice(sequence & 0xFFFF, SSRC));
    }

    private void hear(byte[] packet) {
        now += 20 * MS;
        assertTrue(meter.rtp(ByteBuffer.wrap(packet), now));
    }

    @Test
    void aWholeStreamLacksNothing() {
        IntStream.range(100, 1100).forEach(this::hear);

        var heard = meter.read();
        assertEquals(1000, heard.packets());
        assertEquals(160_000, heard.octets());
        assertEquals(0, heard.lost() + heard.duplicates() + heard.reordered());
        assertEquals(Duration.ZERO, heard.jitter());
        assertEquals(1, heard.burstRatio());
        assertEquals("PCMU", heard.codec());
    }

    @Test
    void lossIsCountedAcrossTheWrapOfSequenceNumbers() {
        IntStream.range(65_000, 66_000).filter(s -> s % 10 != 3).forEach(this::hear);

        assertEquals(900, meter.read().packets());
        assertEquals(100, meter.read().lost());
    }

    @Test
    void manyWrapsAddUp() {
        IntStream.range(0, 200_000).forEach(this::hear);

        assertEquals(200_000, meter.read().packets());
        assertEquals(0, meter.read().lost());
    }

    @Test
    void duplicatesAreNoPackets() {
        for (int s : new int[] {1, 2, 2, 3, 1, 4, 4, 4})
            hear(s);

        assertEquals(4, meter.read().packets());
        assertEquals(4, meter.read().duplicates());
        assertEquals(640, meter.read().octets());
        assertEquals(0, meter.read().reordered());
    }

    @Test
    void aLatePacketIsReorderedNotLost() {
        for (int s : new int[] {65_534, 65_535, 1, 0, 2, 5, 4, 3, 6})
            hear(s);

        assertEquals(9, meter.read().packets());
        assertEquals(3, meter.read().reordered());
        assertEquals(0, meter.read().lost());
        assertEquals(0, meter.read().duplicates());
    }

    @Test
    void packetsBeforeTheFirstHeardBelongToTheStream() {
        for (int s : new int[] {10, 7, 8, 7, 11})
            hear(s);

        assertEquals(4, meter.read().packets());
        assertEquals(1, meter.read().lost()); // 9
        assertEquals(1, meter.read().duplicates());
        assertEquals(2, meter.read().reordered());
    }

    @Test
    void aBigStepWithinOneSourceIsARestartNotLoss() {
        IntStream.range(0, 100).forEach(this::hear);
        IntStream.range(30_000, 30_100).forEach(this::hear);

        assertEquals(200, meter.read().packets());
        assertEquals(0, meter.read().lost());
    }

    @Test
    void oneStrayPacketDisturbsNothing() {
        IntStream.range(0, 100).forEach(this::hear);
        hear(40_000);
        IntStream.range(100, 200).forEach(this::hear);

        assertEquals(200, meter.read().packets());
        assertEquals(0, meter.read().lost());
    }

    @Test
    void aNewSourceStartsAfreshAndTheOldOnesFiguresStay() {
        IntStream.range(0, 100).filter(s -> s != 50).forEach(this::hear);
        for (int source = 1; source <= 10; source++)
            for (int s = 0; s < 50; s++)
                if (s != 20)
                    hear(Rtp.voice(source * 1000 + s, source));

        assertEquals(99 + 490, meter.read().packets());
        assertEquals(11, meter.read().lost());
    }

    @Test
    void sourcesThatTakeTurnsAreToldApart() {
        for (int s = 0; s < 500; s++) {
            hear(Rtp.voice(s, 1));
            if (s % 5 != 0)
                hear(Rtp.voice(9000 + s, 2));
        }

        assertEquals(900, meter.read().packets());
        assertEquals(99, meter.read().lost()); // the first one missing was before the stream began
    }

    @Test
    void jitterIsThatOfRfc3550() {
        long base = now;
        double expected = 0;
        var random = new Random(7);
        long last = 0;
        for (int s = 0; s < 1000; s++) {
            long late = random.nextInt(0, (int) (10 * MS));
            assertTrue(meter.rtp(ByteBuffer.wrap(Rtp.voice(s, SSRC)), base + s * 20 * MS + late));
            if (s > 0)
                expected += (Math.abs(late - last) - expected) / 16;
            last = late;
        }

        assertEquals(expected, meter.read().jitter().toNanos(), 1000);
        assertTrue(meter.read().maxJitter().compareTo(meter.read().jitter()) >= 0);
    }

    @Test
    void jitterKnowsTheCodecsClock() {
        meter.types(new PayloadTypes(Map.of(96, new Encoding("opus", 48_000)), Map.of()));
        for (int s = 0; s < 100; s++)
            hear(Rtp.packet(96, s, 0xFFFF_F000L + 960L * s, SSRC, 80)); // the timestamp wraps too

        assertEquals(Duration.ZERO, meter.read().jitter());
        assertEquals("opus", meter.read().codec());
    }

    @Test
    void aJumpOfTheSendersClockIsNoJitter() {
        IntStream.range(0, 50).forEach(this::hear);
        for (int s = 50; s < 100; s++)
            hear(Rtp.packet(Rtp.PCMU, s, 3_000_000_000L + 160L * s, SSRC, 160));

        assertEquals(Duration.ZERO, meter.read().maxJitter());
    }

    @Test
    void keysAreCountedButAreNoCodec() {
        meter.types(new PayloadTypes(Map.of(0, new Encoding("PCMU", 8000), 101,
                new Encoding("telephone-event", 8000)), Map.of()));
        for (int s = 0; s < 30; s++)
            hear(s);
        for (int s = 30; s < 100; s++)
            hear(Rtp.packet(101, s, 160L * 30, SSRC, 4)); // a key keeps the timestamp of its start

        assertEquals("PCMU", meter.read().codec());
        assertEquals(100, meter.read().packets());
        assertEquals(Duration.ZERO, meter.read().maxJitter());
    }

    @Test
    void theReceiversNumbersComeFirst() {
        var types = new PayloadTypes(Map.of(97, new Encoding("G729", 8000)), Map.of(97, new Encoding("iLBC", 8000)));

        assertEquals("G729", types.encoding(97).name());
        assertEquals("PT 8", types.encoding(8).name());
        assertEquals("PT 98", types.encoding(98).name());
        assertEquals("PCMA", PayloadTypes.STATIC_ONLY.encoding(8).name());
    }

    @Test
    void aTypeThatNobodyNamedIsCalledByItsNumber() {
        meter.types(new PayloadTypes(Map.of(8, new Encoding("PCMA", 8000)), Map.of()));
        for (int s = 0; s < 30; s++)
            hear(s); // PCMU

        assertEquals("PT 0", meter.read().codec());
    }

    @Test
    void randomLossHasBurstRatioOne() {
        long seed = MediaFuzzTest.SEED;
        var random = new Random(seed);
        IntStream.range(0, 40_000).filter(s -> random.nextInt(100) >= 10).forEach(this::hear);

        assertEquals(1, meter.read().burstRatio(), 0.05, "seed " + seed);
        assertEquals(0.1, meter.read().lost() / 40_000.0, 0.01, "seed " + seed);
    }

    @Test
    void burstsOfFourInATenthLostHaveBurstRatioOfThreePointSix() {
        IntStream.range(0, 40_000).filter(s -> s % 40 < 36).forEach(this::hear);

        assertEquals(4 * 0.9, meter.read().burstRatio(), 0.01);
    }

    private LossBursts bursts() {
        return meter.read().bursts().orElseThrow();
    }

    /** RFC 3611 §4.7.2: fewer than 16 packets between two lost ones, and it is one burst. */
    @Test
    void lossesNearEachOtherAreABurst() {
        IntStream.range(0, 1000).filter(s -> s != 300 && s != 310 && s != 326 && s != 700).forEach(this::hear);

        var bursts = bursts();
        assertEquals(3 / 27.0, bursts.burstDensity(), 1e-9); // 300 to 326: 10 and 15 arrived between
        assertEquals(1 / 973.0, bursts.gapDensity(), 1e-9); // 700 is lost alone
        assertEquals(27 * 20, bursts.burst().toMillis(), 4); // a lost packet takes no time here
        assertEquals(973 * 20 / 2, bursts.gap().toMillis(), 50); // before and after
    }

    @Test
    void sixteenThatArriveEndABurst() {
        IntStream.range(0, 1000).filter(s -> s != 300 && s != 317).forEach(this::hear);

        assertEquals(0, bursts().burstDensity());
        assertEquals(Duration.ZERO, bursts().burst());
        assertEquals(2 / 1000.0, bursts().gapDensity(), 1e-9);
        assertEquals(20_000, bursts().gap().toMillis(), 100);
    }

    @Test
    void burstsStillInTheWindowCount() {
        IntStream.range(0, 1000).filter(s -> s < 990 || s > 993).forEach(this::hear);

        assertEquals(1, bursts().burstDensity());
        assertEquals(80, bursts().burst().toMillis(), 1);
        assertEquals(0, bursts().gapDensity());
    }

    @Test
    void burstsOfSeveralSourcesAddUp() {
        IntStream.range(0, 500).filter(s -> s < 100 || s > 101).forEach(this::hear);
        IntStream.range(0, 500).filter(s -> s < 100 || s > 103)
                .forEach(s -> hear(Rtp.voice(s, 7)));

        assertEquals(1, bursts().burstDensity());
        assertEquals(60, bursts().burst().toMillis(), 1); // 40 and 80
        assertEquals(6, meter.read().lost());
    }

    @Test
    void whereNothingIsLostThereAreNoBursts() {
        IntStream.range(0, 500).forEach(this::hear);

        assertEquals(Optional.empty(), meter.read().bursts());
    }

    @Test
    void latePacketsMendABurst() {
        for (int s : new int[] {1, 2, 8, 4, 5, 6, 9})
            hear(s); // 3 and 7 stay lost, apart

        assertEquals(2, meter.read().lost());
        assertEquals(7.0 / 9, meter.read().burstRatio(), 1e-9);
    }

    @Test
    void headersAreCheckedAgainstTheLength() {
        assertEquals(160, StreamMeter.payloadLength(ByteBuffer.wrap(Rtp.voice(1, 1))));
        assertFalse(valid(0x80, 11));
        assertTrue(valid(0x80, 12));
        assertFalse(valid(0x40, 172)); // version 1
        assertFalse(valid(0x00, 172)); // STUN begins so
        assertTrue(valid(0x8F, 72));
        assertFalse(valid(0x8F, 71)); // fifteen contributing sources do not fit
        assertFalse(valid(0x90, 14)); // nor does an extension header
        assertFalse(valid(0xA0, 13)); // more padding, 213, than packet
    }

    private static boolean valid(int first, int length) {
        var packet = new byte[length];
        java.util.Arrays.fill(packet, (byte) 0xD5);
        packet[0] = (byte) first;
        return StreamMeter.payloadLength(ByteBuffer.wrap(packet)) >= 0;
    }

    @Test
    void readersSeeFiguresThatBelongTogether() throws InterruptedException {
        var done = new AtomicBoolean();
        var torn = new AtomicBoolean();
        var reader = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                var r = meter.read();
                if (r.octets() != 160 * r.packets() || r.lost() > 1)
                    torn.set(true);
            }
        });
        IntStream.range(0, 300_000).forEach(this::hear);
        done.set(true);
        reader.join();

        assertFalse(torn.get());
    }

    @Test
    void noPacketWhateverItsBytesBreaksTheMeter() {
        long seed = MediaFuzzTest.SEED;
        var random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            var bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean())
                bytes[0] = (byte) (0x80 | bytes[0] & 0x3F);
            meter.rtp(ByteBuffer.wrap(bytes), now += random.nextInt(1_000_000));
        }
        var read = meter.read();

        assertTrue(read.packets() > 0 && read.lost() >= 0 && read.burstRatio() >= 0, "seed " + seed);
        assertTrue(read.jitter().compareTo(ofMillis(3000)) < 0, "seed " + seed);
    }
}
