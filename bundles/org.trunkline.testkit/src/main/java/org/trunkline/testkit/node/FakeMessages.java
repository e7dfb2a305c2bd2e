package org.trunkline.testkit.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.message.Messages;
import org.trunkline.api.message.WaitingMessage;

/** Messages that a test says wait. */
public final class FakeMessages implements Messages {
    private final FakeNode node;
    private final List<WaitingMessage> waiting = new CopyOnWriteArrayList<>();

    FakeMessages(FakeNode node) {
        this.node = node;
    }

    /** From now on this waits, after all others. */
    public void add(WaitingMessage message) {
        waiting.add(message);
    }

    @Override
    public Page<WaitingMessage> waiting(Optional<String> recipient, Optional<String> after, int limit) throws NodeUnavailableException {
        if (limit < 1 || limit > MAX_PAGE)
            throw new IllegalArgumentException("limit: " + limit);
        node.reach();
        var all = waiting.stream().filter(m -> recipient.isEmpty() || m.recipient().equals(recipient.get())).toList();
        var rest = all.stream().filter(m -> after.isEmpty() || m.id() > Long.parseLong(after.get())).toList();
        var page = rest.subList(0, Math.min(limit, rest.size()));
        return new Page<>(page, all.size(), rest.size() > limit ? Optional.of(String.valueOf(page.getLast().id())) : Optional.empty());
    }

    @Override
    public boolean delete(long id) throws NodeUnavailableException {
        node.reach();
        return waiting.removeIf(message -> message.id() == id);
    }
}
