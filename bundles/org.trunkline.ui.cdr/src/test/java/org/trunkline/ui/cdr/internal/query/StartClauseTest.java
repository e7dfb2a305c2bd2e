package org.trunkline.ui.cdr.internal.query;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartClauseTest {
    @ParameterizedTest
    @ValueSource(strings = {"started:today", "mos:bad STARTED:yesterday", "trunk:a AND started:>-1h", "trunk:a OR started:today",
        "(busy started:[-7d TO now])", "NOT (trunk:a) started:today", "NOT NOT started:today", "started:(today OR yesterday)",
        "started:[2026-03-01T10:00:00Z TO 2026-03-01T11:00:00Z}"})
    void isFoundWhereverItIs(String text) {
        assertTrue(StartClause.isIn(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trunk:a", "answered:true", "\"started:today\"", "-started:today", "NOT started:today",
        "NOT (trunk:a OR (busy started:today))", "started", "duration:>1h"})
    void isNotFoundElsewhere(String text) {
        assertFalse(StartClause.isIn(text));
    }
}
