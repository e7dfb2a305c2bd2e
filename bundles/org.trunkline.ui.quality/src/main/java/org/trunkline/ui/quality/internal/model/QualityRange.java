package org.trunkline.ui.quality.internal.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.cdr.CdrQuery;

/** The time that the charts look at, and how finely. */
public enum QualityRange {
    HOUR(Duration.ofHours(1), 60), DAY(Duration.ofHours(24), 96), WEEK(Duration.ofDays(7), 84),
    MONTH(Duration.ofDays(30), 60), TODAY(Duration.ofHours(24), 96), ALL(Duration.ZERO, 80);

    private final Duration length;
    private final int buckets;

    QualityRange(Duration length, int buckets) {
        this.length = length;
        this.buckets = buckets;
    }

    /** Steps of time in the chart. */
    public int buckets() {
        return buckets;
    }

    public String key() {
        return "range." + name().toLowerCase(Locale.ROOT);
    }

    /**
     * Steps begin at whole minutes, quarters, hours or half days of the zone, and the last one holds the present moment.
     *
     * @param text of the query
     */
    public CdrQuery query(String text, Instant now, ZoneId zone) {
        Instant midnight = LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant();
        return switch (this) {
            case ALL -> new CdrQuery(text, Optional.empty(), Optional.empty());
            case TODAY -> new CdrQuery(text, Optional.of(midnight), Optional.of(midnight.plus(length)));
            case HOUR, DAY, WEEK, MONTH -> {
                Duration step = length.dividedBy(buckets);
                Instant end = midnight.plus(step.multipliedBy(Duration.between(midnight, now).dividedBy(step) + 1));
                yield new CdrQuery(text, Optional.of(end.minus(length)), Optional.of(end));
            }
        };
    }

    /** The range with this name; an hour for any other text: what one looks at first is now. */
    public static QualityRange ofName(String name) {
        for (QualityRange range : values())
            if (range.name().equals(name))
                return range;
        return HOUR;
    }
}
