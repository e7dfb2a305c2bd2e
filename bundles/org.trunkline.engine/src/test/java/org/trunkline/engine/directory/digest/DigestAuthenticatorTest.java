package org.trunkline.engine.directory.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.engine.directory.digest.DigestAuthenticator.Account;
import org.trunkline.engine.port.routing.Directory.AuthRequest;
import org.trunkline.engine.port.routing.Directory.AuthResult;

class DigestAuthenticatorTest {
    private static final String REALM = "trunkline";
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final DigestAuthenticator authenticator = new DigestAuthenticator(REALM, new DigestOffer(List.of(DigestAlgorithm.values())),
            new Nonces(clock, new Random(1), new byte[32], Duration.ofMinutes(1)), new FailureThrottle(clock), false);

    private Account account(String username) {
        return switch (username) {
            case "alice" -> new Account(Optional.of(DigestAlgorithm.secretOf("alice", REALM, "right")), true);
            case "retired" -> new Account(Optional.of(DigestAlgorithm.secretOf("retired", REALM, "right")), false);
            case "moved" -> new Account(Optional.of(DigestAlgorithm.secretOf("moved", "old.realm", "right")), true);
            default -> new Account(Optional.empty(), false);
        };
    }

    private AuthResult send(String... headers) {
        return send(HERE, "Phone/1", headers);
    }

    private AuthResult send(InetAddress source, String agent, String... headers) {
        return authenticator.authenticate(new AuthRequest("REGISTER", "sip:trunkline", List.of(headers), new byte[0],
                new InetSocketAddress(source, 5060), agent), this::account);
    }

    private List<DigestHeader> challenges(AuthResult result) {
        return assertInstanceOf(AuthResult.Challenged.class, result).challenges().stream()
                .map(c -> DigestHeader.parse(c).orElseThrow()).toList();
    }

    private String nonce() {
        return nonce(HERE);
    }

    private String nonce(InetAddress source) {
        return challenges(send(source, "Phone/1")).getFirst().get("nonce");
    }

    private static String credentials(String user, String password, DigestAlgorithm algorithm, String nonce, int count) {
        String nc = "%08x".formatted(count);
        String response = algorithm.response(algorithm.secret(DigestAlgorithm.secretOf(user, REALM, password)), nonce,
                nc, "c0ffee", "REGISTER", "sip:trunkline");
        return "Digest username=\"" + user + "\", realm=\"" + REALM + "\", nonce=\"" + nonce
                + "\", uri=\"sip:trunkline\", response=\"" + response + "\", algorithm=" + algorithm.token()
                + ", cnonce=\"c0ffee\", qop=auth, nc=" + nc;
    }

    /** RFC 7616 §3.4.6. */
    @ParameterizedTest
    @CsvSource({"sip:bob@h.example,sip:bob@H.EXAMPLE:5060", "sip:bob@h.example,SIP:bob@h.example;transport=tcp",
            "sip:bob:pw@h.example,sip:bob;x=y@h.example?a=b", "sips:[2001:db8::1],sips:[2001:DB8::1]:5061", "tel:+46;a=b,tel:+46"})
    void digestUrisThatNameTheSame(String digest, String request) {
        assertTrue(DigestUri.matches(digest, request));
        assertTrue(DigestUri.matches(request, digest));
    }

    @ParameterizedTest
    @CsvSource({"sip:bob@h.example,sip:Bob@h.example", "sip:h.example,sip:bob@h.example", "sip:bob@h.example:5070,sip:bob@h.example",
            "sips:bob@h.example,sip:bob@h.example", "'',sip:bob@h.example", "sip:bob@h.example:x,sip:bob@h.example", "tel:+46,tel:+47"})
    void digestUrisThatDoNot(String digest, String request) {
        assertFalse(DigestUri.matches(digest, request));
        assertFalse(DigestUri.matches(request, digest));
    }

    @Test
    void credentialsForAnotherUriAreRefusedUnlessTheSettingsTakeAny() {
        String right = credentials("alice", "right", DigestAlgorithm.MD5, nonce(), 1);
        var request = new AuthRequest("REGISTER", "sip:elsewhere", List.of(right), new byte[0], new InetSocketAddress(HERE, 5060), "");
        assertEquals(new AuthResult.Mismatched(), authenticator.authenticate(request, this::account));
        var lenient = new DigestAuthenticator(REALM, new DigestOffer(List.of(DigestAlgorithm.values())),
                new Nonces(clock, new Random(1), new byte[32], Duration.ofMinutes(1)), new FailureThrottle(clock), true);
        assertEquals(new AuthResult.Granted("alice"), lenient.authenticate(request, this::account));
    }

