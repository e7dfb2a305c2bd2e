package org.trunkline.engine.directory.registrar;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.config.ConfigStore;

/** Writes registrations to the store some time after they changed, many at once. */
public final class BindingWriter implements Bindings.Changes {
    private record Key(String username, String contact) {}

    private final StoreWriter<Binding> writer;

    public BindingWriter(ConfigStore store, Scheduler scheduler, Executor blocking) {
        writer = new StoreWriter<>("registrations", b -> new Key(b.username(), b.contact()),
                (put, removed) -> store.saveBindings(put.stream().map(Binding::toStored).toList(),
                        removed.stream().map(Binding::toStored).toList()),
                scheduler, blocking);
    }

    @Override
    public void changed(List<Binding> put, List<Binding> removed) {
        writer.changed(put, removed);
    }

    /** Writes what waits now; blocks. @return false if the store is down, which keeps everything waiting */
    public boolean flush() {
        return writer.flush();
    }

    /** Why the last write failed; empty where it did not. */
    public Optional<String> trouble() {
        return writer.trouble();
    }
}
