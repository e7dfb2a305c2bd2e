package org.trunkline.engine.call.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.IncomingMessage;

/**
 * Finds the session description of a body, alone or as a part of {@code multipart} (RFC 5621), and says whether the rest
 * may be ignored. What of the rest continues to the callee is the subject of {@link AttachedParts}.
 */
public final class BodyParts {
    private static final int MOST_PARTS = 16;
    private static final int DEEPEST = 3;
    private static final Pattern BOUNDARY = Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
    private static final String DISPOSITION = "content-disposition";
    private static final Pattern OPTIONAL = Pattern.compile("(?i);\\s*handling\\s*=\\s*\"?optional\"?");
    /** The node reads nothing of it and knows that it may: a location (RFC 6442 §3.3). */
    private static final Set<String> KNOWN = Set.of("application/pidf+xml");
    /** Data about an emergency call (RFC 7852 §4); passed on unread. */
    private static final String EMERGENCY_DATA = "application/emergencycalldata.";

    /** @param text the whole part, its header lines included */
    record Part(Body body, boolean optional, String text) {
        boolean isMultipart() {
            return BodyParts.isMultipart(body);
        }
    }

    private BodyParts() {}

    /** The session description; empty where there is none. */
    public static Optional<Body> sdp(Body body) {
        return sdp(body, 0);
    }

    private static Optional<Body> sdp(Body body, int depth) {
        if (body.isSdp())
            return Optional.of(body);
        if (!isMultipart(body) || depth == DEEPEST)
            return Optional.empty();
        var found = parts(body).stream().map(part -> sdp(part.body(), depth + 1)).flatMap(Optional::stream).toList();
        if (found.isEmpty())
            return Optional.empty();
        // of alternatives the last is the best (RFC 2046 §5.1.4)
        return Optional.of(isAlternative(body) ? found.getLast() : found.getFirst());
    }

    /** Whether nothing that it carries is both required and unknown; a body that is one part alone may be ignored as well (RFC 5621 §8.1). */
    public static boolean understood(IncomingMessage message) {
        return message.body().isEmpty() || message.header(DISPOSITION).filter(OPTIONAL.asPredicate()).isPresent()
                || understood(message.body().get());
    }

    /** Whether nothing in it is both required and unknown (RFC 5621 §3.2, RFC 3204 §6). */
    public static boolean understood(Body body) {
        return understood(body, 0);
    }

    private static boolean understood(Body body, int depth) {
        if (body.isSdp() || KNOWN.contains(body.mediaType()) || isEmergencyData(body))
            return true;
        if (!isMultipart(body) || depth == DEEPEST)
            return false;
        var parts = parts(body);
        return isAlternative(body) ? parts.stream().anyMatch(part -> understood(part.body(), depth + 1))
                : !parts.isEmpty() && parts.stream().allMatch(part -> part.optional() || understood(part.body(), depth + 1));
    }

    /** The parts of {@code multipart/mixed} that are no session description, in their order. */
    static List<Part> besideSdp(Body body) {
        if (!isMultipart(body) || !body.mediaType().equals("multipart/mixed"))
            return List.of();
        return parts(body).stream().filter(part -> sdp(part.body()).isEmpty()).toList();
    }

    static boolean isEmergencyData(Body body) {
        return body.mediaType().startsWith(EMERGENCY_DATA);
    }

    private static boolean isMultipart(Body body) {
        return body.contentType().regionMatches(true, 0, "multipart/", 0, 10);
    }

    private static boolean isAlternative(Body body) {
        return body.mediaType().equals("multipart/alternative");
    }

    private static List<Part> parts(Body body) {
        var boundary = BOUNDARY.matcher(body.contentType());
        if (!boundary.find())
            return List.of();
        String delimiter = "\n--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        String text = "\n" + new String(body.bytes(), ISO_8859_1); // a char for each byte
        var parts = new ArrayList<Part>();
        int at = text.indexOf(delimiter);
        while (at >= 0 && parts.size() < MOST_PARTS) {
            int from = at + delimiter.length();
            int next = text.indexOf(delimiter, from);
            if (text.startsWith("--", from) || next < 0)
                break;
            int line = text.indexOf('\n', from);
            parts.add(part(text.substring(line + 1, Math.max(line + 1, next))));
            at = next;
        }
        return parts;
    }

    /** @param text header lines, an empty line, content; the line break before the delimiter is not the content's */
    private static Part part(String text) {
        String type = "";
        boolean optional = false;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = (end < 0 ? text.substring(at) : text.substring(at, end)).strip();
            at = end < 0 ? text.length() : end + 1;
            if (line.isEmpty())
                break;
            String name = line.substring(0, Math.max(0, line.indexOf(':'))).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (name.equals("content-type") || name.equals("c"))
                type = value;
            else if (name.equals(DISPOSITION))
                optional = OPTIONAL.matcher(value).find();
        }
        String content = text.substring(at);
        return new Part(new Body(type, withoutBreak(content).getBytes(ISO_8859_1)), optional, withoutBreak(text));
    }

    private static String withoutBreak(String text) {
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
