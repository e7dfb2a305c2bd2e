package org.trunkline.cdr.lucene.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.cdr.lucene.internal.Clause.Operator;
import org.trunkline.cdr.lucene.internal.Clause.Word;

/**
 * Reads the query language: Lucene's syntax, with clauses side by side meaning AND, {@code field:>value}, and numbers
 * that may hold spaces after their plus. By recursive descent, so that an error is known to the character.
 */
final class QueryParser {
    private static final String EVERYTHING = "*:*";
    private static final int MAX_TEXT = 400_000;
    private static final int MAX_CLAUSES = 20_000;
    private static final int MAX_DEPTH = 64;

    private final String text;
    private int at;
    private int clauses;

    private QueryParser(String text) {
        this.text = text;
    }

    /** @throws QueryException with the position of the first character that cannot be understood */
    static Clause parse(String text) throws QueryException {
        if (text.length() > MAX_TEXT)
            throw Complaint.TOO_LONG.at(MAX_TEXT, "", MAX_TEXT);
        var parser = new QueryParser(text);
        parser.skipSpace();
        if (parser.atEnd())
            return new Clause.All();
        var clause = parser.any(Optional.empty(), 0);
        if (!parser.atEnd())
            throw Complaint.STRAY_PARENTHESIS.at(parser.at,
                    text.substring(0, parser.at) + text.substring(parser.at + 1));
        return clause;
    }

    private Clause any(Optional<CdrField> field, int depth) throws QueryException {
        var parts = new ArrayList<Clause>();
        parts.add(all(field, depth));
        while (operator("OR", "||"))
            parts.add(all(field, depth));
        return parts.size() == 1 ? parts.getFirst() : new Clause.Or(parts);
    }

    private Clause all(Optional<CdrField> field, int depth) throws QueryException {
        var parts = new ArrayList<Clause>();
        parts.add(not(field, depth));
        for (;;) {
            boolean joined = operator("AND", "&&");
            if (!joined && (atEnd() || peek() == ')' || looksAt("OR", "||")))
                break;
            parts.add(not(field, depth));
        }
        return parts.size() == 1 ? parts.getFirst() : new Clause.And(parts);
    }

    private Clause not(Optional<CdrField> field, int depth) throws QueryException {
        if (++clauses > MAX_CLAUSES)
            throw Complaint.TOO_MANY_PARTS.at(at, "", MAX_CLAUSES);
        if (depth > MAX_DEPTH)
            throw Complaint.TOO_DEEP.at(at, "", MAX_DEPTH);
        if (operator("NOT", "!") || minus())
            return new Clause.Not(not(field, depth + 1));
        plus();
        return clause(field, depth);
    }

    private boolean minus() {
        if (atEnd() || peek() != '-' || at + 1 >= text.length() || Character.isWhitespace(text.charAt(at + 1))
                || Character.isDigit(text.charAt(at + 1)))
            return false;
        at++;
        return true;
    }

    /** Lucene's "must", which all clauses here are; a plus before a digit belongs to the number. */
    private void plus() {
        if (!atEnd() && peek() == '+' && at + 1 < text.length() && !Character.isDigit(text.charAt(at + 1))
                && !Character.isWhitespace(text.charAt(at + 1)))
            at++;
    }

    private Clause clause(Optional<CdrField> field, int depth) throws QueryException {
        if (atEnd())
            throw Complaint.MISSING_AT_END.at(text.length(), withoutLastWord());
        if (peek() == '(')
            return group(field, depth);
        if (looksAt("AND", "&&") || looksAt("OR", "||"))
            throw Complaint.MISSING_BEFORE.at(at, "");
        if (peek() == ')')
            throw Complaint.MISSING_BEFORE_PARENTHESIS.at(at, "");
        if (field.isEmpty() && text.startsWith(EVERYTHING, at)) {
            at += EVERYTHING.length();
            skipSpace();
            return new Clause.All();
        }
        if (field.isEmpty()) {
            var named = fieldName();
            if (named.isPresent())
                return value(named.get(), depth);
        } else if (isComparison() || peek() == '[' || peek() == '{') {
            return value(field.get(), depth);
        }
        return new Clause.Match(field, word(field.map(f -> f.kind() == CdrField.Kind.NUMBER).orElse(true)));
    }

    private Clause group(Optional<CdrField> field, int depth) throws QueryException {
        int open = at++;
        skipSpace();
        if (!atEnd() && peek() == ')')
            throw Complaint.EMPTY_PARENTHESES.at(at, "");
        var inner = any(field, depth + 1);
        if (atEnd())
            throw Complaint.OPEN_PARENTHESIS.at(open, text + ")");
        at++;
        skipSpace();
        return inner;
    }

    /** The field before a colon, if there is one here. */
    private Optional<CdrField> fieldName() throws QueryException {
        int end = at;
        while (end < text.length() && (Character.isLetter(text.charAt(end)) || text.charAt(end) == '_'))
            end++;
        if (end == at || end >= text.length() || text.charAt(end) != ':')
            return Optional.empty();
        String name = text.substring(at, end);
        var field = CdrField.ofName(name.toLowerCase(Locale.ROOT));
        if (field.isEmpty()) {
            var names = Arrays.stream(CdrField.values()).map(CdrField::fieldName).toList();
            throw Complaint.NO_SUCH_FIELD.at(at, Suggestions.replacing(text, at, end, Suggestions.nearest(name, names)), name);
        }
        at = end + 1;
        skipSpace();
        return field;
    }

