package org.trunkline.engine.directory.registrar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.engine.port.push.PushSubscription.Keys;

/**
 * What the URI of a Contact says of push messages (RFC 8599 §4.1).
 *
 * @param provider value of {@code pn-provider}; empty where the phone only asks which there are
 * @param endpoint value of {@code pn-prid}, without its escapes; empty for none
 * @param keys of a browser, in {@code trunkline-p256dh} and {@code trunkline-auth}; RFC 8599 has no parameters for them
 */
record PushParameters(String provider, String endpoint, Optional<Keys> keys) {
    /** The one provider (RFC 8599 §14.2.1): RFC 8030. */
    static final String WEB_PUSH = "webpush";
    private static final String PREFIX = ";pn-";
    private static final String PROVIDER = "pn-provider";
    private static final String RESOURCE = "pn-prid";
    private static final String PUBLIC_KEY = "trunkline-p256dh";
    private static final String SECRET = "trunkline-auth";

    /** @param uri of the Contact without push parameters, which no record and no other phone needs to see */
    record Read(String uri, Optional<PushParameters> push) {}

    /** Whether a URI has any, in one of the parameters of RFC 8599. */
    static boolean in(String uri) {
        for (int i = uri.indexOf(';'); i >= 0; i = uri.indexOf(';', i + 1))
            if (uri.regionMatches(true, i, PREFIX, 0, PREFIX.length()))
                return true;
        return false;
    }

    static Read of(String uri) {
        if (!in(uri))
            return new Read(uri, Optional.empty());
        int first = uri.indexOf(';');
        var rest = new StringBuilder(uri.substring(0, first));
        String provider = null;
        String endpoint = "";
        String publicKey = "";
        String secret = "";
        for (String parameter : uri.substring(first + 1).split(";")) {
            int equals = parameter.indexOf('=');
            String name = (equals < 0 ? parameter : parameter.substring(0, equals)).toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            switch (name) {
                case PROVIDER -> provider = value.toLowerCase(Locale.ROOT);
                case RESOURCE -> endpoint = unescaped(value);
                case PUBLIC_KEY -> publicKey = value;
                case SECRET -> secret = value;
                default -> {
                    if (!name.startsWith("pn-"))
                        rest.append(';').append(parameter);
                }
            }
        }
        var keys = publicKey.isEmpty() && secret.isEmpty() ? Optional.<Keys>empty() : Optional.of(new Keys(publicKey, secret));
        return new Read(rest.toString(), provider == null ? Optional.empty()
                : Optional.of(new PushParameters(provider, endpoint, keys)));
    }

    private static String unescaped(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // no URI, as if there were none
        }
    }

    /** Whether the phone names something to push to, instead of asking for what there is. */
    boolean subscribes() {
        return !provider.isEmpty();
    }

    /** Tells neither endpoint nor keys. */
    @Override
    public String toString() {
        return "PushParameters[" + provider + "]";
    }
}
