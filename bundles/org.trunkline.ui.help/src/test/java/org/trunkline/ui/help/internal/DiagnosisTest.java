package org.trunkline.ui.help.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.trunkline.api.node.Alarm;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.ui.NodeState;

class DiagnosisTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void namesStatesAndNothingPersonal() {
        var alarm = new Alarm("trunk-down", Alarm.Severity.CRITICAL, NOW, "Carrier of Anna", List.of("sip.example.net"), "Carrier of Anna is down");
        var status = new NodeStatus("0.1.0", NOW.minusSeconds(600), false, List.of("udp 192.0.2.10:5060", "tls 192.0.2.10:5061"), "secret-realm", 2,
                0.5, 40, Optional.empty(), 3, 100, 1, 1 << 30, 1L << 31, 1 << 26, 1 << 28, 4, 400, List.of(), List.of(alarm));
        var state = new NodeState(NodeState.Kind.REMOTE, "https://node.example.net:8060", NodeState.Reach.UP, NOW, "", Optional.empty(),
                Optional.of(status));
        String text = Diagnosis.of(state, new Bundle[0], Map.of("os.name", "Linux", "user.name", "anna", "user.home", "/home/anna"), NOW);
        for (String there : List.of("os.name: Linux", "node: remote, up", "version: 0.1.0, up for 10 min", "listeners: tls udp",
                "alarm: trunk-down, critical", "records: 100 written, 1 not yet searchable"))
            assertTrue(text.contains(there), there + " in:\n" + text);
        for (String absent : List.of("anna", "Anna", "example.net", "192.0.2", "secret-realm"))
            assertFalse(text.contains(absent), absent + " in:\n" + text);
    }
}
