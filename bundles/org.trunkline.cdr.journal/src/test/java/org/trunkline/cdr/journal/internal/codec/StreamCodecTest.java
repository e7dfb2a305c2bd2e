package org.trunkline.cdr.journal.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.LossBursts;
import org.trunkline.domain.quality.StreamReport;

class StreamCodecTest {
    private static final LossBursts BURSTS = new LossBursts(0.5, 0.003, Duration.ofMillis(140), Duration.ofSeconds(11));

    private static StreamReport stream(Optional<LossBursts> bursts, Optional<FarEnd> farEnd) {
        return new StreamReport(LegSide.CALLEE, 0, "audio", "PCMA", 4500, 720_000, 45, 0, 0, Duration.ofMillis(1),
                Duration.ofMillis(9), Optional.empty(), 1.25, Optional.of(78.5), Optional.of(3.96), bursts, farEnd);
    }

    private static Optional<FarEnd> far(Optional<Double> discarded, Optional<LossBursts> bursts, Optional<Double> r,
            Optional<Double> mos) {
        return Optional.of(new FarEnd(7, 12, 0.25, Duration.ofMillis(3), Duration.ofMillis(8), discarded, bursts, r, mos));
    }

    private static int size(StreamReport stream) {
        var out = new ByteSink(16);
        StreamCodec.write(stream, out);
        byte[] bytes = out.toBytes();
        assertEquals(stream, StreamCodec.read(new ByteSource(bytes, 0, bytes.length)));
        return bytes.length;
    }

    @Test
    void whateverIsKnownComesBack() {
        var none = Optional.<Double>empty();
        size(stream(Optional.of(BURSTS), Optional.empty()));
        size(stream(Optional.of(BURSTS), far(Optional.of(0.01), Optional.of(BURSTS), Optional.of(71.0), Optional.of(3.6))));
        size(stream(Optional.empty(), far(none, none.map(_ -> BURSTS), none, Optional.of(3.6))));
        size(stream(Optional.empty(), far(none, Optional.of(BURSTS), Optional.of(71.0), none)));
        size(stream(Optional.empty(), far(Optional.of(0.0), Optional.empty(), none, none)));
    }

    @Test
    void whatIsNotKnownTakesNoRoom() {
        int plain = size(stream(Optional.empty(), Optional.empty()));
        int reported = size(stream(Optional.empty(), far(Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty())));
        assertEquals(9, reported - plain);
    }
}
