package org.trunkline.ui.phone.internal.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.message.Conversation;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.phone.message.PhoneMessage.Sender;
import org.trunkline.phone.message.PhoneMessage.State;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.SaidText;

class MessageTextTest {
    private static final Texts TEXTS = Texts.of(PhoneWords.class, Locale.ENGLISH);
    private final MessageText words = new MessageText(TEXTS, new Formats(ZoneOffset.UTC, Locale.ENGLISH),
            new SaidText(TEXTS, new StateText(Texts.of(StateText.class, Locale.ENGLISH))),
            Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC));

    private static PhoneMessage message(String at, boolean outgoing, String text, State state, String name) {
        return new PhoneMessage(at, new ConversationKey("1", "bo"), Instant.parse(at), outgoing, text, state, Optional.empty(), new Sender(name, "", ""));
    }

    private static Conversation conversation(boolean typing, PhoneMessage... all) {
        return new Conversation(all[0].conversation(), List.of(all), 0, typing);
    }

    @Test
    void aConversationIsNamedByItsContactElseByWhatItsMessagesSay() {
        var named = conversation(false, message("2026-11-23T07:00:00Z", false, "x", State.SEEN, "Bo B"), message("2026-11-23T07:01:00Z", true, "y", State.SENT, ""));
        assertEquals("Bo B  bo", words.party(named, ""));
        assertEquals("Bosse  bo", words.party(named, "Bosse"));
        assertEquals("bo", words.party(conversation(false, message("2026-11-23T07:01:00Z", true, "y", State.SENT, "")), ""));
    }

    @Test
    void theLineSaysWhoWroteAndWhetherItWasSent() {
        assertEquals("a b", words.line(conversation(false, message("2026-11-23T07:00:00Z", false, "a\nb", State.SEEN, ""))));
        assertEquals("You: y", words.line(conversation(false, message("2026-11-23T07:00:00Z", true, "y", State.SENT, ""))));
        assertEquals("Not sent: y", words.line(conversation(false, message("2026-11-23T07:00:00Z", true, "y", State.FAILED, ""))));
        assertEquals("is typing…", words.line(conversation(true, message("2026-11-23T07:00:00Z", true, "y", State.SENT, ""))));
        String emoji = "👋".repeat(100);
        String line = words.line(conversation(false, message("2026-11-23T07:00:00Z", false, emoji, State.SEEN, "")));
        assertEquals("👋".repeat(80) + "…", line, "no half letters");
    }

    @Test
    void daysAreNamed() {
        assertEquals("Today", words.day(LocalDate.parse("2026-11-23")));
        assertEquals("Yesterday", words.day(LocalDate.parse("2026-11-22")));
        assertTrue(words.day(LocalDate.parse("2026-11-20")).startsWith("Friday"));
        assertEquals("2026-11-21T07:00:00Z".substring(0, 4), words.when(message("2026-11-21T07:00:00Z", false, "x", State.SEEN, "")).replaceAll(".*(2026).*", "$1"));
    }
}
