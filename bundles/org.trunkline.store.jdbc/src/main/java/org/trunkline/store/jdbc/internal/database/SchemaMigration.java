package org.trunkline.store.jdbc.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import org.trunkline.engine.port.config.StoreException;

import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.logging.core.NoOpLogService;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Brings the tables up to date. Does nothing, and fast, where they are. */
final class SchemaMigration {
    private static final String FOLDER = "org/trunkline/store/jdbc/";
    private static final String CHANGELOG = FOLDER + "schema.sql";
    /** Change sets of {@link #CHANGELOG}. */
    private static final Set<String> KNOWN = Set.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
    private static final String KEEPING = FOLDER + "keeping.sql";
    private static final Set<String> KNOWN_KEEPING = Set.of("keeping-1", "keeping-2");
    private static final String PLUGINS = FOLDER + "plugins.sql";
    private static final Set<String> KNOWN_PLUGINS = Set.of("plugins-1");
    private static final String MESSAGES = FOLDER + "messages.sql";
    private static final Set<String> KNOWN_MESSAGES = Set.of("messages-1");
    private static final String PUSH = FOLDER + "push.sql";
    private static final Set<String> KNOWN_PUSH = Set.of("push-1");
    /** The table of records, which each database wants otherwise. */
    private static final String H2_RECORDS = FOLDER + "records-h2.sql";
    private static final Set<String> KNOWN_H2 = Set.of("records-1", "records-3");
    private static final String POSTGRES_RECORDS = FOLDER + "records-postgresql.sql";
    private static final Set<String> KNOWN_POSTGRES = Set.of("records-1", "records-2", "records-3");

    private SchemaMigration() {}

    /**
     * @param h2 whether it is H2: no other process can have it open, and a lock found then is a dead one's
     * @throws StoreException if the tables are of a newer version; nothing is changed then
     */
    static void update(DataSource source, boolean h2) throws SQLException, StoreException {
        try (var connection = source.getConnection()) {
            var known = new HashSet<>(KNOWN);
            known.addAll(KNOWN_KEEPING);
            known.addAll(KNOWN_PLUGINS);
            known.addAll(KNOWN_MESSAGES);
            known.addAll(KNOWN_PUSH);
            known.addAll(h2 ? KNOWN_H2 : KNOWN_POSTGRES);
            var there = changeSets(connection);
            if (there.equals(known))
                return;
            var unknown = new HashSet<>(there);
            unknown.removeAll(known);
            if (!unknown.isEmpty())
                throw new StoreException("it was changed by a newer Trunkline (schema %s; this one knows up to %d). "
                        .formatted(unknown, known.size()) + "Start the newer version. Nothing was changed");
            if (h2 && hasTable(connection, "databasechangeloglock"))
                new Sql(connection).update("update databasechangeloglock set locked = false");
            migrate(connection, List.of(CHANGELOG, KEEPING, PLUGINS, MESSAGES, PUSH, h2 ? H2_RECORDS : POSTGRES_RECORDS));
        }
    }

    private static Set<String> changeSets(Connection connection) throws SQLException {
        return hasTable(connection, "databasechangelog") ? new HashSet<>(
                new Sql(connection).list("select id from databasechangelog", row -> row.getString(1))) : Set.of();
    }

    private static boolean hasTable(Connection connection, String name) throws SQLException {
        try (var tables = connection.getMetaData().getTables(null, null, "%", new String[] { "TABLE", "BASE TABLE" })) {
            boolean there = false;
            while (tables.next())
                there |= tables.getString("TABLE_NAME").equalsIgnoreCase(name);
            return there;
        }
    }

    private static void migrate(Connection connection, List<String> changelogs) throws StoreException {
        var loader = SchemaMigration.class.getClassLoader();
        var accessor = new ClassLoaderResourceAccessor(loader);
        // its own logging goes to the console and its statistics to its maker: neither is wanted
        Map<String, Object> quiet = Map.of(Scope.Attr.logService.name(), new NoOpLogService(),
                Scope.Attr.ui.name(), new LoggerUIService(), Scope.Attr.resourceAccessor.name(), accessor,
                "liquibase.analytics.enabled", false);
        try {
            Scope.child(quiet, () -> {
                var database = DatabaseFactory.getInstance()
                        .findCorrectDatabaseImplementation(new JdbcConnection(connection));
                for (String changelog : changelogs) {
                    var liquibase = new Liquibase(changelog, accessor, database);
                    liquibase.setShowSummary(UpdateSummaryEnum.OFF);
                    liquibase.update(new Contexts());
                }
            });
        } catch (Exception e) { // Scope declares no less
            throw new StoreException("its tables cannot be made: " + e.getMessage(), e);
        }
    }
}
