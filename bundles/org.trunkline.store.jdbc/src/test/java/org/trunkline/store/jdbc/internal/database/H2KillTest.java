package org.trunkline.store.jdbc.internal.database;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.store.jdbc.internal.config.JdbcConfigStore;

/**
 * Kills a process that saves configuration while the records' feed writes beside it. H2 uses the room of old versions again
 * 45 seconds later; here at once, so that what the file's head says of its newest part is put to the test.
 */
class H2KillTest {
    private static final int ROUNDS = 4;
    private static final int TOLD = 80;
    private static final String REUSE_AT_ONCE = ";RETENTION_TIME=0";

    @TempDir
    Path dir;

    @Test
    void whatWasAnsweredAsSavedIsThereAfterKill9() throws Exception {
        long before = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long told = saveUntilKilled(before + TOLD + 7 * round);
            try (var database = open(dir)) {
                before = new JdbcConfigStore(database, InstantSource.system()).load().revision();
            }
            assertTrue(before >= told, "revision " + told + " was answered as saved, " + before + " is found");
        }
    }

    private static Database open(Path dir) {
        return new Database(dir, "jdbc:h2:file:" + dir.resolve("store", "trunkline").toAbsolutePath() + REUSE_AT_ONCE, "", "");
    }

    /** @return the last revision that the process was told of */
    private long saveUntilKilled(long until) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Saver.class.getName(),
                dir.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long last = 0;
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            while (last < until)
                last = Math.max(last, told(out.readLine()));
            process.toHandle().destroyForcibly(); // leaves what is in the pipe to be read
            for (var line = out.readLine(); line != null; line = out.readLine())
                last = Math.max(last, told(line));
        } finally {
            process.destroyForcibly().waitFor();
        }
        return last;
    }

    /** Other lines are the log's, and the last one may be cut off. */
    private static long told(String line) {
        return line.matches("told \\d+\\.") ? Long.parseLong(line.substring(5, line.length() - 1)) : 0;
    }

    /** The process that dies. */
    static final class Saver {
        private static final int ROWS = 100;

        private Saver() {}

        public static void main(String[] args) throws Exception {
            var database = open(Path.of(args[0]));
            var store = new JdbcConfigStore(database, InstantSource.system());
            Thread.ofPlatform().daemon().start(() -> feed(database));
            for (int i = 0; ; i++) {
                var hold = new LegalHold("hold " + i % 7, "trunk:a", "case", "test", Instant.EPOCH);
                long revision = store.apply(List.of(new ConfigChange.PutHold(hold)), "test").revision();
                System.out.println("told " + revision + '.');
            }
        }

        /** As the records' feed does: many rows in a transaction that is not forced to the disk. */
        private static void feed(Database database) {
            try {
                for (long at = System.nanoTime(); ; at += ROWS) {
                    long from = at;
                    database.change(false, (sql, _) -> {
                        for (long id = from; id < from + ROWS; id++)
                            sql.update("insert into held_record (id) values (?)", "%020d".formatted(id));
                        return ROWS;
                    });
                }
            } catch (StoreException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
