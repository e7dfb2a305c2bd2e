package org.trunkline.examples.enumlrn;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table of numbers and prefixes, one on a line: {@code +4670123,Telenor,+46999123}. The longest prefix counts.
 * Immutable; a change of the table is another object.
 */
final class PortedNumbers {
    static final PortedNumbers NONE = new PortedNumbers(Map.of());
    private static final int MOST_LINES = 2_000_000;
    private static final int LONGEST_NUMBER = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** @param routingNumber number that leads to the operator, empty where the table has none */
    record Entry(String operator, Optional<String> routingNumber) {}

    private final Map<String, Entry> byPrefix;

    private PortedNumbers(Map<String, Entry> byPrefix) {
        this.byPrefix = byPrefix;
    }

    /** @param address {@code https:}, {@code http:} or {@code file:} */
    static PortedNumbers read(URI address) throws IOException {
        if ("file".equals(address.getScheme())) {
            try (var lines = Files.lines(Path.of(address))) {
                return parse(lines);
            }
        }
        try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NORMAL).build()) {
            var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
            try (var lines = answer.body()) {
                if (answer.statusCode() != 200)
                    throw new IOException(address + " answered " + answer.statusCode());
                return parse(lines);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Empty lines, and those that begin with {@code #}, are passed over. */
    static PortedNumbers parse(Stream<String> lines) throws IOException {
        var table = new HashMap<String, Entry>();
        int number = 0;
        for (var line : (Iterable<String>) lines::iterator) {
            if (++number > MOST_LINES)
                throw new IOException("the table has more than " + MOST_LINES + " lines");
            if (line.isBlank() || line.startsWith("#"))
                continue;
            var fields = line.split(",", -1);
            if (fields.length < 2 || !fields[0].strip().matches("\\+[0-9]{1,15}") || fields[1].isBlank())
                throw new IOException("line " + number + " is not number,operator,routing number: " + line);
            table.put(fields[0].strip(), new Entry(fields[1].strip().intern(),
                    fields.length > 2 ? Optional.of(fields[2].strip()).filter(r -> r.matches("\\+[0-9]{3,15}")) : Optional.empty()));
        }
        return new PortedNumbers(Map.copyOf(table));
    }

    Optional<Entry> find(String number) {
        for (int length = Math.min(number.length(), LONGEST_NUMBER); length > 1; length--) {
            var entry = byPrefix.get(number.substring(0, length));
            if (entry != null)
                return Optional.of(entry);
        }
        return Optional.empty();
    }
}
