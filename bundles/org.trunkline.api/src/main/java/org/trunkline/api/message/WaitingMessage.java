package org.trunkline.api.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A text message that waits until a phone of its recipient registers. Its text is not shown to anybody else.
 *
 * @param id above 0
 * @param recipient username
 * @param sender username or number, as the recipient sees it
 * @param at when the node received it
 * @param expiresAt as its sender wants; empty where it waits as long as retention allows
 * @param bytes of its body: the text, with its headers where it is in CPIM
 */
public record WaitingMessage(long id, String recipient, String sender, Instant at, Optional<Instant> expiresAt, int bytes) {
    public WaitingMessage {
        requireNonNull(recipient);
        requireNonNull(sender);
        requireNonNull(at);
        requireNonNull(expiresAt);
    }
}
