package org.trunkline.engine.call.application;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.trunkline.engine.port.application.ApplicationCommand;

/** The commands that a call has taken: each is carried out once. The mailbox's. */
final class CommandIds {
    private static final int MOST = 1000;
    private static final int LONGEST = 64;

    private final Set<String> taken = new HashSet<>(8);

    boolean has(ApplicationCommand command) {
        return taken.contains(command.id());
    }

    /** Why a command that is not there yet cannot be taken; empty where it is now. */
    Optional<String> take(ApplicationCommand command) {
        if (command.id().isBlank() || command.id().length() > LONGEST)
            return Optional.of("the id of a command has 1 to " + LONGEST + " characters");
        if (taken.size() >= MOST)
            return Optional.of("a call takes at most " + MOST + " commands");
        taken.add(command.id());
        return Optional.empty();
    }
}
