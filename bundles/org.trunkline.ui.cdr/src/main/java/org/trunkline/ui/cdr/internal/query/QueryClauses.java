package org.trunkline.ui.cdr.internal.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.trunkline.api.cdr.CdrField;

/**
 * A search text seen as its top-level clauses, so that a click on a facet can write into it what a person would have
 * typed. Text that it does not understand is kept as it is.
 */
public final class QueryClauses {
    /** A stretch of the text. @param operator whether it is AND, OR or NOT rather than a clause */
    private record Token(int start, int end, boolean operator) {}

    private record Match(int token, List<String> values) {}

    private final String text;
    private final List<Token> tokens;

    public QueryClauses(String text) {
        this.text = text;
        this.tokens = tokens(text);
    }

    /** Values that the text asks of a field, all of which would satisfy it. */
    public List<String> values(CdrField field) {
        return match(field).map(Match::values).orElse(List.of());
    }

    /** The text without what it asks of a field; empty where it asks nothing of it. */
    public Optional<String> without(CdrField field) {
        return match(field).map(m -> without(m.token()));
    }

    /** The text with the value asked for, or without it where it was. */
    public String toggle(CdrField field, String value) {
        Optional<Match> match = match(field);
        if (match.isEmpty())
            return and(clause(field, List.of(value)));
        var values = new ArrayList<>(match.get().values());
        if (!values.remove(value))
            values.add(value);
        Token token = tokens.get(match.get().token());
        if (values.isEmpty())
            return without(match.get().token());
        return text.substring(0, token.start()) + clause(field, values) + text.substring(token.end());
    }

    /** The text with the value refused, or no longer refused. */
    public String toggleExcluded(CdrField field, String value) {
        String clause = "NOT " + clause(field, List.of(value));
        int at = text.indexOf(clause);
        if (at < 0)
            return and(clause);
        String before = text.substring(0, at).stripTrailing();
        String after = text.substring(at + clause.length()).stripLeading();
        if (before.endsWith(" AND"))
            before = before.substring(0, before.length() - 4);
        else if (before.isEmpty() && after.startsWith("AND "))
            after = after.substring(4);
        return (before + " " + after).strip();
    }

    /** Whether it asks for one stretch of time, as a bar of a chart writes it. */
    public boolean hasStretch() {
        return stretch().isPresent();
    }

    public String withoutStretch() {
        return stretch().map(this::without).orElse(text);
    }

    /** The text with the stretch asked for, in place of one that was. */
    public String with(Stretch wanted) {
        String clause = wanted.rounded().clause();
        return stretch().map(tokens::get)
                .map(was -> text.substring(0, was.start()) + clause + text.substring(was.end()))
                .orElseGet(() -> and(clause));
    }

    private Optional<Integer> stretch() {
        return hasOr() ? Optional.empty() : IntStream.range(0, tokens.size()).boxed()
                .filter(i -> !isNegated(i) && Stretch.ofClause(word(tokens.get(i))).isPresent()).findFirst();
    }

    /** {@code trunk:"Telia A"}, or {@code status:(486 OR 600)}. */
    public static String clause(CdrField field, List<String> values) {
        var quoted = values.stream().map(QueryClauses::quote).toList();
        return field.fieldName() + ":"
                + (quoted.size() == 1 ? quoted.getFirst() : "(" + String.join(" OR ", quoted) + ")");
    }

    /** The value as the query language wants it: bare where that is safe, else in quotes. */
    public static String quote(String value) {
        boolean word = value.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}_.-]*") && !value.matches("AND|OR|NOT|TO");
        return word ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Both, whatever operators the text has: {@code (a OR b) AND c}. */
    public String and(String clause) {
        String stripped = text.strip();
        if (stripped.isEmpty())
            return clause;
        return (hasOr() ? "(" + stripped + ")" : stripped) + " AND " + clause;
    }

    private String without(int index) {
        int start = tokens.get(index).start();
        int end = tokens.get(index).end();
        boolean first = index == 0;
        if (!first && tokens.get(index - 1).operator())
            start = tokens.get(index - 1).start();
        else if (first && tokens.size() > 1 && word(tokens.get(1)).matches("AND|&&"))
            end = tokens.get(1).end();
        return (text.substring(0, start).stripTrailing() + " " + text.substring(end).stripLeading()).strip();
    }

    private Optional<Match> match(CdrField field) {
        if (hasOr())
            return Optional.empty();
        String start = field.fieldName() + ":";
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (!token.operator() && !isNegated(i) && word(token).startsWith(start)) {
                Optional<List<String>> values = valuesOf(word(token).substring(start.length()));
                if (values.isPresent())
                    return Optional.of(new Match(i, values.get()));
            }
        }
        return Optional.empty();
    }

    private boolean hasOr() {
        return tokens.stream().anyMatch(t -> t.operator() && word(t).matches("OR|\\|\\|"));
    }

    private boolean isNegated(int token) {
        return token > 0 && tokens.get(token - 1).operator() && word(tokens.get(token - 1)).matches("NOT|!");
    }

    /** Plain values alone: no wildcard, range or comparison, which a click should leave alone. */
    private static Optional<List<String>> valuesOf(String right) {
        if (!right.startsWith("(") || !right.endsWith(")"))
            return plain(right).map(List::of);
        String inner = right.substring(1, right.length() - 1);
        var values = new ArrayList<String>();
        boolean wantsValue = true;
        for (Token token : tokens(inner)) {
            String word = inner.substring(token.start(), token.end());
            if (wantsValue) {
                Optional<String> value = plain(word);
                if (value.isEmpty())
                    return Optional.empty();
                values.add(value.get());
            } else if (!word.equals("OR"))
                return Optional.empty();
            wantsValue = !wantsValue;
        }
        return Optional.of(values);
    }

    private static Optional<String> plain(String word) {
        if (word.length() >= 2 && word.startsWith("\"") && word.endsWith("\""))
            return Optional.of(word.substring(1, word.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\"));
        return word.matches("[\\p{L}\\p{N}+][\\p{L}\\p{N}_.+-]*") ? Optional.of(word) : Optional.empty();
    }

    private String word(Token token) {
        return text.substring(token.start(), token.end());
    }

    private static List<Token> tokens(String text) {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
                continue;
            }
            int end = endOfToken(text, at);
            String word = text.substring(at, end);
            tokens.add(new Token(at, end, word.matches("AND|OR|NOT|&&|\\|\\||!")));
            at = end;
        }
        return tokens;
    }

    private static int endOfToken(String text, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\')
                i++;
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && "([{".indexOf(c) >= 0)
                depth++;
            else if (!quoted && ")]}".indexOf(c) >= 0)
                depth--;
            else if (!quoted && depth <= 0 && Character.isWhitespace(c))
                return i;
        }
        return text.length();
    }
}
