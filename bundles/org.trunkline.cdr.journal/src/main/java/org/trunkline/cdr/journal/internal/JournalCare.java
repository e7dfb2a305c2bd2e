package org.trunkline.cdr.journal.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
import org.trunkline.cdr.journal.internal.segment.Changes;
import org.trunkline.cdr.journal.internal.segment.LadderStore;
import org.trunkline.cdr.journal.internal.segment.SegmentFolder;
import org.trunkline.cdr.journal.internal.segment.SegmentRewriter;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.engine.port.record.Person;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordLog.Stretch;
import org.trunkline.engine.port.record.RecordRetention;

/**
 * Retention and erasure. How often records were changed is part of the journal's name for those who follow it; what was
 * asked for is noted in the file {@code erasure} until it is done.
 */
final class JournalCare implements RecordRetention {
    private static final Logger LOG = LoggerFactory.getLogger(JournalCare.class);
    private static final int READ = 2_000;
    /** Where more records of a segment are changed, it is one stretch. */
    private static final int SINGLE = 5_000;
    /** Retention is looked to once a day. */
    private static final Duration OLD = Duration.ofHours(12);
    /** First line of the note; without it, it is an erasure. */
    private static final String DISGUISE = "disguise";
    private static final String ERASE = "erase";

    private final CdrJournal journal;
    private final SegmentFolder folder;
    private final LadderStore ladders;
    private final Path asked;
    private final Changes changes;
    private final InstantSource clock;

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
        public boolean isAbout(Cdr goingOn) {
            return meant.test(goingOn);
        }

        @Override
        public Cdr shorter(Cdr cdr) {
            return Anonymous.disguised(cdr, Person::cut);
        }
    }

    JournalCare(CdrJournal journal, SegmentFolder folder, LadderStore ladders, Path dir, InstantSource clock)
            throws IOException {
        this.journal = journal;
        this.folder = folder;
        this.ladders = ladders;
        this.clock = clock;
        asked = dir.resolve("erasure");
        changes = new Changes(dir);
    }

    /** What follows the journal's name: nothing until records were changed. */
    String suffix() {
        return suffix(changes.generation());
    }

    private static String suffix(long generation) {
        return generation == 0 ? "" : "-" + generation;
    }

    /** See {@link RecordLog#changedSince}. @param name of the journal without a suffix */
    Optional<List<Stretch>> changedSince(String older, String name) {
        for (long generation = changes.generation(); generation >= 0; generation--)
            if (older.equals(name + suffix(generation)))
                return changes.since(generation);
        return Optional.empty();
    }

    @Override
    public synchronized Optional<Outcome> resume(UnaryOperator<String> as, Holds holds) throws IOException {
        if (!Files.exists(asked))
            return Optional.empty();
        LOG.info("an erasure that the last stop interrupted is finished");
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
        Changes.write(asked, what + "\n" + String.join("\n", person.names()));
        journal.rollNow();
        var outcome = change(folder.closed(), how);
        Files.deleteIfExists(asked);
        return outcome;
    }

    @Override
    public synchronized Outcome anonymise(Instant before, UnaryOperator<String> as, Holds holds) throws IOException {
        endGrowing();
        var old = new ArrayList<Long>();
        for (long base : folder.closed())
            if (folder.lastWritten(base).isBefore(before))
                old.add(base);
        return change(old, new Held(holds, _ -> true, c -> Optional.of(Anonymous.disguised(c, as))));
    }

    private Outcome change(List<Long> bases, Held how) throws IOException {
        long[] counts = new long[2];
        told(where -> {
            for (long base : bases) {
                var changed = rewrite(base, how, where);
                counts[0] += changed.records().size();
                counts[1] += changed.read();
            }
        });
        return new Outcome(counts[0], counts[1], how.kept);
    }

    /** @param where to which is added where records were changed */
    private SegmentRewriter.Changed rewrite(long base, SegmentRewriter.Edit how, List<Stretch> where) throws IOException {
        var changed = new SegmentRewriter(folder, base, it -> {
            changes.begin();
            ladders.blank(it.messages()); // as long as the records still say where
        }).rewrite(how);
        if (changed.records().size() > SINGLE)
            where.add(whole(base));
        else
            where.addAll(changed.records());
        return changed;
    }

    private Stretch whole(long base) throws IOException {
        return new Stretch(base, base + folder.sizeOf(base));
    }

    /** Where something in a segment is held, its other records go one by one. */
    @Override
    public synchronized Dropped drop(Instant recordsBefore, Instant laddersBefore, Holds holds) throws IOException {
        long[] counts = new long[2];
        if (recordsBefore.isAfter(Instant.EPOCH) || laddersBefore.isAfter(Instant.EPOCH))
            endGrowing();
        var how = new Held(holds, _ -> true, _ -> Optional.empty());
        boolean free = holds == Holds.NONE;
        told(where -> {
            for (long base : folder.closed()) {
                if (!folder.lastWritten(base).isBefore(recordsBefore))
                    break;
                if (free || !anyHeld(base, holds)) {
                    changes.begin();
                    where.add(whole(base));
                    folder.remove(base);
                    counts[0]++;
                } else {
                    counts[1] += rewrite(base, how, where).records().size();
                }
            }
        });
        long segments = counts[0];
        if (ladders.hasOlder(laddersBefore))
            segments += ladders.drop(laddersBefore, free ? new TreeSet<>() : heldLadders(holds));
        return new Dropped(segments, counts[1], how.kept);
    }

    /**
     * Segments go by when they were last written: one that grew for a year would keep what is a year old. Where none can be
     * begun, those that were ended go all the same.
     */
    private void endGrowing() {
        try (var cursor = journal.from(folder.lastBase())) {
            var first = cursor.next(1);
            if (!first.isEmpty() && first.getFirst().cdr().endedAt().isBefore(clock.instant().minus(OLD)))
                journal.rollNow();
        } catch (IOException e) {
            LOG.warn("old records of the open segment are not deleted yet: {}", e.toString());
        }
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

    /** Changes records, and notes where. */
    private interface Work {
        void on(List<Stretch> where) throws IOException;
    }

    /** Tells those who follow the journal what was changed, or where it fails that something was. */
    private void told(Work work) throws IOException {
        var where = new ArrayList<Stretch>();
        boolean noted = false;
        boolean any;
        try {
            work.on(where);
            any = changes.end(where);
            noted = true;
        } finally {
            if (!noted && changes.fail())
                journal.tell();
        }
        if (any)
            journal.tell();
    }
}
