package org.trunkline.query;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.Token.Kind;

/**
 * A search text and its top-level clauses, for programs that write into it what a person would have typed. The parts of
 * the text that an edit does not concern stay as they are.
 */
public record QueryText(String text) {
    /**
     * A clause of the text.
     *
     * @param start index of its first character, without operators before it
     * @param end index after its last one
     * @param negated whether NOT is before it
     * @param tokens its pieces
     */
    public record Part(int start, int end, boolean negated, List<Token> tokens) {
        public Part {
            tokens = List.copyOf(tokens);
        }

        /** Whether it asks something of a field; those of plug-ins are written in whatever case. */
        boolean isOf(String field, String text) {
            var first = tokens.getFirst();
            return first.is(Kind.FIELD) && first.field().map(f -> f.fieldName().equals(field))
                    .orElseGet(() -> (field + ":").equalsIgnoreCase(text.substring(first.start(), first.end()).replace(" ", "")));
        }
    }

    private static final Set<String> KEYWORDS = Set.of("AND", "OR", "NOT", "TO");

    public QueryText {
        requireNonNull(text);
    }

    /** {@code trunk:"Telia A"}, or {@code status:(486 OR 600)}. */
    public static String clause(CdrField field, List<String> values) {
        return clause(field.fieldName(), values);
    }

    /** @param field also one that a plug-in added */
    public static String clause(String field, List<String> values) {
        var quoted = values.stream().map(QueryText::quote).toList();
        return field + ":"
                + (quoted.size() == 1 ? quoted.getFirst() : "(" + String.join(" OR ", quoted) + ")");
    }

    public static String clause(CdrField field, String value) {
        return clause(field, List.of(value));
    }

