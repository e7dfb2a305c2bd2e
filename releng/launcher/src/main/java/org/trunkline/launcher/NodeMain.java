package org.trunkline.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

import sun.misc.Signal;

/**
 * Starts a node: Apache Felix with every jar in {@code bundle/}, and ends it in order on SIGTERM.
 *
 * <p>Felix' own main would do but for three things: it copies each bundle at each start, it turns SIGTERM into exit
 * code 143, and a second node on the same folder ends in a stack trace.
 *
 * <p>Exit codes: 0 ordered stop, 1 bad command line, 2 the node cannot run (system property {@code trunkline.exit}).
 */
public final class NodeMain {
    private static final int STOP_MS = 9_000;

    private NodeMain() {
    }

    public static void main(String[] args) throws Exception {
        NodeOptions options;
        try {
            options = NodeOptions.parse(List.of(args), trunklineHome());
        } catch (IllegalArgumentException e) {
            System.err.println("trunkline-node: " + e.getMessage());
            System.err.println(NodeOptions.USAGE);
            System.exit(1);
            return;
        }
        if (options.help()) {
            System.out.println(NodeOptions.USAGE);
            return;
        }
        System.exit(run(options));
    }

    private static Path trunklineHome() {
        var set = System.getenv("TRUNKLINE_HOME");
        return set == null || set.isBlank() ? Path.of(System.getProperty("user.home"), ".trunkline") : Path.of(set);
    }

