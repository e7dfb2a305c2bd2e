package org.trunkline.domain.part;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a node says of something, in words that a desk can translate.
 *
 * @param code for translation: {@code no-options-answer}, {@code webhook-status}, …; empty where there are only the words
 * @param args values for the translated text
 * @param message in English; empty where there is nothing to say
 */
public record LocalizableText(String code, List<String> args, String message) {
    public static final LocalizableText NOTHING = new LocalizableText("", List.of(), "");

    public LocalizableText {
        requireNonNull(code);
        args = List.copyOf(args);
        requireNonNull(message);
    }

    /** Words that nobody translates: those of another machine. */
    public static LocalizableText words(String message) {
        return new LocalizableText("", List.of(), message);
    }

    public boolean isEmpty() {
        return message.isEmpty();
    }
}
