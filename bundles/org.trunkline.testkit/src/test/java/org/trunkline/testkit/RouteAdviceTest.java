package org.trunkline.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.PolicyAdvice.Verdict;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCalls;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.Decision.ToTrunks;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.engine.port.routing.RouteAdvisor;
import org.trunkline.testkit.FakeSignaling.Received;

/** Calls whose route is asked about before anybody is rung. */
class RouteAdviceTest {
    private static final Trunk A = FakeDirectory.trunk("A", "203.0.113.1");
    private static final Trunk B = FakeDirectory.trunk("B", "203.0.113.2");
    private static final Trunk C = FakeDirectory.trunk("C", "203.0.113.3");
    private static final PolicyAdvice CHANGED = new PolicyAdvice("p", Verdict.CHANGED, "because", 1);

    /** Keeps questions until the test answers them. */
    private static final class Waiting implements RouteAdvisor {
        private final List<Question> questions = new ArrayList<>();
        private final List<Consumer<Answer>> answers = new ArrayList<>();
        private boolean listens = true;
        private boolean answersLater = true;

        @Override
        public boolean listens() {
            return listens;
        }

        @Override
        public boolean advise(Question question, Consumer<Answer> answer) {
            questions.add(question);
            if (answersLater)
                answers.add(answer);
            return answersLater;
        }

        void answer(Decision decision) {
            answers.removeFirst().accept(new Answer(decision, List.of(CHANGED)));
        }

        ToTrunks asked() {
            return assertInstanceOf(ToTrunks.class, questions.getLast().decision());
        }
    }

    private final Waiting advisor = new Waiting();
    private final EngineFixture f = new EngineFixture(advisor);

    private Received dial() {
        f.directory.route("4670", A, B);
        return f.sip.receive(FakeRequest.invite("4670"));
    }

    private ToTrunks to(TrunkTarget... targets) {
        var asked = advisor.asked();
        return new ToTrunks(asked.direction(), asked.prefix(), asked.from(), asked.to(), List.of(targets), List.of());
    }

    private static TrunkTarget target(Trunk trunk, String called) {
        return new TrunkTarget(trunk, called, "alice", "");
    }

    private List<String> tried() {
        return f.sip.requests("INVITE").stream().map(r -> r.request.requestUri()).toList();
    }

    @Test
    void nobodyIsTriedBeforeTheAnswer() {
        var invite = dial();
        assertEquals(List.of(), tried());
        assertEquals(List.of(100), invite.statuses());
        assertEquals(CallState.ROUTING, f.state());
        var question = advisor.questions.getFirst();
        assertEquals(Optional.of("alice"), question.request().subscriber());
        assertEquals(List.of(A, B), advisor.asked().targets().stream().map(TrunkTarget::trunk).toList());
        assertEquals(0, question.callsOfSubscriber());
        advisor.answer(advisor.asked());
        assertEquals(List.of("sip:4670@203.0.113.1"), tried());
    }

    @Test
    void reordersDropsAddsAndRewrites() {
        dial();
        advisor.answer(to(target(C, "004670"), target(B, "4670")));
        assertEquals(List.of("sip:004670@203.0.113.3"), tried());
        f.sip.respond(f.callee(), 503);
        f.sip.respond(f.callee(), 486);
        assertEquals(List.of("sip:004670@203.0.113.3", "sip:4670@203.0.113.2"), tried());
        var why = f.cdrs.only().why();
        assertEquals(List.of(CHANGED), why.advice());
        assertEquals(List.of("C", "B"), why.candidates().stream().map(c -> c.target()).toList());
        assertEquals(0, f.directory.leases());
    }

    @Test
    void rejects() {
        var invite = dial();
        advisor.answer(new Decision.Refused(Direction.OUTBOUND, Party.of("alice"), Party.of("4670"),
                Cause.FORBIDDEN.sipStatus(), Cause.FORBIDDEN, Optional.of(""), List.of()));
        assertEquals(List.of(100, 403), invite.statuses());
        assertEquals(List.of(Cause.FORBIDDEN), f.cdrs.causes());
        assertEquals(List.of(CHANGED), f.cdrs.only().why().advice());
    }

    @Test
    void aConferenceThatTheNodeBringsAPhoneIntoIsAskedAbout() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.applications.owns("8000", "conference");
        var events = new ArrayList<ApplicationEvent>();
        var placed = assertInstanceOf(NodeCalls.Outcome.Placed.class, f.engine.place(new NodeCall(new NodeCall.Target.ForSubscriber("bob", "8000", Optional.empty()),
                NodeCall.CODECS, List.of(), ofSeconds(60)), FakeApplications.listening(events)));
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.20", 5000, "8 101", "sendrecv"));
        placed.handle().command(new ApplicationCommand.Bridge("b", "8000"));
        var question = advisor.questions.getLast();
        assertEquals(Optional.of("bob"), question.request().subscriber());
        assertInstanceOf(Decision.ToApplication.class, question.decision());
        assertEquals(List.of(new ApplicationEvent.Answered()), events);
        advisor.answer(new Decision.Refused(Direction.INTERNAL, Party.of("bob"), Party.of("8000"),
                Cause.FORBIDDEN.sipStatus(), Cause.FORBIDDEN, Optional.of(""), List.of()));
        assertEquals("b", assertInstanceOf(ApplicationEvent.CommandFailed.class, events.getLast()).command());
        assertEquals(List.of(), f.applications.events());
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedFor() {
        dial();
        f.after(ofMillis(999));
        assertEquals(List.of(), tried());
        f.after(ofMillis(1));
        assertEquals(List.of("sip:4670@203.0.113.1"), tried());
        advisor.answer(to(target(C, "1"))); // too late
        assertEquals(1, tried().size());
        f.sip.respond(f.callee(), 486);
        assertEquals(List.of(Verdict.LATE), f.cdrs.only().why().advice().stream().map(PolicyAdvice::verdict).toList());
    }

