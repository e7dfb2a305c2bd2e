package org.trunkline.plugin.internal.hosting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.audio.AudioCodec;
import org.trunkline.spi.audio.AudioStream;
import org.trunkline.spi.http.HttpResource;
import org.trunkline.spi.quality.CallAnalyser;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;

/** Plug-ins inside the node, good and bad. */
class InsidePluginTest {
    private static final String BAD = "bad";
    private static final String LATE = "late";
    private static final String STARTING = "starting";
    /** Longer than the sample that answers late takes. */
    private static final Duration LATE_ANSWER = Duration.ofMillis(500);

    @TempDir
    Path folder;
    private HostingFixture fixture;

    @BeforeEach
    void start(TestInfo test) throws Exception {
        fixture = new HostingFixture(folder, test.getTags().contains(BAD) ? HostingFixture.SHORT
                : test.getTags().contains(LATE) ? HostingFixture.LATE
                : test.getTags().contains(STARTING) ? HostingFixture.STARTING : HostingFixture.LONG);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private RoutingPolicy policy(String how) throws Exception {
        fixture.start("p", Host.INSIDE, how);
        return fixture.extension("p", RoutingPolicy.class);
    }

    @Test
    void answersWithItsRankingAndVersionAndCost() throws Exception {
        var plugin = fixture.start("p", Host.INSIDE, "fine");
        var policy = fixture.extension("p", RoutingPolicy.class);

        Await.until("answers in time", () -> HostingFixture.answers(policy)); // 5 ms are little on a loaded machine
        var advice = HostingFixture.order(policy);

        assertEquals("Trunk D", advice.trunks().getFirst().trunk());
        var reference = fixture.context.getServiceReferences(RoutingPolicy.class, "(trunkline.plugin=p)").iterator().next();
        assertEquals(7, reference.getProperty("service.ranking"));
        assertEquals("1.0.0", reference.getProperty("trunkline.plugin.version"));
        var cost = plugin.cost().interfaces().stream().filter(c -> c.name().equals("RoutingPolicy")).findFirst().orElseThrow();
        assertTrue(cost.calls() >= 2);
        assertTrue(cost.p99Millis() > 0);
        assertTrue(fixture.ask("p", "thread").startsWith("plugin-p-"));
        assertEquals("p", fixture.ask("p", "entries", "carriers", "of"));
    }

    @Test
    void neitherSeesTheHouseNorIsSeenByIt() throws Exception {
        fixture.start("p", Host.INSIDE, "fine");
        fixture.start("q", Host.INSIDE, "fine");
        Bundle house = fixture.context.installBundle("house", EmptyBundle.stream("house"));
        house.start();
        var seen = house.getBundleContext().getAllServiceReferences(RoutingPolicy.class.getName(), null);
        assertEquals(2, seen == null ? 0 : seen.length, "the two guarded ones");
        for (var reference : seen)
            assertTrue(reference.getProperty("trunkline.plugin") != null);
        assertEquals(null, house.getBundleContext().getServiceReference("org.trunkline.spi.PluginContext"));
        assertEquals("{how=fine}", fixture.ask("p", "settings"));
        house.getBundleContext().registerService(Runnable.class, () -> {}, null);
        assertEquals("false", fixture.ask("p", "sees", "java.lang.Runnable"));
    }

    @Test
    void updatesLoseNoCall() throws Exception {
        var current = fixture.start("p", Host.INSIDE, "fine");
        var policy = fixture.extension("p", RoutingPolicy.class);
        var done = new AtomicBoolean();
        var calls = new AtomicInteger();
        var failed = new ArrayList<String>();
        var caller = Thread.ofVirtual().start(() -> {
            while (!done.get())
                try {
                    policy.advise(HostingFixture.question());
                    calls.incrementAndGet();
                } catch (ExtensionFailedException e) {
                    failed.add(e.toString());
                }
        });
        int threads = Thread.activeCount();
        for (int i = 0; i < 20; i++) {
            var next = fixture.startUnused("p", "1.0." + i, Host.INSIDE, "fine");
            next.use(Optional.of(current));
            current.close();
            current = next;
        }
        done.set(true);
        caller.join();
        assertEquals(List.of(), failed);
        assertTrue(calls.get() > 20);
        assertEquals("1.0.19", HostingFixture.order(policy).reason());
        assertEquals(1, fixture.context.getServiceReferences(RoutingPolicy.class, "(trunkline.plugin=p)").size());
        long left = java.util.Arrays.stream(fixture.context.getBundles()).filter(b -> b.getLocation().startsWith("trunkline-plugin")).count();
        assertEquals(1, left);
        Await.until("the threads of former versions end", () -> Thread.activeCount() <= threads + 10);
    }

    @Test
    void anErrorIsOneExceptionAndFiveSuspend() throws Exception {
        var policy = policy("linkage");
        for (int errors = 0; errors < 5; errors++) {
            var failure = HostingFixture.fails(ExtensionFailedException.class, policy);
            assertEquals(Reason.FAILED, failure.reason());
            assertTrue(failure.getMessage().contains("NoClassDefFoundError"), failure.getMessage());
        }
        Await.until("suspended", () -> !fixture.stopped.isEmpty());
        assertEquals("plugin-throws", fixture.stopped.getFirst().code());
        assertTrue(fixture.find("p", RoutingPolicy.class).isEmpty());
        assertEquals(Reason.SUSPENDED, HostingFixture.fails(ExtensionFailedException.class, policy).reason());
    }

    @Test
    void aStackOverflowIsAnErrorLikeOthers() throws Exception {
        var policy = policy("overflows");
        Await.until("named", () -> HostingFixture.fails(ExtensionFailedException.class, policy).getMessage().contains("StackOverflowError"));
    }

    @Test
    void aMillionCandidatesSuspendAtOnce() throws Exception {
        var failure = HostingFixture.fails(ExtensionFailedException.class, policy("million"));
        assertTrue(failure.getMessage().contains("10,000"), failure.getMessage());
        Await.until("suspended", () -> !fixture.stopped.isEmpty());
        assertEquals("plugin-answer-large", fixture.stopped.getFirst().code());
        assertTrue(fixture.find("p", RoutingPolicy.class).isEmpty());
    }

    @Test
    @Tag(LATE)
    void tooManyCandidatesSuspendAlsoWhereTheyComeTooLate() throws Exception {
        var policy = policy("late-many");
        Await.until("suspended", () -> !fixture.stopped.isEmpty(), () -> askAgain(policy));
        assertEquals("plugin-answer-large", fixture.stopped.getFirst().code());
        Await.until("its threads end", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().startsWith("plugin-p-")));
    }

