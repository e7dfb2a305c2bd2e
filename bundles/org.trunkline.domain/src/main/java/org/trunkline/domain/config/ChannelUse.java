package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One channel that an alert is told through, beside webhook and e-mail.
 *
 * @param channel id of the channel: the plug-in, a slash, and what the plug-in calls it
 * @param settings values by the names of the channel's fields, secrets kept apart
 */
public record ChannelUse(String channel, SortedMap<String, String> settings) {
    public ChannelUse {
        requireNonNull(channel);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    public static ChannelUse of(String channel, Map<String, String> settings) {
        return new ChannelUse(channel, new TreeMap<>(settings));
    }

    /** Tells no settings: a draft's may hold a secret. */
    @Override
    public String toString() {
        return "ChannelUse[" + channel + " " + settings.keySet() + "]";
    }
}
