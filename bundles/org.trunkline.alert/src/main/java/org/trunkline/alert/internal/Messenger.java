package org.trunkline.alert.internal;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trunkline.engine.port.config.SavedSearches;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.alert.AlertNotice;

/** Brings an alert to all that its rule names, each through its channel. <b>Threads:</b> any; never waits. */
final class Messenger implements AutoCloseable {
    private final Outbox outbox;
    private final Channels channels;
    private final InstantSource clock;

    Messenger(Outbox outbox, Channels channels, InstantSource clock) {
        this.outbox = outbox;
        this.channels = channels;
        this.clock = clock;
    }

    /** @param known has the secrets */
    void tell(AlertWatch watch, SavedSearches known, boolean test) {
        var notice = AlertMessage.of(watch, test, clock.instant()).notice();
        settings(watch, known).forEach((channel, settings) -> outbox.send("the message of alert " + notice.alert() + " to "
                + channel, () -> deliver(channel, notice, settings),
                (delivered, why, again) -> watch.told(channel, delivered, why, again)));
    }

    /** By channel; secrets in clear. */
    private static Map<String, Map<String, String>> settings(AlertWatch watch, SavedSearches known) {
        var all = new LinkedHashMap<String, Map<String, String>>();
        var name = watch.search().name();
        var rule = watch.rule();
        rule.webhook().ifPresent(url -> {
            var settings = new HashMap<>(Map.of(WebhookChannel.URL, url));
            if (known.secrets().containsKey(name))
                settings.put(WebhookChannel.SECRET, known.secrets().get(name));
            all.put(Channels.WEBHOOK, settings);
        });
        if (!rule.mailTo().isEmpty())
            all.put(Channels.MAIL, Map.of(MailChannel.TO, String.join(",", rule.mailTo())));
        for (var use : rule.channels()) {
            var settings = new HashMap<>(use.settings());
            settings.putAll(known.secrets(name, use.channel()));
            all.put(use.channel(), settings);
        }
        return all;
    }

    private void deliver(String id, AlertNotice notice, Map<String, String> settings) throws ExtensionException {
        var channel = channels.find(id);
        if (channel.isEmpty())
            throw new DeliveryFailure("channel-away", List.of(id), "the channel " + id
                    + " is not available because its plug-in is not running", true);
        try {
            channel.get().deliver(notice, settings);
        } catch (RuntimeException | LinkageError e) { // the boundary to a plug-in
            throw new ExtensionException(String.valueOf(e), false, e);
        }
    }

    @Override
    public void close() {
        outbox.close();
    }
}
