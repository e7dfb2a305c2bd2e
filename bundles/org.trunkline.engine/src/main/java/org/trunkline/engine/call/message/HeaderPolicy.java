package org.trunkline.engine.call.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingMessage;

/** Which headers go from one leg to the other; all others are each leg's own. */
public final class HeaderPolicy {
    private static final List<String> METHODS = List.of("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "UPDATE", "PRACK",
            "REFER", "NOTIFY", "SUBSCRIBE", "INFO", "MESSAGE", "PUBLISH", "REGISTER");
    public static final Header ALLOW = new Header("Allow", String.join(", ", METHODS));
    public static final Header ACCEPT = new Header("Accept", "application/sdp, multipart/mixed");
    public static final Header SUPPORTED = new Header("Supported", "timer, replaces");
    private static final List<String> KNOWN = List.of("timer", "replaces", "100rel");

    private static final List<String> FROM_ANYBODY = List.of("Subject", "Privacy", "Alert-Info", "Call-Info");
    /** Say who the call passed on the way: believed of trunks only. */
    private static final List<String> FROM_TRUNKS = List.of("History-Info", "Diversion");
    /** Values of Privacy that keep the history of a call from others. */
    private static final List<String> HISTORY = List.of("history", "header", "session");
    private static final List<String> REFERRING =
            List.of("Refer-To", "Referred-By", "Refer-Sub", "Event", "Subscription-State");
    private static final int MAX_EACH = 8;

    private HeaderPolicy() {}

    /** Allow of a 405: the method that is refused there is not among them (RFC 3261 §21.4.6). */
    public static Header allowOthersThan(String method) {
        return new Header("Allow", METHODS.stream().filter(m -> !m.equals(method)).collect(Collectors.joining(", ")));
    }

    /** For a side that offers again before its last offer was answered (RFC 3261 §14.2, RFC 3311 §5.2). */
    public static Header retrySoon() {
        return new Header("Retry-After", Integer.toString(ThreadLocalRandom.current().nextInt(11)));
    }

    public static void pass(IncomingMessage from, boolean trunk, List<Header> to) {
        for (String name : FROM_ANYBODY)
            copy(from, name, to);
        boolean hidden = hidesHistory(from.headers("Privacy"));
        if (trunk)
            for (String name : FROM_TRUNKS)
                if (!hidden || !name.equals("History-Info"))
                    copy(from, name, to);
    }

    /** Whether the caller keeps to itself to whom else the call was (RFC 7044 §10.1). */
    public static boolean hidesHistory(List<String> privacy) {
        for (String line : privacy)
            for (String value : line.split("[;,]"))
                if (HISTORY.contains(value.strip().toLowerCase(Locale.ROOT)))
                    return true;
        return false;
    }

    /** What requests within a dialog carry on. */
    public static List<Header> within(IncomingMessage from) {
        var headers = new ArrayList<Header>(2);
        copy(from, "Info-Package", headers);
        copy(from, "Privacy", headers);
        for (String name : REFERRING)
            copy(from, name, headers);
        return headers;
    }

    private static void copy(IncomingMessage from, String name, List<Header> to) {
        var values = from.headers(name);
        for (int i = 0; i < values.size() && i < MAX_EACH; i++)
            to.add(new Header(name, values.get(i)));
    }

    /** Whether the caller understands an SDP answer (RFC 3261 §20.1). */
    public static boolean takesSdp(IncomingMessage invite) {
        var accept = invite.headers("Accept");
        return accept.isEmpty() || accept.stream().map(line -> line.toLowerCase(Locale.ROOT)).anyMatch(
                line -> line.contains("application/sdp") || line.contains("*/*") || line.contains("application/*"));
    }

    /** Option tags of a Require header that the node does not know. */
    public static List<String> unsupported(IncomingMessage request) {
        var tags = new ArrayList<String>(0);
        for (String line : request.headers("Require"))
            for (String tag : line.split(","))
                if (!tag.isBlank() && !KNOWN.contains(tag.strip().toLowerCase(Locale.ROOT)))
                    tags.add(tag.strip());
        return tags;
    }
}
