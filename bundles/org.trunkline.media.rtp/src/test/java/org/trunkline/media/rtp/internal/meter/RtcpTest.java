package org.trunkline.media.rtp.internal.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

class RtcpTest {
    private final HeardReports sink = new HeardReports();
    private final List<String> heard = sink.said;

    private boolean read(byte[]... parts) {
        var packet = ByteBuffer.allocate(2000);
        for (var part : parts)
            packet.put(part);
        return Rtcp.read(packet.flip(), sink);
    }

    @Test
    void readsCompoundPackets() {
        assertTrue(read(Rtp.senderReport(1, 0x1234_5678), Rtp.receiverReport(1, 2, 0x0A0B_0C0D, 65_536)));

        assertEquals(List.of("SR of 1", "got 2: 0/256 lost, 0 in all, jitter 0, last a0b0c0d delay 65536"), heard);
        assertEquals(0x1234_5678, sink.senderTime);
    }

    /** RFC 3611 §3: blocks of kinds that are not known are left out by their length. */
    @Test
    void readsExtendedReports() {
        assertTrue(read(Rtp.receiverReport(1, 2, 0, 0), Rtp.extended(7, Rtp.receiverTime(0xABCD_EF01), new byte[] {99, 0, 0, 1,
                1, 2, 3, 4}, Rtp.timeAnswer(7, 0x77, 65), Rtp.metrics(2, 26, 0, 64, 2, 400, 9000, 80, 41, 38))));

        assertEquals(List.of("time of 7", "answer to 7: 77 delay 65", "metrics of 2"), heard.subList(1, 4));
        assertEquals(0xABCD_EF01, sink.receiverTime);
    }

    @Test
    void blocksThatAreTooLongOrShortAreLeftOut() {
        byte[] cut = Rtp.extended(7, Rtp.receiverTime(1));
        cut[11] = 9; // words
        assertTrue(read(cut));
        assertTrue(read(Rtp.extended(7, new byte[] {Rtcp.VOIP_METRICS, 0, 0, 1, 0, 0, 0, 0})));
        assertTrue(read(Rtp.extended(7, new byte[] {Rtcp.TIME_ANSWERS, 0, 0, 1, 0, 0, 0, 0})));
        assertEquals(List.of(), heard);
    }

    /** RFC 3550 §6.5, §6.6. */
    @Test
    void descriptionsAndGoodbyesAreTolerated() {
        byte[] description = {(byte) 0x81, (byte) 202, 0, 2, 0, 0, 0, 1, 1, 1, 'a', 0};
        byte[] goodbye = {(byte) 0x81, (byte) 203, 0, 1, 0, 0, 0, 1};
        assertTrue(read(Rtp.senderReport(1, 5), description, goodbye, Rtp.receiverReport(1, 2, 3, 4)));
        assertEquals(2, heard.size());
    }

    @Test
    void refusesWhatIsNoRtcp() {
        assertFalse(read());
        assertFalse(read(new byte[] {(byte) 0x80, (byte) 200, 0, 6, 0, 0, 0, 0})); // longer than it is
        assertFalse(read(Rtp.voice(1, 1)));
        var count = Rtp.receiverReport(1, 2, 3, 4);
        count[0] = (byte) 0x9F; // 31 blocks
        assertFalse(read(count));
        var version = Rtp.senderReport(1, 2);
        version[0] = 0x40;
        assertFalse(read(version));
        assertEquals(List.of(), heard);
    }

    @Test
    void rtpWithMarkerIsNotTakenForRtcp() {
        for (int type : new int[] {0, 8, 18, 63, 96, 101, 127}) {
            assertFalse(Rtcp.isMuxed(ByteBuffer.wrap(Rtp.packet(type, 1, 1, 1, 20))));
            assertFalse(Rtcp.isMuxed(ByteBuffer.wrap(Rtp.packet(type | 0x80, 1, 1, 1, 20))));
        }
        assertTrue(Rtcp.isMuxed(ByteBuffer.wrap(Rtp.senderReport(1, 1))));
    }

    @Test
    void anyBytesAreEitherReadOrRefused() {
        long seed = MediaFuzzTest.SEED;
        var random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            var bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            if (bytes.length > 4) {
                bytes[0] = (byte) (0x80 | bytes[0] & 0x3F);
                bytes[1] = (byte) (200 + random.nextInt(8));
                bytes[2] = 0;
                bytes[3] = (byte) random.nextInt(30);
            }
            Rtcp.read(ByteBuffer.wrap(bytes), sink); // would throw
        }
        assertFalse(heard.isEmpty(), "seed " + seed);
    }

    @Test
    void roundTripIsTheTimeBetweenLessWhatThePeerHeldIt() {
        var trip = new RoundTrip();
        assertEquals(Optional.empty(), trip.value());
        trip.sent(0xABCD, 1_000_000_000L);
        trip.answered(0xABCD, 65_536 / 2, 1_580_000_000L);

        assertEquals(Optional.of(Duration.ofMillis(80)), trip.value());
    }

    @Test
    void roundTripIgnoresWhatItDidNotSendAndNonsense() {
        var trip = new RoundTrip();
        trip.sent(1, 0);
        trip.answered(0, 0, 1_000);
        trip.answered(2, 0, 1_000);
        trip.answered(1, 0xFFFF_FFFFL, 1_000);
        assertEquals(Optional.empty(), trip.value());

        trip.answered(1, 10, 1_000); // held longer than it was away, by rounding
        assertEquals(Optional.of(Duration.ZERO), trip.value());
    }
}
