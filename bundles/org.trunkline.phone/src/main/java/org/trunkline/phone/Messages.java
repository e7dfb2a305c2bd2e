package org.trunkline.phone;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.format.FileMessage;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.MessagesState;
import org.trunkline.phone.message.PhoneMessage;

/**
 * Text messages of the phone by SIP MESSAGE (RFC 3428), in CPIM with delivery and display notifications (RFC 3862, 5438), and typing
 * (RFC 3994). It keeps the newest {@link #MOST} messages and {@link #MOST_TEXT} characters of each account.
 *
 * <p><b>Threads:</b> any; nothing here waits. What comes of a command is seen in the next {@link MessagesState}.
 */
public interface Messages {
    /** Messages of one account. */
    int MOST = 2000;
    /** Characters of all texts of one account. */
    int MOST_TEXT = 1_000_000;
    /** Characters of one text. */
    int LONGEST = 8000;

    MessagesState state();

    /** Told at once and at each change, in order, on a thread of the phone: hand over and return. @return ends it */
    AutoCloseable follow(Consumer<MessagesState> follower);

    /** Puts messages of an earlier run before those of this one. Those that were never answered have failed. */
    void restore(String account, List<PhoneMessage> kept);

    /**
     * Sends a text, or keeps it until the account is registered.
     *
     * @param account id of an account; empty for the first that is registered, else the first
     * @param target number, user name, ring group or SIP URI, as typed
     * @return the conversation that it is part of
     * @throws PhoneException where there is no such account, the target is not an address, or the text is empty or too long
     */
    ConversationKey send(Optional<String> account, String target, String text) throws PhoneException;

    /**
     * Sends the address of a file that was uploaded, or keeps it until the account is registered.
     *
     * @param account id of an account
     * @param target as of a text
     * @return the conversation that it is part of
     * @throws PhoneException where there is no such account, or the target is not an address
     */
    ConversationKey send(String account, String target, FileMessage file) throws PhoneException;

    /** Sends a failed message again. It keeps its Message-ID, so that no phone shows it twice. */
    void sendAgain(ConversationKey conversation, String id);

    /** The user is writing, or has emptied the field. The other side is told as RFC 3994 says, if it has written before. */
    void typing(ConversationKey conversation, boolean active);

    /** The user has seen all messages of a conversation. Senders that asked for it are told. */
    void read(ConversationKey conversation);

    void delete(ConversationKey conversation);

    /** Deletes all conversations of an account. */
    void deleteAll(String account);
}
