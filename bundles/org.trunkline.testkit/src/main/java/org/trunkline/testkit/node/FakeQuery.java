package org.trunkline.testkit.node;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

import org.trunkline.api.Partial;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.query.QueryTokens;
import org.trunkline.query.Token;
import org.trunkline.query.record.RecordQuery;

/** The query language over records in memory. Answers are marked as a part from ten thousand alternatives on. */
final class FakeQuery {
    private static final int MOST_ALTERNATIVES = 10_000;

    private FakeQuery() {}

    static Predicate<Cdr> parse(String text) throws QueryException {
        var query = RecordQuery.compile(text, Instant.now(), ZoneOffset.UTC, List.of());
        return cdr -> query.matches(cdr, LadderSteps.NONE);
    }

    static Optional<Partial> partial(String text) {
        return QueryTokens.of(text).stream().filter(token -> token.is(Token.Kind.OR)).count() >= MOST_ALTERNATIVES
                ? Optional.of(Partial.TERMS) : Optional.empty();
    }

    /** Of the fields that are counted too. */
    static String valueOf(CdrField field, Cdr cdr) {
        return switch (field) {
            case TRUNK -> cdr.trunk().orElse("");
            case CAUSE -> cdr.cause().code();
            case DIRECTION -> cdr.direction().name().toLowerCase(Locale.ROOT);
            default -> "";
        };
    }
}
