package org.trunkline.node.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.call.CallEngine;
import org.trunkline.engine.directory.DirectorySettings;
import org.trunkline.engine.directory.LiveDirectory;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.engine.directory.digest.DigestClient;
import org.trunkline.engine.directory.trunk.TrunkProbe;
import org.trunkline.engine.port.config.ConfigStore.StoredBinding;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.signaling.DeviceFlow;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.node.internal.config.Configurations;
import org.trunkline.node.internal.config.PhoneNumberPlan;
import org.trunkline.node.internal.nodecall.TestCalls;
import org.trunkline.testkit.FakeMedia;
import org.trunkline.testkit.FakeRequest;
import org.trunkline.testkit.FakeResponse;
import org.trunkline.testkit.FakeSignaling;
import org.trunkline.testkit.FakeSignaling.Received;
import org.trunkline.testkit.FakeSignaling.SentRequest;
import org.trunkline.testkit.ManualScheduler;
import org.trunkline.testkit.RecordingCdrSink;
import org.trunkline.testkit.Sdps;

/** A subscriber speaks over a trunk that is not saved, at a carrier that asks for credentials: engine and directory are those of the node. */
class TrialVoiceTest {
    private static final String CARRIER = "192.0.2.30";
    private static final TestCallDraft CALL = TestCallDraft.of("", "+46701234567", "").spokenBy("bob");
    private static final Trunk DRAFT = new Trunk("New", new TrunkPeer(CARRIER, 5060, Transport.UDP, List.of(), false), true,
            Optional.of(new TrunkRegistration("account", Secret.of("typed"), 600)), TrunkSecurity.NONE, TrunkLimits.DEFAULT, TrunkNumbers.UNCHANGED,
            Optional.of(new Tariff("SEK", new Tariff.Rate(new Amount(1_000_000), Amount.ZERO), 60, 60, List.of())));

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryStore store = new MemoryStore();
    private final FakeSignaling sip = new FakeSignaling(time);
    private final RecordingCdrSink cdrs = new RecordingCdrSink();
    private final Configuration saved = new Configuration(1, List.of(subscriber("bob"), subscriber("carol")),
            Map.of("bob", DigestAlgorithm.secretOf("bob", "trunkline", "pass-bob")), List.of(), Map.of(), List.of(), List.of(), List.of());
    private final LiveDirectory directory = new LiveDirectory(new DirectorySettings("trunkline", "SE", Duration.ofSeconds(30),
            List.of(DigestAlgorithm.values()), new byte[32]), time, (_, _) -> {}, store, new PhoneNumberPlan(), Runnable::run);
    private final CallEngine engine = new CallEngine(new EnginePorts(sip, new FakeMedia(), directory, directory.registrar(), cdrs, time), Runnable::run);
    private final EngineTrials trials = new EngineTrials(engine, new TrunkProbe((_, _) -> {}, Runnable::run, new Random(1), "x"), directory,
            new Configurations(store, saved, _ -> {}, _ -> {}, "test"), new TestCalls(engine, engine::soFar, directory::openTrial, store, time));

    @BeforeEach
    void start() {
        directory.start(saved, List.of(binding("bob", "192.0.2.20:5060"), binding("carol", "192.0.2.40:5060")));
        engine.start();
    }

    private static Subscriber subscriber(String name) {
        return new Subscriber(name, Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.NEVER);
    }

    private StoredBinding binding(String user, String at) {
        return new StoredBinding(user, "sip:" + user + '@' + at, at, "UDP", "r", 1, time.instant().plus(Duration.ofHours(2)), "", List.of(),
                Optional.empty(), DeviceFlow.NONE);
    }

    /** @return the same, sent again with the credentials of the trunk */
    private SentRequest challenged(SentRequest plain) {
        assertEquals(Optional.empty(), plain.header("Proxy-Authorization"));
        sip.respond(plain, FakeResponse.to(plain.request, 407).header("Proxy-Authenticate", "Digest realm=\"x\", nonce=\"n\", algorithm=MD5"));
        var again = sip.last(plain.request.method());
        assertTrue(again.header("Proxy-Authorization").orElse("none").contains("username=\"account\""), again + " has no credentials");
        return again;
    }

    /** bob and the far side talk. @return the phone's leg */
    private SentRequest talking() {
        var phone = sip.last("INVITE");
        assertTrue(phone.request.requestUri().contains("bob@192.0.2.20"), phone.toString());
        sip.respond(phone, 200, Sdps.audio("192.0.2.20", 5000, "8 101", "sendrecv"));
        var out = sip.last("INVITE");
        assertEquals("sip:+46701234567@" + CARRIER, out.request.requestUri());
        sip.respond(challenged(out), 200, Sdps.audio(CARRIER, 7000, "8 101", "sendrecv"));
        sip.respond(sip.last("INVITE"), 200, Sdps.audio("192.0.2.20", 5000, "8 101", "sendrecv"));
        return phone;
    }

