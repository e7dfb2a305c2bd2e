package org.trunkline.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured: printed as it comes, written as JSON at the end. */
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

    private final List<Figure> all = new ArrayList<>();

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
        all.add(it);
        System.out.printf(Locale.ROOT, "%-66s %12.3f %-12s %-12s %-7s %s%n", it.name(), it.value(), it.unit(),
                it.target() == 0 ? "" : (it.atLeast() ? "≥ " : "≤ ") + BigDecimal.valueOf(it.target()).stripTrailingZeros().toPlainString(),
                it.target() == 0 ? "" : it.met() ? "met" : "MISSED", it.peer());
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, "[\n" + String.join(",\n", all.stream().map(Figure::json).toList()) + "\n]\n");
    }
}
