package org.trunkline.node.internal.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;

import org.trunkline.domain.secure.OwnerOnly;
import org.trunkline.wire.push.PushJson;

/**
 * The key by which push services know the node (RFC 8292): made once, in a file that only the owner may read. Subscriptions of browsers
 * are bound to it. <b>Threads:</b> any.
 */
final class VapidKey {
    /** RFC 8292 §2: at most 24 h. */
    private static final Duration VALID = Duration.ofHours(12);
    private static final Duration RENEWED = Duration.ofHours(6);
    private static final int MOST_SERVICES = 50;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final String HEAD = URL.encodeToString("{\"typ\":\"JWT\",\"alg\":\"ES256\"}".getBytes(US_ASCII));

    private record Token(String text, Instant expires) {}

    private final PrivateKey key;
    private final String shown;
    private final String subject;
    private final LinkedHashMap<String, Token> tokens = new LinkedHashMap<>();

    private VapidKey(PrivateKey key, ECPublicKey open, String subject) {
        this.key = key;
        this.shown = URL.encodeToString(CurvePoint.encode(open));
        this.subject = subject;
    }

    /** @param file is made if it does not exist @param subject URI of the operator, or empty */
    static VapidKey readOrCreate(Path file, String subject) throws IOException {
        if (!Files.exists(file))
            create(file);
        try {
            List<String> lines = Files.readAllLines(file, US_ASCII);
            var keys = KeyFactory.getInstance("EC");
            if (lines.size() != 2)
                throw new IOException(file + " is not a key of this node: it has " + lines.size() + " lines, not 2");
            return new VapidKey(keys.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.getFirst()))),
                    (ECPublicKey) keys.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(lines.getLast()))), subject);
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            throw new IOException(file + " is not a key of this node: " + e.getMessage(), e);
        }
    }

    private static void create(Path file) throws IOException {
        var pair = CurvePoint.newPair();
        var text = Base64.getEncoder();
        try {
            OwnerOnly.create(file, (text.encodeToString(pair.getPrivate().getEncoded()) + '\n'
                    + text.encodeToString(pair.getPublic().getEncoded()) + '\n').getBytes(US_ASCII));
        } catch (FileAlreadyExistsException _) {
            // it is read
        }
    }

    /** The public key, base64url. */
    String shown() {
        return shown;
    }

    /** Value of an Authorization header (RFC 8292 §3). @param origin of the push service */
    synchronized String authorization(String origin, Instant now) throws GeneralSecurityException {
        var token = tokens.get(origin);
        if (token == null || token.expires().isBefore(now.plus(RENEWED))) {
            token = new Token(sign(origin, now.plus(VALID)), now.plus(VALID));
            tokens.remove(origin);
            if (tokens.size() >= MOST_SERVICES)
                tokens.pollFirstEntry();
            tokens.put(origin, token);
        }
        return "vapid t=" + token.text() + ", k=" + shown;
    }

    private String sign(String origin, Instant expires) throws GeneralSecurityException {
        String text = HEAD + '.' + URL.encodeToString(PushJson.claims(origin, expires, subject));
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key);
        signature.update(text.getBytes(US_ASCII));
        return text + '.' + URL.encodeToString(signature.sign());
    }
}
