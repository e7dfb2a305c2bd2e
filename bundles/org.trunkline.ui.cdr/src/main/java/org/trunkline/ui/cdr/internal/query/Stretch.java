package org.trunkline.ui.cdr.internal.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** A stretch of time that calls began in, as bars of a chart mean it. @param from inclusive @param to exclusive */
public record Stretch(Instant from, Instant to) {
    private static final Pattern CLAUSE = Pattern.compile("started:\\[(\\S+) TO (\\S+)}");
    /** From here on a part of a second more is less than anybody sees, and easier to read without. */
    private static final Duration WHOLE_SECONDS = Duration.ofMinutes(1);

    public Stretch {
        if (!from.isBefore(to))
            throw new IllegalArgumentException("stretch: " + from + " to " + to);
    }

    /** As the query language has it, in UTC, which means the same whatever the zone of the node. */
    public String clause() {
        return "started:[" + from + " TO " + to + "}";
    }

    /** Of whole seconds around it where it is long, so that it reads well. */
    Stretch rounded() {
        if (Duration.between(from, to).compareTo(WHOLE_SECONDS) < 0)
            return this;
        var end = to.truncatedTo(ChronoUnit.SECONDS);
        return new Stretch(from.truncatedTo(ChronoUnit.SECONDS), end.equals(to) ? to : end.plusSeconds(1));
    }

    /** Only what {@link #clause} writes: a time in other words is the user's own. */
    static Optional<Stretch> ofClause(String clause) {
        var m = CLAUSE.matcher(clause);
        if (!m.matches())
            return Optional.empty();
        try {
            return Optional.of(new Stretch(Instant.parse(m.group(1)), Instant.parse(m.group(2))));
        } catch (DateTimeException | IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
