package org.trunkline.api.node;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * Something an administrator must know.
 *
 * @param code for translation: {@code trunk-down}, {@code sip-port-in-use}, {@code disk-full}, {@code index-behind}, …
 * @param subject what it is about: a trunk's name, a port
 * @param args values for the translated text
 * @param message in English: names the thing and the way out
 */
public record Alarm(String code, Severity severity, Instant since, String subject, List<String> args,
        String message) {
    public enum Severity {
        WARNING, CRITICAL
    }

    public Alarm {
        requireNonNull(code);
        requireNonNull(severity);
        requireNonNull(since);
        requireNonNull(subject);
        args = List.copyOf(args);
        requireNonNull(message);
    }
}
