package org.trunkline.store.jdbc.internal;

import java.util.List;

class H2RecordFeedTest extends RecordFeedContract {
    @Override
    Database open() {
        return new Database(dir, "", "", "");
    }

    @Override
    List<String> address() {
        return List.of("", "", "");
    }
}
