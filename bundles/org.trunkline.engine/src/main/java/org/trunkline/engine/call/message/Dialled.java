package org.trunkline.engine.call.message;

import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.engine.port.routing.Directory;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;

/** What a Request-URI dials: its user part, in the context that it names (RFC 3966 §5.1.5), or an emergency service. */
public final class Dialled {
    private static final Pattern CONTEXT = Pattern.compile("(?i);phone-context=([^;@?>]*)");

    private Dialled() {}

    /** @return unescaped; empty where there is no user part */
    public static String of(String uri, Directory directory) {
        if (AdmissionSnapshot.isEmergencyService(uri))
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
