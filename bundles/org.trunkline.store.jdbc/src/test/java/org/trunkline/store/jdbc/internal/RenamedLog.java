package org.trunkline.store.jdbc.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.testkit.MemoryRecordLog;

/** A journal that takes another name, with other records, while it is followed. */
public final class RenamedLog implements RecordLog {
    private final List<Runnable> listeners = new ArrayList<>();
    private volatile MemoryRecordLog now;

    public RenamedLog(String id, List<Cdr> records) {
        now = new MemoryRecordLog(id);
        now.append(records);
    }

    public void become(String id, List<Cdr> records) {
        var next = new MemoryRecordLog(id);
        next.append(records);
        now = next;
        listeners.forEach(Runnable::run);
    }

    @Override
    public String id() {
        return now.id();
    }

    @Override
    public long first() {
        return now.first();
    }

    @Override
    public long end() {
        return now.end();
    }

    @Override
    public long lastSequence() {
        return now.lastSequence();
    }

    @Override
    public Cursor from(long position) {
        return now.from(position);
    }

    @Override
    public Optional<Entry> read(long position) throws IOException {
        return now.read(position);
    }

    @Override
    public Optional<Ladder> ladder(long position) throws IOException {
        return now.ladder(position);
    }

    @Override
    public Subscription onAppended(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
