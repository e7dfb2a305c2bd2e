package org.trunkline.plugin.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;

class FailureStreakTest {
    private static final long MS = 1_000_000L;

    private final List<LocalizableText> told = new ArrayList<>();
    private final FailureStreak streak = new FailureStreak("RoutingPolicy", told::add);

    @Test
    void fiveErrorsInARowAreTooMany() {
        for (int i = 0; i < 4; i++)
            streak.failed("an error", i);
        assertEquals(List.of(), told);
        streak.failed("the last error", 4);
        assertEquals(List.of("RoutingPolicy", "5", "the last error"), told.getFirst().args());
        assertEquals("plugin-throws", told.getFirst().code());
    }

    @Test
    void anAnswerBetweenThemForgivesAll() {
        for (int i = 0; i < 20; i++) {
            if (i % 4 == 0)
                streak.succeeded();
            streak.failed("an error", i);
        }
        assertEquals(List.of(), told);
    }

    @Test
    void manyLateAnswersOfOneMomentAreAPauseOfTheNode() {
        for (int i = 0; i < 100; i++)
            streak.late(20, i * 9 * MS);
        assertEquals(List.of(), told);
        streak.succeeded();
        streak.late(20, 1_200 * MS);
        assertEquals(List.of(), told);
    }

    @Test
    void lateForASecondIsTooLong() {
        for (int i = 0; i < 4; i++)
            streak.late(20, i * 400 * MS);
        assertEquals(List.of(), told, "four are few, however long it takes");
        streak.late(20, 1_600 * MS);
        assertEquals(List.of("RoutingPolicy", "5", "20"), told.getFirst().args());
        assertEquals("plugin-late", told.getFirst().code());
    }

    @Test
    void afterFiveLateAnswersItIsAskedTenTimesASecond() {
        for (int i = 0; i < 5; i++) {
            assertTrue(streak.mayAsk(i * MS), "call " + i);
            streak.late(20, i * MS);
        }
        int asked = 0;
        for (int i = 5; i < 1_005; i++)
            if (streak.mayAsk(i * MS))
                asked++;
        assertEquals(10, asked);
    }

    @Test
    void aSuspectIsAskedTenTimesASecondFromTheStart() {
        streak.suspect(0);
        int asked = 0;
        for (int i = 0; i < 1_000; i++)
            if (streak.mayAsk(i * MS))
                asked++;
        assertEquals(10, asked);
        streak.succeeded();
        assertTrue(streak.mayAsk(1_000 * MS));
        assertTrue(streak.mayAsk(1_001 * MS));
    }

    @Test
    void aSuspectThatIsLateForASecondIsTooLate() {
        streak.suspect(0);
        for (int i = 0; i < 5; i++)
            streak.late(20, (5_000 + i * 100) * MS);
        assertEquals(List.of(), told, "late for half a second");
        streak.late(20, 6_000 * MS);
        assertEquals("plugin-late", told.getFirst().code());
    }

    @Test
    void oneAnswerThatIsTooLargeIsTooMany() {
        streak.tooLarge("more than 10,000 elements");
        assertEquals("plugin-answer-large", told.getFirst().code());
        assertEquals(List.of("RoutingPolicy", "more than 10,000 elements"), told.getFirst().args());
    }

    @Test
    void oneTimelyAnswerLetsAllCallsAskAgain() {
        for (int i = 0; i < 5; i++)
            streak.late(20, i * MS);
        assertFalse(streak.mayAsk(5 * MS));
        streak.succeeded();
        assertTrue(streak.mayAsk(5 * MS));
        assertTrue(streak.mayAsk(6 * MS));
    }
}
