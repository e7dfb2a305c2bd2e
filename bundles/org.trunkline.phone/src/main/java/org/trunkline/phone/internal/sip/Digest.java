package org.trunkline.phone.internal.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.sip.header.AuthorizationHeader;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Response;

import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.parser.WWWAuthenticateParser;

/** Digest authentication of a client (RFC 3261 §22, RFC 8760). */
final class Digest {
    /** By their names in challenges; the server lists what it prefers first (RFC 8760 §2.4). */
    private static final Map<String, String> ALGORITHMS = Map.of("MD5", "MD5", "SHA-256", "SHA-256", "SHA-512-256", "SHA-512/256");

    private final String user;
    private final String password;

    Digest(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /** Whether the nonce is what the server objects to, and not the password. */
    static boolean stale(Response challenge) {
        for (Iterator<?> all = challenges(challenge); all.hasNext();)
            if (((WWWAuthenticateHeader) all.next()).isStale())
                return true;
        return false;
    }

    /** The value of Authorization that answers challenges of HTTP (RFC 7616); empty where none can be answered. @param challenges values of WWW-Authenticate */
    static Optional<String> answer(String user, String password, List<String> challenges, String method, String path) {
        var digest = new Digest(user, password);
        for (String challenge : challenges)
            try {
                var parsed = new WWWAuthenticateParser("WWW-Authenticate: " + challenge + "\n").parse();
                var first = parsed instanceof SIPHeaderList<?> list ? list.getFirst() : parsed;
                var answer = first instanceof WWWAuthenticateHeader one ? digest.answer(one, method, path, SipMessages.token())
                        : Optional.<String>empty();
                if (answer.isPresent())
                    return answer;
            } catch (ParseException e) {
                // another one may be known
            }
        return Optional.empty();
    }

    /** The header line that answers a 401 or 407; empty where it asks for what this client does not know. */
    Optional<String> answer(Response challenge, String method, String uri) {
        return answer(challenge, method, uri, SipMessages.token());
    }

    /** @param client nonce of this side */
    Optional<String> answer(Response challenge, String method, String uri, String client) {
        for (Iterator<?> all = challenges(challenge); all.hasNext();) {
            var answer = answer((WWWAuthenticateHeader) all.next(), method, uri, client);
            if (answer.isPresent())
                return Optional.of(header(challenge) + ": " + answer.get());
        }
        return Optional.empty();
    }

    private Optional<String> answer(WWWAuthenticateHeader challenge, String method, String uri, String client) {
        var algorithm = challenge.getAlgorithm() == null ? "MD5" : challenge.getAlgorithm();
        var hash = ALGORITHMS.get(algorithm.toUpperCase(Locale.ROOT));
        boolean qop = challenge.getQop() != null && !challenge.getQop().isEmpty();
        boolean known = "Digest".equalsIgnoreCase(challenge.getScheme()) && hash != null && challenge.getNonce() != null
                && (!qop || Arrays.stream(challenge.getQop().split(",")).anyMatch(it -> it.strip().equalsIgnoreCase("auth")));
        return known ? Optional.of(credentials(challenge, hash, qop, method, uri, client)) : Optional.empty();
    }

    private String credentials(WWWAuthenticateHeader challenge, String hash, boolean qop, String method, String uri, String client) {
        var realm = challenge.getRealm() == null ? "" : challenge.getRealm();
        var secret = hash(hash, user + ':' + realm + ':' + password);
        var about = hash(hash, method + ':' + uri);
        var count = "00000001"; // each challenge is answered once
        var response = qop ? hash(hash, String.join(":", secret, challenge.getNonce(), count, client, "auth", about))
                : hash(hash, String.join(":", secret, challenge.getNonce(), about));
        return "Digest username=" + quoted(user) + ", realm=" + quoted(realm) + ", nonce=" + quoted(challenge.getNonce())
                + ", uri=" + quoted(uri) + ", response=" + quoted(response)
                + (challenge.getAlgorithm() == null ? "" : ", algorithm=" + challenge.getAlgorithm())
                + (qop ? ", qop=auth, nc=" + count + ", cnonce=" + quoted(client) : "")
                + (challenge.getOpaque() == null ? "" : ", opaque=" + quoted(challenge.getOpaque()));
    }

    private static Iterator<?> challenges(Response challenge) {
        return challenge.getHeaders(challenge.getStatusCode() == Response.UNAUTHORIZED ? WWWAuthenticateHeader.NAME
                : ProxyAuthenticateHeader.NAME);
    }

    private static String header(Response challenge) {
        return challenge.getStatusCode() == Response.UNAUTHORIZED ? AuthorizationHeader.NAME : ProxyAuthorizationHeader.NAME;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has them
        }
    }
}