    /** A call whose thread came after its caller had given up was never put to the plug-in. */
    private static void askAgain(RoutingPolicy policy) {
        LockSupport.parkNanos(LATE_ANSWER.toNanos());
        HostingFixture.fails(ExtensionFailedException.class, policy);
    }

    @Test
    void noAnswerAtAllIsAnError() throws Exception {
        var policy = policy("null");
        Await.until("named", () -> HostingFixture.fails(ExtensionFailedException.class, policy).getMessage().contains("null"));
    }

    @Test
    @Tag(BAD)
    void hangingIsSuspendedAndItsThreadEnds() throws Exception {
        assertSuspended("hangs", "plugin-hangs");
    }

    @Test
    @Tag(BAD)
    void aLoopIsSuspended() throws Exception {
        assertSuspended("loops", "plugin-hangs");
    }

    @Test
    @Tag(BAD)
    void aDeadlockIsSuspended() throws Exception {
        assertSuspended("deadlocks", "plugin-hangs");
    }

    @Test
    void samplesOfACodecCrossTheGuard() throws Exception {
        fixture.start("p", Host.INSIDE, "codec");
        var codec = fixture.extension("p", AudioCodec.class);
        assertEquals("L8", codec.format().name());
        assertArrayEquals(new byte[] {1, -1}, codec.encode(new AudioStream(1, ""), new short[] {256, -256}));
        assertArrayEquals(new short[2], codec.decode(new AudioStream(2, "annexb=no"), new byte[2]));
        assertEquals(80, codec.conceal(new AudioStream(2, ""), 80).length);
        codec.close(new AudioStream(2, ""));
    }

    @Test
    @Tag(BAD)
    void aCodecThatHangsCostsItsCallerTheBudgetAndIsSuspended() throws Exception {
        assertCodecSuspended("codec-hangs", codec -> codec.encode(new AudioStream(1, ""), new short[160]));
    }

    @Test
    void aCodecThatCannotBeLinkedIsSuspended() throws Exception {
        assertCodecSuspended("codec-linkage", codec -> codec.encode(new AudioStream(1, ""), new short[160]));
    }

    @Test
    void aCodecThatGivesNothingIsSuspended() throws Exception {
        assertCodecSuspended("codec-null", codec -> codec.decode(new AudioStream(1, ""), new byte[10]));
    }

