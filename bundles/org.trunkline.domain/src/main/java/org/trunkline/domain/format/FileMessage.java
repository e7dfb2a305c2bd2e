package org.trunkline.domain.format;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message that names a file on an HTTP server (GSMA RCC.07 §3.2.5, file transfer via HTTP): what a file server answers to an upload, and
 * what a SIP MESSAGE carries to the other side.
 *
 * @param name of the file, without folders
 * @param bytes its length
 * @param type media type of its content
 * @param url where it can be fetched
 * @param until when that address expires; empty where it is not known
 */
public record FileMessage(String name, long bytes, String type, String url, Optional<Instant> until) {
    public static final String TYPE = "application/vnd.gsma.rcs-ft-http+xml";
    private static final int LONGEST = 65_536;
    private static final Pattern BEGIN = Pattern.compile("<(?:\\w{1,20}:)?file-info\\s[^<>]{0,200}?type\\s{0,8}=\\s{0,8}[\"']file[\"'][^<>]{0,200}>");
    private static final Pattern END = Pattern.compile("</(?:\\w{1,20}:)?file-info>");
    private static final Pattern SIZE = element("file-size", "[0-9]{1,15}");
    private static final Pattern NAME = element("file-name", "[^<]{1,1000}?");
    private static final Pattern KIND = element("content-type", "[^<]{1,200}?");
    private static final Pattern DATA = Pattern.compile("<(?:\\w{1,20}:)?data\\s([^<>]{1,4000})>");
    private static final Pattern URL = attribute("url");
    private static final Pattern UNTIL = attribute("until");
    private static final int LONGEST_PLAIN = 3_000;
    private static final Pattern PLAIN = Pattern.compile("([^\n]{1,200}) \\(([0-9]{1,9}(?:\\.[0-9])?) (B|KB|MB)\\)\n(https?://[!-~]{1,2500})");
    private static final long KIB = 1024;
    private static final double ROUND = 10.0;

    public FileMessage {
        requireNonNull(name);
        requireNonNull(type);
        requireNonNull(url);
        requireNonNull(until);
    }

    private static Pattern element(String name, String content) {
        return Pattern.compile("<(?:\\w{1,20}:)?" + name + ">\\s{0,100}(" + content + ")\\s{0,100}</");
    }

    private static Pattern attribute(String name) {
        return Pattern.compile("(?:^|\\s)" + name + "\\s{0,8}=\\s{0,8}[\"']([^\"'<>]{1,2000})[\"']");
    }

    /** Empty where the document does not name a file at an http or https address. */
    public static Optional<FileMessage> parse(String xml) {
        if (xml.length() > LONGEST)
            return Optional.empty();
        var begin = BEGIN.matcher(xml);
        if (!begin.find())
            return Optional.empty();
        var end = END.matcher(xml);
        String info = end.find(begin.end()) ? xml.substring(begin.end(), end.start()) : xml.substring(begin.end());
        var data = found(DATA, info).orElse("");
        var url = found(URL, data).map(Xml::plain).filter(FileMessage::isWeb);
        var name = FileNames.tidy(found(NAME, info).map(Xml::plain).orElse(""));
        return url.map(address -> new FileMessage(name, found(SIZE, info).map(Long::parseLong).orElse(0L),
                FileTypes.known(found(KIND, info).map(Xml::plain).orElse(""), name), address, found(UNTIL, data).flatMap(FileMessage::time)));
    }

    private static Optional<String> found(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static boolean isWeb(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return (lower.startsWith("https://") || lower.startsWith("http://")) && url.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public String document() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <file xmlns="urn:gsma:params:xml:ns:rcs:rcs:fthttp">
                <file-info type="file">
                <file-size>%d</file-size>
                <file-name>%s</file-name>
                <content-type>%s</content-type>
                <data url="%s"%s/>
                </file-info>
                </file>
                """.formatted(bytes, Xml.text(name), Xml.text(type), Xml.text(url),
                until.map(at -> " until=\"" + at + '"').orElse(""));
    }

    /** For phones that take text alone: name and size, and the address on a line of its own. */
    public String plain() {
        return name + " (" + size(bytes) + ")\n" + url;
    }

    /** Reads {@link #plain}; the length is rounded, the type that of the name. Empty for another text. */
    public static Optional<FileMessage> ofPlain(String text) {
        var found = PLAIN.matcher(text);
        if (text.length() > LONGEST_PLAIN || !found.matches() || !isWeb(found.group(4)))
            return Optional.empty();
        double unit = switch (found.group(3)) {
            case "KB" -> KIB;
            case "MB" -> KIB * KIB;
            default -> 1;
        };
        var name = FileNames.tidy(found.group(1));
        return Optional.of(new FileMessage(name, Math.round(Double.parseDouble(found.group(2)) * unit), FileTypes.ofName(name), found.group(4),
                Optional.empty()));
    }

    /** In bytes, KB or MB, as file managers write it. */
    public static String size(long bytes) {
        if (bytes < KIB)
            return bytes + " B";
        if (bytes < KIB * KIB)
            return Math.round(bytes / (double) KIB) + " KB";
        return Math.round(bytes * ROUND / (KIB * KIB)) / ROUND + " MB";
    }
}
