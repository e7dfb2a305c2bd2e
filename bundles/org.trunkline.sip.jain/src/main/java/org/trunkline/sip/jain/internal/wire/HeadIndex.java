package org.trunkline.sip.jain.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The head of a message, read once: where its first line is, and the name and the value of each header line, folded lines
 * joined (RFC 3261 §7.3.1). {@link HeaderValidator} makes it while it judges a message; the parser, the registrations, the answers
 * without a transaction and the engine read it. Of a message's dozen headers few are asked for, so only those become text.
 */
public final class HeadIndex {
    private static final @Nullable String[] LONG_NAMES = new String[128];
    private static final HeaderName[] NAMES = HeaderName.values();
    private static final int OF_LINE = 5;
    private static final int USUAL_LINES = 16;

    static {
        for (String each : List.of("i call-id", "m contact", "e content-encoding", "l content-length", "c content-type",
                "f from", "s subject", "k supported", "t to", "v via", "x session-expires", "r refer-to", "b referred-by",
                "o event", "u allow-events", "a accept-contact", "j reject-contact", "d request-disposition"))
            LONG_NAMES[each.charAt(0)] = each.substring(2);
    }

    private final byte[] head;
    /** Of each line: where its name begins and ends, and its value; the number of its {@link HeaderName}, or -1. */
    private int[] lines = new int[OF_LINE * USUAL_LINES];
    private int used;
    private int first;
    private int firstEnd;
    private int end;
    private boolean folded;
    private boolean unusual;
    private @Nullable Instant arrived;

    /** Notes the time of arrival: all of the message has been received. */
    public void arrivedNow() {
        arrived = Instant.now();
    }

    Instant arrived() {
        var known = arrived;
        return known == null ? Instant.now() : known;
    }

    private HeadIndex(byte[] head, int first, int firstEnd) {
        this.head = head;
        this.first = first;
        this.firstEnd = firstEnd;
    }

    /** For a scan that adds the lines. */
    static HeadIndex begin(byte[] head, int first, int firstEnd) {
        return new HeadIndex(head, first, firstEnd);
    }

    /** A line that is sound. @param value without white space around it */
    void add(int from, int nameEnd, int value, int valueEnd, @Nullable HeaderName name) {
        if (used == lines.length)
            lines = Arrays.copyOf(lines, 2 * used);
        lines[used++] = from;
        lines[used++] = nameEnd;
        lines[used++] = value;
        lines[used++] = valueEnd;
        lines[used++] = name == null ? -1 : name.ordinal();
    }

    /** @param goesOn whether a line goes on in the next @param bare whether one ends otherwise than by CR LF */
    void finish(int endOfHead, boolean goesOn, boolean bare) {
        end = endOfHead;
        folded = goesOn;
        unusual = goesOn || bare;
    }

    /** Of a message that was not judged, or was refused: whatever is there of it. */
    public static HeadIndex of(byte[] head) {
        return new HeadIndex(head);
    }

    /** @param head the message up to its empty line or beyond; nobody writes to it */
    private HeadIndex(byte[] head) {
        this.head = head;
        unusual = true;
        end = endOfHead(head);
        boolean goesOn = false;
        int at = next(lineEnd(0, end), end); // past the first line
        while (at < end) {
            int stop = lineEnd(at, end);
            if (stop > at && isBlank(head[at])) {
                if (goesOn)
                    lines[used - 2] = stop;
                folded |= goesOn;
            } else if (stop > at) {
                goesOn = line(at, stop);
            }
            at = next(stop, end);
        }
    }

    /** @return whether it is a header */
    private boolean line(int from, int to) {
        int colon = from;
        while (colon < to && head[colon] != ':')
            colon++;
        if (colon == from || colon == to)
            return false;
        int nameEnd = colon;
        while (nameEnd > from && isBlank(head[nameEnd - 1]))
            nameEnd--;
        add(from, nameEnd, colon + 1, to, null);
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** The message; its head alone where it came over a stream. Nobody writes to it. */
    public byte[] bytes() {
        return head;
    }

    /** Folded lines, or ends of lines other than CR LF. */
    public boolean isUnusual() {
        return unusual;
    }

    public boolean isFolded() {
        return folded;
    }

    /** Whether there is nothing but ends of lines. */
    public boolean isEmpty() {
        return first == firstEnd && used == 0;
    }

    public int first() {
        return first;
    }

    public int firstEnd() {
        return firstEnd;
    }

    /** Behind the empty line. */
    public int endOfHead() {
        return end;
    }

    /** Header lines. */
    public int size() {
        return used / OF_LINE;
    }

    /** Empty for a header that nothing but the engine reads. */
    public @Nullable HeaderName name(int line) {
        int name = lines[line * OF_LINE + 4];
        return name < 0 ? null : NAMES[name];
    }

    /** Where the line begins. */
    public int from(int line) {
        return lines[line * OF_LINE];
    }

    public int value(int line) {
        return lines[line * OF_LINE + 2];
    }

    public int valueEnd(int line) {
        return lines[line * OF_LINE + 3];
    }

    public boolean has(HeaderName name) {
        for (int i = 4; i < used; i += OF_LINE)
            if (lines[i] == name.ordinal())
                return true;
        return false;
    }

    /** @param name in any case, long form */
    public List<String> of(String name) {
        List<String> found = List.of();
        for (int i = 0; i < used; i += OF_LINE) {
            if (isNamed(i, name)) {
                if (found.isEmpty())
                    found = new ArrayList<>(2);
                found.add(text(i));
            }
        }
        return found;
    }

    private boolean isNamed(int line, String name) {
        int from = lines[line];
        int to = lines[line + 1];
        String compact = to - from == 1 && head[from] >= 0 ? LONG_NAMES[Ascii.lower(head[from])] : null;
        return compact == null ? Ascii.equal(head, from, to, name) : compact.equalsIgnoreCase(name);
    }

    private String nameText(int line) {
        String name = new String(head, lines[line], lines[line + 1] - lines[line], UTF_8).toLowerCase(Locale.ROOT);
        String compact = name.length() == 1 && name.charAt(0) < LONG_NAMES.length ? LONG_NAMES[name.charAt(0)] : null;
        return compact == null ? name : compact;
    }

    private String text(int line) {
        int from = lines[line + 2];
        int to = lines[line + 3];
        while (from < to && isBlank(head[from]))
            from++;
        while (to > from && isBlank(head[to - 1]))
            to--;
        String text = new String(head, from, to - from, UTF_8);
        return folded ? text.lines().map(String::strip).collect(Collectors.joining(" ")) : text.strip();
    }

    /** All values by lower-case long name. */
    public Map<String, List<String>> all() {
        var all = new LinkedHashMap<String, List<String>>();
        for (int i = 0; i < used; i += OF_LINE)
            all.computeIfAbsent(nameText(i), name -> new ArrayList<>(1)).add(text(i));
        return all;
    }

    /** Index behind the empty line that ends the head, or the length where there is none. */
    public static int endOfHead(byte[] message) {
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

    private int lineEnd(int from, int to) {
        int i = from;
        while (i < to && head[i] != '\r' && head[i] != '\n')
            i++;
        return i;
    }

    /** @param lineEnd where a line ends @return where the next begins */
    private int next(int lineEnd, int to) {
        int i = lineEnd;
        if (i < to && head[i] == '\r')
            i++;
        if (i < to && head[i] == '\n')
            i++;
        return i;
    }
}
