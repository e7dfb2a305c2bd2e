package org.trunkline.node.internal.nodecall;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.Applications;

/** Commands a call that it started, and records nothing. */
abstract class Commander implements Applications.Holder {
    private final CompletableFuture<Applications.Handle> handle = new CompletableFuture<>();

    /** The call was placed: its events may have come before. */
    void placed(Applications.Handle call) {
        handle.complete(call);
    }

    void command(ApplicationCommand command) {
        handle.thenAccept(call -> call.command(command));
    }

    @Override
    public Optional<Path> folder() {
        return Optional.empty();
    }
}
