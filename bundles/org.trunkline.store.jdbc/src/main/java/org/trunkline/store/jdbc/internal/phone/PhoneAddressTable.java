package org.trunkline.store.jdbc.internal.phone;

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
        return database.read((sql, _) -> sql.list("select * from phone_address order by since, token, make",
                row -> new PhoneAddress(row.getString("token"), row.getString("make"), row.getString("username"),
                        row.getString("server"), Sql.instant(row, "since"))));
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

    /** A subscriber has another name, or is gone. */
    public static void moved(Sql sql, String username, Optional<String> successor) throws SQLException {
        if (successor.isPresent())
            sql.update("update phone_address set username = ? where username = ?", successor.get(), username);
        else
            sql.update("delete from phone_address where username = ?", username);
    }
}