    @Test
    void challengesWithBothAlgorithmsBestFirst() {
        var both = challenges(send());
        assertEquals(List.of("SHA-256", "MD5"), both.stream().map(c -> c.get("algorithm")).toList());
        assertEquals(List.of("auth", "auth"), both.stream().map(c -> c.get("qop")).toList());
        assertEquals("", both.getFirst().get("stale"));
        assertNotEquals(nonce(), nonce());
    }

    @ParameterizedTest
    @CsvSource({"Yealink SIP-T54W,SHA-256 MD5", "baresip v1.0.0 (x86_64/linux),MD5", "Baresip V0.6,MD5",
            "baresip v3.9.0 (x86_64/linux),SHA-256 MD5",
            "'',MD5 SHA-256", "SIPp/linux,MD5 SHA-256", "JsSIP 3.13.8,SHA-256 MD5", "SIP.js/0.21.2,SHA-256 MD5"})
    void sparesClientsWhatTheyFailAt(String agent, String expected) {
        assertEquals(expected, String.join(" ", challenges(send(HERE, agent)).stream().map(c -> c.get("algorithm")).toList()));
    }

    @ParameterizedTest
    @EnumSource
    void grantsRightCredentials(DigestAlgorithm algorithm) {
        var result = send("Basic abc", credentials("alice", "right", algorithm, nonce(), 1));
        assertEquals(new AuthResult.Granted("alice"), result);
    }

