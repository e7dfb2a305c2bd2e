package org.trunkline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.engine.CallLimits;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.call.CallEngine;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.testkit.FakeSignaling.Received;

/** How many calls at once, in all and from one address. */
class CallLimitsTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final FakeSignaling sip = new FakeSignaling(clock);
    private final FakeDirectory directory = new FakeDirectory().register("bob", "192.0.2.20:5060");
    private final RecordingCdrSink cdrs = new RecordingCdrSink();
    private CallEngine engine;

    private void limited(int calls, int perSource) {
        engine = new CallEngine(new EnginePorts(sip, new FakeMedia(), directory, _ -> RegisterHandler.Reply.of(200, ""),
                cdrs, clock), new CallLimits(calls, perSource), Runnable::run);
        engine.start();
    }

    private Received call(String called, String id, String source) {
        return sip.receive(FakeRequest.invite(called).callId(id).source(source));
    }

    private long refused(String reason) {
        return engine.border().refused().stream().filter(r -> r.reason().equals(reason))
                .mapToLong(BorderStatus.Refusals::count).sum();
    }

    @Test
    void oneAddressTakesNotAllTheRoom() {
        limited(100, 2);
        var first = call("bob", "1", "192.0.2.10");
        call("bob", "2", "192.0.2.10");
        var third = call("bob", "3", "192.0.2.10");
        assertEquals(List.of(503), third.statuses());
        assertEquals(Optional.of("10"), third.header("Retry-After"));
        assertEquals(1, refused("source-calls"));
        assertEquals(List.of(100), call("bob", "4", "192.0.2.11").statuses());
        sip.cancel(first);
        sip.requests("INVITE").forEach(invite -> sip.respond(invite, 180));
        sip.cancels().forEach(invite -> sip.respond(invite, 487));
        assertEquals(List.of(100), call("bob", "5", "192.0.2.10").statuses(), "the first one made room");
    }

    @Test
    void aTrunksCallsAreNotCountedByAddress() {
        limited(100, 1);
        directory.trustAt("203.0.113.5", FakeDirectory.trunk("In", "203.0.113.5"));
        for (int i = 0; i < 3; i++)
            assertEquals(List.of(100), sip.receive(FakeRequest.anonymousInvite("bob").callId("t" + i)
                    .source("203.0.113.5")).statuses());
    }

    @Test
    void emergencyCallsFindRoomInAFullNode() {
        limited(2, 2);
        directory.emergencyNumber("112").route("112", FakeDirectory.trunk("Carrier", "198.51.100.9"));
        call("bob", "1", "192.0.2.10");
        call("bob", "2", "192.0.2.10");
        assertEquals(List.of(503), call("bob", "3", "192.0.2.10").statuses());
        assertEquals(1, refused("calls-full"));
        assertEquals(List.of(100), call("112", "4", "192.0.2.10").statuses());
        assertEquals("sip:112@198.51.100.9", sip.last("INVITE").request.requestUri());
    }

    @Test
    void emergencyCallsPassTheLimitOfTheirAddress() {
        limited(100, 1);
        directory.emergencyNumber("112").route("112", FakeDirectory.trunk("Carrier", "198.51.100.9"));
        call("bob", "1", "192.0.2.10");
        assertEquals(List.of(503), call("bob", "2", "192.0.2.10").statuses());
        assertEquals(List.of(100), call("112", "3", "192.0.2.10").statuses());
        assertEquals("sip:112@198.51.100.9", sip.last("INVITE").request.requestUri());
    }

    @Test
    void aSecondInviteOfTheSameNamesIsCountedAndCountedOut() {
        limited(100, 2);
        for (int round = 0; round < 5; round++) {
            var calls = List.of(sip.receive(FakeRequest.invite("bob").callId("same").cseq(1).branch("b1-" + round)),
                    sip.receive(FakeRequest.invite("bob").callId("same").cseq(2).branch("b2-" + round)));
            assertEquals(List.of(503), sip.receive(FakeRequest.invite("bob").callId("same").cseq(3)
                    .branch("b3-" + round)).statuses(), "both count, round " + round);
            for (var call : calls) {
                assertEquals(List.of(100), call.statuses());
                sip.cancel(call);
            }
            sip.requests("INVITE").forEach(invite -> sip.respond(invite, 180));
            sip.cancels().forEach(invite -> sip.respond(invite, 487));
            clock.advance(Duration.ofSeconds(70));
        }
        assertEquals(0, engine.border().tables().getFirst().used());
    }
}
