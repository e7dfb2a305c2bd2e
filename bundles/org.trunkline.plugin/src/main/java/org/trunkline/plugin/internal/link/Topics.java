package org.trunkline.plugin.internal.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The topics that a plug-in may publish to. <b>Threads:</b> any. */
public final class Topics {
    private static final int MAX_TOPICS = 100;
    private static final int MAX_BYTES = 16 << 10;

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /** Declared by an {@link org.trunkline.spi.http.EventTopic}. */
    public void add(String name) {
        if (names.size() < MAX_TOPICS)
            names.add(name);
    }

    /** @throws IllegalArgumentException as {@link org.trunkline.spi.PluginContext#publish} says */
    public void check(String topic, String json) {
        if (!names.contains(topic))
            throw new IllegalArgumentException("topic " + topic + " was not declared: register an EventTopic of that name");
        if (json.length() > MAX_BYTES || json.getBytes(UTF_8).length > MAX_BYTES)
            throw new IllegalArgumentException("the event is longer than 16 KiB");
    }
}
