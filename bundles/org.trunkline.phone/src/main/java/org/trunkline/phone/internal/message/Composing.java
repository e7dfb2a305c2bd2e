package org.trunkline.phone.internal.message;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether somebody is writing (RFC 3994 §3). @param time how long it holds unless it is told again */
record Composing(boolean active, Duration time) {
    /** Without a time of its own (RFC 3994 §3.4). */
    private static final Duration DEFAULT = Duration.ofSeconds(120);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern STATE = Pattern.compile("<(?:\\w+:)?state>\\s*(active|idle)\\s*</");
    private static final Pattern REFRESH = Pattern.compile("<(?:\\w+:)?refresh>\\s*(\\d{1,6})\\s*</");

    static Optional<Composing> parse(String xml) {
        var state = STATE.matcher(xml);
        if (!state.find())
            return Optional.empty();
        var refresh = REFRESH.matcher(xml);
        var time = refresh.find() ? Duration.ofSeconds(Long.parseLong(refresh.group(1))) : DEFAULT;
        return Optional.of(new Composing(state.group(1).equals("active"), time.compareTo(LONGEST) > 0 ? LONGEST : time));
    }

    Content content() {
        return new Content(Content.COMPOSING, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<isComposing"
                + " xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\"><state>" + (active ? "active" : "idle")
                + "</state><contenttype>text/plain</contenttype>" + (active ? "<refresh>" + time.toSeconds() + "</refresh>" : "")
                + "</isComposing>\r\n");
    }
}
