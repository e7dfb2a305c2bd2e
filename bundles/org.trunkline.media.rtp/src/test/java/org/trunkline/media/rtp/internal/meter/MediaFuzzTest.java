package org.trunkline.media.rtp.internal.meter;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.LegSide;
import org.trunkline.media.rtp.internal.ReportReader;
import org.trunkline.media.rtp.internal.Side;
import org.trunkline.testkit.Mutator;

/** Spoiled RTP and RTCP; {@code -Dfuzz.seed=N} repeats a run, {@code -Dfuzz.cases=N} makes it long. */
public class MediaFuzzTest {
    public static final long SEED = Long.getLong("fuzz.seed", 20261121);
    private static final int CASES = Integer.getInteger("fuzz.cases", 100_000);
    private static final List<byte[]> SEEDS = List.of(
            HexFormat.of().parseHex("80080001000000a0deadbeef" + "d5".repeat(160)), // RTP
            HexFormat.of().parseHex("90080001000000a0deadbeefbede000110ff0000" + "d5".repeat(20)), // with an extension
            HexFormat.of().parseHex("8fe50001000000a0deadbeef" + "00000001".repeat(15) + "0a000320"), // 15 CSRC, event
            HexFormat.of().parseHex("81c8000cdeadbeef83aa7e8000000000000000a00000000a00000640"
                    + "feedface000000000000000100000005" + "0000000000000000"), // SR
            HexFormat.of().parseHex("81c90007deadbeeffeedface0000000000000001000000050000000000000000"), // RR
            HexFormat.of().parseHex("81ca0003deadbeef0104746573740000"), // SDES
            HexFormat.of().parseHex("81cb0001deadbeef"), // BYE
            HexFormat.of().parseHex("80cf0002deadbeef04000000"), // XR
            HexFormat.of().parseHex("81c90007deadbeeffeedface0000000000000001000000050000000000000000"
                    + "80cf0011deadbeef" + "0400000283aa7e8000000000" + "05000003deadbeef0000000500000001"
                    + "07000008feedface0a01400200640bb8001e0000c4ce7f10" + "507f2625000000c800f001f4")); // RR with XR

    private long heard;

    @Test
    void nothingIsThrownPastTheReader() {
        var mutator = new Mutator(SEED);
        var random = new Random(SEED);
        var meter = new StreamMeter();
        var sink = new HeardReports();
        var here = new Side(null, LegSide.CALLER); // whose relay is not asked
        var there = new Side(null, LegSide.CALLEE);
        there.meter().rtp(ByteBuffer.wrap(Rtp.voice(1, 0xFEEDFACE)), 0);
        var reader = new ReportReader(here, there);
        long now = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] packet = mutator.next(SEEDS);
            try {
                Rtcp.isMuxed(ByteBuffer.wrap(packet));
                sink.said.clear();
                Rtcp.read(ByteBuffer.wrap(packet), sink);
                heard += sink.said.size();
                reader.read(ByteBuffer.wrap(packet), now);
                meter.rtp(ByteBuffer.wrap(packet), now += random.nextInt(40_000_000));
                if (i % 1000 == 0)
                    meter.read();
            } catch (RuntimeException | Error e) {
                fail("seed " + SEED + ", case " + i + ": " + HexFormat.of().formatHex(packet), e);
            }
        }
        if (heard == 0 || there.farEnd().filter(far -> far.mos().isPresent()).isEmpty())
            fail("no report was sound enough to be read");
    }
}
