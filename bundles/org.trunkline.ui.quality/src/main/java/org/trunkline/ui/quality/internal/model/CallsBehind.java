package org.trunkline.ui.quality.internal.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.query.QueryText;

/** The queries of the calls behind a part of a chart, as a person would write them. */
public final class CallsBehind {
    private CallsBehind() {}

    /** Calls that began in one step of time. */
    public static String step(QualityFigures figures, QualityFigures.Step step) {
        return join(text(figures), Optional.of(started(step.start(), step.end())));
    }

    /** Calls of one class of MOS: {@code mos:[3.4 TO 3.6} }. */
    public static String mosClass(QualityFigures figures, QualityFigures.MosClass mos) {
        var clauses = new ArrayList<>(text(figures));
        clauses.add("mos:[" + number(mos.low()) + " TO " + number(mos.high()) + (mos.last() ? "]" : "}"));
        return join(clauses, range(figures.query()));
    }

    /** Calls over one trunk. */
    public static String trunk(QualityFigures figures, String trunk) {
        var clauses = new ArrayList<String>();
        clauses.add(QueryText.clause(CdrField.TRUNK, trunk));
        return join(clauses, range(figures.query()));
    }

    /** The query text that keeps to one trunk; empty for all. */
    public static String onlyTrunk(Optional<String> trunk) {
        return trunk.map(t -> QueryText.clause(CdrField.TRUNK, t)).orElse("");
    }

    private static List<String> text(QualityFigures figures) {
        return figures.query().text().isEmpty() ? List.of() : List.of(figures.query().text());
    }

    private static Optional<String> range(CdrQuery query) {
        // a call that began this second may not be counted yet: nothing later belongs to what was clicked
        return query.from().flatMap(from -> query.to().map(to -> started(from, to)));
    }

    private static String started(Instant from, Instant to) {
        return "started:[" + from.truncatedTo(ChronoUnit.MILLIS) + " TO " + to.truncatedTo(ChronoUnit.MILLIS) + "}";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String join(List<String> clauses, Optional<String> started) {
        var all = new ArrayList<>(clauses);
        started.ifPresent(all::add);
        return String.join(" AND ", all);
    }
}
