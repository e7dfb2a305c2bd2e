package org.trunkline.ui.phone.internal.recent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.phone.internal.desk.EndedCall;

class RecentCallTest {
    private static final Instant AT = Instant.parse("2026-11-23T09:00:00Z");

    private static RecentCall record(int second) {
        return new RecentCall("record" + second, Optional.empty(), true, "bo", false, AT.plusSeconds(second), Duration.ZERO, Optional.empty());
    }

    @Test
    void callsAtOtherServersAreAmongTheRecordsByTime() {
        var elsewhere = new EndedCall("other", false, "+46701234567", AT.plusSeconds(5), Optional.empty(), AT.plusSeconds(9), Optional.empty());
        var all = RecentCall.merged(List.of(record(7), record(1)), List.of(elsewhere));
        assertEquals(List.of("record7", "other", "record1"), all.stream().map(RecentCall::id).toList());
        assertTrue(all.get(1).missed());
        assertEquals("+46701234567", all.get(1).other());
    }
}
