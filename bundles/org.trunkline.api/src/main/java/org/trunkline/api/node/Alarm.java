package org.trunkline.api.node;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

import org.trunkline.domain.part.LocalizableText;

/**
 * A problem that an administrator must know about.
 *
 * @param code for translation: {@code trunk-down}, {@code sip-port-in-use}, {@code disk-full}, {@code index-behind}, …
 * @param subject its subject: a trunk's name, a port
 * @param args values for the translated text
 * @param message in English: names the problem and what to do
 * @param why what the last of {@code args} says, in translatable form; else empty
 */
public record Alarm(String code, Severity severity, Instant since, String subject, List<String> args,
        String message, LocalizableText why) {
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
        requireNonNull(why);
    }

    /** An alarm whose values need no translation. */
    public Alarm(String code, Severity severity, Instant since, String subject, List<String> args, String message) {
        this(code, severity, since, subject, args, message, LocalizableText.NOTHING);
    }
}
