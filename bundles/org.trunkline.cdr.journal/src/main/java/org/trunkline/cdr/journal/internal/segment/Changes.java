package org.trunkline.cdr.journal.internal.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.trunkline.domain.secure.OwnerOnly;
import org.trunkline.engine.port.record.RecordLog.Stretch;

/**
 * How often records were changed, in the file {@code generation}, and where the last times, in {@code changes}. The count
 * goes up before anything is changed: where the process ends before it is noted what, nobody takes it for unchanged.
 */
public final class Changes {
    /** Of so many changes it is known where. */
    private static final int KEPT = 20;
    /** And of fewer, where that is more stretches; but of the last. */
    private static final int MOST = 200_000;
    /** It is known, too, that no record was. */
    private static final Stretch NOWHERE = new Stretch(0, 0);
    private static final int HEX = 16;
    private static final int PARTS = 3;

    private final Path generationFile;
    private final Path file;
    private final TreeMap<Long, List<Stretch>> known = new TreeMap<>();
    private boolean begun;
    /** What those who follow know of. */
    private volatile long generation;

    public Changes(Path folder) throws IOException {
        generationFile = folder.resolve("generation");
        file = folder.resolve("changes");
        generation = Files.exists(generationFile) ? Long.parseLong(Files.readString(generationFile).strip()) : 0;
        if (Files.exists(file))
            Files.readAllLines(file).forEach(this::read);
    }

    private void read(String line) {
        String[] parts = line.split(" ");
        if (parts.length == PARTS)
            known.computeIfAbsent(Long.parseLong(parts[0]), _ -> new ArrayList<>())
                    .add(new Stretch(Long.parseLong(parts[1], HEX), Long.parseLong(parts[2], HEX)));
    }

    public long generation() {
        return generation;
    }

    /** Before the first thing is changed; again does nothing. */
    public synchronized void begin() throws IOException {
        if (begun)
            return;
        write(generationFile, String.valueOf(generation + 1));
        begun = true;
    }

    /** After the last. @param where in order @return whether there was anything */
    public synchronized boolean end(List<Stretch> where) throws IOException {
        if (!begun)
            return false;
        known.put(generation + 1, where.isEmpty() ? List.of(NOWHERE) : joined(where));
        while (known.size() > KEPT || known.size() > 1 && known.values().stream().mapToInt(List::size).sum() > MOST)
            known.pollFirstEntry();
        write(file, known.entrySet().stream().flatMap(of -> of.getValue().stream().map(it -> of.getKey() + " "
                + Long.toString(it.from(), HEX) + " " + Long.toString(it.to(), HEX) + "\n")).collect(Collectors.joining()));
        begun = false;
        generation++;
        return true;
    }

    /** Instead of {@link #end} where something failed: nobody knows where, and all is to be read again. */
    public synchronized boolean fail() {
        boolean any = begun;
        generation += any ? 1 : 0;
        begun = false;
        return any;
    }

    /** Where records were changed since there was this generation; empty where nobody knows. */
    public synchronized Optional<List<Stretch>> since(long older) {
        var all = new ArrayList<Stretch>();
        for (long each = older + 1; each <= generation; each++) {
            var some = known.get(each);
            if (some == null)
                return Optional.empty();
            all.addAll(some);
        }
        return older > generation ? Optional.empty() : Optional.of(joined(all));
    }

    private static List<Stretch> joined(List<Stretch> some) {
        var joined = new ArrayList<Stretch>();
        for (var it : some.stream().sorted((a, b) -> Long.compare(a.from(), b.from())).toList()) {
            if (!joined.isEmpty() && it.from() <= joined.getLast().to())
                joined.add(new Stretch(joined.getLast().from(), Math.max(joined.removeLast().to(), it.to())));
            else
                joined.add(it);
        }
        return List.copyOf(joined);
    }

    /** At once, and forced. */
    public static void write(Path file, String text) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (var out = AppendFile.open(unfinished)) {
            out.truncate(0);
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            out.force();
        }
        OwnerOnly.replace(unfinished, file);
    }
}
