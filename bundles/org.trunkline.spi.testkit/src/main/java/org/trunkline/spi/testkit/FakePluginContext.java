package org.trunkline.spi.testkit;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.trunkline.spi.PluginContext;

/** A context that keeps what was published. */
public final class FakePluginContext implements PluginContext {
    /** An event that the plug-in published. */
    public record Event(String topic, String json) {}

    private final Path folder;
    private final Map<String, String> settings;
    private final List<Event> events = new CopyOnWriteArrayList<>();

    /** @param settings with the defaults of {@code plugin.json} filled in */
    public FakePluginContext(Path folder, Map<String, String> settings) {
        this.folder = requireNonNull(folder);
        this.settings = Map.copyOf(settings);
    }

    @Override
    public String id() {
        return "com.example.test";
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public void publish(String topic, String json) {
        events.add(new Event(topic, json));
    }

    /** In the order published. */
    public List<Event> events() {
        return List.copyOf(events);
    }
}