    private Clause value(CdrField field, int depth) throws QueryException {
        if (atEnd())
            throw Complaint.NO_VALUE.at(text.length(), "", field.fieldName());
        if (peek() == '(')
            return group(Optional.of(field), depth);
        if (peek() == '[' || peek() == '{')
            return range(field);
        if (isComparison()) {
            var operator = comparison();
            skipSpace();
            if (atEnd())
                throw Complaint.NO_VALUE_AT_END.at(text.length(), "");
            return new Clause.Compare(field, operator, word(false));
        }
        return new Clause.Match(Optional.of(field), word(field.kind() == CdrField.Kind.NUMBER));
    }

    private boolean isComparison() {
        return !atEnd() && (peek() == '<' || peek() == '>');
    }

    private Operator comparison() {
        boolean less = text.charAt(at++) == '<';
        boolean equal = !atEnd() && peek() == '=';
        if (equal)
            at++;
        return less ? equal ? Operator.AT_MOST : Operator.LESS : equal ? Operator.AT_LEAST : Operator.MORE;
    }

    private Clause range(CdrField field) throws QueryException {
        int open = at;
        boolean lowIncluded = text.charAt(at++) == '[';
        skipSpace();
        var low = bound(open);
        if (!keyword("TO"))
            throw Complaint.RANGE_WITHOUT_TO.at(at, "");
        skipSpace();
        var high = bound(open);
        if (atEnd() || peek() != ']' && peek() != '}')
            throw Complaint.OPEN_RANGE.at(open, text.substring(0, at).stripTrailing() + "]" + text.substring(at));
        boolean highIncluded = text.charAt(at++) == ']';
        skipSpace();
        return new Clause.Between(field, low, lowIncluded, high, highIncluded);
    }

    private Word bound(int open) throws QueryException {
        if (atEnd())
            throw Complaint.OPEN_RANGE.at(open, "");
        if (peek() == ']' || peek() == '}')
            throw Complaint.RANGE_WITHOUT_END.at(at, "");
        return word(false);
    }

    /** @param number whether a number may go on after spaces */
    private Word word(boolean number) throws QueryException {
        int from = at;
        if (peek() == '"')
            return quoted();
        var plain = new StringBuilder();
        var wild = new ArrayList<Integer>();
        while (!atEnd() && (!isBreak(peek()) || number && goesOn(plain))) {
            char c = text.charAt(at++);
            if (c == '\\' && !atEnd())
                c = text.charAt(at++);
            else if (c == '*' || c == '?')
                wild.add(plain.length());
            if (!Character.isWhitespace(c))
                plain.append(c);
        }
        int end = at;
        if (plain.isEmpty())
            throw Complaint.CANNOT_STAND_HERE.at(from, "", text.charAt(from));
        skipSpace();
        return new Word(plain.toString(), false, wild, from, end);
    }

    private Word quoted() throws QueryException {
        int from = at++;
        var plain = new StringBuilder();
        while (!atEnd() && peek() != '"') {
            char c = text.charAt(at++);
            if (c == '\\' && !atEnd())
                c = text.charAt(at++);
            plain.append(c);
        }
        if (atEnd())
            throw Complaint.OPEN_QUOTATION.at(from, text + "\"");
        at++;
        int end = at;
        skipSpace();
        return new Word(plain.toString(), true, List.of(), from, end);
    }

    /** {@code +46 70 123*}, {@code 08-500 147 11}: a space within a number that began with a plus, or a 0 and more. */
    private boolean goesOn(StringBuilder soFar) {
        boolean began = !soFar.isEmpty() && (soFar.charAt(0) == '+' || soFar.charAt(0) == '0' && soFar.length() > 1);
        if (!began || !Character.isWhitespace(peek()))
            return false;
        if (soFar.chars().skip(1).anyMatch(c -> !Character.isDigit(c) && c != '-'))
            return false;
        int next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next)))
            next++;
        int end = next;
        while (end < text.length() && !isBreak(text.charAt(end)))
            end++;
        String part = text.substring(next, end);
        return !part.isEmpty() && part.chars().allMatch(c -> Character.isDigit(c) || c == '-' || c == '*' || c == '?');
    }

    private static boolean isBreak(char c) {
        return Character.isWhitespace(c) || "()[]{}\"".indexOf(c) >= 0;
    }

    private boolean operator(String word, String sign) {
        if (!atEnd() && text.startsWith(sign, at)) {
            at += sign.length();
            skipSpace();
            return true;
        }
        return keyword(word);
    }

    private boolean keyword(String word) {
        if (!looksAt(word, word))
            return false;
        at += word.length();
        skipSpace();
        return true;
    }

    private boolean looksAt(String word, String sign) {
        if (!Character.isLetter(sign.charAt(0)) && text.startsWith(sign, at))
            return true;
        int end = at + word.length();
        return text.startsWith(word, at) && (end >= text.length() || isBreak(text.charAt(end)));
    }

    private void skipSpace() {
        while (!atEnd() && Character.isWhitespace(peek()))
            at++;
    }

    private char peek() {
        return text.charAt(at);
    }

    private boolean atEnd() {
        return at >= text.length();
    }

    private String withoutLastWord() {
        return text.strip().replaceFirst("\\s*\\S+$", "");
    }
}
