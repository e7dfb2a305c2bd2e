package org.trunkline.store.jdbc.internal.config;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.PhoneAddress;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.push.PushSubscription;
import org.trunkline.engine.port.signaling.DeviceFlow;
import org.trunkline.store.jdbc.internal.config.AuditTable.Before;
import org.trunkline.store.jdbc.internal.config.AuditTable.Stamp;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.Sql;
import org.trunkline.store.jdbc.internal.phone.PhoneAddressTable;
import org.trunkline.store.jdbc.internal.push.PushTable;

/** The configuration in tables. Saved means on the disk. */
public final class JdbcConfigStore implements ConfigStore {
    private static final int MAX_AUDIT = 1_000;

    private final Database database;
    private final ConfigTables tables;
    private final PushTable pushes;
    private final PhoneAddressTable phones;
    private final InstantSource clock;
    /** As last read or written; valid while the database has its revision. Empty until it was read first. */
    private volatile Optional<Configuration> last = Optional.empty();

    public JdbcConfigStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        tables = new ConfigTables(database.secrets());
        pushes = new PushTable(database);
        phones = new PhoneAddressTable(database);
    }

    @Override
    public Configuration load() throws StoreException {
        var now = database.change(false, (sql, _) -> at(sql, ConfigTables.revision(sql))); // one transaction: one revision
        last = Optional.of(now);
        return now;
    }

    /** Reads everything only where another node changed the configuration. */
    private Configuration at(Sql sql, long revision) throws SQLException {
        var known = last.filter(it -> it.revision() == revision);
        return known.isPresent() ? known.get() : tables.load(sql);
    }

    @Override
    public Configuration apply(List<ConfigChange> changes, String who) throws StoreException {
        return store(changes.stream().map(change -> new Step(change, Optional.empty())).toList(), who).configuration();
    }

    @Override
    public Undone undo(List<Undoing> changes, String who) throws StoreException {
        return store(changes.stream().map(change -> new Step(change.change(), Optional.of(change.undoes()))).toList(), who);
    }

    private record Step(ConfigChange change, Optional<Long> undoes) {}

    private Undone store(List<Step> steps, String who) throws StoreException {
        var done = database.change(true, (sql, _) -> {
            sql.update("update setting set num_value = num_value + 1 where name = 'revision'"); // others wait here
            long revision = ConfigTables.revision(sql);
            var before = at(sql, revision - 1);
            var undoing = new ArrayList<Long>();
            for (var step : steps) {
                var text = AuditText.of(step.change(), before);
                var oldSecret = AuditTable.secretBefore(sql, step.change());
                tables.apply(sql, step.change());
                long id = AuditTable.add(sql, new Stamp(revision, clock.instant(), who, step.undoes()), text,
                        new Before(oldSecret, Optional.empty()));
                if (step.undoes().isPresent())
                    undoing.add(id);
            }
            var after = tables.after(sql, before, steps.stream().map(Step::change).toList(), revision);
            return new Undone(after, AuditTable.findAll(sql, undoing));
        });
        last = Optional.of(done.configuration());
        return done;
    }

    @Override
    public void note(String who, String action, String subject, String detail) throws StoreException {
        database.change(true, (sql, _) -> sql.update("""
                insert into audit (at, revision, who, action, subject, detail)
                select ?, num_value, ?, ?, ?, ? from setting where name = 'revision'""", clock.instant(), who, action,
                subject, detail));
    }

    @Override
    public AuditChange noteChange(String who, FieldsChange change, OptionalLong undoes) throws StoreException {
        var text = AuditText.entry(change.subject(), Optional.of(change.before()), change.after(), false);
        return database.change(true, (sql, _) -> {
            var stamp = new Stamp(ConfigTables.lockedRevision(sql), clock.instant(), who, undoes.stream().boxed().findFirst());
            long id = AuditTable.add(sql, stamp, text, new Before(Optional.empty(), Optional.of(FieldLines.write(change.before()))));
            return AuditTable.find(sql, id).orElseThrow();
        });
    }

    @Override
    public List<AuditEntry> audit(int limit) throws StoreException {
        int bounded = Math.clamp(limit, 1, MAX_AUDIT);
        return database.read((sql, _) -> sql.list("select * from audit order by id desc limit ?",
                AuditTable::entry, bounded));
    }

    @Override
    public List<AuditChange> changes(String filter, long below, int limit) throws StoreException {
        return database.read((sql, _) -> AuditTable.list(sql, filter, below, limit));
    }

    @Override
    public long countChanges(String filter) throws StoreException {
        return database.read((sql, _) -> AuditTable.count(sql, filter));
    }

    @Override
    public Optional<AuditChange> change(long id) throws StoreException {
        return database.read((sql, _) -> AuditTable.find(sql, id));
    }

    @Override
    public List<AuditChange> changesOf(long revision) throws StoreException {
        return database.read((sql, _) -> AuditTable.ofRevision(sql, revision));
    }

    @Override
    public List<AuditChange> later(String subject, long id) throws StoreException {
        return database.read((sql, _) -> AuditTable.later(sql, subject, id));
    }

    @Override
    public Optional<String> successor(long id) throws StoreException {
        return change(id).flatMap(change -> AuditText.successor(change.entry()));
    }

    @Override
    public Optional<PastSecret> secretBefore(long id) throws StoreException {
        return database.read((sql, _) -> AuditTable.oldSecret(sql, id))
                .flatMap(kept -> tables.secret(kept.getKey(), kept.getValue()));
    }

    @Override
    public Optional<PastAlertSecrets> alertSecretsBefore(long id) throws StoreException {
        return database.read((sql, _) -> AuditTable.oldSecret(sql, id))
                .flatMap(kept -> tables.alertSecrets(kept.getKey(), kept.getValue()));
    }

    /** Changes made before fields were kept are left out: what they made is told as unknown. */
    @Override
    public Optional<PastEntry> past(String subject, long revision) throws StoreException {
        return database.read((sql, _) -> sql.first("select at, revision, who, fields from audit where subject = ? and"
                + " revision <= ? and fields is not null order by revision desc, id desc limit 1",
                row -> new PastEntry(Sql.instant(row, "at"), row.getLong("revision"), row.getString("who"),
                        fields(row.getString("fields"))), subject, revision));
    }

    private static Map<String, String> fields(String text) {
        var fields = FieldLines.read(text);
        fields.replaceAll((_, value) -> value.replace('\n', ' '));
        return fields;
    }

    @Override
    public List<StoredBinding> bindings() throws StoreException {
        return database.read((sql, _) -> sql.list("select * from binding order by username, expires_at",
                row -> new StoredBinding(row.getString("username"), row.getString("contact"), row.getString("source"),
                        row.getString("transport"), row.getString("call_id"), row.getLong("cseq"),
                        Sql.instant(row, "expires_at"), row.getString("user_agent"),
                        row.getString("path").lines().toList(),
                        Optional.of(row.getString("q")).filter(q -> !q.isEmpty()).map(Float::valueOf),
                        new DeviceFlow(row.getString("instance"), row.getInt("reg_id")))));
    }

    @Override
    public void saveBindings(Collection<StoredBinding> put, Collection<StoredBinding> removed) throws StoreException {
        if (put.isEmpty() && removed.isEmpty())
            return;
        database.change(false, (_, connection) -> {
            delete(connection, put);
            delete(connection, removed);
            insert(connection, put);
            return 0;
        });
    }

    @Override
    public List<PushSubscription> pushSubscriptions() throws StoreException {
        return pushes.all();
    }

    @Override
    public void savePushSubscriptions(List<PushSubscription> put, List<PushSubscription> removed) throws StoreException {
        pushes.save(put, removed);
    }

    @Override
    public List<PhoneAddress> phoneAddresses() throws StoreException {
        return phones.all();
    }

    @Override
    public Optional<PhoneAddress> phoneAddress(String tokenHash, String make) throws StoreException {
        return phones.find(tokenHash, make);
    }

    @Override
    public List<PhoneAddress> phoneAddressesOf(String username) throws StoreException {
        return phones.of(username);
    }

    @Override
    public void endPhoneAddresses(String username) throws StoreException {
        phones.end(username);
    }

    @Override
    public void savePhoneAddresses(List<PhoneAddress> put, List<PhoneAddress> removed) throws StoreException {
        phones.save(put, removed);
    }

    private static void delete(Connection connection, Collection<StoredBinding> bindings) throws SQLException {
        try (var statement = connection.prepareStatement("delete from binding where username = ? and contact = ?")) {
            for (var it : bindings) {
                Sql.bind(statement, it.username(), it.contact());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void insert(Connection connection, Collection<StoredBinding> bindings) throws SQLException {
        try (var statement = connection.prepareStatement("""
                insert into binding (username, contact, source, transport, call_id, cseq, expires_at, user_agent, path, q,
                    instance, reg_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (var it : bindings) {
                Sql.bind(statement, it.username(), it.contact(), it.source(), it.transport(), it.callId(), it.cseq(),
                        it.expiresAt(), it.userAgent(), String.join("\n", it.path()),
                        it.q().map(String::valueOf).orElse(""), it.flow().instance(), it.flow().regId());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
