package org.trunkline.engine.call.message;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.engine.port.signaling.Body;

/** A key in an INFO request: {@code application/dtmf-relay} with a line {@code Signal=5}, or {@code application/dtmf}. */
public final class InfoKey {
    private static final Pattern SIGNAL = Pattern.compile("(?im)^\\s*Signal\\s*=\\s*([0-9*#A-D]|1[0-5])\\s*$");
    private static final Pattern PLAIN = Pattern.compile("(?i)\\s*([0-9*#A-D])\\s*");
    private static final String KEYS = "0123456789*#ABCD";

    private InfoKey() {}

    public static Optional<Character> of(Optional<Body> body) {
        String type = body.map(it -> it.contentType().toLowerCase(Locale.ROOT)).orElse("");
        if (type.startsWith("application/dtmf-relay"))
            return first(SIGNAL, body.orElseThrow().text(), false);
        return type.startsWith("application/dtmf") ? first(PLAIN, body.orElseThrow().text(), true) : Optional.empty();
    }

    private static Optional<Character> first(Pattern pattern, String text, boolean whole) {
        var matcher = pattern.matcher(text);
        if (whole ? !matcher.matches() : !matcher.find())
            return Optional.empty();
        String key = matcher.group(1).toUpperCase(Locale.ROOT);
        return Optional.of(key.length() == 1 ? key.charAt(0) : KEYS.charAt(Integer.parseInt(key)));
    }
}
