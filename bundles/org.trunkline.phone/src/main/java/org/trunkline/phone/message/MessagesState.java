package org.trunkline.phone.message;

import java.util.List;
import java.util.Set;

/**
 * All messages of a phone at one moment.
 *
 * @param messages of all accounts, in the order in which they were sent or came
 * @param typing conversations whose other side is writing now
 */
public record MessagesState(List<PhoneMessage> messages, Set<ConversationKey> typing) {
    public static final MessagesState EMPTY = new MessagesState(List.of(), Set.of());

    public MessagesState {
        messages = List.copyOf(messages);
        typing = Set.copyOf(typing);
    }

    public int unread() {
        return (int) messages.stream().filter(m -> m.state() == PhoneMessage.State.UNREAD).count();
    }
}
