package org.trunkline.engine.call.dialog;

import java.util.regex.Pattern;

/** The last session description sent to a leg: its origin stays the same while the dialog lasts (RFC 3264 §8). */
public final class LastLocalSdp {
    private static final Pattern VERSION = Pattern.compile("(?m)^(o=\\S+ \\d+) \\d+ ");

    private final long sessionId;
    private long version = 1;
    private String text = "";
    /** The one before. */
    private String before = "";

    public LastLocalSdp(long sessionId) {
        this.sessionId = sessionId;
    }

    public long sessionId() {
        return sessionId;
    }

    public long version() {
        return version;
    }

    /** @return the version of a description that differs from the last one */
    public long nextVersion() {
        return ++version;
    }

    /** Empty before the first. */
    public String text() {
        return text;
    }

    public void tell(String now) {
        before = text;
        text = now;
    }

    /** The last offer was refused: the description before it is valid again (RFC 3261 §14.1). */
    public void refused() {
        if (before.isEmpty() || before.equals(text))
            return;
        text = VERSION.matcher(before).replaceFirst("$1 " + ++version + " "); // it differs from the last one (RFC 3264 §8)
        before = text;
    }
}
