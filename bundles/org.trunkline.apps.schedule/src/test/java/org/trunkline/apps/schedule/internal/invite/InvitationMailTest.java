package org.trunkline.apps.schedule.internal.invite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.api.mail.Mail;
import org.trunkline.apps.schedule.internal.invite.Outgoing.Kind;
import org.trunkline.apps.schedule.internal.invite.Outgoing.Tries;
import org.trunkline.apps.schedule.internal.invite.Outgoing.Version;
import org.trunkline.domain.schedule.Recurrence;
import org.trunkline.domain.schedule.Repeat;

/** Read back by Debian's python3-icalendar and python3-dateutil, where they are installed: parsers that somebody else wrote. */
class InvitationMailTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Pattern FACT = Pattern.compile("\"(\\w+)\": (\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^]]*]|[0-9.]+)");
    private static Optional<String> python = Optional.empty();

    @BeforeAll
    static void find() throws Exception {
        for (String it : List.of("python3", "/usr/bin/python3"))
            try {
                if (python.isEmpty() && new ProcessBuilder(it, "-c", "import icalendar, dateutil").redirectErrorStream(true).start().waitFor() == 0)
                    python = Optional.of(it);
            } catch (IOException e) {
                continue; // no Python
            }
    }

    private static Event event(String at, String zone, Repeat repeat, String title, String number) {
        return new Event(new Recurrence(Recurrence.time(at), ZoneId.of(zone), repeat), Duration.ofMinutes(45), title, number, Duration.ofMinutes(10),
                Locale.ENGLISH);
    }

    private static Mail mail(Kind kind, Event event) {
        return new InvitationMail(new Outgoing("x", new Version("1d2", 3, NOW), kind, "anna@example.com", event, List.of("anna@example.com", "bo+x%y@example.com"),
                Tries.none(NOW)), "trunkline@example.com").mail();
    }

    private static String calendar(Mail mail) {
        return mail.calendar().orElseThrow().content();
    }

    private static Map<String, String> read(String calendar, int times) throws Exception {
        assumeTrue(python.isPresent(), "python3-icalendar or python3-dateutil is not installed");
        var script = Path.of(InvitationMailTest.class.getResource("/read_invitation.py").toURI());
        var process = new ProcessBuilder(python.get(), script.toString(), String.valueOf(times)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var out = process.getOutputStream()) {
            out.write(calendar.getBytes(StandardCharsets.UTF_8));
        }
        var facts = new HashMap<String, String>();
        var found = FACT.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        while (found.find())
            facts.put(found.group(1), found.group(2));
        assertEquals(0, process.waitFor());
        return facts;
    }

    private static List<String> times(Recurrence when, int count) {
        var all = new ArrayList<String>();
        var at = when.first().atZone(when.zone()).toInstant().minusSeconds(1);
        while (all.size() < count) {
            at = when.next(at).orElseThrow();
            all.add("\"" + at + "\"");
        }
        return all;
    }

    /** With rules of many shapes: last and second Sunday, "Friday on or after the 23rd", southern, none, without a rule, half an hour. */
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Stockholm", "America/New_York", "Asia/Jerusalem", "Australia/Sydney", "Australia/Lord_Howe", "Asia/Kolkata",
            "America/Santiago", "Africa/Casablanca", "Asia/Shanghai", "Pacific/Auckland", "+05:30", "UTC"})
    void aSeriesComesAtTheSameTimesInACalendar(String zone) throws Exception {
        for (var repeat : List.of(Repeat.DAILY, Repeat.WEEKDAYS, Repeat.WEEKLY)) {
            var event = event("2026-11-28 09:00", zone, repeat, "T", "8000");
            int count = repeat == Repeat.WEEKLY ? 200 : 800;
            assertEquals(times(event.when(), count).toString(), read(calendar(mail(Kind.INVITATION, event)), count).get("times"), zone + " " + repeat);
        }
    }

    @Test
    void rulesAreWrittenAsRules() {
        String calendar = calendar(mail(Kind.INVITATION, event("2026-11-28 09:00", "Europe/Stockholm", Repeat.WEEKLY, "T", "8000")));
        assertTrue(calendar.contains("BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
                + "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT"), calendar);
        assertTrue(calendar.contains("BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
                + "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD"), calendar);
        assertTrue(calendar(mail(Kind.INVITATION, event("2026-11-28 09:00", "America/New_York", Repeat.DAILY, "T", "8000")))
                .contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"));
        assertTrue(calendar(mail(Kind.INVITATION, event("2026-11-28 09:00", "Asia/Jerusalem", Repeat.DAILY, "T", "8000")))
                .contains("BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29"));
    }

    @Test
    void onceIsInUtc() throws Exception {
        var facts = read(calendar(mail(Kind.INVITATION, event("2027-07-01 09:00", "Europe/Stockholm", Repeat.ONCE, "Sales, Q3; plan\\x", "+46812345678"))), 1);
        assertEquals("[\"2027-07-01T07:00:00Z\"]", facts.get("times"));
        assertEquals("\"REQUEST\"", facts.get("method"));
        assertEquals("\"1d2@trunkline\"", facts.get("uid"));
        assertEquals("3", facts.get("sequence"));
        assertEquals("45.0", facts.get("minutes"));
        assertEquals("\"Sales, Q3; plan\\\\x\"", facts.get("summary"));
        assertEquals("\"+46812345678\"", facts.get("location"));
        assertEquals("\"tel:+46812345678\"", facts.get("url"));
        assertEquals("\"Number: +46812345678\\ntel:+46812345678\\n\\nCall +46812345678 at that time to join.\"", facts.get("description"));
        assertEquals("\"mailto:trunkline@example.com\"", facts.get("organizer"));
        assertEquals("[\"mailto:anna@example.com\", \"mailto:bo+x%25y@example.com\"]", facts.get("attendees"));
        assertEquals("[\"-PT10M\"]", facts.get("alarms"));
    }

    @Test
    void aCancellationHasTheSameEvent() throws Exception {
        var mail = mail(Kind.CANCELLATION, event("2027-07-01 09:00", "Europe/Stockholm", Repeat.WEEKLY, "T", "8000"));
        var facts = read(calendar(mail), 1);
        assertEquals("CANCEL", mail.calendar().orElseThrow().method());
        assertEquals("\"CANCEL\"", facts.get("method"));
        assertEquals("\"CANCELLED\"", facts.get("status"));
        assertEquals("\"1d2@trunkline\"", facts.get("uid"));
        assertEquals("[]", facts.get("alarms"));
    }

    @ParameterizedTest
    @CsvSource({"8000,tel:8000", "+46812345678,tel:+46812345678", "*77#,tel:*77%23", "anna@example.com,sip:anna@example.com",
            "sip:anna@example.com,sip:anna@example.com", "Anna Berg,''", "x;y@example.com,''"})
    void aNumberIsALink(String number, String uri) {
        assertEquals(Optional.of(uri).filter(text -> !text.isEmpty()), InvitationMail.uri(number));
    }

    @Test
    void noLineIsLongerThan75OctetsAndNoCharacterIsSplit() throws Exception {
        for (int shift = 0; shift < 8; shift++) {
            String title = "x".repeat(shift) + "Möte 会议 📞 ".repeat(12);
            String calendar = calendar(mail(Kind.INVITATION, event("2027-07-01 09:00", "Europe/Stockholm", Repeat.WEEKLY, title, "8000")));
            for (String line : calendar.split("\r\n", -1)) {
                assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 75, line);
                assertFalse(line.contains("�") || line.contains("\n"), line);
            }
            assertTrue(calendar.replace("\r\n ", "").contains("SUMMARY:" + title + "\r\n"), calendar);
        }
    }

    @Test
    void aTitleBeginsNoLineOfItsOwn() throws Exception {
        String evil = "Lunch\r\nBcc: x@example.com\r\nATTENDEE:mailto:x@example.com\nEND:VEVENT\u0085\u0000";
        var mail = mail(Kind.CHANGE, event("2027-07-01 09:00", "Europe/Stockholm", Repeat.WEEKLY, evil, "80\r\n00"));
        assertEquals(0, mail.subject().chars().filter(Character::isISOControl).count());
        var facts = read(calendar(mail), 1);
        assertEquals("1", facts.get("parts"));
        assertEquals("[\"mailto:anna@example.com\", \"mailto:bo+x%25y@example.com\"]", facts.get("attendees"));
        assertFalse(calendar(mail).contains("\r\nATTENDEE:") || calendar(mail).contains("\nBcc"));
        var event = event("2027-07-01 09:00", "Europe/Stockholm", Repeat.ONCE, "T", "8000");
        for (String address : List.of("a@b\r\nBcc: x@example.com", "a b@example.com", "<a@example.com>", "a@example.com,b@example.com", "\"a\"@example.com"))
            assertThrows(IllegalArgumentException.class, () -> new InvitationMail(new Outgoing("x", new Version("1", 0, NOW), Kind.INVITATION, address,
                    event, List.of(), Tries.none(NOW)), "trunkline@example.com").mail(), address);
    }

    @ParameterizedTest
    @CsvSource({"en,Invitation: T,Every week", "sv,Inbjudan: T,Varje vecka", "zh,邀请：T,每周", "id,Undangan: T,Setiap minggu"})
    void theWordsAreInItsLanguage(String language, String subject, String again) {
        var event = event("2027-07-01 09:00", "Europe/Stockholm", Repeat.WEEKLY, "T", "8000");
        var mail = mail(Kind.INVITATION, new Event(event.when(), event.length(), event.title(), event.number(), event.alarm(), Locale.of(language)));
        assertEquals(subject, mail.subject());
        assertTrue(mail.text().contains("2027-07-01 09:00 (Europe/Stockholm), " + again), mail.text());
        assertTrue(mail.text().contains("tel:8000"), mail.text());
    }
}
