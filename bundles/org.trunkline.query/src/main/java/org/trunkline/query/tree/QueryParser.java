package org.trunkline.query.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.query.QueryTokens;
import org.trunkline.query.Token;
import org.trunkline.query.Token.Kind;
import org.trunkline.query.WrittenWord;
import org.trunkline.query.tree.Clause.Operator;
import org.trunkline.query.tree.Clause.Word;

/**
 * Reads the query language: Lucene's syntax, with clauses side by side meaning AND, {@code field:>value}, and numbers
 * that may hold spaces after their plus. By recursive descent over {@link QueryTokens}; an error has the index of its character.
 */
public final class QueryParser {
    private static final int MAX_TEXT = 400_000;
    private static final int MAX_CLAUSES = 20_000;
    private static final int MAX_DEPTH = 64;

    private final String text;
    private final QueryFix fix;
    private final List<Token> tokens;
    private final List<AttributeAbout> attributes;
    private int next;
    private int clauses;

    /** The field that values are of: one of the product or one of a plug-in. */
    private sealed interface Scope {
        String name();

        String example();

        Clause match(Word word);

        Clause compare(Operator operator, Word word);

        Clause between(Word low, boolean lowIncluded, Word high, boolean highIncluded);
    }

    private record Field(CdrField field) implements Scope {
        @Override
        public String name() {
            return field.fieldName();
        }

        @Override
        public String example() {
            return FieldExample.of(field);
        }

        @Override
        public Clause match(Word word) {
            return new Clause.Match(Optional.of(field), word);
        }

        @Override
        public Clause compare(Operator operator, Word word) {
            return new Clause.Compare(field, operator, word);
        }

        @Override
        public Clause between(Word low, boolean lowIncluded, Word high, boolean highIncluded) {
            return new Clause.Between(field, low, lowIncluded, high, highIncluded);
        }
    }

    private record Added(AttributeAbout attribute) implements Scope {
        @Override
        public String name() {
            return attribute.name();
        }

        @Override
        public String example() {
            return FieldExample.of(attribute.type());
        }

        @Override
        public Clause match(Word word) {
            return new Clause.AttributeMatch(attribute, word);
        }

        @Override
        public Clause compare(Operator operator, Word word) {
            return new Clause.AttributeCompare(attribute, operator, word);
        }

        @Override
        public Clause between(Word low, boolean lowIncluded, Word high, boolean highIncluded) {
            return new Clause.AttributeBetween(attribute, low, lowIncluded, high, highIncluded);
        }
    }

    private QueryParser(String text, List<AttributeAbout> attributes) {
        this.text = text;
        this.attributes = attributes;
        fix = new QueryFix(text);
        tokens = QueryTokens.of(text);
    }

    /**
     * @param attributes fields of plug-ins
     * @throws QueryException with the position of the first character that cannot be understood
     */
    public static Clause parse(String text, List<AttributeAbout> attributes) throws QueryException {
        if (text.length() > MAX_TEXT)
            throw QueryError.TOO_LONG.at(MAX_TEXT, "", MAX_TEXT);
        var parser = new QueryParser(text, attributes);
        if (parser.atEnd())
            return new Clause.All();
        var clause = parser.any(Optional.empty(), 0);
        if (!parser.atEnd())
            throw QueryError.STRAY_PARENTHESIS.at(parser.here(), parser.fix.without(parser.here(), parser.here() + 1));
        return clause;
    }

    private Clause any(Optional<Scope> field, int depth) throws QueryException {
        var parts = new ArrayList<Clause>();
        parts.add(all(field, depth));
        while (take(Kind.OR))
            parts.add(all(field, depth));
        return parts.size() == 1 ? parts.getFirst() : new Clause.Or(parts);
    }

    private Clause all(Optional<Scope> field, int depth) throws QueryException {
        var parts = new ArrayList<Clause>();
        parts.add(not(field, depth));
        for (;;) {
            boolean joined = take(Kind.AND);
            if (!joined && (atEnd() || isNext(Kind.CLOSE) || isNext(Kind.OR)))
                break;
            parts.add(not(field, depth));
        }
        return parts.size() == 1 ? parts.getFirst() : new Clause.And(parts);
    }

    private Clause not(Optional<Scope> field, int depth) throws QueryException {
        if (++clauses > MAX_CLAUSES)
            throw QueryError.TOO_MANY_PARTS.at(here(), "", MAX_CLAUSES);
        if (depth > MAX_DEPTH)
            throw QueryError.TOO_DEEP.at(here(), "", MAX_DEPTH);
        if (take(Kind.NOT))
            return new Clause.Not(not(field, depth + 1));
        if (take(Kind.MUST)) // as all clauses here are
            return not(field, depth + 1);
        return clause(field, depth);
    }

    private Clause clause(Optional<Scope> field, int depth) throws QueryException {
        if (atEnd())
            throw QueryError.MISSING_AT_END.at(text.length(), fix.withoutOperatorBefore(text.length()));
        return switch (peek().kind()) {
            case OPEN -> group(field, depth);
            case AND, OR -> throw QueryError.MISSING_BEFORE.at(here(), fix.withoutOperator(here()));
            case CLOSE -> throw QueryError.MISSING_BEFORE_PARENTHESIS.at(here(), fix.withoutOperatorBefore(here()));
            case EVERYTHING -> {
                next++;
                yield new Clause.All();
            }
            case FIELD -> value(name(), depth);
            case COMPARISON, RANGE_OPEN -> value(field.orElseThrow(this::stray), depth);
            case WORD, QUOTED, UNCLOSED, NOT, MUST, TO, RANGE_CLOSE, STRAY -> {
                var word = word();
                yield field.map(it -> it.match(word)).orElseGet(() -> new Clause.Match(Optional.empty(), word));
            }
        };
    }

