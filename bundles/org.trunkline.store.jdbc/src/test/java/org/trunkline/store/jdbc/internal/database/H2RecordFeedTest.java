package org.trunkline.store.jdbc.internal.database;

import java.util.List;

import org.trunkline.store.jdbc.internal.record.RecordFeedContract;

class H2RecordFeedTest extends RecordFeedContract {
    @Override
    public Database open() {
        return new Database(dir, "", "", "");
    }

    @Override
    public List<String> address() {
        return List.of("", "", "");
    }
}