    private void assertCodecSuspended(String how, Consumer<AudioCodec> call) throws Exception {
        fixture.start("p", Host.INSIDE, how);
        var codec = fixture.extension("p", AudioCodec.class);
        long begun = System.nanoTime();
        Await.until("out of use", () -> {
            if (fixture.find("p", AudioCodec.class).isEmpty())
                return true;
            assertThrows(ExtensionFailedException.class, () -> call.accept(codec));
            return false;
        });
        HostingFixture.assertQuick(begun);
        Await.until("told", () -> !fixture.stopped.isEmpty());
    }

    private void assertSuspended(String how, String code) throws Exception {
        var policy = policy(how);
        long begun = System.nanoTime();
        Await.until("out of use", () -> {
            if (fixture.find("p", RoutingPolicy.class).isEmpty())
                return true;
            // a call that waited in vain for a core of the machine was given up before the plug-in had it: the next one
            var reason = HostingFixture.fails(ExtensionFailedException.class, policy).reason();
            assertTrue(reason != Reason.FAILED, "not an error of the plug-in");
            return false;
        });
        HostingFixture.assertQuick(begun);
        Await.until("told", () -> !fixture.stopped.isEmpty());
        var told = fixture.stopped.getFirst().code(); // further calls are late as well, and may be too many first
        assertTrue(told.equals(code) || told.equals("plugin-late"), told);
    }

    @Test
    void thousandsOfThreadsAreSuspended() throws Exception {
        long begun = System.nanoTime();
        fixture.start("p", Host.INSIDE, "start-threads");
        Await.until("out of use", () -> fixture.find("p", RoutingPolicy.class).isEmpty());
        HostingFixture.assertQuick(begun);
        Await.until("told", () -> !fixture.stopped.isEmpty());
        assertEquals("plugin-threads", fixture.stopped.getFirst().code());
    }

