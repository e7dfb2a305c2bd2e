package org.trunkline.examples.fraudguard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.trunkline.domain.cost.Amount;

/** What each subscriber spent in the last 24 hours, kept over restarts in a file. <b>Threads:</b> any. */
final class Ledger {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_ENTRIES = 200_000;

    private record Entry(Instant at, Amount amount) {}

    private final Path file;
    private final Map<String, Deque<Entry>> spent = new HashMap<>();
    private int entries;
    private int lines;

    /** Reads what was kept; a line that is damaged counts as none. */
    Ledger(Path folder, Instant now) throws IOException {
        file = folder.resolve("spend.txt");
        try {
            for (var line : Files.readAllLines(file))
                read(line, now);
        } catch (NoSuchFileException e) {
            // a new one
        }
        rewrite();
    }

    private void read(String line, Instant now) {
        var fields = line.split(" ", 3);
        if (fields.length == 3 && fields[0].matches("\\d{1,15}") && fields[1].matches("\\d{1,18}")) {
            var at = Instant.ofEpochMilli(Long.parseLong(fields[0]));
            if (at.isAfter(now.minus(DAY)))
                keep(fields[2], new Entry(at, new Amount(Long.parseLong(fields[1]))));
        }
    }

    private void keep(String subscriber, Entry entry) {
        spent.computeIfAbsent(subscriber, _ -> new ArrayDeque<>()).add(entry);
        entries++;
    }

    synchronized void add(String subscriber, Instant at, Amount amount) throws IOException {
        if (amount.micros() == 0 || entries >= MOST_ENTRIES)
            return;
        var entry = new Entry(at, amount);
        keep(subscriber, entry);
        Files.writeString(file, line(subscriber, entry), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (++lines > 2 * entries + 1000)
            rewrite();
    }

    private static String line(String subscriber, Entry entry) {
        return entry.at().toEpochMilli() + " " + entry.amount().micros() + " " + subscriber + "\n";
    }

    private void rewrite() throws IOException {
        var text = new ArrayList<String>();
        spent.forEach((subscriber, list) -> list.forEach(entry -> text.add(line(subscriber, entry))));
        var fresh = file.resolveSibling("spend.new");
        Files.writeString(fresh, String.join("", text));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        lines = text.size();
    }

    synchronized Amount lastHour(String subscriber, Instant now) {
        return since(subscriber, now.minus(HOUR), now);
    }

    synchronized Amount lastDay(String subscriber, Instant now) {
        return since(subscriber, now.minus(DAY), now);
    }

    private Amount since(String subscriber, Instant from, Instant now) {
        var list = spent.get(subscriber);
        if (list == null)
            return Amount.ZERO;
        while (!list.isEmpty() && list.getFirst().at().isBefore(now.minus(DAY))) {
            list.removeFirst();
            entries--;
        }
        if (list.isEmpty())
            spent.remove(subscriber);
        long micros = 0;
        for (var entry : list)
            if (entry.at().isAfter(from))
                micros += entry.amount().micros();
        return new Amount(micros);
    }

    /** What the subscribers spent within a day, by name. */
    synchronized Map<String, Amount> lastDay(Instant now) {
        var sums = new TreeMap<String, Amount>();
        for (var subscriber : List.copyOf(spent.keySet()))
            sums.put(subscriber, since(subscriber, now.minus(DAY), now));
        return sums;
    }
}
