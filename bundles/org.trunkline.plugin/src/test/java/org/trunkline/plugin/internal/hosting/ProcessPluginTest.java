package org.trunkline.plugin.internal.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.plugin.internal.guard.Patience;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;
import org.trunkline.plugin.internal.runtime.PluginRuntime.RunningPlugin;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.audio.AudioCodec;
import org.trunkline.spi.quality.CallAnalyser;
import org.trunkline.spi.record.RecordAttributes;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.Samples;

/** Plug-ins in processes of their own, good and bad. Each test starts a JVM, so there are few. */
class ProcessPluginTest {
    private static final String BAD = "bad";
    private static final String BUSY = "busy";
    private static final String FROZEN = "frozen";
    private static final String LATE = "late";

    @TempDir
    Path folder;
    private HostingFixture fixture;

    @BeforeEach
    void start(TestInfo test) throws Exception {
        fixture = new HostingFixture(folder, patience(test));
    }

    private static Patience patience(TestInfo test) {
        return test.getTags().contains(FROZEN) ? HostingFixture.SILENT
                : test.getTags().contains(BUSY) ? HostingFixture.BUSY
                : test.getTags().contains(LATE) ? HostingFixture.LATE
                : test.getTags().contains(BAD) ? HostingFixture.SHORT : HostingFixture.LONG;
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void audioNeverCrossesTheSocket() throws Exception {
        fixture.start("p", Host.PROCESS, "codec");
        assertTrue(HostingFixture.answers(fixture.extension("p", RoutingPolicy.class)), "its other extensions are used");
        assertTrue(fixture.find("p", AudioCodec.class).isEmpty());
    }

    @Test
    void allThatAPluginDoes() throws Exception {
        var plugin = fixture.start("p", Host.PROCESS, "analyses");
        var policy = fixture.extension("p", RoutingPolicy.class);
        Await.until("answers in time", () -> HostingFixture.answers(policy)); // the first loads classes
        var advice = HostingFixture.order(policy);
        assertEquals("Trunk D", advice.trunks().getFirst().trunk());

        var cdr = Samples.cdr(3);
        var findings = fixture.extension("p", CallAnalyser.class).analyse(cdr);
        assertEquals(cdr.id().value(), findings.getFirst().text().en());

        var attributes = fixture.extension("p", RecordAttributes.class);
        assertEquals("customer", attributes.fields().getFirst().name());
        assertEquals(Map.of("customer", cdr.id().value()), attributes.attributes(cdr));

        var entries = IntStream.range(0, 2_000)
                .mapToObj(i -> new RecordBatch.Entry(i + 1, i, Samples.cdr(i % 30), LadderSteps.NONE)).toList();
        fixture.extension("p", RecordConsumer.class).consume(new RecordBatch("main", entries, 2_000));
        assertEquals("2000", fixture.ask("p", "records"));

        assertEquals("published", fixture.ask("p", "publish", "news"));
        assertTrue(fixture.ask("p", "publish", "gossip").contains("was not declared"));
        Await.until("published", () -> fixture.published.equals(List.of("p news {\"a\":1}")));

        assertEquals("{how=analyses}", fixture.ask("p", "settings"));
        var environment = fixture.ask("p", "environment");
        assertTrue(!environment.contains("HOME") && !environment.contains("TRUNKLINE"), environment);

        assertEquals("p", fixture.ask("p", "entries", "carriers", "of"));
        assertEquals("carriers", fixture.ask("p", "entries", "carriers", "kind"));

        Await.until("a heartbeat", () -> plugin.cost().heapBytes() > 0 && plugin.cost().threads() > 0);
        assertTrue(plugin.cost().interfaces().stream().filter(c -> c.name().equals("RoutingPolicy")).findFirst().orElseThrow().calls() > 1);
    }

    @Test
    void updatesLoseNoCall() throws Exception {
        var current = fixture.start("p", Host.PROCESS, "fine");
        var policy = fixture.extension("p", RoutingPolicy.class);
        var done = new AtomicBoolean();
        var calls = new AtomicInteger();
        var failed = new java.util.concurrent.CopyOnWriteArrayList<String>();
        var caller = Thread.ofVirtual().start(() -> {
            while (!done.get())
                try {
                    policy.advise(HostingFixture.question());
                    calls.incrementAndGet();
                } catch (ExtensionFailedException e) {
                    failed.add(e.toString());
                }
        });
        for (int i = 1; i < 3; i++) {
            var next = fixture.startUnused("p", "1.0." + i, i == 1 ? Host.PROCESS : Host.INSIDE, "fine");
            next.use(Optional.of(current));
            current.close();
            current = next;
        }
        done.set(true);
        caller.join();
        assertEquals(List.of(), failed);
        assertTrue(calls.get() > 20);
        assertEquals(1, fixture.context.getServiceReferences(RoutingPolicy.class, "(trunkline.plugin=p)").size());
    }

    @Test
    void errorsComeBackAsOne() throws Exception {
        fixture.start("p", Host.PROCESS, "many");
        var policy = fixture.extension("p", RoutingPolicy.class);
        Await.until("refused", () -> HostingFixture.fails(ExtensionFailedException.class, policy).getMessage().contains("10,000"));

        fixture.start("q", Host.PROCESS, "linkage");
        var broken = fixture.extension("q", RoutingPolicy.class);
        Await.until("named", () -> HostingFixture.fails(ExtensionFailedException.class, broken).getMessage().contains("NoClassDefFoundError"));

        fixture.start("r", Host.PROCESS, "refuses");
        var batch = new RecordBatch("main", List.of(new RecordBatch.Entry(1, 0, Samples.cdr(1), LadderSteps.NONE)), 1);
        var refusal = assertThrows(ExtensionException.class, () -> fixture.extension("r", RecordConsumer.class).consume(batch));
        assertEquals("the disk is full", refusal.getMessage());
        assertTrue(refusal.retryable());
    }

    @Test
    @Tag(BAD)
    void aLoopInACallIsKilledAndStartedAgain() throws Exception {
        assertKilled("loops", "plugin-hangs");
    }

    @Test
    @Tag(BAD)
    void fewCallsWaitForAPluginThatHangsAgain() throws Exception {
        var plugin = fixture.start("p", Host.PROCESS, "hangs");
        var policy = fixture.extension("p", RoutingPolicy.class);
        HostingFixture.fails(ExtensionFailedException.class, policy);
        Await.until("started again", () -> plugin.restarts() == 1 && plugin.trouble().isEmpty());
        long before = asked(plugin);
        for (int i = 0; i < 50; i++)
            assertTrue(HostingFixture.fails(ExtensionFailedException.class, policy).reason() != Reason.SUSPENDED);
        long waited = asked(plugin) - before;
        assertTrue(waited <= 2, () -> waited + " calls waited");
    }

    private static long asked(RunningPlugin plugin) {
        return plugin.cost().interfaces().stream().filter(c -> c.name().equals("RoutingPolicy")).findFirst().orElseThrow().calls();
    }

    @Test
    @Tag(LATE)
    void oneAnswerThatIsTooLargeIsEnough() throws Exception {
        var plugin = fixture.start("p", Host.PROCESS, "late-many");
        var policy = fixture.extension("p", RoutingPolicy.class);
        assertEquals(Reason.LATE, HostingFixture.fails(ExtensionFailedException.class, policy).reason());
        Await.until("killed", () -> !plugin.trouble().isEmpty());
        assertEquals("plugin-answer-large", plugin.trouble().code(), () -> plugin.trouble().message());
        assertEquals(1, asked(plugin));
    }

    @Test
    void memoryWithoutEndIsKilled() throws Exception {
        assertKilled("allocates", "plugin-memory");
    }

    @Test
    void anExitIsNamed() throws Exception {
        assertKilled("exits", "plugin-exits");
    }

    private void assertKilled(String how, String code) throws Exception {
        var plugin = fixture.start("p", Host.PROCESS, how);
        long begun = System.nanoTime();
        assertTrue(HostingFixture.fails(ExtensionFailedException.class, fixture.extension("p", RoutingPolicy.class)).reason() != Reason.SUSPENDED);
        Await.until("killed", () -> !plugin.trouble().isEmpty());
        HostingFixture.assertQuick(begun);
        assertEquals(code, plugin.trouble().code(), () -> plugin.trouble().message());
        assertEquals(Reason.GONE, HostingFixture.fails(ExtensionFailedException.class, fixture.extension("p", RoutingPolicy.class)).reason());
        Await.until("started again", () -> plugin.restarts() == 1 && plugin.trouble().isEmpty());
        assertEquals(code, plugin.lastFailure().code());
        assertEquals(1, fixture.property("p", "trunkline.plugin.restarts"));
        assertEquals(folder.resolve("data-p").toString(), fixture.property("p", "trunkline.plugin.folder"));
        assertEquals("0", fixture.ask("p", "records"));
    }

    @Test
    @Tag(BUSY)
    void aLoopOfItsOwnIsKilled() throws Exception {
        assertTrouble("start-loops", "plugin-cpu");
    }

    @Test
    void thousandsOfThreadsAreKilled() throws Exception {
        assertTrouble("start-threads", "plugin-threads");
    }

    @Test
    void aFullFolderIsKilledAndNotTriedAgain() throws Exception {
        assertTrouble("start-fills", "plugin-disk");
        Await.until("told", () -> !fixture.stopped.isEmpty());
        assertTrue(fixture.find("p", RoutingPolicy.class).isEmpty());
    }

    private void assertTrouble(String how, String code) throws Exception {
        try {
            var plugin = fixture.start("p", Host.PROCESS, how);
            Await.until("trouble", () -> !plugin.trouble().isEmpty());
            assertEquals(code, plugin.trouble().code(), () -> plugin.trouble().message());
        } catch (PluginStartException e) { // noticed before it was up
            assertEquals(code, e.reason().code(), e::getMessage);
        }
    }

    @Test
    @Tag(FROZEN)
    void aFrozenProcessIsKilled() throws Exception {
        var plugin = fixture.start("p", Host.PROCESS, "fine");
        long pid = ProcessHandle.current().children().map(ProcessHandle::pid).max(Long::compare).orElseThrow();
        new ProcessBuilder("kill", "-STOP", String.valueOf(pid)).start().waitFor();
        long begun = System.nanoTime();
        Await.until("noticed", () -> !plugin.trouble().isEmpty());
        HostingFixture.assertQuick(begun);
        assertEquals("plugin-frozen", plugin.trouble().code());
    }

    @Test
    void aMissingPackageIsNamed() throws Exception {
        var jar = SampleJar.build(folder, ",com.example.gone;version=\"[2.1,3)\"");
        var failure = assertThrows(PluginStartException.class, () -> fixture.hosting
                .start(fixture.spec("p", "1.0.0", Host.PROCESS, "fine", List.of(), jar), fixture.stopped::add));
        assertEquals(List.of("com.example.gone 2.1.0", "com.example.sample"), failure.reason().args(), failure::getMessage);
    }

    @Test
    void anInterfaceThatItsDescriptionDoesNotNameIsTheReason() throws Exception {
        fixture.provides = List.of("RoutingPolicy", "HttpResource", "EventTopic");
        var failure = assertThrows(PluginStartException.class, () -> fixture.start("p", Host.PROCESS, "fine"));
        assertEquals("plugin-undeclared", failure.reason().code());
        assertEquals(List.of("RecordConsumer"), failure.reason().args());
        fixture.provides = List.of("RoutingPolicy", "RecordConsumer", "HttpResource", "EventTopic");
        fixture.start("q", Host.PROCESS, "fine");
        fixture.registersMore("q");
        Await.until("told", () -> !fixture.stopped.isEmpty());
        assertEquals(List.of("CallAnalyser"), fixture.stopped.getFirst().args());
        assertTrue(fixture.find("q", CallAnalyser.class).isEmpty());
    }

    @Test
    void anInterfaceThatIsNamedAndNotOfferedIsTheReason() throws Exception {
        fixture.provides = List.of("RoutingPolicy", "RecordConsumer", "HttpResource", "EventTopic", "CallAnalyser");
        var failure = assertThrows(PluginStartException.class, () -> fixture.start("p", Host.PROCESS, "fine"));
        assertEquals("plugin-not-offered", failure.reason().code());
        assertEquals(List.of("CallAnalyser"), failure.reason().args());
    }

    @Test
    void whatFailsAtItsStartIsTheReason() throws Exception {
        var thrown = assertThrows(PluginStartException.class, () -> fixture.start("p", Host.PROCESS, "start-throws"));
        assertTrue(thrown.getMessage().contains("no licence"), thrown.getMessage());
        var exit = assertThrows(PluginStartException.class, () -> fixture.start("q", Host.PROCESS, "start-exits"));
        assertEquals("plugin-exits", exit.reason().code());
        assertEquals(List.of("9"), exit.reason().args());
    }
}
