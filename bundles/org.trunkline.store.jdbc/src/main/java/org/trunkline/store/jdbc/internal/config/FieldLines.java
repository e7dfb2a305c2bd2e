package org.trunkline.store.jdbc.internal.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Fields in one column: a line for each, its path and its text after a tab; line breaks and tabs in a text are escaped. */
final class FieldLines {
    private FieldLines() {}

    static String write(Map<String, String> fields) {
        var text = new StringBuilder();
        fields.forEach((path, value) -> text.append(path).append('\t').append(escaped(value)).append('\n'));
        return text.toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }

    static Map<String, String> read(String text) {
        var fields = new LinkedHashMap<String, String>();
        text.lines().forEach(line -> {
            int tab = line.indexOf('\t');
            if (tab > 0)
                fields.put(line.substring(0, tab), plain(line.substring(tab + 1)));
        });
        return fields;
    }

    private static String plain(String value) {
        if (value.indexOf('\\') < 0)
            return value;
        var plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\\' || i + 1 == value.length()) {
                plain.append(c);
                continue;
            }
            char escape = value.charAt(++i);
            plain.append(switch (escape) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> escape;
            });
        }
        return plain.toString();
    }
}
