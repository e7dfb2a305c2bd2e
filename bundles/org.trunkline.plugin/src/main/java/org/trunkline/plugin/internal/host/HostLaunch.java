package org.trunkline.plugin.internal.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.api.plugin.PluginAbout.Limits;
import org.trunkline.plugin.internal.link.FrameKind;
import org.trunkline.plugin.internal.link.Link;

/** Starts the process of a plug-in and waits until it has connected. */
final class HostLaunch {
    private static final int MAX_SOCKET_PATH = 100;
    private static final long CONNECT_MS = 10_000;
    private static final List<String> KEPT_ENVIRONMENT = List.of("PATH", "LANG", "LC_ALL", "TZ", "SystemRoot", "HTTP_PROXY",
            "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy");

    /** @param run folder of its own, deleted when the process has ended */
    record Started(Process process, Link link, Path run, ProcessOutput output) {}

    private final ChildParts parts;
    private final Path folder;
    private final Limits limits;
    private final boolean api;

    HostLaunch(ChildParts parts, Path folder, Limits limits, boolean api) {
        this.parts = parts;
        this.folder = folder;
        this.limits = limits;
        this.api = api;
    }

    /** @throws IOException if it does not connect within 10 s; the message has the last lines that it wrote */
    Started start() throws IOException {
        var run = runFolder();
        var socket = run.resolve("s");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            var process = command(run).start();
            var output = new ProcessOutput(process);
            try {
                var token = token();
                var in = process.getOutputStream();
                in.write((socket + "\n" + token + "\n").getBytes(UTF_8));
                in.flush();
                return new Started(process, new Link(accept(server, process, token)), run, output);
            } catch (IOException e) {
                process.destroyForcibly();
                throw new IOException("its process did not start: " + e.getMessage() + " " + output.tail(), e);
            }
        } catch (IOException e) {
            delete(run);
            throw e;
        }
    }

    private ProcessBuilder command(Path run) throws IOException {
        var temporary = Files.createDirectories(folder.resolve("tmp"));
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java").toString());
        command.addAll(List.of("-Xmx" + limits.heapMb() + "m", "-Xms8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Xss512k", "-XX:ReservedCodeCacheSize=24m", "-XX:MaxMetaspaceSize=" + (64 + limits.heapMb()) + "m",
                "-XX:MaxDirectMemorySize=32m", "-Xshare:auto", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + run.resolve("crash.log"),
                "--sun-misc-unsafe-memory-access=allow", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8",
                "-Djava.io.tmpdir=" + temporary,
                "-Dslf4j.provider=org.trunkline.plugin.internal.child.LinkLogging", "-Dslf4j.internal.verbosity=ERROR"));
        command.add("-cp");
        command.add(Stream.concat(parts.classPath().stream(), api ? parts.apiClassPath().stream() : Stream.empty())
                .map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add("org.trunkline.plugin.internal.child.ChildMain");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        var environment = builder.environment();
        environment.keySet().retainAll(KEPT_ENVIRONMENT);
        environment.put("MALLOC_ARENA_MAX", "2"); // glibc keeps less
        return builder;
    }

    /** The process ends, or too much time passes, and the socket is closed: then nobody waits here. */
    private static SocketChannel accept(ServerSocketChannel server, Process process, String token) throws IOException {
        var closer = new Thread(() -> {
            try {
                process.onExit().get(CONNECT_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                // late
            }
            close(server);
        }, "plugin-connect");
        closer.setDaemon(true);
        closer.start();
        try {
            var channel = server.accept();
            check(channel, token);
            return channel;
        } finally {
            closer.interrupt();
        }
    }

    private static void check(SocketChannel channel, String token) throws IOException {
        var expected = token.getBytes(UTF_8);
        var hello = new FrameHead(channel, expected.length + 16).read();
        if (FrameKind.of(hello.readByte()) != FrameKind.HELLO
                || !MessageDigest.isEqual(expected, hello.readText().getBytes(UTF_8))) {
            channel.close();
            throw new IOException("another program connected");
        }
    }

    private static void close(ServerSocketChannel server) {
        try {
            server.close();
        } catch (IOException e) {
            // closed is closed
        }
    }

    private static String token() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** For its owner alone, and with a short path: a socket's may have some hundred characters. */
    private static Path runFolder() throws IOException {
        var made = Files.createTempDirectory("tl"); // rwx for its owner alone
        if (made.toString().length() < MAX_SOCKET_PATH || !Files.isDirectory(Path.of("/tmp")))
            return made;
        Files.delete(made);
        return Files.createTempDirectory(Path.of("/tmp"), "tl");
    }

    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, IOException e) throws IOException {
                    Files.delete(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // left to the system, which clears temporary files
        }
    }
}
