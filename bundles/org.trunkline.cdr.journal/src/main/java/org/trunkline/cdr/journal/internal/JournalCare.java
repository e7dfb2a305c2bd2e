package org.trunkline.cdr.journal.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.engine.port.Person;
import org.trunkline.engine.port.RecordCare;

/**
 * Retention and erasure. The file {@code generation} counts how often records were changed, and is part of the journal's
 * name for those who follow it; what was asked for is noted beside it in {@code erasure} until it is done.
 */
final class JournalCare implements RecordCare {
    private static final Logger LOG = LoggerFactory.getLogger(JournalCare.class);
    private static final int READ = 2_000;
    /** First line of the note; without it, it is an erasure. */
    private static final String DISGUISE = "disguise";
    private static final String ERASE = "erase";

    private final CdrJournal journal;
    private final SegmentFolder folder;
    private final LadderStore ladders;
    private final Path generationFile;
    private final Path asked;
    private volatile long generation;

    /** Changes records that it is meant for, and counts what holds keep from that. */
    private static final class Held implements SegmentRewriter.Edit {
        private final Holds holds;
        private final Predicate<Cdr> meant;
        private final Function<Cdr, Optional<Cdr>> change;
        private final TreeMap<String, Long> kept = new TreeMap<>();

        Held(Holds holds, Predicate<Cdr> meant, Function<Cdr, Optional<Cdr>> change) {
            this.holds = holds;
            this.meant = meant;
            this.change = change;
        }

        @Override
        public Optional<Cdr> of(Cdr cdr, LadderSteps steps) {
            if (!meant.test(cdr))
                return Optional.of(cdr);
            var changed = change.apply(cdr);
            if (changed.filter(cdr::equals).isPresent())
                return changed;
            var hold = holds.on(cdr, steps);
            hold.ifPresent(name -> kept.merge(name, 1L, Long::sum));
            return hold.isPresent() ? Optional.of(cdr) : changed;
        }

        @Override
        public Cdr shorter(Cdr cdr) {
            return Anonymous.disguised(cdr, Anonymous::cut);
        }
    }

    JournalCare(CdrJournal journal, SegmentFolder folder, LadderStore ladders, Path dir) throws IOException {
        this.journal = journal;
        this.folder = folder;
        this.ladders = ladders;
        generationFile = dir.resolve("generation");
        asked = dir.resolve("erasure");
        generation = Files.exists(generationFile) ? Long.parseLong(Files.readString(generationFile).strip()) : 0;
    }

    /** What follows the journal's name: nothing until records were changed. */
    String suffix() {
        return generation == 0 ? "" : "-" + generation;
    }

    @Override
    public synchronized Optional<Outcome> resume(UnaryOperator<String> as, Holds holds) throws IOException {
        if (!Files.exists(asked))
            return Optional.empty();
        LOG.info("what the last stop interrupted of an erasure is finished");
        var lines = Files.readAllLines(asked);
        boolean disguise = lines.getFirst().equals(DISGUISE);
        var names = new HashSet<>(disguise || lines.getFirst().equals(ERASE) ? lines.subList(1, lines.size()) : lines);
        return Optional.of(disguise ? disguise(names, as, holds) : erase(names, holds));
    }

    @Override
    public synchronized Outcome erase(Set<String> names, Holds holds) throws IOException {
        var person = new Person(names);
        return person(ERASE, person, new Held(holds, person::concerns, c -> Optional.of(Anonymous.without(c, person))));
    }

    @Override
    public synchronized Outcome disguise(Set<String> names, UnaryOperator<String> as, Holds holds) throws IOException {
        var person = new Person(names);
        return person(DISGUISE, person,
                new Held(holds, person::concerns, c -> Optional.of(Anonymous.disguised(c, person, as))));
    }

    private Outcome person(String what, Person person, Held how) throws IOException {
        write(asked, what + "\n" + String.join("\n", person.names()));
        journal.rollNow();
        var outcome = change(folder.closed(), how);
        changed(outcome.records() > 0);
        Files.deleteIfExists(asked);
        return outcome;
    }

    @Override
    public synchronized Outcome anonymise(Instant before, UnaryOperator<String> as, Holds holds) throws IOException {
        var old = new ArrayList<Long>();
        for (long base : folder.closed())
            if (folder.lastWritten(base).isBefore(before))
                old.add(base);
        var outcome = change(old, new Held(holds, _ -> true, c -> Optional.of(Anonymous.disguised(c, as))));
        changed(outcome.records() > 0);
        return outcome;
    }

    private Outcome change(List<Long> bases, Held how) throws IOException {
        long records = 0;
        long read = 0;
        for (long base : bases) {
            var changed = rewrite(base, how);
            records += changed.records().size();
            read += changed.read();
        }
        return new Outcome(records, read, how.kept);
    }

    private SegmentRewriter.Changed rewrite(long base, SegmentRewriter.Edit how) throws IOException {
        var changed = new SegmentRewriter(folder, base).rewrite(how);
        for (int i = 0; i < changed.records().size(); i++)
            if (changed.ladders().get(i) != 0)
                ladders.blank(changed.ladders().get(i), changed.records().get(i).id());
        return changed;
    }

    /** Where something in a segment is held, its other records go one by one. */
    @Override
    public synchronized Dropped drop(Instant recordsBefore, Instant laddersBefore, Holds holds) throws IOException {
        long segments = 0;
        long records = 0;
        var how = new Held(holds, _ -> true, _ -> Optional.empty());
        boolean free = holds == Holds.NONE;
        for (long base : folder.closed()) {
            if (!folder.lastWritten(base).isBefore(recordsBefore))
                break;
            if (free || !anyHeld(base, holds)) {
                folder.remove(base);
                segments++;
            } else {
                records += rewrite(base, how).records().size();
            }
        }
        changed(segments + records > 0);
        if (ladders.hasOlder(laddersBefore))
            segments += ladders.drop(laddersBefore, free ? new TreeSet<>() : heldLadders(holds));
        return new Dropped(segments, records, how.kept);
    }

    private boolean anyHeld(long base, Holds holds) throws IOException {
        long end = base + folder.sizeOf(base);
        try (var cursor = journal.from(base)) {
            for (;;) {
                var some = cursor.next(READ);
                for (var entry : some) {
                    if (entry.position() >= end)
                        return false;
                    if (holds.on(entry.cdr(), entry.steps()).isPresent())
                        return true;
                }
                if (some.isEmpty())
                    return false;
            }
        }
    }

    private NavigableSet<Long> heldLadders(Holds holds) throws IOException {
        var held = new TreeSet<Long>();
        try (var cursor = journal.from(0)) {
            for (var some = cursor.next(READ); !some.isEmpty(); some = cursor.next(READ))
                for (var entry : some)
                    if (entry.ladder().isPresent() && holds.on(entry.cdr(), entry.steps()).isPresent())
                        held.add(entry.ladder().getAsLong());
        }
        return held;
    }

    private void changed(boolean any) throws IOException {
        if (!any)
            return;
        write(generationFile, String.valueOf(generation + 1));
        generation++;
        journal.tell();
    }

    private static void write(Path file, String text) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (var out = AppendFile.open(unfinished)) {
            out.truncate(0);
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            out.force();
        }
        OwnerOnly.replace(unfinished, file);
    }
}
