package org.trunkline.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.testkit.FakeSignaling.Received;

/** SRTP keys in SDP (RFC 4568), offered as RFC 8643 says, ending at the node. */
class SrtpCallTest {
    private static final byte[] KEY = new byte[SrtpKeys.Suite.AES_CM_128_HMAC_SHA1_80.octets()];
    private static final String INLINE = Base64.getEncoder().encodeToString(KEY);
    private static final String CRYPTO = "a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:" + INLINE + "|2^31\r\n";

    private final EngineFixture f = new EngineFixture();

    private static Trunk trunk(Srtp srtp) {
        var plain = FakeDirectory.trunk("A", "203.0.113.1");
        return new Trunk(plain.name(), new TrunkPeer(plain.peer().host(), 5061, Transport.TLS, List.of(), false), true,
                Optional.empty(), new TrunkSecurity(srtp, Optional.empty(), false), new TrunkLimits(0, 0, 0, 60),
                new TrunkNumbers("SE", Optional.empty(), false, plain.numbers().outbound(), plain.numbers().inbound()), Optional.empty());
    }

    private static String secure(String sdp, String crypto) {
        return sdp.replace("RTP/AVP", "RTP/SAVP") + crypto;
    }

    private Received dial(Srtp srtp) {
        f.directory.route("4670", trunk(srtp));
        return f.sip.receive(FakeRequest.invite("4670"));
    }

    private Optional<SrtpKeys> keys(LegSide side) {
        return f.media.sessions().getFirst().remote(0, side).security().map(SrtpKeys.class::cast);
    }

