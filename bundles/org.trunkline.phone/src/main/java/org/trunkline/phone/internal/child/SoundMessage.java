package org.trunkline.phone.internal.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What desk and sound process say to each other: a line each. What the native library writes between them is not one.
 *
 * @param what the command or the news
 */
public record SoundMessage(String what, Map<String, String> values) {
    private static final String MARK = "sound:";

    public SoundMessage {
        values = Map.copyOf(values);
    }

    /** @param pairs names and values in turn */
    public static SoundMessage of(String what, Object... pairs) {
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2)
            values.put(String.valueOf(pairs[i]), String.valueOf(pairs[i + 1]));
        return new SoundMessage(what, values);
    }

    /** Empty where it is none. */
    public static Optional<SoundMessage> read(String line) {
        if (!line.startsWith(MARK))
            return Optional.empty();
        var parts = line.substring(MARK.length()).split("\t");
        var values = new LinkedHashMap<String, String>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 0)
                return Optional.empty();
            values.put(parts[i].substring(0, equals), URLDecoder.decode(parts[i].substring(equals + 1), UTF_8));
        }
        return Optional.of(new SoundMessage(parts[0], values));
    }

    /** Without line end. */
    public String written() {
        var line = new StringBuilder(MARK).append(what);
        values.forEach((name, value) -> line.append('\t').append(name).append('=').append(URLEncoder.encode(value, UTF_8)));
        return line.toString();
    }

    /** Empty text where it is missing. */
    public String text(String name) {
        return values.getOrDefault(name, "");
    }

    public boolean flag(String name) {
        return text(name).equals("true");
    }

    /** 0 where it is missing. */
    public double number(String name) {
        return values.containsKey(name) ? Double.parseDouble(text(name)) : 0;
    }
}
