package org.trunkline.plugin.internal.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Headers of a bundle's manifest: clauses of paths, attributes and directives. */
public final class ManifestHeader {
    /** @param directives without their colon */
    public record Clause(List<String> paths, Map<String, String> attributes, Map<String, String> directives) {}

    private ManifestHeader() {
    }

    public static List<Clause> parse(String header) {
        return split(header, ',').stream().filter(text -> !text.isBlank()).map(ManifestHeader::clause).toList();
    }

    /** Joins headers, without the directives that mean nothing to a system bundle. */
    static String withoutDirectives(List<String> headers) {
        return headers.stream().flatMap(header -> parse(header).stream())
                .map(clause -> String.join(";", clause.paths()) + clause.attributes().entrySet().stream()
                        .map(entry -> ";" + entry.getKey() + "=\"" + entry.getValue() + '"').collect(Collectors.joining()))
                .collect(Collectors.joining(","));
    }

    private static Clause clause(String text) {
        var paths = new ArrayList<String>();
        var attributes = new LinkedHashMap<String, String>();
        var directives = new LinkedHashMap<String, String>();
        for (var part : split(text, ';')) {
            int at = assignment(part);
            if (at < 0)
                paths.add(part.strip());
            else if (part.charAt(at - 1) == ':')
                directives.put(part.substring(0, at - 1).strip(), unquote(part.substring(at + 1)));
            else
                attributes.put(part.substring(0, at).strip(), unquote(part.substring(at + 1)));
        }
        return new Clause(paths, attributes, directives);
    }

    /** Where the value begins; negative for a path, which may hold an equals sign in quotes only. */
    private static int assignment(String part) {
        int equals = part.indexOf('=');
        int quote = part.indexOf('"');
        return equals > 0 && (quote < 0 || equals < quote) ? equals : -1;
    }

    private static String unquote(String text) {
        var value = text.strip();
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1) : value;
    }

    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"')
                quoted = !quoted;
            else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }
}
