package org.trunkline.alert.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertChannel.ChannelInfo;
import org.trunkline.spi.config.SettingField;

/**
 * The channels there are: the node's own by their ids, those of plug-ins with the plug-in's id before them, so that no
 * plug-in takes another's place. What a channel says of itself is asked when it is first needed, and after each update. <b>Threads:</b> any.
 */
final class Channels {
    static final String WEBHOOK = "webhook";
    static final String MAIL = "mail";
    /** Property of an extension's service: the id of its plug-in. */
    private static final String PLUGIN = "trunkline.plugin";
    /** Property of an extension's service: how often what is behind it was replaced. */
    private static final String RESTARTS = "trunkline.plugin.restarts";
    private static final int MOST = 200;
    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    /** @param restarts of what is behind the channel: what an earlier one said late does not count */
    private record Entry(String plugin, AlertChannel channel, Object restarts) {
        String id(ChannelInfo info) {
            return plugin.isEmpty() ? info.id() : plugin + "/" + info.id();
        }
    }

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Map<Entry, ChannelInfo> known = new ConcurrentHashMap<>();

    /** @param properties of its service */
    void add(AlertChannel channel, Map<String, Object> properties) {
        entries.add(new Entry(properties.get(PLUGIN) instanceof String plugin ? plugin : "", channel, restarts(properties)));
    }

    /** Another version is behind it. */
    void update(AlertChannel channel, Map<String, Object> properties) {
        entries.replaceAll(e -> e.channel() == channel ? new Entry(e.plugin(), channel, restarts(properties)) : e);
        forget(channel);
    }

    private static Object restarts(Map<String, Object> properties) {
        return properties.getOrDefault(RESTARTS, 0);
    }

    private void forget(AlertChannel channel) {
        known.keySet().removeIf(e -> e.channel() == channel);
    }

    void remove(AlertChannel channel) {
        entries.removeIf(e -> e.channel() == channel);
        forget(channel);
    }

    Optional<AlertChannel> find(String id) {
        return entries.stream().filter(e -> info(e).filter(info -> e.id(info).equals(id)).isPresent())
                .map(Entry::channel).reduce((_, later) -> later); // of two versions under way the newer one
    }

    /** The node's own first, then by id. */
    List<AlertChannelAbout> list() {
        var list = new ArrayList<AlertChannelAbout>();
        for (var entry : entries)
            info(entry).map(info -> new AlertChannelAbout(entry.id(info), entry.plugin(), info.label().byLanguage(),
                    info.fields().stream().map(SettingField::inApi).toList())).filter(about -> list.stream().noneMatch(a -> a.id().equals(about.id())))
                    .ifPresent(list::add);
        list.sort(Comparator.comparing((AlertChannelAbout a) -> !a.plugin().isEmpty()).thenComparing(AlertChannelAbout::id));
        return list.subList(0, Math.min(MOST, list.size()));
    }

    private Optional<ChannelInfo> info(Entry entry) {
        var info = known.get(entry);
        if (info != null)
            return Optional.of(info);
        try {
            var asked = entry.channel().info();
            known.put(entry, asked);
            return Optional.of(asked);
        } catch (RuntimeException | LinkageError e) { // the boundary to a plug-in
            LOG.warn("An alert channel of the plug-in {} failed to describe itself: {}", entry.plugin(), e.toString());
            return Optional.empty();
        }
    }
}
