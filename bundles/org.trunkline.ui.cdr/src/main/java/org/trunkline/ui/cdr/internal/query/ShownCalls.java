package org.trunkline.ui.cdr.internal.query;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a query that another view wants shown: a range on the start becomes the time chosen, the rest the text. */
public final class ShownCalls {
    private static final Pattern STARTED = Pattern
            .compile("(?:\\s+AND\\s+|^)started:\\[(\\S+) TO (\\S+)[\\]}](?:\\s+AND\\s+|$)?");

    private ShownCalls() {}

    public static SearchTrail.Place parse(String query) {
        Matcher m = STARTED.matcher(query);
        if (!m.find())
            return new SearchTrail.Place(query, new TimeRange.All());
        try {
            Instant from = Instant.parse(m.group(1));
            Instant to = Instant.parse(m.group(2));
            if (!from.isBefore(to))
                return new SearchTrail.Place(query, new TimeRange.All());
            var range = new TimeRange.Between(from, to);
            String before = query.substring(0, m.start()).strip();
            String after = query.substring(m.end()).strip();
            String rest = before.isEmpty() || after.isEmpty() ? before + after : before + " AND " + after;
            return new SearchTrail.Place(rest, range);
        } catch (DateTimeParseException words) {
            return new SearchTrail.Place(query, new TimeRange.All()); // today, yesterday: the search reads them
        }
    }
}
