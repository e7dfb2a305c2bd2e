package org.trunkline.engine.call.record;

/**
 * Blanks what a message says that nobody who reads ladders may know: the response of digest credentials, which lets others
 * guess the password, keys of SRTP, which let them listen (RFC 4568 §6.1, RFC 8866 §5.12), and passwords of ICE, with which
 * they could lead the media elsewhere (RFC 8445 §19).
 */
final class Secrets {
    private static final String[] CREDENTIALS = {"Authorization", "Proxy-Authorization"};
    private static final String RESPONSE = "response";
    private static final String CRYPTO = "a=crypto:";
    private static final String INLINE = "inline:";
    private static final String ICE_PASSWORD = "a=ice-pwd:";

    private final String text;
    private final StringBuilder shown;
    /** Up to here it is shown already. */
    private int done;

    private Secrets(String text) {
        this.text = text;
        this.shown = new StringBuilder(text.length());
    }

    /** The same message without secrets; itself where it has none, as most. */
    static String blanked(String message) {
        for (int at = message.indexOf('\n') + 1; at > 0; at = message.indexOf('\n', at) + 1)
            if (isSecret(message, at))
                return new Secrets(message).blanked(at);
        return message;
    }

    private static boolean isSecret(String text, int line) {
        if (line >= text.length())
            return false;
        return switch (text.charAt(line)) {
            case 'A', 'P', 'p' -> isCredentials(text, line);
            case 'a' -> isCredentials(text, line) || text.regionMatches(true, line, CRYPTO, 0, CRYPTO.length())
                    || text.startsWith(ICE_PASSWORD, line);
            case 'k' -> text.startsWith("k=", line);
            default -> false;
        };
    }

    private static boolean isCredentials(String text, int line) {
        for (String name : CREDENTIALS)
            if (text.regionMatches(true, line, name, 0, name.length()))
                return true;
        return false;
    }

    private String blanked(int first) {
        for (int at = first; at > 0; at = text.indexOf('\n', at) + 1) {
            if (!isSecret(text, at))
                continue;
            int end = end(at);
            if (isCredentials(text, at))
                responses(at, end);
            else if (text.charAt(at) == 'k')
                replace(at + 2, end, "...");
            else if (text.startsWith(ICE_PASSWORD, at))
                replace(at + ICE_PASSWORD.length(), end, "...");
            else
                keys(at, end);
        }
        return shown.append(text, done, text.length()).toString();
    }

    /** Of a line with those that continue it (RFC 3261 §7.3.1). */
    private int end(int line) {
        int end = text.indexOf('\n', line);
        while (end >= 0 && end + 1 < text.length() && (text.charAt(end + 1) == ' ' || text.charAt(end + 1) == '\t'))
            end = text.indexOf('\n', end + 1);
        if (end < 0)
            return text.length();
        return text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    private void responses(int from, int to) {
        for (int at = from; at + RESPONSE.length() < to; at++) {
            if (!text.regionMatches(true, at, RESPONSE, 0, RESPONSE.length())
                    || Character.isLetterOrDigit(text.charAt(at - 1)))
                continue;
            int equals = blanks(at + RESPONSE.length(), to);
            if (equals == to || text.charAt(equals) != '=')
                continue;
            int value = blanks(equals + 1, to);
            int end = value < to && text.charAt(value) == '"' ? text.indexOf('"', value + 1) + 1 : 0;
            if (end == 0 || end > to)
                end = until(value, to, ",");
            replace(value, end, "\"\"");
            at = Math.max(at, end - 1);
        }
    }

    private void keys(int from, int to) {
        for (int at = text.indexOf(INLINE, from); at >= 0 && at < to; at = text.indexOf(INLINE, at + 1)) {
            int value = at + INLINE.length();
            replace(value, until(value, to, "|;"), "...");
        }
    }

    private int blanks(int at, int to) {
        while (at < to && text.charAt(at) <= ' ')
            at++;
        return at;
    }

    /** To the first blank, or one of these. */
    private int until(int at, int to, String stops) {
        while (at < to && text.charAt(at) > ' ' && stops.indexOf(text.charAt(at)) < 0)
            at++;
        return at;
    }

    private void replace(int from, int to, String by) {
        shown.append(text, done, from).append(by);
        done = to;
    }
}
