package org.trunkline.engine.directory.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.trunkline.engine.port.config.DigestSecret;
import org.trunkline.engine.port.routing.Directory.AuthRequest;
import org.trunkline.engine.port.routing.Directory.AuthResult;

/**
 * Checks digest credentials (RFC 7616, RFC 8760, RFC 3261 §22) with qop=auth. auth-int is neither offered nor taken: a
 * B2BUA between two networks rewrites bodies.
 *
 * <p>The digest-uri must name what the Request-URI names ({@link DigestUri}), unless the settings accept any.
 */
public final class DigestAuthenticator {
    /** Who a username is. */
    public record Account(Optional<DigestSecret> secret, boolean enabled) {}

    private static final int COUNT_DIGITS = 8;

    private final String realm;
    private final DigestOffer offer;
    private final Nonces nonces;
    private final FailureThrottle throttle;
    private final boolean anyUri;
    private final DigestSecret nobody;

    /** @param anyUri whether a digest-uri may name something else than the Request-URI */
    public DigestAuthenticator(String realm, DigestOffer offer, Nonces nonces, FailureThrottle throttle, boolean anyUri) {
        this.anyUri = anyUri;
        this.realm = realm;
        this.offer = offer;
        this.nonces = nonces;
        this.throttle = throttle;
        this.nobody = DigestAlgorithm.secretOf("", realm, nonces.next(InetAddress.getLoopbackAddress()));
    }

    public AuthResult authenticate(AuthRequest request, Function<String, Account> accounts) {
        boolean answered = request.headers().isEmpty();
        for (String value : request.headers()) {
            var given = DigestHeader.parse(value);
            if (given.isEmpty() || nonces.check(given.get().get("nonce"), request.source().getAddress()) != Nonces.Verdict.GOOD)
                continue;
            answered = true;
            if (given.get().get("realm").equals(realm) && acceptable(given.get()))
                return check(request, given.get(), accounts);
        }
        // what answers no challenge of this address's says nothing of its password (RFC 7616 §3.3)
        return challenge(request, !answered);
    }

    private boolean acceptable(DigestHeader header) {
        return DigestAlgorithm.ofToken(header.get("algorithm")).filter(offer::accepts).isPresent()
                && header.get("qop").equalsIgnoreCase("auth")
                && isCount(header.get("nc")) && !header.get("cnonce").isEmpty();
    }

    private static boolean isCount(String text) {
        for (int i = 0; i < text.length(); i++)
            if (!HexFormat.isHexDigit(text.charAt(i)))
                return false;
        return text.length() == COUNT_DIGITS;
    }

    private AuthResult check(AuthRequest request, DigestHeader given, Function<String, Account> accounts) {
        InetAddress source = request.source().getAddress();
        String username = given.get("username");
        if (throttle.blocked(source, username))
            return challenge(request, false); // a refusal would make a phone give up (RFC 3261 §21.4.4)
        if (!anyUri && !DigestUri.matches(given.get("uri"), request.requestUri()))
            return new AuthResult.Mismatched();
        var account = accounts.apply(username);
        // an unknown user costs the same two hashes as a known one, and fails for its secret being nobody's
        if (!responds(request.method(), given, account.secret().orElse(nobody)) || account.secret().isEmpty()) {
            throttle.failed(source, username);
            return challenge(request, false);
        }
        if (!account.enabled())
            return new AuthResult.Denied();
        throttle.granted(source, username);
        long count = Long.parseLong(given.get("nc"), 16);
        return nonces.use(given.get("nonce"), count) == Nonces.Verdict.GOOD ? new AuthResult.Granted(username)
                : challenge(request, true);
    }

    private boolean responds(String method, DigestHeader given, DigestSecret secret) {
        var algorithm = DigestAlgorithm.ofToken(given.get("algorithm")).orElseThrow();
        String expected = algorithm.response(algorithm.secret(secret), given.get("nonce"), given.get("nc"),
                given.get("cnonce"), method, given.get("uri"));
        byte[] received = given.get("response").toLowerCase(Locale.ROOT).getBytes(US_ASCII);
        return MessageDigest.isEqual(expected.getBytes(US_ASCII), received) && secret.realm().equals(realm);
    }

    private AuthResult challenge(AuthRequest request, boolean stale) {
        String nonce = nonces.next(request.source().getAddress());
        var challenges = new ArrayList<String>(2);
        for (var algorithm : offer.to(request.userAgent()))
            challenges.add("Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\", algorithm=" + algorithm.token()
                    + ", qop=\"auth\"" + (stale ? ", stale=true" : ""));
        return new AuthResult.Challenged(challenges);
    }
}
