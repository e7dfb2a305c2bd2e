package org.trunkline.phone.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The messages exchanged with one other side.
 *
 * @param messages at least one, in the order in which they were sent or came
 * @param unread how many were not read yet
 * @param typing whether the other side is writing now (RFC 3994)
 */
public record Conversation(ConversationKey key, List<PhoneMessage> messages, int unread, boolean typing) {
    public Conversation {
        messages = List.copyOf(messages);
        if (messages.isEmpty())
            throw new IllegalArgumentException("no messages");
    }

    public PhoneMessage last() {
        return messages.getLast();
    }

    /** All conversations, the one with the newest message first. */
    public static List<Conversation> of(MessagesState state) {
        var byKey = new LinkedHashMap<ConversationKey, List<PhoneMessage>>();
        state.messages().forEach(message -> byKey.computeIfAbsent(message.conversation(), _ -> new ArrayList<>()).add(message));
        var order = new LinkedHashMap<ConversationKey, Integer>();
        for (int i = 0; i < state.messages().size(); i++)
            order.put(state.messages().get(i).conversation(), i);
        return byKey.entrySet().stream().map(each -> new Conversation(each.getKey(), each.getValue(),
                (int) each.getValue().stream().filter(m -> m.state() == PhoneMessage.State.UNREAD).count(),
                state.typing().contains(each.getKey())))
                .sorted(Comparator.comparing((Conversation c) -> order.get(c.key())).reversed()).toList();
    }
}
