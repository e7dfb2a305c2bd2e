package org.trunkline.apps.schedule.internal.invite;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The clock changes of a time zone from an instant on, as a VTIMEZONE (RFC 5545 §3.6.5). Changes that follow a rule are one; all others
 * are listed, for forty years.
 */
final class ZoneBlock {
    static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    /** A rule such as "last Sunday" has shown all its days after 28 years. */
    private static final int YEARS = 40;
    private static final int MOST_CHANGES = 200;
    private static final int DAYS_OF_WEEK = 7;
    private static final String[] DAYS = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

    /** Changes of one kind. */
    private record Change(ZoneOffset before, ZoneOffset after, boolean daylight) {}

    private final ZoneId zone;

    ZoneBlock(ZoneId zone) {
        this.zone = zone;
    }

    /** Its name in the object. */
    String id() {
        return zone.getId().replaceAll("[^A-Za-z0-9/_+-]", "-");
    }

    /** Whether times in it are written as UTC. */
    boolean isUtc() {
        return zone.getRules().isFixedOffset() && zone.getRules().getOffset(Instant.EPOCH).equals(ZoneOffset.UTC);
    }

    void write(ICalendar calendar, Instant from) {
        calendar.line("BEGIN:VTIMEZONE").line("TZID:" + id());
        var changes = changes(from);
        var first = changes.isEmpty() ? zone.getRules().getOffset(from) : changes.values().iterator().next().getFirst().getOffsetAfter();
        if (changes.isEmpty())
            observance(calendar, new Change(first, first, false), LocalDateTime.of(1970, 1, 1, 0, 0), List.of());
        changes.forEach((change, all) -> {
            var begins = all.stream().map(ZoneOffsetTransition::getDateTimeBefore).toList();
            observance(calendar, change, begins.getFirst(), begins.size() == 1 ? List.of()
                    : List.of(rule(begins).map(rule -> "RRULE:" + rule).orElseGet(() -> "RDATE:" + begins.stream().map(LOCAL::format)
                            .collect(Collectors.joining(",")))));
        });
        calendar.line("END:VTIMEZONE");
    }

    /** The one that is in effect at an instant first, and those that come. */
    private Map<Change, List<ZoneOffsetTransition>> changes(Instant from) {
        var rules = zone.getRules();
        var last = from.atZone(zone).plusYears(YEARS).toInstant();
        var found = new ArrayList<ZoneOffsetTransition>();
        Optional.ofNullable(rules.previousTransition(from.plusNanos(1))).ifPresent(found::add);
        for (var next = rules.nextTransition(from); next != null && next.getInstant().isBefore(last) && found.size() < MOST_CHANGES; next =
                rules.nextTransition(next.getInstant()))
            found.add(next);
        return found.stream().collect(Collectors.groupingBy(change -> new Change(change.getOffsetBefore(), change.getOffsetAfter(),
                rules.isDaylightSavings(change.getInstant())), LinkedHashMap::new, Collectors.toList()));
    }

    private static void observance(ICalendar calendar, Change change, LocalDateTime begin, List<String> again) {
        String name = change.daylight() ? "DAYLIGHT" : "STANDARD";
        calendar.line("BEGIN:" + name).line("DTSTART:" + LOCAL.format(begin)).line("TZOFFSETFROM:" + offset(change.before()))
                .line("TZOFFSETTO:" + offset(change.after()));
        again.forEach(calendar::line);
        calendar.line("END:" + name);
    }

    private static String offset(ZoneOffset offset) {
        int seconds = Math.abs(offset.getTotalSeconds());
        String text = "%s%02d%02d".formatted(offset.getTotalSeconds() < 0 ? "-" : "+", seconds / 3600, seconds / 60 % 60);
        return seconds % 60 == 0 ? text : text + "%02d".formatted(seconds % 60);
    }

    /** The yearly rule that all of them follow, where there is one. */
    private static Optional<String> rule(List<LocalDateTime> begins) {
        var first = begins.getFirst();
        DayOfWeek weekday = first.getDayOfWeek();
        for (int i = 0; i < begins.size(); i++) {
            var each = begins.get(i);
            if (each.getYear() != first.getYear() + i || each.getMonth() != first.getMonth() || each.getDayOfWeek() != weekday
                    || !each.toLocalTime().equals(first.toLocalTime()))
                return Optional.empty();
        }
        if (begins.size() < YEARS - 1)
            return Optional.empty(); // they end
        String day = DAYS[weekday.ordinal()];
        return days(begins, day).map(days -> "FREQ=YEARLY;BYMONTH=" + first.getMonthValue() + ";" + days);
    }

    private static Optional<String> days(List<LocalDateTime> begins, String weekday) {
        if (begins.stream().allMatch(each -> each.getDayOfMonth() + DAYS_OF_WEEK > each.toLocalDate().lengthOfMonth()))
            return Optional.of("BYDAY=-1" + weekday);
        var days = begins.stream().map(LocalDateTime::getDayOfMonth).collect(Collectors.toCollection(TreeSet::new));
        int first = days.first();
        if (days.last() - first >= DAYS_OF_WEEK)
            return Optional.empty();
        if (first % DAYS_OF_WEEK == 1)
            return Optional.of("BYDAY=" + (first / DAYS_OF_WEEK + 1) + weekday);
        return Optional.of("BYDAY=" + weekday + ";BYMONTHDAY=" + days.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
}
