package org.trunkline.engine.call.application;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.trunkline.engine.port.application.ApplicationCommand;

/** The commands that a call has taken: each is carried out once. A call that has taken too many can still be ended. The mailbox's. */
final class CommandIds {
    private static final int MOST = 1000;
    /** Beyond those, because a transfer may fail. */
    private static final int MORE_TRANSFERS = 100;
    private static final int LONGEST = 64;

    private final Set<String> taken = new HashSet<>(8);

    /** Does nothing for a command that was taken before. @param failed told the id, and why the command cannot be taken */
    void once(ApplicationCommand command, BiConsumer<String, String> failed, Consumer<ApplicationCommand> carryOut) {
        if (!taken.contains(command.id()))
            take(command).ifPresentOrElse(problem -> failed.accept(command.id().strip(), problem), () -> carryOut.accept(command));
    }

    private Optional<String> take(ApplicationCommand command) {
        if (command.id().isBlank() || command.id().length() > LONGEST)
            return Optional.of("the id of a command has 1 to " + LONGEST + " characters");
        if (taken.size() >= most(command))
            return Optional.of("a call takes at most " + MOST + " commands; then hang up, continue or transfer");
        taken.add(command.id());
        return Optional.empty();
    }

    private static int most(ApplicationCommand command) {
        return switch (command) {
            case ApplicationCommand.HangUp _, ApplicationCommand.Continue _ -> Integer.MAX_VALUE;
            case ApplicationCommand.Transfer _ -> MOST + MORE_TRANSFERS;
            default -> MOST;
        };
    }
}