    /** The example of RFC 7616 §3.9.1, which pins the arithmetic to the standard rather than to itself. */
    @Test
    void computesWhatTheStandardComputes() {
        String nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
        String cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        var secret = DigestAlgorithm.secretOf("Mufasa", "http-auth@example.org", "Circle of Life");
        assertEquals("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
                DigestAlgorithm.SHA_256.response(secret.sha256(), nonce, "00000001", cnonce, "GET", "/dir/index.html"));
        assertEquals("8ca523f5e9506fed4657c9700eebdbec",
                DigestAlgorithm.MD5.response(secret.md5(), nonce, "00000001", cnonce, "GET", "/dir/index.html"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice:wrong", "nobody:right", "moved:right"})
    void challengesAgainAfterWrongCredentials(String userAndPassword) {
        var parts = userAndPassword.split(":");
        var again = challenges(send(credentials(parts[0], parts[1], DigestAlgorithm.MD5, nonce(), 1)));
        assertEquals("", again.getFirst().get("stale"));
    }

    @Test
    void deniesADisabledSubscriberOnlyWithTheRightPassword() {
        assertInstanceOf(AuthResult.Denied.class, send(credentials("retired", "right", DigestAlgorithm.MD5, nonce(), 1)));
        challenges(send(credentials("retired", "wrong", DigestAlgorithm.MD5, nonce(), 1)));
    }

    @Test
    void saysStaleWhenTheNonceIsTooOld() {
        String nonce = nonce();
        now = now.plusSeconds(61);
        var again = challenges(send(credentials("alice", "right", DigestAlgorithm.MD5, nonce, 1)));
        assertEquals("true", again.getFirst().get("stale"));
    }

    @Test
    void takesACountOnceInAnyOrder() {
        String nonce = nonce();
        for (int count : new int[] {1, 3, 2, 90, 91})
            assertInstanceOf(AuthResult.Granted.class, send(credentials("alice", "right", DigestAlgorithm.MD5, nonce, count)));
        for (int count : new int[] {3, 1, 91, 4}) { // used, used, used, below the window
            var again = challenges(send(credentials("alice", "right", DigestAlgorithm.MD5, nonce, count)));
            assertEquals("true", again.getFirst().get("stale"));
        }
    }

    /** As stale ones, so that nobody counts them as guesses: the address may be forged. */
    @Test
    void refusesNoncesThatAreNotItsOwn() {
        String nonce = nonce();
        String forged = (nonce.charAt(0) == 'B' ? 'C' : 'B') + nonce.substring(1);
        for (String bad : List.of(forged, "", "%%%", "AAAA", nonce + "AA", nonce(THERE)))
            assertEquals("true", challenges(send(credentials("alice", "right", DigestAlgorithm.MD5, bad, 1))).getFirst().get("stale"));
    }

    /** The address may be forged. */
    @Test
    void whatAnswersNoChallengeOfOursIsNoGuess() {
        String forged = credentials("alice", "guess", DigestAlgorithm.MD5, "AAAA", 1);
        guess(FailureThrottle.PER_NAME);
        for (String bad : List.of("Digest", "Bearer x", forged, forged.replace("qop=auth", "qop=none"), forged.replace(REALM, "other")))
            assertEquals("true", challenges(send(bad)).getFirst().get("stale"), bad);
        String proven = credentials("alice", "guess", DigestAlgorithm.MD5, nonce(), 1);
        assertEquals("", challenges(send(proven.replace("qop=auth", "qop=none"))).getFirst().get("stale"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qop=auth-int", "qop=none", "algorithm=SHA-1", "nc=1", "nc=0000000g", "nc=000000001",
            "cnonce=\"\"", "realm=\"other\""})
    void ignoresCredentialsItDidNotAskFor(String replaced) {
        String name = replaced.substring(0, replaced.indexOf('='));
        String good = credentials("alice", "right", DigestAlgorithm.MD5, nonce(), 1);
        String bad = good.replaceAll(name + "=(\"[^\"]*\"|[^,]+)(?=,|$)", Matcher.quoteReplacement(replaced));
        assertNotEquals(good, bad);
        challenges(send(bad));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Digest", "Digest ", "Digest username", "Digest username=\"a", "Digest =x", "Digest a=1,,b=2",
            "Digest a=1, a=2", "Bearer x", ""})
    void survivesBrokenHeaders(String header) {
        assertEquals(Optional.empty(), DigestHeader.parse(header));
        challenges(send(header));
    }

    /** Looking through them costs the square of their number. */
    @Test
    void aHeaderOfManyParametersIsNone() {
        String header = "Digest " + IntStream.range(0, 64).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining(","));
        assertEquals("1", DigestHeader.parse(header).orElseThrow().get("p63"));
        assertEquals(Optional.empty(), DigestHeader.parse(header + ",p64=1"));
    }

    private void guess(int times) {
        for (int i = 0; i < times; i++)
            challenges(send(credentials("alice", "guess" + i, DigestAlgorithm.MD5, nonce(), 1)));
    }

    private AuthResult right() {
        return send(credentials("alice", "right", DigestAlgorithm.MD5, nonce(), 1));
    }

    @Test
    void aSourceThatGuessesIsHeardNowAndThenAndTheUserElsewhereAlways() {
        guess(FailureThrottle.PER_NAME);
        challenges(right());
        assertInstanceOf(AuthResult.Granted.class, send(THERE, "",
                credentials("alice", "right", DigestAlgorithm.MD5, nonce(THERE), 1)));
        now = now.plus(FailureThrottle.LULL);
        guess(1);
        challenges(right());
        now = now.plus(FailureThrottle.LULL).minusMillis(1);
        challenges(right());
        now = now.plusMillis(1);
        assertInstanceOf(AuthResult.Granted.class, right());
    }

    @Test
    void theRightPasswordEndsIt() {
        guess(FailureThrottle.PER_NAME);
        now = now.plus(FailureThrottle.LULL);
        assertInstanceOf(AuthResult.Granted.class, right());
        guess(FailureThrottle.PER_NAME - 1);
        assertInstanceOf(AuthResult.Granted.class, right());
    }

    @Test
    void aSourceThatTriesManyNamesIsHeardNowAndThen() {
        IntStream.range(0, FailureThrottle.PER_SOURCE)
                .forEach(i -> send(credentials("user" + i, "x", DigestAlgorithm.MD5, nonce(), 1)));
        challenges(right());
        now = now.plus(FailureThrottle.LULL);
        assertInstanceOf(AuthResult.Granted.class, right());
        challenges(right());
        now = now.plus(FailureThrottle.WINDOW);
        assertInstanceOf(AuthResult.Granted.class, right());
    }

    @Test
    void forgetsNoUseBeforeItsNonceExpires() {
        String early = nonce();
        assertTrue(send(credentials("alice", "right", DigestAlgorithm.MD5, early, 1)) instanceof AuthResult.Granted);
        now = now.plusSeconds(59);
        assertTrue(send(credentials("alice", "right", DigestAlgorithm.MD5, nonce(), 1)) instanceof AuthResult.Granted);
        assertFalse(send(credentials("alice", "right", DigestAlgorithm.MD5, early, 1)) instanceof AuthResult.Granted);
    }
}
