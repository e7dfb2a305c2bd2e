package org.trunkline.ui.quality.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final Pattern VALUE = Pattern.compile("\\{(\\d)");

    @ParameterizedTest
    @ValueSource(strings = {"sv", "zh", "id"})
    void everyLanguageHasEveryTextWithItsValues(String language) throws IOException {
        Properties english = load("messages.properties");
        Properties other = load("messages_" + language + ".properties");
        assertEquals(english.stringPropertyNames(), other.stringPropertyNames());
        for (String key : english.stringPropertyNames())
            assertEquals(values(english.getProperty(key)), values(other.getProperty(key)), key);
    }

    private static TreeSet<String> values(String text) {
        var values = new TreeSet<String>();
        VALUE.matcher(text).results().forEach(r -> values.add(r.group(1)));
        return values;
    }

    private static Properties load(String name) throws IOException {
        var properties = new Properties();
        try (var in = new InputStreamReader(MessagesTest.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        return properties;
    }
}
