package org.trunkline.phone.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.part.LocalizableText;

/**
 * A text message that was sent or received.
 *
 * @param id unique among the messages of its account; of a sent message its CPIM Message-ID (RFC 5438 §6.3)
 * @param at when it was sent here, or reached the node
 * @param text lines separated by {@code \n}; of a file {@link FileMessage#plain}
 * @param trouble why it failed, with the way out; empty otherwise
 * @param sender of a received message; {@link Sender#SELF} of a sent one
 */
public record PhoneMessage(String id, ConversationKey conversation, Instant at, boolean outgoing, String text, State state,
        Optional<LocalizableText> trouble, Sender sender) {
    /** What became of it. SENDING to FAILED are of sent messages, UNREAD and SEEN of received ones. */
    public enum State {
        /** Not answered yet, or waiting until the account is registered. */
        SENDING,
        /** A phone or trunk took it. */
        SENT,
        /** The node keeps it until the other side is there (202). */
        STORED,
        /** The other side's phone confirmed it (RFC 5438). */
        DELIVERED,
        /** The other side has seen it. */
        READ,
        FAILED,
        UNREAD,
        SEEN
    }

    /**
     * @param name that came with the message; empty where none came
     * @param group number or name that it was sent to, where that is not the account's user; empty otherwise
     * @param receipt Message-ID to confirm when it is read; empty where nothing is to be confirmed
     */
    public record Sender(String name, String group, String receipt) {
        public static final Sender SELF = new Sender("", "", "");

        public Sender {
            requireNonNull(name);
            requireNonNull(group);
            requireNonNull(receipt);
        }
    }

    public PhoneMessage {
        requireNonNull(id);
        requireNonNull(conversation);
        requireNonNull(at);
        requireNonNull(text);
        requireNonNull(state);
        requireNonNull(trouble);
        requireNonNull(sender);
    }

    /** The same message in another state, without trouble. */
    public PhoneMessage in(State next) {
        return new PhoneMessage(id, conversation, at, outgoing, text, next, Optional.empty(), sender);
    }

    public PhoneMessage failed(LocalizableText why) {
        return new PhoneMessage(id, conversation, at, outgoing, text, State.FAILED, Optional.of(why), sender);
    }

    /** The file that it names; empty where it is a text of another kind. */
    public Optional<FileMessage> file() {
        return FileMessage.ofPlain(text);
    }

    /** Read here, its receipt given. */
    public PhoneMessage seen() {
        return new PhoneMessage(id, conversation, at, outgoing, text, State.SEEN, Optional.empty(),
                new Sender(sender.name(), sender.group(), ""));
    }

    /** Tells no text. */
    @Override
    public String toString() {
        return "PhoneMessage[" + id + ", " + state + "]";
    }
}
