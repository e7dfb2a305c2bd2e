package org.trunkline.store.jdbc.internal.config;

import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.engine.secret.SecretBox;
import org.trunkline.store.jdbc.internal.database.Sql;

/** What alerts set for channels of plug-ins: a row for each value, and one without a field for each channel. */
final class AlertSettingTable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertSettingTable.class);
    /** Stands for the channel itself, which may have no settings. */
    private static final String ITSELF = "";

    /** @param open by search @param secrets by search, channel, field */
    record Loaded(Map<String, List<ChannelUse>> open, Map<String, Map<String, Map<String, String>>> secrets) {}

    private record Row(String search, String channel, String field, String value, boolean sealed) {}

    private final SecretBox secrets;

    AlertSettingTable(SecretBox secrets) {
        this.secrets = secrets;
    }

    Loaded load(Sql sql) throws SQLException {
        var open = new TreeMap<String, TreeMap<String, Map<String, String>>>();
        var hidden = new HashMap<String, Map<String, Map<String, String>>>();
        var rows = sql.list("select * from alert_setting", row -> new Row(row.getString("search"), row.getString("channel"),
                Sql.text(row, "field").orElse(ITSELF), Sql.text(row, "content").orElse(""), row.getBoolean("sealed")));
        for (var row : rows) {
            var channel = open.computeIfAbsent(row.search(), _ -> new TreeMap<>())
                    .computeIfAbsent(row.channel(), _ -> new TreeMap<>());
            if (row.sealed())
                open(row, hidden);
            else if (!row.field().equals(ITSELF))
                channel.put(row.field(), row.value());
        }
        var uses = new HashMap<String, List<ChannelUse>>();
        open.forEach((search, channels) -> {
            var list = new ArrayList<ChannelUse>();
            channels.forEach((channel, settings) -> list.add(ChannelUse.of(channel, settings)));
            uses.put(search, list);
        });
        return new Loaded(uses, hidden);
    }

    private void open(Row row, Map<String, Map<String, Map<String, String>>> hidden) {
        try {
            hidden.computeIfAbsent(row.search(), _ -> new HashMap<>()).computeIfAbsent(row.channel(), _ -> new HashMap<>())
                    .put(row.field(), secrets.open(row.value(), owner(row.search(), row.channel(), row.field())));
        } catch (GeneralSecurityException e) {
            LOG.warn("{} of the channel {} of saved search {} cannot be read: secret.key is not the one it was sealed with."
                    + " Put that file back, or set it again", row.field(), row.channel(), row.search());
        }
    }

    /** What is sealed for one opens for no other. */
    private static String owner(String search, String channel, String field) {
        return SavedSearchTable.owner(search) + "/" + channel + "/" + field;
    }

    /** @param fresh secrets to be set; those of channels that stay are kept else */
    void put(Sql sql, String search, List<ChannelUse> uses, Map<String, Map<String, String>> fresh) throws SQLException {
        sql.update("delete from alert_setting where search = ? and sealed = false", search);
        var stay = new HashSet<String>();
        for (var use : uses) {
            stay.add(use.channel());
            insert(sql, new Row(search, use.channel(), ITSELF, "", false));
            for (var setting : use.settings().entrySet())
                insert(sql, new Row(search, use.channel(), setting.getKey(), setting.getValue(), false));
        }
        for (String channel : sql.list("select distinct channel from alert_setting where search = ? and sealed = true",
                row -> row.getString(1), search))
            if (!stay.contains(channel))
                sql.update("delete from alert_setting where search = ? and channel = ?", search, channel);
        for (var channel : fresh.entrySet())
            for (var secret : channel.getValue().entrySet()) {
                sql.update("delete from alert_setting where search = ? and channel = ? and field = ?", search, channel.getKey(),
                        secret.getKey());
                insert(sql, new Row(search, channel.getKey(), secret.getKey(), secrets.seal(secret.getValue(),
                        owner(search, channel.getKey(), secret.getKey())), true));
            }
    }

    /** Secrets of one alert as they are stored, by channel and field with a slash between. */
    static Map<String, String> sealed(Sql sql, String search) throws SQLException {
        var sealed = new TreeMap<String, String>();
        sql.list("select * from alert_setting where search = ? and sealed = true", row -> sealed.put(row.getString("channel") + "/"
                + row.getString("field"), row.getString("content")), search);
        return sealed;
    }

    /** The secrets of {@link #sealed}, by channel, then field. */
    Map<String, Map<String, String>> opened(String search, Map<String, String> sealed) {
        var opened = new HashMap<String, Map<String, Map<String, String>>>();
        sealed.forEach((path, value) -> {
            int slash = path.lastIndexOf('/');
            open(new Row(search, path.substring(0, slash), path.substring(slash + 1), value, true), opened);
        });
        return opened.getOrDefault(search, Map.of());
    }

    private static void insert(Sql sql, Row row) throws SQLException {
        sql.update("insert into alert_setting (search, channel, field, content, sealed) values (?, ?, ?, ?, ?)", row.search(),
                row.channel(), row.field(), row.value(), row.sealed());
    }
}