    /** A value as the query language reads it back: as it is where that is safe, else in quotation marks. */
    public static String quote(String value) {
        return isPlain(value) && !KEYWORDS.contains(value) ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A word, a number, an address. */
    private static boolean isPlain(String value) {
        int first = value.startsWith("+") ? 1 : 0;
        return value.length() > first
                && (first == 0 ? Character.isLetterOrDigit(value.charAt(0)) : Character.isDigit(value.charAt(1)))
                && value.chars().allMatch(c -> Character.isLetterOrDigit(c) || "+-._@".indexOf(c) >= 0);
    }

    /** Both, whatever operators the text has: {@code (a OR b) AND c}. */
    public String and(String clause) {
        String stripped = text.strip();
        if (stripped.isEmpty())
            return clause;
        return (hasOr() ? "(" + stripped + ")" : stripped) + " AND " + clause;
    }

    /** The clauses that must all be true, in their order; empty where the text has an OR at its top. */
    public List<Part> parts() {
        if (hasOr())
            return List.of();
        var parts = new ArrayList<Part>();
        var tokens = QueryTokens.of(text);
        boolean negated = false;
        for (int at = 0; at < tokens.size();) {
            if (tokens.get(at).is(Kind.NOT)) {
                negated = !negated;
                at++;
            } else if (isOperator(tokens.get(at))) {
                at++;
            } else {
                int end = end(tokens, at);
                parts.add(new Part(tokens.get(at).start(), tokens.get(end - 1).end(), negated, tokens.subList(at, end)));
                negated = false;
                at = end;
            }
        }
        return parts;
    }

    private static boolean isOperator(Token token) {
        return token.is(Kind.AND) || token.is(Kind.OR) || token.is(Kind.NOT) || token.is(Kind.MUST);
    }

    /** Index after the last token of the clause that begins there. */
    private static int end(List<Token> tokens, int from) {
        int depth = 0;
        int at = from;
        do {
            var kind = tokens.get(at++).kind();
            if (kind == Kind.OPEN || kind == Kind.RANGE_OPEN)
                depth++;
            else if (kind == Kind.CLOSE || kind == Kind.RANGE_CLOSE)
                depth--;
            else if ((kind == Kind.FIELD || kind == Kind.COMPARISON) && at < tokens.size())
                continue; // what belongs to it comes next
            if (depth <= 0)
                break;
        } while (at < tokens.size());
        return at;
    }

    private boolean hasOr() {
        int depth = 0;
        for (var token : QueryTokens.of(text)) {
            if (token.is(Kind.OPEN))
                depth++;
            else if (token.is(Kind.CLOSE))
                depth--;
            else if (token.is(Kind.OR) && depth <= 0)
                return true;
        }
        return false;
    }

    /** As written. */
    public String in(Part part) {
        return text.substring(part.start(), part.end());
    }

    public String replace(Part part, String clause) {
        return text.substring(0, part.start()) + clause + text.substring(part.end());
    }

    /** The text without a clause and the operators that would be left over. */
    public String remove(Part part) {
        var tokens = QueryTokens.of(text);
        int first = 0;
        while (tokens.get(first).start() < part.start())
            first++;
        int end = first + part.tokens().size();
        while (first > 0 && (tokens.get(first - 1).is(Kind.NOT) || tokens.get(first - 1).is(Kind.MUST)))
            first--;
        if (first > 0 && tokens.get(first - 1).is(Kind.AND))
            first--;
        else if (end < tokens.size() && tokens.get(end).is(Kind.AND))
            end++;
        int from = first < tokens.size() ? tokens.get(first).start() : text.length();
        String rest = end < tokens.size() ? text.substring(tokens.get(end).start()) : "";
        return (text.substring(0, from).stripTrailing() + " " + rest).strip();
    }

    /** Values that the text asks of a field, one of which is enough. */
    public List<String> values(CdrField field) {
        return values(field.fieldName());
    }

    /** @param field also one that a plug-in added */
    public List<String> values(String field) {
        return valued(field).flatMap(this::values).orElse(List.of());
    }

    /** The text without what it asks of a field; empty where it asks for no values of it. */
    public Optional<String> without(String field) {
        return valued(field).map(this::remove);
    }

    /** The text with the value asked for, or without it where it was. */
    public String toggle(CdrField field, String value) {
        return toggle(field.fieldName(), value);
    }

    /** @param field also one that a plug-in added */
    public String toggle(String field, String value) {
        var part = valued(field);
        if (part.isEmpty())
            return and(clause(field, List.of(value)));
        var values = new ArrayList<>(values(field));
        if (!values.remove(value))
            values.add(value);
        return values.isEmpty() ? remove(part.get()) : replace(part.get(), clause(field, values));
    }

    /** The text with this value alone asked of a field. @param field also one that a plug-in added */
    public String only(String field, String value) {
        String clause = clause(field, List.of(value));
        return valued(field).map(part -> replace(part, clause)).orElseGet(() -> and(clause));
    }

    /** The text with the value excluded, or no longer excluded. @param field also one that a plug-in added */
    public String toggleExcluded(String field, String value) {
        String clause = clause(field, List.of(value));
        return parts().stream().filter(part -> part.negated() && in(part).equals(clause)).findFirst().map(this::remove)
                .orElseGet(() -> and("NOT " + clause));
    }

    private Optional<Part> valued(String field) {
        return parts().stream().filter(part -> !part.negated() && part.isOf(field, text) && values(part).isPresent()).findFirst();
    }

    /** Of a clause with plain values alone; empty where it has a wildcard, a range or a comparison, which an edit leaves alone. */
    private Optional<List<String>> values(Part part) {
        var values = new ArrayList<String>();
        for (var token : part.tokens().subList(1, part.tokens().size())) {
            if (token.is(Kind.WORD) || token.is(Kind.QUOTED)) {
                var word = WrittenWord.of(text, token);
                if (!word.wild().isEmpty())
                    return Optional.empty();
                values.add(word.text());
            } else if (!token.is(Kind.OPEN) && !token.is(Kind.CLOSE) && !token.is(Kind.OR)) {
                return Optional.empty();
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }
}
