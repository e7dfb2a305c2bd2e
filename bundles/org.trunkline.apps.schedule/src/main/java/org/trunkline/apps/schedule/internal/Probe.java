package org.trunkline.apps.schedule.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.node.Trials.Sound;
import org.trunkline.api.node.Trials.TestCallDraft;

/**
 * A probe as its administrator set it.
 *
 * @param every from one call to the next
 */
record Probe(String name, TestCallDraft draft, Duration every, boolean enabled) {
    /** @param entry as checked */
    static Probe of(Map<String, String> entry) {
        var draft = new TestCallDraft(entry.getOrDefault(ProbeKind.TRUNK, ""), entry.getOrDefault(ProbeKind.NUMBER, "").strip(),
                entry.getOrDefault(ProbeKind.CALLER, "").strip(), List.of(), List.of(), Sound.TONE,
                number(entry, ProbeKind.SECONDS, ProbeKind.USUAL_SECONDS), Optional.empty());
        return new Probe(entry.getOrDefault(ProbeKind.NAME, ""), draft, Duration.ofMinutes(number(entry, ProbeKind.EVERY, ProbeKind.USUAL_MINUTES)),
                Forms.isEnabled(entry));
    }

    private static int number(Map<String, String> entry, String field, int usual) {
        return Integer.parseInt(entry.getOrDefault(field, String.valueOf(usual)));
    }
}
