package org.trunkline.domain.cdr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.LadderSteps.Step;

class LadderStepsTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    private static LadderEntry entry(long millis, int leg, String label) {
        return new LadderEntry(START.plusMillis(millis), leg, false, "192.0.2.1:5060", "udp", label, 0, "");
    }

    private static Ladder ladder(LadderEntry... entries) {
        return new Ladder(new CallId("01HZZZZZZZZZZZZZZZZZ"), List.of(entries));
    }

    @Test
    void comeBackLegByLegWithTheirTimes() {
        var steps = LadderSteps.of(ladder(entry(0, 0, "INVITE"), entry(1, 0, "100 Trying"), entry(5, 1, "INVITE"),
                entry(1_250, 1, "183 Session Progress"), entry(1_251, 0, "183 Session Progress"),
                entry(3_600_000, 0, "CANCEL"), entry(3_600_001, 0, "499 Odd")));
        var caller = List.of("INVITE 0", "100 0", "183 12", "CANCEL 36000", "4xx 36000");
        assertEquals(caller, LadderSteps.ofBytes(steps.bytes()).legs().get(0).stream().map(LadderStepsTest::text).toList());
        assertEquals(List.of("INVITE 0", "183 12"), steps.legs().get(1).stream().map(LadderStepsTest::text).toList());
        assertEquals(14, steps.bytes().length);
    }

    private static String text(Step step) {
        return LadderSteps.name(step.code()) + " " + step.tenths();
    }

    @Test
    void noMessagesAreNoSteps() {
        assertEquals(LadderSteps.NONE, LadderSteps.of(ladder()));
        assertEquals(List.of(), LadderSteps.NONE.legs());
    }

    @Test
    void cutBytesAreRefused() {
        byte[] bytes = LadderSteps.of(ladder(entry(0, 0, "INVITE"), entry(9_000, 0, "BYE"))).bytes();
        var cut = LadderSteps.ofBytes(Arrays.copyOf(bytes, bytes.length - 1));
        assertThrows(IllegalArgumentException.class, cut::legs);
    }
}
