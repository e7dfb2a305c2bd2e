package org.trunkline.sip.jain.internal.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class TimersTest {
    /** RFC 3261 §17.1.1.2: timer A doubles, timer B ends it at 64 times T1. */
    @Test
    void anInviteIsSentAgainSixTimesAndGivenUpAfter32Seconds() {
        assertEquals(List.of(500L, 1500L, 3500L, 7500L, 15_500L, 31_500L, 32_000L), alarms(Timers.LIMIT));
    }

    /** RFC 3261 §17.1.2.2 and §17.2.1: timers E and G double up to T2, timers F and H end it at 64 times T1. */
    @Test
    void otherRequestsAndRefusalsAreSentAgainEachFourSeconds() {
        assertEquals(List.of(500L, 1500L, 3500L, 7500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L, 31_500L, 32_000L),
                alarms(Timers.T2));
    }

    private static List<Long> alarms(Duration longest) {
        var alarms = new ArrayList<Long>();
        var pause = Timers.T1;
        var waited = pause;
        alarms.add(waited.toMillis());
        while (waited.compareTo(Timers.LIMIT) < 0) {
            pause = Timers.next(pause, longest, waited);
            waited = waited.plus(pause);
            alarms.add(waited.toMillis());
        }
        return alarms;
    }
}
