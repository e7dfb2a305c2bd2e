package org.trunkline.testkit;

import java.time.Duration;

import org.trunkline.domain.call.CallState;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.call.CallEngine;
import org.trunkline.engine.port.routing.RouteAdvisor;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.testkit.FakeSignaling.Received;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** An engine between fakes, run on the test's own thread. */
final class EngineFixture {
    final ManualScheduler clock = new ManualScheduler();
    final FakeSignaling sip = new FakeSignaling(clock);
    final FakeMedia media = new FakeMedia();
    final FakeDirectory directory = new FakeDirectory();
    final RecordingCdrSink cdrs = new RecordingCdrSink();
    final FakeApplications applications = new FakeApplications();
    final FakeMessageStore messages = new FakeMessageStore();
    final CallEngine engine;

    EngineFixture() {
        this(RouteAdvisor.NONE);
    }

    EngineFixture(RouteAdvisor advisor) {
        RegisterHandler registrar = request -> RegisterHandler.Reply.of(200, "");
        engine = new CallEngine(new EnginePorts(sip, media, directory, registrar, cdrs, clock,
                new EnginePorts.Extensions(applications, advisor), messages),
                Runnable::run);
        engine.start();
    }

    void after(Duration time) {
        clock.advance(time);
    }

    /** alice calls bob, who has one phone, and it rings. */
    Received ringing() {
        directory.register("bob", "192.0.2.20:5060");
        var invite = sip.receive(FakeRequest.invite("bob"));
        sip.respond(callee(), 180);
        return invite;
    }

    /** The same, answered and acknowledged. */
    Received talking() {
        var invite = ringing();
        answer(callee());
        acknowledge(invite);
        return invite;
    }

    SentRequest callee() {
        return sip.last("INVITE");
    }

    void answer(SentRequest callee) {
        sip.respond(callee, 200, Sdps.answer("192.0.2.20", 5000));
    }

    void acknowledge(Received invite) {
        sip.receive(FakeRequest.within(invite, "ACK", invite.request.cseq()));
    }

    Received hangUp(Received invite) {
        return sip.receive(FakeRequest.within(invite, "BYE", 50));
    }

    CallState state() {
        return engine.snapshot().getFirst().state();
    }
}
