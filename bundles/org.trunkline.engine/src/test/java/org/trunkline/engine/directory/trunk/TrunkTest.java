package org.trunkline.engine.directory.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.directory.ManualScheduler;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.engine.directory.digest.DigestHeader;
import org.trunkline.engine.directory.trunk.TrunkState.Health;
import org.trunkline.engine.port.routing.Directory.Admission;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.engine.port.signaling.OutOfDialog.Outcome;

class TrunkTest {
    private final ManualScheduler time = new ManualScheduler();
    private final Peer peer = new Peer();
    private int suspicions;
    private final TrunkState state = new TrunkState(time, () -> suspicions++);

    /** The far side: keeps what was sent, answers when told. */
    public static final class Peer implements OutOfDialog {
        final List<Request> requests = new ArrayList<>();
        final List<Consumer<Outcome>> pending = new ArrayList<>();

        @Override
        public void send(Request request, Consumer<Outcome> result) {
            requests.add(request);
            pending.add(result);
        }

        Request last() {
            return requests.getLast();
        }

        void answer(int status, String... headers) {
            var map = new HashMap<String, List<String>>();
            for (int i = 0; i < headers.length; i += 2)
                map.computeIfAbsent(headers[i], _ -> new ArrayList<>()).add(headers[i + 1]);
            pending.removeFirst().accept(new Outcome.Answered(status, "Phrase", map, Duration.ofMillis(7)));
        }

        void silence() {
            pending.removeFirst().accept(new Outcome.NoAnswer());
        }
    }

