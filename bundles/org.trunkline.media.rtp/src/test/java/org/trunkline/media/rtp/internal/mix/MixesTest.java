package org.trunkline.media.rtp.internal.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.mix.MixFormat;
import org.trunkline.media.rtp.internal.meter.Rtp;

@Timeout(60)
class MixesTest {
    private final AtomicInteger open = new AtomicInteger();
    private final CountDownLatch heard = new CountDownLatch(20);

    /** Loud noise, and a count of coders that hold memory. */
    private final class Counted implements AudioCodec {
        @Override
        public String name() {
            return "counted";
        }

        @Override
        public int clockRate() {
            return 8000;
        }

        @Override
        public int sampleRate() {
            return 8000;
        }

        @Override
        public Decoder decoder(int rate) {
            open.incrementAndGet();
            return new Decoder() {
                @Override
                public int decode(ByteBuffer payload, short[] samples) {
                    for (int i = 0; i < 160; i++)
                        samples[i] = (short) (i % 2 == 0 ? 5000 : -5000);
                    return 160;
                }

                @Override
                public void conceal(@Nullable ByteBuffer next, short[] samples, int count) {
                    decode(ByteBuffer.allocate(0), samples);
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        @Override
        public Encoder encoder(int rate) {
            open.incrementAndGet();
            return new Encoder() {
                @Override
                public void encode(short[] samples, int from, int count, ByteBuffer payload) {
                    payload.put((byte) 1);
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }
    }

    @Test
    void codersOfCallersWhoAreStillThereAreFreedAtTheEnd() throws Exception {
        var codec = new Counted();
        try (var mixes = new Mixes(new Refusals(), 1)) {
            var seat = new MediaEnd.Seat("room", true, false, 3);
            var speaker = mixes.join(seat, CallId.next(Instant.EPOCH, new Random(1)), MixFormat.of(codec), (_, _) -> {});
            var said = new AtomicInteger();
            Runnable says = () -> speaker.take(codec, ByteBuffer.wrap(Rtp.voice(said.get(), 7)), ByteBuffer.allocate(1),
                    20_000_000L * said.getAndIncrement());
            for (int i = 0; i < 5; i++)
                says.run();
            mixes.join(seat, CallId.next(Instant.EPOCH, new Random(2)), MixFormat.of(codec), (_, _) -> {
                says.run(); // it speaks until the end: silent, it needs no encoder of its own
                heard.countDown();
            });
            heard.await(30, TimeUnit.SECONDS);
            assertEquals(3, open.get(), "a decoder, an encoder for who speaks, one for who listens");
        }
        assertEquals(0, open.get());
    }
}
