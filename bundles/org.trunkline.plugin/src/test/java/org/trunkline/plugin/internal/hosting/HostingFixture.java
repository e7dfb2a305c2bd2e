package org.trunkline.plugin.internal.hosting;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.ApiSessions;
import org.trunkline.api.plugin.EntryReader;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.archive.PluginManifest;
import org.trunkline.plugin.internal.guard.House;
import org.trunkline.plugin.internal.guard.Patience;
import org.trunkline.plugin.internal.host.ChildParts;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;
import org.trunkline.plugin.internal.runtime.PluginRuntime.RunningPlugin;
import org.trunkline.plugin.internal.runtime.PluginSpec;
import org.trunkline.plugin.internal.web.PluginEvents;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.call.CallControl;
import org.trunkline.spi.http.HttpResource;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;
import org.trunkline.spi.routing.TrunkLoad;

/** A framework in the test's own JVM with the runtime in it, and a house that plug-ins reach. */
final class HostingFixture implements AutoCloseable, House {
    private static final String PACKAGES = Stream.concat(
            Stream.of("", ".alert", ".audio", ".call", ".config", ".http", ".number", ".quality", ".record", ".routing").map(p -> "org.trunkline.spi" + p),
            Stream.concat(Stream.of("border", "call", "cdr", "config", "cost", "part", "quality").map(p -> "org.trunkline.domain." + p),
                    Stream.of("", ".alert", ".call", ".cdr", ".config", ".node", ".plugin", ".privacy").map(p -> "org.trunkline.api" + p)))
            .map(p -> p + ";version=\"0.1.0\"").collect(Collectors.joining(",")) + ",org.slf4j;version=\"2.0.20\"";

    final Path folder;
    final BundleContext context;
    final PluginHosting hosting;
    final List<String> published = new CopyOnWriteArrayList<>();
    final List<LocalizableText> stopped = new CopyOnWriteArrayList<>();
    Optional<Node> node = Optional.empty();
    /** What the description of the sample names; empty for what it offers. */
    List<String> provides = List.of();
    private final Framework framework;
    private final Path jar;
    private final List<RunningPlugin> running = new ArrayList<>();

    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration OFFERS = Duration.ofMillis(300);

    /** A plug-in that is sound is never too late, however loaded the machine. */
    static final Patience LONG = new Patience(millis -> 10_000, Duration.ofSeconds(10), Duration.ofSeconds(10),
            Duration.ofSeconds(60), Duration.ofMillis(500), START, OFFERS, Duration.ofMillis(20));
    /** One that is not is noticed soon. */
    static final Patience SHORT = new Patience(LongUnaryOperator.identity(), Duration.ofMillis(100), LONG.cpu(),
            Duration.ofSeconds(60), Duration.ofMillis(500), START, OFFERS, Duration.ofMillis(20));
    /** One that answers too late does not hang. */
    static final Patience LATE = new Patience(LongUnaryOperator.identity(), LONG.grace(), LONG.cpu(), LONG.silence(),
            LONG.backOff(), START, OFFERS, LONG.look());
    /** One that does not return from its start does not hang later. */
    static final Patience STARTING = new Patience(LongUnaryOperator.identity(), LONG.grace(), LONG.cpu(), LONG.silence(),
            LONG.backOff(), Duration.ofSeconds(1), OFFERS, LONG.look());
    /** Of one that computes on threads of its own; starting on a loaded machine looks the same. */
    static final Patience BUSY = new Patience(LongUnaryOperator.identity(), SHORT.grace(), Duration.ofMillis(450),
            SHORT.silence(), SHORT.backOff(), START, OFFERS, SHORT.look());
    /** Of a process that says nothing for some beats, too. */
    static final Patience SILENT = new Patience(LongUnaryOperator.identity(), SHORT.grace(), SHORT.cpu(),
            Duration.ofMillis(700), SHORT.backOff(), START, OFFERS, SHORT.look());

