package org.trunkline.store.jdbc.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL of the test's own, on loopback and in a folder that goes with it; where the package is installed. */
public final class PostgresServer implements AutoCloseable {
    public static final String MISSING = "PostgreSQL is not installed (Debian package postgresql): its tests are left out";
    public static final String USER = "trunkline";
    public static final String PASSWORD = "s3cret of the test";
    private static final long PATIENCE_S = 120;

    private final Path bin;
    private final Path folder;
    private final String address = "127." + at(1, 255) + "." + at(0, 256) + "." + at(1, 255);
    private final int port = at(20_000, 30_000);
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer(Path bin) throws IOException {
        this.bin = bin;
        folder = Files.createTempDirectory("trunkline-pg");
        var secret = folder.resolve("password");
        Files.writeString(secret, PASSWORD);
        if (isRoot())
            run(List.of("chown", "-R", "nobody", folder.toString()));
        run(as("initdb", "-D", data(), "-U", USER, "--pwfile", secret.toString(), "-A", "scram-sha-256", "-E", "UTF8",
                "--no-sync", "--locale=C"));
        start();
    }

    /** No port is free for certain until it is bound, and it is bound seconds later, and again; here nobody else looks for one. */
    private static int at(int from, int to) {
        return ThreadLocalRandom.current().nextInt(from, to);
    }

    /** Empty where the package is not installed. */
    public static Optional<PostgresServer> start(Path versions) throws IOException {
        if (!Files.isDirectory(versions))
            return Optional.empty();
        try (var found = Files.list(versions)) {
            var bin = found.map(v -> v.resolve("bin")).filter(b -> Files.isExecutable(b.resolve("initdb")))
                    .max(Comparator.naturalOrder());
            return bin.isEmpty() ? Optional.empty() : Optional.of(new PostgresServer(bin.get()));
        }
    }

    public static Optional<PostgresServer> installed() throws IOException {
        return start(Path.of("/usr/lib/postgresql"));
    }

    public void start() throws IOException {
        run(as("pg_ctl", "-D", data(), "-w", "-t", String.valueOf(PATIENCE_S), "-l", folder.resolve("log").toString(), "-o",
                "-p " + port + " -c listen_addresses=" + address + " -c unix_socket_directories='' -c fsync=off "
                        + "-c max_connections=30 -c shared_buffers=32MB", "start"));
    }

    /** As if somebody pulled the plug. */
    public void stop() throws IOException {
        run(as("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop"));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** A new, empty database. */
    public String newDatabase() throws SQLException {
        return create("");
    }

    /** A new database with what is in {@code url}, which nobody has open: making the tables takes seconds, a copy does not. */
    public String copyOf(String url) throws SQLException {
        return create(" template " + url.substring(url.lastIndexOf('/') + 1));
    }

    private String create(String how) throws SQLException {
        String name = "t" + databases.incrementAndGet();
        try (var connection = DriverManager.getConnection(url("postgres"), USER, PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute("create database " + name + how);
        }
        return url(name);
    }

    private String url(String database) {
        return "jdbc:postgresql://" + address + ":" + port + "/" + database;
    }

    /** PostgreSQL refuses to run as root. */
    private List<String> as(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (isRoot())
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void run(List<String> command) throws IOException {
        var output = Files.createTempFile("trunkline-pg", ".out");
        try {
            var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile()).start();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0)
                throw new IOException(command + ": " + Files.readString(output));
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList())
                    Files.deleteIfExists(file);
            }
        }
    }
}
