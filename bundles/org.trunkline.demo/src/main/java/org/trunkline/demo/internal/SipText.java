package org.trunkline.demo.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A SIP message as text, enough for a phone that talks to one node: no folding, no bodies but SDP.
 *
 * @param start request or status line
 */
record SipText(String start, List<Map.Entry<String, String>> headers, String body) {
    private static final Map<String, String> LONG = Map.of("v", "via", "f", "from", "t", "to", "i", "call-id", "m",
            "contact", "c", "content-type", "l", "content-length");

    SipText {
        headers = List.copyOf(headers);
    }

    /** @return empty where it is no SIP message */
    static Optional<SipText> parse(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0)
            return Optional.empty();
        String[] lines = text.substring(0, end).split("\r\n");
        var headers = new ArrayList<Map.Entry<String, String>>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1)
                return Optional.empty();
            String name = lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
            headers.add(Map.entry(LONG.getOrDefault(name, name), lines[i].substring(colon + 1).strip()));
        }
        return Optional.of(new SipText(lines[0], headers, text.substring(end + 4)));
    }

    boolean isResponse() {
        return start.startsWith("SIP/2.0 ");
    }

    int status() {
        return Integer.parseInt(start.substring(8, 11));
    }

    /** Of the request, or of the request answered. */
    String method() {
        return isResponse() ? header("cseq").replaceFirst("\\d+ +", "") : start.substring(0, start.indexOf(' '));
    }

    /** @param name lower case; empty where absent */
    String header(String name) {
        return headers.stream().filter(h -> h.getKey().equals(name)).map(Map.Entry::getValue).findFirst().orElse("");
    }

    List<String> all(String name) {
        return headers.stream().filter(h -> h.getKey().equals(name)).map(Map.Entry::getValue).toList();
    }

    String branch() {
        return parameter(header("via"), "branch");
    }

    String toTag() {
        return parameter(header("to"), "tag");
    }

    String fromTag() {
        return parameter(header("from"), "tag");
    }

    long cseq() {
        return Long.parseLong(header("cseq").split(" +")[0]);
    }

    /** URI between the angle brackets of Contact; empty where absent. */
    String contactUri() {
        return inBrackets(header("contact"));
    }

    /** User part of the Request-URI. */
    String requestUser() {
        String uri = start.split(" ")[1];
        int at = uri.indexOf('@');
        return at < 0 ? "" : uri.substring(uri.indexOf(':') + 1, at);
    }

    static String inBrackets(String value) {
        int open = value.indexOf('<');
        int close = value.indexOf('>', open + 1);
        return open < 0 || close < 0 ? value : value.substring(open + 1, close);
    }

    static String parameter(String value, String name) {
        for (String part : value.substring(value.lastIndexOf('>') + 1).split(";")) {
            String stripped = part.strip();
            if (stripped.startsWith(name + '='))
                return stripped.substring(name.length() + 1);
        }
        return "";
    }
}
