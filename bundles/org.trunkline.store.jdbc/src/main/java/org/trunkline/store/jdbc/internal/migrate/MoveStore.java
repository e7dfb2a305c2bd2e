package org.trunkline.store.jdbc.internal.migrate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.trunkline.engine.port.config.StoreException;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.OpenFailure;

/** {@code trunkline-node move-store}: from the data folder's H2 to another database. The node must be stopped. */
public final class MoveStore {
    static final String USAGE = """
            usage: trunkline-node move-store --data DIR --to jdbc:postgresql://HOST:PORT/DATABASE --user NAME
                   [--password-file FILE]   else the environment's TRUNKLINE_STORE_PASSWORD
            Moves configuration, audit, registrations and call records into an empty database. Stop the node first.
            Start it again after an interruption: it continues. The old store is only read.""";
    private static final long TELL_MS = 2_000;
    private static final int HUNDRED = 100;

    private final PrintStream out;
    private long told;

    private MoveStore(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.getenv(), System.out, System.err));
    }

    /** @return 0 when done, 1 for a wrong command line, 2 where it cannot be done */
    public static int run(List<String> args, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            var options = options(args);
            String password = options.containsKey("--password-file")
                    ? Files.readString(Path.of(options.get("--password-file"))).strip()
                    : environment.getOrDefault("TRUNKLINE_STORE_PASSWORD", "");
            new MoveStore(out).move(Path.of(options.get("--data")), options.get("--to"),
                    options.getOrDefault("--user", ""), password);
            return 0;
        } catch (IllegalArgumentException e) {
            err.println("trunkline-node: " + e.getMessage());
            err.println(USAGE);
            return 1;
        } catch (StoreException | OpenFailure e) {
            err.println("trunkline-node: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            err.println("trunkline-node: " + e);
            return 2;
        }
    }

    private static Map<String, String> options(List<String> args) {
        var known = List.of("--data", "--to", "--user", "--password-file");
        var options = new HashMap<String, String>();
        for (int i = 0; i < args.size(); i += 2) {
            if (!known.contains(args.get(i)))
                throw new IllegalArgumentException("unknown option " + args.get(i));
            if (i + 1 == args.size())
                throw new IllegalArgumentException(args.get(i) + " needs a value");
            options.put(args.get(i), args.get(i + 1));
        }
        for (String needed : List.of("--data", "--to"))
            if (!options.containsKey(needed))
                throw new IllegalArgumentException(needed + " is missing");
        if (!options.get("--to").startsWith("jdbc:postgresql:"))
            throw new IllegalArgumentException("--to " + options.get("--to").replaceFirst("[?;].*", "")
                    + ": only jdbc:postgresql: can be moved to");
        return options;
    }

    private void move(Path data, String url, String user, String password) throws IOException, StoreException {
        if (!Files.exists(data.resolve("store")))
            throw new IllegalArgumentException("--data " + data + ": there is no store in it");
        try (var channel = FileChannel.open(data.resolve("framework.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); var lock = channel.tryLock()) {
            if (lock == null)
                throw new StoreException("A node runs on " + data + ": stop it first.");
            try (var from = new Database(data, "", "", ""); var to = new Database(data, url, user, password)) {
                var rows = new StoreMove(from, to, this::tell).run();
                rows.forEach((table, count) -> out.printf("%-24s %,d rows, the same in both%n", table, count));
                out.println("Moved. Start the node with trunkline.store.url=" + to.name() + ", .user and .password-file; "
                        + from.name() + " is as it was: delete it once you trust the move, no erasure reaches it any more.");
            }
        }
    }

    private void tell(String table, long rows, long of) {
        long now = System.currentTimeMillis();
        if (rows < of && now - told < TELL_MS)
            return;
        told = now;
        out.printf("%s: %,d of %,d (%d%%)%n", table, rows, of, of == 0 ? HUNDRED : rows * HUNDRED / of);
    }
}
