package org.trunkline.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.Token.Kind;

/**
 * The tokeniser of the query language: the only place that knows where a word, a number or a clause ends. It accepts any
 * text, so that an unfinished one can be highlighted and completed.
 */
public final class QueryTokens {
    private static final String EVERYTHING = "*:*";
    private static final String BREAKS = "()[]{}\"";

    /** What comes next. */
    private enum State {
        CLAUSE, VALUE, COMPARED, RANGE
    }

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    /** The field of each open parenthesis. */
    private final Deque<Optional<CdrField>> groups = new ArrayDeque<>();
    private Optional<CdrField> field = Optional.empty();
    private State state = State.CLAUSE;
    private int at;

    private QueryTokens(String text) {
        this.text = text;
    }

    /** In order, without overlap; white space is between them. */
    public static List<Token> of(String text) {
        var tokens = new QueryTokens(text);
        while (tokens.skipSpace())
            tokens.next();
        return tokens.tokens;
    }

    /** True for characters that end a word. */
    public static boolean isBreak(char c) {
        return Character.isWhitespace(c) || BREAKS.indexOf(c) >= 0;
    }

    private boolean skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at)))
            at++;
        return at < text.length();
    }

    private void next() {
        switch (state) {
            case CLAUSE -> clause();
            case VALUE -> value();
            case COMPARED -> word(false);
            case RANGE -> bound();
        }
    }

    /** The field of the parentheses around; empty at the top. */
    private Optional<CdrField> group() {
        return groups.isEmpty() ? Optional.empty() : groups.element();
    }

    private void clause() {
        field = group();
        char c = text.charAt(at);
        var operator = operator(c);
        if (operator.isPresent())
            return;
        if (c == ')')
            close();
        else if (c == '(' && !startsNumber())
            open();
        else if (field.isPresent() && "<>[{".indexOf(c) >= 0)
            value();
        else if (field.isEmpty() && text.startsWith(EVERYTHING, at))
            add(Kind.EVERYTHING, EVERYTHING.length());
        else if (field.isPresent() || !name())
            word(isNumber());
    }

    private Optional<Kind> operator(char c) {
        if (c == '!')
            return add(Kind.NOT, 1);
        if (text.startsWith("&&", at))
            return add(Kind.AND, 2);
        if (text.startsWith("||", at))
            return add(Kind.OR, 2);
        if ((c == '-' || c == '+') && belongsToNext())
            return add(c == '-' ? Kind.NOT : Kind.MUST, 1);
        return switch (c) {
            case 'A' -> keyword("AND", Kind.AND);
            case 'O' -> keyword("OR", Kind.OR);
            case 'N' -> keyword("NOT", Kind.NOT);
            default -> Optional.empty();
        };
    }

    /** Before a digit it belongs to a number. */
    private boolean belongsToNext() {
        return at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1)) && !Character.isDigit(text.charAt(at + 1));
    }

    private Optional<Kind> keyword(String word, Kind kind) {
        int end = at + word.length();
        return text.startsWith(word, at) && (end >= text.length() || isBreak(text.charAt(end))) ? add(kind, word.length())
                : Optional.empty();
    }

    private Optional<Kind> add(Kind kind, int length) {
        tokens.add(new Token(kind, at, at + length, field));
        at += length;
        return Optional.of(kind);
    }

    private void open() {
        groups.push(field);
        state = State.CLAUSE;
        add(Kind.OPEN, 1);
    }

    private void close() {
        groups.poll();
        field = group();
        state = State.CLAUSE;
        add(Kind.CLOSE, 1);
    }

    /** A field and its colon, if there is one here. */
    private boolean name() {
        int end = at;
        while (end < text.length() && (Character.isLetter(text.charAt(end)) || text.charAt(end) == '_'))
            end++;
        if (end == at || end >= text.length() || text.charAt(end) != ':')
            return false;
        field = CdrField.ofName(text.substring(at, end).toLowerCase(Locale.ROOT));
        add(Kind.FIELD, end + 1 - at);
        state = State.VALUE;
        return true;
    }

    private void value() {
        char c = text.charAt(at);
        if (c == '(' && !startsNumber()) {
            open();
        } else if (c == ')') {
            close();
        } else if (c == '[' || c == '{') {
            add(Kind.RANGE_OPEN, 1);
            state = State.RANGE;
        } else if (c == '<' || c == '>') {
            add(Kind.COMPARISON, text.startsWith("=", at + 1) ? 2 : 1);
            state = State.COMPARED;
        } else {
            word(isNumber());
        }
    }

    private void bound() {
        char c = text.charAt(at);
        if (c == ']' || c == '}') {
            add(Kind.RANGE_CLOSE, 1);
            state = State.CLAUSE;
        } else if (keyword("TO", Kind.TO).isEmpty()) {
            word(false);
            state = State.RANGE;
        }
    }

    /** Words without a field are searched for in numbers, too. */
    private boolean isNumber() {
        return field.isEmpty() || field.get().kind() == CdrField.Kind.NUMBER;
    }

    private boolean startsNumber() {
        return isNumber() && WrittenNumber.end(text, at) > at;
    }

    /** @param number whether it may be a {@link WrittenNumber} */
    private void word(boolean number) {
        state = State.CLAUSE;
        if (text.charAt(at) == '"') {
            quoted();
            return;
        }
        int end = at;
        int whole = number ? WrittenNumber.end(text, at) : at;
        while (end < text.length() && (end < whole || !isBreak(text.charAt(end))))
            end += text.charAt(end) == '\\' && end + 1 < text.length() ? 2 : 1;
        add(end == at ? Kind.STRAY : Kind.WORD, Math.max(1, end - at));
    }

    private void quoted() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '"')
            end += text.charAt(end) == '\\' && end + 1 < text.length() ? 2 : 1;
        boolean closed = end < text.length();
        add(closed ? Kind.QUOTED : Kind.UNCLOSED, (closed ? end + 1 : end) - at);
    }
}
