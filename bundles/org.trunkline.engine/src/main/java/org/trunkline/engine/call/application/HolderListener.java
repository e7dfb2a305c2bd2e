package org.trunkline.engine.call.application;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.Applications.Holder;

/**
 * Tells the application that has a call what is heard of it.
 *
 * @param holder the application, while it has the call
 */
record HolderListener(CallCore call, Supplier<Optional<Holder>> holder) implements CallSound.Listener {
    @Override
    public void tell(ApplicationEvent event) {
        holder.get().ifPresent(application -> application.on(event));
    }

    @Override
    public Optional<Path> folder() {
        return holder.get().flatMap(Holder::folder);
    }

    @Override
    public void post(Runnable task) {
        call.post(task);
    }

    @Override
    public boolean over() {
        return call.over();
    }
}
