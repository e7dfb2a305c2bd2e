package org.trunkline.query.value;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.query.tree.Clause;
import org.trunkline.query.tree.Clause.Operator;
import org.trunkline.query.tree.Clause.Word;
import org.trunkline.query.tree.FieldExample;
import org.trunkline.query.tree.QueryError;
import org.trunkline.query.tree.QueryFix;
import org.trunkline.query.value.Measures.Span;

/** What the words of a query mean as figures, times and statuses, in the units of the index; and what is wrong with them. */
public final class WordValues {
    private static final long MOS_SCALE = 1_000;
    private static final long LOSS_SCALE = 1_000_000;
    private static final long COST_SCALE = 1_000_000;
    private static final int STATUS_DIGITS = 3;
    private static final int MAX_PIECES = 16;

    private final QueryFix mends;
    private final Instant now;
    private final ZoneId zone;

    /** @param text of the whole query */
    public WordValues(String text, Instant now, ZoneId zone) {
        mends = new QueryFix(text);
        this.now = now;
        this.zone = zone;
    }

    /** The lowest value that a bound takes in. */
    public long lowest(CdrField field, Operator operator, Word word) throws QueryException {
        boolean included = operator == Operator.AT_LEAST;
        if (field.kind() == CdrField.Kind.DURATION)
            return span(field, word).from() + (included ? 0 : 1);
        double value = decimal(field, word);
        return (long) (included ? Math.ceil(value) : Math.floor(value) + 1);
    }

    /** The highest. */
    public long highest(CdrField field, Operator operator, Word word) throws QueryException {
        boolean included = operator == Operator.AT_MOST;
        if (field.kind() == CdrField.Kind.DURATION)
            return span(field, word).from() - (included ? 0 : 1);
        double value = decimal(field, word);
        return (long) (included ? Math.floor(value) : Math.ceil(value) - 1);
    }

    /** Of a figure as written: from the lowest to before the highest. */
    public Span span(CdrField field, Word word) throws QueryException {
        if (field.kind() == CdrField.Kind.DURATION) {
            boolean jitter = field == CdrField.JITTER;
            var span = Measures.duration(word.text(), jitter ? 1 : 1_000);
            if (span.isEmpty())
                throw wrong(QueryError.NOT_DURATION, word, Optional.of(FieldExample.of(field)));
            return jitter ? new Span(span.get().from() * 1_000, span.get().to() * 1_000) : span.get();
        }
        return Measures.decimal(word.text(), scale(field)).orElseThrow(() -> noFigure(field, word));
    }

    private double decimal(CdrField field, Word word) throws QueryException {
        return Measures.exactDecimal(word.text(), scale(field)).orElseThrow(() -> noFigure(field, word));
    }

    private QueryException noFigure(CdrField field, Word word) {
        return wrong(QueryError.NOT_FIGURE, word, Optional.of(FieldExample.of(field)),
                field == CdrField.LOSS ? "1%, 0.01" : FieldExample.of(field));
    }

    private static long scale(CdrField field) {
        return switch (field) {
            case LOSS -> LOSS_SCALE;
            case COST -> COST_SCALE;
            default -> MOS_SCALE;
        };
    }

    /** The highest value that a field can have. */
    public static long most(CdrField field) {
        return field == CdrField.COST ? Long.MAX_VALUE : Integer.MAX_VALUE;
    }

    public Span instant(Word word) throws QueryException {
        return Measures.instant(word.text(), now, zone).orElseThrow(() -> wrong(QueryError.NOT_TIME, word,
                Optional.of(FieldExample.of(CdrField.STARTED))));
    }

    public Span compareTime(Operator operator, Word word) throws QueryException {
        var span = instant(word);
        return switch (operator) {
            case LESS -> new Span(Long.MIN_VALUE, span.from());
            case AT_MOST -> new Span(Long.MIN_VALUE, span.to());
            case MORE -> new Span(span.to(), Long.MAX_VALUE);
            case AT_LEAST -> new Span(span.from(), Long.MAX_VALUE);
        };
    }

    public Span betweenTimes(Clause.Between it) throws QueryException {
        return betweenTimes(it.low(), it.lowIncluded(), it.high(), it.highIncluded());
    }

    public Span betweenTimes(Word low, boolean lowIncluded, Word high, boolean highIncluded) throws QueryException {
        long from = low.isAny() ? Long.MIN_VALUE : lowIncluded ? instant(low).from() : instant(low).to();
        long to = high.isAny() ? Long.MAX_VALUE : highIncluded ? instant(high).to() : instant(high).from();
        return new Span(from, to);
    }

    /** A 64-bit number of a plug-in's field. */
    public long whole(Word word) throws QueryException {
        try {
            return Long.parseLong(word.text());
        } catch (NumberFormatException e) {
            throw wrong(QueryError.NOT_FIGURE, word, Optional.of("10"), "10");
        }
    }

    /** Three digits, of which the last may be any: {@code 486}, {@code 4xx}, {@code 4*}; as a wildcard of three places. */
    public String status(Word word) throws QueryException {
        String value = word.text().toLowerCase(Locale.ROOT);
        if (!value.matches("[1-6]([0-9]{2}|[0-9]?[x*?]{1,2})"))
            throw wrong(QueryError.NOT_STATUS, word, Optional.of("4xx"));
        String digits = value.replaceFirst("[x*?]+$", "");
        return digits + "?".repeat(STATUS_DIGITS - digits.length());
    }

    /** Of a number's pattern each piece between wildcards is sought by itself in all numbers that occur. */
    public void checkPieces(Word word) throws QueryException {
        if (!word.isWild())
            return;
        String text = mends.text();
        int pieces = 0;
        boolean within = false;
        for (int at = word.position(); at < word.end(); at++) {
            char c = text.charAt(at);
            if (c == '*' || c == '?') {
                within = false;
            } else if (!within && !Character.isWhitespace(c)) {
                if (++pieces > MAX_PIECES)
                    throw QueryError.TOO_MANY_PIECES.at(at, mends.replacing(at, word.end(), text.charAt(at - 1) == '*' ? "" : "*"),
                            MAX_PIECES);
                within = true;
            }
            if (c == '\\')
                at++; // what is behind it is as it is
        }
    }

    /** @param more what the text tells beside the word */
    public QueryException wrong(QueryError complaint, Word word, Optional<String> by, String... more) {
        return complaint.at(word.position(), by.map(it -> mends.replacing(word.position(), word.end(), it)).orElse(""),
                Stream.concat(Stream.of(word.text()), Stream.of(more)).toArray());
    }
}
