package org.trunkline.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.message.MessageStore;

/** Waiting messages in memory. It outlives the engine of a test. One thread. */
public final class FakeMessageStore implements MessageStore {
    private final List<Stored> all = new ArrayList<>();
    private long last;
    private int most = Integer.MAX_VALUE;
    private boolean broken;

    /** From now on there is room for so many, whatever is asked. */
    public void most(int messages) {
        most = messages;
    }

    /** From now on it fails, or works again. */
    public void broken(boolean now) {
        broken = now;
    }

    /** As a store does in the transaction that renames a subscriber. */
    public void rename(String from, String to) {
        all.replaceAll(m -> !m.envelope().recipient().equals(from) ? m : new Stored(m.number(), new Envelope(to, m.envelope().sender(),
                m.envelope().id(), m.envelope().at(), m.envelope().until(), m.envelope().size()), m.content()));
    }

    private void check() throws StoreException {
        if (broken)
            throw new StoreException("the disk is full");
    }

    @Override
    public boolean keep(Envelope envelope, byte[] content, Room room) throws StoreException {
        check();
        if (all.stream().anyMatch(m -> m.envelope().recipient().equals(envelope.recipient()) && m.envelope().id().equals(envelope.id())))
            return true;
        if (all.size() >= Math.min(most, room.all()) || counts().getOrDefault(envelope.recipient(), 0) >= room.recipient())
            return false;
        all.add(new Stored(++last, envelope, content));
        return true;
    }

    @Override
    public Optional<Stored> next(String recipient) throws StoreException {
        check();
        return all.stream().filter(m -> m.envelope().recipient().equals(recipient)).min(Comparator.comparing((Stored m) -> m.envelope().at())
                .thenComparing(Stored::number));
    }

    @Override
    public boolean remove(long number) throws StoreException {
        check();
        return all.removeIf(m -> m.number() == number);
    }

    @Override
    public Map<String, Integer> counts() {
        var counts = new HashMap<String, Integer>();
        all.forEach(m -> counts.merge(m.envelope().recipient(), 1, Integer::sum));
        return counts;
    }

    @Override
    public List<Listed> list(Optional<String> recipient, long after, int limit) {
        return all.stream().filter(m -> m.number() > after && recipient.filter(r -> !r.equals(m.envelope().recipient())).isEmpty())
                .limit(limit).map(m -> new Listed(m.number(), m.envelope())).toList();
    }

    @Override
    public long expire(Instant before, Instant now) {
        int size = all.size();
        all.removeIf(m -> m.envelope().at().isBefore(before) || m.envelope().until().filter(until -> until.isBefore(now)).isPresent());
        return size - all.size();
    }

    @Override
    public long erase(Set<String> names) {
        int size = all.size();
        all.removeIf(m -> names.contains(m.envelope().recipient()) || names.contains(m.envelope().sender()));
        return size - all.size();
    }
}
