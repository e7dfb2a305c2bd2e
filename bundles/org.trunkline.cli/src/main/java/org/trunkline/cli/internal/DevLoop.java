package org.trunkline.cli.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Plugins;

/** Builds, packs and updates a project in a running node, at once and whenever a source changed. */
final class DevLoop {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long LOOK_EVERY_MS = 250;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final Set<String> PASSED_OVER = Set.of("target", ".git", ".trunkline", "node_modules");

    private final Path project;
    private final Plugins plugins;
    private final Map<String, String> environment;
    private final boolean tests;
    private final PrintStream out;

    /** @param tests whether each build runs the project's tests */
    DevLoop(Path project, Plugins plugins, Map<String, String> environment, boolean tests, PrintStream out) {
        this.project = project;
        this.plugins = plugins;
        this.environment = environment;
        this.tests = tests;
        this.out = out;
    }

    /** Runs until the process is ended. @param once whether to build once and return */
    void run(boolean once) throws CommandException {
        demandTrust();
        var seen = sources();
        if (once) {
            reload();
            return;
        }
        while (true) {
            try {
                reload();
            } catch (CommandException e) { // the author corrects the source, and it is tried again
                e.lines().forEach(line -> out.println("trunkline: " + line));
            }
            out.println("Watching " + project + ", Ctrl-C ends");
            seen = awaitChange(seen);
        }
    }

    private Map<Path, Long> awaitChange(Map<Path, Long> seen) throws CommandException {
        while (true) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CommandException.failed("interrupted");
            }
            var now = sources();
            if (!now.equals(seen))
                return now;
        }
    }

    private void demandTrust() throws CommandException {
        var fingerprint = SigningKey.of(project).fingerprint();
        try {
            if (plugins.publishers().stream().noneMatch(p -> p.fingerprint().equals(fingerprint)))
                throw CommandException.failed("the node does not trust the project's key: trunkline plugin trust "
                        + project.resolve("publisher.pem"));
        } catch (NodeUnavailableException e) {
            throw CommandException.failed(e.getMessage());
        }
    }

    /** Takes the project into the node as it is now. */
    private void reload() throws CommandException {
        long begun = System.nanoTime();
        build();
        long built = System.nanoTime();
        var packer = Packer.of(project);
        var archive = packer.pack(STAMP.format(Instant.now()));
        long packed = System.nanoTime();
        var status = deploy(packer.file().id(), archive);
        long deployed = System.nanoTime();
        out.printf(Locale.ROOT, "%s %s is %s after %d ms (build %d, pack %d, node %d)%n", status.about().id(),
                status.about().version(), PluginOutput.word(status.state()), millis(begun, deployed), millis(begun, built),
                millis(built, packed), millis(packed, deployed));
        if (!status.reason().isEmpty())
            out.println("  " + status.reason().message());
        removeOld(archive);
        if (status.state() == PluginStatus.State.FAILED || status.state() == PluginStatus.State.SUSPENDED)
            throw CommandException.failed(status.about().id() + " is not running: correct it, and save");
    }

    private static long millis(long from, long to) {
        return (to - from) / NANOS_PER_MILLI;
    }

    private void build() throws CommandException {
        var command = new ArrayList<>(List.of(maven(), "-q", "-o", "-B", "package"));
        if (!tests)
            command.add("-DskipTests");
        try {
            var builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            var process = builder.start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0)
                throw CommandException.refused(List.of("the build failed: correct what Maven names, and save", said));
        } catch (IOException e) {
            throw CommandException.failed("Maven cannot be started (" + e.getMessage()
                    + "): put mvn 3.9 into the PATH, or name it in TRUNKLINE_MVN");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("interrupted");
        }
    }

    private String maven() {
        return environment.getOrDefault("TRUNKLINE_MVN",
                System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn");
    }

    private PluginStatus deploy(String id, Path archive) throws CommandException {
        try {
            var bytes = Files.readAllBytes(archive);
            boolean there = plugins.list().stream().anyMatch(p -> p.about().id().equals(id));
            return switch (there ? plugins.update(id, bytes) : plugins.install(bytes)) {
                case PluginResult.Done done -> done.status();
                case PluginResult.Refused refused -> throw CommandException.refused(
                        refused.errors().stream().map(e -> e.field() + ": " + e.message()).toList());
                case PluginResult.Missing missing -> throw CommandException.failed(missing.id() + " was removed meanwhile: save again");
                case PluginResult.Trusted _ -> throw new IllegalStateException("an archive is no publisher");
            };
        } catch (NodeUnavailableException | IOException e) {
            throw CommandException.failed(e.getMessage());
        }
    }

    /** Of the archives with a time stamp only the last is of use. */
    private void removeOld(Path last) {
        try (var files = Files.list(last.getParent())) {
            for (var file : files.filter(f -> f.toString().matches(".*\\d{17}\\.tlp") && !f.equals(last)).toList())
                Files.deleteIfExists(file);
        } catch (IOException e) {
            out.println("trunkline: older archives stay in " + last.getParent() + ": " + e.getMessage());
        }
    }

    /** When each source changed last. */
    private Map<Path, Long> sources() throws CommandException {
        var found = new HashMap<Path, Long>();
        try {
            Files.walkFileTree(project, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return PASSED_OVER.contains(String.valueOf(folder.getFileName())) ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found.put(file, attributes.lastModifiedTime().toMillis());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // an editor's file that has gone again
                }
            });
        } catch (IOException e) {
            throw CommandException.failed(project + " cannot be read: " + e.getMessage());
        }
        return found;
    }
}
