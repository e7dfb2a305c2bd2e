package org.trunkline.ui.cdr.internal.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.QueryText;
import org.trunkline.query.QueryText.Part;

/** A stretch of time that calls began in, as bars of a chart mean it. @param from inclusive @param to exclusive */
public record Stretch(Instant from, Instant to) {
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

    /** The text with this stretch asked for, in place of one that a bar wrote before. */
    public String writtenInto(String text) {
        var query = new QueryText(text);
        return part(query).map(was -> query.replace(was, rounded().clause())).orElseGet(() -> query.and(rounded().clause()));
    }

    /** The text without the stretch that a bar wrote. */
    public static String removedFrom(String text) {
        var query = new QueryText(text);
        return part(query).map(query::remove).orElse(text);
    }

    /** The stretch that a bar wrote into a text. Only what {@link #clause} writes: a time in other words is the user's own. */
    public static Optional<Stretch> of(String text) {
        var query = new QueryText(text);
        return part(query).flatMap(part -> stretch(query, part));
    }

    private static Optional<Part> part(QueryText query) {
        return query.parts().stream().filter(part -> !part.negated() && stretch(query, part).isPresent()).findFirst();
    }

    private static Optional<Stretch> stretch(QueryText query, Part part) {
        var tokens = part.tokens();
        if (tokens.size() != 6 || !tokens.getFirst().field().equals(Optional.of(CdrField.STARTED)))
            return Optional.empty();
        try {
            var found = new Stretch(Instant.parse(tokens.get(2).in(query.text())), Instant.parse(tokens.get(4).in(query.text())));
            return found.clause().equals(query.in(part)) ? Optional.of(found) : Optional.empty();
        } catch (DateTimeException | IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
