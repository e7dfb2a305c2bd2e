package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an analyser noticed about a call that has ended, kept with its record.
 *
 * @param code searched as {@code finding:code}
 * @param text one sentence, by ISO 639-1 code; English is always there
 * @param source id of the plug-in, or {@link #HOUSE}
 */
public record Finding(String code, Severity severity, Map<String, String> text, String source) {
    public enum Severity {
        INFO, WARNING, PROBLEM
    }

    /** Source of what the node finds without plug-ins. */
    public static final String HOUSE = "trunkline";
    public static final String ENGLISH = "en";

    /** @throws IllegalArgumentException if there is no English text */
    public Finding {
        requireNonNull(code);
        requireNonNull(severity);
        requireNonNull(source);
        text = Collections.unmodifiableMap(new TreeMap<>(text)); // the same order in each process
        if (!text.containsKey(ENGLISH))
            throw new IllegalArgumentException("text without English: " + text.keySet());
    }

    public String in(Locale locale) {
        return text.getOrDefault(locale.getLanguage(), text.get(ENGLISH));
    }

    /** The same with another text, in English alone. */
    public Finding saying(String english) {
        return new Finding(code, severity, Map.of(ENGLISH, english), source);
    }
}
