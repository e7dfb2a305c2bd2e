package org.trunkline.query.record;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.query.QueryTokens;
import org.trunkline.query.Token;
import org.trunkline.query.record.RecordValues.Key;

/** A search asked of one record at a time, without an index: alerts, legal holds, erasure. <b>Threads:</b> any. */
public final class RecordQuery {
    private final SearchCondition condition;
    private final Predicate<RecordValues> matches;

    private RecordQuery(SearchCondition condition) {
        this.condition = condition;
        matches = Evaluation.of(condition.rest());
    }

    /**
     * @param text of a search
     * @param now what relative times in it are relative to
     * @param zone of dates that name none
     * @param attributes fields that plug-ins add
     */
    public static RecordQuery compile(String text, Instant now, ZoneId zone, List<AttributeAbout> attributes)
            throws QueryException {
        return new RecordQuery(ConditionCompiler.compile(text, now, zone, attributes));
    }

    /** True where a later compilation may give another answer: the search says something of time. */
    public static boolean isRelative(String text, List<AttributeAbout> attributes) {
        return QueryTokens.of(text).stream().anyMatch(token -> token.is(Token.Kind.FIELD)
                && (token.field().equals(Optional.of(CdrField.STARTED)) || token.field().isEmpty() && attributes.stream()
                        .anyMatch(it -> it.type() == Attribute.Type.TIME && token.in(text).equalsIgnoreCase(it.name() + ":"))));
    }

    public boolean matches(Cdr cdr, LadderSteps steps) {
        return isInTime(cdr) && matches.test(new RecordValues(cdr, steps));
    }

    public boolean matches(Cdr cdr, RecordValues values) {
        return isInTime(cdr) && matches.test(values);
    }

    private boolean isInTime(Cdr cdr) {
        long started = cdr.startedAt().toEpochMilli();
        return started >= condition.from() && started < condition.to();
    }

    /** Values of which a record that matches has at least one; empty where nothing of the kind is known. */
    public Optional<Set<Key>> keys() {
        return NeededKeys.of(condition.rest());
    }
}
