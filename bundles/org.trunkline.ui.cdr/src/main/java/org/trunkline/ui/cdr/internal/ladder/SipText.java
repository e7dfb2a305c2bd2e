package org.trunkline.ui.cdr.internal.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what the ladder shows out of a SIP message, tolerating any text: a ladder also keeps broken messages. */
public final class SipText {
    /** A stretch of a message that is drawn in its own style. */
    public record Span(int start, int length, Kind kind) {}

    public enum Kind {
        START_LINE, HEADER_NAME, IMPORTANT_VALUE, SDP_TYPE
    }

    private static final int CODECS_SHOWN = 3;

    private SipText() {}

    /** Spans in order, without overlap, over the message as shown (line ends as {@link #shown} leaves them). */
    public static List<Span> highlight(String shown) {
        var spans = new ArrayList<Span>();
        int at = 0;
        boolean body = false;
        while (at < shown.length()) {
            int end = shown.indexOf('\n', at);
            if (end < 0)
                end = shown.length();
            if (at == 0)
                spans.add(new Span(0, end, Kind.START_LINE));
            else if (end == at)
                body = true;
            else if (body)
                bodyLine(shown, at, end, spans);
            else
                headerLine(shown, at, end, spans);
            at = end + 1;
        }
        return spans;
    }

    private static void headerLine(String text, int start, int end, List<Span> spans) {
        int colon = text.indexOf(':', start);
        if (colon < 0 || colon >= end || Character.isWhitespace(text.charAt(start)))
            return; // a folded line belongs to the header above
        spans.add(new Span(start, colon + 1 - start, Kind.HEADER_NAME));
        if (isImportant(text.substring(start, colon).strip()) && colon + 1 < end)
            spans.add(new Span(colon + 1, end - colon - 1, Kind.IMPORTANT_VALUE));
    }

    private static void bodyLine(String text, int start, int end, List<Span> spans) {
        if (end - start > 2 && text.charAt(start + 1) == '=' && Character.isLowerCase(text.charAt(start)))
            spans.add(new Span(start, 2, Kind.SDP_TYPE));
    }

    private static boolean isImportant(String header) {
        return switch (header.toLowerCase(Locale.ROOT)) {
            case "from", "f", "to", "t", "call-id", "i", "cseq", "reason", "warning", "retry-after" -> true;
            default -> false;
        };
    }

    /** The message with line feeds alone, as text widgets want it. */
    public static String shown(String message) {
        return message.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** {@code "PCMA, RTP 10.0.0.5:4000"} for each media line of the SDP body, or empty where there is none. */
    public static String sdpSummary(String message) {
        String text = shown(message);
        int body = text.indexOf("\n\n");
        if (body < 0 || !text.startsWith("v=", body + 2))
            return "";
        String sessionAddress = "";
        var media = new ArrayList<Media>();
        for (String line : text.substring(body + 2).split("\n")) {
            if (line.startsWith("c=")) {
                if (media.isEmpty())
                    sessionAddress = address(line);
                else
                    media.getLast().address = address(line);
            } else if (line.startsWith("m="))
                media.add(new Media(line));
            else if (!media.isEmpty())
                media.getLast().attribute(line);
        }
        var parts = new ArrayList<String>();
        for (Media m : media)
            parts.add(m.summary(sessionAddress));
        return String.join("; ", parts);
    }

    private static String address(String line) {
        String[] words = line.substring(2).strip().split("\\s+");
        return words.length < 3 ? "" : words[2].split("/")[0];
    }

    /** One m= section. */
    private static final class Media {
        private final String kind;
        private final String port;
        private final List<String> formats;
        private final List<String> names = new ArrayList<>();
        private String address = "";
        private String mode = "";
        private boolean secure;

        Media(String line) {
            String[] words = line.substring(2).strip().split("\\s+");
            kind = words[0];
            port = words.length > 1 ? words[1].split("/")[0] : "?";
            secure = words.length > 2 && words[2].contains("SAVP");
            formats = words.length > 3 ? List.of(words).subList(3, words.length) : List.of();
            for (String format : formats)
                names.add(staticName(format));
        }

        void attribute(String line) {
            if (line.startsWith("a=rtpmap:")) {
                String[] words = line.substring(9).strip().split("\\s+");
                int index = formats.indexOf(words[0]);
                if (index >= 0 && words.length > 1)
                    names.set(index, words[1].split("/")[0]);
            } else if (line.equals("a=sendonly") || line.equals("a=recvonly") || line.equals("a=inactive"))
                mode = line.substring(2);
        }

        String summary(String sessionAddress) {
            if (port.equals("0"))
                return kind + " off";
            var text = new StringBuilder();
            if (!kind.equals("audio"))
                text.append(kind).append(' ');
            var shown = names.stream().filter(n -> !n.equals("telephone-event")).distinct().toList();
            text.append(String.join(" ", shown.subList(0, Math.min(CODECS_SHOWN, shown.size()))));
            if (shown.size() > CODECS_SHOWN)
                text.append(" +").append(shown.size() - CODECS_SHOWN);
            String host = address.isEmpty() ? sessionAddress : address;
            text.append(shown.isEmpty() ? "" : ", ").append(secure ? "SRTP " : "RTP ")
                    .append(host.contains(":") ? "[" + host + "]" : host).append(':').append(port);
            if (!mode.isEmpty())
                text.append(", ").append(mode);
            return text.toString();
        }

        /** Payload types with a meaning of their own (RFC 3551 table 4). */
        private static String staticName(String format) {
            return switch (format) {
                case "0" -> "PCMU";
                case "3" -> "GSM";
                case "4" -> "G723";
                case "8" -> "PCMA";
                case "9" -> "G722";
                case "18" -> "G729";
                case "34" -> "H263";
                default -> format;
            };
        }
    }
}
