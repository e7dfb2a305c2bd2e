package org.trunkline.alert.internal;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.engine.component.DescribedServices;
import org.trunkline.engine.component.DescribedServices.Described;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertChannel.ChannelInfo;
import org.trunkline.spi.config.SettingField;

/**
 * The channels there are: the node's own by their ids, those of plug-ins with the plug-in's id before them, so that no
 * plug-in takes another's place. <b>Threads:</b> any.
 */
final class Channels {
    static final String WEBHOOK = "webhook";
    static final String MAIL = "mail";
    /** Property of an extension's service: the id of its plug-in. */
    private static final String PLUGIN = "trunkline.plugin";
    private static final int MOST = 200;
    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    private final DescribedServices<AlertChannel, ChannelInfo> channels = new DescribedServices<>(Channels::info);

    /** @param properties of its service */
    void add(AlertChannel channel, Map<String, Object> properties) {
        channels.add(properties.get(PLUGIN) instanceof String plugin ? plugin : "", channel);
    }

    void update(AlertChannel channel) {
        channels.update(channel);
    }

    void remove(AlertChannel channel) {
        channels.remove(channel);
    }

    Optional<AlertChannel> find(String id) {
        return channels.all().filter(channel -> id(channel).equals(id)).map(Described::service)
                .reduce((_, later) -> later); // of two versions under way the newer one
    }

    /** The node's own first, then by id; of two versions under way the newer one, as {@link #find} has it. */
    List<AlertChannelAbout> list() {
        var newest = new LinkedHashMap<String, AlertChannelAbout>();
        channels.all().map(Channels::about).forEach(about -> newest.put(about.id(), about));
        return newest.values().stream().sorted(Comparator.comparing((AlertChannelAbout a) -> !a.plugin().isEmpty())
                .thenComparing(AlertChannelAbout::id)).limit(MOST).toList();
    }

    private static AlertChannelAbout about(Described<AlertChannel, ChannelInfo> channel) {
        var info = channel.description();
        return new AlertChannelAbout(id(channel), channel.plugin(), info.label().byLanguage(),
                info.fields().stream().map(SettingField::inApi).toList());
    }

    private static String id(Described<AlertChannel, ChannelInfo> channel) {
        var id = channel.description().id();
        return channel.plugin().isEmpty() ? id : channel.plugin() + "/" + id;
    }

    private static Optional<ChannelInfo> info(String plugin, AlertChannel channel) {
        try {
            return Optional.of(channel.info());
        } catch (RuntimeException | LinkageError e) { // the boundary to a plug-in
            LOG.warn("An alert channel of the plug-in {} failed to describe itself: {}", plugin, e.toString());
            return Optional.empty();
        }
    }
}
