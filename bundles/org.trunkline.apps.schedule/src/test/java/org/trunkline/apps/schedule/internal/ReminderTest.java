package org.trunkline.apps.schedule.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.message.SubscriberMessages;

class ReminderTest {
    private static final Instant AT = Instant.parse("2026-11-24T09:00:00Z");

    private final List<SubscriberMessages.Draft> sent = new ArrayList<>();
    private final Reminder reminder = new Reminder();
    private List<ScheduledCall> calls = List.of(call("language", "en"));
    private boolean down;

    private static ScheduledCall call(String... more) {
        var entry = new HashMap<>(Map.of("name", "Sales", "title", "Budget", "at", "2026-11-24 10:00", "zone", "Europe/Stockholm", "repeat", "daily",
                "subscribers", "anna, bo", "number", "8000", "remind", "10"));
        for (int i = 0; i < more.length; i += 2)
            entry.put(more[i], more[i + 1]);
        return ScheduledCall.of(entry);
    }

    private List<String> look(int fromSeconds, int toSeconds) {
        sent.clear();
        reminder.look(calls, AT.plusSeconds(fromSeconds), AT.plusSeconds(toSeconds), List.of(message -> {
            if (down)
                throw new NodeUnavailableException("store-down", List.of(), "down");
            return sent.add(message);
        }));
        return sent.stream().map(SubscriberMessages.Draft::subscriber).toList();
    }

    @Test
    void eachSubscriberIsRemindedOnceFromTheNumber() {
        assertEquals(List.of(), look(-604, -602));
        assertEquals(List.of("anna", "bo"), look(-602, -600));
        assertEquals(new SubscriberMessages.Draft("anna", "8000", "Budget", "10:00: Budget. Your phone rings then. To join now, call 8000.", AT),
                sent.getFirst());
        assertEquals(List.of(), look(-600, -598));
        assertEquals(List.of("anna", "bo"), look(86_400 - 601, 86_400 - 599), "and the next day");
    }

    @Test
    void aLateReminderComesBeforeTheCallOrNotAtAll() {
        assertEquals(List.of("anna", "bo"), look(-3600, -30), "the node was stopped");
        assertEquals(List.of(), look(86_400 - 3600, 86_400), "it is time for the call itself");
        assertEquals(List.of(), look(86_400, 86_402));
    }

    @Test
    void whatTheNodeCannotSendNowItSendsUntilTheCall() {
        down = true;
        look(-602, -600);
        down = false;
        assertEquals(List.of("anna", "bo"), look(-4, -2));
        down = true;
        look(86_400 - 602, 86_400 - 600);
        down = false;
        assertEquals(List.of(), look(86_398, 86_400));
    }

    @Test
    void withoutAReminderOrWhileDisabledNothingIsSent() {
        calls = List.of(call("remind", "0"), call("enabled", "false"));
        assertEquals(List.of(), look(-3600, -30));
    }

    @Test
    void itIsInTheLanguageOfTheCall() {
        for (var expected : Map.of("sv", "10:00: Budget. Din telefon ringer då. Ring 8000 för att delta redan nu.", "zh", "10:00：Budget。届时您的电话会振铃。如需立即加入，请拨打 8000。",
                "id", "10:00: Budget. Telepon Anda berdering saat itu. Untuk bergabung sekarang, hubungi 8000.").entrySet()) {
            calls = List.of(call("language", expected.getKey(), "name", expected.getKey()));
            look(-602, -600);
            assertEquals(expected.getValue(), sent.getFirst().text());
        }
    }
}
