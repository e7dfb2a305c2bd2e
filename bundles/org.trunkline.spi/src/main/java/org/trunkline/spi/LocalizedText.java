package org.trunkline.spi;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A short text in the languages of the desk.
 *
 * @param en English, shown where another language is missing
 * @param others by ISO 639-1 code: {@code sv}, {@code zh}, {@code id}
 */
public record LocalizedText(String en, Map<String, String> others) {
    public LocalizedText {
        requireNonNull(en);
        others = Map.copyOf(others);
    }

    /** English only. */
    public static LocalizedText of(String en) {
        return new LocalizedText(en, Map.of());
    }

    public static LocalizedText of(String en, String sv, String zh, String id) {
        return new LocalizedText(en, Map.of("sv", sv, "zh", zh, "id", id));
    }

    /** All of it, as the admin API has texts: {@code en} is always there. */
    public Map<String, String> byLanguage() {
        var all = new HashMap<>(others);
        all.put("en", en);
        return Map.copyOf(all);
    }

    public String in(Locale locale) {
        return others.getOrDefault(locale.getLanguage(), en);
    }
}
