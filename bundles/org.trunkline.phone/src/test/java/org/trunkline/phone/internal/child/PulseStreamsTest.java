package org.trunkline.phone.internal.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

/** Without a sound server there is nothing to choose; with one, {@code desk_phone_calls} proves it. */
class PulseStreamsTest {
    @Test
    void withoutAServerThereIsNothingAndItIsLookedForAgain() {
        var tried = new AtomicInteger();
        var streams = new PulseStreams(() -> {
            tried.incrementAndGet();
            throw new IllegalStateException("no sound server");
        });
        assertEquals(List.of(), streams.loudspeakers());
        assertEquals(List.of(), streams.microphones());
        streams.rings();
        streams.lead("", "headset", "speaker");
        streams.ringsNoMore();
        assertEquals(4, tried.get());
    }
}
