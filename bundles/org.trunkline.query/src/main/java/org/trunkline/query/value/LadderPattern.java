package org.trunkline.query.value;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.query.tree.QueryError;
import org.trunkline.query.tree.Suggestions;

/**
 * A sequence of SIP messages within one leg: {@code INVITE 183 CANCEL}, others allowed between; with times since the
 * step before: {@code 183 then no 200 within 60s}, {@code 180 200 after 20s}.
 */
public record LadderPattern(List<Element> elements) {
    private static final int MAX_ELEMENTS = 16;
    private static final int CODES = 128;
    /** Tries of one leg: patterns that could go on for ever are made, not met. */
    private static final int MAX_TRIES = 10_000;

    /** @param codes any of them @param missing whether none may come @param after at least so many tenths @param within at most */
    record Element(BitSet codes, boolean missing, long after, long within) {
        boolean timed() {
            return after > 0 || within < Long.MAX_VALUE;
        }
    }

    /** What is wrong at a character of the text, and what may stand there. */
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;
        private final QueryError complaint;
        private final transient Object[] args;
        private final int from;
        private final int to;
        private final transient Optional<String> instead;

        SyntaxException(QueryError complaint, Object[] args, int from, int to, Optional<String> instead) {
            super(complaint.name());
            this.complaint = complaint;
            this.args = args;
            this.from = from;
            this.to = to;
            this.instead = instead;
        }

        public int from() {
            return from;
        }

        /** The same of the query that the sequence stands in. */
        public QueryException at(int position, String suggestion) {
            return complaint.at(position, suggestion, args);
        }

        public int to() {
            return to;
        }

        /** What would work in its place, which may be nothing at all. */
        public Optional<String> instead() {
            return instead;
        }
    }

    public LadderPattern {
        elements = List.copyOf(elements);
    }

    public static LadderPattern parse(String text) throws SyntaxException {
        return new Parser(text).parse();
    }

    /** Whether times matter. */
    public boolean timed() {
        return elements.stream().anyMatch(Element::timed);
    }

    /** Whether a leg could be such, if its times were right. */
    public boolean couldMatch(byte[][] codes) {
        for (byte[] leg : codes)
            if (new Walk(leg, new long[0]).from(0, -1))
                return true;
        return false;
    }

    public boolean matches(byte[][] codes, long[][] times) {
        for (int leg = 0; leg < codes.length; leg++)
            if (new Walk(codes[leg], times[leg]).from(0, -1))
                return true;
        return false;
    }

    /** One leg; without times every time fits. */
    private final class Walk {
        private final byte[] codes;
        private final long[] times;
        private int tries;

        Walk(byte[] codes, long[] times) {
            this.codes = codes;
            this.times = times;
        }

        /** Whether the elements from one on are found after a step. */
        boolean from(int element, int last) {
            if (element == elements.size())
                return true;
            if (++tries > MAX_TRIES)
                return false;
            var wanted = elements.get(element);
            if (wanted.missing())
                return !comes(wanted, last) && from(element + 1, last);
            for (int at = last + 1; at < codes.length; at++)
                if (wanted.codes().get(codes[at]) && inTime(wanted, last, at) && from(element + 1, at))
                    return true;
            return false;
        }

        private boolean comes(Element unwanted, int last) {
            if (times.length == 0 && unwanted.timed())
                return false; // it may come later
            for (int at = last + 1; at < codes.length; at++)
                if (unwanted.codes().get(codes[at]) && inTime(unwanted, last, at))
                    return true;
            return false;
        }

        private boolean inTime(Element element, int last, int at) {
            if (times.length == 0 || last < 0)
                return true;
            long gap = times[at] - times[last];
            return gap >= element.after() && gap <= element.within();
        }
    }

    private static final class Parser {
        private final String text;
        private final List<Element> elements = new ArrayList<>();
        private int from;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        LadderPattern parse() throws SyntaxException {
            for (var word = next(); word.isPresent(); word = next()) {
                switch (word.get().toLowerCase(Locale.ROOT)) {
                    case "then" -> {
                        // says only that the next one comes later, as all do
                    }
                    case "no" -> elements.add(element(next().orElseThrow(() -> missing(QueryError.NO_STEP_AFTER_NO, "200")),
                            true));
                    case "within" -> time(true);
                    case "after" -> time(false);
                    default -> elements.add(element(word.get(), false));
                }
                if (elements.size() > MAX_ELEMENTS)
                    throw new SyntaxException(QueryError.TOO_MANY_STEPS, new Object[] { MAX_ELEMENTS }, from, at, Optional.empty());
            }
            if (elements.isEmpty())
                throw wrong(QueryError.NO_SEQUENCE, "INVITE 183 CANCEL");
            return new LadderPattern(elements);
        }

        private Optional<String> next() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at)))
                at++;
            from = at;
            while (at < text.length() && !Character.isWhitespace(text.charAt(at)))
                at++;
            return from == at ? Optional.empty() : Optional.of(text.substring(from, at));
        }

        private Element element(String word, boolean missing) throws SyntaxException {
            var codes = new BitSet(CODES);
            String name = word.toUpperCase(Locale.ROOT);
            if (name.matches("[1-6]([0-9]X|XX)")) {
                String start = name.substring(0, name.indexOf('X')).toLowerCase(Locale.ROOT);
                for (int code = 0; code < CODES; code++)
                    if (LadderSteps.name(code).startsWith(start))
                        codes.set(code);
            } else if (name.matches("[1-6][0-9]{2}") || name.matches("[A-Z]{3,}")) {
                int code = LadderSteps.codeOf(name);
                if (!LadderSteps.name(code).equals(name) && Character.isLetter(name.charAt(0)))
                    throw wrong(QueryError.NO_SIP_METHOD, nearest(name), word);
                codes.set(code);
            } else {
                throw wrong(QueryError.NO_STEP, nearest(name), word);
            }
            return new Element(codes, missing, 0, Long.MAX_VALUE);
        }

        private static String nearest(String name) {
            var names = new ArrayList<String>();
            for (int code = 0; code < CODES; code++)
                names.add(LadderSteps.name(code).toLowerCase(Locale.ROOT));
            names.addAll(List.of("then", "no", "within", "after"));
            return Suggestions.nearest(name, names).map(n -> n.length() > 2 && !List.of("then", "within", "after").contains(n)
                    ? n.toUpperCase(Locale.ROOT) : n).orElse("");
        }

        private void time(boolean within) throws SyntaxException {
            if (elements.isEmpty())
                throw wrong(QueryError.TIME_WITHOUT_STEP, "INVITE " + text.substring(from, at));
            String word = next().orElseThrow(() -> missing(QueryError.TIME_MISSING, "60s"));
            var span = Measures.duration(word, 1_000);
            if (span.isEmpty())
                throw wrong(QueryError.NOT_STEP_TIME, "60s", word);
            long tenths = span.get().from() / 100;
            var last = elements.removeLast();
            elements.add(new Element(last.codes(), last.missing(), within ? last.after() : tenths,
                    within ? tenths : last.within()));
        }

        /** At the end, behind the word before. */
        private SyntaxException missing(QueryError complaint, String what) {
            return wrong(complaint, text.endsWith(" ") ? what : " " + what);
        }

        /** @param instead what may stand in its place; empty where it is best left out */
        private SyntaxException wrong(QueryError complaint, String instead, Object... args) {
            return new SyntaxException(complaint, args, from, at, Optional.of(instead));
        }
    }
}
