package org.trunkline.testkit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.trunkline.api.Partial;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.cdr.Cdr;

/**
 * What a search in memory understands: alternatives parted by OR, of which the first ten thousand count, of clauses parted by
 * AND, each a plain value or a time of two instants.
 */
final class FakeQuery {
    private static final Pattern STRETCH = Pattern.compile("started:\\[(\\S+) TO (\\S+)}");
    private static final Pattern VALUE = Pattern.compile("(\\w+):(?:\"([^\"]*)\"|([^\\s\"]+))");

    private static final String OR = " OR ";
    private static final int MOST_ALTERNATIVES = 10_000;

    private FakeQuery() {}

    static Predicate<Cdr> parse(String text) throws QueryException {
        var alternatives = new ArrayList<Predicate<Cdr>>();
        for (String alternative : text.split(OR, MOST_ALTERNATIVES + 1))
            if (alternatives.size() < MOST_ALTERNATIVES)
                alternatives.add(all(alternative));
        return cdr -> alternatives.stream().anyMatch(it -> it.test(cdr));
    }

    static Optional<Partial> partial(String text) {
        return text.split(OR).length > MOST_ALTERNATIVES ? Optional.of(Partial.TERMS) : Optional.empty();
    }

    private static Predicate<Cdr> all(String text) throws QueryException {
        Predicate<Cdr> all = _ -> true;
        if (text.isBlank())
            return all;
        for (String clause : text.strip().split(" AND "))
            all = all.and(clause(clause).orElseThrow(() -> new QueryException("no field in \"" + text + "\"",
                    Math.max(0, text.indexOf(':')), "cause:" + text)));
        return all;
    }

    private static Optional<Predicate<Cdr>> clause(String clause) {
        var stretch = STRETCH.matcher(clause);
        if (stretch.matches())
            return stretch(stretch.group(1), stretch.group(2));
        var m = VALUE.matcher(clause);
        if (!m.matches())
            return Optional.empty();
        var value = Optional.ofNullable(m.group(2)).orElse(m.group(3));
        return CdrField.ofName(m.group(1)).flatMap(field -> value(field, value));
    }

    private static Optional<Predicate<Cdr>> stretch(String from, String to) {
        try {
            var first = Instant.parse(from);
            var end = Instant.parse(to);
            return Optional.of(c -> !c.startedAt().isBefore(first) && c.startedAt().isBefore(end));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Predicate<Cdr>> value(CdrField field, String value) {
        return switch (field) {
            case TRUNK, CAUSE, DIRECTION -> Optional.of(c -> valueOf(field, c).equals(value));
            case ROUTE -> Optional.of(c -> c.route().orElse("").equals(value));
            case ID -> Optional.of(c -> c.id().value().equals(value));
            case NUMBER -> Optional.of(c -> c.from().normalised().equals(value) || c.to().normalised().equals(value));
            default -> Optional.empty();
        };
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
