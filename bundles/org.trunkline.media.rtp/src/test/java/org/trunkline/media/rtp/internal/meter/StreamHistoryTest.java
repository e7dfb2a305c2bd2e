package org.trunkline.media.rtp.internal.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.domain.call.LegSide.CALLER;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.media.rtp.internal.Peer;
import org.trunkline.media.rtp.internal.Relay;

/** How a stream went over time. */
class StreamHistoryTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PER_SECOND = 50;

    private final StreamMeter meter = new StreamMeter();
    private final RoundTrip roundTrip = new RoundTrip();
    private final StreamHistory history = new StreamHistory(meter, roundTrip, 0);
    private int sequence;

    /** A second of packets, of which the first so many are lost. */
    private void second(int lost, long lateNanos) {
        for (int i = 0; i < PER_SECOND; i++, sequence++) {
            long nanos = sequence * SECOND / PER_SECOND + (i % 2) * lateNanos;
            if (i >= lost)
                meter.rtp(ByteBuffer.wrap(Rtp.voice(sequence & 0xFFFF, 1)), nanos);
        }
        history.tick(sequence * SECOND / PER_SECOND);
    }

    @Test
    void eachStepTellsOfItselfAlone() {
        for (int s = 0; s < 5; s++)
            second(0, 0);
        for (int s = 0; s < 5; s++)
            second(10, 4_000_000);
        for (int s = 0; s < 5; s++)
            second(0, 0);

        var steps = history.steps(16 * SECOND);
        assertEquals(Duration.ofSeconds(5), steps.step());
        assertEquals(Duration.ofSeconds(16), steps.length());
        assertEquals(250, steps.all().get(0).packets());
        assertEquals(0, steps.all().get(0).lossRatio());
        assertEquals(Duration.ZERO, steps.all().get(0).jitter());
        assertEquals(200, steps.all().get(1).packets());
        assertEquals(0.2, steps.all().get(1).lossRatio());
        assertTrue(steps.all().get(1).jitter().toMillis() >= 2, "jitter " + steps.all().get(1).jitter());
        assertEquals(250, steps.all().get(2).packets());
        assertEquals(0, steps.all().get(2).lost());
        assertEquals(4, steps.all().size(), "with the one that has begun");
        assertEquals(0, steps.all().get(3).packets());
    }

    @Test
    void longStreamsHaveLongerSteps() {
        int seconds = 5 * StreamSeries.MAX_SAMPLES + 7;
        for (int s = 0; s < seconds; s++)
            second(s == 3 ? 25 : 0, 0);

        var steps = history.steps(seconds * SECOND);
        assertEquals(Duration.ofSeconds(10), steps.step());
        assertEquals(StreamSeries.MAX_SAMPLES / 2 + 1, steps.all().size());
        assertEquals(475, steps.all().getFirst().packets());
        assertEquals(25, steps.all().getFirst().lost());
        assertEquals(7 * PER_SECOND, steps.all().getLast().packets());
        assertEquals((long) seconds * PER_SECOND - 25, steps.all().stream().mapToLong(StreamHistory.Step::packets).sum());
    }

    @Test
    void aStepHasTheRoundTripAtItsEnd() {
        for (int s = 0; s < 5; s++)
            second(0, 0);
        roundTrip.sent(7, 5 * SECOND);
        roundTrip.answered(7, 0, 5 * SECOND + 40_000_000);
        for (int s = 0; s < 5; s++)
            second(0, 0);

        assertEquals(List.of(Optional.empty(), Optional.of(Duration.ofMillis(40)), Optional.of(Duration.ofMillis(40))),
                history.steps(11 * SECOND).all().stream().map(StreamHistory.Step::rtt).toList());
    }

    @Test
    void aLongerStepHasTheRoundTripOfItsSecondHalf() {
        for (int s = 0; s < 5 * StreamSeries.MAX_SAMPLES; s++) {
            second(0, 0);
            if (s == 4) { // after the first of the two steps that become one
                roundTrip.sent(7, 5 * SECOND);
                roundTrip.answered(7, 0, 5 * SECOND + 40_000_000);
            }
        }

        var steps = history.steps(5L * StreamSeries.MAX_SAMPLES * SECOND);
        assertEquals(Duration.ofSeconds(10), steps.step());
        assertTrue(steps.all().stream().allMatch(step -> step.rtt().equals(Optional.of(Duration.ofMillis(40)))));
    }

    /** The clock of a machine that slept. */
    @Test
    void aClockThatLeapsMakesEmptySteps() {
        second(0, 0);
        history.tick(86_400 * SECOND);

        var steps = history.steps(86_400 * SECOND);
        assertTrue(steps.all().size() <= StreamSeries.MAX_SAMPLES, "steps: " + steps.all().size());
        assertEquals(PER_SECOND, steps.all().getFirst().packets());
        assertEquals(0, steps.all().getLast().packets());
    }

    @Test
    void aCallsStreamsHaveASeriesOnceTheyAreLong() throws Exception {
        try (var relay = new Relay(); var alice = new Peer(); var bob = new Peer()) {
            var session = relay.call(alice, bob);
            speak(alice, bob, 0);
            relay.pass(Duration.ofSeconds(8));
            speak(alice, bob, 30);
            assertEquals(0, session.series().size(), "under ten seconds");
            relay.pass(Duration.ofSeconds(8));
            Relay.await(() -> session.series().size() == 1 && session.series().getFirst().samples().size() == 4);
            session.close();

            var series = session.series().getFirst();
            assertEquals(CALLER, series.from());
            assertEquals(0, series.mline());
            assertEquals(StreamSeries.FIRST_STEP, series.step());
            assertEquals(Relay.BEGAN, series.start());
            assertEquals(60, series.samples().stream().mapToLong(StreamSeries.Sample::packets).sum());
            assertTrue(series.samples().getFirst().rFactor().orElseThrow() > 50);
            assertTrue(series.samples().getLast().rFactor().isEmpty(), "silent");
        }
    }

    private static void speak(Peer from, Peer to, int first) {
        for (int s = first; s < first + 30; s++) {
            from.send(Rtp.voice(s, 1));
            assertTrue(to.receive().isPresent());
        }
    }
}
