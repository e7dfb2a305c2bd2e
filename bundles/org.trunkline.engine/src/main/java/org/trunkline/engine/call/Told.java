package org.trunkline.engine.call;

import java.util.regex.Pattern;

/** The session description that a leg was told last: its origin stays the same while the dialog lasts (RFC 3264 §8). */
final class Told {
    private static final Pattern VERSION = Pattern.compile("(?m)^(o=\\S+ \\d+) \\d+ ");

    final long sessionId;
    long version = 1;
    String text = "";
    /** What it was told before that. */
    private String before = "";

    Told(long sessionId) {
        this.sessionId = sessionId;
    }

    void tell(String now) {
        before = text;
        text = now;
    }

    /** The offer that it was told last was refused: all is as if it had never been made (RFC 3261 §14.1). */
    void refused() {
        if (before.isEmpty() || before.equals(text))
            return;
        text = VERSION.matcher(before).replaceFirst("$1 " + ++version + " "); // it differs from the last one (RFC 3264 §8)
        before = text;
    }
}
