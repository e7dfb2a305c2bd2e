package org.trunkline.store.jdbc.internal.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.secure.OwnerOnly;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.secret.SecretBox;

/**
 * The database: H2 in a file of the data folder, or PostgreSQL by its URL. Its tables are up to date
 * once it is made. <b>Threads:</b> any.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int CONNECTIONS = 6;
    private static final long CONNECT_MS = 5_000;
    /** With which H2 may have closed itself. */
    private static final Set<Integer> CLOSING = Set.of(ErrorCode.DATABASE_IS_CLOSED, ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
            ErrorCode.GENERAL_ERROR_1, ErrorCode.IO_EXCEPTION_1, ErrorCode.IO_EXCEPTION_2);

    private final DataSource source;
    private final HikariDataSource pool;
    /** H2 is open, and locked against others, as long as a connection is. */
    private volatile Connection keeper;
    private final SecretBox secrets;
    private final String name;
    private final boolean h2;
    /** In turn: who changes much in pieces lets others in between. */
    private final ReentrantLock oneAtATime = new ReentrantLock(true);

    /** @throws OpenFailure saying what is wrong and the way out */
    public Database(Path dataDir, String url, String user, String password) {
        String address = url.isBlank() ? "jdbc:h2:file:" + dataDir.resolve("store", "trunkline").toAbsolutePath() : url;
        h2 = address.startsWith("jdbc:h2:");
        name = address.replaceFirst("[?;].*", ""); // parameters may hold a password
        try {
            OwnerOnly.folder(dataDir.resolve("store"));
            secrets = new SecretBox(dataDir.resolve("secret.key"));
            source = h2 ? h2(address, user, password) : postgres(address, user, password);
            keeper = source.getConnection();
            try {
                SchemaMigration.update(source, h2);
            } catch (SQLException | StoreException | RuntimeException e) {
                keeper.close();
                throw e;
            }
            pool = pool(source);
        } catch (SQLException e) {
            var failure = Failure.of(name, e);
            throw new OpenFailure(failure.code(), failure.message(), e);
        } catch (IOException e) {
            throw new OpenFailure("data-folder-unwritable", "The store in %s cannot be opened: %s".formatted(dataDir, e), e);
        } catch (StoreException e) {
            throw new OpenFailure("store-newer", "The store %s cannot be used: %s.".formatted(name, e.getMessage()), e);
        }
    }

    private static DataSource h2(String url, String user, String password) {
        // its cache of values costs a quarter of a record's row, and finds none again: every row is new
        if (System.getProperty("h2.objectCache") == null)
            System.setProperty("h2.objectCache", "false");
        var source = new JdbcDataSource();
        // the process closes it, not a hook of its own; a second process is refused and not let in
        // the file is written at each commit and not in between: H2 killed within a transaction may keep parts of it
        source.setURL(url + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=32768;WRITE_DELAY=0");
        source.setUser(user.isEmpty() ? "sa" : user);
        source.setPassword(password);
        return source;
    }

    private static DataSource postgres(String url, String user, String password) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        if (!user.isEmpty())
            source.setUser(user);
        if (!password.isEmpty())
            source.setPassword(password);
        return source;
    }

    private static HikariDataSource pool(DataSource source) {
        var config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("store");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_MS);
        config.setMaxLifetime(0);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    public String name() {
        return name;
    }

    public SecretBox secrets() {
        return secrets;
    }

    public boolean isH2() {
        return h2;
    }

    /** What is done with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Sql sql, Connection connection) throws SQLException, StoreException;
    }

    /** Reads. */
    public <T> T read(Work<T> work) throws StoreException {
        try (var connection = pool.getConnection()) {
            return work.with(new Sql(connection), connection);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Changes all or nothing. Outlives the process when it returns, and the machine if {@code durable}. */
    public <T> T change(boolean durable, Work<T> work) throws StoreException {
        if (!h2)
            return changeAlone(durable, work);
        oneAtATime.lock(); // a commit would write what another has half done
        try {
            return changeAlone(durable, work);
        } finally {
            oneAtATime.unlock();
        }
    }

    private <T> T changeAlone(boolean durable, Work<T> work) throws StoreException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.with(new Sql(connection), connection);
                connection.commit();
            } catch (SQLException | StoreException | RuntimeException e) {
                undo(connection, e);
                throw e;
            }
            connection.setAutoCommit(true);
            if (durable && h2)
                new Sql(connection).update("checkpoint sync"); // written by now, but not forced
            return result;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static void undo(Connection connection, Exception why) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) { // where the database is gone, and the change with it
            why.addSuppressed(e);
        }
    }

    private StoreException failed(SQLException e) {
        if (h2 && CLOSING.contains(e.getErrorCode()))
            openAgain();
        return new StoreException(Failure.of(name, e).message(), e);
    }

    /**
     * H2 that could not write, on a full disk for one, is closed for good to all that had it open, though their connections
     * call themselves valid. Opened anew, it is as it was after the last commit.
     */
    private synchronized void openAgain() {
        pool.getHikariPoolMXBean().softEvictConnections();
        var before = keeper;
        try {
            keeper = source.getConnection();
            before.close();
        } catch (SQLException e) {
            LOG.debug("{} is not open again: {}", name, e.getMessage());
        }
    }

    @Override
    public void close() {
        pool.close();
        try {
            keeper.close();
        } catch (SQLException e) {
            LOG.warn("{} did not close well: {}", name, e.getMessage());
        }
    }
}
