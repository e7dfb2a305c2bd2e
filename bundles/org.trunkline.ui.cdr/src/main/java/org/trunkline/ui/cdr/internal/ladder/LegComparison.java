package org.trunkline.ui.cdr.internal.ladder;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;

/**
 * The caller's leg beside one callee's: each message that came in with the one that went out for it on the other leg,
 * and what the node changed between the two. Immutable and free of pixels.
 */
public final class LegComparison {
    /** What a line of two messages shows. */
    public enum Kind {
        SAME, CHANGED, CALLER_ONLY, CALLEE_ONLY
    }

    /** A header, or a line of the body, on both legs; empty where one has none. */
    public record Line(int number, String name, String caller, String callee) {
        public Kind kind() {
            return caller.equals(callee) ? Kind.SAME
                    : caller.isEmpty() ? Kind.CALLEE_ONLY : callee.isEmpty() ? Kind.CALLER_ONLY : Kind.CHANGED;
        }
    }

    /** Messages that belong together; one of them may be missing, such as of a 100 Trying, which stays on its leg. */
    public record Pair(int number, Optional<LadderEntry> caller, Optional<LadderEntry> callee) {
        public Pair {
            requireNonNull(caller);
            requireNonNull(callee);
        }

        public Instant at() {
            return caller.map(LadderEntry::at).filter(a -> callee.map(b -> !b.at().isBefore(a)).orElse(true))
                    .orElseGet(() -> callee.orElseThrow().at());
        }

        /** How long the node took from one leg to the other. */
        public Optional<Duration> took() {
            return caller.flatMap(a -> callee.map(b -> Duration.between(a.at(), b.at()).abs()));
        }

        /** True where it came from the callee. */
        public boolean backward() {
            return callee.map(e -> !e.sent()).orElse(caller.map(LadderEntry::sent).orElse(false));
        }

        public List<Line> lines() {
            return LegComparison.lines(caller.map(LadderEntry::message).orElse(""),
                    callee.map(LadderEntry::message).orElse(""));
        }

        public long differences() {
            return caller.isEmpty() || callee.isEmpty() ? 0 : lines().stream().filter(l -> l.kind() != Kind.SAME).count();
        }
    }

    private static final Duration TOGETHER = Duration.ofSeconds(35);
    private static final int MAX_BODY_LINES = 300;
    private static final Map<String, String> COMPACT = Map.ofEntries(Map.entry("v", "via"), Map.entry("f", "from"),
            Map.entry("t", "to"), Map.entry("i", "call-id"), Map.entry("m", "contact"), Map.entry("l", "content-length"),
            Map.entry("c", "content-type"), Map.entry("k", "supported"), Map.entry("s", "subject"),
            Map.entry("e", "content-encoding"), Map.entry("r", "refer-to"), Map.entry("b", "referred-by"),
            Map.entry("x", "session-expires"), Map.entry("o", "event"), Map.entry("u", "allow-events"));

    private LegComparison() {}

    /** Callee legs there are, in the order opened. */
    public static List<Integer> calleeLegs(Ladder ladder) {
        return ladder.entries().stream().map(LadderEntry::leg).filter(l -> l > 0).distinct().sorted().toList();
    }

    /** Pairs in time order. */
    public static List<Pair> of(Ladder ladder, int calleeLeg) {
        var open = new ArrayList<>(ladder.entries().stream().filter(e -> e.leg() == 0 || e.leg() == calleeLeg).toList());
        open.sort(Comparator.comparing(LadderEntry::at));
        var pairs = new ArrayList<Pair>();
        while (!open.isEmpty()) {
            var first = open.removeFirst();
            var second = first.sent() ? Optional.<LadderEntry>empty()
                    : open.stream().filter(e -> follows(first, e)).findFirst();
            second.ifPresent(open::remove);
            boolean fromCaller = first.leg() == 0;
            pairs.add(new Pair(pairs.size(), fromCaller ? Optional.of(first) : second,
                    fromCaller ? second : Optional.of(first)));
        }
        return List.copyOf(pairs);
    }

