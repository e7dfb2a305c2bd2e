package org.trunkline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkSecurity;

/** A call to a SIPS URI is put through over TLS alone (RFC 3261 §26.2.2, RFC 5630). */
class SipsTest {
    private final EngineFixture f = new EngineFixture();

    private static Trunk secure(String name, String host) {
        var plain = FakeDirectory.trunk(name, host);
        return new Trunk(plain.name(), new TrunkPeer(plain.peer().host(), 5061, Transport.TLS, List.of(), false), true,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(0, 0, 0, 60),
                new TrunkNumbers("SE", Optional.empty(), false, plain.numbers().outbound(), plain.numbers().inbound()), Optional.empty());
    }

    private List<Reason> reasons() {
        return f.cdrs.only().why().candidates().stream().map(Candidate::reason).toList();
    }

    @Test
    void aPhoneWithoutTlsIsNotRung() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").sips());
        assertEquals(480, invite.last().status());
        assertTrue(invite.header("Warning").orElseThrow().startsWith("380 "));
        assertEquals(List.of(), f.sip.requests("INVITE"));
        assertEquals(List.of(Reason.NOT_ENCRYPTED), reasons());
    }

    @Test
    void aTrunkWithoutTlsIsPassedOverAndThoseBehindTheNextAreAskedForTheSame() {
        f.directory.route("4670", FakeDirectory.trunk("A", "203.0.113.1"), secure("B", "203.0.113.2"));
        var invite = f.sip.receive(FakeRequest.invite("4670").sips());
        assertEquals("sips:4670@203.0.113.2:5061;transport=tls", f.callee().request.requestUri());
        f.sip.respond(f.callee(), 486);
        assertEquals(486, invite.last().status());
        assertEquals(List.of(Reason.NOT_ENCRYPTED, Reason.REFUSED), reasons());
        assertEquals(0, f.directory.leases());
    }

    @Test
    void whereNoTrunkSpeaksTlsThatIsSaid() {
        f.directory.route("4670", FakeDirectory.trunk("A", "203.0.113.1"));
        var invite = f.sip.receive(FakeRequest.invite("4670").sips());
        assertEquals(480, invite.last().status());
        assertTrue(invite.header("Warning").orElseThrow().contains("SIPS Not Allowed"));
        assertEquals(0, f.directory.leases());
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"TLS", "WSS"}, mode = EnumSource.Mode.EXCLUDE)
    void aCallThatCameWithoutTlsIsNotPutThroughAsIfItWereSecret(Transport transport) { // RFC 3261 §26.2.2, RFC 5630 §5
        f.directory.route("4670", secure("B", "203.0.113.2")).register("bob", "192.0.2.20:5060");
        var sips = f.sip.receive(FakeRequest.invite("4670").sips().over(transport));
        var contact = f.sip.receive(FakeRequest.invite("bob").callId("second").over(transport)
                .contact("sips:alice@192.0.2.10:5060"));
        for (var invite : List.of(sips, contact)) {
            assertEquals(480, invite.last().status());
            assertTrue(invite.header("Warning").orElseThrow().startsWith("380 "));
        }
        assertEquals(List.of(), f.sip.requests("INVITE"));
        assertEquals(List.of(Cause.FORBIDDEN, Cause.FORBIDDEN), f.cdrs.causes());
    }

    @Test
    void elsewhereNothingChanges() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.sip.receive(FakeRequest.invite("bob").over(Transport.TLS));
        assertEquals(1, f.sip.requests("INVITE").size());
    }
}
