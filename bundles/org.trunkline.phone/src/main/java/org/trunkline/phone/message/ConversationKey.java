package org.trunkline.phone.message;

import static java.util.Objects.requireNonNull;

/**
 * Names a conversation.
 *
 * @param account id of the account that it is held with
 * @param peer number, user name or address of the other side, as it can be called; a ring group's where the group is written to
 */
public record ConversationKey(String account, String peer) {
    public ConversationKey {
        requireNonNull(account);
        requireNonNull(peer);
    }
}
