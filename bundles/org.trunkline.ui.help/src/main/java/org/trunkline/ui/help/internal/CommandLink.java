package org.trunkline.ui.help.internal;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A link of a guide to a place of the desk: {@code command:ID} or {@code command:ID(PARAMETER=VALUE)}.
 *
 * @param command id of the command that opens it
 */
record CommandLink(String command, Map<String, String> parameters) {
    private static final Pattern LINK = Pattern.compile("command:([\\w.]+)(?:\\(([\\w.]+)=([^()]*)\\))?");

    CommandLink {
        requireNonNull(command);
        parameters = Map.copyOf(parameters);
    }

    /** Empty where the target of a link is something else. */
    static Optional<CommandLink> of(String target) {
        return Optional.of(LINK.matcher(target)).filter(link -> link.matches())
                .map(link -> new CommandLink(link.group(1), link.group(2) == null ? Map.of() : Map.of(link.group(2), link.group(3))));
    }
}
