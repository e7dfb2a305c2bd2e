package org.trunkline.engine.call.message;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.engine.port.routing.Directory;

/** What a Request-URI dials: its user part, in the context that it names (RFC 3966 §5.1.5), or an emergency service. */
public final class Dialled {
    /** RFC 5031 §4.2: {@code urn:service:sos}, {@code urn:service:sos.ambulance}. */
    private static final String EMERGENCY = "urn:service:sos";
    private static final Pattern CONTEXT = Pattern.compile("(?i);phone-context=([^;@?>]*)");

    private Dialled() {}

    /** Whether an emergency service is called by its name rather than by a number. */
    public static boolean isEmergencyService(String uri) {
        String lower = uri.toLowerCase(Locale.ROOT);
        return lower.equals(EMERGENCY) || lower.startsWith(EMERGENCY + '.');
    }

    /** @return unescaped; empty where there is no user part */
    public static String of(String uri, Directory directory) {
        if (isEmergencyService(uri))
            return directory.emergencyNumber().orElse("");
        String user = SipUri.parse(uri).map(SipUri::user).orElse("");
        return user.isEmpty() ? user : directory.inContext(user, context(uri));
    }

    private static Optional<String> context(String uri) {
        if (!uri.contains("=")) // the usual case costs no pattern
            return Optional.empty();
        var m = CONTEXT.matcher(uri);
        return m.find() ? Optional.of(m.group(1)) : Optional.empty();
    }
}
