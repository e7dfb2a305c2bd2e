package org.trunkline.engine.directory.digest;

import static java.util.Comparator.comparing;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Answers the challenges of one registrar with one user's password (RFC 7616, RFC 8760). Keeps the last challenge, so
 * that refreshes need no second round. One thread at a time.
 */
public final class DigestClient {
    private static final int CNONCE_BYTES = 8;

    private record Challenge(DigestHeader header, DigestAlgorithm algorithm, boolean qop, boolean proxy) {
        private boolean stale() {
            return header.get("stale").equalsIgnoreCase("true");
        }

        private String nonce() {
            return header.get("nonce");
        }
    }

    private final String username;
    private final String password;
    private final RandomGenerator random;
    private Optional<Challenge> challenge = Optional.empty();
    private int count;

    public DigestClient(String username, String password, RandomGenerator random) {
        this.username = username;
        this.password = password;
        this.random = random;
    }

    /**
     * Takes the strongest challenge there is.
     *
     * @param proxy whether these are Proxy-Authenticate values
     * @param first whether the request was the first of its kind, so that credentials in it were for an older nonce,
     *        which may have expired without the registrar saying stale
     * @return false where an answer is pointless: the credentials were refused, or no challenge is understood
     */
    public boolean challenged(List<String> values, boolean proxy, boolean first) {
        var best = values.stream().map(DigestHeader::parse).flatMap(Optional::stream)
                .flatMap(h -> read(h, proxy)).min(comparing(Challenge::algorithm));
        boolean answered = count > 0;
        challenge = best;
        count = 0;
        return best.isPresent() && (first || !answered || best.get().stale());
    }

    private static Stream<Challenge> read(DigestHeader header, boolean proxy) {
        String qop = header.get("qop");
        boolean auth = Stream.of(qop.split(",")).map(String::strip).anyMatch("auth"::equalsIgnoreCase);
        if (!qop.isEmpty() && !auth) // auth-int alone
            return Stream.empty();
        return DigestAlgorithm.ofToken(header.get("algorithm")).map(a -> new Challenge(header, a, auth, proxy)).stream();
    }

    /** Header for the next request; empty before the first challenge. */
    public Optional<Header> credentials(String method, String uri) {
        return challenge.map(c -> new Header(c.proxy() ? "Proxy-Authorization" : "Authorization", value(c, method, uri)));
    }

    public record Header(String name, String value) {}

    private String value(Challenge c, String method, String uri) {
        count++;
        String realm = c.header().get("realm");
        String secret = c.algorithm().hash(username + ':' + realm + ':' + password);
        var out = new StringBuilder("Digest username=").append(quote(username)).append(", realm=").append(quote(realm))
                .append(", nonce=").append(quote(c.nonce())).append(", uri=").append(quote(uri));
        if (c.qop()) {
            String nc = "%08x".formatted(count);
            byte[] bytes = new byte[CNONCE_BYTES];
            random.nextBytes(bytes);
            String cnonce = HexFormat.of().formatHex(bytes);
            out.append(", response=").append(quote(c.algorithm().response(secret, c.nonce(), nc, cnonce, method, uri)))
                    .append(", cnonce=").append(quote(cnonce)).append(", qop=auth, nc=").append(nc);
        } else
            out.append(", response=").append(quote(c.algorithm().responseWithoutQop(secret, c.nonce(), method, uri)));
        out.append(", algorithm=").append(c.algorithm().token());
        if (c.header().has("opaque"))
            out.append(", opaque=").append(quote(c.header().get("opaque")));
        return out.toString();
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
