package org.trunkline.query.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A country, as people name it, and how its numbers begin.
 *
 * @param code ISO 3166-1 alpha-2
 * @param prefixes of E.164 numbers, digits only: the country's code (ITU-T E.164), or where it shares one its areas
 * @param names in English, Swedish, Chinese and Indonesian, then others in use
 */
public record Country(String code, List<String> prefixes, List<String> names) {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final List<Country> ALL = read();
    /** By {@linkplain #folded folded} name: a search may have ten thousand words, and each may be one. */
    private static final Map<String, Country> BY_NAME = byName();

    public Country {
        prefixes = List.copyOf(prefixes);
        names = List.copyOf(names);
    }

    private static List<Country> read() {
        var all = new ArrayList<Country>();
        try (var in = Country.class.getResourceAsStream("countries.txt");
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (var line : lines.lines().toList()) {
                var parts = line.split(" ", 3);
                all.add(new Country(parts[0], List.of(parts[1].split(",")), List.of(parts[2].split("\\|"))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(all);
    }

    private static Map<String, Country> byName() {
        var all = new HashMap<String, Country>();
        for (var country : ALL)
            for (var name : country.names())
                all.putIfAbsent(folded(name), country);
        return Map.copyOf(all);
    }

    /** By one of its names, whole; upper and lower case and accents are the same. */
    public static Optional<Country> named(String name) {
        return Optional.ofNullable(BY_NAME.get(folded(name)));
    }

    /** The names that begin so, one of each country. */
    public static List<String> namesBeginning(String start) {
        String wanted = folded(start);
        return ALL.stream().flatMap(it -> it.names().stream().filter(name -> folded(name).startsWith(wanted)).findFirst().stream())
                .sorted().toList();
    }

    private static String folded(String name) {
        return MARKS.matcher(Normalizer.normalize(name.strip(), Normalizer.Form.NFD)).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** Beginnings of other countries' numbers that begin as this one's do: those of Canada in +1. */
    public List<String> notIts() {
        return ALL.stream().filter(it -> !it.equals(this)).flatMap(it -> it.prefixes().stream())
                .filter(other -> prefixes.stream().anyMatch(own -> other.length() > own.length() && other.startsWith(own)))
                .toList();
    }
}
