package org.trunkline.node.internal.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.MediaFinding;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.quality.CallAnalyser;
import org.trunkline.spi.quality.CallFinding;
import org.trunkline.spi.quality.CallFinding.Severity;
import org.trunkline.spi.testkit.CallAnalyserContract;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.ManualScheduler;
import org.trunkline.testkit.RecordingCdrSink;
import org.trunkline.testkit.Samples;

class AnalysedRecordsTest {
    private static final Cdr CALL = Samples.cdr(1).with(CallMarks.NONE);

    private final List<Runnable> waiting = new ArrayList<>();
    private final CallAnalysers analysers = new CallAnalysers();
    private final AttributeSources attributes = new AttributeSources(Runnable::run, Duration.ZERO);
    private final ManualScheduler time = new ManualScheduler();
    private final RecordingCdrSink sink = new RecordingCdrSink();
    private final AnalysedRecords records = new AnalysedRecords(sink, analysers, attributes, time, waiting::add);

    private static CallFinding finding(String code) {
        return new CallFinding(code, Severity.WARNING, LocalizedText.of("Found " + code + "."));
    }

    private CallAnalyser add(String plugin, CallAnalyser analyser) {
        analysers.addAnalyser(analyser, Map.of("trunkline.plugin", plugin, Constants.SERVICE_RANKING, 0));
        return analyser;
    }

    private static Ladder ladder(Cdr cdr) {
        return new Ladder(cdr.id(), List.of(), List.of());
    }

    private void end(Cdr cdr) {
        records.ended(cdr, ladder(cdr));
    }

    private void run() {
        while (!waiting.isEmpty())
            waiting.removeFirst().run();
    }

    private List<String> codes() {
        return sink.only().marks().findings().stream().map(Finding::code).toList();
    }

    @Test
    void withoutPluginsARecordPassesAtOnceAsItIs() {
        analysers.addAnalyser(new SoundAnalyser(), Map.of("trunkline.name", "sound"));
        end(CALL);
        assertSame(CALL, sink.only());
        assertEquals(List.of(), waiting);
        assertEquals(0, time.pending());
    }

    @Test
    void oursAreAskedOnTheSpot() {
        analysers.addAnalyser(new SoundAnalyser(), Map.of("trunkline.name", "sound"));
        end(silent());
        var found = sink.only().marks().findings().getFirst();
        assertEquals("callee-silent", found.code());
        assertEquals(Finding.HOUSE, found.source());
        assertEquals(Finding.Severity.PROBLEM, found.severity());
        assertEquals(List.of("callee-silent"), sink.only().findings(), "and once");
    }

    private static Cdr silent() {
        var heard = CALL.quality().stream().filter(stream -> stream.from() == LegSide.CALLER).toList();
        var cdr = new Cdr(CALL.id(), CALL.direction(), CALL.from(), CALL.to(), CALL.trunk(), CALL.route(),
                CALL.startedAt(), CALL.ringingAt(), CALL.answeredAt(), CALL.endedAt(), CALL.endedBy(), CALL.sipStatus(),
                CALL.cause(), CALL.reason(), CALL.legs(), heard, CALL.why(), CALL.marks());
        assertEquals(List.of(MediaFinding.CALLEE_SILENT), MediaFinding.of(cdr));
        return cdr;
    }

    @Test
    void pluginsAreAskedOnThreadsOfTheirOwnAndTheRecordWaitsForAll() {
        add("acme.ears", _ -> List.of(finding("echo")));
        add("acme.guard", _ -> List.of(finding("spend")));
        end(CALL);
        assertEquals(2, waiting.size());
        waiting.removeLast().run();
        assertEquals(List.of(), sink.ended());
        run();
        assertEquals(List.of("echo", "spend"), codes());
        assertEquals(List.of("acme.ears", "acme.guard"),
                sink.only().marks().findings().stream().map(Finding::source).toList());
        assertEquals(ladder(CALL), sink.ladders().getFirst());
        assertEquals(0, time.pending());
    }

    @Test
    void oneThatIsLateIsNotWaitedForAndTheRecordIsKeptOnce() {
        add("acme.slow", _ -> List.of(finding("late")));
        add("acme.ears", _ -> List.of(finding("echo")));
        end(CALL);
        var slow = waiting.removeFirst();
        run();
        time.advance(AnalysedRecords.PATIENCE.minusMillis(1));
        run();
        assertEquals(List.of(), sink.ended());
        time.advance(Duration.ofMillis(1));
        run();
        assertEquals(List.of("echo"), codes());
        slow.run();
        assertEquals(List.of("echo"), codes());
    }

    @Test
    void thoseThatFailTakeNothingFromTheOthers() {
        add("a", _ -> {
            throw new ExtensionFailedException("a", ExtensionFailedException.Reason.LATE, "no answer");
        });
        add("b", _ -> {
            throw new NoClassDefFoundError("x/Y");
        });
        add("c", _ -> {
            throw new ExtensionException("no licence", false);
        });
        add("d", _ -> List.of(finding("echo")));
        end(CALL);
        run();
        assertEquals(List.of("echo"), codes());
    }

