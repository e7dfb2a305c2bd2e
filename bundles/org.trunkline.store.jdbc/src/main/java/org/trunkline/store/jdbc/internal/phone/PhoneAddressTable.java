package org.trunkline.store.jdbc.internal.phone;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.trunkline.engine.port.config.PhoneAddress;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.Sql;

/** Addresses of phone cards as rows. They hold no secret: of the token there is a hash. */
public final class PhoneAddressTable {
    private final Database database;

    public PhoneAddressTable(Database database) {
        this.database = database;
    }

    /** The oldest first. */
    public List<PhoneAddress> all() throws StoreException {
        return database.read((sql, _) -> sql.list("select * from phone_address order by since, token, make", PhoneAddressTable::address));
    }

    /** Those of a subscriber, the oldest first. */
    public List<PhoneAddress> of(String username) throws StoreException {
        return database.read((sql, _) -> sql.list("select * from phone_address where username = ? order by since, token, make",
                PhoneAddressTable::address, username));
    }

    public Optional<PhoneAddress> find(String tokenHash, String make) throws StoreException {
        return database.read((sql, _) -> sql.first("select * from phone_address where token = ? and make = ?",
                PhoneAddressTable::address, tokenHash, make));
    }

    private static PhoneAddress address(ResultSet row) throws SQLException {
        return new PhoneAddress(row.getString("token"), row.getString("make"), row.getString("username"), row.getString("server"),
                Sql.instant(row, "since"));
    }

    /** One transaction. */
    public void save(List<PhoneAddress> put, List<PhoneAddress> removed) throws StoreException {
        if (put.isEmpty() && removed.isEmpty())
            return;
        database.change(true, (sql, _) -> {
            for (var each : removed)
                delete(sql, each);
            for (var each : put) {
                delete(sql, each);
                sql.update("insert into phone_address (token, make, username, server, since) values (?, ?, ?, ?, ?)",
                        each.tokenHash(), each.make(), each.username(), each.server(), each.since().truncatedTo(ChronoUnit.MILLIS));
            }
            return 0;
        });
    }

    private static void delete(Sql sql, PhoneAddress address) throws SQLException {
        sql.update("delete from phone_address where token = ? and make = ?", address.tokenHash(), address.make());
    }

    /** Removes those of a subscriber. */
    public void end(String username) throws StoreException {
        database.change(true, (sql, _) -> end(sql, username));
    }

    private static int end(Sql sql, String username) throws SQLException {
        return sql.update("delete from phone_address where username = ?", username);
    }

    /** A subscriber has another name, or is gone. */
    public static void moved(Sql sql, String username, Optional<String> successor) throws SQLException {
        if (successor.isPresent())
            sql.update("update phone_address set username = ? where username = ?", successor.get(), username);
        else
            end(sql, username);
    }
}
