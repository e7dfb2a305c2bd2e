package org.trunkline.ui.calls.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.node.TrunkStatus;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.testkit.Samples;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;

class HealthTest {
    private static final Instant NOW = Samples.START.plus(Duration.ofMinutes(125));

    private final Health health = new Health(Texts.of(Health.class, Locale.ENGLISH),
            new Formats(ZoneId.of("UTC"), Locale.ENGLISH),
            new StateText(Texts.of(StateText.class, Locale.ENGLISH)), () -> NOW);

    private static NodeStatus with(List<TrunkStatus> trunks, long diskFree) {
        NodeStatus s = Samples.status();
        return new NodeStatus(s.version(), s.startedAt(), s.draining(), s.listeners(), s.realm(), s.callsNow(),
                s.callsPerSecond(), s.callsTotal(), s.asr(), s.registrations(), s.recordsWritten(), s.recordsBehind(),
                diskFree, 1000, s.heapUsedBytes(), s.heapMaxBytes(), s.mediaPortsUsed(), s.mediaPortsTotal(), trunks,
                s.alarms());
    }

    private static TrunkStatus trunk(String name, TrunkStatus.State state, Optional<Boolean> registered, int calls) {
        return new TrunkStatus(name, state, Samples.START, state == TrunkStatus.State.DOWN
                ? new LocalizableText("no-answer-to", List.of("OPTIONS"), "in the words of the node") : LocalizableText.NOTHING, registered, calls, 30, 0, 0, Optional.empty(), Optional.empty());
    }

    @Test
    void trunksInTroubleComeFirst() {
        var rows = health.rows(with(List.of(trunk("A", TrunkStatus.State.UP, Optional.of(true), 12),
                trunk("B", TrunkStatus.State.DOWN, Optional.empty(), 0),
                trunk("C", TrunkStatus.State.UP, Optional.of(false), 3),
                trunk("D", TrunkStatus.State.UP, Optional.empty(), 30)), 900), false);
        assertEquals(List.of("Node", "B", "C", "D", "A", "Disk", "Records", "Capacity"),
                rows.stream().map(HealthRow::what).toList());
        assertEquals(List.of(Tone.BAD, Tone.WARN, Tone.WARN, Tone.OK),
                rows.subList(1, 5).stream().map(HealthRow::tone).toList());
        assertEquals("Down 2 h", rows.get(1).state());
        assertEquals("no answer to OPTIONS", rows.get(1).detail());
        assertEquals("not registered", rows.get(2).detail());
        assertEquals("at its call limit", rows.get(3).detail());
        assertEquals("12/30", rows.get(4).load());
    }

    @Test
    void limitsThatAreFarAwayAreOneLine() {
        var status = limited(new BorderStatus.Table("calls", 10, 100), new BorderStatus.Table("mailboxes", 95, 100));
        var folded = health.rows(status, false);
        assertEquals(List.of("Node", "Mailboxes", "Disk", "Records", "Refusals", "Capacity"), folded.stream().map(HealthRow::what).toList());
        assertEquals(Tone.WARN, folded.getLast().tone());
        assertEquals("3 limits; fullest: Mailboxes, 95%", folded.getLast().detail().replace(".0", ""));
        var all = health.rows(status, true);
        assertEquals(List.of("Capacity", "Media ports", "Call table"), all.subList(5, 8).stream().map(HealthRow::what).toList());
        assertEquals(Tone.OK, health.rows(limited(new BorderStatus.Table("calls", 10, 100)), false).getLast().tone());
    }

    private static NodeStatus limited(BorderStatus.Table... tables) {
        NodeStatus s = Samples.status();
        return new NodeStatus(s.version(), s.startedAt(), s.draining(), s.listeners(), s.realm(), s.callsNow(), s.callsPerSecond(),
                s.callsTotal(), s.asr(), s.registrations(), s.recordsWritten(), s.recordsBehind(), s.diskFreeBytes(), s.diskTotalBytes(),
                s.heapUsedBytes(), s.heapMaxBytes(), s.mediaPortsUsed(), s.mediaPortsTotal(), List.of(), s.alarms(),
                new BorderStatus(List.of(tables), List.of(), List.of(), 0), s.messages(), Optional.empty(), false, true);
    }

    @Test
    void whoMakesTransfersIsToldWhereItIsNotTheNode() {
        assertEquals("udp 127.0.0.1:5060, tcp 127.0.0.1:5060, version 0.1.0, transfers are passed on",
                health.rows(Samples.status(), false).get(0).detail());
        assertEquals("udp 127.0.0.1:5060, tcp 127.0.0.1:5060, version 0.1.0", health.rows(with(List.of(), 900), false).get(0)
                .detail());
    }

    @Test
    void recordsThatAreNotOpenYetAreNotSaidToBeFine() {
        NodeStatus s = Samples.status();
        var starting = new NodeStatus(s.version(), s.startedAt(), s.draining(), s.listeners(), s.realm(), s.callsNow(),
                s.callsPerSecond(), s.callsTotal(), s.asr(), s.registrations(), 0, 0, s.diskFreeBytes(), s.diskTotalBytes(),
                s.heapUsedBytes(), s.heapMaxBytes(), s.mediaPortsUsed(), s.mediaPortsTotal(), List.of(), s.alarms(),
                s.border(), s.messages(), s.certificate(), s.passesTransfers(), false);
        var records = health.rows(starting, false).stream().filter(r -> r.key().equals("index")).findFirst().orElseThrow();
        assertEquals("opening", records.state());
        assertEquals(Tone.OFF, records.tone());
        assertEquals("Journal and search index are being opened", records.detail());
    }

    @Test
    void aDiskNearlyFullIsTold() {
        var disk = health.rows(with(List.of(), 49), false).get(1);
        assertEquals(Tone.BAD, disk.tone());
        assertEquals("49 B free of 1.0 kB", disk.detail());
    }

    @Test
    void phonesAreToldTheUdpAddress() {
        assertEquals("192.0.2.10:5060",
                FirstSteps.Steps.address(List.of("tcp 192.0.2.10:5070", "udp 192.0.2.10:5060")));
        assertEquals("192.0.2.10:5060", FirstSteps.Steps.address(List.of("udp 127.0.0.1:5060", "udp 192.0.2.10:5060")));
        assertEquals("", FirstSteps.Steps.address(List.of()));
    }

    private static NodeStatus refusing(Instant startedAt, long overload) {
        NodeStatus s = Samples.status();
        return new NodeStatus(s.version(), startedAt, s.draining(), s.listeners(), s.realm(), s.callsNow(),
                s.callsPerSecond(), s.callsTotal(), s.asr(), s.registrations(), s.recordsWritten(), s.recordsBehind(),
                s.diskFreeBytes(), s.diskTotalBytes(), s.heapUsedBytes(), s.heapMaxBytes(), s.mediaPortsUsed(),
                s.mediaPortsTotal(), List.of(), s.alarms(), new BorderStatus(List.of(),
                        List.of(new BorderStatus.Refusals("overload", overload)), List.of(), 0), s.messages(), Optional.empty(), false, true);
    }

    private Tone refusals(NodeStatus status) {
        return health.rows(status, false).stream().filter(r -> r.key().equals("refused")).findFirst().orElseThrow().tone();
    }

    @Test
    void whatAnotherNodeRefusedBeforeIsNoTroubleNow() {
        assertEquals(Tone.OK, refusals(refusing(Samples.START, 7)));
        assertEquals(Tone.OK, refusals(refusing(Samples.START.plusSeconds(60), 900)));
        assertEquals(Tone.BAD, refusals(refusing(Samples.START.plusSeconds(60), 901)));
    }
}