    private Clause group(Optional<Scope> field, int depth) throws QueryException {
        int open = here();
        next++;
        if (isNext(Kind.CLOSE))
            throw QueryError.EMPTY_PARENTHESES.at(here(), fix.without(open, here() + 1));
        var inner = any(field, depth + 1);
        if (!take(Kind.CLOSE))
            throw QueryError.OPEN_PARENTHESIS.at(open, fix.with(text.length(), ")"));
        return inner;
    }

    private Scope name() throws QueryException {
        var token = peek();
        if (token.field().isEmpty()) {
            String name = text.substring(token.start(), token.end() - 1);
            var added = attributes.stream().filter(it -> it.name().equalsIgnoreCase(name)).findFirst();
            if (added.isPresent()) {
                next++;
                return new Added(added.get());
            }
            var names = Stream.concat(Arrays.stream(CdrField.values()).map(CdrField::fieldName),
                    attributes.stream().map(AttributeAbout::name)).toList();
            var near = Suggestions.nearest(name, names);
            throw QueryError.NO_SUCH_FIELD.at(token.start(), near.isPresent()
                    ? fix.replacing(token.start(), token.end() - 1, near.get()) : fix.without(token.start(), token.end()), name);
        }
        next++;
        return new Field(token.field().get());
    }

    private Clause value(Scope field, int depth) throws QueryException {
        if (atEnd())
            throw QueryError.NO_VALUE.at(text.length(), fix.with(text.length(), "*"), field.name());
        if (isNext(Kind.OPEN))
            return group(Optional.of(field), depth);
        if (isNext(Kind.RANGE_OPEN))
            return range(field);
        if (isNext(Kind.COMPARISON)) {
            var operator = comparison();
            if (atEnd())
                throw QueryError.NO_VALUE_AT_END.at(text.length(), fix.with(text.length(), field.example()));
            return field.compare(operator, word());
        }
        return field.match(word());
    }

    private Operator comparison() {
        return switch (tokens.get(next++).in(text)) {
            case "<" -> Operator.LESS;
            case "<=" -> Operator.AT_MOST;
            case ">" -> Operator.MORE;
            default -> Operator.AT_LEAST;
        };
    }

    private Clause range(Scope field) throws QueryException {
        int open = here();
        boolean lowIncluded = text.charAt(open) == '[';
        next++;
        if (isNext(Kind.TO))
            throw QueryError.RANGE_WITHOUT_END.at(here(), fix.with(here(), "* "));
        var low = bound(open, "* TO *");
        if (!take(Kind.TO))
            throw QueryError.RANGE_WITHOUT_TO.at(here(), fix.with(here(), atEnd() || isNext(Kind.RANGE_CLOSE) ? " TO *" : "TO "));
        var high = bound(open, "*");
        if (!isNext(Kind.RANGE_CLOSE))
            throw QueryError.OPEN_RANGE.at(open, text.substring(0, here()).stripTrailing() + "]" + text.substring(here()));
        boolean highIncluded = text.charAt(here()) == ']';
        next++;
        return field.between(low, lowIncluded, high, highIncluded);
    }

    /** @param instead what may be here and after */
    private Word bound(int open, String instead) throws QueryException {
        if (atEnd())
            throw QueryError.OPEN_RANGE.at(open, fix.with(text.length(), (text.endsWith(" ") ? "" : " ") + instead + "]"));
        if (isNext(Kind.RANGE_CLOSE))
            throw QueryError.RANGE_WITHOUT_END.at(here(), fix.with(here(), (text.charAt(here() - 1) == ' ' ? "" : " ") + instead));
        return word();
    }

    private Word word() throws QueryException {
        var token = peek();
        if (token.is(Kind.UNCLOSED))
            throw QueryError.OPEN_QUOTATION.at(token.start(), fix.with(text.length(), "\""));
        if (token.is(Kind.WORD))
            refuseSimilarity(token);
        else if (!token.is(Kind.QUOTED) && !token.is(Kind.TO))
            throw stray();
        var written = WrittenWord.of(text, token.is(Kind.TO) ? new Token(Kind.WORD, token.start(), token.end(), token.field()) : token);
        if (written.text().isEmpty() && token.is(Kind.WORD))
            throw stray();
        next++;
        return new Word(written.text(), token.is(Kind.QUOTED), written.wild(), token.start(), token.end());
    }

    private QueryException stray() {
        int at = here();
        return QueryError.CANNOT_STAND_HERE.at(at, fix.without(at, at + 1), text.charAt(at));
    }

    /** Lucene's {@code busy~2} and {@code busy^2}: a record matches or it does not. */
    private void refuseSimilarity(Token word) throws QueryException {
        for (int at = word.start(); at < word.end(); at++) {
            char c = text.charAt(at);
            if (c == '\\')
                at++;
            else if ((c == '~' || c == '^') && at > 0 && (!QueryTokens.isBreak(text.charAt(at - 1)) || text.charAt(at - 1) == '"')
                    && similarityEnd(at) > at)
                throw QueryError.CANNOT_STAND_HERE.at(at, fix.without(at, similarityEnd(at)), c);
        }
    }

    /** The same place where more than a figure follows. */
    private int similarityEnd(int at) {
        int end = at + 1;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.'))
            end++;
        return end == text.length() || QueryTokens.isBreak(text.charAt(end)) ? end : at;
    }

    private boolean take(Kind kind) {
        boolean is = isNext(kind);
        if (is)
            next++;
        return is;
    }

    private boolean isNext(Kind kind) {
        return !atEnd() && peek().is(kind);
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean atEnd() {
        return next >= tokens.size();
    }

    /** The index of the next character that says something. */
    private int here() {
        return atEnd() ? text.length() : peek().start();
    }
}
