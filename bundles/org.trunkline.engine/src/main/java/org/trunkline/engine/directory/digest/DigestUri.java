package org.trunkline.engine.directory.digest;

import java.util.Locale;
import java.util.Optional;

/**
 * What a URI of a digest names: scheme, user, host and port. Parameters do not count, and a user's password neither.
 *
 * @param user as written: percent escapes stay, as both URIs come from the same client
 * @param host lower case
 * @param port the scheme's own where none is given
 */
record DigestUri(String scheme, String user, String host, int port) {
    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;
    private static final int MOST_DIGITS = 5;

    /** Whether both name the same resource (RFC 7616 §3.4.6, RFC 3261 §22.4). */
    static boolean matches(String digestUri, String requestUri) {
        if (digestUri.equals(requestUri))
            return true;
        var asked = of(requestUri);
        return asked.isPresent() && asked.equals(of(digestUri));
    }

    private static Optional<DigestUri> of(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = uri.substring(colon + 1);
        return switch (scheme) {
            case "sip" -> at(scheme, rest, SIP_PORT);
            case "sips" -> at(scheme, rest, SIPS_PORT);
            case "" -> Optional.empty();
            default -> Optional.of(new DigestUri(scheme, until(rest, ";?"), "", 0));
        };
    }

    private static Optional<DigestUri> at(String scheme, String rest, int usual) {
        int at = rest.indexOf('@');
        String user = at < 0 ? "" : until(rest.substring(0, at), ":;");
        String place = until(rest.substring(at + 1), ";?");
        int colon = place.indexOf(':', Math.max(0, place.indexOf(']')));
        String port = colon < 0 ? String.valueOf(usual) : place.substring(colon + 1);
        if (port.isEmpty() || port.length() > MOST_DIGITS || !port.chars().allMatch(c -> c >= '0' && c <= '9'))
            return Optional.empty();
        String host = colon < 0 ? place : place.substring(0, colon);
        return Optional.of(new DigestUri(scheme, user, host.toLowerCase(Locale.ROOT), Integer.parseInt(port)));
    }

    private static String until(String text, String ends) {
        for (int i = 0; i < text.length(); i++)
            if (ends.indexOf(text.charAt(i)) >= 0)
                return text.substring(0, i);
        return text;
    }
}
