package org.trunkline.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.testkit.CdrGenerator;

/** Makes records, and hands them to the journal as the engine would. */
final class Intake {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final CdrGenerator records;
    private final int ladderEach;
    private long made;

    /** @param ladderEach of so many records one has its SIP messages, without headers and bodies */
    Intake(long seed, Instant start, double perSecond, int ladderEach) {
        records = new CdrGenerator(seed, start, perSecond);
        this.ladderEach = ladderEach;
    }

    /** So many over the thirty days, the same each time. */
    static Intake of(int count) {
        return new Intake(4711, RecordsBench.START, count / (double) RecordsBench.DAYS / 86_400,
                Math.max(1, count / RecordsBench.MAX_LADDERS));
    }

    record Call(Cdr cdr, Ladder ladder) {}

    Call next() {
        var cdr = records.next();
        var ladder = made++ % ladderEach == 0 ? bare(cdr) : new Ladder(cdr.id(), List.of());
        return new Call(cdr, ladder);
    }

    List<Call> next(int count) {
        var calls = new ArrayList<Call>(count);
        for (int i = 0; i < count; i++)
            calls.add(next());
        return calls;
    }

    /** The steps as they are; what the messages say beside would be most of the work of making them. */
    private static Ladder bare(Cdr cdr) {
        var entries = new ArrayList<LadderEntry>(16);
        for (int leg = 0; leg < cdr.legs().size(); leg++) {
            var it = cdr.legs().get(leg);
            add(entries, it.startedAt(), leg, "INVITE");
            add(entries, it.startedAt(), leg, "100 Trying");
            it.ringingAt().ifPresent(at -> add(entries, at, entries.getLast().leg(), "180 Ringing"));
            int of = leg;
            it.answeredAt().ifPresentOrElse(at -> {
                add(entries, at, of, "200 OK");
                add(entries, at, of, "ACK");
                add(entries, it.endedAt(), of, "BYE");
                add(entries, it.endedAt(), of, "200 OK");
            }, () -> {
                add(entries, it.endedAt(), of, cdr.sipStatus() == 487 ? "CANCEL" : cdr.sipStatus() + " X");
                add(entries, it.endedAt(), of, "ACK");
            });
        }
        return new Ladder(cdr.id(), entries);
    }

    private static void add(List<LadderEntry> entries, Instant at, int leg, String label) {
        entries.add(new LadderEntry(at, leg, leg > 0, "192.0.2.1:5060", "udp", label, 0, ""));
    }

    /** As fast as it is taken. */
    static void put(Parts parts, List<Call> calls) {
        for (var call : calls) {
            while (!parts.sink().accepting())
                LockSupport.parkNanos(PAUSE_NANOS);
            parts.sink().ended(call.cdr(), call.ladder());
        }
    }

    /** Waits until all stages have what the journal has. @param least how many there must be */
    static void await(Parts parts, long least) {
        while (parts.log().lastSequence() < least
                || parts.stages().stream().anyMatch(s -> s.sequence() < parts.log().lastSequence()))
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
}
