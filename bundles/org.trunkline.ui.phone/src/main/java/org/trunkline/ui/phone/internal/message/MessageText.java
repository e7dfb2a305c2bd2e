package org.trunkline.ui.phone.internal.message;

import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Optional;

import org.trunkline.domain.format.FileMessage;
import org.trunkline.phone.message.Conversation;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.phone.message.PhoneMessage.State;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.SaidText;

/** Text messages in words. @param clock for "today" */
public record MessageText(Texts texts, Formats formats, SaidText said, Clock clock) {
    private static final int MOST_LETTERS = 80;

    public static MessageText create() {
        return new MessageText(PhoneWords.texts(), Formats.ofPreferences(), SaidText.create(), Clock.systemUTC());
    }

    /** The other side of a conversation. @param contact name of the contact with its number; empty where there is none */
    public String party(Conversation conversation, String contact) {
        String peer = conversation.key().peer();
        if (peer.isEmpty())
            return texts.get("line.anonymous");
        String name = contact.isEmpty() ? conversation.messages().stream().map(m -> m.sender().name()).filter(n -> !n.isEmpty())
                .reduce((_, last) -> last).orElse("") : contact;
        return name.isEmpty() || name.equals(peer) ? peer : name + "  " + peer;
    }

    /** The last line of a conversation: who is writing, else the beginning of its last message. */
    public String line(Conversation conversation) {
        if (conversation.typing())
            return texts.get("message.typing");
        PhoneMessage last = conversation.last();
        String line = last.file().map(FileMessage::name).orElseGet(() -> shortened(last.text()));
        return !last.outgoing() ? line : last.state() == State.FAILED ? texts.get("message.line.failed", line) : texts.get("message.line.you", line);
    }

    /** Name and size of a file; where it is not at the own node, its host too. */
    String file(FileMessage file, boolean own) {
        String size = FileMessage.size(file.bytes());
        return own ? texts.get("file.line", file.name(), size) : texts.get("file.line.elsewhere", file.name(), size, host(file));
    }

    String host(FileMessage file) {
        try {
            return Optional.ofNullable(URI.create(file.url()).getHost()).orElse(file.url());
        } catch (IllegalArgumentException e) {
            return file.url();
        }
    }

    /** One line of at most 80 letters. */
    static String shortened(String text) {
        String line = text.replace('\n', ' ');
        return line.codePointCount(0, line.length()) <= MOST_LETTERS ? line
                : line.substring(0, line.offsetByCodePoints(0, MOST_LETTERS)) + "…";
    }

    /** What became of a message; empty of a received one. */
    public String state(PhoneMessage message) {
        return switch (message.state()) {
            case SENDING -> texts.get("message.sending");
            case SENT -> texts.get("message.sent");
            case STORED -> texts.get("message.stored");
            case DELIVERED -> texts.get("message.delivered");
            case READ -> texts.get("message.read");
            case FAILED -> texts.get("message.failed", message.trouble().map(said::of).orElse(""));
            case UNREAD, SEEN -> "";
        };
    }

    /** The time of a message of today, else its date. */
    public String when(PhoneMessage message) {
        return dayOf(message).equals(today()) ? time(message) : formats.dateTime(message.at());
    }

    String time(PhoneMessage message) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(formats.locale()).withZone(formats.zone()).format(message.at());
    }

    LocalDate dayOf(PhoneMessage message) {
        return message.at().atZone(formats.zone()).toLocalDate();
    }

    LocalDate today() {
        return clock.instant().atZone(formats.zone()).toLocalDate();
    }

    /** A day between messages. */
    String day(LocalDate day) {
        if (day.equals(today()))
            return texts.get("message.today");
        if (day.equals(today().minusDays(1)))
            return texts.get("message.yesterday");
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(formats.locale()).format(day);
    }
}