    @Test
    void aSecondAnswerSaysNothing() {
        dial();
        var answer = advisor.answers.getFirst();
        advisor.answer(advisor.asked());
        answer.accept(new RouteAdvisor.Answer(to(target(C, "1")), List.of(CHANGED)));
        f.after(ofSeconds(2));
        assertEquals(List.of("sip:4670@203.0.113.1"), tried());
    }

    @Test
    void cancelWhileWaiting() {
        var invite = dial();
        var cancel = f.sip.cancel(invite);
        assertEquals(List.of(200), cancel.statuses());
        assertEquals(List.of(100, 487), invite.statuses());
        assertEquals(List.of(Cause.CANCELLED), f.cdrs.causes());
        advisor.answer(advisor.asked());
        f.after(ofSeconds(2));
        assertEquals(List.of(), tried());
        assertEquals(0, f.engine.count());
        assertEquals(0, f.directory.leases());
    }

    @Test
    void anAdministratorEndsACallThatWaits() {
        var invite = dial();
        assertTrue(f.engine.hangUp(f.engine.snapshot().getFirst().id()));
        assertEquals(List.of(100, 480), invite.statuses());
        advisor.answer(advisor.asked());
        assertEquals(List.of(), tried());
        assertEquals(1, f.cdrs.count());
    }

    @Test
    void aNodeThatStopsEndsACallThatWaits() {
        var invite = dial();
        f.engine.stop();
        assertEquals(List.of(100, 503), invite.statuses());
        advisor.answer(advisor.asked());
        assertEquals(List.of(), tried());
    }

    @Test
    void whereNothingIsToBeSaidTheCallGoesOnAtOnce() {
        advisor.answersLater = false;
        dial();
        assertEquals(1, advisor.questions.size());
        assertEquals(List.of("sip:4670@203.0.113.1"), tried());
        f.sip.respond(f.callee(), 486);
        assertEquals(List.of(), f.cdrs.only().why().advice());
    }

    @Test
    void whereNobodyListensNobodyIsAsked() {
        advisor.listens = false;
        dial();
        assertEquals(0, advisor.questions.size());
        assertEquals(1, tried().size());
    }

    @Test
    void emergencyCallsAreNotAskedAbout() {
        f.directory.route("112", A).emergencyNumber("112");
        f.sip.receive(FakeRequest.invite("112"));
        assertEquals(0, advisor.questions.size());
        assertEquals(List.of("sip:112@203.0.113.1"), tried());
    }

    @Test
    void aForwardedCallIsAskedAboutForWhoForwardsIt() {
        f.directory.register("bob", "192.0.2.20:5060").route("4670", A, B)
                .handle("bob", new CallHandling(Optional.of("4670"), Optional.empty(), Optional.empty(), 15,
                        Optional.empty(), false, 0, List.of()));
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        advisor.answer(advisor.questions.getLast().decision());
        assertEquals(2, advisor.questions.size());
        assertEquals(Optional.of("bob"), advisor.questions.getLast().request().subscriber());
        f.sip.cancel(invite); // also while the second answer is waited for
        assertEquals(List.of(100, 487), invite.statuses());
        advisor.answer(advisor.questions.getLast().decision());
        assertEquals(List.of(), tried());
        assertEquals(Direction.INTERNAL, f.cdrs.only().direction());
    }

    @Test
    void aTransferIsAskedAboutForWhoTransfers() {
        f.directory.register("bob", "192.0.2.20:5060").route("4670", A, B);
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        advisor.answer(advisor.questions.getLast().decision());
        var bob = f.callee();
        f.answer(bob);
        f.acknowledge(invite);
        f.sip.receive(FakeRequest.within(bob.request, "b-tag", "REFER", 1).header("Refer-To", "<sip:4670@192.0.2.1>"));
        assertEquals(Optional.of("bob"), advisor.questions.getLast().request().subscriber());
        assertEquals(1, tried().size());
        advisor.answer(to(target(C, "4670")));
        assertEquals("sip:4670@203.0.113.3", tried().getLast());
    }

    @Test
    void callsInProgressAreCounted() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.sip.receive(FakeRequest.invite("bob"));
        advisor.answer(advisor.questions.getLast().decision());
        f.directory.route("4670", A);
        f.sip.receive(FakeRequest.invite("4670").callId("another"));
        assertEquals(1, advisor.questions.getLast().callsOfSubscriber());
        assertEquals(0, advisor.questions.getFirst().callsOfSubscriber());
    }

    @Test
    void whatNoApplicationTakesGoesByTheDialPlan() {
        dial();
        advisor.answer(new Decision.ToApplication(Direction.OUTBOUND, "announcement", "closed", Party.of("alice"),
                Party.of("4670")));
        assertEquals(List.of("sip:4670@203.0.113.1"), tried());
    }
}
