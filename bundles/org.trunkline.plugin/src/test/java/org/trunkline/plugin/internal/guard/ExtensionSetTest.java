package org.trunkline.plugin.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.archive.PluginManifest;
import org.trunkline.plugin.internal.link.ExtensionMethod;
import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.plugin.internal.link.ExtensionTypes;
import org.trunkline.plugin.internal.link.Shapes;
import org.trunkline.plugin.internal.runtime.PluginSpec;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.http.HttpResource;
import org.trunkline.testkit.Await;

class ExtensionSetTest {
    private static final ExtensionType RESOURCE = new ExtensionTypes(new Shapes()).find(HttpResource.class.getName()).orElseThrow();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Semaphore asked = new Semaphore(0);
    private final Semaphore answers = new Semaphore(0);
    private final AtomicInteger registered = new AtomicInteger();
    private final ExtensionSet set = new ExtensionSet(context(), spec());

    private BundleContext context() {
        return proxy(BundleContext.class, (_, _, _) -> {
            registered.incrementAndGet();
            return proxy(ServiceRegistration.class, (_, _, _) -> null);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
    }

    private static PluginSpec spec() {
        var about = new PluginAbout("p", "1.0.0", Map.of("en", "p"), Map.of(), List.of("HttpResource"), List.of(), PluginAbout.Limits.DEFAULT,
                true, false, List.of());
        return new PluginSpec(new PluginManifest(about, "[0.1,0.2)", List.of("a.jar"), List.of()), List.of(), Map.of(), Path.of("p"), Host.INSIDE);
    }

    /** Answers with its name once it may. */
    private GuardedExtension extension(String name) {
        var carrier = new Carrier() {
            @Override
            public Outcome carry(ExtensionMethod method, Object[] arguments, long deadline, Consumer<Outcome> afterwards) {
                asked.release();
                answers.acquireUninterruptibly();
                return new Outcome.Answered(name);
            }

            @Override
            public long oldestCall() {
                return Long.MAX_VALUE;
            }
        };
        Consumer<LocalizableText> nobody = _ -> {};
        return new GuardedExtension(new GuardedExtension.Owner("p", new OwnCalls(), nobody, Patience.USUAL, false), RESOURCE, 0, 20, carrier,
                new CallCounts());
    }

    private void assertSeenWhileAsked(Runnable change) throws InterruptedException {
        var changing = Thread.ofPlatform().daemon().start(change);
        asked.acquire();
        assertTimeoutPreemptively(PATIENCE, () -> {
            assertEquals(2, set.all().size());
            assertEquals(LocalizableText.NOTHING, set.missing());
            assertEquals(LocalizableText.NOTHING, set.stuck(System.nanoTime()));
            assertEquals(List.of(), set.costs());
        });
        answers.release(2);
        changing.join();
        asked.drainPermits();
    }

    /** A plug-in that hangs must not hold up what looks at all plug-ins. */
    @Test
    void canBeSeenWhileItsExtensionsAreAskedForTheirNames() throws Exception {
        set.add(extension("people"));
        set.add(extension("hours"));
        assertSeenWhileAsked(() -> set.use(Optional.empty()));
        assertEquals(2, registered.get());
        assertSeenWhileAsked(() -> set.replaceAll(List.of(extension("hours"), extension("people"))));
        assertEquals(2, registered.get(), "each took the place of the one of its name");
    }

    @Test
    void whoWaitsForItsExtensionsIsToldThatItIsClosed() throws Exception {
        var missing = new AtomicReference<LocalizableText>();
        var waiting = Thread.ofPlatform().daemon().start(() -> {
            try {
                missing.set(set.awaitAll(Duration.ofMinutes(10)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Await.until("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
        set.close(Reason.SUSPENDED);
        assertTimeoutPreemptively(PATIENCE, () -> waiting.join());
        assertEquals(LocalizableText.NOTHING, missing.get());
    }
}