    private static boolean follows(LadderEntry in, LadderEntry out) {
        return out.sent() && out.leg() != in.leg() && key(in).equals(key(out))
                && Duration.between(in.at(), out.at()).compareTo(TOGETHER) <= 0;
    }

    /** The method, or the status with the method it answers. */
    private static String key(LadderEntry entry) {
        var label = entry.label();
        if (label.isEmpty() || !Character.isDigit(label.charAt(0)))
            return label;
        var cseq = headers(entry.message()).getOrDefault("cseq", "");
        return label.split(" ")[0] + " " + cseq.substring(cseq.lastIndexOf(' ') + 1);
    }

    /** Start lines, then headers in the order of the caller's leg, then the bodies aligned line by line. */
    static List<Line> lines(String caller, String callee) {
        var rows = new ArrayList<Line>();
        add(rows, "", startLine(caller), startLine(callee));
        var left = headers(caller);
        var right = headers(callee);
        var names = new LinkedHashSet<>(left.keySet());
        names.addAll(right.keySet());
        for (String name : names)
            add(rows, shown(name), left.getOrDefault(name, ""), right.getOrDefault(name, ""));
        bodies(rows, body(caller), body(callee));
        return List.copyOf(rows);
    }

    private static void add(List<Line> rows, String name, String caller, String callee) {
        rows.add(new Line(rows.size(), name, caller, callee));
    }

    private static String startLine(String message) {
        return SipText.shown(message).lines().findFirst().orElse("");
    }

    /** By long name in lower case; the values of a repeated header joined. */
    private static Map<String, String> headers(String message) {
        var headers = new LinkedHashMap<String, String>();
        var name = "";
        for (String line : SipText.shown(message).lines().skip(1).toList()) {
            if (line.isEmpty())
                break;
            int colon = line.indexOf(':');
            if (Character.isWhitespace(line.charAt(0)) && !name.isEmpty())
                headers.merge(name, line.strip(), (a, b) -> a + " " + b);
            else if (colon > 0) {
                var written = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                name = COMPACT.getOrDefault(written, written);
                headers.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
            }
        }
        return headers;
    }

    /** {@code P-Asserted-Identity} again. */
    private static String shown(String name) {
        return switch (name) {
            case "call-id" -> "Call-ID";
            case "cseq" -> "CSeq";
            case "rack" -> "RAck";
            case "rseq" -> "RSeq";
            default -> capitalised(name);
        };
    }

    private static String capitalised(String name) {
        var text = new StringBuilder(name);
        for (int i = 0; i < text.length(); i++)
            if (i == 0 || text.charAt(i - 1) == '-')
                text.setCharAt(i, Character.toUpperCase(text.charAt(i)));
        return text.toString();
    }

    private static List<String> body(String message) {
        var text = SipText.shown(message);
        int blank = text.indexOf("\n\n");
        return blank < 0 ? List.of() : text.substring(blank + 2).lines().limit(MAX_BODY_LINES).toList();
    }

    /** The longest common sequence of lines stays beside itself. */
    private static void bodies(List<Line> rows, List<String> a, List<String> b) {
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--)
            for (int j = b.size() - 1; j >= 0; j--)
                common[i][j] = a.get(i).equals(b.get(j)) ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size())
            if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j)))
                add(rows, type(a.get(i)), a.get(i++), b.get(j++));
            else if (i < a.size() && j < b.size() && type(a.get(i)).equals(type(b.get(j)))
                    && common[i + 1][j + 1] == common[i][j])
                add(rows, type(a.get(i)), a.get(i++), b.get(j++));
            else if (j == b.size() || i < a.size() && common[i + 1][j] >= common[i][j + 1])
                add(rows, type(a.get(i)), a.get(i++), "");
            else
                add(rows, type(b.get(j)), "", b.get(j++));
    }

    /** {@code SDP m=} of a line of SDP. */
    private static String type(String line) {
        return line.length() > 1 && line.charAt(1) == '=' ? "SDP " + line.substring(0, 2) : "";
    }
}
