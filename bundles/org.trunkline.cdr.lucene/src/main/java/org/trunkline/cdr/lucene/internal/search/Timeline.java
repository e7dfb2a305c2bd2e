package org.trunkline.cdr.lucene.internal.search;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.stream.LongStream;

/**
 * Steps of time of a histogram, all of one width.
 *
 * @param start of the first step, in milliseconds
 * @param width of each, in milliseconds; 0 where there are none
 */
record Timeline(long start, long width, int steps) {
    static final Timeline NONE = new Timeline(0, 0, 0);
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] WIDTHS = {1, 2, 5, 10, 20, 50, 100, 200, 500,
        SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND,
        MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
        HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 6 * HOUR, 8 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY};
    private static final long YEAR = 364 * DAY;
    /** The first day of the epoch is a Thursday; weeks begin on Monday. */
    private static final int DAYS_SINCE_MONDAY = 3;

    /**
     * At most so many steps that cover a range. They are of a round length and begin at round times of the zone, as a clock
     * shows them; a range that divides into steps of such a length begins where it begins.
     *
     * @param end exclusive
     */
    static Timeline of(long start, long end, int most, ZoneId zone) {
        if (most == 0 || end <= start)
            return NONE;
        long span = end - start;
        if (span % most == 0 && LongStream.of(WIDTHS).anyMatch(width -> width == span / most))
            return new Timeline(start, span / most, most);
        for (long width : WIDTHS)
            if (width >= span / most && steps(start, end, width, zone) <= most)
                return rounded(start, end, width, zone);
        long years = span / most / YEAR + 1;
        while (steps(start, end, years * YEAR, zone) > most && most > 1)
            years++;
        return steps(start, end, years * YEAR, zone) > most ? new Timeline(start, span, 1) : rounded(start, end, years * YEAR, zone);
    }

    private static Timeline rounded(long start, long end, long width, ZoneId zone) {
        return new Timeline(roundedDown(start, width, zone), width, (int) steps(start, end, width, zone));
    }

    private static long steps(long start, long end, long width, ZoneId zone) {
        return Math.ceilDiv(end - roundedDown(start, width, zone), width);
    }

    private static long roundedDown(long time, long width, ZoneId zone) {
        var local = LocalDateTime.ofInstant(Instant.ofEpochMilli(time), zone);
        var midnight = local.truncatedTo(ChronoUnit.DAYS);
        var round = width < DAY ? midnight.plus(Duration.ofMillis(Duration.between(midnight, local).toMillis() / width * width))
                : midnight.minusDays(Math.floorMod(midnight.toLocalDate().toEpochDay() + DAYS_SINCE_MONDAY, width / DAY));
        return Math.min(time, round.atZone(zone).toInstant().toEpochMilli()); // an hour that the clock skips is later
    }
}
