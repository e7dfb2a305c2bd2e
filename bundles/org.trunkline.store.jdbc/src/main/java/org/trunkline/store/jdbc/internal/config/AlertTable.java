package org.trunkline.store.jdbc.internal.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.trunkline.engine.port.config.AlertMemory;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.Sql;

/** How alerts stand, as rows. */
public record AlertTable(Database database) implements AlertMemory {

    @Override
    public Map<String, Kept> load() throws StoreException {
        return database.read((sql, _) -> {
            var all = new HashMap<String, Kept>();
            sql.list("select * from alert_state", row -> all.put(row.getString("name"),
                    new Kept(row.getString("rule"), Sql.instant(row, "at"), row.getString("state"))));
            return all;
        });
    }

    @Override
    public void save(Map<String, Kept> put, List<String> gone) throws StoreException {
        database.change(true, (sql, _) -> {
            for (String name : gone)
                sql.update("delete from alert_state where name = ?", name);
            for (var entry : put.entrySet()) {
                var kept = entry.getValue();
                sql.update("delete from alert_state where name = ?", entry.getKey());
                sql.update("insert into alert_state (name, rule, at, state) values (?, ?, ?, ?)", entry.getKey(),
                        kept.rule(), kept.at(), kept.state());
            }
            return 0;
        });
    }
}
