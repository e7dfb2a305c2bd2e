package org.trunkline.ui.cdr.internal.details;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.query.QueryText;
import org.trunkline.ui.cdr.internal.query.Stretch;

/** Searches for the calls around one call. */
final class RelatedCalls {
    /** @param key of its text @param value in it @param dialled numbers in that */
    record Related(int number, String key, String value, String query, List<String> dialled) {}

    private static final Duration HOUR = Duration.ofHours(1);

    private final List<Related> found = new ArrayList<>();

    private RelatedCalls() {}

    static List<Related> of(Cdr cdr) {
        var related = new RelatedCalls();
        var from = cdr.from().normalised();
        var to = cdr.to().normalised();
        cdr.marks().continues().ifPresent(id -> related.add("continues", id.value(), clause(CdrField.ID, id.value())));
        cdr.marks().continuedAs().ifPresent(id -> related.add("continued", id.value(), clause(CdrField.ID, id.value())));
        if (!from.isBlank() && !to.isBlank())
            related.add("both", from + " – " + to, clause(CdrField.NUMBER, from) + " AND " + clause(CdrField.NUMBER, to), from, to);
        if (!from.isBlank())
            related.add("number", from, clause(CdrField.NUMBER, from), from);
        if (!to.isBlank() && !to.equals(from))
            related.add("number", to, clause(CdrField.NUMBER, to), to);
        var minute = cdr.startedAt().truncatedTo(ChronoUnit.MINUTES);
        cdr.trunk().ifPresent(trunk -> {
            var at = clause(CdrField.TRUNK, trunk);
            related.add("trunk.minute", trunk, at + " AND " + between(minute, minute.plusSeconds(60)));
            related.add("trunk.hour", trunk, at + " AND " + between(cdr.startedAt().minus(HOUR), cdr.startedAt().plus(HOUR)));
            if (!cdr.answered())
                related.add("trunk.cause", cdr.cause().code(), at + " AND " + clause(CdrField.CAUSE, cdr.cause().code())
                        + " AND " + between(cdr.startedAt().minus(HOUR), cdr.startedAt().plus(HOUR)));
        });
        related.add("minute", "", between(minute, minute.plusSeconds(60)));
        cdr.route().ifPresent(route -> related.add("route.hour", route, clause(CdrField.ROUTE, route) + " AND "
                + between(cdr.startedAt().minus(HOUR), cdr.startedAt().plus(HOUR))));
        return List.copyOf(related.found);
    }

    private void add(String key, String value, String query, String... dialled) {
        found.add(new Related(found.size(), key, value, query, List.of(dialled)));
    }

    private static String clause(CdrField field, String value) {
        return QueryText.clause(field, value);
    }

    private static String between(Instant from, Instant to) {
        return new Stretch(from, to).clause();
    }
}
