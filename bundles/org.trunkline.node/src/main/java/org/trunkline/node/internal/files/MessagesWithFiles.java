package org.trunkline.node.internal.files;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.message.MessageStore.Listed;
import org.trunkline.engine.port.message.WaitingMessages;

/** Text messages and their files, so that retention and erasure apply to both. */
public record MessagesWithFiles(WaitingMessages messages, SubscriberFiles files) implements WaitingMessages {
    @Override
    public Figures figures() {
        return messages.figures();
    }

    @Override
    public List<Listed> list(Optional<String> recipient, long after, int limit) throws StoreException {
        return messages.list(recipient, after, limit);
    }

    @Override
    public long count(Optional<String> recipient) throws StoreException {
        return messages.count(recipient);
    }

    @Override
    public boolean delete(long number) throws StoreException {
        return messages.delete(number);
    }

    @Override
    public long expire(Instant before) throws StoreException {
        return files.expire(before) + messages.expire(before);
    }

    @Override
    public void renamed(String from, String to) {
        messages.renamed(from, to);
        files.renamed(from, to);
    }

    @Override
    public long erase(Set<String> names) throws StoreException {
        return files.erase(names) + messages.erase(names);
    }
}