    @Test
    void findingsAreCheckedAndCutToSize() {
        add("acme", _ -> List.of(finding("UPPER"), finding("a b"), finding("x".repeat(41)), new CallFinding("long", Severity.INFO,
                new LocalizedText("a\n" + "b".repeat(300), Map.of("sv", "hej", "tlh", "nuqneH")))));
        add("many", _ -> IntStream.range(0, 9).mapToObj(i -> finding("n" + i)).toList());
        end(CALL);
        run();
        var found = sink.only().marks().findings();
        assertEquals(1 + 8, found.size());
        assertEquals("a " + "b".repeat(198), found.getFirst().text().get("en"));
        assertEquals(Map.of("en", found.getFirst().text().get("en"), "sv", "hej"), found.getFirst().text());
        assertEquals(Finding.Severity.INFO, found.getFirst().severity());
    }

    @Test
    void aPluginThatMakesUpACodeForEachCallDoesNotFillTheIndex() {
        var next = new AtomicInteger();
        add("acme.new", _ -> List.of(finding("n" + next.getAndIncrement())));
        for (int i = 0; i <= KnownCodes.MOST; i++)
            end(CALL);
        run();
        assertEquals(List.of("n" + (KnownCodes.MOST - 1)), sink.ended().get(KnownCodes.MOST - 1).findings());
        assertEquals(List.of(), sink.ended().getLast().findings());
        next.set(3);
        end(CALL);
        run();
        assertEquals(List.of("n3"), sink.ended().getLast().findings(), "known ones are still taken");
    }

    @Test
    void interruptedCallsAreNotAnalysed() {
        add("acme", _ -> List.of(finding("echo")));
        var cut = new Cdr(CALL.id(), CALL.direction(), CALL.from(), CALL.to(), CALL.trunk(), CALL.route(),
                CALL.startedAt(), CALL.ringingAt(), CALL.answeredAt(), CALL.endedAt(), CALL.endedBy(), CALL.sipStatus(),
                Cause.INTERRUPTED, CALL.reason(), CALL.legs(), CALL.quality(), CALL.why(), CALL.marks());
        end(cut);
        assertSame(cut, sink.only());
        assertEquals(List.of(), waiting);
    }

    @Test
    void beyondTheBoundRecordsAreKeptWithoutFindings() {
        add("acme.stuck", _ -> List.of(finding("late")));
        for (int i = 0; i < AnalysedRecords.MOST_IN_FLIGHT; i++)
            end(CALL);
        assertEquals(List.of(), sink.ended());
        end(CALL);
        assertSame(CALL, sink.only());

        time.advance(AnalysedRecords.PATIENCE);
        run();
        assertEquals(AnalysedRecords.MOST_IN_FLIGHT + 1, sink.count());
        sink.clear();
        end(CALL);
        run();
        assertEquals(List.of("late"), codes(), "there is room again");
    }

    @Test
    void atTheStopAllThatWaitsIsHandedOnOnceAndLaterOnesPass() {
        add("acme.stuck", _ -> List.of(finding("late")));
        add("acme.ears", _ -> List.of(finding("echo")));
        end(CALL);
        waiting.removeLast().run();
        records.close();
        assertEquals(List.of("echo"), codes());
        run();
        time.advance(AnalysedRecords.PATIENCE);
        run();
        assertEquals(1, sink.count());
        end(CALL);
        assertEquals(2, sink.count());
        assertEquals(List.of(), waiting);
    }

    @Test
    void aRecordIsKeptWhereNoThreadIsLeft() {
        add("acme", _ -> List.of(finding("echo")));
        Executor none = _ -> {
            throw new RejectedExecutionException("stopped");
        };
        new AnalysedRecords(sink, analysers, attributes, time, none).ended(CALL, ladder(CALL));
        assertSame(CALL, sink.only());
    }

    @Test
    void aPluginThatGoesIsNotAskedAnyMore() {
        var analyser = add("acme", _ -> List.of(finding("echo")));
        analysers.updatedAnalyser(analyser, Map.of("trunkline.plugin", "acme", "trunkline.plugin.version", "2"));
        end(CALL);
        assertEquals(1, waiting.size(), "asked once, also after an update");
        run();
        analysers.removeAnalyser(analyser);
        sink.clear();
        end(CALL);
        assertSame(CALL, sink.only());
    }

    @Test
    void manyAtOnceOnRealThreadsAreEachKeptOnce() {
        add("a", _ -> List.of(finding("echo")));
        add("b", _ -> List.of(finding("spend")));
        int calls = 900;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var busy = new AnalysedRecords(sink, analysers, attributes, endless(), threads);
            for (int i = 0; i < calls; i++)
                busy.ended(CALL, ladder(CALL));
            Await.until("all are kept", () -> sink.count() >= calls);
            busy.close();
        }
        assertEquals(calls, sink.count());
        assertTrue(sink.ended().stream().allMatch(cdr -> cdr.marks().findings().size() == 2));
    }

    /** Patience is never over. <b>Threads:</b> any. */
    private static Scheduler endless() {
        return new Scheduler() {
            @Override
            public Instant instant() {
                return Instant.EPOCH;
            }

            @Override
            public Timer after(Duration delay, Runnable task) {
                return () -> {};
            }
        };
    }

    @Nested
    class Sound extends CallAnalyserContract {
        @Override
        protected CallAnalyser analyser() {
            return new SoundAnalyser();
        }
    }
}