    @Test
    void aCallerWithKeysIsAnsweredWithOursAndTheOtherSideSeesNone() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").sdp(secure(Sdps.offer("192.0.2.10", 4000), CRYPTO)));
        assertTrue(f.callee().body().contains(" RTP/AVP "), f.callee().body());
        assertFalse(f.callee().body().contains("a=crypto"), f.callee().body());
        f.answer(f.callee());
        var answer = invite.last().body().orElseThrow().text();
        assertTrue(answer.contains(" RTP/SAVP "), answer);
        assertTrue(answer.contains("a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:"), answer);
        assertFalse(answer.contains(INLINE), "the caller's own key came back");
        var keys = keys(LegSide.CALLER).orElseThrow();
        assertArrayEquals(KEY, keys.receiving());
        assertTrue(answer.contains(Base64.getEncoder().encodeToString(keys.sending())));
        assertEquals(Optional.empty(), keys(LegSide.CALLEE));
    }

    @Test
    void keysBesidePlainRtpAreTaken() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").sdp(Sdps.offer("192.0.2.10", 4000) + CRYPTO));
        f.answer(f.callee());
        var answer = invite.last().body().orElseThrow().text();
        assertTrue(answer.contains(" RTP/AVP ") && answer.contains("a=crypto:7 "), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=crypto:1 F8_128_HMAC_SHA1_80 inline:AAAA", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + "|2^20|1:4", "a=crypto:x", "a=crypto:"})
    void whereNoKeyCanBeUsedTheCallIsRefused(String crypto) {
        var invite = f.sip.receive(FakeRequest.invite("bob").sdp(secure(Sdps.offer("192.0.2.10", 4000), crypto + "\r\n")));
        assertEquals(488, invite.last().status());
    }

    @Test
    void aTrunkThatRequiresItIsOfferedNothingElse() {
        var invite = dial(Srtp.REQUIRE);
        var offer = f.callee().body();
        assertTrue(offer.contains(" RTP/SAVP ") && offer.contains("a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:"), offer);
        f.sip.respond(f.callee(), 200, secure(Sdps.answer("203.0.113.9", 7000),
                "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:" + INLINE + "\r\n"));
        f.acknowledge(invite);
        assertEquals(200, invite.last().status());
        assertFalse(invite.last().body().orElseThrow().text().contains("crypto"));
        assertEquals(SrtpKeys.Suite.AES_CM_128_HMAC_SHA1_80, keys(LegSide.CALLEE).orElseThrow().suite());
    }

    /** RFC 7714 §14: keys and salts are of another length. */
    @Test
    void theNodePrefersGcmAndTakesTheAnswersChoice() {
        var invite = dial(Srtp.OFFER);
        var offer = f.callee().body();
        assertTrue(offer.indexOf("a=crypto:1 AEAD_AES_128_GCM ") < offer.indexOf("a=crypto:2 AEAD_AES_256_GCM ")
                && offer.contains("a=crypto:2 AEAD_AES_256_GCM "), offer);
        f.sip.respond(f.callee(), 200, Sdps.answer("203.0.113.9", 7000) + "a=crypto:2 AEAD_AES_256_GCM inline:"
                + Base64.getEncoder().encodeToString(new byte[44]) + "\r\n");
        f.acknowledge(invite);
        var keys = keys(LegSide.CALLEE).orElseThrow();
        assertEquals(SrtpKeys.Suite.AEAD_AES_256_GCM, keys.suite());
        assertTrue(offer.contains("2 AEAD_AES_256_GCM inline:" + Base64.getEncoder().encodeToString(keys.sending())));
    }

    /** RFC 4568 §5.1.3: the answer names one of the offered, by its tag. */
    @ParameterizedTest
    @ValueSource(strings = {"4 AES_CM_128_HMAC_SHA1_80", "1 AES_CM_128_HMAC_SHA1_80", "1 AES_CM_128_HMAC_SHA1_32"})
    void anAnswerWithAKeyThatWasNotOfferedEndsTheCall(String crypto) {
        var invite = dial(Srtp.OFFER);
        f.sip.respond(f.callee(), 200, Sdps.answer("203.0.113.9", 7000) + "a=crypto:" + crypto + " inline:" + INLINE
                + "\r\n");
        assertEquals(488, invite.last().status());
    }

    @Test
    void aSubscriberWhoMustEncryptMayNotCallWithout() {
        f.directory.encrypt("alice", Srtp.REQUIRE).register("bob", "192.0.2.20:5060");
        var plain = f.sip.receive(FakeRequest.invite("bob").over(Transport.TLS).callId("plain"));
        assertEquals(488, plain.last().status());
        var open = f.sip.receive(FakeRequest.invite("bob").sdp(secure(Sdps.offer("192.0.2.10", 4000), CRYPTO)));
        assertEquals(488, open.last().status(), "keys for all to read");
        var keyed = f.sip.receive(FakeRequest.invite("bob").over(Transport.TLS).callId("keyed")
                .sdp(secure(Sdps.offer("192.0.2.10", 4000), CRYPTO)));
        f.answer(f.callee());
        assertEquals(200, keyed.last().status());
    }

    @Test
    void aSubscriberWhoMustNotEncryptIsRefusedKeys() {
        f.directory.encrypt("alice", Srtp.NEVER).register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").sdp(secure(Sdps.offer("192.0.2.10", 4000), CRYPTO)));
        assertEquals(488, invite.last().status());
    }

    /** Nobody is rung whose answer would have to be thrown away. */
    @Test
    void aPhoneThatMustEncryptIsNotRungWhereKeysWouldBeRead() {
        f.directory.encrypt("bob", Srtp.REQUIRE).register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        assertEquals(503, invite.last().status());
        assertEquals(List.of(Candidate.Reason.NOT_ENCRYPTED), f.cdrs.only().why().candidates().stream()
                .map(Candidate::reason).toList());
    }

    @Test
    void aTrunkThatRequiresItAndAnswersWithoutEndsTheCall() {
        var invite = dial(Srtp.REQUIRE);
        f.sip.respond(f.callee(), 200, Sdps.answer("203.0.113.9", 7000));
        assertEquals(488, invite.last().status());
        assertEquals("203.0.113.1", f.sip.last("BYE").request.hop().address().getHostString());
    }

    @Test
    void aTrunkThatIsOfferedItMayDoWithout() {
        var invite = dial(Srtp.OFFER);
        var offer = f.callee().body();
        assertTrue(offer.contains(" RTP/AVP ") && offer.contains("a=crypto:1 "), offer);
        f.sip.respond(f.callee(), 200, Sdps.answer("203.0.113.9", 7000));
        f.acknowledge(invite);
        assertEquals(200, invite.last().status());
        assertEquals(Optional.empty(), keys(LegSide.CALLEE));
    }

    /** RFC 5922: such a trunk's address alone proves nothing. */
    @Test
    void aTrunkThatMustShowACertificateIsNoneByItsAddress() {
        var plain = trunk(Srtp.NEVER);
        var mutual = new Trunk("M", new TrunkPeer("203.0.113.1", 5061, Transport.TLS, List.of(), false), true,
                Optional.empty(), new TrunkSecurity(Srtp.NEVER, Optional.empty(), true), new TrunkLimits(0, 0, 0, 60),
                new TrunkNumbers("SE", Optional.empty(), false, plain.numbers().outbound(), plain.numbers().inbound()), Optional.empty());
        f.directory.trustAt("203.0.113.1", mutual).register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.anonymousInvite("bob").source("203.0.113.1"));
        assertEquals(407, invite.last().status());
        assertEquals(0, f.directory.leases());
    }

    @Test
    void keysAreNotKeptWithTheRecord() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").sdp(secure(Sdps.offer("192.0.2.10", 4000), CRYPTO)));
        f.answer(f.callee());
        f.acknowledge(invite);
        String ours = Base64.getEncoder().encodeToString(keys(LegSide.CALLER).orElseThrow().sending());
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        String ladder = f.cdrs.ladders().toString();
        assertTrue(ladder.contains("a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:..."), ladder);
        assertFalse(ladder.contains(INLINE) || ladder.contains(ours));
    }
}
