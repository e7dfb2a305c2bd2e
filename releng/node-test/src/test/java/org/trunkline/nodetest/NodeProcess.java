package org.trunkline.nodetest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The packaged node as a process of its own, on loopback. */
final class NodeProcess implements AutoCloseable {
    /** With a busy machine; nobody who passes waits so long. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    static final Path DIST = Path.of(System.getProperty("node.dist")).normalize();

    final Path data;
    private final Process process;
    private final Path output;

    private NodeProcess(Path data, int sipPort, int httpPort) throws IOException {
        this.data = data;
        output = Files.createTempFile("trunkline-node", ".log");
        var command = new ArrayList<>(List.of(DIST.resolve("bin/trunkline-node").toString(), "--data", data.toString(),
                "--bind", "127.0.0.1", "--sip-port", "" + sipPort, "--http-port", "" + httpPort));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("TRUNKLINE_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // the JVM would say a line of its own
        process = builder.start();
    }

    /** Starts a node and returns at once. */
    static NodeProcess launch(Path data, int sipPort, int httpPort) throws IOException {
        return new NodeProcess(data, sipPort, httpPort);
    }

    /**
     * Starts a node on free ports and waits until it says that it is ready. A port that was free can be another
     * program's a moment later: then once more.
     */
    static NodeProcess start(Path data) throws IOException {
        for (var attempt = 1;; attempt++) {
            var node = new NodeProcess(data, 0, 0);
            try {
                node.await("ready", () -> Files.exists(data.resolve("node.ready")));
                return node;
            } catch (AssertionError e) {
                var unlucky = node.output().contains("is in use");
                node.close();
                if (attempt == 3 || !unlucky)
                    throw e;
            }
        }
    }

    private Properties ready() throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("node.ready"))) {
            properties.load(in);
        }
        return properties;
    }

    /** Where it takes SIP, over UDP and TCP. */
    InetSocketAddress sip() throws IOException {
        var address = ready().getProperty("sip");
        var colon = address.lastIndexOf(':');
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    void await(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new AssertionError("the node is not " + what + "; it said:\n" + output());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String token() throws IOException {
        return Files.readString(data.resolve("admin.token")).strip();
    }

    HttpResponse<String> http(String method, String path, String body) throws IOException, InterruptedException {
        return http(method, path, body, token());
    }

    HttpResponse<String> http(String method, String path, String body, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(ready().getProperty("http") + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        }
    }

    /** Sends SIGTERM, as an init system does. */
    void terminate() {
        process.destroy();
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        try {
            Files.deleteIfExists(data.resolve("node.ready")); // it could not
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the code it ends with, or -1 if it does not end */
    int exit() throws InterruptedException {
        return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            Files.deleteIfExists(output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
