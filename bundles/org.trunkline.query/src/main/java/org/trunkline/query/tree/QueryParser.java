package org.trunkline.query.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.query.tree.Clause.Operator;
import org.trunkline.query.tree.Clause.Word;

/**
 * Reads the query language: Lucene's syntax, with clauses side by side meaning AND, {@code field:>value}, and numbers
 * that may hold spaces after their plus. By recursive descent, so that an error is known to the character.
 */
public final class QueryParser {
    private static final String EVERYTHING = "*:*";
    private static final int MAX_TEXT = 400_000;
    private static final int MAX_CLAUSES = 20_000;
    private static final int MAX_DEPTH = 64;

    private final String text;
    private final QueryFix mends;
    private int at;
    private int clauses;

    private QueryParser(String text) {
        this.text = text;
        mends = new QueryFix(text);
    }

    /** @throws QueryException with the position of the first character that cannot be understood */
    public static Clause parse(String text) throws QueryException {
        if (text.length() > MAX_TEXT)
            throw QueryError.TOO_LONG.at(MAX_TEXT, "", MAX_TEXT);
        var parser = new QueryParser(text);
        parser.skipSpace();
        if (parser.atEnd())
            return new Clause.All();
        var clause = parser.any(Optional.empty(), 0);
        if (!parser.atEnd())
            throw QueryError.STRAY_PARENTHESIS.at(parser.at, parser.mends.without(parser.at, parser.at + 1));
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
            throw QueryError.TOO_MANY_PARTS.at(at, "", MAX_CLAUSES);
        if (depth > MAX_DEPTH)
            throw QueryError.TOO_DEEP.at(at, "", MAX_DEPTH);
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
            throw QueryError.MISSING_AT_END.at(text.length(), mends.withoutOperatorBefore(text.length()));
        if (peek() == '(' && !(isNumber(field) && startsNumber()))
            return group(field, depth);
        if (looksAt("AND", "&&") || looksAt("OR", "||"))
            throw QueryError.MISSING_BEFORE.at(at, mends.withoutOperator(at));
        if (peek() == ')')
            throw QueryError.MISSING_BEFORE_PARENTHESIS.at(at, mends.withoutOperatorBefore(at));
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
        return new Clause.Match(field, word(isNumber(field)));
    }

    private Clause group(Optional<CdrField> field, int depth) throws QueryException {
        int open = at++;
        skipSpace();
        if (!atEnd() && peek() == ')')
            throw QueryError.EMPTY_PARENTHESES.at(at, mends.without(open, at + 1));
        var inner = any(field, depth + 1);
        if (atEnd())
            throw QueryError.OPEN_PARENTHESIS.at(open, mends.with(text.length(), ")"));
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
            var near = Suggestions.nearest(name, names);
            throw QueryError.NO_SUCH_FIELD.at(at, near.isPresent() ? mends.replacing(at, end, near.get())
                    : mends.without(at, end + 1), name);
        }
        at = end + 1;
        skipSpace();
        return field;
    }

    private Clause value(CdrField field, int depth) throws QueryException {
        if (atEnd())
            throw QueryError.NO_VALUE.at(text.length(), mends.with(text.length(), "*"), field.fieldName());
        boolean number = isNumber(Optional.of(field));
        if (peek() == '(' && !(number && startsNumber()))
            return group(Optional.of(field), depth);
        if (peek() == '[' || peek() == '{')
            return range(field);
        if (isComparison()) {
            var operator = comparison();
            skipSpace();
            if (atEnd())
                throw QueryError.NO_VALUE_AT_END.at(text.length(), mends.with(text.length(), FieldExample.of(field)));
            return new Clause.Compare(field, operator, word(false));
        }
        return new Clause.Match(Optional.of(field), word(number));
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
        if (looksAt("TO", "TO"))
            throw QueryError.RANGE_WITHOUT_END.at(at, mends.with(at, "* "));
        var low = bound(open, "* TO *");
        if (!keyword("TO"))
            throw QueryError.RANGE_WITHOUT_TO.at(at, mends.with(at, atEnd() || isRangeEnd() ? " TO *" : "TO "));
        skipSpace();
        var high = bound(open, "*");
        if (atEnd() || !isRangeEnd())
            throw QueryError.OPEN_RANGE.at(open, text.substring(0, at).stripTrailing() + "]" + text.substring(at));
        boolean highIncluded = text.charAt(at++) == ']';
        skipSpace();
        return new Clause.Between(field, low, lowIncluded, high, highIncluded);
    }

    private boolean isRangeEnd() {
        return peek() == ']' || peek() == '}';
    }

    /** @param instead what may stand here and after */
    private Word bound(int open, String instead) throws QueryException {
        if (atEnd())
            throw QueryError.OPEN_RANGE.at(open, mends.with(at, (text.endsWith(" ") ? "" : " ") + instead + "]"));
        if (isRangeEnd())
            throw QueryError.RANGE_WITHOUT_END.at(at, mends.with(at, (text.charAt(at - 1) == ' ' ? "" : " ") + instead));
        return word(false);
    }

    /** @param number whether it may be a {@link WrittenNumber} */
    private Word word(boolean number) throws QueryException {
        int from = at;
        if (peek() == '"')
            return quoted();
        int whole = number ? WrittenNumber.end(text, at) : at;
        var plain = new StringBuilder();
        var wild = new ArrayList<Integer>();
        while (!atEnd() && (at < whole || !isBreak(peek()))) {
            refuseSimilarity();
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
            throw QueryError.CANNOT_STAND_HERE.at(from, mends.without(from, from + 1), text.charAt(from));
        skipSpace();
        return new Word(plain.toString(), false, wild, from, end);
    }

    /** Lucene's {@code busy~2} and {@code busy^2}: records are like or they are not. */
    private void refuseSimilarity() throws QueryException {
        if (peek() != '~' && peek() != '^' || at == 0 || isBreak(text.charAt(at - 1)) && text.charAt(at - 1) != '"')
            return;
        int end = at + 1;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.'))
            end++;
        if (end == text.length() || isBreak(text.charAt(end)))
            throw QueryError.CANNOT_STAND_HERE.at(at, mends.without(at, end), peek());
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
            throw QueryError.OPEN_QUOTATION.at(from, mends.with(text.length(), "\""));
        at++;
        int end = at;
        skipSpace();
        return new Word(plain.toString(), true, List.of(), from, end);
    }

    /** Words without a field are looked for in numbers too. */
    private static boolean isNumber(Optional<CdrField> field) {
        return field.map(f -> f.kind() == CdrField.Kind.NUMBER).orElse(true);
    }

    private boolean startsNumber() {
        return WrittenNumber.end(text, at) > at;
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
}
