package org.trunkline.apps.schedule.internal.invite;

import static java.time.ZoneOffset.UTC;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import org.trunkline.api.mail.Mail;
import org.trunkline.api.mail.Mail.CalendarPart;
import org.trunkline.apps.schedule.internal.invite.Outgoing.Kind;
import org.trunkline.domain.schedule.Recurrence;
import org.trunkline.domain.schedule.Repeat;

/** An invitation, its change or its cancellation as a mail: iTIP (RFC 5546) beside plain text (RFC 6047). */
final class InvitationMail {
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9*#]+");
    private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9._+~-]");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}+");

    private final Outgoing of;
    private final String from;

    /** @param from address of the node */
    InvitationMail(Outgoing of, String from) {
        this.of = of;
        this.from = from;
    }

    Mail mail() {
        boolean cancels = of.kind() == Kind.CANCELLATION;
        var version = of.version();
        String id = version.uid() + "." + version.sequence() + "." + UUID.nameUUIDFromBytes((of.kind() + of.to()).getBytes(StandardCharsets.UTF_8));
        return new Mail(id, of.to(),
                CONTROL.matcher(InvitationText.subject(of.kind(), of.event())).replaceAll(" "), InvitationText.of(of.kind(), of.event()),
                Optional.of(new CalendarPart(cancels ? "CANCEL" : "REQUEST", calendar(cancels))));
    }

    private String calendar(boolean cancels) {
        var event = of.event();
        var when = event.when();
        var zone = new ZoneBlock(when.zone());
        var calendar = new ICalendar().line("BEGIN:VCALENDAR").line("PRODID:-//Trunkline//Scheduled calls//EN").line("VERSION:2.0")
                .line("CALSCALE:GREGORIAN").line("METHOD:" + (cancels ? "CANCEL" : "REQUEST"));
        Instant begin = when.first().atZone(when.zone()).toInstant();
        boolean utc = zone.isUtc() || when.repeat() == Repeat.ONCE;
        if (!utc)
            zone.write(calendar, begin);
        calendar.line("BEGIN:VEVENT").line("UID:" + of.version().uid() + "@trunkline").line("SEQUENCE:" + of.version().sequence())
                .line("DTSTAMP:" + utc(of.version().at())).line("ORGANIZER;CN=Trunkline:mailto:" + uriOf(from));
        for (String guest : of.guests())
            calendar.line("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:" + uriOf(guest));
        Instant end = begin.plus(event.length());
        if (utc)
            calendar.line("DTSTART:" + utc(begin)).line("DTEND:" + utc(end));
        else
            calendar.line(local("DTSTART", zone, when.first())).line(local("DTEND", zone, LocalDateTime.ofInstant(end, when.zone())));
        rule(when).ifPresent(rule -> calendar.line("RRULE:" + rule));
        calendar.text("SUMMARY", event.title()).text("LOCATION", event.number()).text("DESCRIPTION", InvitationText.description(event));
        uri(event.number()).ifPresent(uri -> calendar.line("URL:" + uri));
        calendar.line("STATUS:" + (cancels ? "CANCELLED" : "CONFIRMED")).line("TRANSP:OPAQUE");
        if (!cancels)
            calendar.line("BEGIN:VALARM").line("ACTION:DISPLAY").line("TRIGGER:-PT" + event.alarm().toMinutes() + "M")
                    .text("DESCRIPTION", event.title()).line("END:VALARM");
        return calendar.line("END:VEVENT").line("END:VCALENDAR").toString();
    }

    private static String utc(Instant instant) {
        return ZoneBlock.LOCAL.format(instant.atOffset(UTC)) + "Z";
    }

    private static String local(String name, ZoneBlock zone, LocalDateTime time) {
        return name + ";TZID=" + zone.id() + ":" + ZoneBlock.LOCAL.format(time);
    }

    private static Optional<String> rule(Recurrence when) {
        return switch (when.repeat()) {
            case ONCE -> Optional.empty();
            case DAILY -> Optional.of("FREQ=DAILY");
            case WEEKDAYS -> Optional.of("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
            case WEEKLY -> Optional.of("FREQ=WEEKLY");
        };
    }

    /** What a number is called by from a calendar: {@code tel:} (RFC 3966), {@code sip:} for an address; empty for a name. */
    static Optional<String> uri(String number) {
        if (NUMBER.matcher(number).matches())
            return Optional.of("tel:" + number.replace("#", "%23"));
        String address = number.replaceFirst("(?i)^sips?:", "");
        return address.matches("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253}(:\\d{1,5})?") ? Optional.of("sip:" + address) : Optional.empty();
    }

    /** An address within a mailto URI (RFC 6068 §2). */
    private static String uriOf(String address) {
        int at = address.lastIndexOf('@');
        var uri = new StringBuilder();
        for (byte octet : address.substring(0, at).getBytes(StandardCharsets.UTF_8)) {
            String character = String.valueOf((char) octet);
            uri.append(UNRESERVED.matcher(character).matches() ? character : "%%%02X".formatted(octet));
        }
        return uri + address.substring(at);
    }
}
