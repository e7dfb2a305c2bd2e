package org.trunkline.node.internal;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.message.Messages;
import org.trunkline.api.message.WaitingMessage;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.message.MessageStore.Listed;
import org.trunkline.engine.port.message.WaitingMessages;

/** Text messages that wait in the store. */
record StoredMessages(WaitingMessages engine) implements Messages {
    @Override
    public Page<WaitingMessage> waiting(Optional<String> recipient, Optional<String> after, int limit) throws NodeUnavailableException {
        if (limit < 1 || limit > MAX_PAGE)
            throw new IllegalArgumentException("limit: " + limit);
        try {
            var found = engine.list(recipient, after.map(Long::parseLong).orElse(0L), limit + 1);
            var shown = found.subList(0, Math.min(limit, found.size()));
            return new Page<>(shown.stream().map(StoredMessages::shown).toList(), engine.count(recipient),
                    found.size() > limit ? Optional.of(String.valueOf(shown.getLast().number())) : Optional.empty());
        } catch (StoreException e) {
            throw unavailable(e);
        }
    }

    private static WaitingMessage shown(Listed listed) {
        var envelope = listed.envelope();
        return new WaitingMessage(listed.number(), envelope.recipient(), envelope.sender(), envelope.at(), envelope.until(),
                envelope.size());
    }

    @Override
    public boolean delete(long id) throws NodeUnavailableException {
        try {
            return engine.delete(id);
        } catch (StoreException e) {
            throw unavailable(e);
        }
    }

    private static NodeUnavailableException unavailable(StoreException e) {
        String why = String.valueOf(e.getMessage());
        return new NodeUnavailableException("messages-unreadable", List.of(why), "Waiting messages cannot be read: " + why, e);
    }
}