    private static Trunk trunk(boolean enabled, int maxCalls, int perSecond) {
        return new Trunk("A", new TrunkPeer("sip.example.com", 5060, Transport.UDP, List.of(), false), enabled,
                Optional.of(new TrunkRegistration("user", Secret.KEPT, 600)), TrunkSecurity.NONE, new TrunkLimits(maxCalls, perSecond, 30, 120),
                new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
    }

    private Admission.Granted grant(Trunk trunk) {
        return assertInstanceOf(Admission.Granted.class, state.admit(trunk, true));
    }

    private Admission.Refused refuse(Trunk trunk, boolean outward) {
        return assertInstanceOf(Admission.Refused.class, state.admit(trunk, outward));
    }

    @Test
    void countsSimultaneousCallsApartFromTheRate() {
        var trunk = trunk(true, 2, 0);
        var first = grant(trunk).lease();
        grant(trunk);
        assertEquals(new Admission.Refused(Reason.CALLS_CAP, 2, 2), refuse(trunk, true));
        first.release();
        first.release(); // again does nothing
        grant(trunk);
        assertEquals(Reason.CALLS_CAP, refuse(trunk, false).reason());
        assertEquals(2, state.figures(trunk).calls());
    }

    @Test
    void allowsNoMoreThanTheRateInAnySecond() {
        var trunk = trunk(true, 0, 3);
        grant(trunk);
        time.advance(Duration.ofMillis(600));
        grant(trunk);
        grant(trunk);
        assertEquals(new Admission.Refused(Reason.CPS_CAP, 3, 3), refuse(trunk, true));
        time.advance(Duration.ofMillis(399));
        refuse(trunk, true);
        time.advance(Duration.ofMillis(1)); // the first is a second old now, the others are not
        grant(trunk);
        refuse(trunk, true);
        assertEquals(3, state.figures(trunk).callsLastSecond());
    }

    @Test
    void aClockThatIsSetBackStopsNoCalls() {
        var trunk = trunk(true, 0, 2);
        grant(trunk);
        grant(trunk);
        time.advance(Duration.ofMinutes(-10));
        refuse(trunk, true);
        assertEquals(2, state.figures(trunk).callsLastSecond());
        time.advance(Duration.ofSeconds(1));
        grant(trunk);
        grant(trunk);
        refuse(trunk, true);
    }

    @Test
    void savingAnotherRateOpensNoGap() {
        grant(trunk(true, 0, 2));
        grant(trunk(true, 0, 2));
        grant(trunk(true, 0, 3));
        refuse(trunk(true, 0, 3), true);
        refuse(trunk(true, 0, 1), true);
    }

    @Test
    void aRefusedCallCostsNoRate() {
        var trunk = trunk(true, 1, 2);
        var lease = grant(trunk).lease();
        for (int i = 0; i < 5; i++)
            assertEquals(Reason.CALLS_CAP, refuse(trunk, true).reason());
        lease.release();
        grant(trunk);
    }

    @Test
    void refusesDisabledBothWaysAndDownOutward() {
        assertEquals(Reason.DISABLED, refuse(trunk(false, 0, 0), false).reason());
        state.failed(LocalizableText.words("x"));
        grant(trunk(true, 0, 0));
        state.failed(LocalizableText.words("x"));
        assertEquals(Reason.DOWN, refuse(trunk(true, 0, 0), true).reason());
        assertInstanceOf(Admission.Granted.class, state.admit(trunk(true, 0, 0), false));
    }

    @Test
    void countsAnswersForFiveMinutes() {
        var trunk = trunk(true, 0, 0);
        assertEquals(Optional.empty(), state.figures(trunk).asr());
        var lease = grant(trunk).lease();
        lease.outcome(200, true);
        lease.outcome(486, false); // once only
        grant(trunk).lease().outcome(486, false);
        assertEquals(Optional.of(0.5), state.figures(trunk).asr());
        assertEquals(0, suspicions);
        grant(trunk).lease().outcome(0, false);
        assertEquals(1, suspicions);
        time.advance(Duration.ofMinutes(6));
        assertEquals(Optional.empty(), state.figures(trunk).asr());
    }

    private OptionsWatch watch() {
        var watch = new OptionsWatch(trunk(true, 0, 0), state, peer, time, "sip:trunkline");
        watch.start(Duration.ZERO);
        time.advance(Duration.ZERO);
        return watch;
    }

    @Test
    void oneMissedOptionsIsNothingTwoAreDownOneAnswerIsUp() {
        watch();
        assertEquals("OPTIONS", peer.last().method());
        assertEquals("sip:sip.example.com", peer.last().requestUri());
        peer.answer(404); // it lives, whatever it thinks of OPTIONS
        assertEquals(Health.UP, state.health());
        assertEquals(Optional.of(Duration.ofMillis(7)), state.figures(trunk(true, 0, 0)).rtt());
        time.advance(Duration.ofSeconds(30));
        time.advance(Duration.ofSeconds(5));
        assertEquals(Health.UP, state.health());
        time.advance(Duration.ofSeconds(6)); // asked again a second later
        assertEquals(Health.DOWN, state.health());
        assertEquals(new LocalizableText("no-answer-to", List.of("OPTIONS"), "no answer to OPTIONS"),
                state.figures(trunk(true, 0, 0)).detail());
        time.advance(Duration.ofSeconds(30));
        assertEquals(4, peer.requests.size());
        peer.pending.getLast().accept(new Outcome.Answered(200, "OK", Map.of(), Duration.ofMillis(1)));
        assertEquals(Health.UP, state.health());
    }

    @Test
    void overloadCountsAsFailure() {
        watch();
        peer.answer(503);
        time.advance(Duration.ofSeconds(1));
        peer.answer(408);
        assertEquals(Health.DOWN, state.health());
        assertEquals(new LocalizableText("answered", List.of("408", "Phrase"), "408 Phrase"), state.figures(trunk(true, 0, 0)).detail());
    }

    @Test
    void asksAtOnceWhenACallGotNoAnswer() {
        var watch = watch();
        peer.answer(200);
        watch.suspect();
        time.advance(Duration.ZERO);
        assertEquals(2, peer.requests.size());
    }

    @Test
    void asksNobodyOnceClosed() {
        var watch = watch();
        watch.close();
        peer.answer(200);
        time.advance(Duration.ofMinutes(10));
        assertEquals(1, peer.requests.size());
        assertEquals(0, time.pending());
    }

    private OutwardRegistration register() {
        var trunk = trunk(true, 0, 0);
        var registration = new OutwardRegistration(trunk, trunk.registration().orElseThrow(), "pa\"ss", "tl-secret",
                state, peer, time, new Random(3));
        registration.start(Duration.ZERO);
        time.advance(Duration.ZERO);
        return registration;
    }

    private Optional<Boolean> registered() {
        return state.figures(trunk(true, 0, 0)).registered();
    }

    private static final String SHA = "Digest realm=\"r\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth,auth-int\"";
    private static final String MD5 = "Digest realm=\"r\", nonce=\"n1\", algorithm=MD5, qop=\"auth\", opaque=\"o\"";

    @Test
    void registersWithTheStrongerAlgorithmAndRefreshesEarly() {
        register();
        assertEquals(600, peer.last().expires().orElseThrow());
        assertEquals("sip:user@sip.example.com", peer.last().to());
        String callId = peer.last().callId().orElseThrow();
        peer.answer(401, "www-authenticate", MD5, "www-authenticate", SHA);
        time.advance(Duration.ZERO);
        var given = DigestHeader.parse(peer.last().headers().get("Authorization")).orElseThrow();
        assertEquals(DigestAlgorithm.SHA_256.response(DigestAlgorithm.secretOf("user", "r", "pa\"ss").sha256(), "n1",
                "00000001", given.get("cnonce"), "REGISTER", "sip:sip.example.com"), given.get("response"));
        peer.answer(200, "contact", "<sip:other@h>;expires=9, <sip:tl-secret@192.0.2.9:5060>;expires=100");
        assertEquals(Optional.of(true), registered());
        time.advance(Duration.ofSeconds(84));
        assertEquals(2, peer.requests.size());
        time.advance(Duration.ofSeconds(1));
        assertEquals(3, peer.requests.size());
        assertEquals(callId, peer.last().callId().orElseThrow());
        assertEquals(3, peer.last().cseq());
        assertTrue(peer.last().headers().get("Authorization").contains("nc=00000002"));
    }

    /** RFC 3608 §5: requests take the way that the last 200 names, until the registration is lost. */
    @Test
    void keepsTheServiceRoute() {
        register();
        peer.answer(200, "service-route", "<sip:p1.example.com;lr>, <sip:orig@p2.example.com:5080;transport=tcp;lr>",
                "service-route", "<sip:strict.example.com>", "service-route", "<sips:p3.example.com;lr=on>");
        assertEquals(List.of("<sip:p1.example.com;lr>", "<sip:orig@p2.example.com:5080;transport=tcp;lr>",
                "<sips:p3.example.com;lr=on>"), state.serviceRoute());
        assertEquals(state.serviceRoute(), state.figures(trunk(true, 0, 0)).serviceRoute());
        time.advance(Duration.ofSeconds(600));
        peer.answer(200);
        assertEquals(List.of(), state.serviceRoute());
        time.advance(Duration.ofSeconds(600));
        peer.answer(200, "service-route", "<sip:p1.example.com;lr>");
        time.advance(Duration.ofSeconds(600));
        peer.answer(503);
        assertEquals(List.of(), state.serviceRoute());
    }

    @Test
    void answersAStaleNonceAnewButNotARefusal() {
        register();
        peer.answer(407, "proxy-authenticate", MD5);
        time.advance(Duration.ZERO);
        assertTrue(peer.last().headers().get("Proxy-Authorization").contains("opaque=\"o\""));
        peer.answer(407, "proxy-authenticate", MD5.replace("n1", "n2") + ", stale=true");
        time.advance(Duration.ZERO);
        assertEquals(3, peer.requests.size());
        peer.answer(407, "proxy-authenticate", MD5.replace("n1", "n2"));
        time.advance(Duration.ofSeconds(50));
        assertEquals(3, peer.requests.size());
        assertEquals(Optional.of(false), registered());
        assertTrue(state.figures(trunk(true, 0, 0)).registration().message().startsWith("credentials refused"));
        time.advance(Duration.ofSeconds(20)); // tries again after about a minute
        assertEquals(4, peer.requests.size());
    }

    @Test
    void takesALongerInterval() {
        register();
        peer.answer(423, "min-expires", "1800");
        time.advance(Duration.ZERO);
        assertEquals(1800, peer.last().expires().orElseThrow());
    }

    @Test
    void backsOffWhileNobodyAnswers() {
        register();
        var gaps = new ArrayList<Long>();
        for (int i = 0; i < 9; i++) {
            peer.silence();
            int before = peer.requests.size();
            long seconds = 0;
            while (peer.requests.size() == before && seconds < 1000) {
                time.advance(Duration.ofSeconds(1));
                seconds++;
            }
            gaps.add(seconds);
        }
        assertTrue(gaps.getFirst() <= 6, gaps.toString());
        assertTrue(gaps.getLast() >= 270 && gaps.getLast() <= 330, gaps.toString());
        assertEquals(1, peer.pending.size());
    }

    @Test
    void unregistersWhenClosedThroughAChallenge() {
        var registration = register();
        peer.answer(200);
        var gone = new ArrayList<String>();
        registration.close(() -> gone.add("gone"));
        time.advance(Duration.ZERO);
        assertEquals(0, peer.last().expires().orElseThrow());
        peer.answer(401, "www-authenticate", MD5);
        time.advance(Duration.ZERO);
        assertNotEquals(Map.of(), peer.last().headers());
        assertEquals(List.of(), gone);
        peer.answer(200);
        assertEquals(List.of("gone"), gone);
        time.advance(Duration.ofHours(2));
        assertEquals(4 - 1, peer.requests.size());
    }

    @Test
    void takesBackWhatARefreshOnItsWayBrings() {
        var registration = register();
        var gone = new ArrayList<String>();
        registration.close(() -> gone.add("gone"));
        time.advance(Duration.ZERO);
        assertEquals(1, peer.requests.size());
        peer.answer(200);
        time.advance(Duration.ZERO);
        assertEquals(0, peer.last().expires().orElseThrow());
        peer.silence();
        assertEquals(List.of("gone"), gone);
    }

    @Test
    void hasNothingToTakeBackWhereItNeverRegistered() {
        var registration = register();
        peer.answer(403);
        var gone = new ArrayList<String>();
        registration.close(() -> gone.add("gone"));
        assertEquals(List.of("gone"), gone);
        time.advance(Duration.ofHours(1));
        assertEquals(1, peer.requests.size());
    }
}
