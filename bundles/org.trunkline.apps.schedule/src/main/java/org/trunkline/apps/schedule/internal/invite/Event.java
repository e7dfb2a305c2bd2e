package org.trunkline.apps.schedule.internal.invite;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import org.trunkline.apps.schedule.internal.ScheduledCall;
import org.trunkline.domain.schedule.Recurrence;
import org.trunkline.domain.schedule.Repeat;

/**
 * What guests have of a scheduled call in their calendars: a change of it is mailed.
 *
 * @param alarm how long before calendars remind
 */
record Event(Recurrence when, Duration length, String title, String number, Duration alarm, Locale language) {
    private static final Duration USUAL_ALARM = Duration.ofMinutes(15);

    static Event of(ScheduledCall call) {
        var notices = call.notices();
        return new Event(call.when(), notices.length(), notices.title(), call.number(),
                notices.remind().isZero() ? USUAL_ALARM : notices.remind(), notices.language());
    }

    boolean isOver(Instant now) {
        return when.repeat() == Repeat.ONCE && !when.first().atZone(when.zone()).toInstant().plus(length).isAfter(now);
    }
}
