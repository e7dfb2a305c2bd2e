package org.trunkline.ui.extension;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * One result of the search box. It is opened by a command, which the keyboard and other views can run too.
 *
 * @param title what was found: {@code Telia A}
 * @param detail more about it, or empty
 * @param command id of the command that opens it
 * @param parameters of that command
 */
public record Found(String title, String detail, String command, Map<String, String> parameters) {
    public Found {
        requireNonNull(title);
        requireNonNull(detail);
        requireNonNull(command);
        parameters = Map.copyOf(parameters);
    }
}
