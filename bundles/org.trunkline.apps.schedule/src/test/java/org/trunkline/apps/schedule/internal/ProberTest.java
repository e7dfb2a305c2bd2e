package org.trunkline.apps.schedule.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.part.PartWarning;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;

class ProberTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

    private final FakeNode node = new FakeNode();
    private final Prober prober = new Prober(node);

    @BeforeEach
    void aTrunk() throws Exception {
        var blank = EntryKind.TRUNK.schema().blank();
        node.trunks().create(new Trunk("A", new TrunkPeer("192.0.2.1", 5060, Transport.UDP, List.of(), false), true, Optional.empty(),
                blank.security(), blank.limits(), blank.numbers(), Optional.empty()));
        prober.look(List.of(), NOW);
    }

    private static Probe probe(String number) {
        return Probe.of(Map.of("name", "Echo", "trunk", "A", "number", number, "every", "5"));
    }

    private void look(String number, int... seconds) {
        for (int at : seconds)
            prober.look(List.of(probe(number)), NOW.plusSeconds(at));
    }

    /** Calls that the fake was asked for. */
    private int called() throws Exception {
        int count = 0;
        while (node.trials().testCall(Samples.id(500 + count)).isPresent())
            count++;
        return count;
    }

    private List<String> said() {
        return prober.warnings().stream().map(PartWarning::message).toList();
    }

    @Test
    void aNewProbeIsCalledAtOnceAndThenAgainAndAgain() throws Exception {
        look("1", 0, 2, 4);
        assertEquals(1, called());
        look("1", 299, 300, 302);
        assertEquals(2, called());
        assertEquals(List.of(), said());
    }

    @Test
    void whatFailsIsAWarningUntilItIsHeardAgain() throws Exception {
        look("9", 0, 2);
        assertEquals(List.of("Probe Echo: 9 over A: the trunk answered 486: busy"), said());
        assertEquals(List.of("9", "A", "the trunk answered 486: busy"), prober.warnings().getFirst().args());
        assertEquals("test-call-refused", prober.warnings().getFirst().why().code());
        look("1", 4, 6);
        assertEquals(List.of(), said(), "it was changed, and called at once");
        assertEquals(2, called());
    }

    @Test
    void aTrunkThatIsNotThereIsAFailure() throws Exception {
        node.trunks().delete("A");
        look("1", 0);
        assertEquals(List.of("Probe Echo: 1 over A: there is no trunk \"A\""), said());
        prober.look(List.of(), NOW.plusSeconds(2));
        assertEquals(List.of(), said());
    }

    @Test
    void aBusyNodeIsAskedAgain() throws Exception {
        node.outage(Optional.of("busy"));
        look("1", 0, 2);
        node.outage(Optional.empty());
        look("1", 4);
        assertEquals(1, called());
        assertEquals(List.of(), said());
    }

    @Test
    void afterAStartTrunksRegisterFirst() throws Exception {
        var started = new Prober(node);
        started.look(List.of(probe("1")), NOW);
        started.look(List.of(probe("1")), NOW.plusSeconds(59));
        assertEquals(0, called());
        started.look(List.of(probe("1")), NOW.plusSeconds(60));
        assertEquals(1, called());
    }
}
