package org.trunkline.ui.phone.internal.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.domain.cdr.RouteTrial.Kind;
import org.trunkline.domain.cdr.RouteTrial.Outcome;
import org.trunkline.domain.config.Trunk;
import org.trunkline.testkit.FakeDirectory;

class TrunkChoiceTest {
    private static final List<Trunk> TRUNKS = List.of(FakeDirectory.trunk("a", "192.0.2.1"), FakeDirectory.trunk("B", "192.0.2.2"),
            FakeDirectory.trunk("c", "192.0.2.3"), off(FakeDirectory.trunk("d", "192.0.2.4")));

    private static Trunk off(Trunk t) {
        return new Trunk(t.name(), t.peer(), false, t.registration(), t.security(), t.limits(), t.numbers(), t.tariff());
    }

    private static RouteTrial.Step step(Kind kind, String target, Outcome outcome) {
        return new RouteTrial.Step(kind, target, outcome, "", "", Candidate.Reason.NONE, 0, 0, Candidate.Origin.DIALLED, "");
    }

    @Test
    void trunksOfTheRouteComeFirst() {
        var trial = new RouteTrial(Direction.OUTBOUND, Party.of("anna"), Party.of("1"), false, 1, Optional.of("+46"),
                List.of(step(Kind.TRUNK, "c", Outcome.FIRST), step(Kind.TRUNK, "a", Outcome.PASSED_OVER), step(Kind.TRUNK, "B", Outcome.THEN),
                        step(Kind.TRUNK, "d", Outcome.THEN), step(Kind.SUBSCRIBER, "a", Outcome.THEN)),
                RouteTrial.Policies.NONE, List.of(), Optional.empty());
        assertEquals(new TrunkChoice(List.of("c", "B", "a"), 2), TrunkChoice.of(TRUNKS, Optional.of(trial)));
    }

    @Test
    void withoutARouteTheyComeByName() {
        assertEquals(new TrunkChoice(List.of("a", "B", "c"), 0), TrunkChoice.of(TRUNKS, Optional.empty()));
        assertEquals(new TrunkChoice(List.of(), 0), TrunkChoice.of(List.of(), Optional.empty()));
    }
}