    private TestCall begun() throws NodeUnavailableException {
        return (TestCall) assertInstanceOf(SaveResult.Saved.class, trials.call(DRAFT, CALL)).value();
    }

    private SentRequest lastTo(String host, String method) {
        return sip.requests(method).stream().filter(sent -> sent.request.hop().address().getHostString().equals(host)).reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError(sip.requests().toString()));
    }

    /** bob calls carol with credentials, and is answered. */
    private Received consultation() {
        var plain = FakeRequest.anonymousInvite("carol").caller("", "sip:bob@trunkline").callId("consultation").fromTag("bob-2").source("192.0.2.20");
        var asked = sip.receive(plain);
        var digest = new DigestClient("bob", "pass-bob", new Random(1));
        assertTrue(digest.challenged(asked.last().headers().stream().filter(h -> h.name().equals("Proxy-Authenticate")).map(Header::value).toList(),
                true, true), asked.statuses().toString());
        var invite = sip.receive(FakeRequest.anonymousInvite("carol").caller("", "sip:bob@trunkline").callId("consultation").fromTag("bob-2")
                .source("192.0.2.20").cseq(2).branch("z9hG4bK-2").header("Proxy-Authorization",
                        digest.credentials("INVITE", "sip:carol@192.0.2.1").orElseThrow().value()));
        sip.respond(lastTo("192.0.2.40", "INVITE"), 200, Sdps.audio("192.0.2.40", 6000, "8 101", "sendrecv"));
        sip.receive(FakeRequest.within(invite, "ACK", 2));
        return invite;
    }

    /** RFC 5589 §7: the carrier's leg is in the other call then, and the test call is over. */
    @Test
    void itsTrunkIsThereThoughThePhoneTransfersTheCall() throws Exception {
        var begun = begun();
        var phone = talking().request;
        var consult = consultation();
        var carol = lastTo("192.0.2.40", "INVITE").request;
        var refer = sip.receive(FakeRequest.within(consult, "REFER", 3).header("Refer-To", "<sip:x@192.0.2.1?Replaces=" + phone.callId() + "%3Bto-tag%3D"
                + phone.fromTag() + "%3Bfrom-tag%3Db-tag>"));
        assertEquals(List.of(202), refer.statuses());
        sip.respond(lastTo(CARRIER, "INVITE"), 200, Sdps.audio(CARRIER, 7000, "8 101", "sendrecv"));
        sip.respond(lastTo("192.0.2.40", "INVITE"), 200, Sdps.audio("192.0.2.40", 6000, "8 101", "sendrecv"));
        sip.requests("BYE").forEach(bye -> sip.respond(bye, 200));
        time.advance(Duration.ofMinutes(2));
        assertTrue(trials.testCall(begun.id()).orElseThrow().end().isPresent(), "the test call is over");
        assertEquals("trunk-in-trial", assertThrows(NodeUnavailableException.class, () -> trials.call(DRAFT, CALL)).code());

        sip.receive(FakeRequest.within(carol, "b-tag", "BYE", 2).source("192.0.2.40"));
        sip.respond(challenged(lastTo(CARRIER, "BYE")), 200);
        time.advance(Duration.ofSeconds(33));
        assertFalse(directory.routeOver("New/unsaved", "+46701234567", "", "").isPresent());
    }

    @Test
    void itsTrunkIsThereUntilTheCarriersLegHasEnded() throws Exception {
        var begun = begun();
        assertEquals("New/unsaved", begun.trunk());
        var phone = talking();
        time.advance(Duration.ofMinutes(20));
        assertEquals("trunk-in-trial", assertThrows(NodeUnavailableException.class, () -> trials.call(DRAFT, CALL)).code());
        sip.receive(FakeRequest.within(phone.request, "b-tag", "BYE", 2).source("192.0.2.20"));
        sip.respond(challenged(sip.last("BYE")), 200);

        var cdr = cdrs.only();
        assertEquals(begun.id(), cdr.id());
        assertEquals(Optional.of("New/unsaved"), cdr.trunk());
        assertEquals(Optional.of(new Cost(new Amount(20_000_000), "SEK")), cdr.cost());
        assertTrue(trials.testCall(begun.id()).orElseThrow().end().isPresent());
        time.advance(Duration.ofSeconds(33));
        assertFalse(directory.routeOver("New/unsaved", "+46701234567", "", "").isPresent());
    }
}
