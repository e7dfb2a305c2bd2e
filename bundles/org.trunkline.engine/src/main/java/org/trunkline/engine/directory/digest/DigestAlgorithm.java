package org.trunkline.engine.directory.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

import org.trunkline.engine.port.config.DigestSecret;

/** Hash algorithms of SIP digest (RFC 8760), best first. */
public enum DigestAlgorithm {
    SHA_256("SHA-256") {
        @Override
        String secret(DigestSecret secret) {
            return secret.sha256();
        }
    },
    MD5("MD5") {
        @Override
        String secret(DigestSecret secret) {
            return secret.md5();
        }
    };

    private static final DigestAlgorithm[] ALL = values();
    private final String token;
    /** Cloned for each use, which costs a third of asking the providers. */
    private final MessageDigest prototype;

    DigestAlgorithm(String token) {
        this.token = token;
        try {
            prototype = MessageDigest.getInstance(token);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has both
        }
    }

    /** Name in headers: {@code SHA-256}. */
    public String token() {
        return token;
    }

    abstract String secret(DigestSecret secret);

    /** An absent algorithm means MD5 (RFC 7616 §3.3). */
    static Optional<DigestAlgorithm> ofToken(String token) {
        if (token.isEmpty())
            return Optional.of(MD5);
        for (var each : ALL)
            if (each.token.equalsIgnoreCase(token))
                return Optional.of(each);
        return Optional.empty();
    }

    /** Lower-case hex. */
    public String hash(String text) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) prototype.clone()).digest(text.getBytes(UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e); // the JDK's own provider can
        }
    }

    /** The response of a request with qop=auth (RFC 7616 §3.4.1). @param secret H(A1) */
    public String response(String secret, String nonce, String nc, String cnonce, String method, String uri) {
        return hash(secret + ':' + nonce + ':' + nc + ':' + cnonce + ":auth:" + hash(method + ':' + uri));
    }

    /** The response without qop, as RFC 2069 had it. */
    public String responseWithoutQop(String secret, String nonce, String method, String uri) {
        return hash(secret + ':' + nonce + ':' + hash(method + ':' + uri));
    }

    /** What a store keeps of a password. */
    public static DigestSecret secretOf(String username, String realm, String password) {
        String a1 = username + ':' + realm + ':' + password;
        return new DigestSecret(realm, MD5.hash(a1), SHA_256.hash(a1));
    }
}
