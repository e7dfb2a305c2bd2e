package org.trunkline.node.internal.privacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;

import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordRetention;

/** Calls whose records a legal hold keeps: walks over the journal. */
final class HeldCalls implements Iterator<CallId> {
    private static final int READ = 1_000;

    private final RecordLog.Cursor cursor;
    private final RecordRetention.Holds holds;
    private Iterator<CallId> some = List.<CallId>of().iterator();

    HeldCalls(RecordLog.Cursor cursor, RecordRetention.Holds holds) {
        this.cursor = cursor;
        this.holds = holds;
    }

    @Override
    public boolean hasNext() {
        try {
            while (!some.hasNext()) {
                var entries = cursor.next(READ);
                if (entries.isEmpty())
                    return false;
                some = entries.stream().filter(e -> holds.on(e.cdr(), e.steps()).isPresent()).map(e -> e.cdr().id())
                        .iterator();
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CallId next() {
        return some.next();
    }
}
