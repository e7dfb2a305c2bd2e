package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.quality.CallAnalyser;

/** What each {@link CallAnalyser} must do, whatever it finds. */
public abstract class CallAnalyserContract {
    /** An analyser as the node would make it. */
    protected abstract CallAnalyser analyser() throws Exception;

    @Test
    public void findingsAreFewAndSearchable() throws Exception {
        var analyser = analyser();
        for (var record : List.of(SpiSamples.answered(1, Duration.ZERO), SpiSamples.answered(2, Duration.ofHours(9)),
                SpiSamples.busy(3))) {
            var findings = analyser.analyse(record);
            assertTrue(findings.size() <= 8, () -> "up to 8: " + findings);
            for (var finding : findings)
                assertTrue(finding.code().matches("[a-z0-9-]{1,40}"), finding::code);
            assertEquals(findings.size(), findings.stream().map(f -> f.code()).distinct().count(), "each code once");
        }
    }
}