    private static int run(NodeOptions options) throws Exception {
        var home = home();
        var properties = new Properties();
        try (var in = Files.newInputStream(home.resolve("conf/node.properties"))) {
            properties.load(in);
        }
        try {
            makeFolder(options.data());
        } catch (IOException e) {
            return refuse("the data folder " + options.data() + " cannot be made (" + e.getMessage()
                    + "): choose another with --data");
        }
        if (!Files.isWritable(options.data()))
            return refuse("the data folder " + options.data() + " is not writable: change its owner or choose another with --data");
        try (var channel = FileChannel.open(options.data().resolve("framework.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null)
                return refuse("another node runs on " + options.data() + ": stop it or choose another folder with --data");
            return runFramework(options, home, properties);
        } catch (IOException e) {
            return refuse("the data folder " + options.data() + " cannot be used: " + e.getMessage());
        }
    }

    /** A new folder is its owner's alone: it holds secrets and records of calls. */
    private static void makeFolder(Path data) throws IOException {
        var fresh = !Files.exists(data);
        Files.createDirectories(data);
        if (fresh && Files.getFileAttributeView(data, PosixFileAttributeView.class) != null)
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }

    private static int refuse(String why) {
        System.err.println("trunkline-node: " + why);
        return 2;
    }

    private static Path home() throws Exception {
        var jar = Path.of(NodeMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return jar.toAbsolutePath().getParent().getParent();
    }

    private static int runFramework(NodeOptions options, Path home, Properties file) throws Exception {
        var levels = new StartLevels(file);
        Map<String, String> configuration = new HashMap<>();
        for (var name : file.stringPropertyNames())
            configuration.put(name, expand(file.getProperty(name), home, options.data()));
        configuration.putAll(options.properties());
        configuration.putIfAbsent(Constants.FRAMEWORK_STORAGE, options.data().resolve("framework").toString());
        // libraries ask the JVM, not the framework
        configuration.forEach((name, value) -> {
            if (System.getProperty(name) == null)
                System.setProperty(name, value);
        });

        var log = new FrameworkLog();
        Map<String, Object> settings = new HashMap<>(configuration);
        settings.put("felix.log.logger", log);
        Framework framework = new FrameworkFactory().newFramework(settings);
        log.of(framework);
        try {
            framework.init();
        } catch (BundleException e) {
            return refuse("the data folder " + options.data() + " cannot hold the bundle cache: " + e.getMessage());
        }
        var terminated = new AtomicBoolean();
        Signal.handle(new Signal("TERM"), s -> {
            if (!terminated.compareAndSet(false, true) || !drains(framework))
                stop(framework);
        });
        Signal.handle(new Signal("INT"), s -> stop(framework));

        var bundles = install(framework, home.resolve("bundle"), levels);
        framework.start();
        var wiring = framework.adapt(FrameworkWiring.class);
        wiring.resolveBundles(bundles);
        var failed = start(bundles);
        framework.adapt(FrameworkStartLevel.class).setStartLevel(levels.last(), (FrameworkListener) e -> {
            if (e.getType() == FrameworkEvent.STARTLEVEL_CHANGED && framework.getState() == Bundle.ACTIVE)
                report(bundles, failed);
        });

        FrameworkEvent stopped;
        do { // an update of the system bundle is a restart, which we do not offer
            stopped = framework.waitForStop(0);
        } while (stopped.getType() == FrameworkEvent.WAIT_TIMEDOUT);
        return Integer.getInteger("trunkline.exit", 0);
    }

    private static String expand(String value, Path home, Path data) {
        return value.replace("${home}", home.toString()).replace("${data}", data.toString());
    }

    private static List<Bundle> install(Framework framework, Path folder, StartLevels levels)
            throws IOException, BundleException {
        var bundles = new ArrayList<Bundle>();
        var context = framework.getBundleContext();
        try (var jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (var jar : jars)
                if (!isIdleShell(jar))
                    bundles.add(context.installBundle("reference:" + jar.toUri().toURL().toExternalForm()));
        }
        for (var bundle : bundles)
            bundle.adapt(BundleStartLevel.class).setStartLevel(levels.of(bundle.getSymbolicName()));
        return bundles;
    }

    /** Without a terminal the shell does nothing, but starts a thread, which fails loudly where the node stops meanwhile. */
    private static boolean isIdleShell(Path jar) {
        return jar.getFileName().toString().startsWith("org.apache.felix.gogo.shell_")
                && System.getProperty("gosh.args", "").contains("--nointeractive");
    }

    /** Marks all as started; they do start when the framework reaches their level. */
    private static Map<Bundle, BundleException> start(List<Bundle> bundles) {
        var failed = new HashMap<Bundle, BundleException>();
        for (var bundle : bundles) {
            if (isFragment(bundle))
                continue;
            try {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            } catch (BundleException e) {
                failed.put(bundle, e);
            }
        }
        return failed;
    }

    private static void report(List<Bundle> bundles, Map<Bundle, BundleException> failed) {
        failed.forEach((bundle, e) -> System.err.println(
                "trunkline-node: bundle " + bundle.getSymbolicName() + " did not start: " + e.getMessage()));
        for (var bundle : bundles)
            if (!isFragment(bundle) && !failed.containsKey(bundle) && bundle.getState() < Bundle.STARTING)
                System.err.println("trunkline-node: bundle " + bundle.getSymbolicName() + " did not start");
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }

    /** A node that carries calls lets them end first, then stops by itself; a second signal does not wait. */
    private static boolean drains(Framework framework) {
        try {
            var context = framework.getBundleContext();
            for (var reference : context.getServiceReferences(Runnable.class, "(trunkline.sigterm=true)")) {
                Thread.ofPlatform().name("drain").start(context.getService(reference));
                return true;
            }
        } catch (InvalidSyntaxException | IllegalStateException e) {
            System.err.println("trunkline-node: draining: " + e.getMessage());
        }
        return false;
    }

    /** Runs in a thread of its own: the JVM's signal thread must not wait. */
    private static void stop(Framework framework) {
        Thread.ofPlatform().name("stop").start(() -> {
            try {
                framework.stop();
                framework.waitForStop(STOP_MS);
            } catch (BundleException e) {
                System.err.println("trunkline-node: stopping: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(Integer.getInteger("trunkline.exit", 0));
        });
    }
}
