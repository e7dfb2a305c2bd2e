package org.trunkline.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured: printed as it comes, and kept one a line in a file for each phase, so that a phase done earlier
 * need not be done again; all of them are the JSON.
 */
final class Figures {
    /** @param target 0 where there is none @param peer the same of another, as text; empty where not measured */
    private record Figure(String name, double value, String unit, double target, boolean atLeast, String peer) {
        boolean met() {
            return atLeast ? value >= target : value <= target;
        }

        String json() {
            return "  {\"name\": \"%s\", \"value\": %s, \"unit\": \"%s\", \"target\": %s, \"met\": %s, \"peer\": \"%s\"}"
                    .formatted(name.replace("\"", "\\\""), rounded(value), unit, target == 0 ? "null" : rounded(target),
                            target == 0 ? "null" : met(), peer);
        }

        private static String rounded(double value) {
            return String.format(Locale.ROOT, value >= 1000 ? "%.0f" : "%.3f", value);
        }
    }

    private final Path folder;
    private final Path phase;

    /** Those of an earlier run of the phase are forgotten. */
    Figures(Path folder, Phase phase) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.phase = folder.resolve(phase.name());
        Files.write(this.phase, new byte[0]);
    }

    void atMost(String name, double value, String unit, double target, String peer) {
        add(new Figure(name, value, unit, target, false, peer));
    }

    void atLeast(String name, double value, String unit, double target, String peer) {
        add(new Figure(name, value, unit, target, true, peer));
    }

    void say(String name, double value, String unit, String peer) {
        add(new Figure(name, value, unit, 0, false, peer));
    }

    private void add(Figure it) {
        System.out.printf(Locale.ROOT, "%-66s %12.3f %-12s %-12s %-7s %s%n", it.name(), it.value(), it.unit(),
                it.target() == 0 ? "" : (it.atLeast() ? "≥ " : "≤ ") + BigDecimal.valueOf(it.target()).stripTrailingZeros().toPlainString(),
                it.target() == 0 ? "" : it.met() ? "met" : "MISSED", it.peer());
        try {
            Files.writeString(phase, it.json() + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException("the figures cannot be written", e);
        }
    }

    /** Writes those of all phases. */
    void write(Path file) throws IOException {
        var all = new ArrayList<String>();
        for (var each : Phase.values())
            if (Files.exists(folder.resolve(each.name())))
                all.addAll(Files.readAllLines(folder.resolve(each.name())));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, "[\n" + String.join(",\n", List.copyOf(all)) + "\n]\n");
    }
}
