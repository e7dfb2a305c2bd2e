package org.trunkline.node.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.call.CallEngine;
import org.trunkline.engine.directory.DirectorySettings;
import org.trunkline.engine.directory.LiveDirectory;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.engine.directory.trunk.TrunkProbe;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.node.internal.config.Configurations;
import org.trunkline.node.internal.config.PhoneNumberPlan;
import org.trunkline.node.internal.nodecall.FakeNodeCalls;
import org.trunkline.node.internal.nodecall.TestCalls;
import org.trunkline.testkit.FakeMedia;
import org.trunkline.testkit.FakeSignaling;
import org.trunkline.testkit.ManualScheduler;
import org.trunkline.testkit.RecordingCdrSink;

/** Test calls over trunks that are not saved: which are placed, and with whose password. */
class EngineTrialsTest {
    private static final TestCallDraft CALL = TestCallDraft.of("", "+46701234567", "");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryStore store = new MemoryStore();
    private final Configuration saved = new Configuration(1, List.of(), Map.of(), List.of(trunk("Telia", "sip.telia.example", "user"),
            secure("Secure", "tls.example", Optional.empty())), Map.of("Telia", "kept"), List.of(), List.of(), List.of());
    private final LiveDirectory directory = new LiveDirectory(new DirectorySettings("trunkline", "SE", Duration.ofSeconds(30),
            List.of(DigestAlgorithm.values()), new byte[32]), time, new Hosts(), store, new PhoneNumberPlan(), Runnable::run);
    private final EngineTrials trials = new EngineTrials(new CallEngine(new EnginePorts(new FakeSignaling(time), new FakeMedia(), directory,
            directory.registrar(), new RecordingCdrSink(), time), Runnable::run), new TrunkProbe((_, _) -> {}, Runnable::run, new Random(1), "x"),
            directory, new Configurations(store, saved, _ -> {}, _ -> {}, "test"),
            new TestCalls(new FakeNodeCalls(), _ -> CompletableFuture.completedFuture(Optional.empty()), directory::openTrial, store, time));

    /** Two names of one host, and others that lead nowhere. */
    private static final class Hosts implements OutOfDialog {
        @Override
        public void send(Request request, Consumer<Outcome> result) {}

        @Override
        public List<InetAddress> addresses(String host) throws UnknownHostException {
            if (host.equals("tls.example") || host.equals("alias.example"))
                return List.of(InetAddress.ofLiteral("192.0.2.8"), InetAddress.ofLiteral("192.0.2.9"));
            throw new UnknownHostException(host);
        }
    }

    @BeforeEach
    void start() {
        directory.start(saved, List.of());
    }

    private static Trunk trunk(String name, String host, String user, Secret password) {
        return new Trunk(name, new TrunkPeer(host, 5060, Transport.UDP, List.of(), false), true,
                Optional.of(new TrunkRegistration(user, password, 600)), TrunkSecurity.NONE, TrunkLimits.DEFAULT, TrunkNumbers.UNCHANGED,
                Optional.empty());
    }

    private static Trunk trunk(String name, String host, String user) {
        return trunk(name, host, user, Secret.KEPT);
    }

    private static Trunk secure(String name, String host, Optional<String> certificate) {
        return new Trunk(name, new TrunkPeer(host, 5061, Transport.TLS, List.of(), false), true, Optional.empty(),
                new TrunkSecurity(Srtp.OFFER, certificate, false), TrunkLimits.DEFAULT, TrunkNumbers.UNCHANGED, Optional.empty());
    }

    private String placed(Trunk draft) throws Exception {
        return ((TestCall) assertInstanceOf(SaveResult.Saved.class, trials.call(draft, CALL)).value()).trunk();
    }

    private List<String> wrong(Trunk draft) throws Exception {
        return errors(trials.call(draft, CALL));
    }

    private static List<String> errors(SaveResult<?> result) {
        return assertInstanceOf(SaveResult.Rejected.class, result).errors().stream()
                .map(error -> ((FieldError) error).field() + " " + ((FieldError) error).code()).toList();
    }

    private boolean proves(String trunk) {
        return directory.credentials(trunk, "INVITE", "sip:x", List.of("Digest realm=\"x\", nonce=\"n\", algorithm=MD5")).isPresent();
    }

    @Test
    void aKeptPasswordGoesToItsOwnHostOnly() throws Exception {
        assertTrue(proves(placed(trunk("Telia", "SIP.telia.example", "user"))));
        assertFalse(proves(placed(trunk("Other", "sip.telia.example", "user"))));
        time.advance(Duration.ofMinutes(16));
        assertFalse(proves(placed(trunk("Telia", "sip.attacker.example", "user"))));
    }

    @Test
    void aKeptPasswordProvesNoOtherUser() throws Exception {
        assertFalse(proves(placed(trunk("Telia", "sip.telia.example", "somebody"))));
        time.advance(Duration.ofMinutes(16));
        assertTrue(proves(placed(trunk("Telia", "192.0.2.7", "somebody", Secret.of("typed")))));
    }

    @Test
    void aTrunkNeedsNoNameToBeCalledOver() throws Exception {
        assertEquals("sip.new.example/unsaved", placed(trunk("", "sip.new.example", "user")));
        assertEquals(List.of("host not-host"), wrong(trunk("New", "no host", "user")));
        assertEquals(List.of("registration.username required"), wrong(trunk("New", "sip.new.example", "")));
    }

    /** The connections to that host are those of the saved trunk too. */
    @Test
    void theCertificateOfASavedTrunkIsNotGivenUp() throws Exception {
        assertEquals(List.of("security.certificateName certificate-of-saved"), wrong(secure("New", "TLS.example", Optional.of("other.example"))));
        assertEquals("New/unsaved", placed(secure("New", "tls.example", Optional.of("tls.example"))));
        assertEquals("Else/unsaved", placed(secure("Else", "new.example", Optional.of("other.example"))));
        assertEquals("other.example", directory.admission().certificateName("new.example"));
        assertEquals("Free/unsaved", placed(secure("Free", "192.0.2.10", Optional.empty())));
    }

    /** Connections are kept by address: those to one of its addresses are its own, whatever the host is called. */
    @Test
    void theCertificateOfASavedTrunkIsThatOfItsAddresses() throws Exception {
        var refused = List.of("security.certificateName certificate-of-saved");
        assertEquals(refused, wrong(secure("New", "192.0.2.9", Optional.empty())));
        assertEquals(refused, wrong(secure("New", "alias.example", Optional.of("other.example"))));
        assertEquals(refused, errors(trials.trunk(secure("New", "alias.example", Optional.of("other.example")))));
        assertEquals("New/unsaved", placed(secure("New", "192.0.2.9", Optional.of("TLS.example"))));
        assertEquals("Udp/unsaved", placed(trunk("Udp", "192.0.2.8", "user")));
    }
}
