package org.trunkline.engine.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.trunkline.engine.port.Directory.AuthResult;
import org.trunkline.engine.port.DigestSecret;

/**
 * Checks digest credentials (RFC 7616, RFC 8760, RFC 3261 §22) with qop=auth. auth-int is neither offered nor taken: a
 * B2BUA between two networks rewrites bodies.
 *
 * <p>The digest-uri is not compared with the Request-URI: proxies on the way may rewrite the latter, and replay to
 * another target is caught by the nonce count.
 */
final class DigestAuthenticator {
    /** Who a username is. */
    record Account(Optional<DigestSecret> secret, boolean enabled) {}

    private static final Pattern COUNT = Pattern.compile("[0-9a-fA-F]{8}");

    private final String realm;
    private final List<DigestAlgorithm> offered;
    private final Nonces nonces;
    private final FailureThrottle throttle;
    private final DigestSecret nobody;

    /** @param offered challenges in the order sent; the first that a client knows is the one it takes (RFC 8760 §2.4) */
    DigestAuthenticator(String realm, List<DigestAlgorithm> offered, Nonces nonces, FailureThrottle throttle) {
        this.realm = realm;
        this.offered = List.copyOf(offered);
        this.nonces = nonces;
        this.throttle = throttle;
        this.nobody = DigestAlgorithm.secretOf("", realm, nonces.next());
    }

    AuthResult authenticate(String method, List<String> headers, InetAddress source,
            Function<String, Account> accounts) {
        var credentials = headers.stream().map(DigestHeader::parse).flatMap(Optional::stream)
                .filter(h -> h.get("realm").equals(realm)).filter(this::acceptable).findFirst();
        if (credentials.isEmpty())
            return challenge(false);
        return check(method, credentials.get(), source, accounts);
    }

    private boolean acceptable(DigestHeader header) {
        return DigestAlgorithm.ofToken(header.get("algorithm")).filter(offered::contains).isPresent()
                && header.get("qop").toLowerCase(Locale.ROOT).equals("auth")
                && COUNT.matcher(header.get("nc")).matches() && !header.get("cnonce").isEmpty();
    }

    private AuthResult check(String method, DigestHeader given, InetAddress source,
            Function<String, Account> accounts) {
        String username = given.get("username");
        if (throttle.blocked(source, username))
            return new AuthResult.Denied();
        var verdict = nonces.check(given.get("nonce"));
        if (verdict != Nonces.Verdict.GOOD)
            return challenge(verdict == Nonces.Verdict.STALE);
        var account = accounts.apply(username);
        // an unknown user costs the same two hashes as a known one, and fails for its secret being nobody's
        if (!responds(method, given, account.secret().orElse(nobody)) || account.secret().isEmpty()) {
            throttle.failed(source, username);
            return challenge(false);
        }
        if (!account.enabled())
            return new AuthResult.Denied();
        long count = Long.parseLong(given.get("nc"), 16);
        return nonces.use(given.get("nonce"), count) == Nonces.Verdict.GOOD ? new AuthResult.Granted(username)
                : challenge(true);
    }

    private boolean responds(String method, DigestHeader given, DigestSecret secret) {
        var algorithm = DigestAlgorithm.ofToken(given.get("algorithm")).orElseThrow();
        String expected = algorithm.response(algorithm.secret(secret), given.get("nonce"), given.get("nc"),
                given.get("cnonce"), method, given.get("uri"));
        byte[] received = given.get("response").toLowerCase(Locale.ROOT).getBytes(US_ASCII);
        return MessageDigest.isEqual(expected.getBytes(US_ASCII), received) && secret.realm().equals(realm);
    }

    private AuthResult challenge(boolean stale) {
        String nonce = nonces.next();
        return new AuthResult.Challenged(offered.stream().map(a -> "Digest realm=\"" + realm + "\", nonce=\"" + nonce
                + "\", algorithm=" + a.token() + ", qop=\"auth\"" + (stale ? ", stale=true" : "")).toList());
    }
}
