package org.trunkline.ui.cdr.internal.privacy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.Retention;
import org.trunkline.domain.config.Retention.Disguise;

class RetentionPaneTest {
    private static final Retention YEAR = new Retention(365, 30, 0, Disguise.CUT);

    @Test
    void oneIsAskedOnlyWhereSomethingGoes() {
        assertTrue(RetentionPane.stricter(YEAR, Retention.FOR_EVER));
        assertTrue(RetentionPane.stricter(new Retention(365, 29, 0, Disguise.CUT), YEAR));
        assertTrue(RetentionPane.stricter(new Retention(0, 0, 1, Disguise.CUT), YEAR), "personal fields went on for ever");
        assertFalse(RetentionPane.stricter(Retention.FOR_EVER, YEAR), "0 is for ever");
        assertFalse(RetentionPane.stricter(new Retention(366, 30, 0, Disguise.PSEUDONYM), YEAR));
    }
}
