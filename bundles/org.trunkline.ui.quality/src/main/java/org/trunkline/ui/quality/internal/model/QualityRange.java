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
    MONTH(Duration.ofDays(30), 60), TODAY(Duration.ZERO, 96), ALL(Duration.ZERO, 80);

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

    /** @param text of the query; the range ends now, so that the last step is not mistaken for a drop for long */
    public CdrQuery query(String text, Instant now, ZoneId zone) {
        return switch (this) {
            case ALL -> new CdrQuery(text, Optional.empty(), Optional.empty());
            case TODAY -> new CdrQuery(text,
                    Optional.of(LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant()), Optional.of(now));
            case HOUR, DAY, WEEK, MONTH -> new CdrQuery(text, Optional.of(now.minus(length)), Optional.of(now));
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
