package org.trunkline.sip.jain.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The header lines of a message as they were on the wire: names to lower-case long form, folded lines joined
 * (RFC 3261 §7.3.1). The parser of the stack keeps values only as objects, and drops some.
 */
final class HeaderLines {
    private static final Map<String, String> LONG_NAMES = Map.ofEntries(Map.entry("i", "call-id"),
            Map.entry("m", "contact"), Map.entry("e", "content-encoding"), Map.entry("l", "content-length"),
            Map.entry("c", "content-type"), Map.entry("f", "from"), Map.entry("s", "subject"),
            Map.entry("k", "supported"), Map.entry("t", "to"), Map.entry("v", "via"),
            Map.entry("x", "session-expires"), Map.entry("r", "refer-to"), Map.entry("b", "referred-by"),
            Map.entry("o", "event"), Map.entry("u", "allow-events"), Map.entry("a", "accept-contact"),
            Map.entry("j", "reject-contact"), Map.entry("d", "request-disposition"));

    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    /** @param head the message up to its empty line or beyond */
    HeaderLines(byte[] head) {
        int end = endOfHead(head);
        String text = new String(head, 0, end, UTF_8);
        int at = next(text, 0); // past the first line
        while (at < text.length()) {
            int stop = lineEnd(text, at);
            line(text.substring(at, stop));
            at = next(text, stop);
        }
    }

    private void line(String line) {
        if (line.isEmpty())
            return;
        if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
            if (!values.isEmpty())
                values.set(values.size() - 1, values.getLast() + ' ' + line.strip());
            return;
        }
        int colon = line.indexOf(':');
        if (colon < 1)
            return;
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        names.add(LONG_NAMES.getOrDefault(name, name));
        values.add(line.substring(colon + 1).strip());
    }

    /** @param name in any case, long form */
    List<String> of(String name) {
        List<String> found = List.of();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                if (found.isEmpty())
                    found = new ArrayList<>(2);
                found.add(values.get(i));
            }
        }
        return found;
    }

    /** All values by lower-case long name. */
    Map<String, List<String>> all() {
        var all = new LinkedHashMap<String, List<String>>();
        for (int i = 0; i < names.size(); i++)
            all.computeIfAbsent(names.get(i), name -> new ArrayList<>(1)).add(values.get(i));
        return all;
    }

    /** Index behind the empty line that ends the head, or the length where there is none. */
    static int endOfHead(byte[] message) {
        for (int i = 0; i + 1 < message.length; i++) {
            if (message[i] != '\n')
                continue;
            if (message[i + 1] == '\n')
                return i + 2;
            if (i + 2 < message.length && message[i + 1] == '\r' && message[i + 2] == '\n')
                return i + 3;
        }
        return message.length;
    }

    private static int lineEnd(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '\r' && text.charAt(i) != '\n')
            i++;
        return i;
    }

    private static int next(String text, int from) {
        int i = lineEnd(text, from);
        if (i < text.length() && text.charAt(i) == '\r')
            i++;
        if (i < text.length() && text.charAt(i) == '\n')
            i++;
        return i;
    }
}
