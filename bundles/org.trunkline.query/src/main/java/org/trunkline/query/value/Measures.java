package org.trunkline.query.value;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads durations, times and figures. Each stands for a stretch: {@code 90s} for all from 90.0 to below 91 seconds. */
public final class Measures {
    /** From, inclusive, to, exclusive. */
    public record Span(long from, long to) {}

    private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|h|m|s|d|)");
    private static final Pattern AGO = Pattern.compile("(?:now)?([+-])(\\d+)(s|m|h|d|w|M)");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern MINUTE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d(:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?)?");

    private Measures() {}

    /** @param unit of a number without one, in milliseconds @return milliseconds */
    static Optional<Span> duration(String text, long unit) {
        var parts = DURATION_PART.matcher(text.toLowerCase(Locale.ROOT));
        double millis = 0;
        long smallest = Long.MAX_VALUE;
        int at = 0;
        while (at < text.length()) {
            if (!parts.find(at) || parts.start() != at)
                return Optional.empty();
            long one = switch (parts.group(2)) {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                case "d" -> 86_400_000;
                default -> unit;
            };
            millis += Double.parseDouble(parts.group(1)) * one;
            boolean fraction = parts.group(1).contains(".");
            smallest = Math.min(smallest, one == 1 || fraction ? 1 : 1_000);
            at = parts.end();
        }
        if (at == 0 || millis > Integer.MAX_VALUE)
            return Optional.empty();
        long from = Math.round(millis);
        return Optional.of(new Span(from, from + smallest));
    }

    /** @return the value times the scale; a percentage is a hundredth */
    static Optional<Span> decimal(String text, long scale) {
        boolean percent = text.endsWith("%");
        String number = percent ? text.substring(0, text.length() - 1) : text;
        if (!DECIMAL.matcher(number).matches())
            return Optional.empty();
        double factor = percent ? scale / 100.0 : scale;
        int point = number.indexOf('.');
        double half = Math.pow(10, point < 0 ? 0 : -(number.length() - point - 1)) / 2;
        double value = Double.parseDouble(number);
        return Optional.of(new Span((long) Math.ceil((value - half) * factor), (long) Math.ceil((value + half) * factor)));
    }

    /** @return the exact value times the scale, for comparisons */
    static Optional<Double> exactDecimal(String text, long scale) {
        boolean percent = text.endsWith("%");
        String number = percent ? text.substring(0, text.length() - 1) : text;
        return DECIMAL.matcher(number).matches()
                ? Optional.of(Double.parseDouble(number) * (percent ? scale / 100.0 : scale)) : Optional.empty();
    }

    /**
     * {@code today}, {@code yesterday}, {@code now}, {@code -7d}, {@code now-1h}, and ISO dates and times, in the zone
     * unless they name theirs. A date is its whole day.
     *
     * @return milliseconds of the epoch
     */
    static Optional<Span> instant(String text, Instant now, ZoneId zone) {
        var today = LocalDate.ofInstant(now, zone);
        switch (text.toLowerCase(Locale.ROOT)) {
            case "now" -> {
                return Optional.of(new Span(now.toEpochMilli(), now.toEpochMilli() + 1));
            }
            case "today" -> {
                return Optional.of(day(today, zone));
            }
            case "yesterday" -> {
                return Optional.of(day(today.minusDays(1), zone));
            }
            default -> {
                var ago = AGO.matcher(text);
                return ago.matches() ? relative(now.atZone(zone), ago.group(1), ago.group(2), ago.group(3))
                        : iso(text, zone);
            }
        }
    }

    private static Optional<Span> relative(ZonedDateTime now, String sign, String digits, String unit) {
        if (digits.length() > 6)
            return Optional.empty();
        long amount = Long.parseLong(digits) * (sign.equals("-") ? -1 : 1);
        var at = now.plus(amount, switch (unit) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            case "w" -> ChronoUnit.WEEKS;
            default -> ChronoUnit.MONTHS;
        });
        long millis = at.toInstant().toEpochMilli();
        return Optional.of(new Span(millis, millis + 1));
    }

    private static Optional<Span> iso(String text, ZoneId zone) {
        try {
            if (text.length() == 10)
                return Optional.of(day(LocalDate.parse(text), zone));
            if (!MINUTE.matcher(text).matches()) {
                long at = OffsetDateTime.parse(text.replace(' ', 'T')).toInstant().toEpochMilli();
                return Optional.of(new Span(at, Math.addExact(at, width(text.replaceFirst("(Z|[+-]\\d\\d:?\\d\\d)$", "")))));
            }
            String full = text.replace(' ', 'T') + (text.length() == 13 ? ":00" : "");
            long at = LocalDateTime.parse(full).atZone(zone).toInstant().toEpochMilli();
            return Optional.of(new Span(at, at + width(text)));
        } catch (DateTimeException | ArithmeticException e) { // no time, or one that no clock will show
            return Optional.empty();
        }
    }

    private static long width(String time) {
        Duration width = switch (time.length()) {
            case 13 -> Duration.ofHours(1);
            case 16 -> Duration.ofMinutes(1);
            case 19 -> Duration.ofSeconds(1);
            default -> Duration.ofMillis(1);
        };
        return width.toMillis();
    }

    private static Span day(LocalDate date, ZoneId zone) {
        return new Span(date.atStartOfDay(zone).toInstant().toEpochMilli(),
                date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli());
    }
}
