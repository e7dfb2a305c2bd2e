package org.trunkline.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.engine.port.record.RecordLog;

/** A journal in memory: a record's position is its sequence number. */
public final class MemoryRecordLog implements RecordLog {
    private volatile String id;
    private final List<Cdr> records = new ArrayList<>();
    private final List<Ladder> ladders = new ArrayList<>();
    /** Where records were changed since there was an id. */
    private final Map<String, List<Stretch>> changes = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public MemoryRecordLog(String id) {
        this.id = id;
    }

    /** Appends records with the ladders of {@link CdrGenerator#ladder}, and tells. */
    public void append(List<Cdr> more) {
        synchronized (this) {
            for (var cdr : more) {
                records.add(cdr);
                ladders.add(CdrGenerator.ladder(cdr));
            }
        }
        listeners.forEach(Runnable::run);
    }

    /** The journal written anew under another id, as after records had to go; positions and numbers begin at 1 again. */
    public void rewrite(String newId, UnaryOperator<List<Cdr>> kept) {
        synchronized (this) {
            var all = List.copyOf(kept.apply(List.copyOf(records)));
            records.clear();
            ladders.clear();
            for (var cdr : all) {
                records.add(cdr);
                ladders.add(CdrGenerator.ladder(cdr));
            }
            changes.clear();
            id = newId;
        }
        listeners.forEach(Runnable::run);
    }

    /** Some records changed in their places, as an erasure does; the journal takes another id and knows where. */
    public void change(String newId, UnaryOperator<Cdr> change) {
        synchronized (this) {
            var where = new ArrayList<Stretch>();
            for (int i = 0; i < records.size(); i++) {
                var changed = change.apply(records.get(i));
                if (!changed.equals(records.set(i, changed)))
                    where.add(new Stretch(i + 1L, i + 2L));
            }
            changes.values().forEach(others -> others.addAll(where));
            changes.put(id, where);
            id = newId;
        }
        listeners.forEach(Runnable::run);
    }

    @Override
    public synchronized Optional<List<Stretch>> changedSince(String older) {
        return older.equals(id) ? Optional.of(List.of()) : Optional.ofNullable(changes.get(older))
                .map(some -> some.stream().distinct().sorted(Comparator.comparingLong(Stretch::from)).toList());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long first() {
        return 1;
    }

    @Override
    public synchronized long end() {
        return records.size() + 1L;
    }

    @Override
    public synchronized long lastSequence() {
        return records.size();
    }

    @Override
    public Cursor from(long position) {
        return new Cursor() {
            private long at = Math.max(1, position);

            @Override
            public List<Entry> next(int max) {
                var entries = new ArrayList<Entry>();
                while (entries.size() < max && at < end())
                    entries.add(entry(at++));
                return entries;
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }

    private synchronized Entry entry(long position) {
        return new Entry(position, position, position + 1, records.get((int) position - 1),
                OptionalLong.of(position), LadderSteps.of(ladders.get((int) position - 1)));
    }

    @Override
    public Optional<Entry> read(long position) {
        return position < 1 || position >= end() ? Optional.empty() : Optional.of(entry(position));
    }

    @Override
    public synchronized Optional<Ladder> ladder(long position) {
        return position < 1 || position > ladders.size() ? Optional.empty()
                : Optional.of(ladders.get((int) position - 1));
    }

    @Override
    public Subscription onAppended(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
