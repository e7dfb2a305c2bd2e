package org.trunkline.store.jdbc.internal.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private static final List<String> COMMON = List.of("schema.sql", "keeping.sql", "plugins.sql", "messages.sql", "push.sql",
            "phones.sql");
    /** The table of records, which each database wants otherwise. */
    private static final String H2_RECORDS = "records-h2.sql";
    private static final String POSTGRES_RECORDS = "records-postgresql.sql";
    private static final Pattern CHANGE_SET = Pattern.compile("^--changeset trunkline:(\\S+)", Pattern.MULTILINE);

    private SchemaMigration() {}

    /**
     * @param h2 whether it is H2: no other process can have it open, and a lock found then is a dead one's
     * @return whether there was something to change
     * @throws StoreException if the tables are of a newer version; nothing is changed then
     */
    static boolean update(DataSource source, boolean h2) throws SQLException, IOException, StoreException {
        var changelogs = Stream.concat(COMMON.stream(), Stream.of(h2 ? H2_RECORDS : POSTGRES_RECORDS)).map(FOLDER::concat).toList();
        try (var connection = source.getConnection()) {
            var known = new HashSet<String>();
            for (String changelog : changelogs)
                known.addAll(changeSetsOf(changelog));
            var there = changeSets(connection);
            if (there.equals(known))
                return false;
            var unknown = new HashSet<>(there);
            unknown.removeAll(known);
            if (!unknown.isEmpty())
                throw new StoreException("it was changed by a newer Trunkline (schema %s; this one knows up to %d). "
                        .formatted(unknown, known.size()) + "Start the newer version. Nothing was changed");
            if (h2 && hasTable(connection, "databasechangeloglock"))
                new Sql(connection).update("update databasechangeloglock set locked = false");
            migrate(connection, changelogs);
            return true;
        }
    }

    private static Set<String> changeSetsOf(String changelog) throws IOException {
        try (var in = SchemaMigration.class.getClassLoader().getResourceAsStream(changelog)) {
            return CHANGE_SET.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8)).results().map(found -> found.group(1))
                    .collect(Collectors.toSet());
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
                        .findCorrectDatabaseImplementation(new ShortUrl(connection));
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

    /**
     * Without the parameters, of which PostgreSQL's driver names all seventy: Liquibase seeks passwords in the URL at each step,
     * in a time that grows with the square of its length.
     */
    private static final class ShortUrl extends JdbcConnection {
        ShortUrl(Connection connection) {
            super(connection);
        }

        @Override
        public String getURL() {
            return super.getURL().replaceFirst("[?;].*", "");
        }
    }
}
