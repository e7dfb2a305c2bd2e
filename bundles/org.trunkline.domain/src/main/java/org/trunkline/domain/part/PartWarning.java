package org.trunkline.domain.part;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A part of the node runs, and could not do something that an administrator should know of. The node shows it among its alarms.
 *
 * @param code for translation: {@code scheduled-call-failed}, …
 * @param subject what it is about; one warning of a code for each
 * @param args values for the translated text
 * @param message one line in English: names the thing and why
 * @param why what the last of {@code args} says, where that can be translated too; else nothing
 */
public record PartWarning(String code, String subject, List<String> args, String message, LocalizableText why) {
    /** A part that has warnings: an OSGi service. */
    @FunctionalInterface
    public interface Source {
        /** Those of now, at once. <b>Threads:</b> any. */
        List<PartWarning> warnings();
    }

    public PartWarning {
        requireNonNull(code);
        requireNonNull(subject);
        args = List.copyOf(args);
        requireNonNull(message);
        requireNonNull(why);
    }
}
