package org.trunkline.domain.part;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A part of the node could not start. Registered as an OSGi service instead of the part's own, so that the node can
 * say so, in one line or as an alarm; withdrawn when the part is configured anew.
 *
 * @param code for translation: {@code sip-port-in-use}, {@code store-locked}, {@code data-folder-unwritable}, …
 * @param subject what it is about: a port, a folder
 * @param args values for the translated text
 * @param message one line in English: names the thing and the way out
 * @param why what the last of {@code args} says, where that can be translated too; else nothing
 */
public record PartFailure(String code, String subject, List<String> args, String message, LocalizableText why) {
    public PartFailure {
        requireNonNull(code);
        requireNonNull(subject);
        args = List.copyOf(args);
        requireNonNull(message);
        requireNonNull(why);
    }

    /** One whose values need no translation. */
    public PartFailure(String code, String subject, List<String> args, String message) {
        this(code, subject, args, message, LocalizableText.NOTHING);
    }
}
