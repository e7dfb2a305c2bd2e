package org.trunkline.store.jdbc.internal.database;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of H2; {@link PostgresStoreTest} has the other. */
class SchemaMigrationTest {
    @Test
    void tablesThatAreUpToDateAreLeftAlone(@TempDir Path dir) throws Exception {
        var source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + dir.resolve("trunkline").toAbsolutePath());
        assertTrue(SchemaMigration.update(source, true));
        assertFalse(SchemaMigration.update(source, true), "half a second of each start");
    }
}