    @Test
    void aFullFolderIsSuspended() throws Exception {
        fixture.start("p", Host.INSIDE, "start-fills");
        Await.until("told", () -> !fixture.stopped.isEmpty());
        assertEquals("plugin-disk", fixture.stopped.getFirst().code());
        Await.until("it writes no more", () -> Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals("sample")));
    }

    @Test
    void whatItDeclaresComesBackAsItIs() throws Exception {
        fixture.start("p", Host.INSIDE, "refuses");
        var consumer = fixture.extension("p", RecordConsumer.class);
        var batch = new RecordBatch("main", List.of(new RecordBatch.Entry(1, 0, Samples.cdr(1), LadderSteps.NONE)), 1);
        var refusal = assertThrows(ExtensionException.class, () -> consumer.consume(batch));
        assertEquals("the disk is full", refusal.getMessage());
        assertTrue(refusal.retryable());
    }

    @Test
    void aMissingPackageIsNamedAndNothingIsInstalled() throws Exception {
        var jar = SampleJar.build(folder, ",com.example.gone;version=\"[2.1,3)\"");
        int bundles = fixture.context.getBundles().length;
        var failure = assertThrows(PluginStartException.class, () -> fixture.hosting
                .start(fixture.spec("p", "1.0.0", Host.INSIDE, "fine", List.of(), jar), fixture.stopped::add));
        assertEquals("plugin-package", failure.reason().code());
        assertEquals(List.of("com.example.gone 2.1.0", "com.example.sample"), failure.reason().args());
        assertEquals(bundles, fixture.context.getBundles().length);
    }

    @Test
    void anActivatorThatThrowsIsTheReason() throws Exception {
        var failure = assertThrows(PluginStartException.class, () -> fixture.start("p", Host.INSIDE, "start-throws"));
        assertTrue(failure.getMessage().contains("no licence"), failure.getMessage());
        assertTrue(fixture.find("p", HttpResource.class).isEmpty());
    }

    @Test
    void aRecordFieldWhoseNameIsTakenIsTheReason() throws Exception {
        var failure = assertThrows(PluginStartException.class, () -> fixture.start("p", Host.INSIDE, "field-of-product"));
        assertEquals("field-of-product", failure.reason().code());
        assertTrue(failure.getMessage().contains("\"trunk\" has the name of a field of the product"), failure.getMessage());
        assertTrue(fixture.find("p", HttpResource.class).isEmpty());
    }

    /** The version before continues. */
    @Test
    void oneThatFailsWhileItsOffersAreAwaitedDoesNotStart() throws Exception {
        fixture.provides = List.of("RoutingPolicy", "RecordConsumer", "HttpResource", "EventTopic", "RecordAttributes");
        assertThrows(PluginStartException.class, () -> fixture.start("p", Host.INSIDE, "start-late"));
        assertTrue(fixture.find("p", RoutingPolicy.class).isEmpty());
    }

    /** Records come in clear to a consumer: the administrator has to know of it. */
    @Test
    void anInterfaceThatItsDescriptionDoesNotNameIsTheReason() throws Exception {
        fixture.provides = List.of("RoutingPolicy", "HttpResource", "EventTopic");
        var failure = assertThrows(PluginStartException.class, () -> fixture.start("p", Host.INSIDE, "fine"));
        assertEquals("plugin-undeclared", failure.reason().code());
        assertEquals(List.of("RecordConsumer"), failure.reason().args());
        assertTrue(fixture.find("p", RecordConsumer.class).isEmpty());
        assertTrue(fixture.find("p", RoutingPolicy.class).isEmpty());
    }

    @Test
    void anInterfaceThatIsNamedAndNotOfferedIsTheReason() throws Exception {
        fixture.provides = List.of("RoutingPolicy", "RecordConsumer", "HttpResource", "EventTopic", "CallAnalyser", "AudioCodec");
        var failure = assertThrows(PluginStartException.class, () -> fixture.start("p", Host.INSIDE, "fine"));
        assertEquals("plugin-not-offered", failure.reason().code());
        assertEquals(List.of("CallAnalyser, AudioCodec"), failure.reason().args());
        assertTrue(fixture.find("p", RoutingPolicy.class).isEmpty());
    }

    @Test
    @Tag(STARTING)
    void aComponentThatDoesNotReturnFromItsStartIsTheReason() throws Exception {
        var failure = assertThrows(PluginStartException.class, () -> fixture.start("p", Host.INSIDE, "start-hangs-offering"));
        assertEquals("plugin-start-late", failure.reason().code());
    }

    @Test
    @Tag(BAD)
    void aListenerThatHangsIsSuspended() throws Exception {
        var node = new FakeNode();
        fixture.node = Optional.of(node);
        fixture.start("p", Host.INSIDE, "fine", "records.read", "personal");
        assertEquals("allowed", fixture.ask("p", "node", "watch-hangs"));
        node.cdrs().add(Samples.cdr(1));
        Await.until("told", () -> !fixture.stopped.isEmpty());
        assertEquals("plugin-listener-hangs", fixture.stopped.getFirst().code());
    }

    @Test
    void oneThatComesLaterSuspends() throws Exception {
        fixture.provides = List.of("RoutingPolicy", "RecordConsumer", "HttpResource", "EventTopic");
        fixture.start("p", Host.INSIDE, "fine");
        fixture.registersMore("p");
        Await.until("told", () -> !fixture.stopped.isEmpty());
        assertEquals("plugin-undeclared", fixture.stopped.getFirst().code());
        assertEquals(List.of("CallAnalyser"), fixture.stopped.getFirst().args());
        assertTrue(fixture.find("p", CallAnalyser.class).isEmpty());
    }

    @Test
    void publishesToItsTopicsOnly() throws Exception {
        fixture.start("p", Host.INSIDE, "fine");
        assertEquals("published", fixture.ask("p", "publish", "news"));
        assertTrue(fixture.ask("p", "publish", "gossip").contains("was not declared"));
        assertEquals(List.of("p news {\"a\":1}"), fixture.published);
    }

    @Test
    void seesOfTheNodeWhatItMay() throws Exception {
        fixture.node = Optional.of(new FakeNode());
        fixture.start("p", Host.INSIDE, "fine", "calls.read");
        assertEquals("allowed", fixture.ask("p", "node", "calls"));
        assertTrue(fixture.ask("p", "node", "drain").contains("no permission allows it"));
        assertTrue(fixture.ask("p", "node", "cdrs").contains("without the permission records.read"));
        fixture.start("q", Host.INSIDE, "fine");
        assertEquals("false", fixture.ask("q", "sees", "org.trunkline.api.node.Node"));
    }

    @Test
    void aListenerThatFailsHarmsNoThreadOfTheHouse() throws Exception {
        var node = new FakeNode();
        fixture.node = Optional.of(node);
        fixture.start("p", Host.INSIDE, "fine", "records.read", "personal");
        assertEquals("allowed", fixture.ask("p", "node", "watch"));
        for (int i = 0; i < 5; i++)
            node.cdrs().add(Samples.cdr(i)); // throws nothing
        Await.until("told", () -> !fixture.stopped.isEmpty());
        assertEquals("plugin-listener", fixture.stopped.getFirst().code());
        assertFalse(fixture.stopped.getFirst().message().isEmpty());
    }
}