    HostingFixture(Path folder, Patience patience) throws Exception {
        this.folder = folder;
        jar = SampleJar.build(folder, "");
        var configuration = new HashMap<String, String>();
        configuration.put(Constants.FRAMEWORK_STORAGE, folder.resolve("framework").toString());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, PACKAGES);
        framework = factory().newFramework(configuration);
        framework.start();
        context = framework.getBundleContext();
        hosting = new PluginHosting(context, HostingFixture::parts, Optional.of(this), patience);
    }

    private static FrameworkFactory factory() {
        return ServiceLoader.load(FrameworkFactory.class).stream().map(ServiceLoader.Provider::get)
                .filter(f -> f.getClass().getName().contains("felix")).findFirst()
                .or(() -> ServiceLoader.load(FrameworkFactory.class).findFirst()).orElseThrow();
    }

    private static ChildParts parts() {
        var path = Stream.of(factory().getClass(), PluginHosting.class, org.slf4j.Logger.class, Cdr.class, RoutingPolicy.class,
                Node.class).map(HostingFixture::file).toList();
        return new ChildParts(path, List.of(), PACKAGES, List.of());
    }

    static Path file(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Path jar() {
        return jar;
    }

    PluginSpec spec(String id, String version, Host host, String how, List<String> permissions, Path bundle) throws IOException {
        var limits = new PluginAbout.Limits(32, 60, 20, 20);
        var about = new PluginAbout(id, version, Map.of("en", id), Map.of(), provides.isEmpty() ? offered(how) : provides, permissions, limits,
                host == Host.INSIDE, false, List.of());
        return new PluginSpec(new PluginManifest(about, "[0.1,0.2)", List.of("sample.jar"), List.of()), List.of(bundle),
                Map.of("how", how), Files.createDirectories(folder.resolve("data-" + id)), host);
    }

    private static List<String> offered(String how) {
        return Stream.concat(Stream.of("RoutingPolicy", "RecordConsumer", "HttpResource", "EventTopic"), switch (how) {
            case "analyses" -> Stream.of("CallAnalyser", "RecordAttributes");
            case "contract" -> Stream.of("CallAnalyser", "NumberLookup");
            case "field-of-product" -> Stream.of("RecordAttributes");
            default -> how.startsWith("codec") ? Stream.of("AudioCodec") : Stream.empty();
        }).toList();
    }

    RunningPlugin start(String id, Host host, String how, String... permissions) throws Exception {
        var plugin = startUnused(id, "1.0.0", host, how, permissions);
        plugin.use(Optional.empty());
        return plugin;
    }

    RunningPlugin startUnused(String id, String version, Host host, String how, String... permissions)
            throws IOException, PluginStartException {
        var plugin = hosting.start(spec(id, version, host, how, List.of(permissions), jar), stopped::add);
        running.add(plugin);
        return plugin;
    }

    /** The extension as the house has it. */
    <T> T extension(String id, Class<T> type) {
        return find(id, type).orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " of " + id));
    }

    <T> Optional<T> find(String id, Class<T> type) {
        try {
            return context.getServiceReferences(type, "(trunkline.plugin=" + id + ")").stream().findFirst()
                    .map(context::getService);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Object property(String id, String name) throws Exception {
        return context.getServiceReferences(RoutingPolicy.class, "(trunkline.plugin=" + id + ")").iterator().next()
                .getProperty(name);
    }

    String ask(String id, String... path) throws Exception {
        var reply = extension(id, HttpResource.class)
                .handle(new HttpResource.Call("GET", List.of(path), Map.of(), "", new byte[0], "test"));
        return new String(reply.body());
    }

    /** Has the sample register a CallAnalyser; it may be stopped before it says so. */
    void registersMore(String id) throws Exception {
        try {
            ask(id, "analyse");
        } catch (ExtensionFailedException e) {
            assertTrue(e.reason() != Reason.LATE, e::getMessage);
        }
    }

    static RoutingQuestion question() {
        var load = new TrunkLoad(3, 10, true, 0.5);
        var trunks = Stream.of("A", "B", "C", "D")
                .map(name -> new RouteCandidate("Trunk " + name, "+46812345", "+4686840", load)).toList();
        return new RoutingQuestion(CALL, Instant.parse("2026-11-21T12:00:00Z"), Direction.OUTBOUND,
                new Party("anna", Optional.of("+4686840"), "Anna"), new Party("0812345", Optional.of("+46812345"), ""),
                Optional.of("anna"), Optional.empty(), new Destination.Trunks(Optional.of("+46"), trunks), 0, List.of());
    }

    private static final CallId CALL = new CallId("01JD7ZKXW0ABCDEFGHJK");

    /** That a plug-in was stopped, also on a machine that has much to do; that two seconds are enough, the benchmark measures. */
    static void assertQuick(long begun) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertTrue(seconds < 15, () -> "took " + seconds + " s");
    }

    static boolean answers(RoutingPolicy policy) {
        try {
            return policy.advise(question()) instanceof RoutingAdvice.TryTrunks;
        } catch (ExtensionFailedException e) {
            return false;
        }
    }

    /** What it wants tried; asked again where it was late. */
    static RoutingAdvice.TryTrunks order(RoutingPolicy policy) {
        for (int i = 0;; i++)
            try {
                return (RoutingAdvice.TryTrunks) policy.advise(question());
            } catch (ExtensionFailedException e) {
                if (e.reason() != Reason.LATE || i == 50)
                    throw e;
            }
    }

    static <T extends Throwable> T fails(Class<T> with, RoutingPolicy policy) {
        return assertThrows(with, () -> policy.advise(question()));
    }

    @Override
    public Optional<Node> node() {
        return node;
    }

    @Override
    public Optional<ApiSessions> sessions() {
        return Optional.empty();
    }

    @Override
    public Optional<PluginEvents> events() {
        return Optional.of((plugin, topic, json) -> published.add(plugin + " " + topic + " " + json));
    }

    @Override
    public Optional<CallControl> control() {
        return Optional.empty();
    }

    @Override
    public Optional<EntryReader> entries() {
        return Optional.of((plugin, kind) -> List.of(Map.of("of", plugin, "kind", kind)));
    }

    @Override
    public void close() throws Exception {
        hosting.close();
        framework.stop();
        framework.waitForStop(5_000);
    }
}
