package org.trunkline.apps.schedule.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;

class PlacerTest {
    private static final Instant AT = Instant.parse("2026-11-24T09:00:00Z");
    private static final ScheduledCall CALL = ScheduledCall.of(Map.of("name", "Sales", "at", "2026-11-24 09:00", "zone", "Z", "repeat", "daily",
            "subscribers", "anna, bo", "number", "8000"));

    private final FakeNode node = new FakeNode();
    private final Placer placer = new Placer(node);

    @BeforeEach
    void subscribers() throws Exception {
        for (String name : List.of("anna", "bo"))
            node.subscribers().create(new Subscriber(name, Secret.of("correct horse"), "", true, CallHandling.PLAIN, Srtp.OFFER));
    }

    private void look(int fromSeconds, int toSeconds) {
        placer.look(List.of(CALL), AT.plusSeconds(fromSeconds), AT.plusSeconds(toSeconds));
    }

    private List<String> whoWasCalled() {
        return node.calls().asked().stream().map(CallDraft::subscriber).toList();
    }

    @Test
    void eachSubscriberIsCalledOnceAtTheTime() {
        look(-4, -2);
        assertEquals(List.of(), whoWasCalled());
        look(-2, 0);
        look(0, 2);
        assertEquals(List.of(new CallDraft("anna", "8000"), new CallDraft("bo", "8000")), node.calls().asked());
        look(86_398, 86_400);
        assertEquals(List.of("anna", "bo", "anna", "bo"), whoWasCalled());
    }

    @Test
    void aShortStopIsCaughtUpAndALongOneIsNot() {
        look(-60, 299);
        assertEquals(List.of("anna", "bo"), whoWasCalled());
        look(86_400 - 60, 86_400 + 301);
        assertEquals(List.of("anna", "bo"), whoWasCalled());
    }

    @Test
    void aNodeThatIsFullIsAskedAgainForAMinute() {
        node.outage(Optional.of("full"));
        look(-2, 0);
        node.outage(Optional.empty());
        look(0, 2);
        assertEquals(List.of("anna", "bo"), whoWasCalled());
        assertEquals(List.of(), placer.failures());
        node.outage(Optional.of("full"));
        look(86_398, 86_400);
        look(86_458, 86_460);
        node.outage(Optional.empty());
        look(86_460, 86_462);
        assertEquals(List.of("anna", "bo"), whoWasCalled());
        assertEquals(1, placer.failures().size());
    }

    @Test
    void whyItWasNotPlacedIsKnownForADay() throws Exception {
        node.subscribers().delete("bo");
        look(-2, 0);
        assertEquals(List.of("anna"), whoWasCalled());
        assertEquals(List.of("bo there is no subscriber \"bo\", or it is switched off"),
                placer.failures().stream().map(failure -> failure.subscriber() + " " + failure.why()).toList());
        look(86_300, 86_302);
        assertEquals(1, placer.failures().size());
        placer.look(List.of(), AT, AT.plusSeconds(4));
        assertEquals(List.of(), placer.failures(), "it is not there any more");
    }
}
