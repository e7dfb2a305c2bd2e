package org.trunkline.phone.internal.message;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.PhoneException;

/** Sends and receives the messages of one account. On the thread of the phone. */
public interface Carrier {
    /** What became of a message that was sent. */
    sealed interface Outcome {
        /** @param stored whether it waits in the node until the recipient is there */
        record Taken(boolean stored) implements Outcome {}

        /** The recipient does not read this type of content. */
        record Unreadable() implements Outcome {}

        record Failed(LocalizableText why) implements Outcome {}
    }

    /**
     * A message that came in and was answered.
     *
     * @param key the same each time the same message is received
     * @param peer number, user name or address of the sender; empty where it is not shown
     * @param name of the sender; empty where none came
     * @param group that it was sent to; empty where it was sent to this account
     * @param date when it was sent, where the node gives it
     */
    record Incoming(String key, String peer, String name, String group, Optional<Instant> date, Content content) {}

    /** URI of this side. */
    String address();

    /** URI of another side. @throws PhoneException where it is not an address */
    String uri(String peer) throws PhoneException;

    /**
     * Sends one message after another to each recipient.
     *
     * @param uri of the recipient
     * @param queued whether it waits until the account is registered; otherwise it fails then
     * @param told once
     */
    void send(String uri, Content content, boolean queued, Consumer<Outcome> told);
}
