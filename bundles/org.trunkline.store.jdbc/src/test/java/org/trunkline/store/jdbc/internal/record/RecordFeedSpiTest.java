package org.trunkline.store.jdbc.internal.record;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.call.CallId;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.testkit.RecordConsumerContract;
import org.trunkline.store.jdbc.internal.database.Database;

/** The store is a consumer of records as any. */
class RecordFeedSpiTest extends RecordConsumerContract {
    @TempDir
    Path dir;
    private Optional<Database> database = Optional.empty();

    @Override
    protected RecordConsumer consumer() throws Exception {
        close();
        database = Optional.of(new Database(dir, "", "", ""));
        return new RecordFeed(database.get(), InstantSource.system(), Duration.ZERO);
    }

    @Override
    protected List<CallId> delivered() throws Exception {
        return database.orElseThrow().read((sql, _) -> sql.list("select id from call_record",
                row -> new CallId(row.getString(1).strip())));
    }

    @AfterEach
    void close() {
        database.ifPresent(Database::close);
        database = Optional.empty();
    }
}
